"""One question: asked of a database or of exports, and its answer shown."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from commkit import catalog, settings
from commkit.answer.comparison import Log, compared
from commkit.answer.keep import keep
from commkit.answer.layers import move_layers, read_layers
from commkit.answer.lead import summarise
from commkit.answer.spans import date_span
from commkit.choices import Period, Slice
from commkit.errors import NotEnoughData
from commkit.intake.exports import build_community, is_large
from commkit.intake.instructions import ReadOptions, choose, make_reading
from commkit.params import QuestionOptions
from commkit.presets.attestations import read_attested
from commkit.render.output import show
from commkit.render.talk import note, progress
from commkit.result import Context, Result
from commkit.segment import cut_points
from commkit.store.ask.community import Store
from commkit.store.ask.cut import Cut
from commkit.store.ask.dimension import split_segment, undivided
from commkit.store.ask.remedies import LOADS
from commkit.store.private import beside
from commkit.store.spool import private_folder
from commkit.typed import parse_day, parse_instant, parse_pairs
from commkit.words import say, say_counted, speak, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    import polars as pl

    from commkit.about import About
    from commkit.answer.layers import Layers
    from commkit.intake.exports import PathContents
    from commkit.settings import Config


def answer(question: catalog.Question, parameters: dict[str, Any], asked: QuestionOptions) -> None:
    """Ask the question and show its answer. Raises NotEnoughData where it needs a table that the store lacks."""
    if asked.lang:
        speak(asked.lang.value)
    config, name = settings.read(), catalog.name_of(question)
    if stands_alone(name, parameters):
        result, context = question(None, **parameters), Context(name)
    else:
        weighs_names = catalog.about(name).weighs_names
        with open_store(asked, weighs_names=weighs_names) as store, progress(say("answering"), quiet=asked.quiet):
            result, context = ask_question(store, name, parameters, asked, config)
    show(
        summarise(keep(result, asked), name, parameters, asked),
        context,
        format=asked.format,
        output=asked.output,
        last=asked.last,
        limit=asked.limit,
        sort=asked.sort,
        no_chart=asked.no_chart,
        csv_bom=asked.csv_bom,
        quiet=asked.quiet,
    )


def stands_alone(name: str, parameters: Mapping[str, Any]) -> bool:
    """Whether the question is asked of something else than a community."""
    alone = catalog.about(name).stands_alone
    return alone is not None and parameters.get(alone) is not None


def ask_question(
    store: Store, name: str, parameters: dict[str, Any], asked: QuestionOptions, config: Config
) -> tuple[Result, Context]:
    """The answer to the question of this name, in an open store, and where it comes from; nothing is shown or kept.

    Raises NotEnoughData where it needs a table that the store lacks, and WrongUse.
    """
    question, about = catalog.question(name), catalog.about(name)
    configure(store, config)
    store.session.begin()
    asked = date_span(asked, lambda: _find_day(store, asked.as_of, about.needs_one_of))
    cut, layers = choose_cut(store, about, asked, config.layers)
    layers.attach(store)
    store.cut(cut)
    kinds = about.needs_one_of
    if not any(store.has[kind] for kind in kinds):
        named = say(" or ").join(map(value, kinds))
        raise NotEnoughData(
            say("needs {kinds}: {file} has none", kinds=named, file=store.name), hint=say(LOADS[kinds[0]])
        )
    _look(store, kinds)
    found = layers.blank_unknown(store, _ask(question, about, parameters, store, cut, asked))
    result = _sliced(_dated(found, parameters), cut, named=bool(about.rows))
    if asked.names:
        result = _named(result, store)
    return result, Context(name, str(store.as_of), store.tz, store.name, store.excluded(), asked.names)


def configure(store: Store, config: Config) -> None:
    """Let the store know what commkit.toml says: targets, groups that are over, layers, and where one score ends."""
    store.targets, store.closed, store.layers = config.targets, frozenset(config.closed), config.layers
    store.attested = read_attested(config.values)
    if config.checks:
        from commkit.gate.rules import find_bands  # noqa: PLC0415 (most communities have none, and start without it)

        store.bands = find_bands(config.checks)
    store.session.find_cuts = lambda: cut_points.read_on_orders(config.cuts) if config.cuts else None


def _ask(
    question: catalog.Question,
    about: About,
    parameters: dict[str, Any],
    store: Store,
    cut: Cut,
    asked: QuestionOptions,
) -> Result:
    """The answer, beside an earlier one where --compare asks for that."""

    def ask(part: Cut) -> Result:
        store.cut(part)
        _look(store, about.needs_one_of)
        return question(store, **parameters)

    if asked.compare is None:
        return question(store, **parameters)
    log = Log(store.begins_on, min(cut.until or store.as_of, store.as_of))
    every = parameters.get("every", Period.week)
    result = compared(ask, cut, log, every, asked.compare, about.headlines)
    store.cut(cut)
    _look(store, about.needs_one_of)
    return result


def _find_day(store: Store, as_of: str | None, kinds: Sequence[str]) -> date:
    """The day as of which the question is answered."""
    store.cut(Cut(as_of=parse_day(as_of) if as_of else None))
    _look(store, kinds)
    return store.as_of


def _look(store: Store, kinds: Sequence[str]) -> None:
    """Answer as of the last day that the one of these kinds covers that reaches furthest."""
    last = {kind: last_on for kind in kinds if (last_on := store.coverage.reach([kind]).last_on)}
    if last:
        store.look_at(max(last, key=lambda kind: last[kind]))


def choose_cut(store: Store, about: About, asked: QuestionOptions, own: Mapping[str, Any]) -> tuple[Cut, Layers]:
    """The part of the community to ask about, and the layers that this reads; `own` are schemes of commkit.toml.

    Raises WrongUse where --by contradicts what the question's rows are.
    """
    rows = about.rows
    if rows and asked.by not in (None, rows):
        raise undivided(asked.by)
    said, without = [*parse_pairs(asked.only), *move_layers(asked.segment, own)], parse_pairs(asked.without)
    layers = read_layers(asked.by, said, without, own)
    of_members = [pair for pair in said if pair[0] != Slice.layer]
    segment, only = split_segment(of_members, lambda: store.dimensions.saved_segments)
    since, until, as_of = (parse_day(text) if text else None for text in (asked.since, asked.until, asked.as_of))
    by = rows or asked.by
    cut = Cut(
        since,
        until,
        as_of,
        group=asked.group,
        by=str(by) if by else None,
        only=only,
        without=[pair for pair in without if pair[0] != Slice.layer],
        segment=segment,
        include_staff=asked.include_staff,
        now=parse_instant(asked.now) if asked.now else None,
        keeps_whole=about.scores_everybody,
    )
    return layers.apply(cut), replace(layers, is_of_today=about.scores_everybody)


@contextlib.contextmanager
def open_store(asked: QuestionOptions, *, weighs_names: bool = False) -> Iterator[Store]:
    """The community to ask: the database, or one in memory that is made from the exports."""
    if not asked.exports:
        names = asked.names or (weighs_names and beside(asked.db).exists())
        with Store.open(asked.db, lock_timeout=asked.lock_timeout, names=names) as store:
            yield store
        return
    with private_folder() as folder:
        store, contents = build_community(asked.exports, choose(), make_reading(ReadOptions(map=asked.map)), folder)
        if not asked.quiet:
            _tell_of_exports(contents)
        with store:
            yield store


def _tell_of_exports(all_contents: list[PathContents]) -> None:
    rejected = sum(len(staged.rejects) for contents in all_contents for staged in contents.staged)
    foreign = sum(len(contents.foreign) for contents in all_contents)
    if rejected:
        note(
            say_counted(
                rejected,
                "1 record could not be read; `commkit load` says which.",
                "{number} records could not be read; `commkit load` says which.",
            )
        )
    if foreign:
        note(say_counted(foreign, "1 foreign file was skipped.", "{number} foreign files were skipped."))
    if is_large(all_contents):
        note(say("reading these exports again for each question is slow: `commkit load` keeps them."))


def _dated(result: Result, parameters: Mapping[str, Any]) -> Result:
    """The result with the length of its periods among what it was asked with."""
    every = parameters.get("every")
    return replace(result, parameters={"every": every.value, **(result.parameters or {})}) if every else result


def _sliced(result: Result, cut: Cut, *, named: bool) -> Result:
    """Without the slice column where nothing was broken down; with names of slices that are words of ours."""
    if (cut.by in (Slice.layer, Slice.group_age) or cut.by not in (None, *Slice)) and "slice" in result.table.columns:
        slices = result.table["slice"].drop_nulls().unique().to_list()
        result = replace(result, vocabulary={**result.vocabulary, "slice": slices})
    if cut.by is None and "slice" in result.table.columns:
        keys = tuple(key for key in result.keys if key != "slice")
        return replace(result, table=result.table.drop("slice"), keys=keys)
    if cut.by is not None and "slice" not in result.table.columns and not named:
        raise undivided(cut.by)
    return result


def _named(result: Result, store: Store) -> Result:
    """The result with the latest name beside each handle, where rows or what is drawn are members."""

    def name_all(table: pl.DataFrame) -> pl.DataFrame:
        if "handle" not in table.columns:
            return table
        named = table.join(store.ask("store/ask/names"), on="handle", how="left", maintain_order="left")
        return named.select("handle", "name", *(name for name in table.columns if name != "handle"))

    drawn = result.drawn if result.drawn is None else name_all(result.drawn)
    return replace(result, table=name_all(result.table), drawn=drawn)
