"""How members move between the levels of a scheme from review to review."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tests.recount.layers.doings import DAY
from tests.recount.layers.standing import members_on
from tests.recount.scope import Scope
from tests.recount.stays import stays

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tests.recount.layers.scheme import Ladder

    Row = dict[str, Any]
    Wait = tuple[int, str]  # months, and how it ended
    Step = tuple[int, float, float, float]  # a month, and by then: risen, left, the variance of the first

Z = 1.959963984540054
FEW, SMALL = 10, 30
NOTHING = 1e-6
MONTHS = (1, 3, 6, 12)


@dataclass(frozen=True)
class Move:
    """What became of the members between two days."""

    ladder: Ladder
    from_on: date
    to_on: date

    def counts(self) -> Counter[tuple[int | str, int | str]]:
        """How many went from where to where; who came is `joined` before, who went is `left` after."""
        before, after = self.ladder.levels(self.from_on), self.ladder.levels(self.to_on)
        return Counter(
            (before.get(member, "joined"), after.get(member, "left")) for member in before.keys() | after.keys()
        )

    def guests(self) -> int:
        """Who came after the first day and was gone by the second."""
        world, until = self.ladder.world, self.ladder.until
        there = members_on(world, until, self.from_on) | members_on(world, until, self.to_on)
        passed = {
            stay.member
            for stay in stays(world, until, by_group=False)
            if stay.came_on and stay.left_on and self.from_on < stay.came_on and stay.left_on <= self.to_on
        }
        return len(passed - there)

    def rows(self) -> list[Row]:
        """A row for each level before and after; then who joined, and who only passed."""
        counts, names = self.counts(), self.ladder.scheme.levels
        down = range(len(names) - 1, -1, -1)
        found = []
        for before in (*down, "joined"):
            ends: list[int | str] = [*down, *([] if before == "joined" else ["left"])]
            whole = sum(counts[before, after] for after in ends)
            found += [self._row(before, after, counts[before, after], whole) for after in ends]
        return [*found, {"level": "guests", "to_level": "left", "members": self.guests()}]

    def _row(self, before: int | str, after: int | str, members: int, whole: int) -> Row:
        names = self.ladder.scheme.levels
        low, high = wilson(members, whole) if whole else (None, None)
        return {
            "level": names[before] if isinstance(before, int) else before,
            "to_level": names[after] if isinstance(after, int) else after,
            "status": "low_n" if whole < FEW else "complete",
            "members": members,
            "of_members": whole,
            "member_rate": members / whole if whole else None,
            "lower_rate": low,
            "upper_rate": high,
        }

    def total(self) -> Row:
        """All levels together, and those who rose less those who fell as a share of those there at both days."""
        counts = self.counts()
        both = {key: n for key, n in counts.items() if key[0] != "joined" and key[1] != "left"}
        steps = [(int(after) - int(before), n) for (before, after), n in both.items()]
        rose, fell = (sum(n for step, n in steps if step * way > 0) for way in (1, -1))
        there = sum(both.values())
        mean = (rose - fell) / there if there else None
        half = Z * math.sqrt((rose + fell - (rose - fell) ** 2 / there) / there**2) if there else 0
        return {
            "from_on": self.from_on,
            "review_on": self.to_on,
            "status": self._status(there),
            "present_members": there,
            "risen_members": rose,
            "held_members": there - rose - fell,
            "fallen_members": fell,
            "joined_members": sum(n for key, n in counts.items() if key[0] == "joined"),
            "left_members": sum(n for key, n in counts.items() if key[1] == "left"),
            "guests": self.guests(),
            "net_promotion_rate": mean,
            "lower_net_promotion_rate": None if mean is None else mean - half,
            "upper_net_promotion_rate": None if mean is None else mean + half,
        }

    def _status(self, there: int) -> str:
        """That of the month, by the facts that the scheme cannot do without."""
        scope = Scope(self.ladder.world, "month", as_of=self.ladder.until, needs=self.ladder.needs or ("members",))
        term = next(each for each in scope.terms if each.holds(self.to_on))
        if term.status == "partly_covered":
            return term.status
        return "low_n" if there < SMALL else "complete"

    def settled(self) -> list[float] | None:
        """The shares, from the bottom up, that no more change if all go on moving so; none where that depends."""
        counts, size = self.counts(), range(len(self.ladder.scheme.levels))
        wholes = [sum(counts[before, after] for after in size) for before in size]
        if not all(wholes):
            return None
        found = [self._after_long(start, wholes) for start in size]
        is_one = all(
            math.isclose(one, other, abs_tol=1e-6) for each in found for one, other in zip(each, found[0], strict=True)
        )
        return found[0] if is_one else None

    def _after_long(self, start: int, wholes: list[int]) -> list[float]:
        counts, size = self.counts(), range(len(wholes))
        steps = [[counts[before, after] / wholes[before] for after in size] for before in size]
        for _ in range(16):
            steps = [[sum(row[at] * steps[at][after] for at in size) for after in size] for row in steps]
        return steps[start]


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The interval of 95% by Wilson."""
    rate, slack = part / whole, Z**2 / whole
    middle = (rate + slack / 2) / (1 + slack)
    half = Z / (1 + slack) * math.sqrt(rate * (1 - rate) / whole + slack / (4 * whole))
    return max(0.0, middle - half), min(1.0, middle + half)


def series(ladder: Ladder) -> list[Row]:
    """From each month-end to the next."""
    days = _month_ends(ladder)
    return [Move(ladder, before, after).total() for before, after in pairwise(days)]


def _month_ends(ladder: Ladder) -> list[date]:
    return [day for day in ladder.reviews() if (day + DAY).day == 1]


def raised_in_a_year(ladder: Ladder) -> tuple[int, int] | None:
    """Of those at the second level a year ago, who stood higher at any month-end since, and how many they are."""
    year = _month_ends(ladder)[-13:]
    if len(year) < 13:
        return None
    began = {member for member, level in ladder.levels(year[0]).items() if level == 1}
    rose = {who for day in year[1:] for who, level in ladder.levels(day).items() if level > 1}
    return len(began & rose), len(began)


def waits(ladder: Ladder) -> list[Row]:
    """For each level below the top, how long it takes to rise, with leaving as the other way out."""
    days = _month_ends(ladder)
    found = []
    for level in range(len(ladder.scheme.levels) - 1):
        its = [each for each in (_wait(ladder, days, who, level) for who in _everybody(ladder, days)) if each]
        curve = aalen_johansen(its)
        found += [_at(ladder.scheme.levels[level], months, its, curve) for months in MONTHS]
    return found


def _everybody(ladder: Ladder, days: Sequence[date]) -> list[int]:
    return sorted({who for day in days for who in ladder.levels(day)})


def _wait(ladder: Ladder, days: Sequence[date], who: int, level: int) -> Wait | None:
    """Months from the first month-end at a level, and how the waiting ended."""
    told = [ladder.levels(day).get(who) for day in days]
    if level not in told or told.index(level) == 0:
        return None
    first = told.index(level)
    if any(now is not None and now > level for now in told[:first]):
        return None  # has been above it before
    for months, now in enumerate(told[first:]):
        if now is None:
            return months, "left"
        if now > level:
            return months, "risen"
    return len(told) - 1 - first, "waiting"


def aalen_johansen(waits_: Sequence[Wait]) -> list[Step]:
    """By month: the share that has risen, that has left, and the variance of the first."""
    steps, alive, risen, left = [], 1.0, 0.0, 0.0
    history: list[tuple[float, int, int, int]] = []  # alive before, at risk, risen, left
    for month in range(1, max((months for months, _ in waits_), default=0) + 1):
        at_risk = sum(months >= month for months, _ in waits_)
        up, out = (sum(each == (month, how) for each in waits_) for how in ("risen", "left"))
        history.append((alive, at_risk, up, out))
        risen, left = risen + alive * up / at_risk, left + alive * out / at_risk
        alive *= 1 - (up + out) / at_risk
        steps.append((month, risen, left, _variance(history, risen)))
    return steps


def _variance(history: Sequence[tuple[float, int, int, int]], now: float) -> float:
    """Of multinomial steps, by the delta method (Betensky and Schoenfeld)."""
    total, so_far = 0.0, 0.0
    for alive, at_risk, up, out in history:
        p, q = up / at_risk, out / at_risk
        so_far += alive * p
        later = now - so_far  # what comes after this step
        stay = 1 - p - q
        by_up = alive - (later / stay if stay else 0)
        by_out = -(later / stay if stay else 0)
        total += (by_up**2 * p * (1 - p) + by_out**2 * q * (1 - q) - 2 * by_up * by_out * p * q) / at_risk
    return total


def _at(level: str, months: int, its: Sequence[Wait], curve: Sequence[tuple[int, float, float, float]]) -> Row:
    head = {
        "level": level,
        "months": months,
        "members": len(its),
        "risen_members": sum(how == "risen" for _, how in its),
        "left_members": sum(how == "left" for _, how in its),
    }
    seen = [step for step in curve if step[0] <= months]
    risen, left, variance = seen[-1][1:] if seen else (0.0, 0.0, 0.0)
    is_known = bool(its) and (months <= max(each for each, _ in its) or 1 - risen - left < 1e-9)
    half = next((month for month, share, _, _ in curve if share >= 0.5), None)
    blank = dict.fromkeys(("risen_rate", "lower_rate", "upper_rate", "left_rate", "waiting_rate"))
    if not is_known:
        return head | blank | {"status": "not_covered", "median_months": half}
    low, high = _interval(risen, variance)
    rates = {"risen_rate": risen, "lower_rate": low, "upper_rate": high, "left_rate": left}
    status = "low_n" if len(its) < SMALL else "complete"
    return head | rates | {"waiting_rate": 1 - risen - left, "status": status, "median_months": half}


def _interval(rate: float, variance: float) -> tuple[float | None, float | None]:
    """On the scale of the complementary log-log; nothing where nobody has risen, and no lower end where all have."""
    if not rate or not variance:
        return None, (1.0 if rate else None)
    spread = Z * math.sqrt(variance) / abs((1 - rate) * math.log(1 - rate))
    return 1 - (1 - rate) ** math.exp(-spread), 1 - (1 - rate) ** math.exp(spread)
