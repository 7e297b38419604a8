"""A model, the days since the last activity and the rule, tried on days in the past of which the outcome is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.choices import Period, ScoreModel
from commkit.errors import NotEnoughData
from commkit.segment.churn.columns import COLUMNS, RECENCY, RULE, choose_columns, make_matrix
from commkit.segment.churn.flags import ChurnRule
from commkit.segment.churn.lessons import Lesson
from commkit.segment.churn.snapshots import is_regular
from commkit.stats.ranking import Measured, Ranking, compare_rankings
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from commkit.segment.churn.snapshots import Watch

CUTOFFS, FEWEST_CUTOFFS = 12, 5
BASELINES = ("recency", "rule")


@dataclass(frozen=True)
class Proof:
    """What was scored in the past: review_on, member, handle, is_regular, churned, and each way's probability."""

    scored: pl.DataFrame
    columns: tuple[str, ...]

    @property
    def cutoffs(self) -> list[date]:
        """The days that were scored from."""
        return self.scored["review_on"].unique().sort().to_list()

    def of_regulars(self) -> Proof:
        """The same of regulars alone."""
        return Proof(self.scored.filter("is_regular"), self.columns)

    def rank(self, way: str) -> Ranking:
        """The scores of one way with what happened."""
        import polars as pl

        return Ranking(self.scored[way].to_numpy(), self.scored["churned"].cast(pl.Float64).to_numpy())

    @property
    def can_rank(self) -> bool:
        """Whether some churned and some stayed."""
        return not self.scored.is_empty() and 0 < self.scored["churned"].mean() < 1

    def compare(self, other: str, way: str = "score") -> dict[str, Measured]:
        """Every measure of the score and of another way, with the interval of the difference."""
        return compare_rankings(self.rank(way), self.rank(other), self.scored["member"].to_numpy())


def prove(
    watch: Watch,
    every: Period = Period.week,
    cutoffs: int = CUTOFFS,
    kind: ScoreModel = ScoreModel.regression,
) -> Proof:
    """Score the last days of which the outcome is known, each by what was known on it. Raises NotEnoughData."""
    reviews = watch.list_reviews(every)
    refuse_short(watch, reviews)
    columns = choose_columns(watch, reviews[0])
    rows = ChurnRule().flag(watch.look_back(reviews, columns))
    return score_past(rows, watch, reviews[-cutoffs:], columns, kind)


def score_past(
    rows: pl.DataFrame,
    watch: Watch,
    cutoffs: Sequence[date],
    columns: tuple[str, ...] = COLUMNS,
    kind: ScoreModel = ScoreModel.regression,
) -> Proof:
    """The rows of these days, scored by models that are taught by what was known on each. Raises NotEnoughData."""
    import polars as pl

    ways = {"score": columns, "recency": RECENCY, "rule": RULE}
    scored = []
    for day in cutoffs:
        lesson = Lesson.up_to(rows, day, watch.ahead)
        if not lesson.is_enough:
            continue
        people = rows.filter(pl.col("review_on") == day)
        kinds = {"score": kind}
        rates = {
            way: lesson.teach(names, kinds.get(way, ScoreModel.regression)).find_rates(make_matrix(people, names))
            for way, names in ways.items()
        }
        if kind is ScoreModel.trees:
            rates["regression"] = lesson.teach(columns).find_rates(make_matrix(people, columns))
        scored.append(people.with_columns(is_regular().alias("is_regular"), **{k: pl.Series(v) for k, v in rates.items()}))
    if len(scored) < FEWEST_CUTOFFS:
        Lesson.up_to(rows, cutoffs[-1], watch.ahead).refuse_few()
        raise _refuse_days(len(scored))
    return Proof(pl.concat(scored), columns)


def refuse_short(watch: Watch, reviews: Sequence[date]) -> None:
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
