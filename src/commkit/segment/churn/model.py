"""A churn score that was taught and tried: what it is made of, from when to when, and how well it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from commkit.segment.churn.churn_options import ScoreModel
from commkit.stats.classifier import Linear
from commkit.store.ask.reach import DAY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from commkit.choices import Activity
    from commkit.stats.scorer import Scorer


STALE_DAYS = 90


@dataclass(frozen=True)
class ChurnModel:
    """What scores members, with the days that it was taught by and what the past says of it."""

    columns: tuple[str, ...]
    scorer: Scorer
    community: str  # a digest that tells communities apart, and nothing of either
    active_by: str
    ahead: int
    taught_from: str
    taught_to: str  # the last day whose facts it knows
    rows: int
    churned_members: int
    stayed_members: int
    proof: Mapping[str, Any] = field(
        default_factory=dict
    )  # the verdict, AUC of the score and of recency, interval, days

    @property
    def kind(self) -> ScoreModel:
        """A regression or trees."""
        return ScoreModel.regression if isinstance(self.scorer.model, Linear) else ScoreModel.trees

    def fits(self, community: str, active_by: Activity, ahead: int) -> bool:
        """Whether it was taught by this community, of this kind of activity, so many days ahead."""
        return (self.community, self.active_by, self.ahead) == (community, active_by.value, ahead)

    def knows_later(self, day: date) -> bool:
        """Whether it was taught by facts after a day."""
        return self.taught_to > day.isoformat()

    def is_stale(self, day: date) -> bool:
        """Whether what it was taught by lies 90 days back or more."""
        return self.taught_to <= (day - STALE_DAYS * DAY).isoformat()
