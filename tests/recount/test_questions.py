"""What questions answer beyond their families, counted a second time and compared on whole communities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from commkit import catalog
from commkit.choices import Activity, Birth, Ending, Kept, Period, Slice
from commkit.errors import NotEnoughData
from commkit.store.ask.cut import Cut
from tests.recount.answers.convert import convert
from tests.recount.answers.groups import groups
from tests.recount.answers.lifetime import lifetime
from tests.recount.answers.repurchase import repurchase
from tests.recount.answers.response import response
from tests.recount.answers.retention import Asked, retention, whole_periods, windows_of
from tests.recount.answers.silence import first_messages, silence
from tests.recount.comparing import days, scope_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.recount.conftest import Loaded
    from tests.recount.facts import World
    from tests.recount.scope import Scope

    Row = dict[str, Any]
    Recount = Callable[[Scope], list[Row]]

BY = (None, Slice.platform, Slice.group)
# Options of a question that counts by periods, and its recount.
BY_PERIOD: dict[str, tuple[str, dict[str, Any], Recount]] = {
    "convert": ("convert", {}, convert),
    "repurchase": ("repurchase", {}, repurchase),
    "response": ("response", {}, response),
    "silence": ("silence", {}, silence),
    "first messages": ("silence", {"first_messages": True}, first_messages),
}
# Houston sells nothing, and its exports tell no replies.
REFUSED = {("houston", "repurchase"), ("houston", "first messages")}
WAYS: list[tuple[str, Period, Slice | None]] = [
    ("whole", Period.day, None),
    *(("whole", Period.month, by) for by in BY),
    ("whole", Period.week, Slice.group),
    ("span", Period.week, None),
    ("span", Period.month, Slice.group),
    ("earlier", Period.week, None),
]

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


def cut_to(loaded: Loaded, name: str, cut: str, by: Slice | None) -> None:
    loaded.store.cut(Cut(by=by, **days(name, cut)))  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", BY_PERIOD)
def test_a_question_by_period_agrees_with_its_recount(world: World, loaded: Loaded, name: str, asked: str) -> None:
    question, options, recount = BY_PERIOD[asked]
    if (name, asked) in REFUSED:
        with pytest.raises(NotEnoughData):
            catalog.questions()[question](loaded.store, **options)
        return
    for cut, every, by in WAYS:
        cut_to(loaded, name, cut, by)
        table = catalog.questions()[question](loaded.store, every=every, **options).table
        scope = scope_of(world, name, cut, every, by, Activity.spoke)
        assert loaded.differs(table, recount(scope)) == [], (cut, every, by)


@pytest.mark.parametrize("cut", ["whole", "span", "earlier"])
def test_groups_agree_with_their_recount(world: World, loaded: Loaded, name: str, cut: str) -> None:
    cut_to(loaded, name, cut, Slice.group)
    for quiet_days, active_by in ((30, Activity.spoke), (14, Activity.any)):
        table = catalog.questions()["groups"](loaded.store, quiet_days=quiet_days, active_by=active_by).table
        scope = scope_of(world, name, cut, Period.week, None, active_by)
        assert loaded.differs(table, groups(scope, quiet_days)) == [], (
            quiet_days,
            active_by,
        )


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
            asked = Asked(scope_of(world, name, cut, every, by, Activity.spoke), kind, birth, windows)
            assert loaded.differs(table, retention(asked)) == [], (
                cut,
                every,
                by,
                days_after,
            )


@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("cut", ["whole", "span", "earlier"])
def test_lifetime_agrees_with_its_recount(world: World, loaded: Loaded, name: str, cut: str, ending: Ending) -> None:
    for by, silent, active_by in (
        (None, 30, Activity.spoke),
        (Slice.platform, 14, Activity.any),
        (Slice.group, 30, Activity.spoke),
    ):
        cut_to(loaded, name, cut, by)
        table = catalog.questions()["lifetime"](loaded.store, end=ending, days=silent, active_by=active_by).table
        scope = scope_of(world, name, cut, Period.week, by, active_by)
        assert loaded.differs(table, lifetime(scope, ending, silent)) == [], (
            by,
            silent,
            active_by,
        )
