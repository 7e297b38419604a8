"""Checks as GitLab's report of code quality."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from commkit.check_choices import Verdict
from commkit.render.ci.sentences import Row, list_rows, tell, title_of
from commkit.render.jsontext import encode_json

if TYPE_CHECKING:
    from commkit.result import Context, Result

_SEVERITIES = {Verdict.fail.value: "critical", Verdict.not_evaluated.value: "major", Verdict.warn.value: "minor"}
_PLACE = "commkit.toml"  # where checks are written


def render_gitlab(result: Result, _context: Context) -> str:
    """A list of findings; the fingerprint tells the check and its slice alone, so that a finding keeps its identity."""
    found = [_describe(row) for row in list_rows(result) if row["verdict"] in _SEVERITIES]
    return encode_json(found, "") + "\n"


def _describe(row: Row) -> dict[str, object]:
    return {
        "description": f"{title_of(row)}: {tell(row)}",
        "check_name": row["check"],
        "fingerprint": hashlib.sha256(
            f"{row['check']}\0{row['slice'] or ''}\0{row['state'] == 'restated'}".encode()
        ).hexdigest(),
        "severity": _SEVERITIES[row["verdict"]],
        "location": {"path": _PLACE, "lines": {"begin": 1}},
    }
