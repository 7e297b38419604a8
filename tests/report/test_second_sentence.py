"""The second sentence of a head: what stands out beside how many were active."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Period
from commkit.edition import Command, Figure, Sentence
from commkit.render.page.citation import split
from commkit.report.citable import Citable
from commkit.report.head import write_head
from commkit.report.signs import choose_words
from tests.report.boards import make_board, make_coverage, make_metric

if TYPE_CHECKING:
    from commkit.edition import Chapter

NOW, BEFORE = date(2024, 6, 1), date(2024, 5, 1)
LEAD = make_metric("wau", 10, 10, is_unusual=False, starts_on=NOW)


def tell_second(*boards: Chapter) -> tuple[str, str, str]:
    """Of which row of which chapter it tells, how it judges or else begins, and its command."""
    chapters = (*boards, make_coverage())
    second = write_head(Citable(chapters), choose_words(Period.month), "wau", "commkit kpi --drivers", Sentence(""))[1]
    parts = split(second)
    figure = next(part for part in parts if isinstance(part, Figure) and part.column == "value")
    [command] = [part.text for part in parts if isinstance(part, Command)]
    [chapter] = [each for each in chapters if each.key == figure.chapter]
    judged = second.text.partition("({change}), ")[2] or second.text
    return str(chapter.result.table["indicator"][figure.row or 0]), judged.split(".")[0], command


def test_no_other_metric_moved_is_said_only_where_none_did() -> None:
    """How many were active on a day fell, and nothing else moved; then that did not move either."""
    held = make_metric("like_rate", 0.2, 0.2, is_unusual=False, starts_on=NOW)
    fell = make_metric("dau", 3, 4, is_unusual=False, starts_on=NOW)
    assert tell_second(make_board(LEAD, held, fell))[:2] == ("dau", "Nothing else stands out")
    still = make_metric("dau", 3, 3, is_unusual=False, starts_on=NOW)
    assert tell_second(make_board(LEAD, held, still))[1] == "No other metric moved"


def test_a_number_of_the_month_itself_comes_before_one_of_an_earlier_month() -> None:
    late = make_metric("d7", 0.6, 0.2, is_unusual=False, starts_on=BEFORE)
    like = make_metric("like_rate", 0.21, 0.2, is_unusual=False, starts_on=NOW)
    assert tell_second(make_board(LEAD, late, like))[0] == "like_rate"


@pytest.mark.parametrize("key", ["revenue", "effect", "word_of_mouth", "user_value", "society_value"])
def test_what_is_unusual_on_another_board_stands_out(key: str) -> None:
    """Likes moved more, but as they always do; orders rose out of their range."""
    like = make_metric("like_rate", 0.4, 0.2, is_unusual=False, starts_on=NOW)
    orders = make_metric("orders", 121, 105, mark="better", is_unusual=True, starts_on=NOW)
    told = tell_second(make_board(LEAD, like), make_board(orders, key=key))
    assert told == ("orders", "which is better than usual ({usual})", f"commkit kpi --board {key}")
