"""What a scheme of alarms tells: the alarms that fire, those that cannot be told, and the lights of a slice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from commkit.check_choices import Light, Severity, Verdict
from commkit.gate.spoken import speak_rule
from commkit.gate.summary import describe, explain
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from commkit.gate.alarms import Alarm
    from commkit.gate.evaluation import Judged

_ORDER = {severity: place for place, severity in enumerate(Severity)}
_LAST = len(_ORDER)
_LIGHTS = {Severity.critical: Light.red, Severity.warning: Light.yellow, Severity.notice: Light.yellow}
_COLUMNS = (
    *("light", "severity", "alarm", "slice", "indicator", "value", "reference", "change_percent", "since_on"),
    *("periods", "period", "act", "within", "reason", "rule", "condition", "starts_on", "kind", "ref", "unit"),
)
# Why a number is not judged though its facts are there: no alarm, and nothing that must be listed.
_QUIET = ("few", "zero_base")


class Told(NamedTuple):
    """An alarm in one slice; `judged` is None where only people can tell it."""

    alarm: Alarm
    judged: Judged | None

    @property
    def slice(self) -> str | None:
        """The slice that it is told of; None is the whole."""
        return self.judged.slice if self.judged else None

    @property
    def fires(self) -> bool:
        """Whether it is to be told."""
        return self.judged is not None and self.judged.finding.is_found

    @property
    def is_unknown(self) -> bool:
        """Whether nobody can say. That nothing rises from 0 is no gap; that nothing is left that could fall is one."""
        if self.judged is None:
            return True
        finding = self.judged.finding
        is_fall = finding.condition is not None and finding.condition.kind == "drop"
        is_dead = finding.unknown == "zero_base" and is_fall and finding.measured and not finding.measured.value
        return finding.verdict is Verdict.not_evaluated and bool(is_dead or finding.unknown not in _QUIET)


def pair(alarms: Iterable[Alarm], judged: Sequence[Judged]) -> list[Told]:
    """Each alarm in each slice; of a ladder only the worst that fires."""
    of_rule: dict[str, list[Judged]] = {}
    for found in judged:
        of_rule.setdefault(found.rule.name, []).append(found)
    told = [Told(alarm, found) for alarm in alarms for found in (of_rule[alarm.name] if alarm.rule else [None])]
    worst: dict[tuple[str | None, str | None], int] = {}
    for each in told:
        if each.alarm.ladder and each.fires:
            worst[_rung(each)] = min(_ORDER[each.alarm.severity], worst.get(_rung(each), _LAST))
    return [each for each in told if not each.fires or _ORDER[each.alarm.severity] <= worst.get(_rung(each), _LAST)]


def _rung(told: Told) -> tuple[str | None, str | None]:
    return told.alarm.ladder, told.slice


def list_alarms(told: Sequence[Told]) -> pl.DataFrame:
    """The alarms that fire, the worst first, and then those that cannot be told."""
    rows = [_describe(each) for each in told if each.fires or each.is_unknown]
    rows.sort(key=lambda row: (row["severity"] is None, _ORDER.get(row["severity"], 0), row["slice"] or ""))
    return _frame(rows)


def list_lights(told: Sequence[Told]) -> pl.DataFrame:
    """A light for the whole and for each slice, with what made it so: red beats yellow, and green is neither.

    Where nothing fires and something cannot be told the light is unknown, never green.
    """
    slices: dict[str | None, list[Told]] = {}
    for each in told:
        slices.setdefault(each.slice, []).append(each)
    rows = []
    for own in slices.values():
        firing = sorted((each for each in own if each.fires), key=lambda each: _ORDER[each.alarm.severity])
        unknown = [each for each in own if each.is_unknown]
        shown = firing or unknown
        light = _LIGHTS[firing[0].alarm.severity] if firing else Light.unknown if unknown else Light.green
        rows += [_describe(each) | {"light": light.value, "reason": _explain(each)} for each in shown] or [
            {"light": light.value, "slice": own[0].slice}
        ]
    order = {light.value: place for place, light in enumerate(Light)}
    rows.sort(key=lambda row: (order[row["light"]], row["slice"] or ""))
    return _frame(rows)


def _describe(told: Told) -> dict[str, Any]:
    alarm = told.alarm
    row = describe(told.judged, None) if told.judged else {}
    is_known = told.fires
    return {name: row.get(name) for name in _COLUMNS} | {
        "severity": alarm.severity.value if is_known else None,
        "alarm": alarm.name,
        "act": say(alarm.act) if is_known else None,
        "within": alarm.within if is_known else None,
        "condition": speak_rule(alarm.rule, None) if alarm.rule else None,
        "reason": None if is_known else say("not evaluable: {why}", why=_explain(told)),
        "rule": alarm.rule.conditions[0].text if alarm.rule else None,
        "kind": alarm.kind,
        "ref": alarm.ref,
    }


def _explain(told: Told) -> str | None:
    """Why it cannot be told, where it cannot."""
    if told.fires:
        return None
    return explain(told.judged) if told.judged else say(told.alarm.manual or "")


def _frame(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    import polars as pl

    schema: dict[str, Any] = dict.fromkeys(_COLUMNS, pl.String)
    schema |= dict.fromkeys(("value", "reference", "change_percent"), pl.Float64)
    schema |= dict.fromkeys(("since_on", "starts_on"), pl.Date) | {"periods": pl.Int64}
    return pl.DataFrame(list(rows), schema=schema)
