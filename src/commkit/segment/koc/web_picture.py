"""The network as it is drawn: where each dot stands, and to whom it is joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.stats.graph_layout import lay_out

if TYPE_CHECKING:
    import polars as pl

    from commkit.segment.koc.talk_web import Web
    from commkit.stats.graph_communities import Communities


def draw_web(web: Web, places: pl.DataFrame, communities: Communities) -> pl.DataFrame:
    """A row a person who has a tie, those first whom most look to, with the rows they are joined to."""
    import polars as pl

    layout = lay_out(web.graph, communities.of_nodes)
    dots = (
        places.with_columns(
            pl.Series("x", layout.x, pl.Float64),
            pl.Series("y", layout.y, pl.Float64),
            pl.Series("radius", layout.radius, pl.Float64),
        )
        .filter(pl.col("community").is_not_null())
        .sort("pagerank", "handle", descending=[True, False])
        .with_row_index("row")
    )
    rows = dots.select("node", pl.col("row").cast(pl.Int64))
    ends = web.ties.join(rows.rename({"node": "source", "row": "one"}), on="source")
    ends = ends.join(rows.rename({"node": "target", "row": "other"}), on="target")
    pairs = (
        ends.group_by(pl.min_horizontal("one", "other").alias("row"), pl.max_horizontal("one", "other").alias("other"))
        .agg(pl.col("exchanges").sum())
        .sort("exchanges", "row", "other", descending=[True, False, False])
    )
    partners = pairs.group_by("row", maintain_order=True).agg(pl.col("other").alias("partners"))
    joined = dots.drop("partners").with_columns(pl.col("row").cast(pl.Int64)).join(partners, on="row", how="left")
    return joined.sort("row").select(
        "handle", "x", "y", "radius", "community", "is_staff", pl.col("partners").fill_null([])
    )
