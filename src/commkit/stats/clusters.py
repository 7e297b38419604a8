"""Kinds of people: soft clusters, how many there are, and whether they would be found again."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

FUZZINESS = 2.0
STABLE = 0.8  # of the adjusted Rand index, from which two halves find the same clusters
HALVES = 20  # pairs of halves that are drawn
ERRORS = 2  # standard errors by which the mean of the pairs must be above, so that another seed says the same
MOST_DRAWN = 2_000  # people of a half
_STARTS, _ROUNDS, _CLOSE, _NEAR = 5, 300, 1e-10, 1e-5  # a half's clusters need only be near
_TINY = 1e-12  # a squared distance, so that nobody stands on a centre


@dataclass(frozen=True, slots=True)
class Clusters:
    """The centres (a row each), each one's memberships (a row a person, which sums to 1), and the objective."""

    centres: Array
    memberships: Array
    objective: float

    @property
    def partition(self) -> float:
        """Bezdek's partition coefficient: 1 where everybody is of one kind, 1 / k where nobody is of any."""
        return float((self.memberships**2).sum() / len(self.memberships))


@dataclass(frozen=True, slots=True)
class Stability:
    """How alike the clusters of two halves are, on average over pairs, and what that is at least, given its error."""

    mean: float
    low: float

    @property
    def is_enough(self) -> bool:
        """Whether the clusters are surely found again."""
        return self.low >= STABLE


@dataclass(frozen=True, slots=True)
class Division:
    """How many clusters, how stable they are from half to half, and the BIC of so many where they are stable."""

    k: int
    stability: Stability
    bic: float | None


def find_clusters(people: Array, k: int, seed: int) -> Clusters:
    """Fuzzy c-means with fuzziness 2, the best of five starts (Bezdek 1981)."""
    import numpy as np

    chance = np.random.default_rng(seed)
    found = [_settle(people, _start(people, k, chance), _CLOSE) for _ in range(_STARTS)]
    best = min(found, key=lambda each: each.objective)
    order = np.lexsort(best.centres.T[::-1])
    return Clusters(best.centres[order], best.memberships[:, order], best.objective)


def choose_k(people: Array, most: int, seed: int) -> list[Division]:
    """Each number of clusters from 1 on, with its stability, and of the stable the BIC of a mixture of normal ones.

    Of one cluster the stability is 1.
    """
    return [_divide(people, k, seed) for k in range(1, most + 1)]


def _divide(people: Array, k: int, seed: int) -> Division:
    stability = Stability(1.0, 1.0) if k == 1 else measure_stability(people, k, seed)
    return Division(k, stability, _measure_bic(people, k, seed) if stability.is_enough else None)


def pick(choices: list[Division]) -> int:
    """The largest number that is stable and tells more than all smaller ones that are; 1 where none does."""
    stable = [(each.k, each.bic) for each in choices if each.bic is not None]
    return max(k for k, bic in stable if all(bic < other for smaller, other in stable if smaller < k))


def measure_stability(people: Array, k: int, seed: int) -> Stability:
    """How alike everybody is placed by the clusters of two halves: the adjusted Rand index of twenty pairs.

    After Lange and others (2004, Neural Computation 16, 1299-1323).
    """
    import numpy as np

    chance = np.random.default_rng([seed, k])
    told = [_compare_halves(people, k, chance) for _ in range(HALVES)]
    return Stability(mean(told), mean(told) - ERRORS * stdev(told) / sqrt(HALVES))


def _compare_halves(people: Array, k: int, chance: np.random.Generator) -> float:
    from sklearn.metrics import adjusted_rand_score

    half = min(len(people) // 2, MOST_DRAWN)
    drawn = people[chance.permutation(len(people))[: 2 * half]]
    centres = [_settle(part, _start(part, k, chance), _NEAR).centres for part in (drawn[:half], drawn[half:])]
    return float(adjusted_rand_score(*(_measure(drawn, each).argmin(axis=1) for each in centres)))


def _measure_bic(people: Array, k: int, seed: int) -> float:
    from sklearn.mixture import GaussianMixture

    return float(GaussianMixture(k, random_state=seed, reg_covar=1e-3).fit(people).bic(people))


def _start(people: Array, k: int, chance: np.random.Generator) -> Array:
    """People far from one another as first centres (Arthur and Vassilvitskii 2007)."""
    import numpy as np

    centres = [people[chance.integers(len(people))]]
    for _ in range(k - 1):
        far = np.min([((people - centre) ** 2).sum(axis=1) for centre in centres], axis=0)
        whole = far.sum()
        centres.append(people[chance.choice(len(people), p=far / whole if whole else None)])
    return np.array(centres)


def _settle(people: Array, centres: Array, close: float) -> Clusters:
    """Memberships and centres in turn until they stay."""
    import numpy as np

    objective = np.inf
    for _ in range(_ROUNDS):
        distances = _measure(people, centres)
        memberships = _share(distances)
        weights = memberships**FUZZINESS
        before, objective = objective, float((weights * distances).sum())
        if before - objective <= close * objective:
            break
        centres = weights.T @ people / weights.sum(axis=0)[:, None]
    return Clusters(centres, _share(_measure(people, centres)), objective)


def _share(distances: Array) -> Array:
    """Everybody's memberships: the inverse squared distances, as shares of 1."""
    near = 1 / (distances + _TINY)
    shares: Array = near / near.sum(axis=1, keepdims=True)
    return shares


def _measure(people: Array, centres: Array) -> Array:
    """Squared distances: a row a person, a column a centre."""
    inner = people @ centres.T
    told: Array = (people**2).sum(axis=1)[:, None] - 2 * inner + (centres**2).sum(axis=1)
    return told.clip(0)
