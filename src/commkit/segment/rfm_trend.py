"""Value levels over time by one set of cut-points, and whether the high-value share grows as it should."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from commkit.choices import BACK, UNSETTLED, Basis, Compare, Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.periods import FEW, settle
from commkit.presets import find_preset
from commkit.result import Line, Result
from commkit.segment import cut_points
from commkit.words import say

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from commkit.store.ask.community import Store

_LEVELS = tuple(f"level{level}_members" for level in range(1, 6))
_PARTS = ("high_value_members", "of_buyers")
_EARLIER = ("earlier_high_value_members", "of_earlier_buyers")


def show_trend(store: Store, *, every: Period, cuts: Path | None) -> Result:
    """Members of each value level as periods end, and the high-value share beside that of a year earlier."""
    store.need("orders")
    if cuts:
        store.session.fix_cuts(cut_points.read(cuts, Basis.orders))
    counted = store.ask("indicators/customers", every=every).drop("repeat_buyers")
    table = _compare(_judge(settle(store, counted, every=every, needs=("orders",))), BACK[Compare.last_year][every])
    return Result(
        say("Value levels over time"),
        table,
        Line("starts_on", ("high_value_rate",)),
        notes=(
            say("to the end of each period, of all who ever ordered; 4 and 5 are high value."),
            *_name_cuts(store, cuts),
            *_remark_target(table),
            *remarks.of_statuses(set(table["status"])),
            *remarks.of_periods(store, table, "orders"),
        ),
        parameters={
            "on": Basis.orders.value,
            "every": every.value,
            "cuts": "fixed" if store.session.has_cuts else "as_of",
        },
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
        aside=(*_LEVELS, *_EARLIER),
        heads={"of_buyers": say("buyers to date")},
    )


def _judge(settled: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    is_few = ~pl.col("status").is_in(UNSETTLED) & (pl.col("of_buyers") < FEW)
    return settled.with_columns(
        pl.when(is_few).then(pl.lit(PeriodStatus.low_n.value)).otherwise("status").alias("status")
    )


def _compare(judged: pl.DataFrame, back: str) -> pl.DataFrame:
    """Each settled period beside the one that began a year before it, if that is settled too."""
    import polars as pl

    settled = judged.filter(~pl.col("status").is_in(UNSETTLED))
    then = settled.select("slice", "starts_on", *_PARTS).rename(dict(zip(_PARTS, _EARLIER, strict=True)))
    pairs = settled.with_columns(pl.col("starts_on").dt.offset_by(back).alias("earlier_on")).join(
        then, left_on=["slice", "earlier_on"], right_on=["slice", "starts_on"], nulls_equal=True
    )
    changes = [_find_change(*parts) for parts in pairs.select(*_PARTS, *_EARLIER).iter_rows()]
    target = Fraction(str(find_preset("money", "change_year_rate").bound))
    beside = pairs.select("slice", "starts_on", *_EARLIER).with_columns(
        pl.Series("change_year_rate", [None if each is None else float(each) for each in changes], pl.Float64),
        pl.Series("is_target_met", [None if each is None else each >= target for each in changes], pl.Boolean),
    )
    table = judged.join(beside, on=["slice", "starts_on"], how="left", nulls_equal=True, maintain_order="left")
    rates = {"high_value_rate": _share(*_PARTS), "earlier_high_value_rate": _share(*_EARLIER)}
    return table.with_columns(**rates).select(
        *("slice", "starts_on", "status", *_LEVELS, *_PARTS, "high_value_rate"),
        *(*_EARLIER, "earlier_high_value_rate", "change_year_rate", "is_target_met"),
    )


def _share(members: str, buyers: str) -> pl.Expr:
    import polars as pl

    return pl.when(pl.col(buyers) > 0).then(pl.col(members) / pl.col(buyers))


def _find_change(members: int, buyers: int, earlier_members: int, earlier_buyers: int) -> Fraction | None:
    """The change of the share, exactly: as floats, 17% less 12% may come out below 5%."""
    if not buyers or not earlier_buyers:
        return None
    return Fraction(members, buyers) - Fraction(earlier_members, earlier_buyers)


def _name_cuts(store: Store, cuts: Path | None) -> list[str]:
    if cuts:
        return [say("value levels: by the cut-points of {file}, in every period.", file=cuts.name)]
    return remarks.of_cuts(("high_value_share",), are_fixed=store.session.has_cuts)


def _remark_target(table: pl.DataFrame) -> list[str]:
    preset = find_preset("money", "change_year_rate")
    told = table.drop_nulls("is_target_met")
    target = say(
        "target: a high-value share {points:.0f} pp above that of a year earlier ({ref})",
        points=100 * preset.bound,
        ref=preset.ref,
    )
    if told.is_empty():
        return [say("{target}; no settled period has one a year earlier to stand beside.", target=target)]
    return [
        say(
            "{target}; met in {met} of {all} periods.",
            target=target,
            met=int(told["is_target_met"].sum()),
            all=told.height,
        )
    ]
