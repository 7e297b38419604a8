"""A churn score that was taught and tried: what it is made of, from when to when, and how well it did."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from commkit.choices import Activity
from commkit.segment.churn.churn_options import ScoreModel
from commkit.stats.calibration import Calibration
from commkit.stats.classifier import Forest, Linear, Tree
from commkit.stats.scorer import Scorer
from commkit.store.ask.reach import DAY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


VERSION = 1  # of what columns mean and of how a score is worked out
STALE_DAYS = 90


@dataclass(frozen=True)
class ChurnModel:
    """What scores members, with the days that it was taught by and what the past says of it."""

    columns: tuple[str, ...]
    scorer: Scorer
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

    def fits(self, active_by: Activity, ahead: int) -> bool:
        """Whether it tells of this kind of activity, so many days ahead."""
        return self.active_by == active_by.value and self.ahead == ahead

    def knows_later(self, day: date) -> bool:
        """Whether it was taught by facts after a day."""
        return self.taught_to > day.isoformat()

    def is_stale(self, day: date) -> bool:
        """Whether what it was taught by lies 90 days back or more."""
        return self.taught_to <= (day - STALE_DAYS * DAY).isoformat()


def write_model(model: ChurnModel) -> dict[str, Any]:
    """The model as plain numbers and words."""
    plain = asdict(model)
    return {"version": VERSION, "kind": model.kind.value, **plain}


def read_model(said: Mapping[str, Any]) -> ChurnModel:
    """The model that these numbers and words are. Raises KeyError, TypeError or ValueError for any others."""
    if said["version"] != VERSION:
        raise ValueError("a model of another version")
    scorer, names = (
        said["scorer"],
        (each for each in ChurnModel.__dataclass_fields__ if each not in ("columns", "scorer")),
    )
    model = _read_forest(scorer["model"]) if said["kind"] == ScoreModel.trees else _read_linear(scorer["model"])
    return ChurnModel(
        columns=tuple(map(str, said["columns"])),
        scorer=Scorer(_numbers(scorer["fills"]), model, Calibration(**scorer["calibration"])),
        **{name: said[name] for name in names},
    )


def _read_linear(said: Mapping[str, Any]) -> Linear:
    means, deviations, weights = (_numbers(said[name]) for name in ("means", "deviations", "weights"))
    return Linear(means, deviations, weights, float(said["intercept"]))


def _read_forest(said: Mapping[str, Any]) -> Forest:
    trees = (Tree(**{name: tuple(values) for name, values in tree.items()}) for tree in said["trees"])
    return Forest(tuple(trees), float(said["intercept"]))


def _numbers(values: list[float]) -> tuple[float, ...]:
    return tuple(map(float, values))
