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
_DRAWS, _SEED = 400, 1
_TINY = 1e-300
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

    @cached_property
    def falling(self) -> Array:
        """Whether each of the people churned, by falling score."""
        falling: Array = self.churned[self.order]
        return falling

    def weigh(self, weights: Array) -> Tally:
        """The people counted with these weights, by distinct score."""
        import numpy as np

        ordered = weights[self.order]
        churned = np.add.reduceat(ordered * self.falling, self.ties)
        gaps = weights * (self.scores - self.churned)
        return Tally(
            churned,
            np.add.reduceat(ordered, self.ties),
            gaps,
            np.bincount(self.bins, gaps, BINS).astype(np.float64),
            self,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many churned, of how many people, at each distinct score, the highest first; and the gaps of the scores."""

    churned: Array
    people: Array
    gaps: Array  # of each of the people: the score less what happened
    bin_gaps: Array
    ranking: Ranking

    @property
    def base(self) -> float:
        """The share that churned."""
        return float(self.churned.sum() / self.people.sum())


def measure_auc(tally: Tally) -> float:
    """The share of pairs, one churned and one who stayed, of which the churned one scores higher; ties count half."""
    stayed = tally.people - tally.churned
    pairs = tally.churned.sum() * stayed.sum()
    below = stayed.sum() - stayed.cumsum()
    return float((tally.churned * (below + stayed / 2)).sum() / pairs) if pairs else float("nan")


def measure_precision_recall(tally: Tally) -> float:
    """The area under the curve of precision over recall, in steps (average precision)."""
    found, listed = tally.churned.cumsum(), tally.people.cumsum()
    return float((tally.churned * found / listed.clip(min=_TINY)).sum() / found[-1]) if found[-1] else float("nan")


def measure_brier(tally: Tally) -> float:
    """The mean squared distance of the score from what happened (Brier 1950)."""
    return float((tally.gaps * (tally.ranking.scores - tally.ranking.churned)).sum() / tally.people.sum())


def measure_ece(tally: Tally) -> float:
    """The mean distance of score and share churned over ten equal spans of the score (Naeini et al. 2015)."""
    import numpy as np

    return float(np.abs(tally.bin_gaps).sum() / tally.people.sum())


def measure_precision(tally: Tally) -> float:
    """The share churned of the tenth that scores highest; of ties at its edge, as many as have room."""
    room = TOP * tally.people.sum() - (tally.people.cumsum() - tally.people)
    taken = room.clip(min=0).clip(max=tally.people)
    return float((tally.churned * taken / tally.people.clip(min=_TINY)).sum() / taken.sum())


def measure_lift(tally: Tally) -> float:
    """How many times as many churned in the tenth that scores highest as among all."""
    return measure_precision(tally) / tally.base if tally.base else float("nan")


MEASURES: dict[str, Callable[[Tally], float]] = {
    "auc": measure_auc,
    "pr_auc": measure_precision_recall,
    "brier": measure_brier,
    "ece": measure_ece,
    "precision_at_10": measure_precision,
    "lift_at_10": measure_lift,
}


@dataclass(frozen=True, slots=True)
class Gap:
    """How much more one score measures than another for the same people, and the 95% interval of that."""

    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class Trial:
    """Several scores of the same people, by name, and what they measure; `members` numbers whom each row is about.

    The bootstrap draws members, not rows, since one who is looked at from several days is one piece of evidence (Efron
    & Tibshirani 1993, ch. 8). All scores are measured on the same draws, so that their differences are paired.
    """

    rankings: dict[str, Ranking]
    members: Places

    def measure(self, way: str, name: str) -> float:
        """What a score measures; NaN where that cannot be told."""
        return MEASURES[name](self._tallies[way])

    @cached_property
    def _tallies(self) -> dict[str, Tally]:
        """Everybody counted once, by each score."""
        import numpy as np

        return {way: ranking.weigh(np.ones(self.members.size)) for way, ranking in self.rankings.items()}

    def find_gap(self, way: str, other: str, name: str) -> Gap:
        """How much more one score measures than another."""
        import numpy as np

        place = list(MEASURES).index(name)
        gaps = self._spreads[way][:, place] - self._spreads[other][:, place]
        low, high = np.nanquantile(gaps, _TAILS) if not np.isnan(gaps).all() else (float("nan"),) * 2
        return Gap(self.measure(way, name) - self.measure(other, name), float(low), float(high))

    @cached_property
    def _spreads(self) -> dict[str, Array]:
        """Every measure of every score in each draw: a row a draw."""
        import numpy as np

        found: dict[str, list[list[float]]] = {way: [] for way in self.rankings}
        for weights in _draw(self.members):
            for way, ranking in self.rankings.items():
                tally = ranking.weigh(weights)
                found[way].append([measure(tally) for measure in MEASURES.values()])
        return {way: np.array(rows) for way, rows in found.items()}


def _draw(members: Places) -> Iterator[Array]:
    """How often each row counts in each draw of as many members as there are, with replacement."""
    import numpy as np

    names, numbers = np.unique(members, return_inverse=True)
    generator = np.random.default_rng(_SEED)
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
    return [
        ScoreBin(int(people[at]), float(scores[at] / people[at]), round(churned[at]))
        for at in range(BINS)
        if people[at]
    ]
