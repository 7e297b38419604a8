"""Days as they are derived: by hand, by small steps, and anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commkit.store.change import rebuild_all
from tests.examples import told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[..., Any]
    Query = Callable[..., list[Any]]

SOME = told()  # loads take long
DAYS = """
    select native, day::varchar, messages, replies_sent, replies_received, reactions_sent, reactions_received,
        people_reached
    from raw.member_day join raw.account using (account) join private.person using (key)
    order by native, day
"""


def said(native: str, author: str | None, at: str, **more: object) -> dict[str, object]:
    sent_at = datetime.fromisoformat(at)
    return {"native": native, "group": "hall", "author": author, "sent_at": sent_at, "kind": "text", **more}


def liked(message: str, sender: str, at: str | None = None) -> dict[str, object]:
    happened_at = datetime.fromisoformat(at) if at else None
    return {"group": "hall", "message": message, "sender": sender, "kind": "reaction", "happened_at": happened_at}


def test_a_thread_counted_by_hand(load: Make, export: Make, rows: Query) -> None:
    """On Monday Ana opens; Ben replies and likes it; Ana replies to herself. On Tuesday Ben and Cleo reply, Cleo likes.

    Ana's own reply and like reach nobody. Received counts on the day of the reply; a like without a day, on its
    message's.
    """
    messages = [
        said("1", "ana", "2024-01-01 09:00"),
        said("2", "ben", "2024-01-01 10:00", reply_to="1"),
        said("3", "ana", "2024-01-01 11:00", reply_to="1"),
        said("4", "ben", "2024-01-02 09:00", reply_to="1"),
        said("5", "cleo", "2024-01-02 10:00", reply_to="1"),
    ]
    likes = [liked("1", "ben"), liked("1", "ana"), liked("1", "cleo", "2024-01-02 10:00")]
    load(export(message=messages, interaction=likes))
    assert rows(DAYS) == [
        ("ana", "2024-01-01", 2, 1, 1, 1, 1, 1),
        ("ana", "2024-01-02", 0, 0, 2, 0, 1, 2),
        ("ben", "2024-01-01", 1, 1, 0, 1, 0, 0),
        ("ben", "2024-01-02", 1, 1, 0, 0, 0, 0),
        ("cleo", "2024-01-02", 1, 1, 0, 1, 0, 0),
    ]


def test_nobody_is_behind_a_line_of_the_systems(load: Make, export: Make, rows: Query) -> None:
    load(export(message=[said("1", None, "2024-01-01", kind="system"), said("2", "ana", "2024-01-01", kind="deleted")]))
    assert rows(DAYS) == []


def test_orders_are_in_no_group(load: Make, export: Make, rows: Query) -> None:
    """Two orders on one day; one of nobody."""
    at = datetime.fromisoformat("2024-01-01")
    lines = [
        {"native": each, "member": who, "ordered_at": at, "amount": 5}
        for each, who in (("1", "ana"), ("2", "ana"), ("3", None))
    ]
    load(export(order_line=lines))
    assert rows("select group_id, purchases, amount::integer from raw.member_day") == [(None, 2, 10)]


def test_a_reply_that_came_first_finds_its_message(load: Make, export: Make, rows: Query) -> None:
    """The second export holds the older message, and a message that was liked before it was known."""
    load(export(message=[said("2", "ben", "2024-01-02", reply_to="1")], interaction=[liked("1", "ben", "2024-01-03")]))
    load(export(message=[said("1", "ana", "2024-01-01")]))
    assert rows(DAYS)[:3] == [
        ("ana", "2024-01-01", 1, 0, 0, 0, 0, 0),
        ("ana", "2024-01-02", 0, 0, 1, 0, 0, 1),
        ("ana", "2024-01-03", 0, 0, 0, 0, 1, 1),
    ]


def test_a_message_that_a_later_export_deletes_counts_no_longer(load: Make, export: Make, rows: Query) -> None:
    load(export(observed="2024-02-01", message=[said("1", "ana", "2024-01-01"), said("2", "ana", "2024-01-02")]))
    load(export(observed="2024-02-02", message=[said("1", "ana", "2024-01-01", kind="deleted")]))
    assert [row[:3] for row in rows(DAYS)] == [("ana", "2024-01-02", 1)]


def test_an_order_that_gains_an_earlier_line_moves_whole(load: Make, export: Make, rows: Query) -> None:
    line = {"native": "1", "member": "ana", "amount": 5}
    load(export(order_line=[{**line, "ordered_at": datetime.fromisoformat("2024-01-02")}]))
    load(export(order_line=[{**line, "ordered_at": datetime.fromisoformat("2024-01-01")}]))
    assert rows("select day::varchar, purchases, amount::integer from raw.member_day") == [("2024-01-01", 1, 10)]


def test_an_order_whose_amount_is_corrected(load: Make, export: Make, rows: Query) -> None:
    line = {"native": "1", "member": "ana", "amount": 5, "ordered_at": datetime.fromisoformat("2024-01-02")}
    load(export(observed="2024-02-01", order_line=[{**line, "order_amount": 5}]))
    load(export(observed="2024-02-02", order_line=[{**line, "order_amount": 4}]))
    assert rows("select amount::integer from raw.purchase") == [(4,)]
    assert rows("select purchases, amount::integer from raw.member_day") == [(1, 4)]


steps = st.lists(
    st.lists(
        st.tuples(st.integers(0, 14), st.sampled_from("abc"), st.integers(0, 40), st.none() | st.integers(0, 14)),
        min_size=1, max_size=8, unique_by=lambda each: each[0],
    ),
    min_size=2, max_size=3,
)  # fmt: skip


@SOME
@example(
    [
        [(0, "a", 1, None), (5, "b", 0, 0), (9, "c", 3, 5), (14, "a", 0, 3)],
        [(3, "b", 1, 9), (5, "b", 1, 2), (7, "a", 0, 0)],
    ]
)
@given(steps)
def test_many_small_loads_end_where_a_rebuild_does(
    load: Make, export: Make, contents: Make, database: Path, taken: list[list[tuple[int, str, int, int | None]]]
) -> None:
    """Messages, replies to some that come later or never, and likes; a message's hour depends on its number."""
    for each in taken:
        messages = [
            said(
                str(number), author, (datetime.fromisoformat("2024-01-01") + timedelta(hours=5 * number)).isoformat(),
                reply_to=None if reply is None else str(reply), flags=flags % 2,
            )
            for number, author, flags, reply in each
        ]  # fmt: skip
        likes = [liked(str((number + 3) % 15), author) for number, author, _, _ in each]
        load(export(message=messages, interaction=likes), tz="Asia/Shanghai")
    before = contents()
    rebuild_all(database, None, lock_timeout=0)
    after = contents()
    for path in database.parent.glob("c*"):
        path.unlink()
    assert after == before


@pytest.mark.parametrize(
    ("tz", "days"), [("UTC", ["2024-01-01", "2024-01-02"]), ("Asia/Shanghai", ["2024-01-02", "2024-01-02"])]
)
def test_rebuilding_in_another_zone_moves_days(
    load: Make, export: Make, rows: Query, database: Path, tz: str, days: list[str]
) -> None:
    """Late at night in New York is the next day in London, and ten in the morning there is evening in Shanghai."""
    order = {"member": "ana", "ordered_at": datetime.fromisoformat("2024-01-01 20:00"), "amount": 5}
    load(
        export(
            message=[said("1", "ana", "2024-01-01 20:00"), said("2", "ana", "2024-01-02 04:00")], order_line=[order]
        ),
        tz="America/New_York",
    )
    per_message = "select day::varchar from raw.member_day, range(messages) where messages > 0 order by day"
    assert rows(per_message) == [("2024-01-01",), ("2024-01-01",)]
    rebuild_all(database, tz, lock_timeout=0)
    assert [day for (day,) in rows(per_message)] == days
    assert rows("select ordered_on::varchar from raw.purchase") == [(days[0],)]
    assert rows("select tz from raw.meta") == [(tz,)]


def test_the_zone_stays_that_of_the_first_load(load: Make, export: Make, rows: Query) -> None:
    load(export(message=[said("1", "ana", "2024-01-01")]), tz="Asia/Shanghai")
    load(export(message=[said("2", "ana", "2024-01-02")]), tz="America/New_York")
    assert rows("select tz from raw.meta") == [("Asia/Shanghai",)]


@pytest.mark.parametrize(
    ("stated", "asked", "hour"), [(None, None, 12), ("Asia/Tokyo", None, 3), ("Asia/Tokyo", "Asia/Shanghai", 4)]
)
def test_stamps_that_state_no_zone_are_read_in_the_exports(
    load: Make, export: Make, rows: Query, stated: str | None, asked: str | None, hour: int
) -> None:
    """Noon on the export's clock."""
    load(export(said={"naive": True, "zone": stated}, message=[said("1", "ana", "2024-01-01 12:00")]), export_tz=asked)
    assert rows("select hour(sent_at) from raw.message") == [(hour,)]
