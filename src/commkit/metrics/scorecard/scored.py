"""The criteria of a card, each with its points and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from commkit.choices import UNSETTLED, Activity, PeriodStatus
from commkit.indicators.inventory import find_indicator
from commkit.indicators.periods import move
from commkit.indicators.series import series
from commkit.presets.attestations import LASTS
from commkit.presets.bands import exact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from commkit.choices import Period
    from commkit.presets.cards import Card, Criterion
    from commkit.store.ask.community import Store

    Rows = list[dict[str, Any]]

ATTESTED, EXPIRED = "attested", "expired"
UNKNOWN = PeriodStatus.not_covered.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A criterion with its points, None where nothing tells; `row` is the period that does, `before` the one before."""

    criterion: Criterion
    status: str
    points: Fraction | None = None
    earlier_points: Fraction | None = None
    row: dict[str, Any] | None = None
    before: dict[str, Any] | None = None
    by: str | None = None
    until_on: date | None = None


def score(store: Store, card: Card) -> list[Scored]:
    """Each criterion of the card in its last settled period that tells, or as attested. Raises WrongUse."""
    told: dict[Period, dict[str, Rows]] = {}
    for criterion in card.criteria:
        if criterion.anchors:
            find_indicator(criterion.name)
            told.setdefault(criterion.period, {})[criterion.name] = []
    for every, rows in told.items():
        for row in series(store, list(rows), every=every, active_by=Activity.spoke).iter_rows(named=True):
            rows[row["indicator"]].append(row)
    return [
        _measure(each, told[each.period][each.name], store.as_of) if each.anchors else _attest(store, each)
        for each in card.criteria
    ]


def _measure(criterion: Criterion, rows: Rows, as_of: date) -> Scored:
    """By the last settled period that has a value, unless it ended too long ago."""
    known = {row["starts_on"]: row for row in rows if row["status"] not in UNSETTLED and row["value"] is not None}
    if not known:
        return Scored(criterion=criterion, status=UNKNOWN)
    starts_on = max(known)
    row, until_on = known[starts_on], move(starts_on, criterion.period, 1) + LASTS
    if until_on < as_of:
        return Scored(criterion=criterion, status=EXPIRED, row=row, until_on=until_on)
    before = known.get(move(starts_on, criterion.period, -1))
    return Scored(
        criterion=criterion,
        status=row["status"],
        points=_award(criterion, row),
        earlier_points=None if before is None else _award(criterion, before),
        row=row,
        before=before,
    )


def _award(criterion: Criterion, row: dict[str, Any]) -> Fraction | None:
    return criterion.anchors.award(find_exact(row)) if criterion.anchors else None


def find_exact(row: dict[str, Any]) -> Fraction:
    """The value of a period, exact where it is a ratio of counts."""
    if row["denominator"]:
        return exact(row["numerator"]) / exact(row["denominator"])
    return exact(row["value"])


def _attest(store: Store, criterion: Criterion) -> Scored:
    """By what was attested last, while that holds."""
    said = [each for each in store.attested.criteria if each.criterion == criterion.name and each.on <= store.as_of]
    said.sort(key=lambda each: each.on)
    if not said:
        return Scored(criterion=criterion, status=UNKNOWN)
    last = said[-1]
    holds = last.until_on >= store.as_of
    return Scored(
        criterion=criterion,
        status=ATTESTED if holds else EXPIRED,
        points=last.points if holds else None,
        earlier_points=said[-2].points if holds and len(said) > 1 else None,
        by=last.by,
        until_on=last.until_on,
    )


def find_missing(scored: Sequence[Scored]) -> list[Scored]:
    """The criteria that weigh something and that nothing tells, or no longer."""
    return [each for each in scored if each.points is None and each.criterion.weight]
