"""What a longer history is worth to the score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Period
from commkit.errors import NotEnoughData
from commkit.result import Line, Result
from commkit.segment.churn.lessons import Lesson
from commkit.segment.churn.proof import FEWEST_CUTOFFS, refuse_short
from commkit.segment.churn.score_columns import COLUMNS, choose_columns, make_matrix
from commkit.segment.churn.snapshots import find_churn_rate, is_regular
from commkit.segment.features import FEATURES
from commkit.stats.score_measures import Ranking, Trial
from commkit.store.ask.reach import DAY
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from commkit.segment.churn.snapshots import Lookout

WINDOWS = (30, 60, 90, 120, 180)
_SHORTEST = WINDOWS[0]


def try_windows(lookout: Lookout, every: Period, cutoffs: int) -> Result:
    """A row for each length of history: how well a model of it ranks the same regulars and the same everybody.

    A length is null where it is not covered before enough days to learn from.
    """
    import polars as pl

    reviews = lookout.list_reviews(every)
    refuse_short(reviews)
    told = choose_columns(lookout, reviews[0], tuple(name for name in COLUMNS if FEATURES[name].days))
    rows = lookout.look_back(reviews, told, weeks=False)
    found = {days: _score(rows, lookout, reviews[-cutoffs:], told, days) for days in WINDOWS}
    known = {days: part for days, part in found.items() if part is not None}
    shared = set.intersection(*(set(part["review_on"]) for part in known.values())) if known else set()
    if len(shared) < FEWEST_CUTOFFS:
        Lesson.up_to(rows, reviews[-1], lookout).refuse_few()
        raise NotEnoughData(
            say("too few days of the past can be scored from"), hint=say("look less far ahead: --ahead 14")
        )
    kept = {days: part.filter(pl.col("review_on").is_in(list(shared))) for days, part in known.items()}
    regulars = _try({days: part.filter("is_regular") for days, part in kept.items()})
    everybody = _try(kept)
    table = pl.DataFrame([_measure(days, regulars, everybody) for days in WINDOWS], infer_schema_length=None)
    return Result(
        say("What a longer history is worth to the churn score"),
        table,
        Line("window_days", ("regulars_auc", "everybody_auc")),
        notes=(
            say(
                "each row: a score that looks back so many days and no further, of the same people on the same {days} "
                "days; low and high: 95% of its difference from {shortest} days among regulars.",
                days=len(shared),
                shortest=_SHORTEST,
            ),
        ),
        keys=("window_days",),
        vocabulary={"status": ("complete", "not_covered")},
    )


def _choose(told: Sequence[str], days: int) -> tuple[str, ...]:
    return ("silent_days", *(name for name in told if FEATURES[name].days <= days))


def _score(
    rows: pl.DataFrame, lookout: Lookout, cutoffs: Sequence[date], told: Sequence[str], days: int
) -> pl.DataFrame | None:
    """The rows of the days that this history can be scored from, with the score; None where there are none."""
    import polars as pl

    columns = _choose(told, days)
    covered = rows.filter(pl.col("review_on") >= lookout.first_on + (days - 1) * DAY)
    scored = []
    for day in cutoffs:
        lesson = Lesson.up_to(covered, day, lookout)
        people = covered.filter(pl.col("review_on") == day)
        if lesson.is_enough and not people.is_empty():
            rates = lesson.teach(columns, longest=days).find_rates(make_matrix(people, columns, days))
            scored.append(people.with_columns(is_regular().alias("is_regular"), pl.Series("score", rates)))
    return pl.concat(scored) if len(scored) >= FEWEST_CUTOFFS else None


def _try(parts: dict[int, pl.DataFrame]) -> Trial | None:
    """The scores of every length, of the same people; None where nobody churned or nobody stayed."""
    import polars as pl

    first = next(iter(parts.values()))
    if not 0 < (find_churn_rate(first) or 0) < 1:
        return None
    churned = first["churned"].cast(pl.Float64).to_numpy()
    rankings = {str(days): Ranking(part["score"].to_numpy(), churned) for days, part in parts.items()}
    return Trial(rankings, first["member"].to_numpy())


def _measure(days: int, regulars: Trial | None, everybody: Trial | None) -> dict[str, object]:
    way, base = str(days), str(_SHORTEST)
    row: dict[str, object] = {"window_days": days}
    for people, trial in (("regulars", regulars), ("everybody", everybody)):
        row[f"{people}_auc"] = trial.measure(way, "auc") if trial and way in trial.rankings else None
    gap = None
    if regulars and {way, base} <= regulars.rankings.keys() and way != base:
        gap = regulars.find_gap(way, base, "auc")
    row |= {"over_30": gap and gap.difference, "low": gap and gap.low, "high": gap and gap.high}
    return row | {"status": "complete" if everybody and way in everybody.rankings else "not_covered"}
