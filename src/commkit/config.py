"""commkit.toml: defaults of options, and facts about the community."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commkit.errors import CannotDo, WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAME = "commkit.toml"
COMMUNITY = ("tz", "staff", "bots", "bridges", "aliases", "currency")
SECTIONS = ("community", "pyramid", "checks", "targets")


@dataclass(frozen=True, slots=True)
class Config:
    """What commkit.toml says, and where it lies; empty where there is none."""

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def community(self) -> Mapping[str, Any]:
        """Facts about the community: zone, staff, bots."""
        found: Mapping[str, Any] = self.values.get("community", {})
        return found

    @property
    def defaults(self) -> Mapping[str, Any]:
        """New defaults of options: a table a command, one more level for groups of commands."""
        return {name: value for name, value in self.values.items() if name not in SECTIONS}


def nearest(start: Path) -> Path | None:
    """The nearest commkit.toml from this folder upwards."""
    return next((folder / NAME for folder in (start, *start.parents) if (folder / NAME).is_file()), None)


def read(asked: Path | None = None) -> Config:
    """The configuration in force: the file asked for, COMMKIT_CONFIG, else the nearest. Raises CannotDo, WrongUse."""
    given = asked or (Path(os.environ["COMMKIT_CONFIG"]) if os.environ.get("COMMKIT_CONFIG") else None)
    path = given or nearest(Path.cwd())
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


def check(config: Config, commands: Mapping[str, Any]) -> None:
    """Refuse keys that nothing reads. `commands` maps each command to its options, groups to such maps."""
    _refuse_unknown(config.values.keys(), [*commands, *SECTIONS], f"{NAME}")
    _refuse_unknown(config.community.keys(), COMMUNITY, "[community]")
    _check_level(config.defaults, commands, "")


def _check_level(said: Mapping[str, Any], known: Mapping[str, Any], where: str) -> None:
    for name, value in said.items():
        place = f"[{where}{name}]"
        if not isinstance(value, dict):
            raise WrongUse(
                say("{name} in commkit.toml must be a table of options", name=name),
                hint=say("write {place} above its options", place=place),
            )
        options = known[name]
        _refuse_unknown(value.keys(), options, place)
        if isinstance(options, dict):
            _check_level(value, options, f"{where}{name}.")


def _refuse_unknown(said: Iterable[str], known: Iterable[str], where: str) -> None:
    names = list(known)
    for name in said:
        if name not in names:
            near = get_close_matches(name, names, 1)
            known_names = say("known: {names}", names=say(", ").join(sorted(names)))
            hint = say("did you mean {name!r}?", name=near[0]) if near else known_names
            raise WrongUse(say("{place} has an unknown key {name!r}", place=where, name=name), hint=hint)
