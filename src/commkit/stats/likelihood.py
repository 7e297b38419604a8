"""The likelihoods of the models of buying, and where they are greatest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[Any]
    Slope = Callable[[Numbers], tuple[float, Numbers]]

_WIDEST = 9.0  # parameters lie between exp(-9) and exp(9): beyond, the data do not tell them
_NEAR = 1e-6  # a parameter as near to its bound is on it


@dataclass(frozen=True, slots=True)
class BuyingLikelihood:
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
        """The logarithm at r, alpha, a and b, and its slope."""
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
class SpendingLikelihood:
    """The log-likelihood of Gamma-Gamma and its slope by the three parameters."""

    x: Numbers
    means: Numbers

    def __call__(self, parameters: Numbers) -> tuple[float, Numbers]:
        """The logarithm at p, q and v, and its slope."""
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


def collapse(*columns: ArrayLike) -> tuple[list[Numbers], Numbers]:
    """The distinct rows of columns of equal length, and how often each is there."""
    import numpy as np

    kept = read_columns(*columns)
    order = np.lexsort(kept)
    ordered = [column[order] for column in kept]
    is_first = np.ones(len(order), bool)
    is_first[1:] = np.any([column[1:] != column[:-1] for column in ordered], axis=0)
    starts = np.flatnonzero(is_first)
    return [column[starts] for column in ordered], np.diff(starts, append=len(order)).astype(float)


def read_columns(*columns: ArrayLike) -> list[Numbers]:
    """The columns as numbers. Raises ValueError where they are empty."""
    import numpy as np

    read = [np.asarray(column, float) for column in columns]
    if not read[0].size:
        raise ValueError("nobody to fit")
    return read


def maximise(likelihood: Slope, start: tuple[float, ...], weights: Numbers) -> tuple[list[float], float, bool]:
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
