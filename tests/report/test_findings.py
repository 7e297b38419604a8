"""What is found wrong, and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from commkit.choices import Period
from commkit.edition import Figure
from commkit.report.citable import Citable
from commkit.report.findings import find_problems
from commkit.report.signs import choose_words
from tests.report.boards import make_board, make_chapter, make_metric
from tests.report.told import LATE, LISTS, WORSE

if TYPE_CHECKING:
    from commkit.edition import Chapter, Sentence

ON_TIME: dict[str, list[Any]] = {"limit": ["24h"], "of_cases": [20], "median_hours": [5.0]}


def find(*chapters: Chapter) -> list[Sentence]:
    """What is found wrong."""
    return [each.problem.problem for each in find_problems(Citable(chapters), choose_words(Period.week), LISTS)]


def test_tickets_are_to_be_answered_within_the_first_limit_and_closed_within_the_last() -> None:
    """Of 20, 12 were answered in two hours, and 16 were not closed in a day; to close in two hours none needs."""
    [found] = find(LATE)
    assert (found.parts["clock"], found.parts["limit"]) == (
        Figure("late_tickets", 3, "clock"),
        Figure("late_tickets", 3, "limit"),
    )


@pytest.mark.parametrize(("late", "is_found"), [(15, True), (14, False)])
def test_one_more_than_half_is_no_finding(late: int, is_found: bool) -> None:
    """15 of 20 late beside 5: (15 - 5)^2 / 20 = 5 is beyond 3.841, 14 beside 6 is not."""
    cases: dict[str, list[Any]] = {"clock": ["closed"], "on_time_cases": [20 - late], "late_cases": [late], **ON_TIME}
    assert bool(find(make_chapter("late_complaints", cases))) == is_found


def test_what_is_worse_on_any_board_is_found_once() -> None:
    orders = make_metric("orders", 1, 9, mark="worse", is_unusual=True, usual_value=8)
    found = find(make_board(WORSE), make_board(orders, key="revenue"), make_board(WORSE, orders, key="all_metrics"))
    assert [each.parts["indicator"] for each in found] == [
        Figure("metrics", 0, "indicator"),
        Figure("revenue", 0, "indicator"),
    ]


def test_the_evidence_of_worse_than_usual_is_what_is_usual() -> None:
    row = make_metric("orders", 3, 9, mark="worse", is_unusual=True, usual_value=8)
    [found] = find_problems(Citable([make_board(row)]), choose_words(Period.week), LISTS)
    assert found.problem.evidence.parts["usual"] == Figure("metrics", 0, "usual_value")
    assert "usually {usual}" in found.problem.evidence.text
