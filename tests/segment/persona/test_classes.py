"""Nine named classes, of members who are of one, of two and of none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from commkit.segment.persona.class_rules import read_classes
from commkit.segment.persona.classes import classes

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

MONDAY = datetime.fromisoformat("2024-01-01 12:00")


def talk(who: str, number: int) -> list[dict[str, Any]]:
    """So many messages, a minute apart."""
    return [
        {"group": "hall", "author": who, "sent_at": MONDAY + timedelta(minutes=minute), "kind": "text"}
        for minute in range(number)
    ]


def label(who: str, said: str) -> dict[str, Any]:
    return {"member": who, "dimension": "interest", "value": said}


@pytest.fixture
def hall(community: Community) -> Store:
    """Ana: 60 messages, a whole talker. Ben: 35, half of one, and a geek. Cleo: 5, and likes gardens. Dan: 60 too."""
    return community(
        member=[{"native": who, "joined_at": MONDAY} for who in ("ana", "ben", "cleo", "dan")],
        message=[*talk("ana", 60), *talk("ben", 35), *talk("cleo", 5), *talk("dan", 60)],
        label=[label("ben", "数码 Geek"), label("cleo", "gardens")],
    )


def test_memberships_and_members_are_counted(hall: Store) -> None:
    """Ben is 1 of a geek and .5 of a talker, so 2/3 and 1/3; Cleo is of none."""
    rows = {row["class"]: row for row in classes(hall).table.to_dicts()}
    geeks, talkers = rows["tech_enthusiast"], rows["talker"]
    assert (geeks["fuzzy_members"], geeks["members"]) == (pytest.approx(2 / 3), 1)
    assert (talkers["fuzzy_members"], talkers["members"]) == (pytest.approx(2 + 1 / 3), 2)
    assert {row["of_members"] for row in rows.values()} == {3, None}
    assert (rows["looks_first"]["members"], rows["looks_first"]["status"]) == (0, "complete")
    assert "Of 4 members 3 are of one class" in classes(hall).summary[0]


def test_memberships_sum_to_one(hall: Store) -> None:
    listed = classes(hall, members=True).table
    sums = listed.group_by("handle").agg(pl.col("membership").sum())["membership"].to_list()
    assert sums == pytest.approx([1, 1, 1])
    assert listed.height == 4


def test_what_no_facts_tell_is_not_covered(community: Community) -> None:
    """Messages alone: nothing tells of labels, orders, reactions or invitations."""
    store = community(message=talk("ana", 60))
    rows = {row["class"]: row for row in classes(store).table.to_dicts()}
    assert (rows["shopper"]["members"], rows["shopper"]["fuzzy_rate"]) == (None, None)
    assert {name for name, row in rows.items() if row["status"] == "not_covered"} >= {"shopper", "pragmatist", "lurker"}
    assert rows["talker"]["members"] == 1


def test_nine_are_shipped_and_three_are_the_handbooks() -> None:
    assert len(read_classes()) == 9
    assert [each.name for each in read_classes() if each.ref] == ["tech_enthusiast", "looks_first", "pragmatist"]
