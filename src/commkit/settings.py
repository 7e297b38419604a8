"""commkit.toml: defaults for options, and facts about the community."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from commkit.errors import CannotDo, WrongUse
from commkit.named_files import parse_toml, refuse_unknown
from commkit.system import is_own
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NAME = "commkit.toml"
LISTS = ("staff", "bots", "bridges", "people")  # what loading must know
OTHERS = ("closed", "holidays", "competitors", "due")
COMMUNITY: dict[str, type[str | list[str]]] = {"tz": str, "currency": str, **dict.fromkeys((*LISTS, *OTHERS), list)}
PEOPLE = '{name} = ["slack:U123", "ana"]'
EXAMPLES = {
    "tz": '{name} = "Asia/Shanghai"',
    "currency": '{name} = "CNY"',
    "closed": '{name} = ["Spring camp"]',
    "holidays": '{name} = ["2026-10-01..2026-10-07 National Day"]',
    "competitors": '{name} = ["2026-05-03 a rival opens a group"]',
    "due": '{name} = ["2026-12-15 fire drill", "month update the price list"]',
}
SECTIONS = ("community", "targets", "layers", "checks", "attested", "goals")
# What no file decides that merely lies in the folder: where to write, which database to ask, whether to name people.
SAID_ONLY = frozenset({"output", "folder", "save", "save_cuts", "chart", "db", "names"})


@dataclass(frozen=True, slots=True)
class Sayable:
    """What can be said to one command: the names of its options, and of the arguments that stand without one."""

    options: Sequence[str]
    arguments: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """The content and the path of commkit.toml; empty where there is no such file.

    `passed_over` is a nearer one that is not read, because it belongs to another user.
    """

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    passed_over: Path | None = None

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
    def layers(self) -> Mapping[str, Any]:
        """Schemes of layers, by name, as they are written."""
        found = self.values.get("layers", {})
        return found if isinstance(found, dict) else {}

    @property
    def checks(self) -> Mapping[str, Any]:
        """Rules on indicators, by name, as they are written, with the defaults that stand beside them."""
        found = self.values.get("checks", {})
        return found if isinstance(found, dict) else {}

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


def find_all(start: Path) -> list[Path]:
    """Every commkit.toml from this folder upwards, to the root of the repository or the home that it lies in."""
    return [folder / NAME for folder in _upwards(start) if (folder / NAME).is_file()]


def _upwards(start: Path) -> Iterator[Path]:
    home = os.path.realpath(os.path.expanduser("~"))  # noqa: PTH111 (Path.home raises where there is none)
    for folder in (start, *start.parents):
        yield folder
        if (folder / ".git").exists() or str(folder) == home:
            return


def _is_ours(path: Path) -> bool:
    """Whether the file, and the link that leads to it, belong to whoever runs commkit."""
    return is_own(path.stat()) and is_own(path.lstat())


def read(asked: Path | None = None) -> Config:
    """The configuration in force: the file asked for, COMMKIT_CONFIG, else the nearest. Raises CannotDo, WrongUse."""
    given = asked or (Path(os.environ["COMMKIT_CONFIG"]) if os.environ.get("COMMKIT_CONFIG") else None)
    if given is not None:
        return _parse(given, None)
    with contextlib.suppress(FileNotFoundError):  # somebody has removed the folder that we are in
        return _read_nearest(Path.cwd())
    return Config()


def _read_nearest(start: Path) -> Config:
    """The configuration that is in force in this folder."""
    found = find_all(start)
    path = next(filter(_is_ours, found), None)
    passed_over = found[0] if found and found[0] != path else None
    return Config(passed_over=passed_over) if path is None else _parse(path, passed_over)


def _parse(path: Path, passed_over: Path | None) -> Config:
    try:
        return Config(path, parse_toml(path), passed_over)
    except OSError as error:
        raise CannotDo(
            say("cannot read {path}: {reason}", path=path, reason=say(error.strerror or "")),
            hint=say("check --config and COMMKIT_CONFIG"),
        ) from error
    except ValueError as error:
        raise WrongUse(
            say("{path} is not TOML: {reason}", path=path, reason=error),
            hint=say("see https://toml.io for how values are written"),
        ) from error


def check(config: Config, commands: Mapping[str, Any], indicators: Iterable[str]) -> None:
    """Refuse keys that nothing reads. `commands` maps a command to its Sayable, and a group to such a map.

    Raises WrongUse.
    """
    refuse_unknown(config.values.keys(), [*commands, *SECTIONS], f"{NAME}")
    _check_community(config.values.get("community", {}))
    _check_targets(config.values.get("targets", {}), indicators)
    _check_level(config.defaults, commands, "")
    _refuse_empty(config.values, "")


def _check_community(said: Any) -> None:  # noqa: ANN401 (whatever TOML holds)
    if not isinstance(said, dict):
        raise _wrong_kind("community", "[community]")
    refuse_unknown(said.keys(), [*COMMUNITY, "aliases"], "[community]")
    _check_aliases(said.get("aliases", []))
    for name, kind in COMMUNITY.items():
        value = said.get(name, kind())
        if not isinstance(value, kind) or not all(isinstance(each, str) for each in value):
            what = say("{name} in [community] is of the wrong kind", name=name)
            raise WrongUse(
                what, hint=say("for example: {example}", example=EXAMPLES.get(name, PEOPLE).format(name=name))
            )
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
        refuse_unknown(said.keys(), indicators, "[targets]")
    for name, number in said.items():
        if type(number) not in (int, float) or not math.isfinite(number):
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
        if isinstance(known[name], Mapping):
            refuse_unknown(value.keys(), known[name], place)
            _check_level(value, known[name], f"{where}{name}.")
        else:
            _check_options(value, known[name], place)


def _check_options(said: Mapping[str, Any], known: Sayable, place: str) -> None:
    refuse_unknown(said.keys(), [*known.options, *known.arguments], place)
    for name, value in said.items():
        if name in known.arguments or name in SAID_ONLY:
            option = name if name in known.arguments else f"--{name.replace('_', '-')}"
            what = say("{name} in {place} is not taken from commkit.toml", name=name, place=place)
            raise WrongUse(what, hint=say("say it on the command line: {option}", option=option))
        if isinstance(value, dict):
            what = say("{name} in {place} is an option, not a table", name=name, place=place)
            raise WrongUse(what, hint=say("write: {name} = VALUE", name=name))


def _refuse_empty(said: Any, place: str) -> None:  # noqa: ANN401 (whatever TOML holds)
    """Refuse a name, or a name in a list, that is empty, or has what no system takes in a name."""
    if isinstance(said, dict):
        for name, value in said.items():
            _refuse_empty(value, f"{place}.{name}".removeprefix("."))
    elif isinstance(said, list):
        for each in said:
            _refuse_empty(each, place)
    elif isinstance(said, str) and "\0" in said:
        raise WrongUse(
            say("{name} in commkit.toml has a character that no name has", name=place),
            hint=say("take it out, or write what is meant"),
        )
    elif isinstance(said, str) and not said.strip():
        raise WrongUse(
            say("{name} in commkit.toml has an empty name", name=place), hint=say("take it out, or write what is meant")
        )
