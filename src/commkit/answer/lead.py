"""What an answer says in one sentence: what moved in its last settled period, and the command that lists who."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from commkit import catalog
from commkit.answer.command_line import keep_unusual, spell
from commkit.choices import UNSETTLED
from commkit.indicators.period_names import name_before, name_period
from commkit.indicators.periods import move
from commkit.params import QuestionOptions
from commkit.render.units import find_unit, format_value
from commkit.words import call_counted, heading, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from commkit.about import Behind
    from commkit.choices import Period
    from commkit.result import Result

    Row = Mapping[str, Any]

_UNITS = ("rate", "amount", "days", "hours", "ratio", "gini")  # what is said after its name; all else counts
_CUT = (  # what is looked at, which the list of people is asked with too
    *("exports", "map", "db", "since", "until", "as_of", "group", "by", "segment", "only", "without", "include_staff"),
)


def summarise(result: Result, name: str, parameters: Mapping[str, Any], asked: QuestionOptions) -> Result:
    """The answer to the question of this name with what is to be said on top of it, where there is something."""
    if "handle" in result.table.columns or not result.table.height:
        return result
    about, unusual = catalog.about(name), keep_unusual(name, parameters)
    told = result.summary or _tell_changes(result, about.headlines, parameters.get("every"))
    if about.behind and unusual.keys() <= {*about.behind.carries}:
        told = (*told, _point_to(about.behind, unusual, asked))
    return replace(result, summary=told)


def _tell_changes(result: Result, headlines: tuple[str, ...], every: Period | None) -> tuple[str, ...]:
    """The headlines of the last settled period, with their changes; nothing where slices are told apart."""
    table = result.table
    if every is None or result.keys != ("starts_on",) or "status" not in table.columns:
        return ()
    rows = {row["starts_on"]: row for row in table.rows(named=True) if row["status"] not in UNSETTLED}
    starts_on: date | None = max(rows, default=None)
    if starts_on is None:
        return ()
    now, before = rows[starts_on], rows.get(move(starts_on, every, -1))
    told = [_tell(name, now[name], before[name] if before else None) for name in headlines if now.get(name) is not None]
    period, numbers = name_period(starts_on, every), say(", ").join(told)
    if not told:
        return ()
    if before is None:
        return (say("{period}: {numbers}.", period=period, numbers=numbers),)
    return (say("{period}, against {before}: {numbers}.", period=period, before=name_before(every), numbers=numbers),)


def _tell(column: str, now: float, before: float | None) -> str:
    """A number as "111 members (-2)" or "silent rate 92.4% (+0.3 pp)"."""
    number, what = format_value(column, now), heading(column)
    if find_unit(column) in _UNITS:
        told = say("{what} {number}", what=what, number=number)
    else:
        told = say("{number} {what}", number=number, what=call_counted(what, int(now)))
    if before is None:
        return told
    return say("{told} ({change})", told=told, change=format_value(f"change_{column}", now - before))


def _point_to(behind: Behind, options: Mapping[str, Any], asked: QuestionOptions) -> str:
    """Which command lists the people behind the answer, of the same periods and cut."""
    usual = {each.name: each.default for each in fields(QuestionOptions)}
    cut = {name: getattr(asked, name) for name in _CUT if getattr(asked, name) != usual[name]}
    said = {**keep_unusual(behind.question, options), **behind.options}
    return say("{who}: {command}", who=say(behind.who), command=spell(behind.question, said, cut))
