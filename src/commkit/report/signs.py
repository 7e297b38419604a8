"""Signs: which way a number went, and whether that is out of its usual range."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from commkit.choices import Period, PeriodStatus
from commkit.edition import Command, Sentence
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.report.citable import Row


@dataclass(frozen=True, slots=True)
class Words:
    """What the period before and the longer period are called: "the week before", "in the month so far"."""

    before: str
    longer: str

    @property
    def parts(self) -> dict[str, str]:
        """The words by the names that sentences give them."""
        return {"before": self.before, "longer": self.longer}


def choose_words(every: Period) -> Words:
    """The words for an edition of this period."""
    before = {
        Period.week: say("the week before"),
        Period.month: say("the month before"),
        Period.quarter: say("the quarter before"),
    }
    return Words(before[every], say("in the month so far") if every is Period.week else say("in the year so far"))


class Sign(StrEnum):
    """Which way a number went since the period before: the first that holds."""

    untold = "untold"
    first = "first"  # nothing is known of the period before
    improved_far = "improved_far"  # out of its usual range, for the better
    worsened_far = "worsened_far"
    rose_far = "rose_far"  # out of its usual range, and neither good nor bad
    fell_far = "fell_far"
    rose = "rose"
    fell = "fell"
    rose_unjudged = "rose_unjudged"  # whether that is usual cannot be said
    fell_unjudged = "fell_unjudged"
    held = "held"


_ROLLING = ("wau", "mau")  # of days to the period's last, which a longer period that ends with it shares
_FAR = {"better": Sign.improved_far, "worse": Sign.worsened_far, "high": Sign.rose_far, "low": Sign.fell_far}


def read_sign(row: Row | None) -> Sign:
    """The sign of a row of the board of indicators."""
    if row is None or row["value"] is None:
        return Sign.untold
    if row["previous"] is None:
        return Sign.first
    if row["mark"] is not None:
        return _FAR[row["mark"]]
    if row["value"] == row["previous"]:
        return Sign.held
    is_judged, has_risen = row["is_unusual"] is not None, row["value"] > row["previous"]
    if is_judged:
        return Sign.rose if has_risen else Sign.fell
    return Sign.rose_unjudged if has_risen else Sign.fell_unjudged


def tell_lead(row: Row, words: Words, command: str) -> Sentence:
    """The first sentence: how many took part, beside the period before. The row must tell something."""
    texts = {
        Sign.first: say(
            "{indicator}: {value}, and {to_date} {longer}; {before} is not fully covered, so it cannot be "
            "compared. See {command}"
        ),
        Sign.rose: say(
            "{indicator}: {value}, up from {previous} {before} ({change}), within its usual range. What drove it: "
            "{command}"
        ),
        Sign.fell: say(
            "{indicator}: {value}, down from {previous} {before} ({change}), within its usual range. What drove it: "
            "{command}"
        ),
        Sign.rose_unjudged: say(
            "{indicator}: {value}, up from {previous} {before} ({change}); what is usual cannot be said yet. "
            "What drove it: {command}"
        ),
        Sign.fell_unjudged: say(
            "{indicator}: {value}, down from {previous} {before} ({change}); what is usual cannot be said yet. "
            "What drove it: {command}"
        ),
        Sign.held: say("{indicator}: {value}, unchanged from {previous} {before}. What makes it up: {command}"),
    }
    sign = read_sign(row)
    if sign is Sign.first and row["status"] == PeriodStatus.running:
        return _cite(_tell_running(), row, words, command)
    return _cite(_tell_far(sign) or texts[sign], row, words, command)


def _tell_running() -> str:
    """The first sentence where the data end before the period does."""
    return say(
        "{indicator}: {value}, and {to_date} {longer}; the data end before the period does, so it cannot be compared. "
        "See {command}"
    )


def _tell_far(sign: Sign) -> str:
    """The first sentence where the number is out of its usual range; nothing of other signs."""
    texts = {
        Sign.improved_far: say(
            "{indicator}: {value}, after {previous} {before} ({change}): better than usual ({usual}). "
            "What drove it: {command}"
        ),
        Sign.worsened_far: say(
            "{indicator}: {value}, after {previous} {before} ({change}): worse than usual ({usual}). "
            "What drove it: {command}"
        ),
        Sign.rose_far: say(
            "{indicator}: {value}, after {previous} {before} ({change}): higher than usual ({usual}). "
            "What drove it: {command}"
        ),
        Sign.fell_far: say(
            "{indicator}: {value}, after {previous} {before} ({change}): lower than usual ({usual}). "
            "What drove it: {command}"
        ),
    }
    return texts.get(sign, "")


def tell_standout(row: Row, words: Words, command: str) -> Sentence:
    """The second sentence: another metric, and whether it is unusual."""
    rose = say("Nothing else stands out. {indicator}: {value}, up from {previous} {before} ({change}). See {command}")
    fell = say("Nothing else stands out. {indicator}: {value}, down from {previous} {before} ({change}). See {command}")
    texts = {
        Sign.first: say(
            "No other metric can be compared with {before} either; {indicator}: {value}, and {to_date} {longer}. See "
            "{command}"
        ),
        Sign.improved_far: say(
            "{indicator}: {value}, after {previous} {before} ({change}), which is better than usual ({usual}). "
            "See {command}"
        ),
        Sign.worsened_far: say(
            "{indicator}: {value}, after {previous} {before} ({change}), which is worse than usual ({usual}). "
            "See {command}"
        ),
        Sign.rose_far: say(
            "{indicator}: {value}, after {previous} {before} ({change}), which is higher than usual ({usual}). "
            "See {command}"
        ),
        Sign.fell_far: say(
            "{indicator}: {value}, after {previous} {before} ({change}), which is lower than usual ({usual}). "
            "See {command}"
        ),
        Sign.rose: rose,
        Sign.fell: fell,
        Sign.rose_unjudged: rose,
        Sign.fell_unjudged: fell,
        Sign.held: say(
            "No other metric moved. {indicator}: {value}, unchanged from {previous} {before}. See {command}"
        ),
    }
    return _cite(texts[read_sign(row)], row, words, command)


def choose_standout(rows: Sequence[Row]) -> Row | None:
    """The row to tell of: one for the worse, else for the better, else out of its range, else what moved most."""
    order = (Sign.worsened_far, Sign.improved_far, Sign.rose_far, Sign.fell_far)
    told = [row for row in rows if read_sign(row) is not Sign.untold]
    for sign in order:
        found = [row for row in told if read_sign(row) is sign]
        if found:
            return max(found, key=_size)
    compared = [row for row in told if read_sign(row) is not Sign.first]
    solid = [row for row in compared if row["status"] != "low_n"]
    return max(solid or compared or told, key=_size, default=None)


def _size(row: Row) -> float:
    return abs(float(row["change_percent"] or 0))


def _cite(text: str, row: Row, words: Words, command: str) -> Sentence:
    if row["change_percent"] is None:  # there is nothing to take a share of
        text = text.replace(" ({change})", "").replace("（{change}）", "")
    if row["to_date"] is None or row["indicator"] in _ROLLING:
        text = text.replace(", and {to_date} {longer}", "").replace("，{longer} {to_date}", "")
    named = {"value": "value", "previous": "previous", "change": "change_percent", "to_date": "to_date"}
    named |= {"usual": "usual_value"}
    cited = {name: row.cite(column) for name, column in {"indicator": "indicator", **named}.items()}
    return Sentence(text, {**cited, **words.parts, "command": Command(command)})
