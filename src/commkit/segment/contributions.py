"""What levels give to the community, and how much more that is than their share of members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Slice
from commkit.segment.judge import can_tell
from commkit.stats.nulls import blank, divide
from commkit.store.ask.reach import DAY

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from commkit.segment.judge import Judge

# What is given, with the kind of fact that tells of it.
_TELLING = {
    "messages": "messages",
    "replies": "replies",
    "reactions": "reactions",
    "staff_replies": "replies",
    "net_amount": "orders",
    "referrals": "referrals",
}
MEASURES = tuple(_TELLING)


def ask_contributions(judge: Judge, review: date) -> pl.DataFrame:
    """A row a member: slice, member, and each measure of the days up to a review; null where it is not covered."""
    store = judge.store
    table = store.ask("segment/pyramid", review=review, days=judge.days, active_by=judge.active_by)
    opens_on = review - (judge.days - 1) * DAY
    reaches = {name: store.coverage.reach([kind]) for name, kind in _TELLING.items()}
    untold = [
        name
        for name, reach in reaches.items()
        if not (reach.first_on and reach.last_on and reach.first_on <= opens_on and reach.last_on >= review)
        or not can_tell(store, _TELLING[name])
    ]
    if not store.has["staff"] and "staff_replies" not in untold:
        untold.append("staff_replies")
    if store.by == Slice.platform:
        for name, kind in _TELLING.items():
            table = blank(table, [name], table["slice"].is_in(store.untold(kind)))
    return blank(table, untold)


def share_out(table: pl.DataFrame, given: pl.DataFrame, levels: pl.DataFrame) -> pl.DataFrame:
    """The levels with what their members gave, its share, and its index: that share over the share of members.

    Who gave something and has left since stands in a row without a level, so that the shares sum to one.
    """
    import polars as pl

    untold = [name for name in MEASURES if given[name].null_count()]
    placed = given.join(levels.select("member", "level"), on="member", how="left")
    summed = placed.group_by("slice", "level").agg(pl.col(name).sum() for name in MEASURES)
    summed = summed.with_columns(pl.col("net_amount").cast(pl.Float64))
    gone = summed.filter(pl.col("level").is_null() & pl.any_horizontal(pl.col(name) != 0 for name in MEASURES))
    whole = pl.concat(
        [
            table.join(summed, on=["slice", "level"], how="left", nulls_equal=True).with_columns(
                pl.col(name).fill_null(0) for name in MEASURES
            ),
            gone,
        ],
        how="diagonal",
    )
    rates = [divide(name, f"of_{name}").alias(f"{name}_rate") for name in MEASURES]
    indexes = [divide(f"{name}_rate", "member_rate").alias(f"{name}_index") for name in MEASURES]
    alive = pl.when(pl.col("level") > 0).then(divide("members", "of_alive_members"))
    sums = (pl.col(name).sum().over("slice").alias(f"of_{name}") for name in MEASURES)
    return (
        whole.with_columns(sums)
        .with_columns(*rates, divide("members", "of_members").alias("member_rate"), alive.alias("alive_rate"))
        .with_columns(indexes)
        .pipe(blank, [name for each in untold for name in (each, f"of_{each}", f"{each}_rate", f"{each}_index")])
    )


def share_to_top(here: pl.DataFrame, by: str) -> float | None:
    """The share of staff's replies that goes to the top fifth of members by a measure; None where there are none.

    Members who tie around the last place of the fifth share what is left of it.
    """
    import polars as pl

    replies = int(here["staff_replies"].sum())
    if not replies:
        return None
    places = here.height / 5
    groups = here.group_by(by).agg(pl.len().alias("members"), pl.col("staff_replies").sum()).sort(by, descending=True)
    before = pl.col("members").cum_sum() - pl.col("members")
    taken = ((places - before) / pl.col("members")).clip(0, 1)
    return float(groups.select((taken * pl.col("staff_replies")).sum()).item()) / replies
