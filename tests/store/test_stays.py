"""Who was a member from when to when: communities that can be counted by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Period
from commkit.store import engine
from commkit.store.ask.cut import Cut
from commkit.store.ask.select import select
from commkit.store.load.options import LoadOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Natives = Callable[[Store], dict[str, str]]

STAYS = """
    select native, place, came_on, left_on, left_how, is_stated
    from stay join everyone using (member) join private.person using (key)
    order by all
"""
PRESENT = """
    select starts_on, slice, native
    from present join everyone using (member) join private.person using (key)
    order by all
"""
INVITATIONS = """
    select invited.native as invited, inviter.native as inviter, invited_on
    from invitation
    join everyone as one using (member) join private.person as invited on invited.key = one.key
    join everyone as other on other.member = invitation.inviter
    join private.person as inviter on inviter.key = other.key
    order by all
"""

MERGE = """
    insert into raw.merge_log
    select 1, key, timestamp '2024-01-01', null from private.person where native in ($member, $account)
"""


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text if " " in text or "T" in text else f"{text} 12:00")


def jan(day: int) -> date:
    return date(2024, 1, day)


def said(who: str, day: str, group: str = "hall") -> dict[str, object]:
    return {"group": group, "author": who, "sent_at": instant(day), "kind": "text"}


def line(who: str, change: str, day: str, group: str | None = "hall", **more: object) -> dict[str, object]:
    return {"group": group, "member": who, "happened_at": instant(day), "change": change, **more}


def stays(store: Store, **cut: object) -> list[tuple[object, ...]]:
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    return select(store, STAYS, timeout=60).rows()


def spans(store: Store, **cut: object) -> list[tuple[object, ...]]:
    """Who came when and left when."""
    return [(who, came, left) for who, _, came, left, *_ in stays(store, **cut)]


def present(store: Store, every: Period = Period.week, **cut: object) -> list[tuple[object, ...]]:
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    store.session.shape(every=every.value)
    return select(store, PRESENT, timeout=60).rows()


def test_a_joining_begins_a_stay_and_a_leaving_ends_it(community: Community) -> None:
    """Ana joins, leaves and joins again; her second leaving in a row says nothing new, nor does a second joining."""
    lines = [("join", 3), ("join", 5), ("leave", 9), ("removed", 10), ("join", 20)]
    store = community(membership=[line("ana", change, f"2024-01-{day:02}") for change, day in lines])
    assert stays(store) == [
        ("ana", None, jan(3), jan(9), "leave", True),
        ("ana", None, jan(20), None, None, True),
    ]


@pytest.mark.parametrize("how", ["leave", "removed", "dissolved"])
def test_how_a_stay_ended(community: Community, how: str) -> None:
    store = community(membership=[line("ana", "join", "2024-01-03"), line("ana", how, "2024-01-09")])
    assert stays(store) == [("ana", None, jan(3), jan(9), how, True)]


def test_of_a_leaving_and_a_removal_at_one_instant_the_removal_counts(community: Community) -> None:
    lines = [line("ana", change, "2024-01-09") for change in ("leave", "removed")]
    store = community(membership=[line("ana", "join", "2024-01-03"), *lines])
    assert stays(store) == [("ana", None, jan(3), jan(9), "removed", True)]


def test_who_is_only_seen_came_on_the_day_of_being_seen_and_stays(community: Community) -> None:
    """Ana speaks twice; Ben reacts before she does; Cleo buys, which in a chat is no sight of her."""
    store = community(
        message=[said("ana", "2024-01-05") | {"native": "1"}, said("ana", "2024-01-09")],
        interaction=[
            {"group": "hall", "message": "1", "sender": "ben", "kind": "reaction", "happened_at": instant("2024-01-06")}
        ],
        order_line=[{"member": "cleo", "ordered_at": instant("2024-01-06"), "amount": 5}],
    )
    assert stays(store) == [
        ("ana", None, jan(5), None, None, False),
        ("ben", None, jan(6), None, None, False),
    ]


def test_customers_are_seen_where_there_is_no_chat(community: Community) -> None:
    store = community(order_line=[{"member": "cleo", "ordered_at": instant("2024-01-06"), "amount": 5}])
    assert stays(store) == [("cleo", None, jan(6), None, None, False)]


def test_who_is_seen_after_leaving_has_come_again(community: Community) -> None:
    """Ana speaks on the day of leaving, which may have been before, and again on the 12th and the 14th."""
    days = ("2024-01-04", "2024-01-09 23:00", "2024-01-14", "2024-01-12")
    store = community(
        membership=[line("ana", "join", "2024-01-05"), line("ana", "leave", "2024-01-09")],
        message=[said("ana", day) for day in days],
    )
    assert stays(store) == [
        ("ana", None, jan(4), jan(9), "leave", False),
        ("ana", None, jan(12), None, None, False),
    ]


def test_who_leaves_without_having_come_was_there_before(community: Community) -> None:
    store = community(membership=[line("ana", "leave", "2024-01-09"), line("ana", "join", "2024-01-20")])
    assert stays(store) == [
        ("ana", None, jan(20), None, None, True),
        ("ana", None, None, jan(9), "leave", False),
    ]


def test_who_comes_back_on_the_day_of_leaving_has_not_left(community: Community) -> None:
    lines = [("join", "2024-01-03"), ("leave", "2024-01-09 10:00"), ("join", "2024-01-09 11:00")]
    store = community(membership=[line("ana", change, day) for change, day in lines])
    assert stays(store) == [("ana", None, jan(3), None, None, True)]


def test_who_joins_and_leaves_on_one_day_stayed_that_day(community: Community) -> None:
    lines = [("join", "2024-01-09 10:00"), ("leave", "2024-01-09 11:00"), ("join", "2024-01-11")]
    store = community(membership=[line("ana", change, day) for change, day in lines])
    assert spans(store) == [("ana", jan(9), jan(9)), ("ana", jan(11), None)]


def test_at_one_instant_a_joining_is_before_a_leaving(community: Community) -> None:
    lines = [(change, day) for day in ("2024-01-05", "2024-01-09") for change in ("leave", "join")]
    store = community(membership=[line("ana", change, day) for change, day in lines])
    assert spans(store) == [("ana", jan(5), jan(5)), ("ana", jan(9), jan(9))]


def test_who_comes_to_two_groups_on_one_day_has_joined_if_one_says_so(community: Community) -> None:
    store = community(message=[said("ana", "2024-01-09")], membership=[line("ana", "join", "2024-01-09", "attic")])
    assert stays(store) == [("ana", None, jan(9), None, None, True)]


@pytest.fixture
def rooms(community: Community) -> Store:
    """Ana is in the hall from the 2nd to the 10th and in the attic from the 5th to the 15th; Ben only in the attic."""
    return community(
        group=[{"native": "attic", "title": "The Attic"}],
        membership=[
            line("ana", "join", "2024-01-02"),
            line("ana", "leave", "2024-01-10"),
            line("ana", "join", "2024-01-05", "attic"),
            line("ana", "removed", "2024-01-15", "attic"),
            line("ben", "join", "2024-01-03", "attic"),
        ],
    )


def test_one_leaves_the_community_with_the_last_group(rooms: Store) -> None:
    assert stays(rooms) == [
        ("ana", None, jan(2), jan(15), "removed", True),
        ("ben", None, jan(3), None, None, True),
    ]


def test_by_group_each_group_has_its_stays(rooms: Store) -> None:
    assert stays(rooms, by="group") == [
        ("ana", "The Attic", jan(5), jan(15), "removed", True),
        ("ana", "hall", jan(2), jan(10), "leave", True),
        ("ben", "The Attic", jan(3), None, None, True),
    ]


def test_cut_to_a_group_its_stays_alone_count(rooms: Store) -> None:
    assert stays(rooms, group="hall") == [("ana", None, jan(2), jan(10), "leave", True)]


def test_as_of_knows_nothing_that_came_later(rooms: Store) -> None:
    assert spans(rooms, as_of=jan(14)) == [("ana", jan(2), None), ("ben", jan(3), None)]
    assert spans(rooms, as_of=jan(15)) == [("ana", jan(2), jan(15)), ("ben", jan(3), None)]
    assert spans(rooms, as_of=jan(2)) == [("ana", jan(2), None)]
    assert spans(rooms, as_of=jan(1)) == []


def test_groups_of_one_name_are_one_place(community: Community) -> None:
    store = community(
        group=[{"native": "a", "title": "Tea"}, {"native": "b", "title": "Tea"}],
        membership=[line("ana", "join", "2024-01-02", "a"), line("ana", "join", "2024-01-05", "b")],
    )
    assert stays(store, by="group") == [("ana", "Tea", jan(2), None, None, True)]


def test_who_is_listed_without_a_date_was_always_there(community: Community) -> None:
    """Ana is never seen; Ben is, so he is known to be there from then."""
    store = community(member=[{"native": "ana"}, {"native": "ben"}], message=[said("ben", "2024-01-05")])
    assert stays(store) == [
        ("ana", None, None, None, None, False),
        ("ben", None, jan(5), None, None, False),
    ]


def test_a_list_does_not_name_before_as_of_who_joins_later(community: Community) -> None:
    joins = {"ana": "2024-01-03", "ben": "2024-01-20"}
    store = community(member=[{"native": who, "joined_at": instant(day)} for who, day in joins.items()])
    assert spans(store, as_of=jan(10)) == [("ana", jan(3), None)]
    assert spans(store) == [("ana", jan(3), None), ("ben", jan(20), None)]


@pytest.fixture
def workspace(community: Community) -> Store:
    """A list of the whole community names Ana, who left on the 20th, and Ben; both come to groups and leave them."""
    return community(
        member=[{"native": "ana", "left_at": instant("2024-01-20")}, {"native": "ben"}],
        membership=[
            line("ana", "join", "2024-01-03"),
            line("ben", "join", "2024-01-04"),
            line("ben", "leave", "2024-01-06"),
        ],
        message=[said("ana", "2024-01-05", "attic")],
    )


def test_who_is_listed_as_a_member_of_all_does_not_leave_with_a_group(workspace: Store) -> None:
    assert spans(workspace) == [("ana", jan(3), jan(20)), ("ben", jan(4), None)]


def test_who_leaves_the_whole_leaves_every_group(workspace: Store) -> None:
    assert stays(workspace, by="group") == [
        ("ana", "attic", jan(5), jan(20), "leave", False),
        ("ana", "hall", jan(3), jan(20), "leave", True),
        ("ben", "hall", jan(4), jan(6), "leave", True),
    ]
    assert spans(workspace, group="attic") == [("ana", jan(5), jan(20))]


def test_two_accounts_of_one_person_are_one_member(community: Community) -> None:
    """Ana joins with one account; the other is seen after that one has left, in the group that both know."""
    store = community(
        membership=[line("ana", "join", "2024-01-03"), line("ana", "leave", "2024-01-09")],
        message=[said("ana2", "2024-01-12"), said("ana2", "2024-01-05")],
    )
    store.con.execute(MERGE, {"account": "ana2", "member": "ana"})
    store.con.execute(engine.statement("store/ask/views/merged"))
    assert spans(store) == [("ana", jan(3), jan(9)), ("ana", jan(12), None)]


def test_staff_and_bots_are_no_members(community: Community) -> None:
    roles = {"ana": {}, "boss": {"is_staff": True}, "robo": {"is_bot": True}}
    store = community(
        member=[{"native": who, **role} for who, role in roles.items()],
        message=[said(who, "2024-01-05") for who in roles],
    )
    assert spans(store) == [("ana", jan(5), None)]
    assert spans(store, include_staff=True) == [("ana", jan(5), None), ("boss", jan(5), None)]


def test_present_are_those_there_when_the_period_ends(community: Community) -> None:
    """Ana comes on Sunday and leaves on the Sunday after; Ben leaves on Monday, so he is there as the week ends."""
    store = community(
        membership=[
            line("ana", "join", "2024-01-07"),
            line("ana", "leave", "2024-01-14"),
            line("ben", "join", "2024-01-01"),
            line("ben", "leave", "2024-01-15"),
        ],
        message=[said("boss", "2024-01-01"), said("boss", "2024-01-22")],
        member=[{"native": "boss", "is_staff": True}],
    )
    weeks = [(jan(1), None, "ana"), (jan(1), None, "ben"), (jan(8), None, "ben")]
    assert present(store) == weeks
    assert present(store, until=jan(13))[2:] == [(jan(8), None, "ana"), (jan(8), None, "ben")]
    assert present(store, since=jan(8)) == weeks[2:]
    assert len(present(store, Period.day)) == 7 + 14


def test_present_by_tenure_at_the_start_of_the_period(community: Community) -> None:
    """Ana joins on Wednesday, January 3: the next two weeks begin on her days 5 and 12."""
    store = community(
        member=[{"native": "ana", "joined_at": instant("2024-01-03")}], message=[said("ana", "2024-01-17")]
    )
    assert present(store, by="tenure") == [
        (jan(1), "0-6 days", "ana"),
        (jan(8), "0-6 days", "ana"),
        (jan(15), "07-29 days", "ana"),
    ]


def test_present_by_segment_also_in_weeks_without_a_message(community: Community) -> None:
    """Alone, Ana has the worst scores from the week after her first message on."""
    store = community(message=[said("ana", "2024-01-03"), said("ana", "2024-01-17")])
    assert [slice_ for _, slice_, _ in present(store, by="segment")] == ["prospect", "lost", "lost"]


def test_the_first_inviter_brought_someone_in(community: Community) -> None:
    """Ben is invited by Ana, then by Cleo; Dora invites herself; nobody invites Eve before as-of ends."""
    pairs = [("ana", "ben", 3), ("cleo", "ben", 2), ("dora", "dora", 3), ("ana", "eve", 9)]
    store = community(
        referral=[
            {"inviter": inviter, "invitee": invitee, "happened_at": instant(f"2024-01-{day:02}")}
            for inviter, invitee, day in pairs
        ],
        message=[said("ana", "2024-01-10")],
    )
    store.cut(Cut(as_of=jan(8)))
    assert select(store, INVITATIONS, timeout=60).rows() == [("ben", "cleo", jan(2))]


def test_lines_of_joining_say_who_invited_but_only_of_newcomers(community: Community) -> None:
    """Ana brings Ben into the hall; Cleo then adds him to the attic, where he is no newcomer to the community."""
    store = community(
        membership=[
            line("ben", "join", "2024-01-04", "attic", how="added", inviter="cleo"),
            line("ben", "join", "2024-01-02", how="added", inviter="ana"),
            line("dora", "join", "2024-01-08", how="added", inviter="ana"),
        ],
        message=[said("dora", "2024-01-05"), said("ana", "2024-01-01"), said("cleo", "2024-01-01")],
    )
    assert select(store, INVITATIONS, timeout=60).rows() == [("ben", "ana", jan(2))]


def test_a_referral_and_a_line_are_set_beside_each_other_in_local_time(community: Community) -> None:
    """In Shanghai the line of 01:30 UTC is at 09:30; the referral of 02:00 UTC comes half an hour later."""
    store = community(
        LoadOptions(tz="Asia/Shanghai", export_tz="UTC"),
        membership=[line("ben", "join", "2024-01-02T01:30", how="added", inviter="ana")],
        referral=[{"inviter": "cleo", "invitee": "ben", "happened_at": instant("2024-01-02T02:00")}],
        message=[said("ana", "2024-01-03"), said("cleo", "2024-01-03")],
    )
    assert select(store, INVITATIONS, timeout=60).rows() == [("ben", "ana", jan(2))]
