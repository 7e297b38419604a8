"""A model with its calibration: columns of numbers in, a probability of churning and its parts out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.stats.calibration import Calibration, choose_calibration
from commkit.stats.classifier import Forest, Linear, fit_linear, fit_trees

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]
    Fit = Callable[[Array, Array], Linear | Forest]


_CHUNK = 1 << 10  # rows at a time, so that all that is worked out of them stays near the processor


@dataclass(frozen=True, slots=True)
class Scorer:
    """A model, what stands for a number that is not known (its mean), and the calibration of its scores."""

    fills: tuple[float, ...]
    model: Linear | Forest
    calibration: Calibration

    def find_rates(self, matrix: Array) -> Array:
        """The probability of churning of each row."""
        return self.calibration.find_rates(self.model.find_odds(_fill(matrix, self.fills)))

    def find_reasons(
        self, matrix: Array, groups: Sequence[int], worse: Sequence[int], told: Sequence[bool]
    ) -> tuple[Array, Array]:
        """The two groups of columns that raise each row's log-odds most, -1 for none.

        `groups` numbers the group of each column: columns that say nearly the same share what they add. `worse` is 1
        for a column of which more than the mean is bad, -1 where less is, 0 where either may be: what lies on the good
        side of the mean is no reason, though a weight that mends another one's may say so; nor is a group of which any
        column that is `told` does.
        """
        import numpy as np

        starts = range(0, max(len(matrix), 1), _CHUNK)
        first, second = zip(
            *(self._find_two(matrix[at : at + _CHUNK], groups, worse, told) for at in starts), strict=True
        )
        return np.concatenate(first), np.concatenate(second)

    def _find_two(
        self, matrix: Array, groups: Sequence[int], worse: Sequence[int], told: Sequence[bool]
    ) -> tuple[Array, Array]:
        import numpy as np

        filled = _fill(matrix, self.fills)
        sides = (filled - np.asarray(self.fills)) * np.asarray(worse)
        parts = np.where(sides >= 0, self.model.find_parts(filled), 0.0)
        members = np.zeros((len(groups), max(groups) + 2))
        members[np.arange(len(groups)), np.asarray(groups)] = 1.0  # one more group, of no column, adds nothing
        summed = parts @ members
        summed[((sides < 0) & np.asarray(told)) @ members > 0] = 0.0
        rows = np.arange(summed.shape[0])
        first = summed.argmax(axis=1)
        is_first = summed[rows, first] > 0
        summed[rows, first] = -np.inf
        second = summed.argmax(axis=1)
        is_second = summed[rows, second] > 0
        return np.where(is_first, first, -1), np.where(is_second, second, -1)


def fit_scorer(matrix: Array, churned: Array, is_late: Array, *, trees: bool = False) -> Scorer:
    """Fit a model on all rows, and its calibration on what each half in time scores by what the other half teaches.

    `is_late` is 1 of rows of one of the later days. Raises ValueError where nobody churned or nobody stayed.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    if not 0 < churned.mean() < 1:
        raise ValueError("nobody churned, or nobody stayed")
    known = ~np.isnan(matrix)
    counts = known.sum(axis=0).clip(min=1)
    fills = tuple(float(each) for each in np.where(known, matrix, 0.0).sum(axis=0) / counts)
    with threadpool_limits(1):  # on matrices as narrow as these, threads wait for each other
        return _fit(fills, _fill(matrix, fills), churned, is_late, fit_trees if trees else fit_linear)


def _fit(fills: tuple[float, ...], matrix: Array, churned: Array, is_late: Array, fit: Fit) -> Scorer:
    import numpy as np

    model = fit(matrix, churned)
    halves = [is_late == half for half in (0, 1)]
    if not all(half.any() and 0 < churned[half].mean() < 1 for half in halves):
        return Scorer(fills, model, choose_calibration(model.find_odds(matrix), churned, is_late))
    odds = np.empty(churned.size)
    for half in halves:
        odds[half] = fit(matrix[~half], churned[~half]).find_odds(matrix[half])
    return Scorer(fills, model, choose_calibration(odds, churned, is_late))


def _fill(matrix: Array, fills: tuple[float, ...]) -> Array:
    import numpy as np

    unknown = np.isnan(matrix)
    return np.where(unknown, np.asarray(fills), matrix) if unknown.any() else matrix
