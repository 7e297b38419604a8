"""How often customers will buy who never say that they are gone: the BG/NBD model, and Gamma-Gamma for how much.

Sources: Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model;
Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value. Whatever ranks customers ranks them by expected
purchases or value: the probability of being alive is 1 for everybody who bought once, however long ago.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from commkit.stats.likelihood import BuyingLikelihood, SpendingLikelihood, collapse, maximise, read_columns

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[Any]

_NODES = 64  # enough for six digits in all that is looked at


@dataclass(frozen=True, slots=True)
class Buying:
    """A BG/NBD model: rates of buying spread by Gamma(r, alpha), dropping out after a purchase by Beta(a, b).

    Times are in the unit of the model, counted from each customer's first purchase; `is_settled` is False where a
    parameter runs to the end of what is looked at, so that the data do not tell it.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = field(default=0.0, kw_only=True)
    is_settled: bool = field(default=True, kw_only=True)

    def expect(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, *, within: float) -> Numbers:
        """Purchases expected of each `within` a time from now, by repeats, time of the last, and time since the
        first; with three zeros, repeats of a customer who buys first today.

        The paper writes it with Gauss's 2F1; this is Euler's integral of it, which is a mean over the chance to drop
        out, and has none of the differences of large numbers by which scipy's 2F1 fails here and there.
        """
        import numpy as np

        x, last, ages = np.broadcast_arrays(*(np.asarray(each, float) for each in (frequency, recency, age)))
        told = np.empty(x.shape)
        for kind in np.unique(x):
            chance, weights = _spread(self.a, self.b + kind)
            is_kind = x == kind
            distinct, place = np.unique(ages[is_kind], return_inverse=True)
            growth = np.log1p(within / (self.alpha + distinct)[:, None] * chance)
            told[is_kind] = (-np.expm1(-(self.r + kind) * growth) / chance @ weights)[place]
        alive: Numbers = told * self.be_alive(x, last, ages)
        return alive

    def be_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Numbers:
        """How probable it is that each customer has not dropped out; 1 for everybody without a repeat.

        It ranks nobody: a customer who bought once, long ago, would come first.
        """
        import numpy as np

        x, last, ages = (np.asarray(each, float) for each in (frequency, recency, age))
        slack = (self.r + x) * np.log((self.alpha + ages) / (self.alpha + last))
        odds = self.a / np.maximum(self.b + x - 1, 1e-12) * np.exp(np.minimum(slack, 700))
        told: Numbers = np.where(x > 0, 1 / (1 + odds), 1.0)
        return told


@dataclass(frozen=True, slots=True)
class Spending:
    """A Gamma-Gamma model: a purchase is worth Gamma(p, nu), and nu is spread over customers by Gamma(q, v)."""

    p: float
    q: float
    v: float
    log_likelihood: float = field(default=0.0, kw_only=True)
    is_settled: bool = field(default=True, kw_only=True)

    @property
    def mean(self) -> float | None:
        """What a purchase of a customer is worth of whom nothing is known; None where the model has no mean."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else None

    def expect(self, purchases: ArrayLike, mean: ArrayLike) -> Numbers:
        """What a purchase of each customer is worth in the long run, by how many there were and their mean value.

        NaN where the model has no mean and there was no purchase.
        """
        import numpy as np

        x, means = np.asarray(purchases, float), np.asarray(mean, float)
        weight = self.p * x + self.q - 1
        told: Numbers = np.where(weight > 0, self.p * (self.v + x * means) / np.where(weight > 0, weight, 1), np.nan)
        return told


def fit_buying(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Buying:
    """The BG/NBD model of greatest likelihood, from repeats, time of the last, and time since the first purchase.

    Customers who are alike count once, with a weight. Raises ValueError where there is nobody.
    """
    import numpy as np

    (x, last, ages), weights = collapse(frequency, recency, age)
    kinds, place = np.unique(x, return_inverse=True)
    likelihood = BuyingLikelihood(x, last, ages, weights, kinds, np.bincount(place, weights))
    found, log_likelihood, is_settled = maximise(likelihood, (1.0, max(float(ages.mean()), 1e-3), 1.0, 1.0), weights)
    return Buying(*found, log_likelihood=log_likelihood, is_settled=is_settled)


def fit_spending(purchases: ArrayLike, mean: ArrayLike) -> Spending:
    """The Gamma-Gamma model of greatest likelihood, from customers' number of purchases and their mean value, above 0.

    The likelihood is of the means, in their own unit. Raises ValueError where there is nobody.
    """
    import numpy as np

    x, means = read_columns(purchases, mean)
    unit = float(means.mean())
    (p, q, v), log_likelihood, is_settled = maximise(
        SpendingLikelihood(x, means / unit), (1.0, 2.0, 1.0), np.ones(len(x))
    )
    told = log_likelihood - len(x) * math.log(unit)
    return Spending(p, q, v * unit, log_likelihood=told, is_settled=is_settled)


@lru_cache(maxsize=1024)
def _spread(a: float, b: float) -> tuple[Numbers, Numbers]:
    """Points between 0 and 1, and weights that add up to 1, whose sums are means over Beta(a, b).

    Gauss-Jacobi quadrature from its recurrence, by Golub and Welsch (1969), Calculation of Gauss Quadrature Rules.
    """
    import numpy as np
    from scipy.linalg import eigh_tridiagonal

    k, whole = np.arange(1.0, _NODES), a + b - 2
    middle = np.append((a - b) / (a + b), (a - b) * whole / ((2 * k + whole) * (2 * k + whole + 2)))
    side = k[1:]
    apart = 4 * side * (side + a - 1) * (side + b - 1) * (side + whole)
    apart /= (2 * side + whole) ** 2 * (2 * side + whole + 1) * (2 * side + whole - 1)
    first = 4 * a * b / ((a + b) ** 2 * (a + b + 1))
    points, vectors = eigh_tridiagonal(middle, np.sqrt(np.append(first, apart)))
    return np.maximum((1 + points) / 2, np.finfo(float).tiny), vectors[0] ** 2
