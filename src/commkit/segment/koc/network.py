"""Who answers whom, how does it hang together, and who joins its parts?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About, Behind
from commkit.choices import Slice
from commkit.indicators import remarks
from commkit.params.questions import Members
from commkit.result import Network, Result
from commkit.segment.koc.positions import find_places
from commkit.segment.koc.talk_web import explain_bridging, read_webs, refuse_untied, remark_size
from commkit.segment.koc.web_picture import draw_web
from commkit.stats.graph import describe_shape
from commkit.store.ask.community import Store
from commkit.store.ask.dimension import undivided
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from commkit.segment.koc.talk_web import Web
    from commkit.stats.graph_communities import Communities

ABOUT = About(
    needs_one_of=("messages",),
    examples=(
        "commkit koc network  # how dense the network is, and whether it hangs on one member",
        "commkit koc network --by group  # the network of each group",
        "commkit koc network --members --limit 20  # who is looked to, and who joins communities",
        "commkit koc network -o network.png  # a picture of who answers whom",
    ),
    sql=("segment/koc/ties", "segment/koc/speakers"),
    behind=Behind("Who stands where in it", "koc network", carries=()),
)
_CHART = Network("x", "y", "radius", "handle", "community", "is_staff", "partners")
_SHOWN = ("community", "answerers", "answered", "pagerank", "betweenness", "is_bridge", "partners", "weak_ties")


def network(store: Store, *, members: Members = False) -> Result:
    """The network of replies, quotes, mentions and reactions: its ties, density, reciprocity and communities."""
    import polars as pl

    if store.by not in (None, Slice.group, Slice.platform):
        raise undivided(store.by)
    webs = read_webs(store)
    refuse_untied(store, pl.concat([web.ties.select("answers") for web in webs.values()]))
    found = {each: find_places(web) for each, web in webs.items()}
    rows = [_sum_up(each, webs[each], *found[each]) for each in webs]
    listed = [places.with_columns(pl.lit(each, pl.String).alias("slice")) for each, (places, _) in found.items()]
    return Result(
        say("Who stands where in the network") if members else say("The network of who answers whom"),
        _list(pl.concat(listed)) if members else pl.DataFrame(rows, infer_schema_length=None),
        chart=_CHART if len(webs) == 1 else None,
        drawn=draw_web(*next((webs[each], *found[each]) for each in webs)) if len(webs) == 1 else None,
        notes=(*_explain(members=members), *remark_size(webs.values()), *remarks.of_untold(store, "replies")),
        keys=("slice", "handle") if members else ("slice",),
        aside=("partners", "answered") if members else ("mutual_ties", "modularity", "isolates"),
        heads={"betweenness": say("bridging")},
    )


def _sum_up(slice_: str | None, web: Web, places: pl.DataFrame, communities: Communities) -> dict[str, object]:
    """One row: the network as a whole."""
    shape = describe_shape(web.graph)
    return {
        "slice": slice_,
        "nodes": web.people.height,
        "ties": web.ties.height,
        "mutual_ties": shape.mutual,
        "density": shape.density,
        "reciprocity": shape.reciprocity,
        "decentralisation": shape.decentralisation,
        "isolates": shape.isolates,
        "communities": communities.number,
        "modularity": communities.modularity,
        "bridges": int(places["is_bridge"].sum()),
    }


def _list(places: pl.DataFrame) -> pl.DataFrame:
    """A row a person, those first whom most look to."""
    order = places.sort("slice", "pagerank", "handle", descending=[False, True, False], nulls_last=True)
    return order.select("slice", "handle", "is_staff", *_SHOWN)


def _explain(*, members: bool) -> Iterator[str]:
    yield say("a tie: one replied to, quoted, mentioned or reacted to another. Staff are in the network, bots are not.")
    if members:
        yield say("PageRank: who is answered by those who are answered; every tie of one counts alike, damping 0.85.")
        yield explain_bridging()
        yield say("a bridge: has ties to another community, and twice the network's mean of bridging.")
        yield say("weak ties: people with whom all was said on one day.")
        return
    yield say("density: ties of all that there could be; reciprocity: ties that are returned (mutual ties).")
    yield say("decentralisation: 1 less Freeman's centralisation: 0 where all look to one, 1 where to all alike.")
    yield say("communities: by Leiden's algorithm; modularity: how well they divide the network, from 0.")
    yield say("isolates: members who wrote, and neither answered nor were answered.")
