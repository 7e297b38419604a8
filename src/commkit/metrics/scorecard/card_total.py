"""The total of a card: weights counted anew over what is covered, coverage, grade, and the total before."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from commkit.presets.anchors import FULL
from commkit.presets.cards import WHOLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.metrics.scorecard.scored import Scored
    from commkit.presets.cards import Card

ENOUGH = 70  # percent of the weight that must be covered for a grade


@dataclass(frozen=True, slots=True)
class CardTotal:
    """What the criteria of a card add up to; None where nothing of it is covered."""

    covered: Fraction  # of the weights, which sum to 100
    total: Fraction | None
    earlier: Fraction | None  # None too where a criterion was not known a period before
    grade: str | None

    def count_weight(self, each: Scored) -> Fraction | None:
        """The weight of a criterion among those that are covered."""
        if each.points is None or not self.covered:
            return None
        return WHOLE * each.criterion.weight / self.covered

    def find_contribution(self, each: Scored) -> Fraction | None:
        """How much of the total a criterion brings."""
        weight = self.count_weight(each)
        return None if weight is None or each.points is None else weight * each.points / FULL


def add_up(card: Card, scored: Sequence[Scored]) -> CardTotal:
    """The tally of the card."""
    covered = sum((each.criterion.weight for each in scored if each.points is not None), Fraction(0))
    total = _weigh([(each.criterion.weight, each.points) for each in scored if each.points is not None])
    earlier = _weigh([(each.criterion.weight, each.earlier_points) for each in scored if each.points is not None])
    grade = card.find_grade(total) if total is not None and covered >= ENOUGH else None
    return CardTotal(covered, total, earlier, grade)


def _weigh(pairs: Sequence[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """The weighted mean of points, in percent; None where any that weighs is not known, or none is there."""
    weighing = [(weight, points) for weight, points in pairs if weight]
    known = [(weight, points) for weight, points in weighing if points is not None]
    if not known or len(known) < len(weighing):
        return None
    whole = sum((weight for weight, _ in known), Fraction(0))
    return WHOLE * sum((weight * points for weight, points in known), Fraction(0)) / (FULL * whole)
