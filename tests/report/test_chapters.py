"""Chapters that the facts do not tell."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, get_args, get_type_hints

import polars as pl
import pytest

from commkit.catalog import question
from commkit.check_choices import AlarmScheme
from commkit.choices import Activity, Period
from commkit.errors import BeyondData
from commkit.params import QuestionOptions
from commkit.report.asks import Ask, list_asks
from commkit.report.chapters import write_chapters
from commkit.report.editor import edit
from commkit.report.span import ReportPeriod, find_span
from commkit.report_choices import ReportKind
from commkit.result import Result
from commkit.settings import Config
from commkit.store.ask.cut import Cut
from tests.report.boards import make_board, make_metric

if TYPE_CHECKING:
    from commkit.store.ask.community import Store

SPAN = ReportPeriod(Period.week, date(2024, 1, 29), date(2024, 2, 4), date(2024, 2, 4))


def test_a_reader_of_a_report_is_not_told_to_leave_out_what_he_never_said(
    drawn_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Orders end on the second of January.

    ana   x
    """

    def refuse(*_: object) -> None:
        Cut(as_of=SPAN.as_of).refuse_beyond(date(2024, 1, 2), ("orders",))

    monkeypatch.setattr("commkit.report.chapters.ask_question", refuse)
    asks = [Ask("revenue", "kpi"), Ask("repurchase", "repurchase")]
    chapters, [lack] = write_chapters(drawn_store, asks, SPAN, QuestionOptions(), Config())
    assert not chapters
    assert lack.titles == ("Revenue", "Coming back to buy")
    assert (lack.reason, lack.remedy) == ("what this needs is covered up to 2024-01-02 only", "load a later export")


def test_the_command_that_said_it_is_told_to_leave_it_out() -> None:
    with pytest.raises(BeyondData, match="as-of 2024-02-04 is beyond the data") as refused:
        Cut(as_of=SPAN.as_of).refuse_beyond(date(2024, 1, 2), ())
    assert refused.value.last_on == date(2024, 1, 2)
    assert refused.value.hint.startswith("leave --as-of out")


@pytest.mark.parametrize(
    ("last", "shown"), [(2, ("1 earlier week: --last 3.", "totals and means are of all periods.")), (3, ())]
)
def test_a_total_of_more_than_is_shown_says_so(
    drawn_store: Store, monkeypatch: pytest.MonkeyPatch, last: int, shown: tuple[str, ...]
) -> None:
    """Six joined in three weeks, of which two or all are shown.

    ana   x
    """
    weeks = [date(2024, 1, day) for day in (15, 22, 29)]
    table = pl.DataFrame({"starts_on": weeks, "joined_members": [1, 2, 3]})
    told = Result("", table, total={"joined_members": 6}, keys=("starts_on",), parameters={"every": "week"})
    monkeypatch.setattr("commkit.report.chapters.ask_question", lambda *_: (told, None))
    [chapter], _ = write_chapters(drawn_store, [Ask("flow", "flow", last=last)], SPAN, QuestionOptions(), Config())
    assert chapter.result.table["starts_on"].to_list() == weeks[-last:]
    assert (chapter.result.total, chapter.result.notes) == ({"joined_members": 6}, shown)


@pytest.mark.parametrize(("to_date", "told"), [(None, ["metrics"]), (3.0, ["metrics", "effect"])])
def test_a_board_of_which_nothing_is_known_is_a_lack(
    drawn_store: Store, monkeypatch: pytest.MonkeyPatch, to_date: float | None, told: list[str]
) -> None:
    """The core metrics stand all the same.

    ana   x
    """
    board = make_board(make_metric("wau", None, to_date=to_date), make_metric("dau", None)).result
    monkeypatch.setattr("commkit.report.chapters.ask_question", lambda *_: (board, None))
    asks = [Ask("metrics", "kpi"), Ask("effect", "kpi")]
    chapters, lacks = write_chapters(drawn_store, asks, SPAN, QuestionOptions(), Config())
    assert [chapter.key for chapter in chapters] == told
    assert [lack.titles for lack in lacks] == [("What came of it",)] * (2 - len(told))


@pytest.mark.parametrize("kind", ReportKind)
def test_every_chapter_of_an_edition_has_a_key_of_its_own(kind: ReportKind) -> None:
    """The alarms of a risk report are chapters too, by the names of their schemes."""
    keys = [ask.key for ask in list_asks(kind, SPAN, {}, names=True)]
    keys += [*AlarmScheme, "daily_counts", "competitors", "coverage", "inputs"]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("kind", ReportKind)
def test_what_is_asked_has_the_types_that_questions_declare(kind: ReportKind) -> None:
    """A word in place of a member of an enumeration is compared by identity, and never found."""
    for ask in list_asks(kind, SPAN, {"active_by": Activity.bought}, names=True):
        declared = get_type_hints(question(ask.question))
        for name, given in ask.options.items():
            closed = [each for each in get_args(declared[name]) if isinstance(each, type) and issubclass(each, Enum)]
            assert not closed or isinstance(given, *closed), (ask.key, name)


def test_a_note_on_columns_that_are_not_shown_is_left_out(drawn_store: Store) -> None:
    """A pyramid without what has changed since the month's end before, and with it.

    ana   x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
    """
    span = find_span(drawn_store, Period.month)
    short, long = Ask("levels", "pyramid", columns=("level", "members")), Ask("levels", "pyramid")
    chapters, _ = write_chapters(drawn_store, [short, long], span, QuestionOptions(), Config())
    assert [any("change: since" in note for note in each.result.notes) for each in chapters] == [False, True]


def test_lights_that_are_green_can_be_told_though_only_others_are_listed(drawn_store: Store) -> None:
    """Two people talk as much in every week, so their activity does not fall; no mention and no incident is loaded.

    ana   x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
    ben   x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
    """
    edition = edit(drawn_store, ReportKind.quarterly, QuestionOptions(), Config())
    listed = edition.find_chapter("lights").result.table["light"].to_list()
    assert (set(listed), edition.has_lights) == ({"unknown"}, True)


def test_who_left_is_null_where_no_export_tells_who_leaves(drawn_store: Store) -> None:
    """Ana stays and Ben is not seen again, which is not leaving.

    ana   x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
    ben   x
    """
    edition = edit(drawn_store, ReportKind.monthly, QuestionOptions(), Config())
    moves = edition.find_chapter("moves").result
    assert dict(moves.table.select("direction", "members").iter_rows())["gone"] is None
    assert any("no export says who left" in note for note in moves.notes)
