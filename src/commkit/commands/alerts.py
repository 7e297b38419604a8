"""`commkit alerts`: which rules of a scheme fire, since when, and what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit import settings
from commkit.answer.display import show_table
from commkit.answer.watch import open_watch
from commkit.choices import AlarmScheme, Light, Severity
from commkit.gate.alarms import read_scheme
from commkit.gate.listing import list_alarms, list_lights, pair
from commkit.indicators.inventory import INDICATORS
from commkit.params import (
    DATABASE,
    TABLE,
    AsOf,
    Database,
    Exports,
    LockTimeout,
    Now,
    OfScheme,
    QuestionOptions,
    TableOptions,
)
from commkit.result import Result
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from commkit.gate.listing import Told

EXAMPLES = (
    "commkit alerts",
    "commkit alerts --scheme negative-voice",
    "commkit alerts --scheme statistical --format json",
)
_VOCABULARY: dict[str, Iterable[str]] = {"severity": Severity, "light": Light, "indicator": INDICATORS}
_ASIDE = ("indicator", "starts_on", "rule", "kind", "ref", "unit", "period", "periods", "reference")


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

    What the facts cannot tell is listed as not evaluable, and never as well.
    """
    asked = QuestionOptions(exports=exports, db=db, as_of=as_of, now=now, quiet=face.quiet, lock_timeout=lock_timeout)
    with open_watch(asked, settings.read()) as watch:
        alarms = read_scheme(scheme.value)
        told = pair(alarms, watch.judge([alarm.rule for alarm in alarms if alarm.rule]))
        show_table("alerts", _make_result(scheme, told), face, watch.store, excluded=watch.store.excluded())


def _make_result(scheme: AlarmScheme, told: Sequence[Told]) -> Result:
    is_lights = scheme is AlarmScheme.lights
    table = list_lights(told) if is_lights else list_alarms(told).drop("light")
    firing = sum(each.fires for each in told)
    return Result(
        say("Alerts: {scheme}", scheme=value(scheme)),
        table,
        notes=(say("{number} alarms fire.", number=firing),),
        vocabulary=_VOCABULARY,
        unit_of=("value", "reference"),
        aside=_ASIDE,
    )
