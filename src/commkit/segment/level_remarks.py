"""What must be said beside answers by levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import PeriodStatus
from commkit.indicators import remarks
from commkit.segment.features import FEATURES
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from commkit.segment.judge import Judge


def of_levels(judge: Judge, review: date) -> list[str]:
    """Notes on levels at one review."""
    notes = [
        say(
            "the highest level whose rule held by {review}, in windows of up to {days} days; see docs/layers.md.",
            review=review,
            days=judge.days,
        )
    ]
    if judge.scheme.hold:
        notes.append(say("a level is held for {count} more month-ends.", count=judge.scheme.hold))
    if judge.judge(review) is PeriodStatus.cut:
        notes.append(say("cut: the windows begin before the first day of the data."))
    return [*notes, *of_untold(judge)]


def of_change(judge: Judge, before: date | None) -> list[str]:
    """Since when levels have changed, where those of that day are known."""
    return [say("change: since {day}.", day=before)] if before and judge.is_known(before) else []


def of_untold(judge: Judge) -> Iterator[str]:
    """Which levels and rules cannot be told, and which platforms tell nothing of what rules count."""
    for level in judge.untold:
        yield say("{level} is not covered: no export tells what its rules count.", level=value(level.name, "level"))
    told = {rule for rules in judge.told.values() for rule in rules}
    lost = [each.feature for level in judge.scheme.levels for rule in level.rules if rule not in told for each in rule]
    missing = [name for name in dict.fromkeys(lost) if name not in judge.features]
    if missing:
        yield say(
            "rules left out, as the facts do not reach {day}: {names}.",
            day=judge.as_of,
            names=say(", ").join(say(FEATURES[name].meaning) for name in missing),
        )
    kinds = {judge.kind_of(name) for name in judge.features}
    for kind in ("replies", "reactions"):
        if kind in kinds:
            yield from remarks.of_untold(judge.store, kind)
