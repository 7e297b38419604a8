"""Kinds of people: soft clusters, how many there are, and whether they would be found again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

FUZZINESS = 2.0
STABLE = 0.8  # of the adjusted Rand index, from which two halves find the same clusters
HALVES = 10  # pairs of halves that are drawn
MOST_DRAWN = 2_000  # people of a half
_STARTS, _ROUNDS, _CLOSE = 5, 300, 1e-10
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
class Division:
    """How many clusters, how stable they are from half to half, and whether the next smaller number tells less."""

    k: int
    stability: float
    bic: float


def find_clusters(people: Array, k: int, seed: int) -> Clusters:
    """Fuzzy c-means with fuzziness 2, the best of five starts (Bezdek 1981)."""
    import numpy as np

    chance = np.random.default_rng(seed)
    found = [_settle(people, _start(people, k, chance)) for _ in range(_STARTS)]
    best = min(found, key=lambda each: each.objective)
    order = np.lexsort(best.centres.T[::-1])
    return Clusters(best.centres[order], best.memberships[:, order], best.objective)


def choose_k(people: Array, most: int, seed: int) -> list[Division]:
    """Each number of clusters from 1 on, with its stability and the BIC of a mixture of normal distributions.

    Stability: the mean adjusted Rand index of everybody by the centres of two halves (Lange and others 2004, Neural
    Computation 16, 1299-1323). Of one cluster it is 1.
    """
    return [
        Division(k, 1.0 if k == 1 else measure_stability(people, k, seed), _measure_bic(people, k, seed))
        for k in range(1, most + 1)
    ]


def pick(choices: list[Division]) -> int:
    """The largest number that is stable and tells more than all smaller ones that are; 1 where none does."""
    best = choices[0]
    for each in choices[1:]:
        if each.stability >= STABLE and each.bic < best.bic:
            best = each
    return best.k


def measure_stability(people: Array, k: int, seed: int) -> float:
    """How alike everybody is placed by the clusters of two halves, on average over ten pairs."""
    import numpy as np
    from sklearn.metrics import adjusted_rand_score

    chance = np.random.default_rng(seed)
    half = min(len(people) // 2, MOST_DRAWN)
    told = []
    for _ in range(HALVES):
        drawn = chance.permutation(len(people))[: 2 * half]
        placed = [
            _place(people[drawn], _settle(people[part], _start(people[part], k, chance)).centres).argmax(axis=1)
            for part in (drawn[:half], drawn[half:])
        ]
        told.append(adjusted_rand_score(*placed))
    return float(np.mean(told))


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


def _settle(people: Array, centres: Array) -> Clusters:
    """Memberships and centres in turn until they stay."""
    import numpy as np

    objective = np.inf
    for _ in range(_ROUNDS):
        memberships = _place(people, centres)
        weights = memberships**FUZZINESS
        centres = weights.T @ people / weights.sum(axis=0)[:, None]
        before, objective = objective, float((weights * _measure(people, centres)).sum())
        if before - objective <= _CLOSE * objective:
            break
    return Clusters(centres, _place(people, centres), objective)


def _place(people: Array, centres: Array) -> Array:
    """Everybody's memberships: the inverse squared distances, as shares of 1."""
    near = 1 / (_measure(people, centres) + _TINY)
    shares: Array = near / near.sum(axis=1, keepdims=True)
    return shares


def _measure(people: Array, centres: Array) -> Array:
    """Squared distances: a row a person, a column a centre."""
    told: Array = ((people[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    return told
