"""`commkit explain`: what a question means, and the SQL that answers it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from commkit import catalog, settings
from commkit.choices import Activity, Period
from commkit.commands.alarm_texts import tell_alarms
from commkit.commands.benchmark_texts import tell_benchmarks, tell_plan, tell_rows_of
from commkit.errors import WrongUse
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.series import missing, series
from commkit.params import DATABASE, Database, LockTimeout
from commkit.params.questions import Every
from commkit.presets import list_plans
from commkit.render.safe import safe
from commkit.render.units import format_value
from commkit.segment.churn.model_card import tell_card
from commkit.segment.churn.model_choice import find_model
from commkit.segment.scheme_texts import tell_schemes
from commkit.store import engine
from commkit.store.ask import vocabulary
from commkit.store.ask.community import Store
from commkit.store.ask.cut import Cut
from commkit.store.model_file import model_beside
from commkit.words import say, suggest, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from commkit.indicators.indicator import Indicator

EXAMPLES = (
    "commkit explain rfm  # how a question is answered, down to its SQL",
    "commkit explain dau --every month  # how an indicator's last numbers came about",
    "commkit explain benchmarks  # published numbers to compare yours with",
    "commkit explain five-year  # the goals of a plan, phase by phase",
    "commkit explain layers  # the rules of each scheme of layers",
    "commkit explain churn  # the model that scores churn, as it was trained",
    "commkit explain tables  # what your own queries can use",
)
TOPICS = ("alarms", "benchmarks", "churn", "coverage", "layers", "tables")
_LAST = 4  # periods

Name = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME",
        help=say(
            "A question, an indicator, `alarms`, `benchmarks`, a plan such as `five-year`, `churn`, `coverage`, "
            "`layers`, `tables`: the views that SQL can use, or one of these views."
        ),
    ),
]


def explain(
    name: Name, *, db: Database = DATABASE, every: Every = Period.week, lock_timeout: LockTimeout = 60.0
) -> None:
    """Show the definition of a question or indicator, what it needs and its SQL; of an indicator, its last numbers."""
    _explain(" ".join(name), db, every, lock_timeout)


def _explain(name: str, db: Path, every: Period, lock_timeout: float) -> None:
    told = _explain_topic(name)
    if told is not None:
        sys.stdout.write(told)
        return
    if name == "churn":
        sys.stdout.write(_list_lines(_tell_churn(db, lock_timeout)))
        return
    if name not in catalog.names() and name not in INDICATORS:
        _tell_other(name)
    if name in catalog.names():
        sys.stdout.write("\n\n".join(_of_question(name)))
    if name in INDICATORS:
        sys.stdout.write(_of_indicator(INDICATORS[name]))
        _tell_numbers(name, db, every, lock_timeout)


def _tell_numbers(name: str, db: Path, every: Period, lock_timeout: float) -> None:
    """The indicator's last numbers, where there is a community to ask."""
    if db.exists() or db != DATABASE:
        with Store.open(db, lock_timeout=lock_timeout) as store:
            sys.stdout.write("\n" + "\n".join(_numbers(store, INDICATORS[name], every)) + "\n")


def _tell_churn(db: Path, lock_timeout: float) -> Iterator[str]:
    """The card of the model that is kept beside the database, if there is one."""
    model, as_of = find_model(model_beside(db)), None
    if model is not None and db.exists():
        with Store.open(db, lock_timeout=lock_timeout) as store:
            as_of = store.as_of
    return tell_card(model, as_of)


def _explain_topic(name: str) -> str | None:
    if name == "alarms":
        return _list_lines(tell_alarms())
    if name == "benchmarks":
        return _list_lines(tell_benchmarks())
    if name == "coverage":
        return "\n\n".join(_explain_coverage()) + "\n"
    if name == "layers":
        return _list_lines(safe(line, None) for line in tell_schemes(settings.read().layers))
    return _list_lines(_tell_views()) if name == "tables" else None


def _tell_views() -> Iterator[str]:
    for view, columns in vocabulary.list_columns().items():
        yield f"{view}: {', '.join(columns)}"
    yield say("the SQL behind one of them: commkit explain VIEW")


def _list_lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _tell_other(name: str) -> None:
    """A plan, or the SQL of a view; anything else is refused, with the names that are like it."""
    if name in vocabulary.views():
        sys.stdout.write(vocabulary.views()[name].rpartition(";")[0] + ";\n")  # below may stand a comment on the next
        return
    plans = list_plans()
    if name in plans:
        sys.stdout.write(_list_lines(tell_plan(name)))
        return
    names = [*catalog.names(), *INDICATORS, *TOPICS, *plans]
    near = suggest(name, names)
    known = say("known: {names}", names=say(", ").join(names))
    hint = say("did you mean {name}?", name=near[0]) if near else known
    raise WrongUse(say("nothing is called {name!r}", name=name), hint=hint)


def _explain_coverage() -> Iterator[str]:
    yield say("Coverage: from when to when the exports tell of each kind of fact, in each place.")
    yield say(
        "The end of a group's messages is the day that --covers-until says, otherwise what its export states, "
        "otherwise the last record anywhere in the same export: one archive, or one tool's files of one folder. "
        "Files of WhatsApp, QQ and WeChat, and tables, are made one by one, so each has its own end. A quiet group "
        "is quiet, not uncovered."
    )
    yield say(
        "Orders, events by name, referrals, costs and surveys are covered from their first record to the last of "
        "their export. What a format cannot tell is never covered there: `load --dry-run` says what it lacks."
    )
    yield say(
        "Records that are dated after their export was made, or years from all others, are loaded and named, and "
        "count for nothing here. A group that is over is named in [community] closed, and holds nothing back."
    )
    yield say(
        "A number is known on the days that all kinds it needs cover; elsewhere it is empty. As-of is the last "
        "whole day that they cover in any place. A week or a month may lack its last 12 hours."
    )
    yield say(
        "The status of a period is the first that holds. not_covered: nothing tells of it. running: it is not over "
        "in the data. partly_covered: it is over, but groups are missing that wrote 5% or more of the messages in "
        "the 28 days before the first of them ends. cut: --since, --until or the first day of the data falls "
        "inside it. maturing: the time that its people are given is not over. assumed_roster: no list says who its "
        "members are. low_n: fewer than 30. complete: all else. The first five enter no comparison."
    )
    yield say("See what is covered: commkit status --by kind, --by platform or --by group.")


def _of_question(name: str) -> Iterator[str]:
    yield say(catalog.summary(name))
    yield say(catalog.definition(name))
    yield say("needs: {kinds}", kinds=say(" or ").join(map(value, catalog.about(name).needs_one_of)))
    yield from map(engine.statement, catalog.sql(name))


def _of_indicator(indicator: Indicator) -> str:
    parts = [
        value(indicator.name, "indicator"),
        say(indicator.definition),
        say("formula: {formula}", formula=" / ".join(filter(None, (indicator.numerator, indicator.denominator)))),
        say("unit: {unit}; good: {good}", unit=value(indicator.unit), good=value(indicator.good)),
        say("needs: {kinds}", kinds=say(", ").join(map(value, indicator.needs))),
        say("version: {version}", version=indicator.version),
    ]
    benchmarks = _list_lines(tell_rows_of(indicator.name))
    return "\n".join(parts) + "\n" + benchmarks + "\n" + engine.statement(f"indicators/{indicator.family}")


def _numbers(store: Store, indicator: Indicator, every: Period) -> Iterator[str]:
    """The community's last periods: the value, and the numbers that it comes from."""
    store.cut(Cut())
    yield say("in {file}, as of {day}:", file=store.name, day=store.as_of)
    lacking = missing(store, indicator)
    if lacking:
        yield "  " + say("not loaded: {kinds}", kinds=say(", ").join(map(value, lacking)))
    told = series(store, [indicator.name], every=every, active_by=Activity.spoke)
    for row in told.tail(_LAST).iter_rows(named=True):
        whole = format_value(f"value_{indicator.unit}", row["value"])
        parts = " / ".join(format_value(name, row[name]) for name in ("numerator", "denominator"))
        working = f"{parts} = {whole}" if indicator.denominator else whole
        yield f"  {row['starts_on']}  {working}  {value(row['status'])}"
