"""An edition in which everything is wrong at once, so that every finding is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from commkit.choices import Period
from commkit.report.announcement import write_notice
from commkit.report.citable import Citable
from commkit.report.concern import Lists
from commkit.report.findings import find_problems
from commkit.report.head import tell_reach, write_head
from commkit.report.signs import choose_words
from tests.report.boards import make_board, make_chapter, make_coverage, make_metric, make_risk
from tests.report.editions import make_edition

if TYPE_CHECKING:
    from commkit.edition import Chapter, Edition

LISTS = Lists(
    drivers="commkit kpi --drivers",
    at_risk="commkit churn rules --members",
    fallen="commkit transitions --members down --from 2024-02-25",
    never_spoke="commkit pyramid --members",
)
WORSE = make_metric("comment_rate", 0.055, 0.061, mark="worse", is_unusual=True, usual_value=0.062, to_date=0.137)
MISSED = make_metric(
    "leave_rate", 0.04, 0.03, target=0.02, band="below_target", progress_percent=50.0, is_unusual=False
)
FLOORED = make_metric("like_rate", 0.01, 0.02, band="below_baseline", is_unusual=False)
LIGHTS = make_chapter(
    "lights",
    {
        "light": ["red"],
        "alarm": ["activity falling"],
        "slice": ["hall 5"],
        "value": [12],
        "reference": [30],
        "since_on": [date(2024, 2, 19)],
        "act": ["head of operations: plan in 48 hours"],
    },
)
MOVES = make_chapter(
    "moves", {"direction": ["risen", "held", "fallen"], "members": [2, 33, 15], "of_members": [50, 50, 50]}
)
NEWCOMERS = make_chapter(
    "newcomers",
    {
        "starts_on": [date(2024, 2, 12), date(2024, 2, 19)],
        "status": ["complete", "complete"],
        "first_speak_members": [11, 2],
        "of_joined_members": [20, 15],
        "first_speak_rate": [0.55, 2 / 15],
    },
)
ACTIVITY = make_chapter(
    "activity",
    {
        "starts_on": [date(2024, 2, 26)],
        "status": ["complete"],
        "members": [111],
        "messages": [258],
        "new_members": [11],
    },
)
LATE = make_chapter(
    "late_tickets",
    {
        "clock": ["answered", "answered", "closed", "closed"],
        "limit": ["2h", "24h", "2h", "24h"],
        "of_cases": [20, 20, 20, 20],
        "on_time_cases": [12, 20, 0, 4],
        "late_cases": [8, 0, 20, 16],
        "median_hours": [1.5, 1.5, 30.0, 30.0],
    },
)
RHYTHM = make_chapter("rhythm", {"weekday": ["Monday", "Sunday"], "local_hour": [9, 21], "messages": [3, 40]})


def tell(*chapters: Chapter, lead: str = "wau") -> Edition:
    """The edition of these chapters and of what is covered."""
    told = (*chapters, make_coverage())
    cells, words = Citable(told), choose_words(Period.week)
    findings = find_problems(cells, words, LISTS)
    todo = findings[0].todo if findings else tell_reach(cells, is_judged=True)
    return make_edition(
        *told,
        head=write_head(cells, words, lead, LISTS.drivers, todo),
        findings=tuple(each.problem for each in findings),
        notice=write_notice(cells, date(2024, 2, 26)),
    )


def tell_each() -> dict[str, Edition]:
    """One edition a finding, and one in which all is calm."""
    calm = make_metric("wau", 111, 113, is_unusual=False, to_date=268)
    return {
        "alarm": tell(make_board(calm), LIGHTS),
        "worse": tell(make_board(calm, WORSE)),
        "missed": tell(make_board(calm, MISSED)),
        "floored": tell(make_board(calm, FLOORED)),
        "risk": tell(make_board(calm), make_risk(123, 177, 637, 1182)),
        "slipped": tell(make_board(calm), MOVES),
        "newcomers": tell(make_board(calm), NEWCOMERS),
        "late": tell(make_board(calm), LATE),
        "calm": tell(make_board(calm), ACTIVITY, RHYTHM),
    }
