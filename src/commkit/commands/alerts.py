"""`commkit alerts`: which rules of a scheme fire, since when, and what is to be done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, get_args

from commkit import settings
from commkit.answer.display import show_table
from commkit.answer.watch import open_watch
from commkit.check_choices import AlarmScheme, Light, Severity
from commkit.choices import Period
from commkit.gate.alarms import read_scheme
from commkit.gate.told_alarms import list_alarms, list_lights, pair
from commkit.gate.unusual_days import list_unusual
from commkit.indicators.indicator import Unit
from commkit.indicators.inventory import INDICATORS
from commkit.params import (
    DATABASE,
    TABLE,
    AsOf,
    Database,
    Exports,
    LockTimeout,
    Now,
    QuestionOptions,
    TableOptions,
    option,
)
from commkit.result import Lights, Result
from commkit.stats.anomaly import THRESHOLD
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from commkit.answer.watch import Watch

OfScheme = Annotated[AlarmScheme, option("--scheme", help=say("The scheme of alarms."))]
EXAMPLES = (
    "commkit alerts",
    "commkit alerts -o lights.png",
    "commkit alerts --scheme negative-voice",
    "commkit alerts --scheme statistical --format json",
)
_VOCABULARY: dict[str, Iterable[str]] = {
    "severity": Severity,
    "light": Light,
    "indicator": INDICATORS,
    "unit": get_args(Unit),
    "period": Period,
}
_UNSEEN = ("severity", "indicator", "reference", "periods", "period", "rule", "starts_on", "kind", "ref", "unit")
_UNSEEN_OF_DAYS = ("low", "high", "unit")


def alerts(
    *,
    exports: Exports = None,
    db: Database = DATABASE,
    scheme: OfScheme = AlarmScheme.lights,
    as_of: AsOf = None,
    now: Now = None,
    face: TableOptions = TABLE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Which alarms of a scheme fire, since when, for which group, and what is to be done in what time.

    What the facts cannot tell is listed as not evaluable, and never as well. It gates nothing: the exit code is 0.
    """
    asked = QuestionOptions(exports=exports, db=db, as_of=as_of, now=now, quiet=face.quiet, lock_timeout=lock_timeout)
    with open_watch(asked, settings.read()) as watch:
        watch.look(None, ())
        result = _tell_days(watch) if scheme is AlarmScheme.statistical else _tell_rules(watch, scheme)
        show_table("alerts", result, face, watch.store, excluded=watch.store.excluded())


def _tell_rules(watch: Watch, scheme: AlarmScheme) -> Result:
    """The alarms of a scheme of rules; `lights` are told for every group."""
    alarms = read_scheme(scheme.value)
    told = pair(alarms, watch.judge([alarm.rule for alarm in alarms if alarm.rule]))
    table = list_lights(told) if scheme is AlarmScheme.lights else list_alarms(told).drop("light")
    firing = sum(each.fires for each in told)
    result = _make_result(watch, scheme, table, (say("{number} alarms fire.", number=firing),))
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
