"""An edition made by hand that holds every kind of table and chart, and names that mean harm.

Five weeks from January 29, 2024, the last of them not over. Members active: 40, 50, 60, 80, and 12 so far.
The board: wau is 80, after 60. The levels: 2 core and 8 active of 10. Monday at 9: 3 messages, at 21: 12.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from commkit.choices import PeriodStatus
from commkit.edition import Chapter, Command, Definition, Edition, Figure, Lack, Occasion, Problem, Sentence
from commkit.result import Grid, Heatmap, Line, Pyramid, Result
from tests.report.boards import make_board, make_metric
from tests.report.editions import make_edition

HOSTILE = "<script>alert(1)</script>\u202e\x1b[31m&\"'"
LONG = "x" * 180
WEEKS = [date(2024, 1, 29), date(2024, 2, 5), date(2024, 2, 12), date(2024, 2, 19), date(2024, 2, 26)]
STATUSES = ["complete"] * 4 + ["running"]


def make_line() -> Chapter:
    """Weeks of counts and of a rate, which have a panel each, with a total."""
    table = pl.DataFrame(
        {
            "starts_on": WEEKS,
            "status": STATUSES,
            "members": [40, 50, 60, 80, 12],
            "speaking_rate": [0.4, 0.5, None, 0.8, 0.12],
        }
    )
    chart = Line("starts_on", ("members", "speaking_rate"))
    result = Result(
        "Activity", table, chart, total={"members": 242}, vocabulary={"status": PeriodStatus}, notes=("a note",)
    )
    return Chapter("activity", "Activity", "commkit active", result)


def make_pyramid() -> Chapter:
    """A level a row, its bar as long as it has members."""
    table = pl.DataFrame({"level": ["koc", "core", "active"], "members": [0, 2, 8], "member_rate": [0.0, 0.2, 0.8]})
    result = Result("Levels", table, Pyramid("level", "members", "member_rate"), total={"members": 10})
    return Chapter("levels", "Pyramid of members", "commkit pyramid", result)


def make_grid() -> Chapter:
    """Two hours of one weekday."""
    table = pl.DataFrame({"weekday": ["Monday", "Monday"], "local_hour": [9, 21], "messages": [3, 12]})
    grid = Grid("local_hour", "weekday", "messages")
    return Chapter(
        "rhythm",
        "When people talk",
        "commkit rhythm",
        Result("Rhythm", table, Heatmap("local_hour", "weekday", "messages"), grid=grid),
    )


def make_lights(*groups: str) -> Chapter:
    """A red light for each of these groups."""
    many = len(groups)
    columns = {"light": ["red"] * many, "alarm": ["falling"] * many, "slice": list(groups), "value": [1] * many}
    result = Result("Lights", pl.DataFrame(columns), vocabulary={"light": ("green", "yellow", "red", "unknown")})
    return Chapter("lights", "Lights", "commkit alerts", result)


def make_members(count: int) -> Chapter:
    """So many members in order."""
    table = pl.DataFrame({"handle": [f"member{number:04}" for number in range(count)], "messages": list(range(count))})
    return Chapter("members", "Members", "commkit members", Result("Members", table), confidential=True)


def make_whole(*more: Chapter) -> Edition:
    """The edition: its sentences cite the board, a total and the red light of the hostile group."""
    board = make_board(
        make_metric("wau", 80, 60, mark="better", recent_values=[40.0, None, 60.0, 80.0], target=100.0)
        | {"progress_percent": 80.0, "band": "below_target"},
        make_metric("dau", None, None, status="not_covered", recent_values=None),
    )
    spoken = {**board.result.vocabulary, "status": PeriodStatus}
    board = replace(board, result=replace(board.result, vocabulary=spoken))
    chapters = (board, make_lights(HOSTILE, LONG), make_line(), make_pyramid(), make_grid(), *more)
    risen = Sentence(
        "{name}: {value}, after {before} {when}. See {command}",
        {
            "name": Figure("metrics", 0, "indicator"),
            "value": Figure("metrics", 0, "value"),
            "before": Figure("metrics", 0, "previous"),
            "when": "the week before",
            "command": Command("commkit kpi --board --as-of 2024-03-03"),
        },
    )
    sum_up = Sentence("{all} in all", {"all": Figure("activity", None, "members")})
    fires = Sentence(
        "{light} in {group}", {"light": Figure("lights", 0, "light"), "group": Figure("lights", 0, "slice")}
    )
    edition = make_edition(*chapters, head=(risen, sum_up, fires), findings=(Problem(fires, risen, risen, sum_up),))
    return replace(
        edition,
        lacks=(Lack(("Revenue", "Coming back to buy"), "there are no orders", "load orders"),),
        occasions=(
            Occasion(date(2024, 2, 10), date(2024, 2, 17), "Spring <Festival>", "holiday"),
            Occasion(date(2020, 1, 1), date(2020, 1, 2), "long ago", "campaign"),
        ),
        definitions=(Definition("wau", "wau", "Members active in the seven days."),),
        methods=(Definition("levels", "Pyramid of members", "By rule.\ncore: a <= b"),),
    )
