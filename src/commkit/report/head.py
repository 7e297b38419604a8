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


def write_head(cells: Citable, words: Words, lead: str, drivers: str, todo: Sentence) -> tuple[Sentence, ...]:
    """Three sentences, each with a number, what it is compared with, and a command.

    `lead` is the indicator that comes first, `drivers` the command for what drove one, `todo` what to do first.
    """
    rows = cells.list_rows("metrics")
    first = next((row for row in rows if row["indicator"] == lead and read_sign(row) is not Sign.untold), None)
    second = _choose_second(cells, first)
    counted = sorted(cells.list_rows("daily_counts"), key=_find_step, reverse=True)
    counts = (_tell_count(row, words, cells) for row in counted)
    return (
        tell_lead(first, words, f"{drivers} {lead}") if first else next(counts, None) or _tell_silence(cells),
        _tell_second(second, words, cells) if second else next(counts, None) or _tell_few(cells),
        todo,
    )


def _tell_second(row: Row, words: Words, cells: Citable) -> Sentence:
    return tell_standout(row, words, cells.command(row.chapter))


def _choose_second(cells: Citable, lead: Row | None) -> Row | None:
    """What to tell of beside the lead: what left its usual range on any board, else what moved most on the first.

    A number of an earlier period, such as one that takes time to settle, is told only where no other is.
    """
    marked = [row for row in cells.list_indicators() if row["mark"] is not None and not _is_of(row, lead)]
    core = [row for row in cells.list_rows("metrics") if not _is_of(row, lead)]
    now = [row for row in core if lead is None or row["starts_on"] == lead["starts_on"]]
    beside = [row for row in now if row["indicator"] not in ACTIVE]
    for rows in (marked, beside, now):
        found = choose_standout(rows)
        if read_sign(found) not in (Sign.untold, Sign.first, Sign.held):
            return found
    return choose_standout(now) or choose_standout(core)


def _is_of(row: Row, lead: Row | None) -> bool:
    return lead is not None and row["indicator"] == lead["indicator"]


def _find_step(row: Row) -> float:
    """How far a mean moved: the large counts, of which a few more or less are no news, come first."""
    return 0.0 if row["previous_mean_value"] is None else abs(row["mean_value"] - row["previous_mean_value"])


def _tell_count(row: Row, words: Words, cells: Citable) -> Sentence:
    """The mean of a daily count beside the period before, as far as that is known."""
    texts = {
        0: say("{name} on average, of {entries} counts by day and person or group: {mean_value}. See {command}"),
        1: say(
            "{name} on average, of {entries} counts by day and person or group: {mean_value}, after "
            "{previous_mean_value} {before}. "
            "See {command}"
        ),
        2: say(
            "{name} on average, of {entries} counts by day and person or group: {mean_value}, after "
            "{previous_mean_value} {before} "
            "({change_percent}). See {command}"
        ),
    }
    told = (row["previous_mean_value"] is not None) + (row["change_percent"] is not None)
    names = ("name", "entries", "mean_value", "previous_mean_value", "change_percent")
    cited = {name: row.cite(name) for name in names}
    return Sentence(texts[told], {**cited, **words.parts, "command": Command(cells.command("daily_counts"))})


def _tell_silence(cells: Citable) -> Sentence:
    text = say(
        "How many were active is not told: what is loaded covers {kind} from {first_on} to {last_on}. See {command}"
    )
    return _cite_coverage(cells, text)


def _tell_few(cells: Citable) -> Sentence:
    text = say("No other metric can be told: {kind} reach from {first_on} to {last_on}. What each needs: {command}")
    return _cite_coverage(cells, text)


def tell_reach(cells: Citable, *, is_judged: bool) -> Sentence:
    """What is loaded, where nothing of it calls for action, or where nothing of it can be judged."""
    calm = say(
        "None of the lights and metrics below calls for action, as far as what is loaded tells: {kind}, {first_on} to "
        "{last_on}. See {command}"
    )
    open_ = say(
        "What calls for action cannot be told from what is loaded: {kind}, {first_on} to {last_on}. See {command}"
    )
    return _cite_coverage(cells, calm if is_judged else open_)


def _cite_coverage(cells: Citable, text: str) -> Sentence:
    """A sentence on messages, else on orders, else on the kind of fact that reaches furthest."""
    row: Row = max(
        cells.list_rows("coverage"), key=lambda row: (*(row["kind"] == kind for kind in _FIRST), row["last_on"])
    )
    cited = {name: row.cite(name) for name in ("kind", "first_on", "last_on")}
    return Sentence(text, {**cited, "command": Command(cells.command("coverage"))})
