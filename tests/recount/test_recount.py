"""Every number counted a second time, in plain Python from the raw tables, and compared on whole communities."""

from __future__ import annotations

import math
import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commkit import catalog, cli
from commkit.choices import Activity, Period, Slice
from commkit.indicators.registry import FAMILIES
from commkit.store import Cut, Store
from tests.recount.activity import activity
from tests.recount.concentration import concentration, tiers
from tests.recount.conversion import conversion
from tests.recount.customers import customers
from tests.recount.engagement import engagement
from tests.recount.facts import World
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
from tests.recount.scope import NOW, Scope
from tests.recount.stickiness import active_days, stickiness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import polars as pl

    Row = dict[str, Any]
    Recount = Callable[[Scope], list[Row]]

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
QUESTIONS_NOT_YET = frozenset(
    {"kpi", "rfm", "funnel", "convert", "groups", "lifetime", "repurchase", "response", "retention", "silence"}
)

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
HOUSTON = Path(os.environ.get("COMMKIT_DATA", ""), "slack-houstondatavis")
COMMUNITIES = {"sample": SAMPLE, "houston": HOUSTON}
SPANS = {
    "sample": {"since": date(2025, 3, 5), "until": date(2026, 2, 10)},
    "houston": {"since": date(2015, 9, 16), "until": date(2016, 3, 15)},
}
EARLIER = {"sample": {"as_of": date(2025, 11, 20)}, "houston": {"as_of": date(2016, 2, 10)}}
BY = (None, Slice.platform, Slice.group)
WEEK, WEEK_BY_PLATFORM, WEEK_BY_GROUP = ((Period.week, by, Activity.spoke) for by in BY)
DAY, MONTH = ((every, None, Activity.spoke) for every in (Period.day, Period.month))
OTHERWISE_ACTIVE = [(Period.week, None, each) for each in (Activity.reacted, Activity.bought, Activity.any)]
WAYS: dict[str, list[tuple[Period, Slice | None, Activity]]] = {
    "whole": [WEEK, WEEK_BY_PLATFORM, WEEK_BY_GROUP, DAY, MONTH, *OTHERWISE_ACTIVE],
    "span": [WEEK, WEEK_BY_GROUP, MONTH],
    "earlier": [WEEK, WEEK_BY_GROUP],
}
KEYS = ("slice", "starts_on", "weekday", "local_hour", "tier", "active_days")


@pytest.fixture(scope="session", params=COMMUNITIES)
def name(request: pytest.FixtureRequest) -> str:
    """The name of a community of which there are exports."""
    if request.param == "houston" and not ("COMMKIT_DATA" in os.environ and HOUSTON.is_dir()):
        pytest.skip("COMMKIT_DATA names no folder with slack-houstondatavis")
    called: str = request.param
    return called


@pytest.fixture(scope="session")
def world(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The community, loaded once for all."""
    database = tmp_path_factory.mktemp(name) / "community.duckdb"
    config = COMMUNITIES[name] / "commkit.toml"
    given = ["--config", str(config)] if config.exists() else []
    assert cli.run([*given, "load", str(COMMUNITIES[name]), "--db", str(database), "-q"]) == 0
    with Store.open(database, lock_timeout=0) as store:
        yield World.of(store)


@cache
def scope_of(world: World, name: str, cut: str, every: Period, by: Slice | None, active_by: Activity) -> Scope:
    return Scope(world, every, by, active_by=active_by, **_days(name, cut))


def _days(name: str, cut: str) -> dict[str, date]:
    return {"whole": {}, "span": SPANS[name], "earlier": EARLIER[name]}[cut]


def disagreements(table: pl.DataFrame, recount: Sequence[Row]) -> list[str]:
    """What differs between an answer and its recount, cell by cell."""
    keys = [key for key in KEYS if key in table.columns]
    answered, counted = ({tuple(row[key] for key in keys): row for row in rows} for rows in (table.to_dicts(), recount))
    found = [f"{key}: only one has it" for key in answered.keys() ^ counted.keys()]
    found += ["rows twice"] * (len(answered) != table.height)
    for key in answered.keys() & counted.keys():
        one, other = answered[key], counted[key]
        found += [f"{key}: columns {sorted(one.keys() ^ other.keys())}"] * (one.keys() != other.keys())
        found += [
            f"{key} {column}: answered {one[column]}, counted {other[column]}"
            for column in one.keys() & other.keys()
            if not _agree(one[column], other[column])
        ]
    return sorted(found)[:10]


def _agree(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return one == other


def test_every_family_is_recounted() -> None:
    told = {family.__name__.rpartition(".")[2] for family in FAMILIES}
    assert told == RECOUNTS.keys()


def test_every_question_is_recounted() -> None:
    assert catalog.questions().keys() - QUESTIONS_NOT_YET == {asked.split()[0] for asked in QUESTIONS}


def test_the_last_day_is_recounted(world: World) -> None:
    assert world.store.covers_on == world.covers_on


@pytest.mark.parametrize("family", RECOUNTS)
@pytest.mark.parametrize("cut", WAYS)
def test_a_family_agrees_with_its_recount(world: World, name: str, cut: str, family: str) -> None:
    for every, by, active_by in WAYS[cut]:
        world.store.cut(Cut(by=by, now=NOW, **_days(name, cut)))  # type: ignore[arg-type]
        table = world.store.ask(f"indicators/{family}", every=every, active_by=active_by)
        scope = scope_of(world, name, cut, every, by, active_by)
        assert disagreements(table, RECOUNTS[family](scope)) == [], (every, by, active_by)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("cut", WAYS)
def test_a_question_agrees_with_its_recount(world: World, name: str, cut: str, question: str) -> None:
    recount, shown = QUESTIONS[question]
    called, *flags = question.split(" --")
    for by in BY if cut == "whole" else (None,):
        world.store.cut(Cut(by=by, **_days(name, cut)))  # type: ignore[arg-type]
        table = catalog.questions()[called](world.store, **dict.fromkeys(flags, True)).table
        scope = scope_of(world, name, cut, Period.week, by, Activity.spoke)
        assert disagreements(table, shown(recount(scope))) == [], by
