from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commkit.choices import Period
from commkit.errors import NotEnoughData
from commkit.metrics.money.convert import convert
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Row = dict[str, Any]

JOINED = datetime(2024, 1, 1, 12)  # noqa: DTZ001 (an export's instants carry no zone)
ORDERED = {"b": 6, "c": 7, "d": 29, "e": 30, "f": 89, "g": 90}  # days after joining


def at(day: int) -> datetime:
    return JOINED + timedelta(days=day)


def join(who: str, day: int, group: str = "hall") -> Row:
    return {"group": group, "member": who, "happened_at": at(day), "change": "join"}


def order(who: str, day: int) -> Row:
    return {"member": who, "native": f"{who}{day}", "ordered_at": at(day), "amount": 10}


def rows(store: Store, **cut: object) -> list[Row]:
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    return convert(store, every=Period.month, since_joining=True).table.to_dicts()


def windows(row: Row) -> list[tuple[int, int, float | None]]:
    return [tuple(row[f"{each}{days}_{unit}"] for each, unit in PARTS) for days in (7, 30, 90)]


PARTS = (("first_order", "members"), ("of_first_order", "members"), ("first_order", "rate"))


@pytest.fixture
def hall(community: Community) -> Store:
    """Forty join on New Year's Day, thirty on March 1, day 60; the log ends with June 9, day 160.

    Of the forty, `early` ordered the day before. b, c, d, e, f, g order first 6, 7, 29, 30, 89 and 90 days after
    joining, b twice. `back` orders on the day of joining. That leaves 39: 2 of them within 7 days (back, b), 4 within
    30 (and c, d), 6 within 90 (and e, f). Of the thirty nobody orders but x, on the second day.
    """
    first = ["early", "back", *ORDERED, *(f"p{number}" for number in range(32))]
    late = ["x", *(f"q{number}" for number in range(29))]
    return community(
        membership=[*(join(who, 0) for who in first), *(join(who, 60) for who in late), join("zed", 160)],
        order_line=[
            *(order(who, day) for who, day in ORDERED.items()),
            *(
                order("early", -1),
                order("early", 3),
                order("back", 0),
                order("b", 8),
                order("x", 61),
                order("zed", 160),
            ),
        ],
    )


def test_first_orders_are_counted_from_joining(hall: Store) -> None:
    january, february, march, *_, june = rows(hall)
    assert (january["joined_members"], january["earlier_buyers"], january["of_unpaid_joiners"]) == (40, 1, 39)
    assert windows(january) == [(2, 39, 2 / 39), (4, 39, 4 / 39), (6, 39, 6 / 39)]
    assert january["first_order_members"] == 7
    assert january["median_first_order_days"] == 29
    assert (january["status"], january["pending"]) == ("complete", 0)
    assert windows(february) == [(0, 0, None)] * 3
    assert windows(march) == [(1, 30, 1 / 30)] * 3
    assert (june["pending"], windows(june)) == (1, [(0, 0, None)] * 3)


@pytest.mark.parametrize(("day", "over"), [(5, 0), (6, 1), (28, 1), (29, 2), (88, 2), (89, 3)])
def test_a_rate_is_told_when_its_days_are_over(hall: Store, day: int, over: int) -> None:
    """The 7 days of New Year's Day are over with January 7, day 6; until then the rate is null, and said to be."""
    (january, *_) = rows(hall, as_of=at(day).date())
    assert [rate is not None for *_, rate in windows(january)] == [number < over for number in range(3)]
    assert [of for _, of, _ in windows(january)] == [39 if number < over else 0 for number in range(3)]
    if day >= 30:
        assert january["status"] == ("complete" if over == 3 else "maturing")


def test_groups_have_their_own_joiners(community: Community) -> None:
    """Ana joins the attic 10 days after the hall and orders 12 days after it: within 7 days of the attic alone."""
    store = community(
        membership=[join("ana", 0), join("ana", 10, "attic"), join("ben", 150)], order_line=[order("ana", 12)]
    )
    found = {row["slice"]: row for row in rows(store, by="group", until=date(2024, 1, 31))}
    assert [found[name]["first_order7_members"] for name in ("hall", "attic")] == [0, 1]
    assert [found[name]["first_order30_members"] for name in ("hall", "attic")] == [1, 1]


def test_without_orders_it_refuses(community: Community) -> None:
    store = community(membership=[join("ana", 0), join("ben", 40)])
    with pytest.raises(NotEnoughData, match="orders"):
        rows(store)
