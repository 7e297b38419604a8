"""A model, the days since the last activity and the rule, tried on days in the past of which the outcome is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from commkit.choices import Period
from commkit.errors import NotEnoughData
from commkit.segment.churn.churn_options import ScoreModel
from commkit.segment.churn.flags import ChurnRule
from commkit.segment.churn.lessons import Lesson
from commkit.segment.churn.score_columns import RECENCY, RULE, choose_columns, make_matrix
from commkit.segment.churn.snapshots import find_churn_rate, is_regular
from commkit.stats.score_measures import Ranking, Trial
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from commkit.segment.churn.snapshots import Lookout

CUTOFFS, FEWEST_CUTOFFS = 8, 5
_PLAIN = ScoreModel.regression
WAYS = ("score", "recency", "rule", "regression")


class ScoreVerdict(StrEnum):
    """What the past says of the score beside the days since the last activity, of regulars."""

    better = "better"
    no_better = "no_better"
    worse = "worse"
    unknown = "unknown"


@dataclass(frozen=True)
class Proof:
    """What was scored in the past: review_on, member, handle, is_regular, churned, and each way's probability."""

    scored: pl.DataFrame

    @property
    def cutoffs(self) -> list[date]:
        """The days that were scored from."""
        return self.scored["review_on"].unique().sort().to_list()

    @cached_property
    def regulars(self) -> Proof:
        """The same of regulars alone."""
        return Proof(self.scored.filter("is_regular"))

    @cached_property
    def trial(self) -> Trial:
        """Every way's scores with what happened."""
        import polars as pl

        churned = self.scored["churned"].cast(pl.Float64).to_numpy()
        ways = [way for way in WAYS if way in self.scored.columns]
        return Trial(
            {way: Ranking(self.scored[way].to_numpy(), churned) for way in ways}, self.scored["member"].to_numpy()
        )

    @property
    def can_rank(self) -> bool:
        """Whether some churned and some stayed."""
        return 0 < (find_churn_rate(self.scored) or 0) < 1

    @cached_property
    def verdict(self) -> ScoreVerdict:
        """Whether the score tells regulars who churn from those who stay better than the days of silence do."""
        regulars = self.regulars
        if not regulars.can_rank:
            return ScoreVerdict.unknown
        gap = regulars.trial.find_gap("score", "recency", "auc")
        if gap.low > 0:
            return ScoreVerdict.better
        return ScoreVerdict.worse if gap.high < 0 else ScoreVerdict.no_better


def prove(
    lookout: Lookout,
    every: Period = Period.week,
    cutoffs: int = CUTOFFS,
    kind: ScoreModel = ScoreModel.regression,
) -> Proof:
    """Score the last days of which the outcome is known, each by what was known on it. Raises NotEnoughData."""
    reviews = lookout.list_reviews(every)
    refuse_short(reviews)
    return score_past(gather_past(lookout, reviews), lookout, reviews[-cutoffs:], kind)


def gather_past(lookout: Lookout, reviews: Sequence[date]) -> pl.DataFrame:
    """What was known at each review, whom the rule flagged, and who churned: what teaches and what is scored."""
    return ChurnRule().flag(lookout.look_back(reviews, choose_columns(lookout, reviews[0])))


def score_past(
    rows: pl.DataFrame, lookout: Lookout, cutoffs: Sequence[date], kind: ScoreModel = ScoreModel.regression
) -> Proof:
    """The rows of these days, scored by models that are taught by what was known on each. Raises NotEnoughData."""
    import polars as pl

    scored = []
    for day in cutoffs:
        lesson = Lesson.up_to(rows, day, lookout)
        if lesson.is_enough:
            people = rows.filter(pl.col("review_on") == day)
            rates = _score_each_way(lesson, people, kind)
            scored.append(people.with_columns(is_regular().alias("is_regular"), **rates))
    if len(scored) < FEWEST_CUTOFFS:
        Lesson.up_to(rows, cutoffs[-1], lookout).refuse_few()
        raise _refuse_days(len(scored))
    return Proof(pl.concat(scored))


def _score_each_way(lesson: Lesson, people: pl.DataFrame, kind: ScoreModel) -> dict[str, pl.Series]:
    """The probability of these people by each way, all taught and calibrated alike."""
    import polars as pl

    ways = {"score": (lesson.columns, kind), "recency": (RECENCY, _PLAIN), "rule": (RULE, _PLAIN)}
    if kind is not _PLAIN:
        ways["regression"] = (lesson.columns, _PLAIN)
    return {
        way: pl.Series(lesson.teach(columns, model).find_rates(make_matrix(people, columns)))
        for way, (columns, model) in ways.items()
    }


def refuse_short(reviews: Sequence[date]) -> None:
    """Refuse where the past is too short to look back on. Raises NotEnoughData."""
    if len(reviews) < FEWEST_CUTOFFS:
        raise _refuse_days(len(reviews))


def _refuse_days(number: int) -> NotEnoughData:
    return NotEnoughData(
        say(
            "{number} days of the past can be scored from, and {fewest} are needed: each takes 90 days before it, "
            "days after it, and others before that to learn from",
            number=number,
            fewest=FEWEST_CUTOFFS,
        ),
        hint=say("go by the rule: commkit churn rules; or look less far ahead: --ahead 14"),
    )
