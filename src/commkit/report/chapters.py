"""Chapters: what each question of an edition answers, cut to what a report shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from commkit.answer.command_line import spell
from commkit.answer.question import ask_question
from commkit.edition import Chapter, Lack
from commkit.errors import BeyondData, NotEnoughData
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.series import missing
from commkit.metrics.overview.kpi_rows import TIERS
from commkit.render.latest import keep_last
from commkit.report.titles import name_chapter
from commkit.store.ask.remedies import LOADS
from commkit.store.ask.remedies import lacks as lack_kind
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from commkit.params import QuestionOptions
    from commkit.report.asks import Ask
    from commkit.report.span import ReportPeriod
    from commkit.result import Result
    from commkit.settings import Config
    from commkit.store.ask.community import Store

_ALWAYS = ("metrics", "all_metrics")  # boards that stand also where they tell nothing


def write_chapters(
    store: Store, asks: Iterable[Ask], span: ReportPeriod, asked: QuestionOptions, config: Config
) -> tuple[list[Chapter], list[Lack]]:
    """The chapters that the facts tell, and what the others lack, each lack once."""
    chapters: list[Chapter] = []
    lacks: dict[tuple[str, str], list[str]] = {}
    for ask in asks:
        try:
            chapters.append(_write(store, ask, span, asked, config))
        except BeyondData as refused:
            reached = say("what this needs is covered up to {day} only", day=refused.last_on)
            lacks.setdefault((reached, say("load a later export")), []).append(name_chapter(ask.key))
        except NotEnoughData as refused:
            lacks.setdefault((refused.message, refused.hint), []).append(name_chapter(ask.key))
    return chapters, [Lack(tuple(titles), *why) for why, titles in lacks.items()]


def _write(store: Store, ask: Ask, span: ReportPeriod, asked: QuestionOptions, config: Config) -> Chapter:
    shared: dict[str, Any] = {"as_of": str(span.as_of)}
    if ask.since:
        shared |= {"since": str(ask.since(span))}
    if asked.names and ask.lists_people:
        shared |= {"names": True}
    asked, options = replace(asked, **{"names": False, **shared}), dict(ask.options)
    if ask.needs and not store.has[ask.needs]:
        raise lack_kind(ask.needs, store.name)
    if ask.question == "kpi":
        _refuse_lacking(store, options.get("metric", ()))
    told, _ = ask_question(store, ask.question, options, asked, config)
    if ask.told:
        options = _choose_told(store, told.table, ask.told, options)
        told, _ = ask_question(store, ask.question, options, asked, config)
    return Chapter(
        ask.key,
        name_chapter(ask.key),
        spell(ask.question, options, shared),
        _cut(_date(ask.shape(told) if ask.shape else told, span), ask),
        confidential=bool(shared.get("names")),
    )


def _date(told: Result, span: ReportPeriod) -> Result:
    """The answer with the period that the report is about, so that rows of an earlier one show theirs."""
    return replace(told, parameters={**(told.parameters or {}), "starts_on": str(span.starts_on)})


def _refuse_untold(board: pl.DataFrame) -> None:
    """Refuse a board of which no number is known. Raises NotEnoughData."""
    told = ("value", "to_date")
    if set(told) <= set(board.columns) and all(board[name].is_null().all() for name in told):
        raise NotEnoughData(
            say("none of its indicators is told by what is loaded"),
            hint=say("commkit explain NAME tells what an indicator needs"),
        )


def _refuse_lacking(store: Store, metrics: Iterable[str]) -> None:
    """Refuse indicators of which each lacks a kind of fact, and name these. Raises NotEnoughData."""
    lacking = [missing(store, INDICATORS[name]) for name in metrics]
    if lacking and all(lacking):
        kinds = list(dict.fromkeys(kind for each in lacking for kind in each))
        raise NotEnoughData(
            say("needs {kinds}: {file} has none", kinds=say(" or ").join(map(value, kinds)), file=store.name),
            hint=say("; ").join(say(LOADS[kind]) for kind in kinds),
        )


def _choose_told(store: Store, board: pl.DataFrame, column: str, options: dict[str, Any]) -> dict[str, Any]:
    """The options that ask for the indicators of which this is known alone. Raises NotEnoughData where none is."""
    import polars as pl

    tiers = pl.any_horizontal(pl.col(name).is_not_null() for name in TIERS if name in board.columns)
    kept = board.filter(board[column].is_not_null())["indicator"].unique(maintain_order=True).to_list()
    if not kept:
        _refuse_lacking(store, board.filter(tiers)["indicator"].unique(maintain_order=True))
        raise NotEnoughData(
            say("no indicator has a target"), hint=say("set some: [targets] or [checks.NAME] in commkit.toml")
        )
    return {**{name: said for name, said in options.items() if name != "all"}, "metric": kept}


def _cut(told: Result, ask: Ask) -> Result:
    """The rows and columns that a report shows."""
    if ask.last is not None:
        told = keep_last(told, ask.last)
    table = told.table
    if ask.key not in _ALWAYS:
        _refuse_untold(table)
    if ask.first is not None:
        table = table.head(ask.first)
    kept = [name for name in ask.columns if name in table.columns] or table.columns
    return replace(
        told,
        table=table.select(kept),
        notes=tuple(note for note in told.notes if note not in told.notes_on or {*told.notes_on[note]} & {*kept}),
        unseen=tuple(name for name in told.unseen if name in kept),
        drawn=table if told.drawn is None else told.drawn,
        total={name: value for name, value in told.total.items() if name in kept} if told.total else None,
    )
