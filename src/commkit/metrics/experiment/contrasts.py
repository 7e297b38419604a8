"""Variants side by side: each outcome's rate or mean, and what each variant changes beside the control."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt
from typing import TYPE_CHECKING, Any

from commkit.indicators.periods import FEW
from commkit.metrics.experiment.experiment_units import EARLIER, VARIANT
from commkit.stats.covariate import Pair, take_out
from commkit.stats.effect import Effect, Sample, compare_means, decide, find_effect, find_ratio
from commkit.stats.many_tests import adjust, find_split_chance
from commkit.stats.sample_size import find_least_mean, find_least_rate
from commkit.stats.sequential import find_anytime

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from commkit.metrics.experiment.experiment_units import Units

UNEVEN, LOPSIDED = 0.01, 0.001  # how rarely chance splits people so: from here it warns, and from here nothing is told


class ContrastStatus(StrEnum):
    """Whether a comparison may be read at all."""

    complete = "complete"
    low_n = "low_n"
    lopsided = "lopsided"


_SHOWN = (
    *("outcome", "variant", "units", "unit", "value", "change", "change_low", "change_high"),
    *("change_percent", "low_percent", "high_percent", "p", "adjusted_p", "change_least", "verdict", "status"),
)
_WORDS = ("outcome", "variant", "unit", "verdict", "status")


@dataclass(frozen=True, slots=True)
class Contrasts:
    """The rows, how easily chance splits people so, and the share of the variance that is left without the past."""

    rows: pl.DataFrame
    split_chance: float
    left: Mapping[str, float]


def compare_variants(units: Units, control: str, *, shares: Sequence[float], at_any_time: bool) -> Contrasts:
    """A row for each outcome and variant, the control first; `shares` are what the variants were meant to get.

    With `at_any_time`, intervals and p hold however often the test is looked at.
    """
    import polars as pl

    split = find_split_chance(list(units.sizes.values()), shares)
    rows, left = [], {}
    for outcome in units.outcomes:
        arms = dict(_describe(units, outcome))
        samples, kept = _weigh(arms, units)
        left[outcome] = kept
        base = samples.pop(control)
        rate = "rate" if units.is_rate(outcome) else "number"
        head = {"outcome": outcome, "unit": rate}
        rows.append({**head, "variant": control, "units": base.n, "value": base.mean})
        for variant, sample in samples.items():
            told = _compare(sample, base, is_rate=rate == "rate" and not units.has_earlier, at_any_time=at_any_time)
            status = _judge(sample, base, split)
            rows.append({**head, "variant": variant, "units": sample.n, "value": sample.mean, "status": status, **told})
    _decide(rows)
    kinds = {name: pl.String if name in _WORDS else pl.Float64 for name in _SHOWN} | {"units": pl.Int64}
    return Contrasts(pl.DataFrame(rows, kinds, orient="row"), split, left)


def _describe(units: Units, outcome: str) -> Iterator[tuple[str, Pair]]:
    """Each variant's outcome, with what was before it."""
    import polars as pl

    known = units.told.filter(pl.col(outcome).is_not_null())
    past = pl.col(EARLIER).fill_null(strategy="mean") if units.has_earlier else pl.lit(0.0).alias(EARLIER)
    known = known.with_columns(past)  # of whom no past is known counts as anybody
    value, earlier = pl.col(outcome), pl.col(EARLIER)
    told = known.group_by(VARIANT).agg(
        pl.len(),
        value.mean().alias("mean"),
        value.var().alias("variance"),
        earlier.mean().alias("earlier_mean"),
        earlier.var().alias("earlier_variance"),
        pl.cov(value, earlier).alias("covariance"),
    )
    found = {variant: numbers for variant, *numbers in told.iter_rows()}
    for variant in units.sizes:
        n, *numbers = found.get(variant, (0, *(0.0,) * 5))
        yield variant, Pair(n, *(0.0 if number is None else number for number in numbers))


def _weigh(arms: Mapping[str, Pair], units: Units) -> tuple[dict[str, Sample], float]:
    """Each variant's sample, without its past where that is known, and the share of the variance that is left."""
    if not units.has_earlier:
        return {variant: Sample(arm.n, arm.mean, arm.variance) for variant, arm in arms.items()}, 1.0
    samples, left = take_out(list(arms.values()))
    return dict(zip(arms, samples, strict=True)), left


def _compare(sample: Sample, base: Sample, *, is_rate: bool, at_any_time: bool) -> dict[str, float | None]:
    effect = _find_effect(sample, base, is_rate=is_rate)
    if effect is None:
        return {}
    if at_any_time:
        effect = _look_at_any_time(effect, sample, base)
    ratio = find_ratio(sample, base)
    relative = dict(zip(("change_percent", "low_percent", "high_percent"), ratio or (), strict=False))
    return {
        "change": effect.difference,
        "change_low": effect.low,
        "change_high": effect.high,
        "p": effect.p,
        "change_least": _find_least(sample, base, is_rate=is_rate),
        **({} if at_any_time else {name: 100 * (times - 1) for name, times in relative.items()}),
    }


def _find_effect(sample: Sample, base: Sample, *, is_rate: bool) -> Effect | None:
    if not is_rate:
        return compare_means(sample, base)
    counts = (round(sample.mean * sample.n), sample.n, round(base.mean * base.n), base.n)
    return find_effect(*counts)


def _look_at_any_time(effect: Effect, sample: Sample, base: Sample) -> Effect:
    pooled = (sample.variance + base.variance) / 2
    found = find_anytime(effect.difference, sqrt(sample.square_error + base.square_error), sqrt(pooled))
    return replace(effect, low=found.low, high=found.high, p=found.p)


def _find_least(sample: Sample, base: Sample, *, is_rate: bool) -> float | None:
    """The smallest change that arms of this size show four times of five."""
    n = 2 / (1 / sample.n + 1 / base.n)
    if not is_rate:
        return find_least_mean(sqrt((sample.variance + base.variance) / 2), n)
    least = find_least_rate(base.mean, n)
    return None if least is None else least - base.mean


def _judge(sample: Sample, base: Sample, split_chance: float) -> str:
    if split_chance < LOPSIDED:
        return ContrastStatus.lopsided
    return ContrastStatus.low_n if min(sample.n, base.n) < FEW else ContrastStatus.complete


def _decide(rows: Sequence[dict[str, Any]]) -> None:
    """Give the rows p adjusted for their number, and a verdict where one may be read."""
    tested = [row for row in rows if row.get("p") is not None]
    adjusted = adjust([row["p"] for row in tested])
    for row, chance in zip(tested, adjusted, strict=True):
        row["adjusted_p"] = chance
        if row["status"] == ContrastStatus.complete:
            row["verdict"] = decide(row["change_low"], row["change_high"], chance)
