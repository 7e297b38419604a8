"""Where each stands in a network: who looks to them, what passes through them, and whom they join."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.stats.graph import rank_pages
from commkit.stats.graph_betweenness import find_betweenness
from commkit.stats.graph_communities import find_communities

if TYPE_CHECKING:
    import polars as pl

    from commkit.segment.koc.talk_web import Web
    from commkit.stats.graph_communities import Communities

BRIDGE = 2  # times the mean of what passes through anybody
_LEFT = ("source", "target")


def find_places(web: Web) -> tuple[pl.DataFrame, Communities]:
    """A row a node, by handle: its numbers, and whether it is a bridge; and the communities of the network."""
    import polars as pl

    communities = find_communities(web.graph)
    drawn, given = web.graph.drawn_from, web.graph.given_to
    placed = web.people.with_columns(
        pl.Series("community", communities.of_nodes, pl.Int64),
        pl.Series("answerers", drawn, pl.Int64),
        pl.Series("answered", given, pl.Int64),
        pl.Series("pagerank", rank_pages(web.graph), pl.Float64),
        pl.Series("betweenness", find_betweenness(web.graph), pl.Float64),
    )
    joined = placed.join(_count_partners(web, placed), on="node", how="left", maintain_order="left").with_columns(
        pl.col("partners", "weak_ties", "other_communities").fill_null(0),
        pl.col("community").replace(0, None),
    )
    is_between = pl.col("betweenness") >= BRIDGE * pl.col("betweenness").mean()
    is_bridge = (pl.col("other_communities") > 0) & is_between & (pl.col("betweenness") > 0)
    return joined.with_columns(is_bridge.alias("is_bridge")), communities


def _count_partners(web: Web, placed: pl.DataFrame) -> pl.DataFrame:
    """With how many each node has a tie, with how many on one day only, and in how many communities not its own."""
    import polars as pl

    ways = [_LEFT, _LEFT[::-1]]
    both = [web.ties.select(pl.col(a).alias("node"), pl.col(b).alias("other"), "first_on", "last_on") for a, b in ways]
    community = placed.select("node", "community")
    pairs = (
        pl.concat(both)
        .group_by("node", "other")
        .agg(pl.col("first_on").min(), pl.col("last_on").max())
        .join(community, on="node")
        .join(community.rename({"node": "other", "community": "beyond"}), on="other")
    )
    beyond = pl.col("beyond").filter(pl.col("beyond") != pl.col("community"))
    return pairs.group_by("node").agg(
        pl.len().cast(pl.Int64).alias("partners"),
        (pl.col("first_on") == pl.col("last_on")).sum().cast(pl.Int64).alias("weak_ties"),
        beyond.n_unique().cast(pl.Int64).alias("other_communities"),
    )
