"""Every number counted a second time, in plain Python from the raw exports, and compared on whole communities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from commkit import catalog
from commkit.choices import Activity, Birth, Ending, Kept, Period, Slice
from commkit.errors import NotEnoughData
from commkit.indicators.inventory import FAMILIES as TOLD
from commkit.store.ask.cut import Cut
from tests.examples import THOROUGH
from tests.recount.answers.groups import groups
from tests.recount.answers.kpi import NOW as NOW_ONLY
from tests.recount.answers.kpi import PAIRS
from tests.recount.answers.lifetime import lifetime
from tests.recount.answers.retention import Asked, retention, whole_periods, windows_of
from tests.recount.beside import CHAT, days, scope_of
from tests.recount.coverage import last_on
from tests.recount.questions import FAMILIES, QUESTIONS
from tests.recount.scope import NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.recount.conftest import Loaded
    from tests.recount.facts import World

# What is recounted where it is tested, and what the raw exports of chats and shops do not hold.
CHURN = frozenset(f"churn {name}" for name in ("rules", "score", "backtest", "path", "plan", "measure"))
# Found or foretold by statistics: compared with published results where these are tested.
FOUND = frozenset(
    {name for name in catalog.names() if name.split()[0] in ("experiment", "koc", "plan", "scorecard")}
) | {
    "persona classes",
    "persona cluster",
    "persona fairness",
    "persona next",
}
ELSEWHERE = frozenset({"funnel", "persona tags", "persona cube", "survey", "ltv"}) | CHURN | FOUND
# What the tables tell that staff keep by hand is counted where its indicators are tested.
BY_HAND = frozenset({"books", "opinion", "quality", "rewards", "service", "staff_share", "standing", "tags", "voice"})
# Levels of members are compared in a module of their own.
LAYERS = frozenset({"pyramid", "transitions"})
# Compared as a whole only.
UNSLICED = frozenset({"kpi --all", "rfm"})
BY = (None, Slice.platform, Slice.group)
Way = tuple[Period, Slice | None, Activity]
WEEK, WEEK_BY_PLATFORM, WEEK_BY_GROUP = ((Period.week, by, Activity.spoke) for by in BY)
DAY, MONTH = ((every, None, Activity.spoke) for every in (Period.day, Period.month))
OTHERWISE_ACTIVE = [(Period.week, None, each) for each in (Activity.reacted, Activity.bought, Activity.any)]
EVERY_WAY: dict[str, list[Way]] = {
    "whole": [WEEK, WEEK_BY_PLATFORM, WEEK_BY_GROUP, DAY, MONTH, *OTHERWISE_ACTIVE],
    "span": [WEEK, WEEK_BY_GROUP, MONTH],
    "earlier": [WEEK, WEEK_BY_GROUP],
}
# Each period, slice and way of being active in one cut; `make fuzz` has them in all.
SOME_WAYS: dict[str, list[Way]] = {
    "whole": [WEEK, WEEK_BY_PLATFORM],
    "span": [DAY, OTHERWISE_ACTIVE[2]],
    "earlier": [WEEK_BY_GROUP, MONTH, *OTHERWISE_ACTIVE[:2]],
}
WAYS = EVERY_WAY if THOROUGH else SOME_WAYS
WINDOWS = {
    Kept.on: windows_of((0, 0), (1, 3), (7, 7), (30, 30), (90, 90)),
    Kept.on_or_after: windows_of((1, 1), (7, 7), (30, 30)),
    Kept.bracket: windows_of((1, 3), (4, 7), (8, 14), (15, 30)),
    Kept.streak: windows_of((1, 1), (2, 2), (5, 5)),
}
COHORTS: dict[Birth, list[tuple[str, Period, Slice | None]]] = {
    Birth.came: [("whole", Period.month, Slice.group), ("span", Period.week, None)],
    Birth.active: [("whole", Period.month, Slice.platform)],
    Birth.recurring: [("span", Period.month, None)],
}


def cut_to(loaded: Loaded, name: str, cut: str, by: Slice | None, needs: Sequence[str] = CHAT) -> None:
    loaded.look(Cut(by=by, now=NOW.replace(tzinfo=None), **days(name, cut)), needs)  # type: ignore[arg-type]


def test_every_family_is_recounted() -> None:
    assert {family.__name__.rpartition(".")[2] for family in TOLD} - BY_HAND == FAMILIES.keys()


def test_every_question_is_recounted() -> None:
    assert catalog.questions().keys() - ELSEWHERE - LAYERS == {each.split()[0] for each in QUESTIONS}


def test_as_many_records_are_loaded_as_the_exports_hold(world: World, loaded: Loaded) -> None:
    counts = loaded.store.con.sql("select kind, sum(loaded) from raw.load_count group by kind").fetchall()
    assert dict(counts) == world.records


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("cut", WAYS)
def test_a_family_agrees_with_its_recount(world: World, loaded: Loaded, name: str, cut: str, family: str) -> None:
    told = FAMILIES[family]
    for every, by, active_by in WAYS[cut]:
        cut_to(loaded, name, cut, by, told.needs)
        table = loaded.store.ask(f"indicators/{family}", every=every, active_by=active_by)
        scope = scope_of(world, name, cut, every, by, active_by, told.needs)
        assert loaded.differs(table, told.recount(scope)) == [], (every, by, active_by)


@pytest.mark.parametrize("asked", [name for name in QUESTIONS if not name.startswith(("groups", "lifetime"))])
@pytest.mark.parametrize("cut", WAYS)
def test_a_question_agrees_with_its_recount(world: World, loaded: Loaded, name: str, cut: str, asked: str) -> None:
    question, *flags = asked.split(" --")
    told = QUESTIONS[asked]
    if asked == "rfm" and last_on(world, told.needs) is None:
        pytest.skip("without orders it is about activity, which is another question")
    options: dict[str, Any] = {"every": Period(told.every)} if told.every else {}
    for by in BY if cut == "whole" and asked not in UNSLICED else (None,):
        cut_to(loaded, name, cut, by, told.needs)
        scope = scope_of(world, name, cut, told.every or "week", by, needs=told.needs)
        try:
            flagged = {flag.replace("-", "_"): True for flag in flags}
            table = catalog.questions()[question](loaded.store, **options, **flagged).table
        except NotEnoughData:
            assert _is_unknown(told.recount(scope)), by
        else:
            shown = table.select(told.columns) if told.columns else table
            if asked == "kpi --all":
                shown = shown.filter(pl.col("indicator").is_in([*PAIRS, *NOW_ONLY]))
            assert loaded.differs(shown, told.recount(scope)) == [], by


def _is_unknown(rows: list[dict[str, Any]]) -> bool:
    return all(cell in (None, 0, "not_covered") for row in rows for name, cell in row.items() if name not in HEADS)


HEADS = ("slice", "starts_on", "status", "age", "root")


@pytest.mark.parametrize("cut", WAYS)
def test_groups_agree_with_their_recount(world: World, loaded: Loaded, name: str, cut: str) -> None:
    cut_to(loaded, name, cut, Slice.group)
    for quiet_days, active_by in ((30, Activity.spoke), (14, Activity.any)):
        table = catalog.questions()["groups"](loaded.store, quiet_days=quiet_days, active_by=active_by).table
        scope = scope_of(world, name, cut, Period.week, None, active_by)
        assert loaded.differs(table, groups(scope, quiet_days)) == [], (quiet_days, active_by)


@pytest.mark.parametrize("kind", Kept)
@pytest.mark.parametrize("birth", Birth)
def test_retention_agrees_with_its_recount(world: World, loaded: Loaded, name: str, birth: Birth, kind: Kept) -> None:
    for cut, every, by in COHORTS[birth]:
        cut_to(loaded, name, cut, by)
        for windows in (WINDOWS[kind], *([whole_periods(6, kind)] if kind is not Kept.bracket else [])):
            days_after = ",".join(window.name for window in windows) if windows[0].by_day else None
            table = catalog.questions()["retention"](
                loaded.store, every=every, kind=kind, birth=birth, periods=6, windows=days_after
            ).table
            asked = Asked(scope_of(world, name, cut, every, by), kind, birth, windows)
            assert loaded.differs(table, retention(asked)) == [], (cut, every, by, days_after)


@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("cut", WAYS)
def test_lifetime_agrees_with_its_recount(world: World, loaded: Loaded, name: str, cut: str, ending: Ending) -> None:
    for by, silent, active_by in (
        (None, 30, Activity.spoke),
        (Slice.platform, 14, Activity.any),
        (Slice.group, 30, Activity.spoke),
    ):
        cut_to(loaded, name, cut, by)
        table = catalog.questions()["lifetime"](loaded.store, end=ending, days=silent, active_by=active_by).table
        scope = scope_of(world, name, cut, Period.week, by, active_by)
        assert loaded.differs(table, lifetime(scope, ending, silent)) == [], (by, silent, active_by)
