"""Models that are taught by what became of members whom one could look at earlier, and nothing later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData
from commkit.segment.churn.churn_options import ScoreModel
from commkit.segment.churn.score_columns import COLUMNS, LONGER, make_matrix
from commkit.stats.scorer import Scorer, fit_scorer
from commkit.store.ask.reach import DAY
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from commkit.segment.churn.snapshots import Lookout

FEWEST = 50  # members who churned, and who stayed, without whom nothing is learned
MOST_REVIEWS = 52  # what is older teaches how the community was
LONGEST, QUARTER = 180, 91  # days


@dataclass(frozen=True, slots=True)
class Lesson:
    """The rows that teach: of each the review, the member, what was known then, and whether the member churned."""

    rows: pl.DataFrame
    columns: tuple[str, ...]

    @classmethod
    def up_to(cls, rows: pl.DataFrame, day: date, lookout: Lookout) -> Lesson:
        """Those whose outcome was known by a day, from the last 52 reviews of them.

        Where a quarter of a year can be learned from with 180 days of history, the columns that look so far back are
        used, and reviews without so much history are not.
        """
        import polars as pl

        known = rows.filter(pl.col("review_on") <= day - lookout.ahead * DAY)
        reviews = known["review_on"].unique().sort()
        long = reviews.filter(reviews >= lookout.first_on + (LONGEST - 1) * DAY)
        is_long = not long.is_empty() and (long[-1] - long[0]).days >= QUARTER
        kept = (long if is_long else reviews)[-MOST_REVIEWS:]
        columns = tuple(name for name in COLUMNS + LONGER * is_long if name in rows.columns)
        return cls(known.filter(pl.col("review_on").is_in(kept.implode())), columns)

    @property
    def churned_members(self) -> int:
        """How many members churned at least once."""
        return self.rows.filter("churned")["member"].n_unique()

    @property
    def stayed_members(self) -> int:
        """How many members stayed at least once."""
        import polars as pl

        return self.rows.filter(~pl.col("churned"))["member"].n_unique()

    @property
    def is_enough(self) -> bool:
        """Whether anything can be learned."""
        return min(self.churned_members, self.stayed_members) >= FEWEST

    def refuse_few(self) -> None:
        """Refuse where too few churned or too few stayed. Raises NotEnoughData."""
        if self.is_enough:
            return
        raise NotEnoughData(
            say(
                "too few members to learn from: {churned} churned and {stayed} stayed, and {fewest} of each are needed",
                churned=self.churned_members,
                stayed=self.stayed_members,
                fewest=FEWEST,
            ),
            hint=say("go by the rule: commkit churn rules"),
        )

    def teach(
        self,
        columns: Sequence[str] | None = None,
        kind: ScoreModel = ScoreModel.regression,
        longest: int | None = None,
    ) -> Scorer:
        """A model of these columns, else of all that the lesson has, calibrated."""
        import polars as pl

        reviews = self.rows["review_on"].unique().sort()
        late = self.rows["review_on"] > reviews[(reviews.len() - 1) // 2]
        return fit_scorer(
            make_matrix(self.rows, self.columns if columns is None else columns, longest),
            self.rows["churned"].cast(pl.Float64).to_numpy(),
            late.cast(pl.Int8).to_numpy(),
            trees=kind is ScoreModel.trees,
        )
