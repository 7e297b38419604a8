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

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[Any]
    Slope = Callable[[Numbers], tuple[float, Numbers]]

_WIDEST = 9.0  # parameters lie between exp(-9) and exp(9): beyond, the data do not tell them
_NEAR = 1e-6  # a parameter as near to its bound is on it
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
        odds = self.a / np.maximum(self.b + x - 1, _NEAR) * np.exp(np.minimum(slack, 700))
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

    (x, last, ages), weights = _collapse(frequency, recency, age)
    kinds, place = np.unique(x, return_inverse=True)
    likelihood = _BuyingLikelihood(x, last, ages, weights, kinds, np.bincount(place, weights))
    found, log_likelihood, is_settled = _maximise(likelihood, (1.0, max(float(ages.mean()), 1e-3), 1.0, 1.0), weights)
    return Buying(*found, log_likelihood=log_likelihood, is_settled=is_settled)


def fit_spending(purchases: ArrayLike, mean: ArrayLike) -> Spending:
    """The Gamma-Gamma model of greatest likelihood, from customers' number of purchases and their mean value, above 0.

    The likelihood is of the means, in their own unit. Raises ValueError where there is nobody.
    """
    import numpy as np

    x, means = _read(purchases, mean)
    unit = float(means.mean())
    (p, q, v), log_likelihood, is_settled = _maximise(
        _SpendingLikelihood(x, means / unit), (1.0, 2.0, 1.0), np.ones(len(x))
    )
    told = log_likelihood - len(x) * math.log(unit)
    return Spending(p, q, v * unit, log_likelihood=told, is_settled=is_settled)


@dataclass(frozen=True, slots=True)
class _BuyingLikelihood:
    """The log-likelihood of BG/NBD and its slope by the four parameters, for weighted kinds of customer.

    What depends on the number of repeats alone is worked out once for each number, `kinds`, with `counts` customers.
    """

    x: Numbers
    last: Numbers
    ages: Numbers
    weights: Numbers
    kinds: Numbers
    counts: Numbers

    def __call__(self, parameters: Numbers) -> tuple[float, Numbers]:
        import numpy as np
        from scipy.special import expit, gammaln, psi

        r, alpha, a, b = parameters
        x, kinds, counts = self.x, self.kinds, self.counts
        at_end, at_last = np.log(alpha + self.ages), np.log(alpha + self.last)
        before = np.maximum(b + x - 1, 1e-12)
        apart = np.where(x > 0, np.log(a / before) + (r + x) * (at_end - at_last), -np.inf)  # dropped out to alive
        gone = self.weights * expit(apart)
        alive = self.weights - gone
        of_kind = gammaln(r + kinds) - gammaln(r) + r * np.log(alpha)
        of_kind += gammaln(a + b) - gammaln(b) + gammaln(b + kinds) - gammaln(a + b + kinds)
        value = counts @ of_kind + self.weights @ (np.logaddexp(0, apart) - (r + x) * at_end)
        both = psi(a + b) - psi(a + b + kinds)
        slope = (
            counts @ (psi(r + kinds) - psi(r) + np.log(alpha)) - alive @ at_end - gone @ at_last,
            counts.sum() * r / alpha - (r + x) @ (alive / (alpha + self.ages) + gone / (alpha + self.last)),
            counts @ both + gone.sum() / a,
            counts @ (both + psi(b + kinds) - psi(b)) - gone @ (1 / before),
        )
        return float(value), np.array(slope)


@dataclass(frozen=True, slots=True)
class _SpendingLikelihood:
    """The log-likelihood of Gamma-Gamma and its slope by the three parameters."""

    x: Numbers
    means: Numbers

    def __call__(self, parameters: Numbers) -> tuple[float, Numbers]:
        import numpy as np
        from scipy.special import gammaln, psi

        p, q, v = parameters
        shape, spent = p * self.x, self.x * self.means
        whole = np.log(v + spent)
        value = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(v)
        value += shape * np.log(spent) - np.log(self.means) - (shape + q) * whole
        slope = (
            self.x @ (psi(shape + q) - psi(shape) + np.log(spent) - whole),
            (psi(shape + q) - psi(q) + np.log(v) - whole).sum(),
            (q / v - (shape + q) / (v + spent)).sum(),
        )
        return float(value.sum()), np.array(slope)


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


def _collapse(*columns: ArrayLike) -> tuple[list[Numbers], Numbers]:
    """The distinct rows of columns of equal length, and how often each is there."""
    import numpy as np

    kept = _read(*columns)
    order = np.lexsort(kept)
    ordered = [column[order] for column in kept]
    is_first = np.ones(len(order), bool)
    is_first[1:] = np.any([column[1:] != column[:-1] for column in ordered], axis=0)
    starts = np.flatnonzero(is_first)
    return [column[starts] for column in ordered], np.diff(starts, append=len(order)).astype(float)


def _read(*columns: ArrayLike) -> list[Numbers]:
    import numpy as np

    read = [np.asarray(column, float) for column in columns]
    if not read[0].size:
        raise ValueError("nobody to fit")
    return read


def _maximise(likelihood: Slope, start: tuple[float, ...], weights: Numbers) -> tuple[list[float], float, bool]:
    """The parameters at which the likelihood is greatest, its logarithm there, and whether the data tell them all."""
    import numpy as np
    from scipy.optimize import minimize
    from threadpoolctl import threadpool_limits

    size = float(weights.sum())

    def fall(logs: Numbers) -> tuple[float, Numbers]:
        parameters = np.exp(logs)
        value, slope = likelihood(parameters)
        return -value / size, -slope * parameters / size

    bounds = [(-_WIDEST, _WIDEST)] * len(start)
    settings = {"ftol": 1e-13, "gtol": 1e-8, "maxiter": 500}
    with threadpool_limits(1, user_api="blas"):  # threads that wait for each other take longer than four parameters do
        found = minimize(fall, np.log(start), jac=True, method="L-BFGS-B", bounds=bounds, options=settings)
    is_inside = bool(np.all(np.abs(found.x) < _WIDEST - _NEAR))
    return [float(each) for each in np.exp(found.x)], -float(found.fun) * size, is_inside
