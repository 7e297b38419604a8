"""Checks as GitHub Actions reads them: annotations on stdout, and Markdown in the summary of the step."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from commkit.check_choices import Verdict
from commkit.render.ci.sentences import Row, list_rows, tell, title_of
from commkit.render.markdown import render_markdown
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from commkit.result import Context, Result

# What becomes an annotation. GitHub shows ten of a kind for each step.
_KINDS = {
    Verdict.fail.value: "error",
    Verdict.not_evaluated.value: "error",
    Verdict.warn.value: "warning",
    "recovered": "notice",
}
_MOST = 9
LONGEST_SUMMARY = 900_000  # bytes: GitHub drops a summary of over 1 MiB
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def render_github(result: Result, context: Context) -> str:
    """One annotation for each check that is not well, at most ten of a kind; then what stands beside the answer."""
    by_kind: dict[str, list[Row]] = {}
    for row in list_rows(result):
        kind = _KINDS.get(row["verdict"]) or _KINDS.get(row["state"] or "")
        if kind:
            by_kind.setdefault(kind, []).append(row)
    for rows in by_kind.values():  # what cannot be judged sets the exit code, so it is not to be cut off
        rows.sort(key=lambda row: row["verdict"] != Verdict.not_evaluated)
    lines = [line for kind, rows in by_kind.items() for line in _annotate(kind, rows)]
    closing = " · ".join((f"commkit {context.command}", *result.notes))
    return "".join(f"{line}\n" for line in [*lines, _escape(closing, _IN_TEXT)])


def add_summary(path: Path, result: Result, context: Context) -> None:
    """Add the table to the summary of the step, cut where GitHub would drop it. Raises OSError."""
    text = "".join(render_markdown(result, context, result.table.height)) + "\n"
    whole = text.encode()
    room = LONGEST_SUMMARY - (path.stat().st_size if path.exists() else 0)
    if len(whole) > room:
        cut = whole[: max(room, 0)].rpartition(b"\n")[0].decode("utf-8", "ignore")
        whole = f"{cut}\n\n{say('cut here: the summary would be too long.')}\n".encode()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(whole)


def _annotate(kind: str, rows: Sequence[Row]) -> list[str]:
    shown = [f"::{kind} title={_escape(title_of(row), _IN_PROPERTY)}::{_escape(tell(row), _IN_TEXT)}" for row in rows]
    if len(shown) <= _MOST + 1:
        return shown
    more = say("and {number} more", number=len(shown) - _MOST)
    return [*shown[:_MOST], f"::{kind} title=commkit::{_escape(more, _IN_TEXT)}"]


def _escape(text: str, spelled: dict[str, str]) -> str:
    return "".join(spelled.get(character, character) for character in text)
