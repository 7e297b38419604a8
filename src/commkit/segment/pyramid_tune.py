"""A scheme with other thresholds beside itself: who would move, how stable levels would be, and whom they keep."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData, WrongUse
from commkit.result import Result
from commkit.segment import level_remarks
from commkit.segment.judge import blank_untold
from commkit.segment.levels import find_levels, list_reviews
from commkit.segment.schemes import Level, parse_condition, refuse_faulty
from commkit.stats.nulls import divide
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from commkit.segment.judge import Judge
    from commkit.segment.schemes import Condition, Scheme

_RULE = re.compile(r"\s*([^.]+)\.([a-z_0-9]+)\s*((?:>=|<=|>|<|=).+)")


def tune_scheme(judge: Judge, rules: Sequence[str]) -> Result:
    """A row a level: members now and with the other thresholds, and for both how many stay in it and stay active."""
    import polars as pl

    tuned = replace(judge, scheme=tune(judge.scheme, rules))
    before, review = _choose_reviews(judge)
    tables = [_watch(each, before, review) for each in (judge, tuned)]
    moved = _pair(judge, tuned, review).filter(pl.col("level") != pl.col("tuned_level"))
    gone = moved.group_by("level").agg(pl.len().cast(pl.Int64).alias("out_members"))
    come = moved.group_by(pl.col("tuned_level").alias("level")).agg(pl.len().cast(pl.Int64).alias("in_members"))
    names = dict(enumerate(judge.scheme.names))
    table = (
        tables[0]
        .join(tables[1].rename(lambda name: name if name == "level" else f"tuned_{name}"), on="level")
        .join(come, on="level", how="left")
        .join(gone, on="level", how="left")
        .with_columns(pl.col("in_members", "out_members").fill_null(0))
        .sort("level", descending=True)
        .with_columns(pl.col("level").replace_strict(names, return_dtype=pl.String))
        .select(_COLUMNS)
        .pipe(partial(blank_untold, judge), "level")
    )
    return Result(
        say("Other thresholds: {scheme}", scheme=say(judge.scheme.title)),
        table,
        notes=(
            *level_remarks.of_levels(judge, review),
            say("stable: of the level's members at {day} who are still there, those in it again.", day=before),
            say("kept: of the same members, left or not, those who were active in the 30 days to {day}.", day=review),
            say("who would move: add --members."),
        ),
        keys=("level",),
        vocabulary={"level": judge.scheme.names},
        aside=tuple(name for name in _COLUMNS if name.endswith(("stable_members", "kept_members"))),
        parameters={"scheme": judge.scheme.name, "tune": list(rules), "review_on": str(review)},
    )


_COLUMNS = (
    *("level", "members", "tuned_members", "in_members", "out_members"),
    *("stable_members", "of_stable_members", "stable_rate"),
    *("tuned_stable_members", "tuned_of_stable_members", "tuned_stable_rate"),
    *("kept_members", "of_kept_members", "kept_rate"),
    *("tuned_kept_members", "tuned_of_kept_members", "tuned_kept_rate"),
)


def list_moved(judge: Judge, rules: Sequence[str]) -> Result:
    """A row for each member who would stand in another level."""
    import polars as pl

    tuned = replace(judge, scheme=tune(judge.scheme, rules))
    review = judge.store.as_of
    names = dict(enumerate(judge.scheme.names))
    table = (
        _pair(judge, tuned, review)
        .filter(pl.col("level") != pl.col("tuned_level"))
        .sort("tuned_level", "level", "handle", descending=[True, True, False])
        .select(
            "handle",
            *(pl.col(name).replace_strict(names, return_dtype=pl.String) for name in ("level", "tuned_level")),
        )
    )
    return Result(
        say("Who would move: {scheme}", scheme=say(judge.scheme.title)),
        table,
        notes=tuple(level_remarks.of_levels(judge, review)),
        keys=("handle",),
        vocabulary={"level": judge.scheme.names, "tuned_level": judge.scheme.names},
        parameters={"scheme": judge.scheme.name, "tune": list(rules), "review_on": str(review)},
    )


def tune(scheme: Scheme, rules: Sequence[str]) -> Scheme:
    """The scheme with these conditions instead of its own on the same features. Raises WrongUse."""
    for rule in rules:
        found = _RULE.fullmatch(rule)
        level = next((each for each in scheme.levels if found and each.name == found[1].strip()), None)
        if found is None or level is None:
            what = say("{rule!r} names no rule of {scheme}", rule=rule, scheme=scheme.name)
            raise WrongUse(what, hint=say("write LEVEL.FEATURE and a condition, as 'core.active_days_90 >= 10'"))
        changed = _change(level, parse_condition(found[2], found[3].strip(), level.name))
        scheme = replace(scheme, levels=tuple(changed if each is level else each for each in scheme.levels))
    refuse_faulty(scheme.levels, say("the scheme so tuned"))
    return scheme


def _change(level: Level, condition: Condition) -> Level:
    if not any(each.feature == condition.feature for rule in level.rules for each in rule):
        known = dict.fromkeys(each.feature for rule in level.rules for each in rule)
        raise WrongUse(
            say("no rule of {level} is on {feature}", level=level.name, feature=condition.feature),
            hint=say("its rules are on: {names}", names=say(", ").join(known)),
        )
    rules = (tuple(condition if each.feature == condition.feature else each for each in rule) for rule in level.rules)
    return replace(level, rules=tuple(rules))


def _choose_reviews(judge: Judge) -> tuple[date, date]:
    known = [day for day in list_reviews(judge.store) if judge.is_known(day)]
    if len(known) < 2:  # noqa: PLR2004 (two reviews are compared)
        raise NotEnoughData(
            say("thresholds are compared over two reviews, and only {count} is covered", count=len(known)),
            hint=say("load a longer export"),
        )
    return known[-2], known[-1]


def _pair(judge: Judge, tuned: Judge, review: date) -> pl.DataFrame:
    import polars as pl

    other = find_levels(tuned, [review]).select("member", pl.col("level").alias("tuned_level"))
    return find_levels(judge, [review], beside=("handle",)).join(other, on="member")


def _watch(judge: Judge, before: date, review: date) -> pl.DataFrame:
    """A row a level: its members now; of those in it at the review before, who is in it again and who is active."""
    import polars as pl

    levels = find_levels(judge, [before, review], beside=("active_days_30",))
    now, was = (levels.filter(pl.col("review_on") == day).drop("review_on") for day in (review, before))
    followed = was.select("member", "level").join(
        now.select("member", pl.col("level").alias("now_level"), pl.col("active_days_30").alias("active_days")),
        on="member",
        how="left",
    )
    is_here = pl.col("now_level").is_not_null()
    counted = followed.group_by("level").agg(
        (pl.col("level") == pl.col("now_level")).sum().cast(pl.Int64).alias("stable_members"),
        is_here.sum().cast(pl.Int64).alias("of_stable_members"),
        (pl.col("active_days") > 0).sum().cast(pl.Int64).alias("kept_members"),
        pl.len().cast(pl.Int64).alias("of_kept_members"),
    )
    members = now.group_by("level").agg(pl.len().cast(pl.Int64).alias("members"))
    grid = pl.DataFrame({"level": range(len(judge.scheme.levels))}, {"level": pl.Int8})
    return (
        grid.join(members, on="level", how="left")
        .join(counted, on="level", how="left")
        .with_columns(pl.exclude("level").fill_null(0))
        .with_columns(
            divide("stable_members", "of_stable_members").alias("stable_rate"),
            divide("kept_members", "of_kept_members").alias("kept_rate"),
        )
    )
