"""What writing did: the arms of a plan side by side, and in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import PeriodStatus
from commkit.segment.churn.arms import ARMS, FEWEST, WRITE
from commkit.stats.effect import find_effect
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from commkit.segment.churn.follow_up import FollowUp
    from commkit.stats.effect import Effect

ALL = "all"
_COUNTS = ("returned_members", "of_members", "gone_members", "buyers", "orders")
_RATES = ("returned_rate", "uplift_pp", "low_pp", "high_pp", "p", "net_amount")
_SHOWN = (
    *("layer", "arm", "returned_members", "of_members", "returned_rate"),
    *("uplift_pp", "low_pp", "high_pp", "p", "status"),
    *("gone_members", "buyers", "orders", "net_amount"),
)


def compare_arms(people: pl.DataFrame, layers: Sequence[str], status: PeriodStatus) -> pl.DataFrame:
    """A row for each arm, of all and of each layer: how many came back, and beside those written to the uplift.

    No uplift is told before the days are over, nor of an arm of fewer than 30.
    """
    import polars as pl

    parts = [(ALL, people), *((layer, people.filter(pl.col("layer") == layer)) for layer in layers)]
    rows = [row for layer, part in parts if part.height for row in _compare(layer, part, status)]
    kinds = dict.fromkeys(_COUNTS, pl.Int64) | dict.fromkeys(_RATES, pl.Float64)
    return pl.DataFrame(rows, {name: kinds.get(name, pl.String) for name in _SHOWN})


def _compare(layer: str, people: pl.DataFrame, status: PeriodStatus) -> list[dict[str, object]]:
    counted = {arm: _count(people, arm) for arm in ARMS}
    judged = _judge(counted, status)
    effect = _find_effect(counted) if judged is PeriodStatus.complete else None
    told = {"layer": layer, "status": judged.value}
    return [{**told, "arm": arm, **counted[arm], **(_spell(effect) if arm == WRITE else {})} for arm in ARMS]


def _count(people: pl.DataFrame, arm: str) -> dict[str, float | None]:
    import polars as pl

    own = people.filter(pl.col("arm") == arm)
    returned = own["returned_on"].count()
    return {
        "returned_members": returned,
        "of_members": own.height,
        "returned_rate": returned / own.height if own.height else None,
        "gone_members": own["left_on"].count() if own["tells_leaves"].any() else None,
        "buyers": own.filter(pl.col("orders") > 0).height,
        "orders": int(own["orders"].sum()),
        "net_amount": round(float(own["net_amount"].sum()), 2),
    }


def _judge(counted: Mapping[str, Mapping[str, float | None]], status: PeriodStatus) -> PeriodStatus:
    """The status of the days, or low n where they are over and an arm is too small."""
    fewest = min(each["of_members"] or 0 for each in counted.values())
    return PeriodStatus.low_n if status is PeriodStatus.complete and fewest < FEWEST else status


def _find_effect(counted: Mapping[str, Mapping[str, float | None]]) -> Effect | None:
    sides = [int(counted[arm][name] or 0) for arm in ARMS for name in ("returned_members", "of_members")]
    return find_effect(*sides)


def _spell(effect: Effect | None) -> dict[str, float]:
    if effect is None:
        return {}
    points = {"uplift_pp": effect.difference, "low_pp": effect.low, "high_pp": effect.high}
    return {name: 100 * rate for name, rate in points.items()} | {"p": effect.p}


def tell_verdict(rows: pl.DataFrame, followed: FollowUp) -> str:
    """Whether writing helped, as the interval of all says."""
    if followed.status is PeriodStatus.running:
        return say("not told yet: the days are over on {day}.", day=followed.closes_on)
    if followed.status is PeriodStatus.partly_covered:
        return say("not told: exports of groups end before {day}: commkit status --by group", day=followed.closes_on)
    write, held = (rows.row(number, named=True) for number in range(len(ARMS))) if rows.height else ({}, {})
    if write.get("uplift_pp") is None:
        sizes = {"write": write.get("of_members", 0), "held": held.get("of_members", 0)}
        return say("too few to tell: {write} to write to, {held} held out; each arm needs {few}.", few=FEWEST, **sizes)
    return _judge_points(*(write[name] for name in ("uplift_pp", "low_pp", "high_pp")))


def _judge_points(uplift: float, low: float, high: float) -> str:
    told = {"uplift": f"{uplift:+z.1f}", "low": f"{low:+z.1f}", "high": f"{high:+z.1f}"}
    if low > 0:
        return say("writing helped: {uplift} pp ({low} to {high}).", **told)
    if high < 0:
        return say("writing did harm: {uplift} pp ({low} to {high}).", **told)
    return say("no difference can be told: {uplift} pp ({low} to {high}).", **told)
