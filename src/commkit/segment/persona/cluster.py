"""Which kinds of members are there, and are there any?"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from commkit.about import About
from commkit.choices import Basis
from commkit.errors import NotEnoughData
from commkit.params.questions import Members
from commkit.result import Bars, Result
from commkit.segment.persona.cluster_features import FEATURES, describe_kinds, scale
from commkit.segment.persona.cluster_options import ClusterSeed, Kinds, KindsBy, LookBack
from commkit.stats.clusters import HALVES, STABLE, Division, Stability, choose_k, find_clusters, measure_stability, pick
from commkit.store.ask.community import Store
from commkit.words import heading, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

ABOUT = About(
    needs_one_of=("messages", "orders"),
    examples=(
        "commkit persona cluster  # which kinds of members there are, if any",
        "commkit persona cluster --k 3 --members  # who is of which of three kinds, and how surely",
        "commkit persona cluster --on orders  # kinds of buyers by recency, frequency and money",
    ),
    sql=("segment/persona/cluster", "segment/persona/cluster_orders"),
)
MOST = 9  # kinds that are tried
FEWEST = 60  # members: two halves of fewer than 30 tell nothing


def cluster(
    store: Store,
    *,
    k: Kinds = None,
    on: KindsBy = None,
    days: LookBack = 90,
    members: Members = False,
    seed: ClusterSeed = 1,
) -> Result:
    """Soft clusters of members by what they did in 90 days: how many, what sets each apart, and if they are stable."""
    basis = on or (Basis.activity if store.has["messages"] else Basis.orders)
    people = _find_people(store, basis, days)
    names = [name for name in FEATURES if name in people.columns and people[name].n_unique() > 1]
    if people.height < FEWEST or not names:
        raise NotEnoughData(
            say("{count} members are too few to tell kinds apart; {few} are needed", count=people.height, few=FEWEST),
            hint=say("look further back: --days 365"),
        )
    places = scale(people, names)
    choices = choose_k(places, min(MOST, people.height // 30), seed) if k is None else []
    chosen = pick(choices) if k is None else k
    known = {each.k: each.stability for each in choices}
    stability = known[chosen] if choices else measure_stability(places, chosen, seed)
    found = find_clusters(places, chosen, seed)
    rows, listed = describe_kinds(people, names, found)
    return Result(
        say("Kinds of members"),
        listed if members else rows,
        None if members else Bars("cluster", "members"),
        notes=tuple(_explain(names, choices, found.partition, days if basis is Basis.activity else None)),
        summary=tuple(_tell(chosen, stability)),
        keys=("handle",) if members else ("cluster",),
        parameters={"k": chosen, "seed": seed, "on": basis.value, "stability": round(stability.mean, 4)},
        aside=tuple(names),
    )


def _find_people(store: Store, basis: Basis, days: int) -> pl.DataFrame:
    """Everybody who did anything, without what no export tells."""
    if basis is Basis.orders:
        store.need("orders")
        return store.ask("segment/persona/cluster_orders")
    store.need("messages")
    people = store.ask("segment/persona/cluster", days=days)
    untold = [
        *(() if store.has["orders"] else ("orders", "amount")),
        *(() if store.has["reactions"] else ("reactions",)),
    ]
    return people.drop(untold)


def _tell(k: int, stability: Stability) -> Iterator[str]:
    """Whether there are kinds, in a sentence."""
    if k == 1:
        yield say("No structure: members differ by degrees, not in kinds; no number of kinds from 2 on is found again.")
    elif not stability.is_enough:
        yield say(
            "Not to be relied on: {count} kinds are not surely found again in halves of the members (adjusted Rand "
            "index {index}, given its error at least {low}; {least} is needed).",
            count=k,
            index=f"{stability.mean:.2f}",
            low=f"{floor(100 * stability.low) / 100:.2f}",
            least=STABLE,
        )
    else:
        yield say(
            "{count} kinds, found again in halves of the members (adjusted Rand index {index}, given its error at "
            "least {low}).",
            count=k,
            index=f"{stability.mean:.2f}",
            low=f"{floor(100 * stability.low) / 100:.2f}",
        )


def _explain(names: list[str], choices: list[Division], partition: float, days: int | None) -> Iterator[str]:
    """By what, how soft, and what else was tried."""
    yield say(
        "by: {names}; counts and amounts by their logarithm, all on one scale.",
        names=say(", ").join(map(heading, names)),
    )
    if days is not None:
        yield say("of the {days} days up to the answer's; members who did nothing in them are not here.", days=days)
    yield say(
        "fuzzy c-means; partition coefficient {number}: 1 were everybody of one kind alone.", number=f"{partition:.3f}"
    )
    if choices:
        tried = say(", ").join(f"{each.k}: {each.stability.mean:.2f}" for each in choices[1:])
        yield say(
            "tried, with how surely they are found again: {tried}; the mean of {pairs} pairs of halves, which two "
            "standard errors below must reach {least}.",
            tried=tried,
            pairs=HALVES,
            least=STABLE,
        )
