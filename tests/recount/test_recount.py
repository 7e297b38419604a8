"""Every number counted a second time, in plain Python from the raw tables, and compared on whole communities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from commkit import catalog
from commkit.choices import Activity, Period, Slice
from commkit.indicators.inventory import FAMILIES
from commkit.store.ask.cut import Cut
from tests.recount.activity import activity
from tests.recount.comparing import days, scope_of
from tests.recount.concentration import concentration, tiers
from tests.recount.conversion import conversion
from tests.recount.customers import customers
from tests.recount.engagement import engagement
from tests.recount.flow import flow
from tests.recount.freshness import freshness
from tests.recount.lifecycle import lifecycle
from tests.recount.newcomers import newcomers
from tests.recount.orders import orders
from tests.recount.questions import active, as_it_is, without
from tests.recount.referral import referral
from tests.recount.response import response
from tests.recount.retention import retention
from tests.recount.rhythm import rhythm
from tests.recount.scope import NOW
from tests.recount.stickiness import active_days, stickiness

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.recount.conftest import Loaded
    from tests.recount.facts import World
    from tests.recount.scope import Scope

    Row = dict[str, Any]
    Recount = Callable[[Scope], list[Row]]

BY = (None, Slice.platform, Slice.group)
RECOUNTS: dict[str, Recount] = {
    "activity": activity,
    "concentration": concentration,
    "conversion": conversion,
    "customers": customers,
    "engagement": engagement,
    "flow": flow,
    "freshness": freshness,
    "lifecycle": lifecycle,
    "newcomers": newcomers,
    "orders": orders,
    "referral": referral,
    "response": response,
    "retention": retention,
    "stickiness": stickiness,
}
# How the table of a question, and of one with a flag, follows from a recount.
QUESTIONS: dict[str, tuple[Recount, Callable[[list[Row]], list[Row]]]] = {
    "active": (activity, active),
    "concentration": (tiers, as_it_is),
    "flow": (flow, without("net_growth")),
    "lifecycle": (lifecycle, without("gained_members", "told_new_members")),
    "newcomers": (newcomers, without("second_week_pending")),
    "rhythm": (rhythm, as_it_is),
    "stickiness": (stickiness, as_it_is),
    "stickiness --distribution": (active_days, as_it_is),
}
# kpi shows the families' columns; rfm and funnel are recounted where they are tested.
QUESTIONS_NOT_YET = frozenset({"kpi", "rfm", "funnel"})
# Recounted in test_questions.py.
ELSEWHERE = frozenset({"convert", "groups", "lifetime", "repurchase", "response", "retention", "silence"})

WEEK, WEEK_BY_PLATFORM, WEEK_BY_GROUP = ((Period.week, by, Activity.spoke) for by in BY)
DAY, MONTH = ((every, None, Activity.spoke) for every in (Period.day, Period.month))
OTHERWISE_ACTIVE = [(Period.week, None, each) for each in (Activity.reacted, Activity.bought, Activity.any)]
WAYS: dict[str, list[tuple[Period, Slice | None, Activity]]] = {
    "whole": [WEEK, WEEK_BY_PLATFORM, WEEK_BY_GROUP, DAY, MONTH, *OTHERWISE_ACTIVE],
    "span": [WEEK, WEEK_BY_GROUP, MONTH],
    "earlier": [WEEK, WEEK_BY_GROUP],
}


def test_every_family_is_recounted() -> None:
    told = {family.__name__.rpartition(".")[2] for family in FAMILIES}
    assert told == RECOUNTS.keys()


def test_every_question_is_recounted() -> None:
    asked = {each.split()[0] for each in QUESTIONS}
    assert catalog.questions().keys() - QUESTIONS_NOT_YET - ELSEWHERE == asked


def test_as_many_records_are_loaded_as_the_exports_hold(world: World, loaded: Loaded) -> None:
    counts = loaded.store.con.sql("select kind, sum(loaded) from raw.load_count group by kind").fetchall()
    assert dict(counts) == world.records


def test_the_last_day_is_recounted(world: World, loaded: Loaded) -> None:
    assert loaded.store.covers_on == world.covers_on


@pytest.mark.parametrize("family", RECOUNTS)
@pytest.mark.parametrize("cut", WAYS)
def test_a_family_agrees_with_its_recount(world: World, loaded: Loaded, name: str, cut: str, family: str) -> None:
    for every, by, active_by in WAYS[cut]:
        loaded.store.cut(Cut(by=by, now=NOW.replace(tzinfo=None), **days(name, cut)))  # type: ignore[arg-type]
        table = loaded.store.ask(f"indicators/{family}", every=every, active_by=active_by)
        scope = scope_of(world, name, cut, every, by, active_by)
        assert loaded.differs(table, RECOUNTS[family](scope)) == [], (
            every,
            by,
            active_by,
        )


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("cut", WAYS)
def test_a_question_agrees_with_its_recount(world: World, loaded: Loaded, name: str, cut: str, question: str) -> None:
    recount, shown = QUESTIONS[question]
    called, *flags = question.split(" --")
    for by in BY if cut == "whole" else (None,):
        loaded.store.cut(Cut(by=by, **days(name, cut)))  # type: ignore[arg-type]
        table = catalog.questions()[called](loaded.store, **dict.fromkeys(flags, True)).table
        scope = scope_of(world, name, cut, Period.week, by, Activity.spoke)
        assert loaded.differs(table, shown(recount(scope))) == [], by
