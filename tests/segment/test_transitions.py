from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Direction, Period, Weight
from commkit.errors import NotEnoughData, WrongUse
from commkit.segment.transitions import transitions
from commkit.segment.transitions_times import find_spells
from tests.examples import tried
from tests.segment.days import LAST, joined, noon, spoke
from tests.segment.test_levels import drawn_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store
    from tests.segment.test_levels import Facts

    Community = Callable[..., Store]
    Natives = Callable[[Store], dict[str, str]]

MARCH, APRIL = "2024-03-31", "2024-04-30"
ENDS = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]
BY_ACTIVITY: dict[str, Any] = {"scheme": "watching-potential-active", "from_day": "2024-02-15", "to_day": APRIL}


def turn(who: str, day: int, change: str) -> dict[str, object]:
    return {"group": "hall", "member": who, "happened_at": noon(day), "change": change}


@pytest.fixture
def moving(community: Community) -> Store:
    """From February 15, day 46, to April 30, day 121, by active days of 30 days, held from the month-end before.

    Up spoke once in January and on five days of April. Down spoke on four days of February, and then no more. Same only
    looks on. New joins on day 70, Gone leaves on day 80, Guest joins on day 60 and leaves on day 75.
    """
    days = {"frame": [1, 40, 41, 42, 43, 110, 111, 112, LAST], "up": [20, *range(110, 115)], "down": [40, 41, 42, 43]}
    return community(
        member=joined(dict.fromkeys(("frame", "up", "down", "same", "gone"), 1)),
        message=spoke(days),
        membership=[
            turn("new", 70, "join"),
            turn("gone", 80, "leave"),
            turn("guest", 60, "join"),
            turn("guest", 75, "leave"),
        ],
    )


def cells(store: Store, **asked: Any) -> dict[tuple[str, str], tuple[object, ...]]:  # noqa: ANN401 (any option)
    rows = transitions(store, **asked).table.filter(pl.col("members").fill_null(0) > 0)
    return {(row["level"], row["to_level"]): (row["members"], row["of_members"]) for row in rows.to_dicts()}


def test_a_month_and_a_half_by_hand(moving: Store) -> None:
    assert cells(moving, **BY_ACTIVITY) == {
        ("active", "active"): (1, 2),  # frame
        ("active", "watching"): (1, 2),  # down
        ("potential", "active"): (1, 1),  # up
        ("watching", "watching"): (1, 2),  # same
        ("watching", "left"): (1, 2),  # gone
        ("joined", "watching"): (1, 1),  # new
        ("guests", "left"): (1, 1),
    }


def test_net_promotion_is_of_those_who_are_there_at_both_days(moving: Store) -> None:
    """Of frame, up, down and same one rose and one fell."""
    asked = transitions(moving, **BY_ACTIVITY)
    assert asked.total is not None
    assert asked.total["net_promotion_rate"] == 0
    assert (
        "of 4 members who are there at both days, 1 rose, 2 held their level and 1 fell; 1 came and 1 left."
        in asked.notes
    )


@pytest.mark.parametrize(("way", "who"), [(Direction.up, "up"), (Direction.down, "down")])
def test_who_rose_and_who_fell(moving: Store, natives: Natives, way: Direction, who: str) -> None:
    called = natives(moving)
    assert [called[handle] for handle in transitions(moving, members=way, **BY_ACTIVITY).table["handle"]] == [who]


def test_equal_days_are_the_identity(moving: Store) -> None:
    found = cells(moving, scheme="watching-potential-active", from_day=APRIL, to_day=APRIL)
    assert {pair for pair in found if pair[0] != pair[1]} == set()


def test_who_fell_with_most_money_comes_first(community: Community, natives: Natives) -> None:
    """Both fall from active to watching; Rich had spent 90 in the 30 days to February 15, Poor 10."""
    days = {"frame": [1, LAST], "rich": [40, 41, 42, 43], "poor": [40, 41, 42, 43]}
    orders = [("poor", 10, 30), ("rich", 90, 30), ("frame", 1, 1), ("frame", 2, LAST)]
    store = community(
        message=spoke(days),
        order_line=[
            {"member": who, "native": f"{who}{amount}", "amount": amount, "ordered_at": noon(day)}
            for who, amount, day in orders
        ],
    )
    called = natives(store)
    table = transitions(store, members=Direction.down, weight=Weight.amount, **BY_ACTIVITY).table
    assert [(called[row["handle"]], row["net_amount"]) for row in table.to_dicts()] == [("rich", 90), ("poor", 10)]
    fell = transitions(store, weight=Weight.amount, **BY_ACTIVITY).table.filter(
        (pl.col("level") == "active") & (pl.col("to_level") == "watching")
    )
    assert fell["net_amount"].to_list() == [100]


@tried(4)
@given(drawn_facts(), st.sampled_from(("pyramid", "watching-potential-active", "user-lifecycle")))
def test_rows_sum_to_one_and_intervals_hold_their_share(community: Community, facts: Facts, scheme: str) -> None:
    table = transitions(community(**facts), scheme=scheme, from_day=MARCH, to_day=APRIL).table
    moved = table.filter(pl.col("member_rate").is_not_null() & pl.col("lower_rate").is_not_null())
    for row in moved.partition_by("level"):
        assert row["member_rate"].sum() == pytest.approx(1)
        assert row["members"].sum() == row["of_members"][0]
    inside = (moved["lower_rate"] <= moved["member_rate"]) & (moved["member_rate"] <= moved["upper_rate"])
    assert inside.all()
    assert moved["lower_rate"].min() >= 0  # type: ignore[operator]
    assert moved["upper_rate"].max() <= 1  # type: ignore[operator]


def test_months_follow_one_another(moving: Store) -> None:
    """January 31 is the first month-end of which the 30 days are covered."""
    table = transitions(moving, scheme="watching-potential-active", every=Period.month).table
    found = {
        str(row["review_on"]): (
            row["risen_members"],
            row["fallen_members"],
            row["joined_members"],
            row["left_members"],
            row["guests"],
        )
        for row in table.to_dicts()
    }
    assert found == {
        "2024-02-29": (2, 0, 1, 0, 0),  # frame and down rise to active; guest joins
        "2024-03-31": (0, 1, 1, 2, 0),  # up falls; new joins, guest and gone leave
        "2024-04-30": (1, 1, 0, 0, 0),  # up rises; down, held in March, falls
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"every": Period.month, "levers": True},
        {"times": True, "from_day": MARCH},
        {"from_day": APRIL, "to_day": MARCH},
        {"every": Period.week},
    ],
)
def test_contradictions_are_refused(moving: Store, asked: dict[str, Any]) -> None:
    with pytest.raises(WrongUse):
        transitions(moving, **asked)


def test_a_cut_review_enters_no_transition(moving: Store) -> None:
    """90 days to February 29 begin before the data."""
    with pytest.raises(NotEnoughData):
        transitions(moving, from_day="2024-02-29", to_day=APRIL)


def levels(*rows: tuple[str, str]) -> pl.DataFrame:
    """Levels from drawings: a member's level at each review, `.` where they are not there."""
    told = [
        (end, number, int(level))
        for number, (_, drawing) in enumerate(rows)
        for end, level in zip(ENDS, drawing, strict=True)
        if level != "."
    ]
    return pl.DataFrame(told, {"review_on": pl.Date, "member": pl.Int32, "level": pl.Int8}, orient="row")


def test_waiting_begins_with_the_first_month_end_at_a_level() -> None:
    """Of level 0: who rises after two months, who leaves after one, who waits still; who was there before is left out.

    a  .001    rises after two months
    b  .0..    is gone after one
    c  .000    has waited for two
    d  0011    was there at the first month-end
    e  .101    was above before, and never waits at 0
    """
    found = find_spells(levels(("a", ".001"), ("b", ".0.."), ("c", ".000"), ("d", "0011"), ("e", ".101")), ENDS)
    at_bottom = found.filter(pl.col("level") == 0).sort("months", "ended")
    assert at_bottom.select("months", "ended").rows() == [(1, 2), (2, 0), (2, 1)]


def test_month_ends_at_which_nobody_is_there_count_as_time() -> None:
    """Whoever comes after an empty month-end is seen to come; where nobody has a level, nobody waits."""
    found = find_spells(levels(("a", "..00"), ("b", "..01")), ENDS)
    at_bottom = found.filter(pl.col("level") == 0)
    assert at_bottom.select("months", "ended").sort("ended").rows() == [(1, 0), (1, 1)]
    assert find_spells(levels(), ENDS).is_empty()


def test_levers_are_refused_where_the_month_before_foretells_as_well(moving: Store) -> None:
    """Three moves are too few to try a forecast on."""
    with pytest.raises(NotEnoughData):
        transitions(moving, scheme="watching-potential-active", levers=True)
