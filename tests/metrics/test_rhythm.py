from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from commkit.metrics.rhythm import rhythm
from commkit.store import Cut
from commkit.store.loading import Choices

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store import Store

    Community = Callable[..., Store]


def said(author: str, at: str, group: str = "hall") -> dict[str, object]:
    return {"group": group, "author": author, "sent_at": datetime.fromisoformat(at), "kind": "text"}


def filled(store: Store) -> dict[tuple[str, int], tuple[int, int]]:
    """Messages and members of the cells in which anything was said."""
    rows = rhythm(store).table.to_dicts()
    return {(row["weekday"], row["local_hour"]): (row["messages"], row["members"]) for row in rows if row["messages"]}


def test_a_planted_peak_is_found_among_all_cells_of_the_week(community: Community) -> None:
    """Ana and Ben talk on two Tuesdays at nine in the evening, Ana also on a Sunday morning."""
    planted = [said(who, f"2024-01-{day:02} 21:30") for who in ("ana", "ben") for day in (2, 9)]
    store = community(message=[*planted, said("ana", "2024-01-07 08:00")])
    result = rhythm(store)
    assert result.table.height == 7 * 24
    assert result.table["messages"].sum() == 5
    assert filled(store) == {("Tuesday", 21): (4, 2), ("Sunday", 8): (1, 1)}
    assert result.notes == ("busiest: Tuesday 21:00, 4 messages.",)


def test_hours_are_local_on_both_sides_of_a_change_of_clocks(community: Community) -> None:
    """In New York 17:00 UTC is noon in winter and one o'clock in summer; March 9 and 11, 2024 lie on either side."""
    store = community(
        choices=Choices(tz="America/New_York"),
        message=[said("ana", "2024-03-09 17:00"), said("ana", "2024-03-11 17:00")],
    )
    assert filled(store) == {("Saturday", 12): (1, 1), ("Monday", 13): (1, 1)}


def test_groups_have_a_week_each(community: Community) -> None:
    store = community(message=[said("ana", "2024-01-02 21:00"), said("ana", "2024-01-02 21:00", "attic")])
    store.cut(Cut(by="group"))
    table = rhythm(store).table
    assert table.group_by("slice").agg(table["messages"].sum() // 2).height == 2
    assert table.height == 2 * 168


def test_only_the_span_is_looked_at(community: Community) -> None:
    store = community(message=[said("ana", "2024-01-02 21:00"), said("ana", "2024-01-10 09:00")])
    store.cut(Cut(since=datetime.fromisoformat("2024-01-05").date()))
    assert filled(store) == {("Wednesday", 9): (1, 1)}


def test_staff_and_bots_have_no_part_in_it(drawn_store: Store) -> None:
    """Noon on a Monday.

    ana   x
    boss  3 staff
    robo  5 bot
    """
    assert filled(drawn_store) == {("Monday", 12): (1, 1)}
