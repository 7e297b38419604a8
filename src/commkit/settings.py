"""commkit.toml: defaults for options, and facts about the community."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from commkit.errors import CannotDo, WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "commkit.toml"
LISTS = ("staff", "bots", "bridges", "people")  # what loading must know
COMMUNITY: dict[str, type[str | list[str]]] = {"tz": str, "currency": str, **dict.fromkeys((*LISTS, "closed"), list)}
EXAMPLES: dict[object, str] = {str: '{name} = "Asia/Shanghai"', list: '{name} = ["slack:U123", "ana"]'}
SECTIONS = ("community", "targets")


@dataclass(frozen=True, slots=True)
class Config:
    """The content and the path of commkit.toml; empty where there is no such file."""

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def community(self) -> Mapping[str, Any]:
        """Facts about the community: zone, staff, bots, groups that are over."""
        found = self.values.get("community", {})
        return found if isinstance(found, dict) else {}

    @property
    def targets(self) -> Mapping[str, float]:
        """What each indicator should reach."""
        return {name: float(number) for name, number in self.values.get("targets", {}).items()}

    @property
    def closed(self) -> tuple[str, ...]:
        """The groups that are over, by title or handle."""
        return tuple(self.community.get("closed", ()))

    @property
    def cuts(self) -> Path | None:
        """The file of cut-points that RFM scores by, where one is set."""
        options = self.values.get("rfm", {})
        said = os.environ.get("COMMKIT_RFM_CUTS") or (options.get("cuts") if isinstance(options, dict) else None)
        return Path(said) if isinstance(said, str) else None

    @property
    def defaults(self) -> Mapping[str, Any]:
        """Defaults for options: a table per command, with one more level for groups of commands."""
        return {name: value for name, value in self.values.items() if name not in SECTIONS}


def find_nearest(start: Path) -> Path | None:
    """The nearest commkit.toml from this folder upwards."""
    return next((folder / NAME for folder in (start, *start.parents) if (folder / NAME).is_file()), None)


def read(asked: Path | None = None) -> Config:
    """The configuration in force: the file asked for, COMMKIT_CONFIG, else the nearest. Raises CannotDo, WrongUse."""
    given = asked or (Path(os.environ["COMMKIT_CONFIG"]) if os.environ.get("COMMKIT_CONFIG") else None)
    path = given or find_nearest(Path.cwd())
    if path is None:
        return Config()
    try:
        return Config(path, tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise CannotDo(
            say("cannot read {path}: {reason}", path=path, reason=say(error.strerror or "")),
            hint=say("check --config and COMMKIT_CONFIG"),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WrongUse(
            say("{path} is not TOML: {reason}", path=path, reason=error),
            hint=say("see https://toml.io for how values are written"),
        ) from error


def check(config: Config, commands: Mapping[str, Any], indicators: Iterable[str]) -> None:
    """Refuse keys that nothing reads. `commands` maps a command to its options, and a group to such a map.

    Raises WrongUse.
    """
    _refuse_unknown(config.values.keys(), [*commands, *SECTIONS], f"{NAME}")
    _check_community(config.values.get("community", {}))
    _check_targets(config.values.get("targets", {}), indicators)
    _check_level(config.defaults, commands, "")


def _check_community(said: Any) -> None:  # noqa: ANN401 (whatever TOML holds)
    if not isinstance(said, dict):
        raise _wrong_kind("community", "[community]")
    _refuse_unknown(said.keys(), [*COMMUNITY, "aliases"], "[community]")
    _check_aliases(said.get("aliases", []))
    for name, kind in COMMUNITY.items():
        value = said.get(name, kind())
        if not isinstance(value, kind) or not all(isinstance(each, str) for each in value):
            what = say("{name} in [community] is of the wrong kind", name=name)
            raise WrongUse(what, hint=say("for example: {example}", example=EXAMPLES[kind].format(name=name)))
    if said.get("tz") and said["tz"] not in available_timezones():
        raise WrongUse(say("there is no time zone {name!r}", name=said["tz"]), hint=say("for example Asia/Shanghai"))


def _check_aliases(said: Any) -> None:  # noqa: ANN401 (whatever TOML holds)
    people = said if isinstance(said, list) and all(isinstance(each, list) for each in said) else [[]]
    if not all(len(each) > 1 and all(isinstance(entry, str) for entry in each) for each in people):
        what = say("{name} in [community] is of the wrong kind", name="aliases")
        example = 'aliases = [["slack:U123", "discord:456"]]'
        raise WrongUse(what, hint=say("for example: {example}", example=example))


def _check_targets(said: Any, indicators: Iterable[str]) -> None:  # noqa: ANN401 (whatever TOML holds)
    if not isinstance(said, dict):
        raise _wrong_kind("targets", "[targets]")
    if said:
        _refuse_unknown(said.keys(), indicators, "[targets]")
    for name, number in said.items():
        if type(number) not in (int, float):
            what = say("{name} in [targets] is not a number", name=name)
            raise WrongUse(what, hint=say("for example: {example}", example=f"{name} = 0.18"))


def _wrong_kind(name: str, place: str) -> WrongUse:
    what = say("{name} in commkit.toml must be a table of options", name=name)
    return WrongUse(what, hint=say("write {place} above its options", place=place))


def _check_level(said: Mapping[str, Any], known: Mapping[str, Any], where: str) -> None:
    for name, value in said.items():
        place = f"[{where}{name}]"
        if not isinstance(value, dict):
            raise _wrong_kind(name, place)
        options = known[name]
        _refuse_unknown(value.keys(), options, place)
        if isinstance(options, Mapping):
            _check_level(value, options, f"{where}{name}.")
        elif tables := [key for key, each in value.items() if isinstance(each, dict)]:
            what = say("{name} in {place} is an option, not a table", name=tables[0], place=place)
            raise WrongUse(what, hint=say("write: {name} = VALUE", name=tables[0]))


def _refuse_unknown(said: Iterable[str], known: Iterable[str], where: str) -> None:
    names = list(known)
    for name in said:
        if name not in names:
            near = get_close_matches(name, names, 1)
            known_names = say("known: {names}", names=say(", ").join(sorted(names)))
            hint = say("did you mean {name!r}?", name=near[0]) if near else known_names
            raise WrongUse(say("{place} has an unknown key {name!r}", place=where, name=name), hint=hint)
