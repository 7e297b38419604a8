"""What labels tell of members, and whether hand checks agree."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from commkit.errors import NotEnoughData, WrongUse
from commkit.segment.persona.tags import tags
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

NOON = datetime.fromisoformat("2024-01-08 12:00")


def talk(*people: str) -> list[dict[str, object]]:
    return [{"native": name, "group": "hall", "author": name, "sent_at": NOON, "kind": "text"} for name in people]


def label(member: str, dimension: str, value: str, **more: object) -> dict[str, object]:
    return {"member": member, "dimension": dimension, "value": value, **more}


def test_dimensions_are_counted_by_member(community: Community) -> None:
    """Of ten, nine have a city, one of them two tags; one left before, whose city does not count."""
    people = [f"m{number}" for number in range(10)]
    left = {"native": "gone", "joined_at": datetime(2024, 1, 1), "left_at": datetime(2024, 1, 5)}  # noqa: DTZ001
    store = community(
        message=talk(*people),
        member=[left],
        label=[
            *(label(name, "city", "x") for name in (*people[:9], "gone")),
            label("m0", "tag", "vip"), label("m0", "tag", "maker"), label("m0", "segment", "mine"),
        ],
    )  # fmt: skip
    result = tags(store)
    columns = ("dimension", "of_members", "tagged_members", "tagged_rate", "tags", "different_values", "status")
    assert result.table.select(columns).rows() == [
        ("city", 10, 9, 0.9, 9, 1, "low_n"),
        ("tag", 10, 1, 0.1, 2, 2, "low_n"),
    ]
    assert result.total == {
        "of_members": 10,
        "tagged_members": 9,
        "tagged_rate": 0.9,
        "tags_per_member": 1.1,
    }


def test_twelve_of_a_hundred_ages_are_wrong(community: Community) -> None:
    """A hundred ages are checked by hand; twelve are found to be others, so 88 of 100 are right."""
    people = [f"m{number}" for number in range(100)]
    said = [label(name, "age", str(20 + number % 30)) for number, name in enumerate(people)]
    found = [
        label(name, "age", str(20 + number % 30 + (number < 12)), said_by="check", valid_from=NOON)
        for number, name in enumerate(people)
    ]
    [row] = tags(community(message=talk(*people), label=[*said, *found])).table.to_dicts()
    assert (row["of_checked_labels"], row["right_labels"], row["right_rate"]) == (100, 88, 0.88)
    assert (row["tagged_rate"], row["tags"]) == (1, 100)


def test_it_needs_labels_and_slices_that_stay(community: Community) -> None:
    with pytest.raises(NotEnoughData):
        tags(community(message=talk("ana")))
    store = community(message=talk("ana"), label=[label("ana", "city", "x")])
    store.cut(Cut(by="tenure"))
    with pytest.raises(WrongUse):
        tags(store)
    store.cut(Cut(by="city"))
    assert tags(store).table["slice"].to_list() == ["x"]


def test_of_fewer_than_five_nothing_is_told(community: Community) -> None:
    """Four from x and five from y."""
    people = [f"m{number}" for number in range(9)]
    labels = [label(name, "city", "x" if number < 4 else "y") for number, name in enumerate(people)]
    store = community(message=talk(*people), label=labels)
    store.cut(Cut(by="city"))
    columns = ("slice", "of_members", "tagged_members", "status")
    assert tags(store).table.select(columns).rows() == [("x", None, None, "hidden"), ("y", 5, 5, "low_n")]
    store.cut(Cut(only=[("city", "x")]))
    assert tags(store).total == {}
