from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Activity, Period
from commkit.errors import NotEnoughData
from commkit.metrics.activity.active import active
from commkit.store.ask.cut import Cut
from commkit.store.load.options import LoadOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]


def said(author: str, at: str, **more: object) -> dict[str, object]:
    return {"group": "hall", "author": author, "sent_at": datetime.fromisoformat(at), "kind": "text", **more}


def column(store: Store, name: str, every: Period = Period.week) -> list[object]:
    return active(store, every=every).table[name].to_list()


def test_weeks_from_the_first_to_the_running_last(drawn_store: Store) -> None:
    """Ana is silent for three weeks and comes back; Ben, first seen on day 29, may have been there before.

    ana   x . . . 2
    ben   . . . . 3
    cleo  x . . . .
    """
    assert column(drawn_store, "starts_on") == [date(2024, 1, day) for day in (1, 8, 15, 22, 29)]
    assert column(drawn_store, "members") == [2, 0, 0, 0, 2]
    assert column(drawn_store, "messages") == [2, 0, 0, 0, 5]
    assert column(drawn_store, "new_members") == [None, 0, 0, 0, None]
    assert column(drawn_store, "status") == ["complete"] * 4 + ["running"]


def test_days_hold_one_day_each(drawn_store: Store) -> None:
    """Two Mondays, six silent days between.

    ana   x x
    ben   . 2
    """
    assert column(drawn_store, "members", Period.day) == [1, 0, 0, 0, 0, 0, 0, 2]
    assert column(drawn_store, "dau", Period.day) == [1, 0, 0, 0, 0, 0, 0, 2]
    assert column(drawn_store, "status", Period.day) == ["complete"] * 8
    assert column(drawn_store, "wau", Period.day) == [1, 1, 1, 1, 1, 1, 1, 2]


def test_months_are_calendar_months(drawn_store: Store) -> None:
    """Five Mondays of January, four of February and the first of March, which is a Monday too late to end it.

    ana   x x x x x x . . . x
    ben   . . . . . . x . . .
    """
    assert column(drawn_store, "starts_on", Period.month) == [date(2024, month, 1) for month in (1, 2, 3)]
    assert column(drawn_store, "members", Period.month) == [1, 2, 1]
    assert column(drawn_store, "messages", Period.month) == [5, 2, 1]
    assert column(drawn_store, "new_members", Period.month) == [None, 1, 0]
    assert column(drawn_store, "status", Period.month) == ["complete", "complete", "running"]


def test_wau_and_mau_reach_back_over_seven_and_thirty_days(drawn_store: Store) -> None:
    """As of Monday, January 29: Ben's Monday is 28 days back, so within 30; of the last 7 days Ana has one.

    ana   x . . . x
    ben   x . . . .
    """
    assert column(drawn_store, "wau") == [2, 0, 0, 0, 1]
    assert column(drawn_store, "mau") == [2, 2, 2, 2, 2]


def test_dau_is_a_mean_over_the_days_that_have_passed(drawn_store: Store) -> None:
    """Two speak on one day of the first week's seven; the second week has had one day.

    ana   x x
    ben   x .
    """
    assert column(drawn_store, "dau") == [pytest.approx(2 / 7), 1.0]


def test_a_member_list_says_who_is_new(community: Community) -> None:
    """Ana joined the year before, Ben in the first week; both speak in it. Cleo joined then and speaks a week later.

    The answer begins with the log, not with Ana's joining in May.
    """
    joins = {"ana": "2023-05-01", "ben": "2024-01-02", "cleo": "2024-01-03"}
    store = community(
        member=[{"native": who, "joined_at": datetime.fromisoformat(day)} for who, day in joins.items()],
        message=[said("ana", "2024-01-03"), said("ben", "2024-01-03"), said("cleo", "2024-01-10")],
    )
    assert column(store, "new_members") == [1, 0]
    assert column(store, "status") == ["cut", "running"]


def test_a_join_that_an_export_tells_is_a_member_list_too(community: Community) -> None:
    """Ben's join stands in the log; nothing is known of Ana, so the first week's number is unknown."""
    join = {"group": "hall", "member": "ben", "happened_at": datetime.fromisoformat("2024-01-09"), "change": "join"}
    store = community(
        message=[said("ana", "2024-01-03"), said("ben", "2024-01-10"), said("ana", "2024-01-10")], membership=[join]
    )
    assert column(store, "new_members") == [None, 1]


def test_since_does_not_make_an_old_member_new(drawn_store: Store) -> None:
    """From the sixth week on Ana is old; Ben, first seen 42 days after the log begins, is new.

    ana   x . . . . x x
    ben   . . . . . . x
    """
    drawn_store.cut(Cut(since=date(2024, 2, 5)))
    assert column(drawn_store, "starts_on") == [date(2024, 2, 5), date(2024, 2, 12)]
    assert column(drawn_store, "new_members") == [0, 1]
    assert column(drawn_store, "mau") == [1, 2]


def test_until_ends_the_span_and_the_windows(drawn_store: Store) -> None:
    """Ben comes after the last day asked for.

    ana   x x .
    ben   . . x
    """
    drawn_store.cut(Cut(until=date(2024, 1, 14)))
    assert column(drawn_store, "members") == [1, 1]
    assert column(drawn_store, "mau") == [1, 1]


def test_a_week_of_which_only_a_part_is_asked_for(drawn_store: Store) -> None:
    """From Sunday to the Monday after: two days, each with its own number of days.

    ana   x x
    """
    drawn_store.cut(Cut(since=date(2024, 1, 7)))
    assert column(drawn_store, "members") == [0, 1]
    assert column(drawn_store, "dau") == [0, 1.0]


def test_staff_and_bots_are_left_out_and_counted(drawn_store: Store) -> None:
    """Two members, one of the staff, two bots.

    ana   x x
    ben   . x
    boss  2 2 staff
    robo  5 5 bot
    auto  5 5 bot
    """
    assert column(drawn_store, "messages") == [1, 2]
    assert drawn_store.excluded() == {
        "bots": 2,
        "bots_by_behaviour": 0,
        "staff": 1,
        "anonymous_orders": 0,
        "anonymous_order_lines": 0,
    }
    drawn_store.cut(Cut(include_staff=True))
    assert column(drawn_store, "messages") == [3, 4]
    assert column(drawn_store, "members") == [2, 3]
    assert drawn_store.excluded()["staff"] == 0


def test_system_lines_and_deleted_messages_do_not_count(community: Community) -> None:
    store = community(
        message=[
            said("ana", "2024-01-03", kind="system"),
            said("ana", "2024-01-03", kind="deleted"),
            said("ben", "2024-01-03", kind="media"),
            said("ben", "2024-01-04"),
        ]
    )
    assert column(store, "members") == [1]
    assert column(store, "messages") == [2]


def test_what_counts_as_active_can_be_chosen(community: Community) -> None:
    """Ana speaks, Ben reacts, Cleo buys, Dora comes to an event; all on one day."""
    at = datetime.fromisoformat("2024-01-03")
    store = community(
        message=[said("ana", "2024-01-03", native="1")],
        interaction=[{"group": "hall", "message": "1", "sender": "ben", "kind": "reaction", "happened_at": at}],
        order_line=[{"member": "cleo", "ordered_at": at, "amount": 5}],
        event=[{"member": "dora", "name": "attend", "happened_at": at}],
    )
    members = {way.value: active(store, active_by=way).table["members"].to_list() for way in Activity}
    assert members == {"spoke": [1], "reacted": [1], "event": [1], "bought": [1], "any": [4]}


def test_as_of_beyond_what_the_exports_cover_is_refused(drawn_store: Store) -> None:
    """The export ends on Monday, January 8: nothing is known of what came later.

    ana   x x
    """
    with pytest.raises(NotEnoughData, match="as-of 2024-01-31 is beyond the data, which cover up to 2024-01-08"):
        drawn_store.cut(Cut(as_of=date(2024, 1, 31)))
    drawn_store.cut(Cut(as_of=date(2024, 1, 8)))
    assert column(drawn_store, "status") == ["complete", "running"]


def test_a_group_alone(community: Community) -> None:
    """Ana speaks in the hall, then in the attic, with whose first message the answer begins."""
    store = community(message=[said("ana", "2024-01-03"), said("ana", "2024-01-10", group="attic")])
    store.cut(Cut(group="attic"))
    assert column(store, "messages") == [1]
    assert column(store, "status") == ["running"]


@pytest.mark.parametrize(
    ("tz", "days"),
    [
        ("UTC", ["2024-03-09", "2024-03-10", "2024-03-11"]),
        ("Asia/Shanghai", ["2024-03-10", "2024-03-10", "2024-03-11"]),
        ("America/New_York", ["2024-03-09", "2024-03-10", "2024-03-10"]),
    ],
)
def test_the_zone_decides_the_day(community: Community, tz: str, days: list[str]) -> None:
    """In New York, clocks go forward on March 10: 04:30 UTC is still the 9th, and 03:30 UTC a day later the 10th.

    Shanghai is eight hours ahead: 16:30 UTC of the 9th is half past midnight there.
    """
    stamps = ["2024-03-09 16:30", "2024-03-10 05:30", "2024-03-11 03:30"]
    store = community(choices=LoadOptions(tz=tz), message=[said("ana", at) for at in stamps])
    table = active(store, every=Period.day).table
    found = [row["starts_on"].isoformat() for row in table.to_dicts() for _ in range(row["messages"])]
    assert found == days


def test_the_day_on_which_clocks_go_back_has_25_hours(community: Community) -> None:
    """November 3, 2024 in New York runs from 04:00 UTC to 05:00 UTC of the 4th."""
    stamps = ["2024-11-03 03:59", "2024-11-03 04:00", "2024-11-04 04:59", "2024-11-04 05:00"]
    store = community(choices=LoadOptions(tz="America/New_York"), message=[said("ana", at) for at in stamps])
    assert column(store, "messages", Period.day) == [1, 2, 1]


def test_messages_do_not_depend_on_what_counts_as_active(community: Community) -> None:
    """Ana, Ben and Cleo send one message each; Cleo buys on another day, and so does Dora, who was never seen before.

    Of the two who bought, one wrote a message and one none.
    """
    orders = [
        {"member": who, "ordered_at": datetime.fromisoformat("2024-01-03"), "amount": 5} for who in ("cleo", "dora")
    ]
    store = community(message=[said(who, "2024-01-02") for who in ("ana", "ben", "cleo")], order_line=orders)
    counted = store.ask("indicators/activity", every=Period.week, active_by=Activity.bought)
    assert counted.select("members", "messages", "median_messages").rows() == [(2, 3, 0.5)]


def test_a_member_who_never_speaks_is_new_when_first_active(community: Community) -> None:
    """Ana speaks in the first week; Ben reacts in the sixth and seventh, and nothing else is known of him."""
    messages = [said("ana", f"2024-{day}", native=day) for day in ("01-02", "02-06", "02-13")]
    reactions = [
        {
            "group": "hall",
            "message": each["native"],
            "sender": "ben",
            "kind": "reaction",
            "happened_at": each["sent_at"],
        }
        for each in messages[1:]
    ]
    table = active(community(message=messages, interaction=reactions), active_by=Activity.any).table
    assert table["new_members"].to_list() == [None, 0, 0, 0, 0, 1, 0]


def test_a_first_week_that_the_log_cuts_is_divided_by_its_days(community: Community) -> None:
    """The log begins on Friday, January 5: Ana and Ben speak on that day, Ana on Saturday; asked for since January 1.

    Three member-days over Friday, Saturday and Sunday; the second week has one over its two days.
    """
    spoken = (("ana", "2024-01-05"), ("ben", "2024-01-05"), ("ana", "2024-01-06"), ("ana", "2024-01-09"))
    store = community(message=[said(who, day) for who, day in spoken])
    for since in (None, date(2024, 1, 1)):
        store.cut(Cut(since=since))
        assert column(store, "dau") == [1.0, 0.5]


def test_days_before_the_log_have_no_mean(community: Community) -> None:
    """Asked for since the week before: of its days nothing is known."""
    store = community(message=[said("ana", "2024-01-08"), said("ana", "2024-01-14")])
    store.cut(Cut(since=date(2024, 1, 1)))
    assert column(store, "dau") == [None, pytest.approx(2 / 7)]


@pytest.mark.parametrize("every", list(Period))
def test_who_is_new_does_not_depend_on_the_period(community: Community, every: Period) -> None:
    """The log begins on January 1; Ben is first seen on the 30th, its last early day, and Cleo on the 31st.

    Of Ben nobody knows whether he was there before; Cleo is new, in her own day, week or month.
    """
    store = community(message=[said("ana", "2024-01-01"), said("ben", "2024-01-30"), said("cleo", "2024-01-31")])
    table = active(store, every=every).table
    found = {row["starts_on"].isoformat(): row["new_members"] for row in table.to_dicts() if row["members"]}
    if every is Period.day:
        assert found == {"2024-01-01": None, "2024-01-30": None, "2024-01-31": 1}
    elif every is Period.week:
        assert found == {"2024-01-01": None, "2024-01-29": None}
    else:
        assert found == {"2024-01-01": None}
