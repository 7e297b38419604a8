"""What might each member want next, and is that more than what is popular?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About
from commkit.errors import NotEnoughData
from commkit.result import Bars, Result
from commkit.segment.persona.next_options import EachTop, Offered, OfferedKind, OfferList
from commkit.segment.persona.next_trial import find_cut, try_next
from commkit.stats.co_occurrence import AT, make_table, offer
from commkit.store.ask.community import Store
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from commkit.stats.co_occurrence import OfferTrial

ABOUT = About(
    needs_one_of=("orders", "labels"),
    examples=(
        "commkit persona next  # whether what members bought tells what they buy next",
        "commkit persona next --members -o next.csv  # what to offer to each member, if it is worth anything",
        "commkit persona next --of topics  # the same for what they write about",
    ),
)


def next(  # noqa: A001 (what people type)
    store: Store, *, of: OfferedKind = Offered.products, members: OfferList = False, top: EachTop = 3
) -> Result:
    """What goes together in what members had, beside popularity: to how many ten offers held what they took up next."""
    had = _find_had(store, of)
    cut_on = find_cut(had)
    trial = try_next(had, cut_on)
    if members and not trial.is_better:
        raise NotEnoughData(
            say("popularity does as well; nothing is recommended"), hint=say("see the trial: commkit persona next")
        )
    return Result(
        say("What to offer next") if members else say("Offers by what goes together, and by popularity"),
        _list_offers(had, top) if members else _tabulate(trial),
        None if members else Bars("way", "hit_rate"),
        notes=tuple(_explain(cut_on.isoformat(), had["thing"].n_unique())),
        summary=(_tell(trial),),
        keys=("handle", "item") if members else ("way",),
        vocabulary={} if members else {"way": ("together", "popular")},
        parameters={"of": of.value, "held_out_from": cut_on.isoformat(), "p": trial.p, "is_better": trial.is_better},
    )


def _find_had(store: Store, of: Offered) -> pl.DataFrame:
    """Who had what, and from when on, with both as numbers in order of name."""
    import polars as pl

    store.need("orders" if of is Offered.products else "labels")
    had = store.ask("segment/persona/next" if of is Offered.products else "segment/persona/next_topics")
    return had.with_columns(
        pl.col("handle").rank("dense").cast(pl.Int64).sub(1).alias("person"),
        pl.col("item").rank("dense").cast(pl.Int64).sub(1).alias("thing"),
    )


def _tabulate(trial: OfferTrial) -> pl.DataFrame:
    import polars as pl

    hits = [trial.together, trial.popular]
    return pl.DataFrame(
        {
            "way": ["together", "popular"],
            "hit_members": hits,
            "of_members": [trial.people] * 2,
            "hit_rate": [each / trial.people for each in hits],
        }
    )


def _list_offers(had: pl.DataFrame, top: int) -> pl.DataFrame:
    """The best for each member, by all that is known."""
    import polars as pl

    people, things = (
        had.unique(number).sort(number)[name].to_list() for number, name in (("person", "handle"), ("thing", "item"))
    )
    table = make_table(had["person"].to_list(), had["thing"].to_list(), (len(people), len(things)))
    rows = [
        (people[person], place, things[thing])
        for person, offered in enumerate(offer(table, top, together=True, filled=False))
        for place, thing in enumerate(offered.tolist(), start=1)
        if thing >= 0
    ]
    return pl.DataFrame(rows, {"handle": pl.String, "place": pl.Int64, "item": pl.String}, orient="row")


def _tell(trial: OfferTrial) -> str:
    """Whether it is worth anything, in a sentence."""
    rates = {"together": f"{trial.together / trial.people:.1%}", "popular": f"{trial.popular / trial.people:.1%}"}
    if trial.is_better:
        return say(
            "What goes together tells more than popularity: {together} of members hit, against {popular}.", **rates
        )
    return say(
        "Popularity does as well; nothing is recommended: {together} of members hit by what goes together, "
        "{popular} by popularity.",
        **rates,
    )


def _explain(cut_on: str, things: int) -> Iterator[str]:
    yield say(
        "tried on what members took up from {day} on, the last fifth, by what was had before; a hit: one of {at} "
        "offers, of {things} things in all.",
        day=cut_on,
        things=f"{things:,}",
        at=AT,
    )
    yield say("together: by the cosine of who had both; popular: by how many had it; never what they have.")
    yield say("better only where the sign test says so (p < 0.05); commkit sends nothing.")
