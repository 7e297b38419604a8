"""A scorecard as people read it: lead, rows and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from commkit.choices import Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.indicator import Unit
from commkit.metrics.scorecard.card_rows import OF_UNIT, list_rows
from commkit.metrics.scorecard.card_total import add_up
from commkit.metrics.scorecard.card_words import tell_next, tell_total
from commkit.metrics.scorecard.scored import ATTESTED, EXPIRED, find_missing, score
from commkit.presets.cards import read_card, read_own_card
from commkit.result import Bars, Result
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import polars as pl

    from commkit.metrics.scorecard.card_total import CardTotal
    from commkit.metrics.scorecard.scored import Scored
    from commkit.presets.cards import Card
    from commkit.store.ask.community import Store

NEEDS = ("messages", "orders", "roster", "events", "surveys", "cases", "mentions")
_ASIDE = (
    *("change_points", "previous", "numerator", "denominator", "floor", "baseline", "target", "challenge", "period"),
    *("starts_on", "attested_by", "until_on", "ref", "next_step"),
)
_SOMETIMES = ("department", "panel", "attested_by", "until_on", "change_points", "previous")


def hold_card(store: Store, name: str, own: Path | None = None, *, also: Sequence[str] = ()) -> Result:
    """The page of the card of this name, or of one's own in its place, with other notes. Raises WrongUse."""
    ours = read_card(name)
    card = read_own_card(own) if own else ours
    scored = score(store, card)
    tally = add_up(card, scored)
    table = list_rows(card, scored, tally)
    return Result(
        say(card.title),
        table,
        Bars("criterion", "points"),
        notes=(*_remark(card, scored, table), *(_compare(store, ours, tally) if own else ()), *also),
        summary=(*tell_total(card, tally), *tell_next(card, scored, tally)),
        total=_sum_up(tally),
        keys=("department", "criterion"),
        vocabulary=_list_words(card, scored),
        parameters={
            "card": card.title,
            "version": card.version,
            "grade": tally.grade,
            "covered_percent": float(tally.covered),
        },
        unit_of=OF_UNIT,
        aside=_ASIDE,
        unseen=("unit", *_find_empty(table)),
    )


def _sum_up(tally: CardTotal) -> dict[str, object]:
    """The last line: the weights, the total, and the grade where there is one."""
    told: dict[str, object] = {
        "weight": 100.0,
        "counted_weight": 100.0 if tally.covered else None,
        "status": tally.grade,
    }
    return told | {"contribution": None if tally.total is None else float(tally.total)}


def _list_words(card: Card, scored: Sequence[Scored]) -> dict[str, Sequence[str]]:
    criteria = [each.criterion for each in scored]
    return {
        "criterion": [each.name for each in criteria],
        "panel": sorted({each.panel for each in criteria if each.panel}),
        "department": sorted({name for each in criteria for name in each.departments}),
        "status": (*PeriodStatus, ATTESTED, EXPIRED, *(grade.name for grade in card.grades)),
        "period": tuple(Period),
        "unit": get_args(Unit),
    }


def _find_empty(table: pl.DataFrame) -> Iterator[str]:
    return (name for name in _SOMETIMES if table[name].null_count() == table.height)


def _remark(card: Card, scored: Sequence[Scored], table: pl.DataFrame) -> Iterator[str]:
    if card.rises == "worse":
        yield say("points: 0 at the floor, where all is well, 6 at baseline, 8 at target, 10 at challenge, the worst.")
    else:
        yield say("points: 0 at the floor, 6 at baseline, 8 at target, 10 at challenge, linear between.")
    yield say("each in its last settled period within 180 days; how it is counted: commkit explain INDICATOR.")
    if missing := find_missing(scored):
        names = say(", ").join(value(each.criterion.name, "criterion") for each in missing)
        yield say("not covered, so the weights of the rest count for more: {names}.", names=names)
    yield from remarks.of_statuses(table["status"])
    if len({each.criterion.name for each in scored}) < table.height:
        yield say("what several departments share stands in each and counts once, in the first.")
    if card.gate is not None:
        yield from _tell_gate(card, scored)
    yield say("card: {title}, version {version} ({ref}).", title=say(card.title), version=card.version, ref=card.ref)


def _tell_gate(card: Card, scored: Sequence[Scored]) -> Iterator[str]:
    """Which criteria have fewer points than any may have."""
    gate = card.gate or 0
    low = [value(each.criterion.name, "criterion") for each in scored if each.points is not None and each.points < gate]
    if low:
        yield say("below the gate of {gate} points: {names}.", gate=f"{float(gate):g}", names=say(", ").join(low))
    else:
        yield say("none that is covered is below the gate of {gate} points.", gate=f"{float(gate):g}")


def _compare(store: Store, ours: Card, tally: CardTotal) -> Iterator[str]:
    """What the other weights and anchors did to the total."""
    other = add_up(ours, score(store, ours))
    if other.total is None or tally.total is None:
        return
    yield say(
        "by {title}, version {version}, the total is {other}; by this card {total}.",
        title=say(ours.title),
        version=ours.version,
        other=f"{float(other.total):.1f}",
        total=f"{float(tally.total):.1f}",
    )
