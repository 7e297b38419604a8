"""Scorecards as data: criteria with weights and anchors, and the grades of their total."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from commkit.choices import Period
from commkit.errors import CannotDo, WrongUse
from commkit.named_files import parse_toml, refuse_unknown
from commkit.presets import KINDS
from commkit.presets.anchors import Anchors
from commkit.presets.bands import exact
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WHOLE = 100
_ROOM = files("commkit.presets") / "cards"
_CARD_KEYS = ("title", "ref", "version", "rises", "counts_for", "gate", "grades", "criteria")
_ANCHORS = ("floor", "baseline", "target", "challenge")
_KEYS = ("metric", "attested", "panel", "period", "weight", *_ANCHORS, "kind", "ref", "departments")
_RISES = ("better", "worse")
MOST = 60  # criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One line of a card: an indicator with its anchors, or what somebody attests; `kind` is None where both are ours.

    Who shares a criterion is named in `departments`, and it counts once.
    """

    name: str
    weight: Fraction
    anchors: Anchors | None = None  # None: attested
    period: Period = Period.month
    panel: str | None = None
    kind: str | None = None
    ref: str | None = None
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """A name for totals from so many points on."""

    name: str
    floor: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A scorecard. Its total `counts_for` a share of another score; no criterion may have fewer points than `gate`."""

    title: str
    ref: str
    version: str
    criteria: tuple[Criterion, ...]
    grades: tuple[Grade, ...]
    rises: str = "better"
    counts_for: Fraction | None = None
    gate: Fraction | None = None

    def find_grade(self, total: Fraction) -> str:
        """The last grade that the total reaches."""
        return [each for each in self.grades if each.floor <= total][-1].name


def list_cards() -> list[str]:
    """The names of the cards that come with commkit."""
    return sorted(each.name.removesuffix(".toml") for each in _ROOM.iterdir() if each.name.endswith(".toml"))


@cache
def read_card(name: str) -> Card:
    """The card of this name that comes with commkit."""
    return make_card(tomllib.loads((_ROOM / f"{name}.toml").read_text("utf-8")), name)


def read_own_card(path: Path) -> Card:
    """The card of a file. Raises WrongUse for what cannot be understood, and CannotDo for what cannot be read."""
    try:
        said = parse_toml(path)
    except OSError as error:
        what = say("cannot read {path}: {reason}", path=path, reason=say(error.strerror or ""))
        raise CannotDo(what, hint=say("check the path and the permissions")) from error
    except ValueError as error:
        what = say("{path} is not TOML: {reason}", path=path, reason=error)
        raise WrongUse(what, hint=say("see docs/scorecards.md for how cards are written")) from error
    return make_card(said, path.name)


def make_card(said: Mapping[str, Any], place: str) -> Card:
    """The card that TOML tells. Raises WrongUse."""
    refuse_unknown(said, _CARD_KEYS, place)
    rows, rises = said.get("criteria"), said.get("rises", "better")
    _refuse(not _are_tables(rows, MOST), say("{place} needs 1 to {most} tables [[criteria]]", place=place, most=MOST))
    _refuse(rises not in _RISES, say("{place}: rises is better or worse", place=place))
    criteria = tuple(_make_criterion(each, place) for each in rows or ())
    _refuse_weights(criteria, place)
    return Card(
        title=str(said.get("title", place)),
        ref=str(said.get("ref", "")),
        version=str(said.get("version", "1")),
        criteria=criteria,
        grades=_make_grades(said.get("grades"), place),
        rises=rises,
        counts_for=_read_share(said, "counts_for", place),
        gate=_read_share(said, "gate", place),
    )


def _make_criterion(said: Mapping[str, Any], place: str) -> Criterion:
    refuse_unknown(said, _KEYS, place)
    named = [str(said[key]) for key in ("metric", "attested") if key in said]
    _refuse(len(named) != 1, say("{place}: each criterion has either metric or attested", place=place))
    name, period, kind = named[0], said.get("period", "month"), said.get("kind")
    _refuse(period not in [*Period], say("{place}: {name} has no such period", place=place, name=name))
    _refuse(kind is not None and kind not in KINDS, say("{place}: {name} has no such kind", place=place, name=name))
    departments = said.get("departments", [])
    _refuse(not isinstance(departments, list), say("{place}: departments of {name} is a list", place=place, name=name))
    return Criterion(
        name=name,
        weight=_read_number(said, "weight", name, place),
        anchors=_read_anchors(said, name, place) if "metric" in said else None,
        period=Period(period),
        panel=said.get("panel"),
        kind=kind,
        ref=said.get("ref"),
        departments=tuple(map(str, departments)),
    )


def _read_anchors(said: Mapping[str, Any], name: str, place: str) -> Anchors:
    given = {key: float(_read_number(said, key, name, place)) for key in _ANCHORS if key != "floor" or key in said}
    anchors = Anchors(**given)
    _refuse(
        not anchors.is_ordered, say("{place}: floor to challenge of {name} are not in order", place=place, name=name)
    )
    return anchors


def _read_number(said: Mapping[str, Any], key: str, name: str, place: str) -> Fraction:
    number = said.get(key)
    is_number = type(number) in (int, float) and abs(number) < float("inf")  # type: ignore[arg-type]
    _refuse(not is_number, say("{place}: {key} of {name} is not a number", place=place, key=key, name=name))
    return exact(number or 0)


def _read_share(said: Mapping[str, Any], key: str, place: str) -> Fraction | None:
    if key not in said:
        return None
    return _read_number(said, key, key, place)


def _make_grades(said: object, place: str) -> tuple[Grade, ...]:
    """The grades of the card, else the five of all cards; the first is of every total."""
    if said is None:
        return tuple(Grade(name, Fraction(floor)) for name, floor in GRADES.items())
    _refuse(not _are_tables(said, MOST), say("{place}: grades are tables [[grades]]", place=place))
    grades = [_make_grade(each, place) for each in said]  # type: ignore[attr-defined]
    floors = [each.floor for each in grades]
    is_odd = floors != sorted(set(floors)) or floors[0] != 0
    _refuse(is_odd, say("{place}: grades begin at 0 and rise", place=place))
    return tuple(grades)


def _make_grade(said: Mapping[str, Any], place: str) -> Grade:
    refuse_unknown(said, ("name", "from"), place)
    return Grade(str(said.get("name")), _read_number(said, "from", str(said.get("name")), place))


def _refuse_weights(criteria: tuple[Criterion, ...], place: str) -> None:
    whole = sum(each.weight for each in criteria)
    _refuse(any(each.weight < 0 for each in criteria), say("{place}: a weight is below 0", place=place))
    what = say("{place}: weights sum to {sum} and not to 100", place=place, sum=f"{float(whole):g}")
    _refuse(whole != WHOLE, what)
    names = [each.name for each in criteria]
    _refuse(len(set(names)) < len(names), say("{place}: a criterion stands there twice", place=place))


def _are_tables(said: object, most: int) -> bool:
    return isinstance(said, list) and 0 < len(said) <= most and all(isinstance(each, dict) for each in said)


def _refuse(is_wrong: object, what: str) -> None:
    if is_wrong:
        raise WrongUse(what, hint=say("see docs/scorecards.md for how cards are written"))


GRADES = {"starting": 0, "growing": 40, "established": 60, "mature": 75, "leading": 90}
