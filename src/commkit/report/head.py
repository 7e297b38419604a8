"""The head of a report: three sentences on what moved, what stands out and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.edition import Command, Sentence
from commkit.report.signs import Sign, choose_standout, read_sign, tell_lead, tell_standout
from commkit.words import say

if TYPE_CHECKING:
    from commkit.report.citable import Citable, Row
    from commkit.report.signs import Words

_FIRST = ("messages", "orders")
ACTIVE = ("wau", "mau", "dau")  # how many were active, of which a head tells one, and others that are unusual


def write_head(cells: Citable, words: Words, lead: str, drivers: str, todo: Sentence | None) -> tuple[Sentence, ...]:
    """Three sentences, each with a number, what it is compared with, and a command.

    `lead` is the indicator that comes first, `drivers` the command for what drove one, `todo` what to do first.
    """
    rows = list(cells.list_rows("metrics"))
    first = next((row for row in rows if row["indicator"] == lead and read_sign(row) is not Sign.untold), None)
    others = [row for row in rows if row["indicator"] not in ACTIVE or row["mark"] is not None]
    standout = choose_standout([row for row in others if row is not first]) or choose_standout(
        [row for row in rows if row is not first]
    )
    return (
        tell_lead(first, words, f"{drivers} {lead}") if first else _tell_silence(cells),
        tell_standout(standout, words, cells.command("metrics")) if standout else _tell_few(cells),
        todo or _tell_reach(cells),
    )


def _tell_silence(cells: Citable) -> Sentence:
    text = say(
        "How many were active is not told: what is loaded covers {kind} from {first_on} to {last_on}. See {command}"
    )
    return _cite_coverage(cells, text)


def _tell_few(cells: Citable) -> Sentence:
    text = say("No other metric can be told: {kind} reach from {first_on} to {last_on}. What each needs: {command}")
    return _cite_coverage(cells, text)


def _tell_reach(cells: Citable) -> Sentence:
    text = say("Nothing calls for action in what is loaded: {kind} from {first_on} to {last_on}. See {command}")
    return _cite_coverage(cells, text)


def _cite_coverage(cells: Citable, text: str) -> Sentence:
    """A sentence on messages, else on orders, else on the kind of fact that reaches furthest."""
    row: Row = max(
        cells.list_rows("coverage"), key=lambda row: (*(row["kind"] == kind for kind in _FIRST), row["last_on"])
    )
    cited = {name: row.cite(name) for name in ("kind", "first_on", "last_on")}
    return Sentence(text, {**cited, "command": Command(cells.command("coverage"))})
