"""Models that tell who will churn: a logistic regression, or small trees, kept as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

TREES, DEPTH, RATE, LEAST_LEAF = 100, 3, 0.1, 20
ROW_WEIGHT = 0.1
_SOFTEST = 35.0  # log-odds beyond which a probability is 0 or 1 to the last digit


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression: a weight for each column in standard deviations from its mean."""

    means: tuple[float, ...]
    deviations: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def find_odds(self, matrix: Array) -> Array:
        """The log-odds of churning, a row each."""
        import numpy as np

        scaled = np.asarray(self.weights) / np.asarray(self.deviations)
        odds: Array = matrix @ scaled + (self.intercept - float(np.asarray(self.means) @ scaled))
        return odds

    def find_parts(self, matrix: Array) -> Array:
        """What each column adds to the log-odds, beside those of the mean member: rows and columns as the matrix."""
        import numpy as np

        parts: Array = (matrix - np.asarray(self.means)) / np.asarray(self.deviations) * np.asarray(self.weights)
        return parts


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree of splits: of each node its column (-1 of a leaf), threshold, two nodes below, and its value."""

    columns: tuple[int, ...]
    thresholds: tuple[float, ...]
    lower: tuple[int, ...]
    higher: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees, each of which mends what those before it left (Friedman 2001), on top of the log-odds of all."""

    trees: tuple[Tree, ...]
    intercept: float

    def find_odds(self, matrix: Array) -> Array:
        """The log-odds of churning, a row each."""
        odds: Array = self.intercept + self.find_parts(matrix).sum(axis=1)
        return odds

    def find_parts(self, matrix: Array) -> Array:
        """What each column adds to the log-odds: by how much its splits change the value of the node (Saabas 2014)."""
        import numpy as np

        parts = np.zeros(matrix.shape)
        rows = np.arange(matrix.shape[0])
        narrow = matrix.astype(np.float32)  # as the trees were taught
        for tree in self.trees:
            columns, thresholds, values = np.asarray(tree.columns), np.asarray(tree.thresholds), np.asarray(tree.values)
            lower, higher = np.asarray(tree.lower), np.asarray(tree.higher)
            at = np.zeros(matrix.shape[0], dtype=np.int64)
            for _ in range(DEPTH):
                goes_low = narrow[rows, columns[at]] <= thresholds[at]
                below = np.where(columns[at] < 0, at, np.where(goes_low, lower[at], higher[at]))
                parts[rows, columns[at]] += RATE * (values[below] - values[at])
                at = below
        return parts


def fit_linear(matrix: Array, churned: Array) -> Linear:
    """The logistic regression of scikit-learn on standardised columns, with a ridge penalty: C = 0.1.

    The rows of one member in neighbouring weeks are much alike, so that each counts as a tenth of a single one.
    """
    from sklearn.linear_model import LogisticRegression

    means, deviations = matrix.mean(axis=0), matrix.std(axis=0)
    deviations[deviations == 0] = 1.0  # a column that never varies weighs nothing
    fitted = LogisticRegression(C=ROW_WEIGHT, solver="newton-cholesky", tol=1e-10).fit(
        (matrix - means) / deviations, churned
    )
    return Linear(_plain(means), _plain(deviations), _plain(fitted.coef_[0]), float(fitted.intercept_[0]))


def fit_trees(matrix: Array, churned: Array) -> Forest:
    """The boosted trees of scikit-learn: 100 of three splits deep, the same ones each time."""
    import numpy as np
    from sklearn.ensemble import GradientBoostingClassifier

    fitted = GradientBoostingClassifier(
        n_estimators=TREES, max_depth=DEPTH, learning_rate=RATE, min_samples_leaf=LEAST_LEAF, random_state=1
    ).fit(matrix, churned)
    share = float(churned.mean())
    trees = tuple(_take_apart(each.tree_) for each in fitted.estimators_[:, 0])
    roots = RATE * sum(tree.values[0] for tree in trees)
    return Forest(trees, float(np.log(share / (1 - share))) + roots)


def _take_apart(tree: Any) -> Tree:  # noqa: ANN401 (scikit-learn has no types)
    columns = tuple(int(each) if each >= 0 else -1 for each in tree.feature)
    lower, higher = tuple(map(int, tree.children_left)), tuple(map(int, tree.children_right))
    return Tree(columns, _plain(tree.threshold), lower, higher, _plain(tree.value[:, 0, 0]))


def find_rates(odds: Array) -> Array:
    """Log-odds as probabilities."""
    import numpy as np

    rates: Array = 1 / (1 + np.exp(-np.clip(odds, -_SOFTEST, _SOFTEST)))
    return rates


def _plain(values: Any) -> tuple[float, ...]:  # noqa: ANN401 (an array of any kind of number)
    return tuple(float(each) for each in values)
