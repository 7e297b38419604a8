"""Days that are unlike those before them, and levels that have changed for good: the scheme `statistical`."""

from __future__ import annotations

from math import expm1, log1p
from typing import TYPE_CHECKING, Any

from commkit.check_choices import Severity
from commkit.choices import UNSETTLED, Activity, Period
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.series import missing, series
from commkit.stats.anomaly import NEEDED, THRESHOLD, count_anomalies, judge_days
from commkit.stats.level_shifts import find_shifts
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import polars as pl

    from commkit.stats.anomaly import Judgement
    from commkit.store.ask.community import Store

    Numbers = list[tuple[date, float | None]]

WATCHED = ("messages", "active_members", "joined_members", "left_members", "orders", "complaints")
LATELY = 28  # days of which anomalies are told
SHIFTED = 26  # weeks of which shifts are told
SHORTEST = 4  # weeks that a level lasts at least
LEAST = 5  # that a day must be off by: in a quiet group three messages are no event
_ORDER: dict[str | None, int] = {severity.value: place for place, severity in enumerate(Severity)}
_SCHEMA: dict[str, str] = {
    **dict.fromkeys(("severity", "alarm", "indicator"), "text"),
    **dict.fromkeys(("value", "reference", "change_percent", "z", "low", "high"), "number"),
    "starts_on": "day",
    **dict.fromkeys(("reason", "act", "unit"), "text"),
}


def list_unusual(store: Store) -> tuple[pl.DataFrame, dict[str, tuple[int, int]]]:
    """Anomalous days of the last four weeks and shifts of the last half year; and how often such days came before.

    That is, by indicator, the earlier days beyond the threshold and all earlier days that could be judged. Where most
    of the past was quiet, their share is an upper bound of the rate of false alarms.
    """
    import polars as pl

    told = [name for name in WATCHED if not missing(store, INDICATORS[name])]
    by_day, by_week = (_read(store, told, every) for every in (Period.day, Period.week))
    judged = {name: judge_days([number for _, number in by_day[name]]) for name in told}
    rates = {name: count_anomalies(days[:-LATELY]) for name, days in judged.items()}
    rows = [row for name in told for row in _find_days(name, by_day[name], judged[name])]
    rows += [row for name in told for row in _find_shifts(name, by_week[name])]
    rows.sort(key=lambda row: _ORDER.get(row["severity"], len(_ORDER)))
    rows += [_lack(name, _name_missing(store, name)) for name in WATCHED if name not in told]
    kinds = {"text": pl.String, "number": pl.Float64, "day": pl.Date}
    table = pl.DataFrame(rows, schema={name: kinds[kind] for name, kind in _SCHEMA.items()})
    return table, {name: rate for name, rate in rates.items() if rate[1]}


def _name_missing(store: Store, name: str) -> str:
    kinds = say(", ").join(map(value, missing(store, INDICATORS[name])))
    return say("not loaded: {kinds}", kinds=kinds)


def _read(store: Store, names: list[str], every: Period) -> dict[str, Numbers]:
    """Each indicator from its first covered period on; None where a period is not settled."""
    found: dict[str, Numbers] = {name: [] for name in names}
    frame = series(store, names, every=every, active_by=Activity.spoke)
    for name, starts_on, status, number in frame.select("indicator", "starts_on", "status", "value").iter_rows():
        is_known = status not in UNSETTLED
        if is_known or found[name]:
            found[name].append((starts_on, number if is_known else None))
    return found


def _find_days(name: str, numbers: Numbers, judged: Sequence[Judgement]) -> Iterator[dict[str, Any]]:
    """The anomalous ones among the last days."""
    if not any(each.z is not None for each in judged):
        yield _lack(name, say("{number} days with numbers come before the first that is judged", number=NEEDED))
        return
    for (day, number), each in list(zip(numbers, judged, strict=True))[-LATELY:]:
        if each.is_anomaly and number is not None and abs(number - (each.expected or 0)) >= LEAST:
            yield _about(name) | {
                "severity": Severity.warning.value if abs(each.z or 0) >= 2 * THRESHOLD else Severity.notice.value,
                "alarm": "unusual_day",
                "value": number,
                "reference": each.expected,
                "change_percent": _change(number, each.expected),
                "z": each.z,
                "low": each.low,
                "high": each.high,
                "starts_on": day,
                "act": say("look at what happened on the day"),
            }


def _find_shifts(name: str, numbers: Numbers) -> Iterator[dict[str, Any]]:
    """The last shift of the weekly level, if it is not long past."""
    known = [(day, number) for day, number in numbers if number is not None]
    shifts = find_shifts([log1p(number) for _, number in known], SHORTEST) if len(known) > 2 * SHORTEST else []
    if shifts and len(known) - shifts[-1].index <= SHIFTED:
        shift = shifts[-1]
        before, after = expm1(shift.level_before), expm1(shift.level_after)
        yield _about(name) | {
            "severity": Severity.warning.value,
            "alarm": "level_shift",
            "value": after,
            "reference": before,
            "change_percent": _change(after, before),
            "starts_on": known[shift.index][0],
            "act": say("see what has changed: commkit kpi --drivers {name}", name=name),
        }


def _lack(name: str, why: str) -> dict[str, Any]:
    return _about(name) | {"alarm": "unusual_day", "reason": say("not evaluable: {why}", why=why)}


def _about(name: str) -> dict[str, Any]:
    return dict.fromkeys(_SCHEMA) | {"indicator": name, "unit": INDICATORS[name].unit}


def _change(number: float, reference: float | None) -> float | None:
    return 100 * (number - reference) / reference if reference else None
