"""An edition, from a community to its sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from commkit.answer.alarm_page import tell_scheme
from commkit.answer.command_line import spell
from commkit.answer.covered import tell_covered
from commkit.answer.question import configure
from commkit.answer.watch import Watch
from commkit.check_choices import AlarmScheme, Light
from commkit.choices import Activity, Period, PlaceKind
from commkit.edition import Chapter, Edition, Occasion
from commkit.errors import NotEnoughData
from commkit.render.page.citation import show_cited
from commkit.report.announcement import write_notice
from commkit.report.asks import list_asks
from commkit.report.chapters import write_chapters
from commkit.report.citable import Citable
from commkit.report.concern import Lists
from commkit.report.daily_counts import tell_counts
from commkit.report.findings import find_problems, tell_risk
from commkit.report.head import tell_reach, write_head
from commkit.report.inputs import tell_inputs
from commkit.report.methods import define, tell_methods
from commkit.report.occasions import HOLIDAY, MOVE, list_occasions, read_occasions
from commkit.report.signs import choose_words
from commkit.report.span import find_span
from commkit.report.titles import name_chapter, name_report
from commkit.report_choices import ReportKind
from commkit.result import Context
from commkit.store.ask.cut import Cut
from commkit.typed import parse_day
from commkit.words import say, say_counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from commkit.params import QuestionOptions
    from commkit.report.span import ReportPeriod
    from commkit.result import Result
    from commkit.settings import Config
    from commkit.store.ask.community import Store

EVERY = {
    ReportKind.weekly: Period.week,
    ReportKind.monthly: Period.month,
    ReportKind.quarterly: Period.quarter,
    ReportKind.risk: Period.week,
    ReportKind.audit: Period.quarter,
}
LEAD = {Period.week: "wau", Period.month: "mau", Period.quarter: "mau"}
_MIDNIGHT = time.min
_UNKNOWN = 8  # lights of these that are listed
_SCHEMES = ("lights", "incidents", "negative-voice", "response")


def edit(store: Store, kind: ReportKind, asked: QuestionOptions, config: Config) -> Edition:
    """The edition about the last period that is over by the day asked for, else by the data."""
    holidays = read_occasions(config.community.get("holidays", ()), HOLIDAY)
    rivals = read_occasions(config.community.get("competitors", ()), MOVE)
    configure(store, config)
    store.session.keeps_models = False
    store.cut(Cut(as_of=parse_day(asked.as_of) if asked.as_of else None))
    span = find_span(store, EVERY[kind])
    _refuse_before_data(store, span)
    asked = replace(asked, as_of=str(span.as_of))
    active = {} if store.has["messages"] or not store.has["orders"] else {"active_by": Activity.bought}
    asks = list_asks(kind, span, active, names=asked.names)
    told, lacks = write_chapters(store, asks, span, asked, config)
    chapters = _arrange(told, [*_watch(store, kind, span, asked, config), *_close(store, span, kind, rivals)])
    cells, words = Citable(chapters), choose_words(span.every)
    lists = _list_commands(span, active)
    findings = find_problems(cells, words, lists)
    has_ranges, has_lights = _has_ranges(cells), _has_lights(chapters)
    todo = findings[0].todo if findings else tell_risk(cells, lists.at_risk)
    todo = todo or tell_reach(cells, is_judged=has_ranges or has_lights)
    context = Context(f"report {kind.value}", str(span.as_of), store.tz, store.name, store.excluded(), asked.names)
    edition = Edition(
        kind=kind.value,
        title=name_report(kind, span),
        period=span.label,
        context=context,
        head=write_head(cells, words, LEAD[span.every], lists.drivers, todo),
        findings=tuple(each.problem for each in findings),
        chapters=tuple(chapters),
        notice=write_notice(cells, span.starts_on),
        lacks=tuple(lacks),
        occasions=list_occasions(store, holidays),
        definitions=tuple(define(chapters)),
        methods=tuple(tell_methods(chapters, config.layers)),
        has_news=_has_news(cells, LEAD[span.every]),
        has_ranges=has_ranges,
        has_lights=has_lights,
    )
    return show_cited(edition)


def _arrange(told: list[Chapter], beside: list[Chapter]) -> list[Chapter]:
    """The lights and alarms second, all else that is not a question's answer last."""
    alarms = [chapter for chapter in beside if chapter.key in _SCHEMES]
    return [*told[:1], *alarms, *told[1:], *(chapter for chapter in beside if chapter not in alarms)]


def _watch(
    store: Store, kind: ReportKind, span: ReportPeriod, asked: QuestionOptions, config: Config
) -> Iterator[Chapter]:
    """The lights as of the last day of the period that are not green, by group; of risk all other alarms too."""
    midnight = datetime.combine(span.as_of + timedelta(days=1), _MIDNIGHT, ZoneInfo(store.tz))
    instant = midnight.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
    watch = Watch(store, asked, config, instant)
    watch.look(None, ())
    told = tell_scheme(watch, AlarmScheme.lights)
    yield Chapter("lights", name_chapter("lights"), f"commkit alerts --as-of {span.as_of}", _dim(told))
    for scheme in _SCHEMES[1:] if kind is ReportKind.risk else ():
        told = tell_scheme(watch, AlarmScheme(scheme))
        yield Chapter(scheme, told.title, f"commkit alerts --scheme {scheme} --as-of {span.as_of}", told)


def _dim(told: Result) -> Result:
    """The lights that are red or yellow, and a few of those that cannot be told; all are counted."""
    table = told.table.filter(told.table["light"] != Light.green.value)
    unknown = table.filter(table["light"] == Light.unknown.value)
    shown = table.head(table.height - unknown.height + _UNKNOWN)
    more = table.height - shown.height
    note = (
        [
            say_counted(
                more,
                "1 more light cannot be told; the command lists it.",
                "{number} more lights cannot be told; the command lists them.",
            )
        ]
        if more
        else []
    )
    return replace(told, table=shown, drawn=told.table, notes=(*told.notes, *note))


def _close(store: Store, span: ReportPeriod, kind: ReportKind, rivals: Sequence[Occasion]) -> Iterator[Chapter]:
    """What is counted by day or kept by hand, what the data cover and, for an audit, what was loaded."""
    yield from tell_counts(store, span)
    yield from tell_inputs(store, rivals, is_audit=kind is ReportKind.audit)
    covered = tell_covered(store, PlaceKind.kind)
    yield Chapter("coverage", name_chapter("coverage"), "commkit status --by kind", covered)


def _has_news(cells: Citable, lead: str) -> bool:
    """Whether an alarm fires, a core metric left its usual range, or activity is unknown: silence is no calm."""
    active = cells.find_row("metrics", "indicator", lead)
    is_untold = active is None or active["value"] is None
    is_marked = any(row["mark"] is not None for row in cells.list_rows("metrics"))
    return is_untold or is_marked or any(row["light"] in (Light.red, Light.yellow) for row in cells.list_rows("lights"))


def _has_ranges(cells: Citable) -> bool:
    """Whether any metric has a usual range that it could leave."""
    return any(row["is_unusual"] is not None for row in cells.list_indicators())


def _has_lights(chapters: Iterable[Chapter]) -> bool:
    """Whether any light can be told, also of those that are green and not listed."""
    lights = (each.result.charted["light"] for each in chapters if each.key == "lights")
    return any((light != Light.unknown.value).any() for light in lights)


def _refuse_before_data(store: Store, span: ReportPeriod) -> None:
    if span.ends_on < store.begins_on:
        raise NotEnoughData(
            say("the data begin on {day}, and no whole period is over since", day=store.begins_on),
            hint=say("load more, or give a later --as-of"),
        )


def _list_commands(span: ReportPeriod, active: Mapping[str, Activity]) -> Lists:
    asked = {"as_of": str(span.as_of)}
    between = {"from_day": str(span.before_on), "to_day": str(span.as_of), "members": "down"}
    return Lists(
        drivers=spell("kpi", {"every": span.every, **active}, asked) + " --drivers",
        at_risk=spell("churn rules", {"members": True, **active}, asked),
        fallen=spell("transitions", {**between, **active}, asked),
        never_spoke=spell("pyramid", {"members": True, **active}, asked),
    )
