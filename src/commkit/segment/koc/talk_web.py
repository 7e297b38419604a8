"""Who answers whom, as a network: members who are looked at, and staff."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData
from commkit.segment.judge import refuse_layers
from commkit.stats.graph import make_graph
from commkit.stats.graph_betweenness import is_sampled
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from commkit.stats.graph import Graph
    from commkit.store.ask.community import Store


@dataclass(frozen=True)
class Web:
    """People numbered in order of handle, and a row per tie: who gives it, who draws it, and of what it is made."""

    people: pl.DataFrame  # node, handle, is_staff
    ties: pl.DataFrame  # giver, handle, and both as nodes `source` and `target`

    @cached_property
    def graph(self) -> Graph:
        """All that goes from one to another."""
        return self._weigh("exchanges")

    @cached_property
    def answers(self) -> Graph:
        """Replies, quotes and mentions alone."""
        return self._weigh("answers")

    def _weigh(self, column: str) -> Graph:
        ties = self.ties.filter(self.ties[column] > 0)
        return make_graph(self.people.height, *(ties[name].to_numpy() for name in ("source", "target", column)))

    @property
    def handles(self) -> list[str]:
        """Who each node is."""
        return self.people["handle"].to_list()

    def counted(self, alone: str) -> pl.DataFrame:
        """What each drew from members, staff's part left out: people, repliers, replies, reactions and days.

        A row a handle that draws anything; `alone` is the column of `days` on which each giver did.
        """
        import polars as pl

        drawn = self.ties.filter(~pl.col("is_by_staff"))
        return drawn.group_by("handle").agg(
            pl.len().cast(pl.Int64).alias("reach"),
            (pl.col("replies") > 0).sum().cast(pl.Int64).alias("repliers"),
            pl.col("replies", "reactions").sum(),
            pl.col("days").sum().alias(alone),
        )


def read_webs(store: Store) -> dict[str | None, Web]:
    """The network of the span, slice by slice. Raises WrongUse where layers alone are looked at."""
    import polars as pl

    refuse_layers(store)
    ties, speakers = store.ask("segment/koc/ties"), store.ask("segment/koc/speakers")
    slices = pl.concat([ties["slice"], speakers["slice"]]).unique().sort().to_list()
    of_slice = {each: pl.col("slice").eq_missing(pl.lit(each, pl.String)) for each in slices or [None]}
    return {each: make_web(ties.filter(here), speakers.filter(here)) for each, here in of_slice.items()}


def read_web(store: Store) -> Web:
    """The network of the span, undivided."""
    return next(iter(read_webs(store).values()))


def make_web(ties: pl.DataFrame, speakers: pl.DataFrame) -> Web:
    """The network of these ties, and of who wrote, with or without one."""
    import polars as pl

    people = (
        pl.concat(
            [
                ties.select(pl.col("giver").alias("handle"), pl.col("is_by_staff").alias("is_staff")),
                ties.select("handle", "is_staff"),
                speakers.select("handle", pl.lit(value=False).alias("is_staff")),
            ]
        )
        .unique("handle")
        .sort("handle")
        .with_row_index("node")
    )
    node = people.select("handle", "node")
    placed = ties.join(node.rename({"handle": "giver", "node": "source"}), on="giver", maintain_order="left")
    return Web(people, placed.join(node.rename({"node": "target"}), on="handle", maintain_order="left"))


def explain_bridging() -> str:
    """What betweenness is."""
    return say("bridging (betweenness): the share of shortest paths between two others that pass through them.")


def remark_size(webs: Iterable[Web]) -> list[str]:
    """That betweenness is estimated, where a network is so large."""
    if not any(is_sampled(web.graph) for web in webs):
        return []
    return [
        say("the network is large, so bridging is estimated from paths that begin at some people, always the same.")
    ]


def refuse_untied(store: Store, ties: pl.DataFrame) -> None:
    """Refuse where nothing tells who answers whom, or nobody does. Raises NotEnoughData."""
    if ties["answers"].sum() > 0:
        return
    store.need("replies")
    raise NotEnoughData(
        say("nobody answers or mentions anybody in what is looked at"), hint=say("widen --since, --until or --group")
    )
