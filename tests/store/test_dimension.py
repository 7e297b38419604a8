"""What labels say of members and groups: by which answers are broken down and cut, and who is left out of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Period
from commkit.errors import WrongUse
from commkit.metrics.activity.active import active
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store


def day(number: int) -> datetime:
    return datetime.fromisoformat(f"2024-01-{number:02} 12:00")


def said(author: str, group: str, number: int = 9) -> dict[str, object]:
    native = f"{author}-{group}-{number}"
    return {"native": native, "group": group, "author": author, "sent_at": day(number), "kind": "text"}


@pytest.fixture
def store(community: Callable[..., Store]) -> Store:
    """In the week of the 8th Ana and Ben speak in the hall and in the attic, Cleo in the hall and Dan in the barn.

    Ana and Cleo live in Chengdu, Ben in Beijing, of Dan nothing is known. A hand check finds Ana in Beijing. Hall and
    attic are in the west, of the barn nothing is known. Until the 5th Ben lived in Chengdu.
    """
    talk = [("ana", "hall"), ("ben", "hall"), ("cleo", "hall"), ("ana", "attic"), ("ben", "attic"), ("dan", "barn")]
    return community(
        message=[said("ana", "hall", 1), said("ana", "hall", 15), *(said(*each) for each in talk)],
        label=[
            {"member": "ana", "dimension": "city", "value": "Chengdu"},
            {"member": "ana", "dimension": "city", "value": "Beijing", "said_by": "check", "valid_from": day(9)},
            {"member": "ben", "dimension": "city", "value": "Chengdu", "valid_from": day(1), "valid_until": day(5)},
            {"member": "ben", "dimension": "city", "value": "Beijing", "valid_from": day(5)},
            {"member": "cleo", "dimension": "city", "value": "Chengdu", "valid_from": day(2)},
            {"group": "hall", "dimension": "region", "value": "west"},
            {"group": "attic", "dimension": "region", "value": "west"},
        ],
    )


def speakers(store: Store, cut: Cut) -> dict[str | None, int]:
    """How many members spoke in the week of January 8, slice by slice."""
    store.cut(cut)
    table = active(store, every=Period.week).table
    week = table.filter(table["starts_on"] == date(2024, 1, 8))
    return dict(week.select("slice", "members").rows())


def test_members_are_filed_under_their_latest_label(store: Store) -> None:
    assert speakers(store, Cut(by="city")) == {"Chengdu": 2, "Beijing": 1, "unknown": 1}


def test_people_in_several_groups_of_a_region_count_once(store: Store) -> None:
    """Ana, Ben and Cleo in the west, though five speak in its groups; Dan in a group without a region."""
    assert speakers(store, Cut(by="region")) == {"west": 3, "unknown": 1}


@pytest.mark.parametrize(
    ("only", "without", "members"),
    [
        ([("city", "Chengdu")], [], 2),
        ([("city", "Chengdu"), ("city", "Beijing")], [], 3),
        ([], [("city", "Chengdu")], 2),
        ([("region", "west")], [], 3),
        ([], [("region", "west")], 1),
        ([("region", "west"), ("city", "Beijing")], [], 1),
        ([("group", "attic")], [], 2),
        ([("group", "attic"), ("group", "barn")], [], 3),
        ([("group", "hall")], [("city", "Beijing")], 2),
        ([("platform", "here")], [], 4),
    ],
)
def test_only_and_without_cut_what_is_looked_at(
    store: Store, only: list[tuple[str, str]], without: list[tuple[str, str]], members: int
) -> None:
    assert speakers(store, Cut(only=only, without=without)) == {None: members}


@pytest.mark.parametrize(
    "pair", [("city", "Chengdoo"), ("town", "Chengdu"), ("region", "east"), ("group", "cellar"), ("segment", "vips")]
)
def test_what_nobody_is_is_refused(store: Store, pair: tuple[str, str]) -> None:
    with pytest.raises(WrongUse):
        store.cut(Cut(only=[pair]))


def test_who_is_left_out_is_in_no_answer_and_counted_by_reason(community: Callable[..., Store]) -> None:
    """Of four speakers one cheats and one takes back consent, said on the 10th; one was cleared of a suspicion."""
    label = {"ana": ("excluded", "fraud"), "ben": ("consent", "withdrawn"), "cleo": ("excluded", "no")}
    rows = [
        {"member": name, "dimension": dimension, "value": value, "valid_from": day(10)}
        for name, (dimension, value) in label.items()
    ]
    store = community(message=[said(name, "hall") for name in ("ana", "ben", "cleo", "dan")], label=rows)
    assert speakers(store, Cut()) == {None: 2}
    assert {reason: store.excluded().get(reason) for reason in ("fraud", "consent withdrawn", "no")} == {
        "fraud": 1,
        "consent withdrawn": 1,
        "no": None,
    }
    assert speakers(store, Cut(as_of=date(2024, 1, 9), since=date(2024, 1, 8))) == {None: 2}


@pytest.mark.parametrize("word", ["withdrawn", "undecided"])
def test_consent_counts_only_where_it_is_granted_by_now(community: Callable[..., Store], word: str) -> None:
    """Ana takes it back on the 2nd and will grant it again on the 20th; Ben grants it on the 3rd. It is the 9th."""
    store = community(
        message=[said("ana", "hall"), said("ben", "hall")],
        label=[
            {"member": "ana", "dimension": "consent", "value": word, "valid_from": day(2)},
            {"member": "ana", "dimension": "consent", "value": "granted", "valid_from": day(20)},
            {"member": "ben", "dimension": "consent", "value": word, "valid_from": day(2)},
            {"member": "ben", "dimension": "consent", "value": "granted", "valid_from": day(3)},
        ],
    )
    assert speakers(store, Cut(as_of=date(2024, 1, 9))) == {None: 1}


def test_a_label_holds_on_its_last_day(community: Callable[..., Store]) -> None:
    until = datetime.fromisoformat("2024-01-08 00:00")
    label = {"member": "ana", "dimension": "city", "value": "Chengdu", "valid_until": until}
    store = community(message=[said("ana", "hall", 8), said("ana", "hall", 14)], label=[label])
    assert speakers(store, Cut(by="city", as_of=date(2024, 1, 8))) == {"Chengdu": 1}
    assert speakers(store, Cut(by="city", as_of=date(2024, 1, 9))) == {"unknown": 1}
