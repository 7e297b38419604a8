"""Checks as a JUnit report: a test case each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from commkit.check_choices import Verdict
from commkit.render.ci.sentences import Row, list_rows, tell, title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.result import Context, Result

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0


def render_junit(result: Result, context: Context) -> str:
    """A suite with a case for each check: what cannot be judged is an error, what only warns passes and says so."""
    rows = list_rows(result)
    numbers = {
        "tests": len(rows),
        "failures": _count(rows, Verdict.fail),
        "errors": _count(rows, Verdict.not_evaluated),
        "skipped": _count(rows, Verdict.muted),
    }
    counts = " ".join(f'{name}="{number}"' for name, number in numbers.items())
    cases = "".join(f"    {_case(row)}\n" for row in rows)
    suite = f'  <testsuite name="commkit {_plain(context.command)}" {counts}>\n{cases}  </testsuite>\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites {counts}>\n{suite}</testsuites>\n'


def _count(rows: Sequence[Row], verdict: Verdict) -> int:
    return sum(row["verdict"] == verdict for row in rows)


def _case(row: Row) -> str:
    told, name = tell(row), quoteattr(_plain(title_of(row)))
    head = f'<testcase classname="commkit.checks" name={name}'
    match row["verdict"]:
        case Verdict.fail:
            return f"{head}><failure message={quoteattr(_plain(told))}/></testcase>"
        case Verdict.not_evaluated:
            return f"{head}><error message={quoteattr(_plain(told))}/></testcase>"
        case Verdict.muted:
            return f"{head}><skipped message={quoteattr(_plain(told))}/></testcase>"
    return f"{head}><system-out>{escape(_plain(told))}</system-out></testcase>"


def _plain(text: str) -> str:
    return _ILLEGAL.sub("?", text)
