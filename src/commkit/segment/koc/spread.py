"""How far would something spread from a few members, and do they beat others?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About
from commkit.errors import NotEnoughData
from commkit.indicators import remarks
from commkit.result import Line, Result
from commkit.segment.koc.influence_preset import read_influence
from commkit.segment.koc.koc_options import OwnSeeds, Seeds, WorldSeed
from commkit.segment.koc.seed_choice import choose_seeds, find_nodes
from commkit.stats.graph_coverage import cover
from commkit.stats.graph_spread import WORLDS, Cascade, draw_orders, find_edges, trace_back
from commkit.store.ask.community import Store
from commkit.typed import parse_names
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from commkit.segment.koc.seed_choice import Choice
    from commkit.segment.koc.talk_web import Web
    from commkit.stats.graph import Array

ABOUT = About(
    needs_one_of=("messages",),
    examples=(
        "commkit koc spread  # how many members one to ten seeds reach, and which seeds",
        "commkit koc spread --seeds 30 --since 180d  # thirty, by the ties of the last half year",
        "commkit koc spread --members 7pdpi4xz,uzqlcj6c  # how many two whom you choose reach",
        "commkit koc spread --seed 7  # the same in other worlds, to see how much is chance",
        "commkit koc spread -o spread.png  # a chart of the seeds beside others",
    ),
    sql=("segment/koc/ties", "segment/koc/members", "segment/koc/speakers"),
)
_EDGES = (0.05, 0.95)


def spread(store: Store, *, seeds: Seeds = 10, members: OwnSeeds = None, seed: WorldSeed = 1) -> Result:
    """How many members one, two and more seeds reach under the independent cascade, beside others as many."""
    named = parse_names(members) if members is not None else []
    choice = choose_seeds(store, len(named) or seeds)
    own = find_nodes(choice.web, named)
    if not choice.picks and not own:
        raise NotEnoughData(
            say("nobody who is there and active is answered by members"), hint=say("see who is: commkit koc rank")
        )
    return Result(
        say("How far it spreads from so many seeds"),
        _simulate(choice, own, seeds, seed),
        Line("seeds", ("expected_members", "covering_members", "random_members")),
        notes=(_tell_seeds(own), *_explain(), *remarks.of_untold(store, "replies")),
        keys=("seeds", "handle"),
        parameters={
            "seeds": len(own) or seeds,
            **({"members": named} if named else {}),
            "seed": seed,
            "worlds": WORLDS,
        },
        aside=("of_members", "low_members", "high_members"),
    )


def _simulate(choice: Choice, own: Sequence[int], most: int, seed: int) -> pl.DataFrame:
    """A row per number of seeds, those of one's own or the best."""
    import polars as pl

    able, members = choice.able["node"].drop_nulls().sort(), choice.web.people.filter(~pl.col("is_staff"))["node"]
    cascade, counted = _find_cascade(choice.web, seed), members.to_numpy()
    best = list(own) or _find_best(cascade, counted, able.to_list(), most, seed)
    chosen = cascade.reach(best, counted)
    covering = cascade.reach([pick.node for pick in choice.picks][: len(best)], counted).mean(axis=1).tolist()
    drawn = cascade.reach_each(draw_orders(able.to_numpy(), len(best), seed), counted).mean(axis=1).tolist()
    low, high = (pl.Series(edge, dtype=pl.Float64) for edge in find_edges(chosen, _EDGES))
    expected = pl.Series(chosen.mean(axis=1), dtype=pl.Float64)
    return pl.DataFrame(
        {
            "seeds": range(1, len(best) + 1),
            "handle": [choice.web.handles[node] for node in best],
            "expected_members": expected,
            "low_members": low,
            "high_members": high,
            "of_members": [len(members)] * len(best),
            "expected_rate": expected / len(members),
            "covering_members": covering + [None] * (len(best) - len(covering)),
            "random_members": drawn + [None] * (len(best) - len(drawn)),
        },
        schema_overrides={"covering_members": pl.Float64, "random_members": pl.Float64},
    )


def _find_best(cascade: Cascade, counted: Array, able: Sequence[int], most: int, seed: int) -> list[int]:
    """Those of the able who add most to what those before them reach."""
    came = trace_back(cascade, counted, seed=seed)
    return [pick.node for pick in cover({node: came[node] for node in able if node in came}, most)]


def _find_cascade(web: Web, seed: int) -> Cascade:
    """What each says carries to whoever answered it: days on which they did, of days on which anything was said."""
    import polars as pl

    told = pl.max_horizontal("spoken_days", "days")
    chance = web.ties.select(pl.col("days") / (told + read_influence().days_more))["days"]
    return Cascade(web.people.height, web.ties["target"], web.ties["source"], chance, seed=seed)


def _tell_seeds(own: Sequence[int]) -> str:
    if own:
        return say("seeds: those that were named, in their order.")
    return say("seeds: each adds most to what those above reach.")


def _explain() -> Iterator[str]:
    yield say("covering: as many of `koc seeds`; random: as many by chance.")
    yield say("whoever has it passes it on once to each who answers them, with a chance of its own.")
    yield say(
        "that chance: days on which one answered or reacted to the other, by days on which the other wrote and {days} "
        "more, so that a single answer is no certainty.",
        days=f"{read_influence().days_more:g}",
    )
    yield say("expected: the mean of {worlds} worlds, seeds among them, staff not.", worlds=f"{WORLDS:,}")
    yield say("low and high: 5% of the worlds are below, and 5% above.")
    yield say("it tells which seeds are better than others, not how many will really hear of it.")
