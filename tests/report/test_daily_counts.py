"""Communities of which daily counts alone are known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from commkit.answer.covered import tell_covered
from commkit.choices import Period, PlaceKind
from commkit.edition import Chapter, Sentence
from commkit.render.page.citation import Citations
from commkit.report.citable import Citable
from commkit.report.daily_counts import tell_counts
from commkit.report.head import write_head
from commkit.report.signs import choose_words
from commkit.report.span import ReportPeriod
from tests.report.editions import make_edition

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

WEEK = ReportPeriod(Period.week, date(2024, 1, 8), date(2024, 1, 14), date(2024, 1, 14))


def draw_counts(community: Callable[..., Store]) -> Store:
    """Two weeks of two counts.

    msg_total    Mon  Tue  | Mon  Tue     means 20, then 30
                  10   30     20   40
    hours        Mon       |      Tue     means 2, then 3
                   2                3
    """
    told = [
        *(("msg_total", 1, 10), ("msg_total", 2, 30), ("msg_total", 8, 20), ("msg_total", 9, 40)),
        *(("hours", 1, 2), ("hours", 9, 3)),
    ]
    counts = [{"day": date(2024, 1, day), "name": name, "value": value} for name, day, value in told]
    return community(daily_count=counts)


def test_each_count_has_its_mean_and_that_of_the_period_before(community: Callable[..., Store]) -> None:
    [chapter] = tell_counts(draw_counts(community), WEEK)
    assert chapter.result.table.rows() == [("hours", 1, 1, 3, 2, 50), ("msg_total", 2, 2, 30, 20, 50)]


def test_a_period_before_that_is_not_fully_covered_is_not_compared(community: Callable[..., Store]) -> None:
    """Counts that begin on the Tuesday of the week before, which would be a mean of 6 beside one of 3."""
    counts = [{"day": date(2024, 1, day), "name": "hours", "value": value} for day, value in ((2, 6), (9, 3))]
    [chapter] = tell_counts(community(daily_count=counts), WEEK)
    assert chapter.result.table.rows() == [("hours", 1, 1, 3, None, None)]
    assert "no mean value before: that period is not fully covered." in chapter.result.notes


def test_the_command_gives_what_the_chapter_shows(community: Callable[..., Store]) -> None:
    store = draw_counts(community)
    [chapter] = tell_counts(store, WEEK)
    statement = chapter.command.removeprefix('commkit sql "').removesuffix('"')
    assert store.con.sql(statement.replace("from daily_count", "from raw.daily_count")).fetchall() == [
        ("hours", 1, 1, 3, 2, 50),
        ("msg_total", 2, 2, 30, 20, 50),
    ]


def test_without_counts_there_is_no_chapter(drawn_store: Store) -> None:
    """One member who speaks once.

    ana x
    """
    assert list(tell_counts(drawn_store, WEEK)) == []


def test_where_nothing_else_is_known_counts_open_the_report(community: Callable[..., Store]) -> None:
    store = draw_counts(community)
    [counts] = tell_counts(store, WEEK)
    chapters = (counts, Chapter("coverage", "coverage", "commkit status", tell_covered(store, PlaceKind.kind)))
    head = write_head(Citable(chapters), choose_words(Period.week), "wau", "commkit kpi", Sentence(""))
    read = Citations(make_edition(*chapters))
    lead, beside, _ = (read.speak(each, lambda _, text: text) for each in head)
    assert lead.startswith(
        "group messages on average, of 2 counts by day and person or group: 30, after 20 the week before (+50.0%). See "
        "commkit"
    )
    assert beside.startswith(
        "hours on average, of 1 counts by day and person or group: 3, after 2 the week before (+50.0%)."
    )


def test_a_count_without_a_period_before_is_told_alone(community: Callable[..., Store]) -> None:
    store = community(daily_count=[{"day": date(2024, 1, 8), "name": "hours", "value": 4}])
    [counts] = tell_counts(store, WEEK)
    chapters = (counts, Chapter("coverage", "coverage", "commkit status", tell_covered(store, PlaceKind.kind)))
    head = write_head(Citable(chapters), choose_words(Period.week), "wau", "commkit kpi", Sentence(""))
    lead = Citations(make_edition(*chapters)).speak(head[0], lambda _, text: text)
    assert lead.startswith("hours on average, of 1 counts by day and person or group: 4. See commkit sql")
