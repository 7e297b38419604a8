"""Whom to begin with: members who are there, active lately and not flagged, by whom they add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from commkit.choices import Activity, Period
from commkit.errors import WrongUse
from commkit.segment.koc.influence import find_span, measure_influence
from commkit.segment.koc.talk_web import read_web, refuse_untied
from commkit.stats.graph_coverage import cover
from commkit.words import say, suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from commkit.segment.koc.talk_web import Web
    from commkit.stats.graph_coverage import Pick
    from commkit.store.ask.community import Store

LATELY = timedelta(days=29)  # before the last day


@dataclass(frozen=True)
class Choice:
    """The network, who may be chosen in order of rank, and who is, in the order in which they add."""

    web: Web
    ranked: pl.DataFrame
    able: pl.DataFrame  # the rows of `ranked` who may be chosen, with their `node`
    picks: list[Pick]


def choose_seeds(store: Store, most: int) -> Choice:
    """Up to so many. Raises NotEnoughData where nothing tells who answers whom."""
    import polars as pl

    web = read_web(store)
    refuse_untied(store, web.ties)
    ranked = measure_influence(store, web, Period.week, Activity.spoke)
    is_able = pl.col("flag").is_null() & pl.col("is_here") & (pl.col("last_on") >= find_span(store)[1] - LATELY)
    able = ranked.filter(is_able).join(web.people.select("handle", "node"), on="handle", maintain_order="left")
    return Choice(web, ranked, able, cover(_list_hearers(web, able), most))


def find_nodes(web: Web, named: Sequence[str]) -> list[int]:
    """Where members with these handles stand in the network. Raises WrongUse for staff and for who is not in it."""
    import polars as pl

    members = web.people.filter(~pl.col("is_staff"))
    nodes = dict(members.select("handle", "node").iter_rows())
    for handle in named:
        if handle not in nodes:
            near = suggest(handle, list(nodes))
            raise WrongUse(
                say("no member who wrote or answered has the handle {name}", name=handle),
                hint=say("did you mean {name}?", name=near[0]) if near else say("see who is: commkit koc rank"),
            )
    return [nodes[handle] for handle in named]


def _list_hearers(web: Web, able: pl.DataFrame) -> dict[int, frozenset[int]]:
    """Which members hear each one: those who answered or reacted, and themselves; nobody where that is all."""
    import polars as pl

    heard = web.ties.filter(~pl.col("is_by_staff"), pl.col("target").is_in(able["node"].implode()))
    grouped = heard.group_by("target", maintain_order=True).agg("source")
    return {node: frozenset((node, *hearers)) for node, hearers in grouped.iter_rows()}
