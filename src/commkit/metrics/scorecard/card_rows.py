"""The rows of a scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commkit.indicators.inventory import INDICATORS
from commkit.presets.card_steps import read_card_steps
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    import polars as pl

    from commkit.metrics.scorecard.card_total import CardTotal
    from commkit.metrics.scorecard.scored import Scored
    from commkit.presets.cards import Card, Criterion

ON_TARGET = 8  # points from which nothing is to be done
OF_UNIT = ("value", "previous", "floor", "baseline", "target", "challenge")
_TEXT = ("department", "panel", "criterion")
_NUMBERS = ("value", "points", "weight", "counted_weight", "contribution", "change_points")
_BESIDE = ("previous", "numerator", "denominator", "floor", "baseline", "target", "challenge")


def list_rows(card: Card, scored: Sequence[Scored], tally: CardTotal) -> pl.DataFrame:
    """A row a criterion; one of several departments stands in each, and counts in the first."""
    import polars as pl

    schema: dict[str, Any] = dict.fromkeys(_TEXT, pl.String) | dict.fromkeys(_NUMBERS, pl.Float64)
    schema |= {"status": pl.String} | dict.fromkeys(_BESIDE, pl.Float64)
    schema |= {"period": pl.String, "starts_on": pl.Date, "attested_by": pl.String, "until_on": pl.Date}
    schema |= {"ref": pl.String, "next_step": pl.String, "unit": pl.String}
    rows = [row for each in scored for row in _explode(_describe(card, each, tally), each)]
    return pl.DataFrame(rows, schema, orient="row").sort("department", maintain_order=True, nulls_last=True)


def _explode(row: dict[str, Any], each: Scored) -> Iterator[dict[str, Any]]:
    first, *others = each.criterion.departments or (None,)
    yield row | {"department": first}
    yield from (row | {"department": other, "counted_weight": None, "contribution": None} for other in others)


def _describe(card: Card, each: Scored, tally: CardTotal) -> dict[str, Any]:
    criterion, row, before = each.criterion, each.row or {}, each.before or {}
    anchors = criterion.anchors
    return {
        "panel": criterion.panel,
        "criterion": criterion.name,
        "value": row.get("value"),
        "points": _show(each.points),
        "weight": _show(criterion.weight),
        "counted_weight": _show(tally.count_weight(each)),
        "contribution": _show(tally.find_contribution(each)),
        "change_points": _show(_find_change(each)),
        "status": each.status,
        "previous": before.get("value"),
        "numerator": row.get("numerator"),
        "denominator": row.get("denominator"),
        **{name: getattr(anchors, name) if anchors else None for name in ("floor", "baseline", "target", "challenge")},
        "period": criterion.period.value if anchors else None,
        "starts_on": row.get("starts_on"),
        "attested_by": each.by,
        "until_on": each.until_on,
        "ref": _name_source(criterion),
        "next_step": _advise(card, each),
        "unit": INDICATORS[criterion.name].unit if anchors else "number",
    }


def _name_source(criterion: Criterion) -> str:
    """Where the anchors are printed, and what kind of number that is; or that they are ours."""
    if criterion.ref is None:
        return say("ours")
    return say("{ref} ({kind})", ref=criterion.ref, kind=criterion.kind) if criterion.kind else criterion.ref


def _find_change(each: Scored) -> Fraction | None:
    return None if each.points is None or each.earlier_points is None else each.points - each.earlier_points


def _advise(card: Card, each: Scored) -> str | None:
    """What to do next: to load or attest what is not told, else where points are missing."""
    criterion = each.criterion
    if each.points is None and not criterion.anchors:
        return say("attest it in commkit.toml: [[attested]]")
    if each.points is None:
        return say("load what tells it: commkit status --by kind")
    if each.points >= ON_TARGET if card.rises == "better" else each.points == 0:
        return None
    step = read_card_steps().get(criterion.name)
    return say("{do}: {command}", do=say(step.do), command=step.command) if step else None


def _show(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
