"""Whom should we write to first, so that something spreads?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About
from commkit.indicators import remarks
from commkit.result import Result
from commkit.segment.koc.influence import COMPONENTS, name_components, rank_percent
from commkit.segment.koc.koc_options import Top
from commkit.segment.koc.seed_choice import choose_seeds
from commkit.store.ask.community import Store
from commkit.words import say, say_counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from commkit.segment.koc.seed_choice import Choice
    from commkit.stats.graph_coverage import Pick

ABOUT = About(
    needs_one_of=("messages",),
    examples=(
        "commkit koc seeds  # the ten to write to when something should spread",
        "commkit koc seeds --top 30 --since 180d --names -o seeds.csv  # thirty by the last half year, as a list",
        "commkit koc seeds --top 5 --group general  # whom to ask in one group",
    ),
    sql=("segment/koc/ties", "segment/koc/members", "segment/koc/speakers"),
)
_BEST = 0.9  # of the others have less: worth a word
_MOST_WORDS = 2
_COLUMNS = (
    *("place", "handle", "score", "reach", "added_members", "covered_members", "of_members", "covered_rate"),
    "last_on",
)


def seeds(store: Store, *, top: Top = 10) -> Result:
    """Members each of whom reaches most of those whom the ones before do not, and why; staff and flagged are none."""
    choice = choose_seeds(store, top)
    members = choice.web.people.height - int(choice.web.people["is_staff"].sum())
    return Result(
        say("Whom to write to first"),
        _list(choice, members),
        notes=(*_explain(), *remarks.of_untold(store, "replies")),
        keys=("handle", "reason_1", "reason_2"),
        parameters={"top": top},
        aside=("reach", "last_on"),
    )


def _list(choice: Choice, members: int) -> pl.DataFrame:
    """A row a seed, with what it adds."""
    import polars as pl

    ranks = {f"{name}_percent": rank_percent(name) for name in COMPONENTS}
    told = {row["handle"]: row for row in choice.ranked.with_columns(**ranks).iter_rows(named=True)}
    rows, covered = [], 0
    for place, pick in enumerate(choice.picks, start=1):
        row = told[choice.web.handles[pick.node]]
        covered += len(pick.adds)
        numbers = {"place": place, "handle": row["handle"], "score": row["score"], "reach": row["reach"]}
        numbers |= {"added_members": len(pick.adds), "covered_members": covered, "of_members": members}
        numbers |= {"covered_rate": covered / members, "last_on": row["last_on"]}
        rows.append({**numbers, "reason_1": _tell_reach(row["reach"], pick, place), "reason_2": _tell(row)})
    types: dict[str, type[pl.DataType]] = dict.fromkeys(_COLUMNS, pl.Int64)
    types |= {"handle": pl.String, "score": pl.Float64, "covered_rate": pl.Float64, "last_on": pl.Date}
    return pl.DataFrame(rows, schema=types | {"reason_1": pl.String, "reason_2": pl.String})


def _tell_reach(reach: int, pick: Pick, place: int) -> str:
    """Whom this seed brings; itself is among them."""
    reached = say_counted(reach, "1 member answers or reacts to them", "{number} members answer or react to them")
    if place == 1:
        return reached
    if pick.node not in pick.adds:
        return say_counted(len(pick.adds), "{reached}; 1 is new", "{reached}; {number} are new", reached=reached)
    return say_counted(
        len(pick.adds),
        "{reached}; 1 is new, they themselves",
        "{reached}; {number} are new, they themselves among them",
        reached=reached,
    )


def _tell(row: Mapping[str, float | None]) -> str | None:
    """In what else they are ahead of nine in ten."""
    named = name_components()
    ahead = {name: row[f"{name}_percent"] or 0 for name in COMPONENTS if name != "reach"}
    best = sorted((name for name in ahead if ahead[name] >= _BEST), key=lambda name: -ahead[name])[:_MOST_WORDS]
    if not best:
        return None
    return say("ahead of nine in ten: {components}", components=say(", ").join(named[name] for name in best))


def _explain() -> Iterator[str]:
    yield say("each is the one who reaches most members whom those above do not; of equals the first by handle.")
    yield say("reached: who replied to, quoted, mentioned or reacted to them in the span, and they themselves.")
    yield say("chosen from members who are there, wrote in the last 30 days, and are not flagged in `koc rank`.")
    yield say("commkit sends nothing.")
