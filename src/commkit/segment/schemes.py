"""Schemes of layers: ordered levels with rules on features of members, as data."""

from __future__ import annotations

import operator
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from commkit.errors import WrongUse
from commkit.named_files import refuse_unknown
from commkit.segment.features import FEATURES
from commkit.words import say, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

PYRAMID = "pyramid"
MOST_LEVELS, MOST_HELD, LONGEST = 12, 12, 40
COMPARE: Mapping[str, Callable[[Any, float], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_BOUND = re.compile(r"\s*(>=|<=|>|<|=)\s*(-?\d{1,12}(?:\.\d{1,12})?)\s*")
_SCHEME_KEYS, _LEVEL_KEYS = ("title", "ref", "hold", "staff", "edge", "levels"), ("name", "rules")
RESERVED = ("joined", "left", "guests", "unknown", "stationary")  # rows and slices beside levels


class Condition(NamedTuple):
    """What one feature must be."""

    feature: str
    sign: str
    bound: float

    def implies(self, other: Condition) -> bool:
        """Whether whatever meets this condition meets the other, which is on the same feature."""
        if self.sign == "=":
            return bool(COMPARE[other.sign](self.bound, other.bound))
        if self.sign[0] != other.sign[0]:
            return False
        beyond = self.bound > other.bound if self.sign[0] == ">" else self.bound < other.bound
        return beyond or (self.bound == other.bound and (self.sign == other.sign or other.sign.endswith("=")))


Rule = tuple[Condition, ...]  # all of them must hold


@dataclass(frozen=True, slots=True)
class Level:
    """A level and its rules, of which one must hold; the bottom level has none."""

    name: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """Levels from the bottom up. A level once reached is held for so many reviews.

    `edge` is the level of those who hardly take part, if the scheme tells how many of them rise in a year.
    """

    name: str
    title: str
    levels: tuple[Level, ...]
    hold: int = 0
    staff: bool = False
    ref: str = ""
    edge: str = ""

    @property
    def features(self) -> tuple[str, ...]:
        """The features that the rules read, each once."""
        return tuple(dict.fromkeys(each.feature for level in self.levels for rule in level.rules for each in rule))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the levels, from the bottom up."""
        return tuple(level.name for level in self.levels)


def shipped() -> tuple[str, ...]:
    """The names of the schemes that come with commkit."""
    folder = files("commkit.presets") / "layers"
    return tuple(sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml")))


def find_scheme(name: str, own: Mapping[str, Any]) -> Scheme:
    """The scheme of this name, one of commkit.toml before one that is shipped. Raises WrongUse."""
    if name in own:
        return make_scheme(name, own[name])
    if name in shipped():
        return _shipped(name)
    names = sorted({*own, *shipped()})
    near = suggest(name, names)
    there = say("there are: {names}", names=say(", ").join(names))
    raise WrongUse(
        say("no scheme of layers is called {name!r}", name=name),
        hint=say("did you mean {name!r}?", name=near[0]) if near else there,
    )


@cache
def _shipped(name: str) -> Scheme:
    text = (files("commkit.presets") / "layers" / f"{name}.toml").read_text("utf-8")
    return make_scheme(name, tomllib.loads(text))


def check_schemes(said: Any) -> None:  # noqa: ANN401 (whatever TOML holds)
    """Refuse schemes that cannot be read. Raises WrongUse."""
    _refuse(not isinstance(said, dict), say("{place} must be a table", place="[layers]"))
    for name, each in said.items():
        _refuse(not is_name(name), say("a scheme in [layers] needs a short name without : = or a comma"))
        make_scheme(name, each)


def make_scheme(name: str, said: Any) -> Scheme:  # noqa: ANN401 (whatever TOML holds)
    """The scheme that a table of TOML tells. Raises WrongUse for whatever cannot be read or never holds."""
    place = f"[layers.{name}]"
    _refuse(not isinstance(said, dict), say("{place} must be a table", place=place))
    refuse_unknown(said, _SCHEME_KEYS, place)
    hold, staff, levels = said.get("hold", 0), said.get("staff", False), said.get("levels")
    is_hold = type(hold) is int and 0 <= hold <= MOST_HELD
    _refuse(not is_hold, say("hold in {place} is no number of reviews from 0 to {most}", place=place, most=MOST_HELD))
    _refuse(not isinstance(staff, bool), say("staff in {place} is neither true nor false", place=place))
    is_list = isinstance(levels, list) and 1 < len(levels) <= MOST_LEVELS
    _refuse(not is_list, say("{place} needs a list of 2 to {most} levels", place=place, most=MOST_LEVELS))
    made = tuple(_make_level(each, place) for each in levels or ())
    refuse_faulty(made, place)
    _refuse(not isinstance(said.get("title", ""), str), say("title in {place} is no text", place=place))
    edge = str(said.get("edge", ""))
    is_edge = not edge or edge in [level.name for level in made[:-1]]
    _refuse(not is_edge, say("edge in {place} is no level below the top", place=place))
    return Scheme(name, str(said.get("title", name)), made, hold, staff, str(said.get("ref", "")), edge)


def _make_level(said: Any, place: str) -> Level:  # noqa: ANN401 (whatever TOML holds)
    _refuse(not isinstance(said, dict), say("a level in {place} must be a table", place=place))
    refuse_unknown(said, _LEVEL_KEYS, place)
    name, rules = said.get("name"), said.get("rules", [])
    _refuse(not is_name(name), say("a level in {place} needs a short name without : = or a comma", place=place))
    taken = say("{name} is a word of answers, and no level in {place} can be called so", name=name, place=place)
    _refuse(name in RESERVED, taken)
    is_list = isinstance(rules, list) and all(isinstance(rule, dict) and rule for rule in rules)
    _refuse(not is_list, say("rules of {level} in {place} must be a list of tables", level=name, place=place))
    return Level(str(name), tuple(tuple(_make_conditions(rule, str(name), place)) for rule in rules))


def is_name(said: object) -> bool:
    """Whether a word can name a scheme, a level or a plan: short, printable, without : = or a comma."""
    is_plain = isinstance(said, str) and said.isprintable() and len(said) <= LONGEST and not set(said) & set(":=,")
    return is_plain and str(said).strip() == said != ""


def _make_conditions(rule: Mapping[str, Any], level: str, place: str) -> Iterator[Condition]:
    for feature, said in rule.items():
        refuse_unknown([feature], FEATURES, say("{level} in {place}", level=level, place=place))
        yield parse_condition(feature, said, say("{level} in {place}", level=level, place=place))


def parse_condition(feature: str, said: object, place: str) -> Condition:
    """A condition such as `>= 12` on a feature. Raises WrongUse."""
    found = _BOUND.fullmatch(said) if isinstance(said, str) else None
    if not found:
        raise WrongUse(
            say("{feature} of {place} is no condition: {said!r}", feature=feature, place=place, said=str(said)),
            hint=say('write a sign and a number, as {feature} = ">= 12"', feature=feature),
        )
    sign, bound = found[1], float(found[2])
    is_open = feature.startswith("net_amount") or bound > 0 or (bound == 0 and sign in (">", "=", "<="))
    what = say("{feature} {said} of {place} holds of all or of nobody", feature=feature, said=said, place=place)
    _refuse(not is_open, what)
    return Condition(feature, sign, bound)


def refuse_faulty(levels: Sequence[Level], place: str) -> None:
    """Refuse levels of one name, a bottom that not everybody is in, and levels that nobody can be in."""
    names = [level.name for level in levels]
    _refuse(len(set(names)) < len(names), say("two levels of {place} have one name", place=place))
    _refuse(
        bool(levels[0].rules),
        say("{place} has no bottom level: {level} has rules, so some would have no level", place=place, level=names[0]),
    )
    for number, level in enumerate(levels[1:], 1):
        _refuse(not level.rules, say("{level} in {place} has no rules", level=level.name, place=place))
        for higher in levels[number + 1 :]:
            _refuse(
                all(any(_covers(taking, rule) for taking in higher.rules) for rule in level.rules),
                say(
                    "nobody can be in {level} of {place}: {higher} takes all of them",
                    level=level.name,
                    place=place,
                    higher=higher.name,
                ),
            )


def _covers(wide: Rule, narrow: Rule) -> bool:
    """Whether every condition of the wide rule follows from one of the narrow rule."""
    return all(any(each.feature == need.feature and each.implies(need) for each in narrow) for need in wide)


def _refuse(is_wrong: bool, what: str) -> None:
    if is_wrong:
        raise WrongUse(what, hint=say("see docs/layers.md for how schemes are written"))
