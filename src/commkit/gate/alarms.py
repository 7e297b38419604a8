"""Alarm schemes: rules with how much each matters and what is to be done in what time."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from commkit.check_choices import Severity
from commkit.gate.rules import parse_rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commkit.gate.rules import Rule

_OF_RULE = ("metric", "period", "by", "and", "while")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One rule of a scheme; `manual` says why no rule can tell it. Of one ladder only the worst that fires is told."""

    name: str
    severity: Severity
    act: str
    kind: str
    ref: str
    within: str | None = None
    ladder: str | None = None
    manual: str | None = None
    rule: Rule | None = None


@cache
def read_scheme(name: str) -> tuple[Alarm, ...]:
    """The alarms of a scheme, in the order of their file."""
    said = tomllib.loads((files("commkit.presets") / "alarms" / f"{name}.toml").read_text("utf-8"))
    return tuple(_make_alarm(each, said) for each in said["alarm"])


def _make_alarm(said: Mapping[str, Any], whole: Mapping[str, Any]) -> Alarm:
    told = {"kind": whole["kind"], "ref": whole["ref"]} | dict(said)
    of_rule = {key: told.pop(key) for key in _OF_RULE if key in told}
    fires = told.pop("fires", None)
    rule = parse_rule(told["name"], {**of_rule, "warn": fires}, told["name"]) if fires else None
    return Alarm(**told | {"severity": Severity(told["severity"])}, rule=rule)
