"""Benchmarks and plans of the handbooks, as text."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from commkit.indicators.inventory import INDICATORS
from commkit.presets import MANUAL, SECTIONS, read_benchmarks, read_plan, read_section
from commkit.render.units import format_value
from commkit.words import quote, say, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.presets import Preset


def tell_benchmarks() -> Iterator[str]:
    """Every row by subject, a line each."""
    yield _legend()
    for section in SECTIONS:
        yield ""
        yield _title(section)
        yield from map(_tell, read_section(section))


def tell_plan(name: str) -> Iterator[str]:
    """The targets of a plan, by the month in which they are due."""
    yield say("{plan}: what is to be reached, and in which month after the start.", plan=name)
    for (months, phase), rows in groupby(read_plan(name), key=lambda each: (each.months, each.phase)):
        yield ""
        yield say("{phase} (month {months})", phase=quote(phase or ""), months=months)
        yield from map(_tell, rows)


def tell_rows_of(metric: str) -> Iterator[str]:
    """What the handbooks say of an indicator, a line each; nothing where they are silent."""
    rows = [each for each in read_benchmarks() if each.metric == metric]
    if rows:
        yield say("benchmarks:")
        yield from map(_tell, rows)


def count_rows() -> str:
    """How many rows there are, for how many an indicator exists, and why for the others none does."""
    rows = read_benchmarks()
    counts = Counter(each.manual for each in rows)
    whys = (say("{why}: {count}", count=counts[why], why=quote(why)) for why in MANUAL if counts[why])
    return say(
        "benchmarks: {all} rows, {told} with an indicator, {manual} without ({whys}); see commkit explain benchmarks.",
        all=len(rows),
        told=counts[None],
        manual=len(rows) - counts[None],
        whys=say("; ").join(whys),
    )


def _legend() -> str:
    return say("T target, H rule, S time limit, I industry, C single case. I and C are context and are never checked.")


def _title(section: str) -> str:
    return {
        "growth": say("Growth and scale"),
        "activity": say("Activity of members"),
        "retention": say("Retention, churn and lifetime"),
        "money": say("Conversion, value and money"),
        "word_of_mouth": say("Word of mouth and brand"),
        "content": say("Content"),
        "service": say("Service, risk, rules and team"),
        "layers": say("Layers"),
        "uplifts": say("Changes that single cases report"),
    }[section]


def _tell(row: Preset) -> str:
    return f"  {row.kind}  {quote(row.says)} · {row.ref} · {_tell_how(row)}"


def _tell_how(row: Preset) -> str:
    if row.metric:
        return say("; ").join((_name(row.metric, row.period), *_tell_bounds(row)))
    why = quote(row.manual or "")
    if row.question:
        return say("no indicator: {why}: {command}", why=why, command=f"commkit {row.question}")
    return say("no indicator: {why}", why=why)


def _name(metric: str, period: str | None) -> str:
    return say("{metric} by {period}", metric=metric, period=value(period)) if period else metric


def _tell_bounds(row: Preset) -> Iterator[str]:
    """The numbers and rules of a row that has an indicator, in the indicator's unit."""
    unit = f"value_{INDICATORS[row.metric or ''].unit}"
    if row.target is not None:
        yield say("target {number}", number=format_value(unit, row.target))
    if row.figure is not None:
        yield say("reported {number}", number=format_value(unit, row.figure))
    if row.warn:
        yield say("warning: {rule}", rule=row.warn)
    if row.fail:
        yield say("fault: {rule}", rule=row.fail)
    if row.floor:
        yield say("and {rule}", rule=row.floor)
