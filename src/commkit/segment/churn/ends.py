"""Who left or fell silent, and members who stayed and were alike before the days that are looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commkit.choices import Activity, Ending, Slice
from commkit.errors import NotEnoughData, WrongUse
from commkit.indicators.periods import find_telling
from commkit.stats.matched import match
from commkit.store.ask.dimension import refuse_moving, undivided
from commkit.store.ask.reach import DAY
from commkit.store.ask.remedies import LOADS
from commkit.words import say

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from commkit.store.ask.community import Store

SILENT = 30  # so many days without activity are a silence
QUIET = 7  # what happened in so many days after the last activity came before the silence too
MOST_ENDS = 2_000  # that are set beside others
_CANDIDATES = 30  # for each that ended


@dataclass(frozen=True, slots=True)
class Lookback:
    """What counts as an end, how many days before it are looked at, and how those who stayed are chosen."""

    ending: Ending
    days: int = 30
    active_by: Activity = Activity.spoke
    everybody: bool = False
    stayers: int = 5
    seed: int = 1
    since: date | None = None

    @property
    def quiet(self) -> int:
        """For how many days after the end of activity things happen before the end."""
        return QUIET if self.ending is Ending.silence else 0

    @property
    def kind(self) -> str:
        """The kind of fact that tells of ends."""
        return "leaves" if self.ending is Ending.leave else find_telling(self.active_by)


@dataclass(frozen=True, slots=True)
class Ends:
    """The first end of each member whose days before it are covered, and how many are not covered or were not drawn.

    `table`: slice, member, handle, platform, last_on, ended_on, index_on, until_local.
    """

    table: pl.DataFrame
    uncovered: int
    undrawn: int


def look_back(store: Store, end: Ending | None, **said: object) -> Lookback:
    """What is asked, with the community shown as a whole up to the last day: --since and --until are of ends alone.

    Raises WrongUse for a breakdown or one level alone, and NotEnoughData where nothing tells of ends.
    """
    cut = store.asked
    refuse_moving(cut.by)
    if store.by == Slice.group:
        raise undivided(cut.by)
    if cut.in_levels is not None:
        hint = say("leave the layer out of --segment, --only and --without")
        raise WrongUse(say("what comes before an end is told of all levels together"), hint=hint)
    ending = end or (Ending.leave if store.has["leaves"] else Ending.silence)
    if said.get("everybody") and ending is Ending.leave:
        hint = say("leave --everybody out, or ask for --end silence")
        raise WrongUse(say("whoever leaves is looked at, regular or not"), hint=hint)
    asked = Lookback(ending, since=cut.since, **said)  # type: ignore[arg-type]
    store.need(asked.kind)
    last_on = min((day for day in (cut.as_of, cut.until) if day), default=None)
    store.cut(replace(cut, since=None, until=None, as_of=last_on))
    store.look_at(asked.kind)
    return asked


def find_ends(store: Store, asked: Lookback) -> Ends:
    """The first end of each member in the span. Raises NotEnoughData where there is none."""
    covered, number = list_ends(store, asked)
    first = covered.unique("member", keep="first", maintain_order=True)
    uncovered = number - first.height
    drawn = first if first.height <= MOST_ENDS else first.sample(MOST_ENDS, seed=asked.seed)
    return Ends(drawn.sort("ended_on", "handle"), uncovered, first.height - drawn.height)


def list_ends(store: Store, asked: Lookback) -> tuple[pl.DataFrame, int]:
    """Every end of the span whose days before are covered, the earliest first, and how many members ended at all.

    Raises NotEnoughData where there is none.
    """
    import polars as pl

    found = store.ask(
        "segment/churn/path_ends",
        ending=asked.ending.value,
        silent=SILENT,
        quiet=asked.quiet,
        everybody=asked.everybody,
        since=asked.since,
        active_by=asked.active_by,
    )
    opens = {name: _find_opening(store, asked, name) for name in set(found["platform"])}
    opens_on = pl.col("platform").replace_strict(opens, default=None, return_dtype=pl.Date)
    is_covered = (pl.col("last_on") - pl.duration(days=asked.days - 1) >= opens_on).fill_null(value=False)
    covered = found.filter(is_covered)
    if covered.is_empty():
        raise _refuse(store, asked, found)
    return covered, found["member"].n_unique()


def _find_opening(store: Store, asked: Lookback, platform: str) -> date | None:
    """The first day on which ends, and what is said before them, are covered on a platform."""
    kinds = dict.fromkeys((asked.kind, *(["messages"] if store.has["messages"] else [])))
    reaches = [store.coverage.reach([kind], platform=platform).first_on for kind in kinds]
    told = [day for day in reaches if day]
    return max(told) if store.coverage.reach([asked.kind], platform=platform).first_on else None


def _refuse(store: Store, asked: Lookback, found: pl.DataFrame) -> NotEnoughData:
    if found.height:
        what = say("of nobody who left or fell silent are the {days} days before covered", days=asked.days)
        return NotEnoughData(what, hint=say("load earlier exports, or look at fewer --days"))
    if asked.ending is Ending.leave:
        return NotEnoughData(say("nobody left in the days that are looked at"), hint=say(LOADS["leaves"]))
    hint = say("look at more days, or at everybody: --everybody")
    what = say("nobody fell silent for {days} days by {day}", days=SILENT, day=store.as_of)
    return NotEnoughData(what, hint=hint)


def find_sets(store: Store, asked: Lookback, ends: Ends) -> pl.DataFrame:
    """Those who ended, each with as many who stayed, a row each; nobody stays beside two, so that members count once.

    Columns: set_id, member, has_ended, last_on, and of the set: slice, platform, ended_on, index_on, until_local.
    Raises NotEnoughData where nobody is alike.
    """
    import polars as pl

    found = _ask_alike(store, asked, ends)
    ended, others = (
        found.filter(pl.col("is_asked") == side).select("member", "likeness").rows() for side in (True, False)
    )
    sets = match(ended, others, asked.stayers)
    if not sets:
        raise NotEnoughData(
            say(
                "nobody who stayed is like those who ended: same day and platform, a like time there, as active before"
            ),
            hint=say("look at more members, or load exports of more days"),
        )
    pairs = [(number, *pair) for number, each in enumerate(sets) for pair in each]
    number = ends.table.schema["member"]
    paired = pl.DataFrame(pairs, {"set_id": pl.Int64, "leaver": number, "member": number}, orient="row")
    own = ends.table.select(
        pl.col("member").alias("leaver"),
        *("slice", "platform", "ended_on", "index_on", "until_local"),
        pl.col("last_on").alias("own_on"),
    )
    stayed = found.filter(~pl.col("is_asked")).select("member", "index_on", "last_on")
    has_ended = pl.col("member") == pl.col("leaver")
    return (
        paired.join(own, on="leaver", how="left", maintain_order="left")
        .join(stayed, on=["member", "index_on"], how="left", maintain_order="left")
        .with_columns(
            has_ended.alias("has_ended"), pl.when(has_ended).then("own_on").otherwise("last_on").alias("last_on")
        )
        .drop("leaver", "own_on")
    )


def _ask_alike(store: Store, asked: Lookback, ends: Ends) -> pl.DataFrame:
    """Those who ended and those who stayed and are alike: is_asked, member, index_on, last_on, likeness."""
    import polars as pl

    found = store.ask(
        "segment/churn/path_alike",
        members=ends.table["member"].to_list(),
        indexes=ends.table["index_on"].to_list(),
        lasts=ends.table["last_on"].to_list(),
        ending=asked.ending.value,
        silent=SILENT,
        quiet=asked.quiet,
        days=asked.days,
        everybody=asked.everybody,
        seed=str(asked.seed),
        most=_CANDIDATES,
        active_by=asked.active_by,
    )
    alike = pl.concat_str(pl.col("index_on").cast(pl.String), "likeness", separator="/")
    return found.with_columns(alike.alias("likeness"))


def ask_facts(store: Store, asked: Lookback, looked: pl.DataFrame) -> pl.DataFrame:
    """What happened before each row of `looked` (member, last_on, index_on, until_local), by the number of the row.

    Columns: id, fact, name, times, last_local.
    """
    opens = [day - asked.days * DAY for day in looked["index_on"]]
    firsts = [day - (asked.days - 1) * DAY for day in looked["last_on"]]
    return store.ask(
        "segment/churn/path_facts",
        ids=list(range(looked.height)),
        members=looked["member"].to_list(),
        froms=opens,
        untils=looked["until_local"].to_list(),
        firsts=firsts,
        lasts=looked["last_on"].to_list(),
        active_by=asked.active_by,
    )
