"""Chapters that the facts do not tell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Period
from commkit.errors import BeyondData
from commkit.params import QuestionOptions
from commkit.report.asks import Ask
from commkit.report.chapters import write_chapters
from commkit.report.span import ReportPeriod
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
