"""How much influence each member has: what it is made of, and one score of percentile ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.segment.contribution_score import covers_most, remark_parts
from commkit.segment.koc.influence_preset import read_influence
from commkit.segment.koc.suspicion import flag
from commkit.segment.koc.talk_web import explain_bridging, remark_size
from commkit.stats.graph_betweenness import find_betweenness
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import polars as pl

    from commkit.choices import Activity, Period
    from commkit.segment.koc.talk_web import Web
    from commkit.store.ask.community import Store

# The components, with the kinds of fact any of which tells of each.
COMPONENTS: Mapping[str, tuple[str, ...]] = {
    "reach": ("replies", "reactions", "mentions"),
    "repliers": ("replies",),
    "replies": ("replies",),
    "reactions": ("reactions",),
    "betweenness": ("replies", "mentions"),
    "active_rate": (),
    "referrals": ("referrals",),
    "sales_amount": ("referrals", "orders"),
}
DRAWN = ("reach", "repliers", "replies", "reactions", "betweenness")
FULL = 100


def measure_influence(store: Store, web: Web, every: Period, active_by: Activity) -> pl.DataFrame:
    """Everybody who did, drew or brought anything in the span, the most influential first; who is flagged comes last.

    A component that nothing tells of a member is null. Equal scores have one rank.
    """
    import polars as pl

    told = _find_components(store, web, every, active_by)
    anything = pl.any_horizontal(pl.col(name) > 0 for name in ("messages", *COMPONENTS))
    members = flag(told.filter(anything), web, read_influence())
    scored = members.with_columns(_score(read_influence().weights).alias("score"), pl.col("flag").is_null().alias("ok"))
    order = scored.sort("ok", "score", "handle", descending=[True, True, False])
    changed = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in ("ok", "score"))
    place = pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    return order.with_columns(pl.when(changed | (place == 1)).then(place).forward_fill().alias("rank"))


def _find_components(store: Store, web: Web, every: Period, active_by: Activity) -> pl.DataFrame:
    """A row a member: each component, null where it is not told, and what flags are raised by."""
    import polars as pl

    members = store.ask("segment/koc/members", every=every, active_by=active_by)
    between = web.people.select("handle", pl.Series("betweenness", find_betweenness(web.graph), pl.Float64))
    drawn = members.join(web.counted("answered_days"), on="handle", how="left", maintain_order="left")
    whole = drawn.join(between, on="handle", how="left", maintain_order="left").with_columns(
        pl.col("answered_days", *DRAWN).fill_null(0),
        pl.when(pl.col("of_periods") > 0).then(pl.col("active_periods") / pl.col("of_periods")).alias("active_rate"),
    )
    return whole.with_columns(pl.when(_is_told(store, name)).then(name).alias(name) for name in COMPONENTS)


def _is_told(store: Store, name: str) -> pl.Expr:
    """Whether anything tells of a component: what others do, by the platform; who was brought and bought, at all."""
    import polars as pl

    kinds = COMPONENTS[name]
    if name in DRAWN:
        return pl.any_horizontal(f"tells_{kind}" for kind in kinds)
    return pl.lit(all(covers_most(store, kind, *find_span(store)) for kind in kinds))


def find_span(store: Store) -> tuple[date, date]:
    """The first and the last day of what is looked at."""
    asked = store.asked
    return asked.since or store.begins_on, min(asked.until or store.as_of, store.as_of)


def rank_percent(name: str) -> pl.Expr:
    """The share of the others who have less, from 0 to 1; null where it is not told."""
    import polars as pl

    return (pl.col(name).rank("min") - 1) / (pl.col(name).count() - 1).clip(lower_bound=1)


def _score(weights: Mapping[str, float]) -> pl.Expr:
    """The weighted mean of the ranks that are told, of 100."""
    import polars as pl

    points = pl.sum_horizontal(rank_percent(name) * weight for name, weight in weights.items())
    told = pl.sum_horizontal(pl.col(name).is_not_null() * weight for name, weight in weights.items())
    return (FULL * points / told).round(6)


def name_components() -> dict[str, str]:
    """What each component is called, in the reader's language."""
    return {
        "reach": say("reach"),
        "repliers": say("repliers"),
        "replies": say("replies drawn"),
        "reactions": say("reactions drawn"),
        "betweenness": say("bridging"),
        "active_rate": say("consistency"),
        "referrals": say("members brought who were active within 7 days"),
        "sales_amount": say("what those they brought spent"),
    }


def explain_components(store: Store, web: Web) -> Iterator[str]:
    """What each column counts."""
    yield say(
        "reach: members who replied to, quoted, mentioned or reacted to them; repliers: who replied. Staff are out."
    )
    yield explain_bridging()
    yield from remark_size([web])
    yield say("consistency: the share of the span's periods in which they were active.")
    if store.has["referrals"]:
        yield say(
            "referrals: invitees of the span who were active within 7 days; sales: what invitees spent, less refunds."
        )


def explain_score(store: Store) -> Iterator[str]:
    """How the score is made, and what it cannot count."""
    named, weights = name_components(), read_influence().weights
    listed = say(", ").join(
        say("{name} ({number})", name=named[name], number=f"{weight:g}") for name, weight in weights.items()
    )
    yield say("score: the percentile rank in each component, of 100, weighed: {weights}.", weights=listed)
    parts = {named[name]: kinds[-1] for name, kinds in COMPONENTS.items() if name not in DRAWN and kinds}
    parts |= {named["repliers"]: "replies", named["reactions"]: "reactions"}
    yield from remark_parts(store, parts, *find_span(store))
