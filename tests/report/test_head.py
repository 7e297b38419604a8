"""Twelve weeks drawn by hand, with the sentences that a report must open with, written before they were computed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest

from commkit.answer.covered import tell_covered
from commkit.choices import Period, PlaceKind
from commkit.edition import Chapter
from commkit.metrics.overview.kpi import kpi
from commkit.render.page.citation import Citations
from commkit.report.citable import Citable
from commkit.report.concern import Lists
from commkit.report.findings import find_problems, tell_risk
from commkit.report.head import tell_reach, write_head
from commkit.report.signs import choose_words
from commkit.words import speak
from tests.report.boards import make_chapter, make_risk
from tests.report.editions import make_edition

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

MONDAY = datetime.fromisoformat("2024-01-01 12:00")
LISTS = Lists(
    drivers="commkit kpi --drivers",
    at_risk="commkit churn rules --members",
    fallen="commkit transitions --members down",
    never_spoke="commkit pyramid --members",
)
STEADY = [10] * 9
SLIPPED = make_chapter(
    "moves",
    {"direction": ["risen", "held", "fallen"], "members": [2, 33, 15], "of_members": [50, 50, 50]},
)


class Week(NamedTuple):
    """How many people wrote in each week, two messages each; what else is known; and the three sentences."""

    people: list[int]
    beside: tuple[Chapter, ...]
    en: tuple[str, str, str]
    zh: tuple[str, str, str]


CALM_EN = (
    "None of the lights and metrics below calls for action, as far as what is loaded tells: messages, "
    "2024-01-01 to 2024-03-03. "
    "See commkit status --by kind"
)
CALM_ZH = "就已导入的数据看，下面的灯和指标都没有急事：消息覆盖 2024-01-01 至 2024-03-03。详见 commkit status --by kind"
HELD_EN = (
    "WAU: 10, unchanged from 10 the week before. What makes it up: commkit kpi --drivers wau",
    "No other metric moved. messages: 20, unchanged from 20 the week before. See commkit kpi --board",
)
HELD_ZH = (
    "周活（WAU）：10，与上周的 10 持平。构成：commkit kpi --drivers wau",
    "其他指标都没有变化：消息数为 20，与上周的 20 持平。详见 commkit kpi --board",
)
WEEKS = {
    "as every week": Week(STEADY, (), (*HELD_EN, CALM_EN), (*HELD_ZH, CALM_ZH)),
    "a little down, as often": Week(
        [10, 12, 10, 12, 10, 12, 10, 12, 11],
        (),
        (
            (
                "WAU: 11, down from 12 the week before (-8.3%), within its usual range. "
                "What drove it: commkit kpi --drivers wau"
            ),
            ("Nothing else stands out. messages: 22, down from 24 the week before (-8.3%). See commkit kpi --board"),
            CALM_EN,
        ),
        (
            "周活（WAU）：11，低于上周的 12（-8.3%），属正常波动。原因：commkit kpi --drivers wau",
            "其他没有突出的变化。消息数：22，低于上周的 24（-8.3%）。详见 commkit kpi --board",
            CALM_ZH,
        ),
    ),
    "a little up, as often": Week(
        [12, 10, 12, 10, 12, 10, 12, 10, 11],
        (),
        (
            (
                "WAU: 11, up from 10 the week before (+10.0%), within its usual range. "
                "What drove it: commkit kpi --drivers wau"
            ),
            ("Nothing else stands out. messages: 22, up from 20 the week before (+10.0%). See commkit kpi --board"),
            CALM_EN,
        ),
        (
            "周活（WAU）：11，高于上周的 10（+10.0%），属正常波动。原因：commkit kpi --drivers wau",
            "其他没有突出的变化。消息数：22，高于上周的 20（+10.0%）。详见 commkit kpi --board",
            CALM_ZH,
        ),
    ),
    "half of them gone": Week(
        [10, 10, 10, 10, 10, 10, 10, 10, 5],
        (),
        (
            (
                "WAU: 5, after 10 the week before (-50.0%): worse than usual (10). "
                "What drove it: commkit kpi --drivers wau"
            ),
            "messages: 10, after 20 the week before (-50.0%), which is worse than usual (20). See commkit kpi --board",
            "To do first: find why WAU is worse than usual (5, usually 10): commkit kpi --drivers wau",
        ),
        (
            "周活（WAU）：5，上周 10（-50.0%），不如平常（10）。原因：commkit kpi --drivers wau",
            "消息数：10，上周 20（-50.0%），不如平常（20）。详见 commkit kpi --board",
            "最该做的：查清周活（WAU）不如平常的原因（5，平常为 10）：commkit kpi --drivers wau",
        ),
    ),
    "twice as many": Week(
        [10, 10, 10, 10, 10, 10, 10, 10, 20],
        (),
        (
            (
                "WAU: 20, after 10 the week before (+100.0%): better than usual (10). "
                "What drove it: commkit kpi --drivers wau"
            ),
            (
                "messages: 40, after 20 the week before (+100.0%), which is better than usual (20). "
                "See commkit kpi --board"
            ),
            CALM_EN,
        ),
        (
            "周活（WAU）：20，上周 10（+100.0%），好于平常（10）。原因：commkit kpi --drivers wau",
            "消息数：40，上周 20（+100.0%），好于平常（20）。详见 commkit kpi --board",
            CALM_ZH,
        ),
    ),
    "the first week": Week(
        [8],
        (),
        (
            ("WAU: 8; the week before is not fully covered, so it cannot be compared. See commkit kpi --drivers wau"),
            (
                "No other metric can be compared with the week before either; messages: 16, and 16 in the month so "
                "far. "
                "See commkit kpi --board"
            ),
            CALM_EN.replace("2024-03-03", "2024-01-07"),
        ),
        (
            "周活（WAU）：8；上周的数据不完整，无法对比。详见 commkit kpi --drivers wau",
            "其他指标也无法与上周对比；消息数：16，本月累计 16。详见 commkit kpi --board",
            CALM_ZH.replace("2024-03-03", "2024-01-07"),
        ),
    ),
    "down in the second week": Week(
        [8, 6],
        (),
        (
            (
                "WAU: 6, down from 8 the week before (-25.0%); what is usual cannot be said yet. "
                "What drove it: commkit kpi --drivers wau"
            ),
            ("Nothing else stands out. messages: 12, down from 16 the week before (-25.0%). See commkit kpi --board"),
            CALM_EN.replace("2024-03-03", "2024-01-14"),
        ),
        (
            "周活（WAU）：6，低于上周的 8（-25.0%）；是否正常还看不出来。原因：commkit kpi --drivers wau",
            "其他没有突出的变化。消息数：12，低于上周的 16（-25.0%）。详见 commkit kpi --board",
            CALM_ZH.replace("2024-03-03", "2024-01-14"),
        ),
    ),
    "up in the second week": Week(
        [6, 9],
        (),
        (
            (
                "WAU: 9, up from 6 the week before (+50.0%); what is usual cannot be said yet. "
                "What drove it: commkit kpi --drivers wau"
            ),
            ("Nothing else stands out. messages: 18, up from 12 the week before (+50.0%). See commkit kpi --board"),
            CALM_EN.replace("2024-03-03", "2024-01-14"),
        ),
        (
            "周活（WAU）：9，高于上周的 6（+50.0%）；是否正常还看不出来。原因：commkit kpi --drivers wau",
            "其他没有突出的变化。消息数：18，高于上周的 12（+50.0%）。详见 commkit kpi --board",
            CALM_ZH.replace("2024-03-03", "2024-01-14"),
        ),
    ),
    "nobody wrote": Week(
        [10, 10, 10, 10, 10, 10, 10, 10, 0],
        (),
        (
            (
                "WAU: 0, after 10 the week before (-100.0%): worse than usual (10). "
                "What drove it: commkit kpi --drivers wau"
            ),
            "messages: 0, after 20 the week before (-100.0%), which is worse than usual (20). See commkit kpi --board",
            "To do first: find why WAU is worse than usual (0, usually 10): commkit kpi --drivers wau",
        ),
        (
            "周活（WAU）：0，上周 10（-100.0%），不如平常（10）。原因：commkit kpi --drivers wau",
            "消息数：0，上周 20（-100.0%），不如平常（20）。详见 commkit kpi --board",
            "最该做的：查清周活（WAU）不如平常的原因（0，平常为 10）：commkit kpi --drivers wau",
        ),
    ),
    "more regulars silent than ever": Week(
        STEADY,
        (make_risk(30, 40, 100, 200),),
        (
            *HELD_EN,
            (
                "To do first: write to the regulars who are silent or down, 30 of 40; at month-ends before it was "
                "100 of 200: commkit churn rules --members"
            ),
        ),
        (
            *HELD_ZH,
            (
                "最该做的：联系沉默或下滑的常客，40 人中有 30 人；以往各月末为 200 人次中 100 人次："
                "commkit churn rules --members"
            ),
        ),
    ),
    "more slipped than rose": Week(
        STEADY,
        (SLIPPED,),
        (
            *HELD_EN,
            (
                "To do first: write to those who slipped a level; 15 slipped and 2 rose: commkit transitions --members "
                "down"
            ),
        ),
        (*HELD_ZH, "最该做的：联系降级的成员，降级 15 人，升级 2 人：commkit transitions --members down"),
    ),
    "orders alone": Week(
        [],
        (),
        (
            (
                "How many were active is not told: what is loaded covers orders from 2024-01-01 to 2024-01-14. "
                "See commkit status --by kind"
            ),
            (
                "No other metric can be told: orders reach from 2024-01-01 to 2024-01-14. "
                "What each needs: commkit status --by kind"
            ),
            (
                "None of the lights and metrics below calls for action, as far as what is loaded tells: "
                "orders, 2024-01-01 to 2024-01-14. "
                "See commkit status --by kind"
            ),
        ),
        (
            "本期活跃人数无从得知：已导入的订单覆盖 2024-01-01 至 2024-01-14。详见 commkit status --by kind",
            "其他指标都无从得知：订单覆盖 2024-01-01 至 2024-01-14。各需要什么：commkit status --by kind",
            (
                "就已导入的数据看，下面的灯和指标都没有急事："
                "订单覆盖 2024-01-01 至 2024-01-14。详见 commkit status --by kind"
            ),
        ),
    ),
}


def draw_weeks(community: Callable[..., Store], people: list[int]) -> Store:
    """So many people in each week, who write twice on its Monday; one of the staff writes on the first and last day."""
    if not people:
        lines = [
            {"member": "m1", "native": str(day), "amount": 1, "ordered_at": MONDAY + timedelta(days=day)}
            for day in (0, 13)
        ]
        return community(member=[{"native": "m1"}], order_line=lines)
    said = [
        (f"m{one}", week * 7, each) for week, number in enumerate(people) for one in range(number) for each in (1, 2)
    ]
    said += [("boss", 0, 0), ("boss", 7 * len(people) - 1, 0)]
    messages = [
        {
            "group": "hall",
            "author": who,
            "sent_at": MONDAY + timedelta(days=day, minutes=minute),
            "kind": "text",
            "native": f"{who}-{day}-{minute}",
        }
        for who, day, minute in said
    ]
    return community(member=[{"native": "boss", "is_staff": True}], message=messages)


@pytest.mark.parametrize("name", WEEKS)
def test_a_week_opens_with_its_three_sentences(name: str, community: Callable[..., Store]) -> None:
    week = WEEKS[name]
    store = draw_weeks(community, week.people)
    for language in ("en", "zh"):
        speak(language)
        try:
            assert tell_week(store, week) == getattr(week, language)
        finally:
            speak("en")


def tell_week(store: Store, week: Week) -> tuple[str, ...]:
    """The head of a report with the board, what stands beside it, and what is covered."""
    board = kpi(store, board=True, metric=["wau", "messages"])
    chapters = (
        Chapter("metrics", "metrics", "commkit kpi --board", board),
        *week.beside,
        Chapter("coverage", "coverage", "commkit status --by kind", tell_covered(store, PlaceKind.kind)),
    )
    cells, words = Citable(chapters), choose_words(Period.week)
    findings = find_problems(cells, words, LISTS)
    todo = findings[0].todo if findings else tell_risk(cells, LISTS.at_risk) or tell_reach(cells, is_judged=True)
    head = write_head(cells, words, "wau", LISTS.drivers, todo)
    read = Citations(make_edition(*chapters))
    return tuple(read.speak(sentence, lambda _, text: text) for sentence in head)
