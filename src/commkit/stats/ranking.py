"""How well a score tells who will churn: its ranking, its calibration, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]

TOP = 0.1  # of the people, those whom a list of names would hold
BINS = 10
_DRAWS = 500
_TAILS = (0.025, 0.975)


@dataclass(frozen=True)
class Ranking:
    """People with a score each, between 0 and 1, and whether they churned: 1 or 0."""

    scores: Array
    churned: Array

    @cached_property
    def order(self) -> Places:
        """The places of the people by falling score."""
        import numpy as np

        return np.argsort(-self.scores, kind="stable")

    @cached_property
    def ties(self) -> Places:
        """Where in the order each distinct score begins."""
        import numpy as np

        falling = self.scores[self.order]
        return np.flatnonzero(np.r_[True, falling[1:] != falling[:-1]])[: self.scores.size]

    @cached_property
    def bins(self) -> Places:
        """In which of ten equal spans of the score each person is."""
        import numpy as np

        return np.minimum((self.scores * BINS).astype(np.int64), BINS - 1)

    def count_ties(self, weights: Array) -> tuple[Array, Array]:
        """How many churned and how many stayed at each distinct score, the highest first."""
        import numpy as np

        ordered = weights[self.order]
        churned = self.churned[self.order]
        return np.add.reduceat(ordered * churned, self.ties), np.add.reduceat(ordered * (1 - churned), self.ties)


def measure_auc(ranking: Ranking, weights: Array) -> float:
    """The share of pairs, one churned and one who stayed, of which the churned one scores higher; ties count half."""
    churned, stayed = ranking.count_ties(weights)
    pairs = churned.sum() * stayed.sum()
    below = stayed.sum() - stayed.cumsum()
    return float((churned * (below + stayed / 2)).sum() / pairs) if pairs else float("nan")


def measure_precision_recall(ranking: Ranking, weights: Array) -> float:
    """The area under the curve of precision over recall, in steps (average precision)."""
    churned, stayed = ranking.count_ties(weights)
    found, listed = churned.cumsum(), (churned + stayed).cumsum()
    if not found[-1]:
        return float("nan")
    return float((churned * found / listed.clip(min=1e-300)).sum() / found[-1])


def measure_brier(ranking: Ranking, weights: Array) -> float:
    """The mean squared distance of the score from what happened (Brier 1950)."""
    return float((weights * (ranking.scores - ranking.churned) ** 2).sum() / weights.sum())


def measure_ece(ranking: Ranking, weights: Array) -> float:
    """The mean distance of score and share churned over ten equal spans of the score (Naeini et al. 2015)."""
    import numpy as np

    gaps = np.bincount(ranking.bins, weights * (ranking.scores - ranking.churned), BINS)
    return float(np.abs(gaps).sum() / weights.sum())


def measure_precision(ranking: Ranking, weights: Array) -> float:
    """The share that churned of the tenth that scores highest; of those who tie at its edge, as many as it has room for."""
    churned, stayed = ranking.count_ties(weights)
    people = churned + stayed
    room = (TOP * people.sum() - (people.cumsum() - people)).clip(min=0)
    taken = room.clip(max=people)
    return float((churned * taken / people.clip(min=1e-300)).sum() / taken.sum())


def measure_lift(ranking: Ranking, weights: Array) -> float:
    """How many times as many churned in the tenth that scores highest as among all."""
    base = (weights * ranking.churned).sum() / weights.sum()
    return measure_precision(ranking, weights) / float(base) if base else float("nan")


MEASURES: dict[str, Callable[[Ranking, Array], float]] = {
    "auc": measure_auc,
    "pr_auc": measure_precision_recall,
    "brier": measure_brier,
    "ece": measure_ece,
    "precision_at_10": measure_precision,
    "lift_at_10": measure_lift,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of a score and of another for the same people, and the 95% interval of the difference."""

    score: float
    other: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """The score's measure less the other's."""
        return self.score - self.other


def compare_rankings(ours: Ranking, other: Ranking, members: Places, seed: int = 1) -> dict[str, Measured]:
    """Every measure of two scores of the same people, by name.

    `members` numbers whom each row is about: the bootstrap draws members, not rows, since one who is looked at from
    several days is one piece of evidence (Efron & Tibshirani 1993, ch. 8). Both scores are measured on the same draws.
    """
    import numpy as np

    whole = np.ones(ours.churned.size)
    draws = list(_draw(members, seed))
    measured = {}
    for name, measure in MEASURES.items():
        gaps = [measure(ours, weights) - measure(other, weights) for weights in draws]
        low, high = np.nanquantile(gaps, _TAILS)
        measured[name] = Measured(measure(ours, whole), measure(other, whole), float(low), float(high))
    return measured


def _draw(members: Places, seed: int) -> Iterator[Array]:
    """How often each row counts in each draw of as many members as there are, with replacement."""
    import numpy as np

    names, numbers = np.unique(members, return_inverse=True)
    generator = np.random.default_rng(seed)
    for _ in range(_DRAWS):
        times = np.bincount(generator.integers(names.size, size=names.size), minlength=names.size)
        yield times[numbers].astype(np.float64)


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """Those whose scores lie in one of ten equal spans: how many, their mean score, and how many churned."""

    people: int
    mean_score: float
    churned: int


def bin_scores(ranking: Ranking) -> list[ScoreBin]:
    """The spans of the score that hold anybody, the lowest first: what a reliability plot draws."""
    import numpy as np

    people = np.bincount(ranking.bins, minlength=BINS)
    scores = np.bincount(ranking.bins, ranking.scores, BINS)
    churned = np.bincount(ranking.bins, ranking.churned, BINS)
    return [ScoreBin(int(people[at]), float(scores[at] / people[at]), round(churned[at])) for at in range(BINS) if people[at]]
