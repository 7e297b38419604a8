"""Every number counted a second time, in plain Python from the raw tables, and compared on whole communities."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from commkit import catalog
from commkit.choices import Activity, Period
from commkit.indicators.registry import FAMILIES
from commkit.store import Cut
from tests.recount.activity import activity
from tests.recount.comparing import BY, days, disagreements, scope_of
from tests.recount.concentration import concentration
from tests.recount.engagement import engagement
from tests.recount.flow import flow
from tests.recount.newcomers import newcomers
from tests.recount.questions import active, without
from tests.recount.referral import referral

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.recount.facts import World
    from tests.recount.scope import Scope

    Row = dict[str, Any]
    Recount = Callable[[Scope], list[Row]]

RECOUNTS: dict[str, Recount] = {
    "activity": activity,
    "concentration": concentration,
    "engagement": engagement,
    "flow": flow,
    "newcomers": newcomers,
    "referral": referral,
}
# How a question's table follows from the recount of its family.
QUESTIONS: dict[str, tuple[Recount, Callable[[list[Row]], list[Row]]]] = {
    "active": (activity, active),
    "flow": (flow, without("net_growth")),
    "newcomers": (newcomers, without("second_week_pending")),
}
FAMILIES_NOT_YET = frozenset(
    {"conversion", "customers", "freshness", "lifecycle", "orders", "response", "retention", "stickiness"}
)
# kpi shows the families' columns; rfm and funnel are recounted where they are tested.
QUESTIONS_NOT_YET = frozenset(
    {
        *("kpi", "rfm", "funnel"),
        *("concentration", "lifecycle", "rhythm", "stickiness"),
    }
)
# Recounted in test_questions.py.
ELSEWHERE = frozenset({"convert", "groups", "lifetime", "repurchase", "response", "retention", "silence"})

SPOKEN = [(every, by, Activity.spoke) for every, by in product(Period, BY)]
WAYS = {
    "whole": [*SPOKEN, *((Period.week, None, active_by) for active_by in Activity if active_by is not Activity.spoke)],
    "span": [(every, by, spoke) for every, by, spoke in SPOKEN if by is None or every is not Period.day],
    "earlier": [way for way in SPOKEN if way[0] is Period.week],
}


def test_every_family_is_recounted() -> None:
    told = {family.__name__.rpartition(".")[2] for family in FAMILIES}
    assert told - FAMILIES_NOT_YET == RECOUNTS.keys()


def test_every_question_is_recounted() -> None:
    assert catalog.questions().keys() - QUESTIONS_NOT_YET - ELSEWHERE == QUESTIONS.keys()


def test_the_last_day_is_recounted(world: World) -> None:
    assert world.store.covers_on == world.covers_on


@pytest.mark.parametrize("family", RECOUNTS)
@pytest.mark.parametrize("cut", WAYS)
def test_a_family_agrees_with_its_recount(world: World, name: str, cut: str, family: str) -> None:
    for every, by, active_by in WAYS[cut]:
        world.store.cut(Cut(by=by, **days(name, cut)))  # type: ignore[arg-type]
        table = world.store.ask(f"indicators/{family}", every=every, active_by=active_by)
        scope = scope_of(world, name, cut, every, by, active_by)
        assert disagreements(table, RECOUNTS[family](scope)) == [], (every, by, active_by)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("cut", WAYS)
def test_a_question_agrees_with_its_recount(world: World, name: str, cut: str, question: str) -> None:
    recount, shown = QUESTIONS[question]
    for by in BY if cut == "whole" else (None,):
        world.store.cut(Cut(by=by, **days(name, cut)))  # type: ignore[arg-type]
        table = catalog.questions()[question](world.store).table
        scope = scope_of(world, name, cut, Period.week, by, Activity.spoke)
        assert disagreements(table, shown(recount(scope))) == [], by
