"""A churn model as plain numbers and words, and back: whatever a file holds that is no such model is refused."""

from __future__ import annotations

import re
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

from commkit.segment.churn.churn_options import ScoreModel
from commkit.segment.churn.model import ChurnModel
from commkit.segment.churn.proof import ScoreVerdict
from commkit.segment.churn.score_columns import COLUMNS, LONGER
from commkit.stats.calibration import Calibration
from commkit.stats.classifier import Forest, Linear, Tree
from commkit.stats.scorer import Scorer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VERSION = 1  # of what columns mean and of how a score is worked out
MEASURED = ("auc", "pr_auc", "brier", "ece", "lift_at_10", "recency_auc", "low", "high", "days")
_MOST = 1e9  # beyond any weight, threshold or logarithm
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def write_model(model: ChurnModel) -> dict[str, Any]:
    """The model as plain numbers and words."""
    return {"version": VERSION, "kind": model.kind.value, **asdict(model)}


def read_model(said: Mapping[str, Any]) -> ChurnModel:
    """The model that these numbers and words are.

    Raises AttributeError, KeyError, OverflowError, TypeError or ValueError for any others.
    """
    if said["version"] != VERSION:
        raise ValueError("a model of another version")
    scorer, is_trees = said["scorer"], ScoreModel(said["kind"]) is ScoreModel.trees
    model = _read_forest(scorer["model"]) if is_trees else _read_linear(scorer["model"])
    slope, shift = _read_numbers([scorer["calibration"]["slope"], scorer["calibration"]["shift"]])
    calibration = Calibration(str(scorer["calibration"]["method"]), slope, shift)
    read = ChurnModel(
        columns=tuple(map(str, said["columns"])),
        scorer=Scorer(_read_numbers(scorer["fills"]), model, calibration),
        community=str(said["community"]),
        active_by=str(said["active_by"]),
        ahead=_read_count(said["ahead"]),
        taught_from=_read_day(said["taught_from"]),
        taught_to=_read_day(said["taught_to"]),
        rows=_read_count(said["rows"]),
        churned_members=_read_count(said["churned_members"]),
        stayed_members=_read_count(said["stayed_members"]),
        proof=_read_proof(said["proof"]),
    )
    _check(read)
    return read


def _check(model: ChurnModel) -> None:
    """Refuse parts that do not go together. Raises ValueError."""
    columns, inner = model.columns, model.scorer.model
    lists: list[Sequence[float]] = [model.scorer.fills]
    if isinstance(inner, Linear):
        lists += [inner.means, inner.deviations, inner.weights]
    are_known = bool(columns) and len({*columns}) == len(columns) and {*columns} <= {*COLUMNS, *LONGER}
    if not are_known or {*map(len, lists)} != {len(columns)}:
        raise ValueError("columns and numbers that do not go together")
    if isinstance(inner, Linear) and min(inner.deviations) <= 0:
        raise ValueError("a deviation of nothing")
    if isinstance(inner, Forest) and any(max(tree.columns) >= len(columns) for tree in inner.trees):
        raise ValueError("a split of no column")
    if model.taught_from > model.taught_to:
        raise ValueError("days that end before they begin")


def _read_linear(said: Mapping[str, Any]) -> Linear:
    means, deviations, weights = (_read_numbers(said[name]) for name in ("means", "deviations", "weights"))
    return Linear(means, deviations, weights, *_read_numbers([said["intercept"]]))


def _read_forest(said: Mapping[str, Any]) -> Forest:
    return Forest(tuple(map(_read_tree, said["trees"])), *_read_numbers([said["intercept"]]))


def _read_tree(said: Mapping[str, Any]) -> Tree:
    """A tree of nodes that are there. Raises KeyError, TypeError or ValueError."""
    columns, lower, higher = (tuple(map(int, said[name])) for name in ("columns", "lower", "higher"))
    tree = Tree(columns, _read_numbers(said["thresholds"]), lower, higher, _read_numbers(said["values"]))
    sizes = {len(each) for each in (columns, tree.thresholds, lower, higher, tree.values)}
    if len(sizes) > 1 or not columns or max(*lower, *higher) >= len(columns):
        raise ValueError("nodes that are not there")
    return tree


def _read_proof(said: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict, and where there is one what it was drawn from. Raises KeyError, TypeError or ValueError."""
    verdict = ScoreVerdict(said["verdict"])
    if verdict is ScoreVerdict.unknown:
        return {"verdict": verdict.value}
    numbers = dict(zip(MEASURED, _read_numbers([said[name] for name in MEASURED]), strict=True))
    days = {name: _read_day(said[name]) for name in ("from", "to")}
    return {"verdict": verdict.value, **numbers, **days, "days": _read_count(said["days"])}


def _read_numbers(values: Sequence[Any]) -> tuple[float, ...]:
    """Numbers that one can reckon with. Raises TypeError or ValueError for anything else."""
    if isinstance(values, str) or not all(isinstance(each, int | float) for each in values):
        raise TypeError
    numbers = tuple(map(float, values))
    if not all(isfinite(each) and abs(each) <= _MOST for each in numbers):
        raise ValueError("numbers out of reach")
    return numbers


def _read_count(value: Any) -> int:  # noqa: ANN401 (whatever a file holds)
    if not isinstance(value, int) or value < 0:
        raise ValueError("no count")
    return value


def _read_day(value: Any) -> str:  # noqa: ANN401 (as above)
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("no day")
    return value
