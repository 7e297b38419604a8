"""Members by level: how many, what has changed, and what each level gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import PeriodStatus
from commkit.presets import find_preset
from commkit.result import Pyramid, Result
from commkit.segment import level_remarks
from commkit.segment.contributions import MEASURES, ask_contributions, share_out, share_to_top
from commkit.segment.judge import refuse_empty
from commkit.segment.levels import find_levels, list_reviews
from commkit.segment.pyramid_members import is_newcomer
from commkit.words import say, value

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from commkit.segment.judge import Judge

LEFT = "left"
_ACTIVITY = ("was_active", "tenure_days")


def stack_levels(judge: Judge) -> Result:
    """A row a level, from the top down, and one for what those who have left gave."""
    import polars as pl

    store, scheme = judge.store, judge.scheme
    *_, review = reviews = list_reviews(store)[-2:]
    before = reviews[0] if len(reviews) > 1 else None
    levels = find_levels(judge, reviews, beside=_ACTIVITY)
    refuse_empty(levels, review)
    given = ask_contributions(judge, review)
    told = {scheme.levels.index(level) for level in judge.untold}
    status = pl.when(pl.col("level").is_in(sorted(told))).then(pl.lit(PeriodStatus.not_covered.value))
    table = (
        _count(levels, given.select("slice", "member"), judge, review, before)
        .pipe(share_out, given, levels.filter(pl.col("review_on") == review))
        .with_columns(status.otherwise(pl.lit(judge.judge(review).value)).alias("status"))
    )
    changed = level_remarks.of_change(judge, before)
    return Result(
        say("Levels: {scheme}", scheme=say(scheme.title)),
        _finish(table, judge),
        Pyramid("level", "members", "member_rate"),
        notes=(*level_remarks.of_levels(judge, review), *changed, *_remark_top(given, levels, review)),
        notes_on=dict.fromkeys(changed, ("change_members",)),
        summary=_tell_changes(_finish(table, judge), before),
        keys=("slice", "level"),
        vocabulary={"level": (*scheme.names, LEFT), "status": PeriodStatus},
        aside=_ASIDE,
        parameters={"scheme": scheme.name, "review_on": str(review), "days": judge.days, "hold": scheme.hold},
        total=_sum_up(levels, review) if given["slice"].n_unique() == 1 else None,
        drawn=_finish(table, judge).filter(pl.col("level") != LEFT),
    )


# A narrow terminal shows what people ask first: how many, what share, what has changed, and what levels give.
_ASIDE = (
    *("of_members", "of_alive_members", "newcomers", "never_members", "lapsed_members", "status"),
    *(each for name in MEASURES for each in (name, f"of_{name}")),
    *(
        f"{name}_{part}"
        for name in ("replies", "reactions", "staff_replies", "referrals")
        for part in ("rate", "index")
    ),
)


def _tell_changes(table: pl.DataFrame, since: date | None) -> tuple[str, ...]:
    """Which levels have grown and which have shrunk, where that is known and slices are not told apart."""
    changes = [
        say("{level} {change:+,}", level=value(level, "level"), change=change)
        for level, change in table.select("level", "change_members").iter_rows()
        if change
    ]
    if not changes or table["slice"].n_unique() > 1:
        return ()
    return (say("Since {day}: {changes}.", day=since, changes=say(", ").join(changes)),)


def _count(levels: pl.DataFrame, slices: pl.DataFrame, judge: Judge, review: date, before: date | None) -> pl.DataFrame:
    """A row per slice and level, empty levels included: members, their shares, newcomers, and the net change."""
    import polars as pl

    placed = levels.join(slices, on="member")
    now = placed.filter(pl.col("review_on") == review)
    is_bottom = pl.col("level") == 0
    counted = now.group_by("slice", "level").agg(
        pl.len().cast(pl.Int64).alias("members"),
        (is_bottom & (pl.col("was_active") == 0)).sum().cast(pl.Int64).alias("never_members"),
        (is_bottom & (pl.col("was_active") == 1)).sum().cast(pl.Int64).alias("lapsed_members"),
        is_newcomer().sum().cast(pl.Int64).alias("newcomers"),
    )
    earlier = placed.filter(pl.col("review_on") == before) if before and judge.is_known(before) else placed.clear()
    was = earlier.group_by("slice", "level").agg(pl.len().cast(pl.Int64).alias("was_members"))
    grid = placed.select("slice").unique().join(_list_levels(judge), how="cross")
    table = (
        grid.join(counted, on=["slice", "level"], how="left", nulls_equal=True)
        .join(was, on=["slice", "level"], how="left", nulls_equal=True)
        .with_columns(pl.col("members", "never_members", "lapsed_members", "newcomers").fill_null(0))
        .with_columns(pl.when(pl.lit(earlier.height > 0)).then(pl.col("was_members").fill_null(0)).alias("was_members"))
    )
    alive = pl.when(~is_bottom).then(pl.col("members"))
    return table.with_columns(
        pl.col("members").sum().over("slice").alias("of_members"),
        pl.when(~is_bottom).then(alive.sum().over("slice")).alias("of_alive_members"),
        (pl.col("members") - pl.col("was_members")).alias("change_members"),
    )


def _list_levels(judge: Judge) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame({"level": range(len(judge.scheme.levels))}, {"level": pl.Int8})


def _finish(table: pl.DataFrame, judge: Judge) -> pl.DataFrame:
    """The rows from the top level down, then what those who have left gave; levels that are not covered are null."""
    import polars as pl

    names = dict(enumerate(judge.scheme.names))
    shares = (name for each in MEASURES for name in (each, f"of_{each}", f"{each}_rate", f"{each}_index"))
    columns = [*_COUNTED, *shares, "status"]
    numbers = [name for name in columns if name not in ("slice", "level", "status")]
    is_untold = pl.col("status") == PeriodStatus.not_covered.value
    return (
        table.sort("slice", pl.col("level").fill_null(-1), descending=[False, True])
        .with_columns(pl.col("level").replace_strict(names, default=LEFT, return_dtype=pl.String))
        .with_columns(pl.when(is_untold).then(None).otherwise(pl.col(name)).alias(name) for name in numbers)
        .select(columns)
    )


_COUNTED = (
    *("slice", "level", "members", "of_members", "member_rate", "of_alive_members", "alive_rate"),
    *("change_members", "newcomers", "never_members", "lapsed_members"),
)


def _sum_up(levels: pl.DataFrame, review: date) -> dict[str, object]:
    import polars as pl

    now = levels.filter(pl.col("review_on") == review)
    alive = now.filter(pl.col("level") > 0).height
    return {"members": now.height, "of_alive_members": alive}


def _remark_top(given: pl.DataFrame, levels: pl.DataFrame, review: date) -> list[str]:
    """The 80/20 line: how much of staff's answering goes to the top fifth of members."""
    import polars as pl

    here = given.join(levels.filter(pl.col("review_on") == review).select("member"), on="member", how="semi")
    by = "net_amount" if given["net_amount"].null_count() == 0 else "messages"
    share = share_to_top(here, by) if given["staff_replies"].null_count() == 0 else None
    if share is None:
        return []
    preset = find_preset("money", "top20_staff_reply_rate")
    return [
        say(
            "80/20: {rate:.1%} of staff's replies go to the top 20% of members by {measure}; the target is "
            "{target:.0%} ({ref}): {points:+.1f} pp.",
            rate=share,
            measure=say("net amount") if by == "net_amount" else say("messages"),
            target=preset.bound,
            ref=preset.ref,
            points=100 * (share - preset.bound),
        )
    ]
