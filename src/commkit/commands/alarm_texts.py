"""Schemes of alarms as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.check_choices import AlarmScheme
from commkit.gate.alarms import read_scheme
from commkit.gate.spoken import speak_rule
from commkit.stats.anomaly import THRESHOLD
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.gate.alarms import Alarm
    from commkit.gate.rules import Rule


def tell_alarms() -> Iterator[str]:
    """Every scheme with its alarms: when each fires, what is to be done, and where it is written."""
    yield say("Schemes of alarms: commkit alerts --scheme NAME. [H] rule, [S] time limit, with where it is written.")
    for scheme in AlarmScheme:
        yield ""
        yield f"{scheme.value}  {value(scheme, 'scheme')}"
        if scheme is AlarmScheme.statistical:
            yield say(
                "  a day that lies {threshold} deviations from what the weeks before and its weekday lead to expect; "
                "a weekly level that has changed for good",
                threshold=THRESHOLD,
            )
            continue
        for alarm in read_scheme(scheme.value):
            name = value(alarm.name, "alarm")
            severity = value(alarm.severity, "severity")
            yield "  " + say("{severity} · {name}: {what}", severity=severity, name=name, what=_tell(alarm))


def _tell(alarm: Alarm) -> str:
    fires = say("not evaluable: {why}", why=say(alarm.manual or "")) if alarm.rule is None else _tell_rule(alarm.rule)
    act = say(alarm.act)
    if alarm.within:
        act = say("{act} (within {time})", act=act, time=alarm.within)
    return f"{fires} -> {act}  [{alarm.kind}] {alarm.ref}"


def _tell_rule(rule: Rule) -> str:
    name = value(rule.indicator.name, "indicator")
    whole = speak_rule(rule, None)
    told = say("{indicator} by {period}: {condition}", indicator=name, period=value(rule.period.value), condition=whole)
    return told if rule.by is None else say("{what} (by {slice})", what=told, slice=value(rule.by))
