"""The criterion where the fewest people would have to act for one more point of the total."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from commkit.metrics.scorecard.scored import find_exact
from commkit.presets.anchors import FULL
from commkit.presets.bands import exact
from commkit.presets.card_steps import read_card_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.metrics.scorecard.card_total import CardTotal
    from commkit.metrics.scorecard.scored import Scored


class NextPoint(NamedTuple):
    """So many more people of all, or fewer where less is better, give one more point."""

    scored: Scored
    people: int


def find_next_point(scored: Sequence[Scored], tally: CardTotal) -> NextPoint | None:
    """The cheapest next point; the first of equal ones; None where no criterion that counts people can give it."""
    found = [NextPoint(each, people) for each in scored if (people := _count_people(each, tally)) is not None]
    return min(found, key=lambda each: each.people, default=None)


def _count_people(each: Scored, tally: CardTotal) -> int | None:
    anchors, row, weight = each.criterion.anchors, each.row, tally.count_weight(each)
    step = read_card_steps().get(each.criterion.name)
    if not (anchors and row and weight and step and step.of_people and row["denominator"]):
        return None
    wanted = (each.points or 0) + FULL / weight
    if wanted > FULL:
        return None
    missing = (anchors.find_value(wanted) - find_exact(row)) * exact(row["denominator"])
    return ceil(-missing if anchors.falls else missing)
