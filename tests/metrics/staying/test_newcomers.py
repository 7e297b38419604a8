from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from commkit.errors import NotEnoughData
from commkit.metrics.staying.newcomers import newcomers
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Row = dict[str, object]


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2024, 1, day, hour)  # noqa: DTZ001 (an export's instants carry no zone)


def said(who: str, day: int) -> dict[str, object]:
    return {"group": "hall", "author": who, "sent_at": at(day), "kind": "text"}


def line(who: str, change: str, day: int, hour: int = 9) -> dict[str, object]:
    return {"group": "hall", "member": who, "happened_at": at(day, hour), "change": change}


def first_week(store: Store, **cut: object) -> Row:
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    row: Row = newcomers(store).table.row(0, named=True)
    return row


@pytest.fixture
def arriving(community: Community) -> Store:
    """Five join in the first week of January 2024, Eve on Tuesday, the others on Monday, the 1st.

    Ana speaks at once, and on the 14th, her last day of the second week; Ben on the 5th; Cleo on the 8th, a day too
    late for the first week; Dora leaves on the day she came; Eve leaves on the 9th, when her first week is over.
    """
    return community(
        membership=[
            *(line(who, "join", 1) for who in ("ana", "ben", "cleo", "dora")),
            *(line("eve", "join", 2), line("dora", "leave", 1, 18), line("eve", "leave", 9)),
        ],
        message=[said("ana", 1), said("ben", 5), said("cleo", 8), said("ana", 14), said("ana", 31)],
    )


def test_five_newcomers(arriving: Store) -> None:
    row = first_week(arriving)
    assert (row["joined_members"], row["of_joined_members"], row["pending"]) == (5, 5, 0)
    assert (row["first_speak_members"], row["first_speak_rate"], row["first_day_speakers"]) == (2, 0.4, 1)
    assert row["median_first_message_days"] == 2
    assert (row["early_leave_members"], row["early_leave_rate"], row["first_day_leavers"]) == (1, 0.2, 1)
    assert (row["second_week_members"], row["of_second_week_members"], row["second_week_rate"]) == (2, 5, 0.4)


def test_newcomers_whose_week_is_not_over_are_pending(arriving: Store) -> None:
    """At the end of Sunday, the 7th, Monday's four have had their seven days; Eve, of Tuesday, has not."""
    row = first_week(arriving, as_of=date(2024, 1, 7))
    assert (row["joined_members"], row["of_joined_members"], row["pending"]) == (5, 4, 1)
    assert row["first_speak_rate"] == 0.5
    assert (row["of_second_week_members"], row["second_week_rate"]) == (0, None)


def test_the_second_week_of_too_few_has_no_rate(arriving: Store) -> None:
    """At the end of the 14th Monday's four have had fourteen days, Ana and Cleo spoke in the second seven."""
    row = first_week(arriving, as_of=date(2024, 1, 14))
    assert (row["first_speak_rate"], row["status"]) == (0.4, "complete")
    assert (row["second_week_members"], row["of_second_week_members"], row["second_week_rate"]) == (2, 4, None)


def test_what_an_early_speaker_of_an_unfinished_week_does_is_left_out_too(community: Community) -> None:
    """Ana joined on Monday and is silent; Ben joined on Tuesday and spoke at once, but his week is not over."""
    store = community(
        membership=[line("ana", "join", 1), line("ben", "join", 2)], message=[said("ben", 2), said("ben", 7)]
    )
    row = first_week(store)
    assert (row["first_speak_members"], row["of_joined_members"], row["first_speak_rate"]) == (0, 1, 0)


def test_weeks_in_which_nobody_joins_have_no_rates(arriving: Store) -> None:
    table = newcomers(arriving).table
    assert table["joined_members"].to_list() == [5, 0, 0, 0, 0]
    assert table["first_speak_rate"].to_list()[1:] == [None] * 4


def test_channels_sum_to_the_whole(community: Community) -> None:
    """Two came by the fair, one of them speaks; one came by a poster and speaks; nobody knows how Dora came."""
    channels = {"ana": "fair", "ben": "fair", "cleo": "poster", "dora": None}
    store = community(
        member=[{"native": who, "channel": channel, "joined_at": at(1)} for who, channel in channels.items()],
        message=[said("ana", 2), said("cleo", 3), said("ana", 31)],
    )
    store.cut(Cut(by="channel"))
    table = newcomers(store).table.filter(newcomers(store).table["joined_members"] > 0)
    found = {row["slice"]: (row["first_speak_members"], row["joined_members"]) for row in table.to_dicts()}
    assert found == {"fair": (1, 2), "poster": (1, 1), None: (0, 1)}


def test_rejoining_does_not_make_a_newcomer(community: Community) -> None:
    lines = [line("ana", "join", 1), line("ana", "leave", 3), line("ana", "join", 9)]
    store = community(membership=lines, message=[said("ana", 1), said("ana", 31)])
    assert newcomers(store).table["joined_members"].to_list() == [1, 0, 0, 0, 0]


def test_without_leaves_the_early_leave_rate_is_unknown(community: Community) -> None:
    store = community(membership=[line("ana", "join", 1)], message=[said("ana", 1), said("ana", 31)])
    assert first_week(store)["early_leave_rate"] is None


def test_without_messages_it_is_refused(community: Community) -> None:
    with pytest.raises(NotEnoughData):
        newcomers(community(membership=[line("ana", "join", 1)]))
