"""What do members answer, how sure is that, and who was asked?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About
from commkit.indicators.periods import FEW
from commkit.params.questions import Question, SampleSize, Seed
from commkit.result import Bars, Result
from commkit.stats.shares import find_difference, find_wilson
from commkit.store.ask.community import Store
from commkit.store.ask.dimension import refuse_moving
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

ABOUT = About(
    needs_one_of=("surveys", "members"),
    examples=(
        "commkit survey  # NPS and satisfaction, and how sure they are",
        "commkit survey --question nps --by platform  # whether they would recommend us, on each platform",
        "commkit survey --sample 30 --seed 7 --by region  # thirty members to ask, each region by its share",
    ),
)
_SHOWN = (
    *("slice", "survey", "question", "scale", "measure", "answers", "of_invited", "answer_rate"),
    *("value", "low_value", "high_value", "mean_score", "unit", "status"),
)


def survey(store: Store, *, question: Question = None, sample: SampleSize = None, seed: Seed = 1) -> Result:
    """NPS on scales of 0 to 10, the upper two of other scales, with 95% intervals, and the share of those asked."""
    if sample is not None:
        return _draw(store, sample, seed)
    import polars as pl

    store.need("surveys")
    counted = store.ask("metrics/feedback/survey", question=question)
    table = _measure(counted)
    return Result(
        say("Survey"),
        table,
        Bars("cell", "answers"),
        notes=(*_remark(counted), *_remark_bias(store)),
        keys=("slice", "survey", "question", "scale"),
        vocabulary={"measure": ("nps", "csat"), "unit": ("number", "rate"), "status": ("low_n", "complete")},
        unit_of=("value", "low_value", "high_value"),
        aside=("mean_score", "unit", "scale"),
        drawn=table.with_columns(pl.concat_str("survey", "question", separator=" · ", ignore_nulls=True).alias("cell")),
    )


def _measure(counted: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    words, numbers = ("measure", "unit", "status"), ("value", "low_value", "high_value")
    schema = dict.fromkeys(words, pl.String) | dict.fromkeys(numbers, pl.Float64)
    judged = pl.DataFrame([_judge(row) for row in counted.to_dicts()], schema=schema)
    table = pl.concat([counted, judged], how="horizontal")
    return table.with_columns((pl.col("answers") / pl.col("of_invited")).alias("answer_rate")).select(_SHOWN)


def _judge(row: dict[str, int]) -> dict[str, object]:
    """NPS in points, or the share of the upper two, with its interval."""
    answers = row["answers"]
    if row["is_nps"]:
        bounds = find_difference(row["promoters"], row["detractors"], answers)
        value = 100 * (row["promoters"] - row["detractors"]) / answers if answers else None
        low, high = (100 * bounds[0], 100 * bounds[1]) if bounds else (None, None)
    else:
        low, high = find_wilson(row["satisfied"], answers) or (None, None)
        value = row["satisfied"] / answers if answers else None
    return {
        "measure": "nps" if row["is_nps"] else "csat",
        "value": value,
        "low_value": low,
        "high_value": high,
        "unit": "number" if row["is_nps"] else "rate",
        "status": "low_n" if answers < FEW else "complete",
    }


def _remark(counted: pl.DataFrame) -> list[str]:
    notes = [
        say("nps: share of 9 and 10 less that of 0 to 6, in points; csat: share of the upper two of the scale."),
        say("intervals are of 95%: of the difference of two shares, and by Wilson. Scales are never mixed."),
    ]
    if not counted["is_scale_told"].all():
        notes.append(say("where no scale is told, it is taken for 1-5 or 0-10 by the scores."))
    if counted["of_invited"].null_count():
        notes.append(say("who was asked is not told, so the share that answered is unknown."))
    if (counted["answers"] < FEW).any():
        notes.append(say("low n: fewer than 30 answers, so the number is uncertain."))
    return notes


def _remark_bias(store: Store) -> list[str]:
    """Whether those who answered are the active ones."""
    if not store.has["members"]:
        return []
    members, active, answering, active_answering = store.ask("metrics/feedback/survey_bias").row(0)
    if not members or not answering:
        return []
    return [
        say(
            "of those who answered {answering:.0%} were active in the last 28 days, of all members {all:.0%}.",
            answering=active_answering / answering,
            all=active / members,
        )
    ]


def _draw(store: Store, size: int, seed: int) -> Result:
    """Members to ask, from every slice as many as its share; the same seed gives the same members."""
    import polars as pl

    store.need("members")
    refuse_moving(store.by)
    drawn = store.ask("metrics/feedback/survey_sample", seed=str(seed))
    sizes = dict(drawn.select("slice", "of_members").unique(maintain_order=True).rows())
    quota = _share_out(sizes, min(size, sum(sizes.values())))
    wanted = pl.DataFrame({"slice": list(quota), "quota": list(quota.values())}, schema_overrides={"slice": pl.String})
    table = drawn.with_columns(pl.col("slice").cast(pl.String)).join(
        wanted, on="slice", how="left", nulls_equal=True, maintain_order="left"
    )
    return Result(
        say("Members to ask"),
        table.filter(pl.col("place") <= pl.col("quota")).select("slice", "handle", "of_members"),
        notes=(say("drawn by the seed {seed}, from every slice as many as its share of members.", seed=seed),),
        keys=("slice", "handle"),
        parameters={"sample": size, "seed": seed},
    )


def _share_out(sizes: dict[str | None, int], number: int) -> dict[str | None, int]:
    """So many places for slices of these sizes: whole shares first, then the largest remainders."""
    whole = sum(sizes.values())
    shares = {name: number * size / whole for name, size in sizes.items()} if whole else {}
    quota = {name: int(share) for name, share in shares.items()}
    by_remainder = sorted(shares, key=lambda name: (quota[name] - shares[name], str(name)))
    for name in by_remainder[: number - sum(quota.values())]:
        quota[name] += 1
    return quota
