"""What happened in the days before members left or fell silent, more often or less than to those who stayed."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from commkit.choices import Ending
from commkit.result import Bars, Result
from commkit.segment.churn.ends import QUIET, SILENT, ask_facts, find_ends, find_sets
from commkit.segment.churn.told_facts import EVENT, TELLING, Telling, split_name
from commkit.stats.effect import find_effect
from commkit.stats.many_tests import keep_findings
from commkit.stats.matched import find_chance
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from commkit.segment.churn.ends import Ends, Lookback
    from commkit.store.ask.community import Store

FACTS = (EVENT, *TELLING)
STATUSES = ("stands_out", "alike", "low_n", "not_covered")
FEWEST = 10  # sets under which nothing is said of a difference
_NUMBERS: Mapping[str, type] = {
    "ended_members": int,
    "of_ended_members": int,
    "ended_rate": float,
    "stayed_members": int,
    "of_stayed_members": int,
    "stayed_rate": float,
    "change_rate": float,
    "change_low_rate": float,
    "change_high_rate": float,
    "p_value": float,
    "median_days": float,
}


def compare_before(store: Store, asked: Lookback) -> Result:
    """A row for each kind of fact that happened to anybody, what stands out first."""
    import polars as pl

    ends = find_ends(store, asked)
    sets = find_sets(store, asked, ends)
    telling = Telling(store, asked)
    slices = ends.table["slice"].unique().sort().to_list()
    found = _mark(ask_facts(store, asked, sets), sets)
    rows = [
        {
            "slice": slice_,
            **_count(fact, _choose_sets(sets, telling, fact, slice_), found.filter(pl.col("fact") == fact)),
        }
        for slice_ in slices
        for fact in telling.facts
    ]
    table = _arrange(rows)
    return Result(
        say("What came before members left")
        if asked.ending is Ending.leave
        else say("What came before members fell silent"),
        table,
        Bars("fact", "change_rate"),
        notes=(*explain_ends(asked, ends), *_explain_sets(ends, sets), *_remark(rows)),
        keys=("slice", "fact", "name"),
        vocabulary={"fact": FACTS, "status": STATUSES},
        parameters=tell_parameters(asked),
        heads={"ended_members": say("of those who ended"), "stayed_members": say("of those who stayed")},
        aside=("change_low_rate", "change_high_rate", "p_value", "of_ended_members", "of_stayed_members"),
        drawn=_draw(table),
    )


def _draw(table: pl.DataFrame) -> pl.DataFrame:
    """The differences that are told, with the names of events beside the word."""
    import polars as pl

    told = table.filter(pl.col("change_rate").is_not_null())
    named = [
        read_fact(fact if name is None else f"{fact}: {name}") for fact, name in told.select("fact", "name").rows()
    ]
    return told.with_columns(pl.Series("fact", named, dtype=pl.String))


def read_fact(fact: str) -> str:
    """A fact as people read it, an event with its name."""
    kind, name = split_name(fact)
    return value(kind, "fact") if name is None else f"{value(kind, 'fact')}: {name}"


def tell_parameters(asked: Lookback) -> dict[str, object]:
    """What the answer was asked with."""
    return {
        "end": asked.ending.value,
        "days": asked.days,
        "active_by": asked.active_by.value,
        "everybody": asked.everybody,
        "stayers": asked.stayers,
        "seed": asked.seed,
    }


def _mark(facts: pl.DataFrame, sets: pl.DataFrame) -> pl.DataFrame:
    """Facts with the set and the side of whom they happened to, and how many days before the end."""
    import polars as pl

    rows = sets.with_row_index("id").select(pl.col("id").cast(pl.Int64), "set_id", "has_ended", "ended_on")
    days = (pl.col("ended_on") - pl.col("last_local").dt.date()).dt.total_days().clip(0)
    name = pl.concat_str("fact", pl.lit(": "), "name")
    return (
        facts.with_columns(pl.col("id").cast(pl.Int64))
        .join(rows, on="id")
        .select("set_id", "has_ended", pl.coalesce(name, "fact").alias("fact"), days.alias("days"))
    )


def _choose_sets(sets: pl.DataFrame, telling: Telling, fact: str, slice_: str | None) -> pl.DataFrame:
    """The sets of a slice of whom a fact is known."""
    import polars as pl

    ended = sets.filter(pl.col("has_ended") & pl.col("slice").eq_missing(pl.lit(slice_, pl.String)))
    where = ended.select("platform", "index_on", "last_on").rows()
    told = ended.filter(pl.Series([telling.tells(fact, *each) for each in where], dtype=pl.Boolean))
    return sets.join(told, on="set_id", how="semi", maintain_order="left")


def _count(fact: str, sets: pl.DataFrame, found: pl.DataFrame) -> dict[str, object]:
    """One row: how many of each side it happened to, the difference, its interval, and how likely chance gives it."""
    of_ended = int(sets["has_ended"].sum())
    of_stayed = sets.height - of_ended
    kind, name = split_name(fact)
    row: dict[str, object] = {"fact": kind, "name": name, **dict.fromkeys(_NUMBERS), "status": "not_covered"}
    if not of_ended:
        return row
    had = found.join(sets, on="set_id", how="semi")
    ended, stayed = int(had["has_ended"].sum()), int((~had["has_ended"]).sum())
    days = had.filter("has_ended")["days"].drop_nulls().to_list()
    row |= {
        "ended_members": ended,
        "of_ended_members": of_ended,
        "ended_rate": ended / of_ended,
        "stayed_members": stayed,
        "of_stayed_members": of_stayed,
        "stayed_rate": stayed / of_stayed,
        "median_days": median(days) if days else None,
        "status": "low_n",
    }
    effect = find_effect(ended, of_ended, stayed, of_stayed)
    if of_ended < FEWEST or effect is None:
        return row
    totals = had.group_by("set_id").len()["len"].to_list()
    return row | {
        "change_rate": effect.difference,
        "change_low_rate": effect.low,
        "change_high_rate": effect.high,
        "p_value": find_chance(totals, sets.height // of_ended, ended),
        "status": "alike",
    }


def _arrange(rows: list[dict[str, object]]) -> pl.DataFrame:
    """What happened to anybody: what stands out first, then by how much it differs."""
    import polars as pl

    happened = [row for row in rows if row["ended_members"] or row["stayed_members"]]
    tested = [row for row in happened if row["p_value"] is not None]
    chances = [float(str(row["p_value"])) for row in tested]
    for row, stands in zip(tested, keep_findings(chances), strict=True):
        row["status"] = "stands_out" if stands else "alike"
    schema = {**dict.fromkeys(("slice", "fact", "name"), pl.String), **_NUMBERS, "status": pl.String}
    table = pl.DataFrame(happened, schema=schema, orient="row")
    rank = pl.col("status").replace_strict(STATUSES, range(len(STATUSES)), return_dtype=pl.Int64)
    size = pl.coalesce(pl.col("change_rate"), pl.col("ended_rate") - pl.col("stayed_rate")).abs()
    return table.sort("slice", rank, -size, "fact", "name")


def explain_ends(asked: Lookback, ends: Ends) -> Iterator[str]:
    """Whose end is looked at, which days before it, and who is left out."""
    if asked.ending is Ending.leave:
        yield say("those who left by themselves, each the first time; the {days} days before it.", days=asked.days)
    else:
        yield say(
            "those who fell silent for {silent} days, each the first time; the {days} days up to {quiet} days after "
            "their last activity.",
            silent=SILENT,
            days=asked.days,
            quiet=QUIET,
        )
        if not asked.everybody:
            yield say("of regulars: 5 or more active days in 90; --everybody looks at all.")
    if ends.uncovered:
        yield say("left out: {count:,} whose days before are not covered.", count=ends.uncovered)
    if ends.undrawn:
        yield say("left out: {count:,} beyond those that are drawn.", count=ends.undrawn)


def _explain_sets(ends: Ends, sets: pl.DataFrame) -> Iterator[str]:
    """Who is compared with whom."""
    paired = int(sets["has_ended"].sum())
    each = sets.height // paired - 1 if paired else 0
    yield say(
        "{paired:,} of {all:,} are each set beside {each} who stayed: same day and platform, there for a like time, as "
        "active in the 90 days before these.",
        paired=paired,
        all=ends.table.height,
        each=each,
    )
    yield say("what they did in these days is not made alike. Nobody stays beside two; the seed decides who does.")


def _remark(rows: list[dict[str, object]]) -> Iterator[str]:
    """How many things were looked at, what chance would give, and what cannot be told."""
    tested = [row for row in rows if row["p_value"] is not None and (row["ended_members"] or row["stayed_members"])]
    if tested:
        lone = sum(float(str(row["p_value"])) <= 0.05 for row in tested)  # noqa: PLR2004 (one in twenty)
        yield say(
            "kinds of fact compared: {tests}; different at 5% alone: {lone}, where chance gives up to {expected:.1f}. "
            "What stands out holds for all together (Benjamini and Hochberg, 5%).",
            tests=len(tested),
            lone=lone,
            expected=0.05 * len(tested),
        )
        yield say("what comes before is not yet what causes it: differences in points, with intervals of 95%.")
    else:
        yield say("low n: under {few} sets no difference is told.", few=FEWEST)
    if any(row["median_days"] is not None for row in rows):
        yield say("median days: from the last such fact to the end, of those who ended.")
    lacking = dict.fromkeys(_name(row) for row in rows if row["status"] == "not_covered")
    if lacking:
        yield say("not covered, and so not compared: {facts}.", facts=say(", ").join(lacking))


def _name(row: Mapping[str, object]) -> str:
    return read_fact(str(row["fact"]) if row["name"] is None else f"{row['fact']}: {row['name']}")
