"""Levels of members, what they give and how members move between them, counted a second time from the raw exports."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from commkit import catalog
from commkit.choices import Period
from commkit.store.ask.cut import Cut
from tests.examples import THOROUGH
from tests.recount.beside import COMMUNITIES, plain
from tests.recount.comparing import ask
from tests.recount.conftest import exports_of
from tests.recount.coverage import last_on
from tests.recount.layers.doings import Staffed
from tests.recount.layers.giving import pyramid
from tests.recount.layers.moving import Move, raised_in_a_year, series, waits
from tests.recount.layers.scheme import Ladder, month_end_before, names, scheme
from tests.recount.layers.slicing import lapsed, monthly

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.recount.conftest import Loaded
    from tests.recount.facts import World

    Row = dict[str, Any]

EARLIER = {"sample": date(2025, 8, 31), "houston": date(2016, 3, 31)}
SOME = ["pyramid", "admin-kol-ordinary", "user-lifecycle"]
MARKS = dict.fromkeys(map(ord, "\u202a\u202c\u202e"))


@pytest.fixture(scope="module")
def staffed(name: str) -> World:
    """The community with its staff as members."""
    return Staffed(COMMUNITIES[name].read(exports_of(name)))


@pytest.fixture(scope="module")
def handles(loaded: Loaded, staffed: World) -> dict[int, str]:
    """How each member is shown."""
    with duckdb.connect(str(loaded.database.with_suffix(".private.duckdb")), read_only=True) as private:
        keys = private.sql("select platform, native, key from person").fetchall()
    shown = dict(loaded.store.con.sql("select key, handle from raw.account").fetchall())
    found = {(platform, _plain(native)): shown[key] for platform, native, key in keys if key in shown}
    return {number: found.get((who.platform, _plain(who.native)), "") for who, number in staffed.numbers.items()}


def _plain(native: str) -> str:
    bare = native.translate(MARKS)
    return bare.replace(" ", "") if bare.startswith("+") else bare


@pytest.fixture(params=names() if THOROUGH else SOME)
def moving(request: pytest.FixtureRequest, world: World, staffed: World) -> Ladder:
    """Schemes of which moves are compared: those that differ in hold, staff and windows; `make fuzz` has all."""
    return ladder_of(staffed if scheme(request.param).staff else world, request.param)


@pytest.fixture(params=names())
def ladder(request: pytest.FixtureRequest, world: World, staffed: World) -> Ladder:
    """Each scheme, applied to the community as of its last day."""
    return ladder_of(staffed if scheme(request.param).staff else world, request.param)


@cache
def ladder_of(world: World, name: str) -> Ladder:
    """A scheme applied to a community as of its last day."""
    until = last_on(world, ("messages",))
    assert until is not None
    if "value_level" in scheme(name).judged_by and last_on(world, ("orders",)) is None:
        pytest.skip("without orders there are no value levels")
    return Ladder(world, scheme(name), until)


def asked(loaded: Loaded, question: str, as_of: date | None = None, **options: object) -> list[Row]:
    """The rows of an answer."""
    loaded.look(Cut(as_of=as_of), ("messages",))
    return list(catalog.questions()[question](loaded.store, **options).table.to_dicts())


def differences(answer: Iterable[Row], counted: Sequence[Row], *keys: str) -> list[object]:
    """Cells on which the two disagree, of the columns that are counted again; an empty list if there are none."""
    theirs, ours = ({tuple(str(row[key]) for key in keys): row for row in rows} for rows in (answer, counted))
    found: list[object] = [("rows", key) for key in theirs.keys() ^ ours.keys()]
    for key in theirs.keys() & ours.keys():
        for column in ours[key]:
            one, other = plain(theirs[key].get(column)), plain(ours[key][column])
            if one != (pytest.approx(other, rel=1e-6, abs=1e-7) if isinstance(other, float) else other):
                found.append((key, column, one, other))
    return found


def test_every_member_has_the_level_that_was_counted(loaded: Loaded, ladder: Ladder, handles: dict[int, str]) -> None:
    told = {row["handle"]: row["level"] for row in asked(loaded, "pyramid", scheme=ladder.scheme.name, members=True)}
    assert told == {handles[who]: ladder.scheme.levels[level] for who, level in ladder.levels(ladder.until).items()}


@pytest.mark.parametrize("earlier", ["pyramid", "core-active-edge", "value"])
def test_every_member_had_the_level_that_was_counted(
    loaded: Loaded, name: str, world: World, handles: dict[int, str], earlier: str
) -> None:
    ladder = replace(ladder_of(world, earlier), until=EARLIER[name])
    told = {row["handle"]: row["level"] for row in asked(loaded, "pyramid", ladder.until, scheme=earlier, members=True)}
    assert told == {handles[who]: ladder.scheme.levels[level] for who, level in ladder.levels(ladder.until).items()}


def test_levels_have_as_many_members_and_give_as_much_as_was_counted(loaded: Loaded, ladder: Ladder) -> None:
    told = asked(loaded, "pyramid", scheme=ladder.scheme.name)
    assert differences(told, pyramid(ladder, ladder.until), "level") == []


@pytest.mark.parametrize("earlier", ["pyramid", "user-lifecycle"])
def test_levels_had_as_many_members_and_gave_as_much_as_was_counted(
    loaded: Loaded, name: str, world: World, earlier: str
) -> None:
    ladder = replace(ladder_of(world, earlier), until=EARLIER[name])
    told = asked(loaded, "pyramid", ladder.until, scheme=earlier)
    assert differences(told, pyramid(ladder, ladder.until), "level") == []


def test_members_move_as_was_counted(loaded: Loaded, moving: Ladder) -> None:
    rows = asked(loaded, "transitions", scheme=moving.scheme.name)
    move = Move(moving, month_end_before(moving.until), moving.until)
    settled = [row["member_rate"] for row in rows if row["level"] == "stationary"]
    assert differences([row for row in rows if row["level"] != "stationary"], move.rows(), "level", "to_level") == []
    assert settled[::-1] == (pytest.approx(move.settled(), abs=1e-6) if move.settled() else [None] * len(settled))


def test_members_move_between_two_days_as_was_counted(loaded: Loaded, name: str, world: World) -> None:
    ladder, from_on = ladder_of(world, "pyramid"), EARLIER[name]
    rows = asked(loaded, "transitions", from_day=str(from_on), to_day=str(ladder.until))
    counted = Move(ladder, from_on, ladder.until).rows()
    assert differences([row for row in rows if row["level"] != "stationary"], counted, "level", "to_level") == []


def test_members_move_from_month_to_month_as_was_counted(loaded: Loaded, moving: Ladder) -> None:
    rows = asked(loaded, "transitions", scheme=moving.scheme.name, every=Period.month)
    assert differences(rows, series(moving), "from_on", "review_on") == []


def test_members_take_as_long_to_the_next_level_as_was_counted(loaded: Loaded, moving: Ladder) -> None:
    rows = asked(loaded, "transitions", scheme=moving.scheme.name, times=True)
    assert differences(rows, waits(moving), "level", "months") == []


def test_as_many_rose_in_a_year_as_was_counted(loaded: Loaded, world: World) -> None:
    loaded.look(Cut(), ("messages",))
    notes = " ".join(map(str, catalog.questions()["transitions"](loaded.store, scheme="pyramid").notes))
    rose = raised_in_a_year(ladder_of(world, "pyramid"))
    told = re.search(r"of ([\d,]+) members at occasional a year ago, ([\d,]+) stand higher", notes)
    assert (told and tuple(int(number.replace(",", "")) for number in told.groups()[::-1])) == rose
    assert ("not covered" in notes) == (rose is None)


def test_months_by_level_are_as_was_counted(loaded: Loaded, world: World) -> None:
    rows = ask(str(loaded.database), "active", "--every", "month", "--by", "layer") or []
    told = {(row["slice"], row["starts_on"]): (row["members"], row["messages"]) for row in rows if row["messages"]}
    assert told == {(level, str(month)): its for (level, month), its in monthly(ladder_of(world, "pyramid")).items()}


def test_churn_of_the_core_is_as_was_counted(loaded: Loaded, world: World) -> None:
    asked = ("kpi", "--metric", "core_churn_rate", "--every", "month", "--explain")
    [row] = ask(str(loaded.database), *asked) or []
    counted = lapsed(ladder_of(world, "pyramid"))
    lost, of = (
        sum(counted.get((level, date.fromisoformat(row["starts_on"])), (0, 0))[side] for level in ("core", "koc"))
        for side in (0, 1)
    )
    assert (row["numerator"] or 0, row["denominator"] or 0) == (lost, of)


def test_months_of_one_level_are_as_was_counted(loaded: Loaded, world: World) -> None:
    rows = ask(str(loaded.database), "active", "--every", "month", "--segment", "pyramid:active") or []
    told = {row["starts_on"]: (row["members"], row["messages"]) for row in rows if row["messages"]}
    counted = monthly(ladder_of(world, "pyramid"))
    assert told == {str(month): its for (level, month), its in counted.items() if level == "active"}
