"""What members are told apart by, and what sets a kind apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.words import heading, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from commkit.stats.clusters import Array, Clusters

FEATURES = ("messages", "active_days", "reply_rate", "reactions", "silent_days", "orders", "amount")
FAR = 0.5  # standard deviations from the middle, from which a feature sets a kind apart
TRAITS = 3  # that are named


def scale(people: pl.DataFrame, names: Sequence[str]) -> Array:
    """A row a member: logarithms of what has no upper end, less the median, in standard deviations."""
    import polars as pl

    logs = [pl.col(name).fill_null(0) if name.endswith("rate") else pl.col(name).clip(0).log1p() for name in names]
    told = people.select(logs)
    placed: Array = told.select((pl.all() - pl.all().median()) / pl.all().std()).to_numpy()
    return placed


def describe_kinds(people: pl.DataFrame, names: Sequence[str], found: Clusters) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A row a kind, the largest first, with the medians of its members; and a row a member."""
    import polars as pl

    nearest = found.memberships.argmax(axis=1)
    listed = people.with_columns(
        pl.Series("kind", nearest, dtype=pl.Int64), pl.Series("membership_rate", found.memberships.max(axis=1))
    )
    medians = [pl.col(name).median() for name in names]
    rows = listed.group_by("kind").agg(
        pl.len().cast(pl.Int64).alias("members"), pl.col("membership_rate").mean(), *medians
    )
    traits = [_name_traits(names, centre.tolist()) for centre in found.centres]
    rows = rows.sort("members", "kind", descending=[True, False]).with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("cluster"),
        pl.lit(people.height, dtype=pl.Int64).alias("of_members"),
        (pl.col("members") / people.height).alias("member_rate"),
        pl.Series("traits", [traits[kind] for kind in rows.sort("members", "kind", descending=[True, False])["kind"]]),
    )
    numbers = rows.select("kind", "cluster")
    whom = listed.join(numbers, on="kind").sort("cluster", "membership_rate", "handle", descending=[False, True, False])
    shown = ("cluster", "members", "of_members", "member_rate", "traits", "membership_rate", *names)
    return rows.select(shown), whom.select("handle", "cluster", "membership_rate", *names)


def _name_traits(names: Sequence[str], centre: Sequence[float]) -> str:
    """What is furthest from the community's middle, the furthest first."""
    order = sorted(zip(names, centre, strict=True), key=lambda each: -abs(each[1]))[:TRAITS]
    told = [
        say("more {feature}", feature=heading(name)) if place > 0 else say("less {feature}", feature=heading(name))
        for name, place in order
        if abs(place) >= FAR
    ]
    return say(", ").join(told) or say("as most members")
