"""What a scorecard says in sentences: its total, and the cheapest next point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.metrics.scorecard.card_total import ENOUGH
from commkit.metrics.scorecard.next_point import find_next_point
from commkit.presets.card_steps import read_card_steps
from commkit.presets.cards import WHOLE
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.metrics.scorecard.card_total import CardTotal
    from commkit.metrics.scorecard.next_point import NextPoint
    from commkit.metrics.scorecard.scored import Scored
    from commkit.presets.cards import Card


def tell_total(card: Card, tally: CardTotal) -> Iterator[str]:
    """Total, grade and coverage, and why one of them is not there."""
    covered = f"{float(tally.covered):.0f}%"
    if tally.total is None:
        yield say("no total: nothing of this card is covered.")
        return
    told = say("{total} of 100", total=f"{float(tally.total):.1f}") + _tell_change(tally)
    if tally.grade is None:
        yield say(
            "{told}; no grade: {covered} of the weight is covered, {enough}% is needed.",
            told=told,
            covered=covered,
            enough=ENOUGH,
        )
    else:
        yield say(
            "{told}: {grade}; {covered} of the weight is covered.",
            told=told,
            grade=value(tally.grade, "grade"),
            covered=covered,
        )
    if card.counts_for is not None:
        yield say(
            "it counts for {weight}% of the team's score: {points} of {weight} points.",
            weight=f"{float(WHOLE * card.counts_for):g}",
            points=f"{float(tally.total * card.counts_for):.1f}",
        )


def _tell_change(tally: CardTotal) -> str:
    if tally.earlier is None or tally.total is None:
        return ""
    return say(" ({change} against the periods before)", change=f"{float(tally.total - tally.earlier):+.1f}")


def tell_next(card: Card, scored: Sequence[Scored], tally: CardTotal) -> Iterator[str]:
    """The cheapest next point with its evidence, and the command that shows where; nothing of what should not rise."""
    found = find_next_point(scored, tally) if card.rises == "better" else None
    if found is None or found.scored.row is None:
        return
    step, row = read_card_steps()[found.scored.criterion.name], found.scored.row
    yield say(
        "cheapest next point: {criterion}, {people} (now {now} of {all}): {do}: {command}",
        criterion=value(found.scored.criterion.name, "indicator"),
        people=_count(found),
        now=f"{row['numerator']:,.0f}",
        all=f"{row['denominator']:,.0f}",
        do=say(step.do),
        command=step.command,
    )


def _count(found: NextPoint) -> str:
    anchors = found.scored.criterion.anchors
    if anchors and anchors.falls:
        return say("{number} fewer", number=f"{found.people:,}")
    return say("{number} more", number=f"{found.people:,}")
