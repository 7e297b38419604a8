"""The alarms of a scheme as an answer: those that fire, those that cannot be told, and the lights of groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from commkit.check_choices import AlarmScheme, Light, Severity
from commkit.choices import Period
from commkit.gate.alarms import read_scheme
from commkit.gate.told_alarms import list_alarms, list_lights, pair
from commkit.gate.unusual_days import list_unusual
from commkit.indicators.indicator import Unit
from commkit.indicators.inventory import INDICATORS
from commkit.result import Lights, Result
from commkit.stats.anomaly import THRESHOLD
from commkit.words import say, say_counted, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from commkit.answer.watch import Watch

_VOCABULARY: dict[str, Iterable[str]] = {
    "severity": Severity,
    "light": Light,
    "indicator": INDICATORS,
    "unit": get_args(Unit),
    "period": Period,
}
_UNSEEN = ("severity", "indicator", "reference", "periods", "period", "rule", "starts_on", "kind", "ref", "unit")
_UNSEEN_OF_DAYS = ("low", "high", "unit")


def tell_scheme(watch: Watch, scheme: AlarmScheme) -> Result:
    """The alarms of a scheme, in the part of the community that is watched."""
    return _tell_days(watch) if scheme is AlarmScheme.statistical else _tell_rules(watch, scheme)


def _tell_rules(watch: Watch, scheme: AlarmScheme) -> Result:
    """The alarms of a scheme of rules; `lights` are told for every group."""
    alarms = read_scheme(scheme.value)
    told = pair(alarms, watch.judge([alarm.rule for alarm in alarms if alarm.rule]))
    table = list_lights(told) if scheme is AlarmScheme.lights else list_alarms(told).drop("light")
    firing = sum(each.fires for each in told)
    result = _make_result(watch, scheme, table, (say_counted(firing, "1 alarm fires.", "{number} alarms fire."),))
    return _draw_lights(result) if scheme is AlarmScheme.lights else result


def _draw_lights(result: Result) -> Result:
    """The answer with its chart: one light for the whole and for each group, and the alarms that made it so."""
    import polars as pl

    rows: dict[str | None, tuple[str, list[str]]] = {}
    for group, light, alarm in result.table.select("slice", "light", "alarm").iter_rows():
        _, alarms = rows.setdefault(group, (light, []))
        alarms += [value(alarm, "alarm")] if alarm else []
    lines = [
        (group or say("the whole community"), light, _tell_alarms(light, alarms))
        for group, (light, alarms) in rows.items()
    ]
    drawn = pl.DataFrame(lines, {"group": pl.String, "state": pl.String, "what": pl.String}, orient="row")
    return replace(result, chart=Lights("group", "state", "what"), drawn=drawn)


def _tell_alarms(light: str, alarms: list[str]) -> str:
    listed = say(", ").join(alarms)
    if light == Light.unknown:
        return say("cannot be told: {alarms}", alarms=listed)
    return listed or say("nothing fires")


def _tell_days(watch: Watch) -> Result:
    """The days that are unlike those before them."""
    table, rates = list_unusual(watch.store)
    rule = say(
        "an unusual day lies {threshold} deviations from what the weeks before and its weekday lead to expect.",
        threshold=THRESHOLD,
    )
    notes = [rule]
    if rates:
        told = (
            say("{indicator} {beyond} of {days}", indicator=value(name, "indicator"), beyond=beyond, days=f"{days:,}")
            for name, (beyond, days) in rates.items()
        )
        notes.append(say("earlier days that were so, false alarms among them: {list}.", list=say(", ").join(told)))
    return _make_result(watch, AlarmScheme.statistical, table, tuple(notes))


def _make_result(watch: Watch, scheme: AlarmScheme, table: pl.DataFrame, notes: tuple[str, ...]) -> Result:
    """The table; people are not shown what only programs read, nor columns in which nothing stands."""
    unseen = _UNSEEN_OF_DAYS if scheme is AlarmScheme.statistical else _UNSEEN
    empty = [name for name in table.columns if table.height and table[name].null_count() == table.height]
    vocabulary = {**_VOCABULARY, "alarm": table["alarm"].drop_nulls().unique()}
    return Result(
        say("Alerts: {scheme}", scheme=value(scheme, "scheme")),
        table,
        notes=(*notes, *watch.tell_age()),
        vocabulary={name: words for name, words in vocabulary.items() if name in table.columns},
        unit_of=("value", "reference"),
        unseen=(*(name for name in unseen if name in table.columns), *empty),
        aside=("condition", "change_percent", "z"),
    )
