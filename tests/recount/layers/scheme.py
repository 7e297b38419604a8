"""The schemes as their files define them, and the level of each member at each review."""

from __future__ import annotations

import operator
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.recount.coverage import first_on, last_on, reaches
from tests.recount.layers.doings import DAY, READS
from tests.recount.layers.standing import members_on, standing_on
from tests.recount.stays import stays

if TYPE_CHECKING:
    from tests.recount.facts import World
    from tests.recount.layers.standing import Standing

FILES = Path(__file__).parents[3] / "src" / "commkit" / "presets" / "layers"
OPERATORS = {">=": operator.ge, "=": operator.eq}
NEEDS = {  # the kinds of fact of which one must be told
    "reach": ("replies", "reactions"),
    "reach_rate": ("replies", "reactions"),
    "exchanges": ("replies", "reactions"),
    "partners": ("replies", "reactions"),
    "repliers": ("replies",),
    "reactions_sent": ("reactions",),
    "reads": ("events",),
    "orders": ("orders",),
    "order_days": ("orders",),
    "value_level": ("orders",),
    "activated_invitees": ("referrals",),
    "tenure_days": ("members",),
    "is_staff": ("members",),
}
Rule = dict[str, str]


@dataclass(frozen=True)
class Scheme:
    """Levels from the bottom up, each with its rules."""

    name: str
    levels: tuple[str, ...]
    rules: tuple[tuple[tuple[tuple[str, str], ...], ...], ...]
    hold: int
    staff: bool

    @property
    def judged_by(self) -> set[str]:
        """All that its rules name."""
        return {name for rules in self.rules for rule in rules for name, _ in rule}


@cache
def scheme(name: str) -> Scheme:
    """The scheme of this name."""
    told = tomllib.loads((FILES / f"{name}.toml").read_text("utf-8"))
    rules = tuple(tuple(tuple(rule.items()) for rule in level.get("rules", ())) for level in told["levels"])
    names = tuple(level["name"] for level in told["levels"])
    return Scheme(name, names, rules, told.get("hold", 0), told.get("staff", False))


def names() -> list[str]:
    """Every scheme that is shipped."""
    return sorted(path.stem for path in FILES.glob("*.toml"))


def month_end_before(day: date) -> date:
    """The last month-end before a day."""
    return day.replace(day=1) - DAY


def window_of(name: str) -> int:
    """How many days back something looks; 0 is as far as anything is known."""
    days = name.rpartition("_")[2]
    return int(days) if days.isdigit() else 7 if name == "is_silent" else 0


@cache
def is_told(world: World, name: str, day: date) -> bool:
    """Whether the facts behind something reach from the first day of its window to this one."""
    window = window_of(name)
    first_day = day - (window - 1) * DAY if window else None
    return any(
        opens <= (first_day or opens) and day <= ends for opens, ends in (_span(world, each) for each in _kinds(name))
    )


@cache
def reaches_to(world: World, name: str, day: date) -> bool:
    """Whether the facts behind something are known on this day."""
    return any(opens <= day <= ends for opens, ends in (_span(world, kind) for kind in _kinds(name)))


def _kinds(name: str) -> tuple[str, ...]:
    return NEEDS.get(name.removesuffix(f"_{window_of(name)}"), ("messages",))


@cache
def _span(world: World, kind: str) -> tuple[date, date]:
    """The first and last day on which a kind of fact is known anywhere; of events, those of readers."""
    if kind != "events":
        return first_on(world, (kind,)) or date.max, last_on(world, (kind,)) or date.min
    its = [each for each in reaches(world) if each.kind in {f"event {name}" for name in READS}]
    ends = [world.local(each.ends_at).date() - DAY for each in its]
    return min((each.opens_on for each in its), default=date.max), max(ends, default=date.min)


@dataclass(frozen=True)
class Ladder:
    """A scheme applied to a community, by all that is known until a day."""

    world: World
    scheme: Scheme
    until: date

    @cache  # noqa: B019 (a ladder lives as long as its numbers are compared)
    def met(self, day: date) -> dict[int, int]:
        """The highest level whose rule each member meets as a day ends, from 0 at the bottom."""
        standing = standing_on(self.world, self.until, day)
        return {member: self._highest(standing, member) for member in standing.members}

    def _highest(self, standing: Standing, member: int) -> int:
        for level in range(len(self.scheme.levels) - 1, 0, -1):
            if any(self._holds(standing, member, rule) for rule in self.scheme.rules[level]):
                return level
        return 0

    def _holds(self, standing: Standing, member: int, rule: tuple[tuple[str, str], ...]) -> bool:
        for name, condition in rule:
            if not reaches_to(self.world, name, self.until):
                return False
            sign, threshold = condition.split()
            value = standing.judged(member, name)
            if value is None or not OPERATORS[sign](value, float(threshold)):
                return False
        return True

    @cache  # noqa: B019
    def levels(self, day: date) -> dict[int, int]:
        """The level of each who is there: the highest met now, or at the month-ends before that the scheme holds."""
        found = dict(self.met(day))
        before = day
        for _ in range(self.scheme.hold):
            before = month_end_before(before)
            for member, level in self.met(before).items():
                if member in found:
                    found[member] = max(found[member], level)
        return found

    def gone(self, day: date) -> set[int]:
        """Who has been a member by a day and is one no more."""
        past = {stay.member for stay in stays(self.world, self.until, by_group=False) if stay.left_on}
        return past - members_on(self.world, self.until, day)

    def is_open(self, level: int) -> bool:
        """Whether any of the rules of a level can be judged as of the answer."""
        rules = self.scheme.rules[level]
        return not rules or any(all(name in self.told for name, _ in rule) for rule in rules)

    @property
    def told(self) -> set[str]:
        """What rules can be judged by as of the answer; the others are left out at every review."""
        return {name for name in self.scheme.judged_by if reaches_to(self.world, name, self.until)}

    @property
    def needs(self) -> tuple[str, ...]:
        """The kinds of fact without which some level cannot be told."""
        kinds = [[{_kinds(name) for name, _ in rule} for rule in rules] for rules in self.scheme.rules if rules]
        sure = {each for its in kinds for each in set.intersection(*its)}
        return tuple(sorted(each[0] for each in sure if len(each) == 1))

    def is_whole(self, day: date) -> bool:
        """Whether the windows that the rules look at are covered."""
        return day <= self.until and all(is_told(self.world, name, day) for name in self.told)

    def reviews(self) -> list[date]:
        """The month-ends whose windows are covered, and the last day."""
        found, day = [], month_end_before(self.world.begins_on.replace(day=1) + 40 * DAY)
        while day < self.until:
            found.append(day)
            day = month_end_before((day + DAY).replace(day=1) + 40 * DAY)
        return [each for each in (*found, self.until) if self.is_whole(each)]
