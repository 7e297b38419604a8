"""What people attest where nothing loaded tells it: who said it when, and until when that holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from commkit.errors import WrongUse
from commkit.named_files import refuse_unknown
from commkit.presets.anchors import FULL
from commkit.presets.bands import exact
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

LASTS = timedelta(days=180)
_KEYS, _GOAL_KEYS = ("criterion", "points", "kept", "of", "by", "on"), ("goal", "principle", "test")


@dataclass(frozen=True, slots=True)
class Attestation:
    """A criterion's points, as somebody saw it on a day."""

    criterion: str
    points: Fraction
    by: str
    on: date

    @property
    def until_on(self) -> date:
        """The last day on which it holds."""
        return self.on + LASTS


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, the principle that it serves, and how that is tested."""

    goal: str
    principle: str
    test: str | None = None


@dataclass(frozen=True, slots=True)
class Attested:
    """What commkit.toml tells that no export does: points of criteria, and goals with their principles."""

    criteria: tuple[Attestation, ...] = ()
    goals: tuple[Goal, ...] = ()


NOTHING = Attested()


def read_attested(said: Mapping[str, Any]) -> Attested:
    """What [[attested]] and [[goals]] tell; a goal without its principle is refused. Raises WrongUse."""
    if not {"attested", "goals"} & said.keys():
        return NOTHING
    criteria = _list_tables(said.get("attested", []), "[[attested]]")
    goals = _list_tables(said.get("goals", []), "[[goals]]")
    return Attested(tuple(map(_read_attestation, criteria)), tuple(map(_read_goal, goals)))


def _read_goal(said: Mapping[str, Any]) -> Goal:
    refuse_unknown(said, _GOAL_KEYS, "[[goals]]")
    _refuse("goal" not in said, say("a goal in {place} has no name", place="[[goals]]"))
    what = say("the goal {goal!r} names no principle", goal=said.get("goal"))
    _refuse("principle" not in said, what)
    return Goal(str(said["goal"]), str(said["principle"]), said.get("test"))


def _read_attestation(said: Mapping[str, Any]) -> Attestation:
    refuse_unknown(said, _KEYS, "[[attested]]")
    lacking = [key for key in ("criterion", "by", "on") if key not in said]
    _refuse(lacking, say("an entry in {place} lacks {keys}", place="[[attested]]", keys=say(", ").join(lacking)))
    name = str(said["criterion"])
    return Attestation(name, _read_points(said, name), str(said["by"]), _read_day(said["on"], name))


def _read_points(said: Mapping[str, Any], name: str) -> Fraction:
    """The points from 0 to 10, or so many kept of so many."""
    numbers: list[Any] = [said.get("points")] if "points" in said else [said.get("kept"), said.get("of")]
    are_numbers = all(type(each) in (int, float) for each in numbers) and (len(numbers) == 1 or numbers[1] > 0)
    _refuse(
        not are_numbers, say("{name} in {place} has neither points nor kept and of", name=name, place="[[attested]]")
    )
    first, *rest = (exact(each) for each in numbers)
    points = FULL * first / rest[0] if rest else first
    _refuse(not 0 <= points <= FULL, say("{name} in {place} is not from 0 to 10", name=name, place="[[attested]]"))
    return points


def _read_day(said: object, name: str) -> date:
    if isinstance(said, str):
        try:
            said = date.fromisoformat(said)
        except ValueError:
            said = None
    _refuse(type(said) is not date, say("{name} in {place} has no day", name=name, place="[[attested]]"))
    return said  # type: ignore[return-value]


def _list_tables(said: object, place: str) -> list[Mapping[str, Any]]:
    is_list = isinstance(said, list) and all(isinstance(each, dict) for each in said)
    _refuse(not is_list, say("{place} must be tables", place=place))
    return said  # type: ignore[return-value]


def _refuse(is_wrong: object, what: str) -> None:
    if is_wrong:
        raise WrongUse(what, hint=say("see docs/scorecards.md for how it is written"))
