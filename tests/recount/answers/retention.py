"""Of those who came together, how many are back later."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.recount.answers.births import active_days, births
from tests.recount.scope import DAY, after, ratio, start_of
from tests.recount.stays import stays

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.recount.answers.births import Born
    from tests.recount.scope import Scope
    from tests.recount.stays import Stay

    Row = dict[str, Any]

FEW = 30
BRACKETS = ((1, 3), (4, 7), (8, 14), (15, 30))


class Window(NamedTuple):
    """The first and last interval of a cell: whole periods, or days after each one's own birth."""

    name: str
    low: int
    high: int
    by_day: bool


@dataclass(frozen=True)
class Asked:
    """A question of retention."""

    scope: Scope
    kind: str
    birth: str
    windows: tuple[Window, ...]

    def opens_on(self, born: Born, number: int, window: Window) -> date:
        """The first day of an interval."""
        if window.by_day:
            return born.born_on + number * DAY
        return _start_after(self.scope, start_of(born.born_on, self.scope.every), number)

    def known_until(self) -> date:
        """The first day of which nothing is known."""
        return self.scope.known_until + DAY


@cache
def _start_after(scope: Scope, starts_on: date, number: int) -> date:
    for _ in range(number):
        starts_on = after(starts_on, scope.every)
    return starts_on


def whole_periods(number: int, kind: str) -> tuple[Window, ...]:
    """So many periods after that of birth; no streak has length 0."""
    first = 1 if kind == "streak" else 0
    return tuple(Window(str(each), each, each, by_day=False) for each in range(first, number + 1))


def windows_of(*bounds: tuple[int, int]) -> tuple[Window, ...]:
    """Windows in days."""
    return tuple(Window(str(low) if low == high else f"{low}-{high}", low, high, by_day=True) for low, high in bounds)


def retention(asked: Asked) -> list[Row]:
    """Every row of the question: each cohort's, and the means; who may have come earlier is in none with others."""
    cohorts: dict[tuple[str | None, date], list[Born]] = defaultdict(list)
    for born in births(asked.scope, asked.birth):
        cohorts[born.slice, start_of(born.born_on, asked.scope.every)].append(born)
    for cell, everybody in cohorts.items():
        cohorts[cell] = [each for each in everybody if each.is_known] or everybody
    cells = [
        row
        for (key, starts_on), cohort in cohorts.items()
        for window in asked.windows
        for row in _cells(asked, window, cohort, {"slice": key, "starts_on": starts_on, "age": window.name})
    ]
    if not asked.windows[0].by_day:
        reached = {row["age"] for row in cells if row["status"] != "maturing"}
        cells = [row for row in cells if row["age"] in reached]
    return [*cells, *_means(cells)]


def _cells(asked: Asked, window: Window, cohort: list[Born], head: Row) -> Iterator[Row]:
    status = _status(asked, window, cohort)
    roots = {"speaking": _is_back, "membership": _is_there}
    for root, is_kept in roots.items():
        kept = None if status == "maturing" else sum(is_kept(asked, window, born) for born in cohort)
        yield {
            **head,
            "root": root,
            "of_cohort_members": len(cohort),
            "retained_members": kept,
            "retained_rate": None if kept is None else kept / len(cohort),
            "status": status,
        }


def _status(asked: Asked, window: Window, cohort: list[Born]) -> str:
    """Over once it is for whoever may still be born into the cohort."""
    period_ends_on = after(start_of(cohort[0].born_on, asked.scope.every), asked.scope.every)
    last = cohort[0]._replace(born_on=period_ends_on - DAY)
    if asked.opens_on(last, window.high + 1, window) > asked.known_until():
        return "maturing"
    if not all(born.is_known for born in cohort):
        return "unknown_origin"
    follow_up = 28 if window.by_day else 4
    followed_on = asked.opens_on(last, window.high + 1 + follow_up, window)
    if asked.kind == "on-or-after" and followed_on > asked.known_until():
        return "short_follow_up"
    return "low_n" if len(cohort) < FEW else "complete"


def _is_back(asked: Asked, window: Window, born: Born) -> bool:
    """Whether somebody is active again as the kind says."""
    if asked.kind == "streak":
        return all(_is_active(asked, window, born, each, each) for each in range(1, window.high + 1))
    if asked.kind == "on-or-after":
        opens_on = asked.opens_on(born, window.low, window)
        return any(day >= opens_on for day in active_days(asked.scope).get((born.member, born.place), set()))
    return _is_active(asked, window, born, window.low, window.high)


def _is_active(asked: Asked, window: Window, born: Born, low: int, high: int) -> bool:
    days = active_days(asked.scope).get((born.member, born.place), set())
    opens_on, closes_on = asked.opens_on(born, low, window), asked.opens_on(born, high + 1, window)
    return any(opens_on + timedelta(each) in days for each in range((closes_on - opens_on).days))


def _is_there(asked: Asked, window: Window, born: Born) -> bool:
    """Whether somebody is a member as the interval ends."""
    last_on = asked.opens_on(born, window.high + 1, window) - DAY
    held = _held(asked.scope).get((born.member, born.place), [])
    return any(
        (stay.came_on is None or stay.came_on <= last_on) and (stay.left_on is None or stay.left_on > last_on)
        for stay in held
    )


@cache
def _held(scope: Scope) -> dict[tuple[int, str | None], list[Stay]]:
    found: dict[tuple[int, str | None], list[Stay]] = defaultdict(list)
    for stay in stays(scope.world, scope.known_until, by_group=scope.by == "group"):
        found[stay.member, stay.place].append(stay)
    return found


def _means(cells: list[Row]) -> list[Row]:
    """Of the settled cells of a slice, root and age, weighted by the cohorts' sizes."""
    found: dict[tuple[Any, Any, Any], list[Row]] = defaultdict(list)
    for row in cells:
        found[row["slice"], row["root"], row["age"]].append(row)
    return [_mean(*key, [row for row in rows if row["status"] in ("complete", "low_n")]) for key, rows in found.items()]


def _mean(key: object, root: object, age: object, settled: list[Row]) -> Row:
    of, kept = (sum(row[name] for row in settled) for name in ("of_cohort_members", "retained_members"))
    return {
        "slice": key,
        "starts_on": None,
        "age": age,
        "root": root,
        "of_cohort_members": of,
        "retained_members": kept,
        "retained_rate": ratio(kept, of),
        "status": "mean",
    }
