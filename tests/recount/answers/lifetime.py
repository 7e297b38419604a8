"""How long members stay: first stays, and day by day what part of those still followed stays longer."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.recount.answers.births import active_days, births
from tests.recount.coverage import tells
from tests.recount.origin import talk_begins
from tests.recount.scope import DAY

if TYPE_CHECKING:
    from tests.recount.answers.births import Born
    from tests.recount.scope import Scope

    Row = dict[str, Any]

MILESTONES = (30, 90, 180, 365)
NORMAL_975 = 1.959963984540054  # leaves 2.5% of a normal distribution on either side


class Lived(NamedTuple):
    """For how many days somebody was followed, the first one counting, and whether the stay ended with the last."""

    days: int
    has_ended: bool


class Point(NamedTuple):
    """The estimate after a day, with the edges of its band."""

    stay: float
    lower: float | None
    upper: float | None


def lifetime(scope: Scope, ending: str, silent: int = 30) -> list[Row]:
    """Every row of the question, slice by slice."""
    found: dict[str | None, list[Lived]] = defaultdict(list)
    for born in births(scope, "came"):
        if born.is_known and _is_told(scope, ending, born):
            by_leaving = ending == "leave"
            lived = _until_leaving(scope, born) if by_leaving else _until_silence(scope, born, silent)
            if lived.days > 0:
                found[born.slice].append(lived)
    return [_row(key, lives) for key, lives in found.items()]


def _is_told(scope: Scope, ending: str, born: Born) -> bool:
    """Whether the platform tells leaving; whether the talk had begun when silence is to be told."""
    platform = scope.world.platforms[born.member]
    if ending == "leave":
        return platform in tells(scope.world, "leaves")
    begins_on = talk_begins(scope.world, platform)
    return begins_on is not None and born.born_on >= begins_on


def _until_leaving(scope: Scope, born: Born) -> Lived:
    if born.left_on is None:
        return Lived((scope.known_until - born.born_on).days + 1, has_ended=False)
    return Lived((born.left_on - born.born_on).days + 1, has_ended=born.left_how == "leave")


def _until_silence(scope: Scope, born: Born, silent: int) -> Lived:
    """The last active day before the first so long silence, if it is seen to last so long before as-of or leaving.

    Of the last days nobody knows whether a silence begins in them: who is followed until then is censored before them.
    """
    last_on = min(born.left_on or scope.known_until, scope.known_until)
    watched_until = last_on - silent * DAY
    days = active_days(scope).get((born.member, born.place), set())
    lived = [born.born_on, *sorted(day for day in days if born.born_on < day <= last_on), date.max]
    silent_from = next(active_on for active_on, next_on in pairwise(lived) if (next_on - active_on).days > silent)
    return Lived((min(silent_from, watched_until) - born.born_on).days + 1, has_ended=silent_from <= watched_until)


def _row(key: str | None, lives: list[Lived]) -> Row:
    points = _points(lives)
    row: Row = {
        "slice": key,
        "of_members": len(lives),
        "ended_members": sum(lived.has_ended for lived in lives),
        "median_days": _half([point.stay for point in points]),
        "lower_days": _half([point.lower for point in points]),
        "upper_days": _half([point.upper for point in points]),
        "mean_days": sum(point.stay for point in points[:-1]) if points and points[-1].stay == 0 else None,
    }
    for day in MILESTONES:
        is_told = day < len(points) or (points and points[-1].stay == 0)
        row[f"day{day}_rate"] = points[min(day, len(points) - 1)].stay if is_told else None
        row[f"day{day}_members"] = sum(
            lived.days > day or (lived.days == day and not lived.has_ended) for lived in lives
        )
    return row


def _points(lives: list[Lived]) -> list[Point]:
    """A product over the days: of those followed on each, the part whose stay did not end with it."""
    points = [Point(1.0, 1.0, 1.0)]
    stay, spread = 1.0, 0.0
    for day in range(1, max((lived.days for lived in lives), default=0) + 1):
        followed = sum(lived.days >= day for lived in lives)
        ended = sum(lived.days == day and lived.has_ended for lived in lives)
        stay *= (followed - ended) / followed
        spread += ended / (followed * (followed - ended)) if followed > ended else 0.0
        points.append(_banded(stay, spread))
    return points


def _banded(stay: float, spread: float) -> Point:
    """The band of 95% on the scale of log(-log), by Greenwood's variance; where nobody is left it has no upper edge."""
    if stay in (0, 1):
        return Point(stay, stay, None if stay == 0 else 1.0)
    wide = math.exp(NORMAL_975 * math.sqrt(spread) / -math.log(stay))
    return Point(stay, stay**wide, stay ** (1 / wide))


def _half(values: list[float | None]) -> int | None:
    """The first day after which half or less are left."""
    return next((day for day, value in enumerate(values) if value is not None and value <= 0.5 * (1 + 1e-12)), None)
