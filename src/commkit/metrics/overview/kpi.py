"""How does the community stand by every indicator, and is it better or worse than before?"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from commkit.about import About
from commkit.choices import BACK, Activity, Compare, Period, PeriodStatus
from commkit.errors import WrongUse
from commkit.indicators import remarks
from commkit.indicators.indicator import Good, Unit
from commkit.indicators.inventory import CORE, INDICATORS, find_indicator
from commkit.indicators.periods import needs_of
from commkit.indicators.series import missing, series
from commkit.metrics.overview.kpi_board import arrange_board, name_columns
from commkit.metrics.overview.kpi_drivers import tell_drivers
from commkit.metrics.overview.kpi_rows import MANUAL, MARKS, TIERS, TRENDS, Wanted, arrange, tell_marked
from commkit.params.questions import ActiveBy, Against, AllIndicators, Board, Drivers, Every, Explain, ListName, Metric
from commkit.presets import find_floor
from commkit.presets.bands import REACHED, Band
from commkit.presets.lists import Listed, read_list
from commkit.result import Bars, Result
from commkit.store.ask.community import Store
from commkit.words import quote, say, value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import polars as pl

ABOUT = About(
    needs_one_of=(
        *("messages", "orders", "roster", "events"),
        *("surveys", "cases", "costs", "income", "mentions", "points"),
    ),
    examples=(
        "commkit kpi  # the twelve core metrics, against the week before",
        "commkit kpi --preset scale-value-spread-brand --every month --compare last-year  # four aims, year on year",
        "commkit kpi --metric speaking_rate --metric d7 --by channel  # which channels bring people who speak and stay",
        "commkit kpi --all --explain --format json  # every indicator with its definition, for a program",
        "commkit kpi --drivers wau  # what moved the weekly active members",
        "commkit kpi --board --every month  # the table of the monthly report",
    ),
    sql=(),  # that of every indicator
)
SHOWN = (
    *("slice", "panel", "indicator", "value", "previous", "change", "change_percent", "mark"),
    *("target", "band", "progress_percent", "n", "status"),
)
ON_BOARD = (
    *("slice", "panel", "indicator", "value", "previous", "change_percent", "mark", "last_year"),
    *("target", "band", "progress_percent", "to_date", "recent_values", "n", "status"),
)
FOR_PROGRAMS = ("trend", "is_unusual", "usual_value", "good", "unit", "as_of_on", "needs")
_OF_UNIT = ("value", "previous", "change", "last_year", "to_date", "usual_value", *TIERS)
WORKING = ("numerator", "denominator", "baseline", "challenge", "low", "high", "definition", "version")


def kpi(
    store: Store,
    *,
    every: Every = Period.week,
    active_by: ActiveBy = Activity.spoke,
    metric: Metric = None,
    preset: ListName = None,
    all: AllIndicators = False,  # noqa: A002 (the option's name)
    compare: Against = Compare.previous,
    explain: Explain = False,
    drivers: Drivers = None,
    board: Board = False,
) -> Result:
    """The twelve core metrics, or others, each in its last settled period beside an earlier one and its target."""
    if drivers is not None:
        _refuse_beside_drivers(any((metric, preset is not None, all, board)))
        return tell_drivers(store, find_indicator(drivers), every=every, active_by=active_by, compare=compare)
    entries = _choose(metric, preset, every_one=all)
    names = [each.name for each in entries if not each.manual]
    told = series(store, names, every=every, active_by=active_by)
    lacking = {name: kinds for name in names if (kinds := missing(store, INDICATORS[name], active_by))}
    wanted = [Wanted(each, lacking.get(each.name), _find_band(store, each, every)) for each in entries]
    if board:
        table = _arrange_board(store, told, wanted, every, active_by, compare)
    else:
        table = arrange(told, wanted, BACK[compare][every])
    return Result(
        _name_page(preset),
        table.select(*(ON_BOARD if board else SHOWN), "starts_on", *FOR_PROGRAMS, *(WORKING if explain else ())),
        Bars("indicator", "change_percent"),
        notes=(
            *_remark(table, compare),
            *remarks.of_older(store, _need(names, lacking, active_by)),
            *_name_activity(active_by),
            *_name_currency(store, table),
            *remarks.of_cuts(names if store.has["orders"] else (), are_fixed=store.session.has_cuts),
            *remarks.of_lacking(lacking),
            *_tell_manual(entries),
            *_tell_floors(wanted, every),
            *_point_to_all(metric, preset, every_one=all),
        ),
        summary=tell_marked(table),
        keys=("slice", "indicator"),
        vocabulary=_list_words(entries),
        parameters={"active_by": active_by.value, "compare": compare.value},
        unit_of=_OF_UNIT,
        sparks=("recent_values",) if board else (),
        heads=name_columns(every, table, store.as_of) if board else {},
        aside=("change", "last_year", "n", *(WORKING if explain else ())),
        unseen=(*FOR_PROGRAMS, *_find_empty(table)),
        drawn=table.filter(table["mark"].is_not_null()).select("indicator", "change_percent"),
    )


def _refuse_beside_drivers(is_other_said: object) -> None:
    if is_other_said:
        raise WrongUse(
            say("--drivers is of one indicator"), hint=say("leave --metric, --preset, --board and --all out")
        )


def _arrange_board(
    store: Store,
    told: pl.DataFrame,
    wanted: Sequence[Wanted],
    every: Period,
    active_by: Activity,
    compare: Compare,
) -> pl.DataFrame:
    """The board, which has its own times to compare with. Raises WrongUse where another is asked for."""
    if compare is not Compare.previous:
        raise WrongUse(say("--board has the period before and a year earlier"), hint=say("leave --compare out"))
    return arrange_board(store, told, wanted, every, active_by)


def _choose(asked: Sequence[str] | None, preset: str | None, *, every_one: bool) -> list[Listed]:
    """The indicators asked for, those of the list, all, else the twelve core metrics. Raises WrongUse."""
    if sum((bool(asked), preset is not None, every_one)) > 1:
        raise WrongUse(say("--metric, --preset and --all choose each in its own way"), hint=say("say one of the three"))
    if preset is not None:
        return list(read_list(preset).entries)
    names = dict.fromkeys(asked or (INDICATORS if every_one else CORE))
    return [Listed(find_indicator(name).name) for name in names]


def _find_band(store: Store, entry: Listed, every: Period) -> Band | None:
    """What the indicator should reach: as commkit.toml says, else the list, its own bounds, or a handbook's floor."""
    if (entry.name, every) in store.bands:
        return store.bands[entry.name, every]
    if entry.name in store.targets:
        return Band(target=store.targets[entry.name])
    if entry.band or entry.manual:
        return entry.band
    indicator = INDICATORS[entry.name]
    if indicator.low is not None:
        return Band(low=indicator.low, high=indicator.high)
    floor = find_floor(entry.name, every)
    return None if floor is None else Band(baseline=floor.bound)


def _tell_floors(wanted: Iterable[Wanted], every: Period) -> list[str]:
    """Which rule of a handbook each floor is of."""
    rules = ((each, find_floor(each.entry.name, every)) for each in wanted)
    return [
        say("{indicator}: {rule} ({ref}).", indicator=value(each.entry.name), rule=quote(rule.says), ref=rule.ref)
        for each, rule in rules
        if rule and each.band == Band(baseline=rule.bound)
    ]


def _need(names: Iterable[str], lacking: Collection[str], active_by: Activity) -> list[str]:
    """The kinds of fact that the indicators need that can be told."""
    needs = (needs_of(INDICATORS[name], active_by) for name in names if name not in lacking)
    return list(dict.fromkeys(kind for each in needs for kind in each))


def _name_page(preset: str | None) -> str:
    return say("Indicators") if preset is None else say(read_list(preset).title)


def _list_words(entries: Sequence[Listed]) -> dict[str, Iterable[str]]:
    return {
        "indicator": [each.name for each in entries],
        "panel": [each.panel for each in entries if each.panel],
        "trend": TRENDS,
        "mark": MARKS,
        "band": REACHED,
        "good": get_args(Good),
        "status": (*PeriodStatus, MANUAL),
        "unit": get_args(Unit),
    }


def _find_empty(table: pl.DataFrame) -> Iterator[str]:
    """The columns that say something of some pages only, where they say nothing."""
    columns = ("panel", "target", "band", "progress_percent", *TIERS)
    return (name for name in dict.fromkeys(columns) if table[name].null_count() == table.height)


def _remark(table: pl.DataFrame, compare: Compare) -> list[str]:
    earlier = remarks.earlier(compare)
    settled = say("each in its last period that is over and settled; previous: {earlier}.", earlier=earlier)
    marked = say("marked: what left its usual range of up to eight periods before, by at least 10%.")
    return [settled, *([marked] if table["mark"].is_not_null().any() else ()), *remarks.of_statuses(table["status"])]


def _name_activity(active_by: Activity) -> list[str]:
    """What counts as active, where that is not speaking."""
    said = {
        Activity.reacted: say("active: who reacted."),
        Activity.event: say("active: who took part in an event."),
        Activity.bought: say("active: who bought."),
        Activity.any: say("active: who did anything of all this."),
    }
    return [said[active_by]] if active_by in said else []


def _name_currency(store: Store, table: pl.DataFrame) -> list[str]:
    if store.currency is None or "amount" not in table["unit"].filter(table["value"].is_not_null()).to_list():
        return []
    return [say("amounts are in {currency}.", currency=store.currency)]


def _tell_manual(entries: Sequence[Listed]) -> list[str]:
    """What no indicator tells, and why."""
    return [
        say("told by hand: {name}: {reason}.", name=value(each.name, "indicator"), reason=say(each.manual))
        for each in entries
        if each.manual
    ]


def _point_to_all(asked: Sequence[str] | None, preset: str | None, *, every_one: bool) -> list[str]:
    if asked or preset is not None or every_one:
        return []
    return [say("the twelve core metrics; --all shows {number} indicators.", number=len(INDICATORS))]
