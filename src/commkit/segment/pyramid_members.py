"""Who stands in which level, since when, and what is missing for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.result import Result
from commkit.segment import level_remarks
from commkit.segment.levels import find_levels, list_reviews
from commkit.segment.scheme_texts import tell_feature
from commkit.segment.schemes import COMPARE
from commkit.words import say

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from commkit.segment.judge import Judge
    from commkit.segment.schemes import Condition, Rule

LABELS = ("never", "lapsed", "newcomer")
NEWCOMER_DAYS = 30
_HERE = "\0"


def list_members(judge: Judge) -> Result:
    """A row a member, those of the top level first."""
    import polars as pl

    reviews = [day for day in list_reviews(judge.store) if judge.is_known(day)] or [judge.as_of]
    beside = tuple(dict.fromkeys(("was_active", "tenure_days", *judge.features)))
    levels = find_levels(judge, reviews, beside=("handle", *beside))
    names = dict(enumerate(judge.scheme.names))
    now = levels.filter(pl.col("review_on") == reviews[-1]).join(find_since(levels, reviews), on="member")
    table = (
        now.with_columns(
            _label().alias("label"),
            pl.col("level").add(1).replace_strict(names, default=None, return_dtype=pl.String).alias("next_level"),
            _tell_missing(judge).alias("missing"),
        )
        .sort(pl.col("level"), "handle", descending=[True, False])
        .select(
            "handle",
            pl.col("level").replace_strict(names, return_dtype=pl.String),
            "label",
            "since_on",
            "next_level",
            "missing",
        )
    )
    return Result(
        say("Members by level: {scheme}", scheme=say(judge.scheme.title)),
        table,
        notes=(
            *level_remarks.of_levels(judge, reviews[-1]),
            say("since: the first month-end of those at which the level has been the same since."),
        ),
        keys=("handle", "missing"),
        vocabulary={"level": judge.scheme.names, "next_level": judge.scheme.names, "label": LABELS},
        parameters={"scheme": judge.scheme.name, "review_on": str(reviews[-1]), "hold": judge.scheme.hold},
    )


def is_newcomer() -> pl.Expr:
    """Whether a member came under 30 days before the review."""
    import polars as pl

    return (pl.col("tenure_days") < NEWCOMER_DAYS).fill_null(value=False)


def _label() -> pl.Expr:
    """Who has just come; and of the bottom level, who was never active and who was once."""
    import polars as pl

    return (
        pl.when(is_newcomer())
        .then(pl.lit("newcomer"))
        .when(pl.col("level") > 0)
        .then(None)
        .when(pl.col("was_active") == 1)
        .then(pl.lit("lapsed"))
        .otherwise(pl.lit("never"))
    )


def find_since(levels: pl.DataFrame, reviews: list[date]) -> pl.DataFrame:
    """Since which review each member has stood where they stand at the last one, without a gap."""
    import polars as pl

    places = pl.DataFrame({"review_on": reviews, "back": range(len(reviews) - 1, -1, -1)})
    last = levels.filter(pl.col("review_on") == reviews[-1]).select("member", "level")
    same = levels.select("member", "level", "review_on").join(last, on=["member", "level"], how="semi")
    ranked = same.join(places, on="review_on").with_columns(
        pl.col("back").rank("ordinal").over("member").sub(1).alias("place")
    )
    unbroken = ranked.filter(pl.col("back") == pl.col("place"))
    return unbroken.group_by("member").agg(pl.col("review_on").min().alias("since_on"))


def _tell_missing(judge: Judge) -> pl.Expr:
    """What the rule of the next level that is nearest still asks for; null at the top and where it cannot be told."""
    import polars as pl

    said = pl.lit(None, pl.String)
    for number, level in enumerate(judge.scheme.levels[1:]):
        rules = judge.told[level.name]
        if not rules:
            continue
        counts = [pl.sum_horizontal(_is_open(each).cast(pl.Int8) for each in rule) for rule in rules]
        nearest = pl.min_horizontal(counts)
        text = pl.coalesce(
            pl.when(count == nearest).then(_tell_rule(rule)) for count, rule in zip(counts, rules, strict=True)
        )
        said = pl.when(pl.col("level") == number).then(text).otherwise(said)
    return said


def _tell_rule(rule: Rule) -> pl.Expr:
    import polars as pl

    open_ = [pl.when(_is_open(each)).then(_tell_condition(each)) for each in rule]
    return pl.concat_str(open_, separator=say("; "), ignore_nulls=True)


def _is_open(condition: Condition) -> pl.Expr:
    import polars as pl

    is_met: pl.Expr = COMPARE[condition.sign](pl.col(condition.feature), condition.bound)
    return ~is_met.fill_null(value=False)


def _tell_condition(condition: Condition) -> pl.Expr:
    """What is there and what is asked for, as `days with activity in 90 days: 8, needs >= 12`."""
    import polars as pl

    meaning = tell_feature(condition.feature)
    is_rate = "_rate" in condition.feature
    need = f"{condition.sign} {condition.bound:.0%}" if is_rate else f"{condition.sign} {condition.bound:g}"
    head, tail = say("{meaning}: {here}, needs {need}", meaning=meaning, here=_HERE, need=need).split(_HERE)
    have = pl.col(condition.feature)
    shown = pl.format("{}%", (have * 100).round(1)) if is_rate else have.round(2).cast(pl.String)
    return pl.format("{}{}{}", pl.lit(head), shown.fill_null("–"), pl.lit(tail))
