"""Whom to write to first: the fewest who reach the most, never staff, never who is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.segment.koc.seeds import seeds
from tests.segment.days import LAST, noon, spoke
from tests.segment.koc.crowd import CROWD, DAYS, answer, circle, crowd, star

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Natives = Callable[[Store], dict[str, str]]

TWIN = [*spoke({"twin": DAYS}), *(answer(who, "twin", DAYS[at % 10]) for at, who in enumerate(CROWD[:20]))]
TAIL = [*spoke({"tail": DAYS}), *(answer(who, "tail", DAYS[at % 10]) for at, who in enumerate(CROWD[30:]))]


def test_the_second_seed_adds_whom_the_first_does_not(community: Community, natives: Natives) -> None:
    """Star has 30, Twin 20 of the same, Tail the other 10: with themselves 31, 1 and 11, of 44 and Frame."""
    store = community(message=[*crowd(), *star(), *TWIN, *TAIL])
    table = seeds(store, top=2).table
    who = natives(store)
    assert [who[handle] for handle in table["handle"]] == ["star", "tail"]
    assert table["added_members"].to_list() == [31, 11]
    assert table["covered_members"].to_list() == [31, 42]
    assert table["of_members"].to_list() == [44, 44]
    assert table["reason_1"].to_list() == [
        "30 members answer or react to them",
        "10 members answer or react to them; 11 are new, they themselves among them",
    ]
    assert "ahead of nine in ten: " in table["reason_2"][0]


def test_one_who_is_new_is_one(community: Community) -> None:
    """All whom Echo has are Star's too, so that Echo adds nobody but Echo."""
    echo = [*spoke({"echo": DAYS}), *(answer(who, "echo", DAYS[0]) for who in CROWD[:30])]
    messages = [*spoke({"frame": [1, LAST], **dict.fromkeys(CROWD, range(61, 62))}), *star(), *echo]
    table = seeds(community(message=messages), top=2).table
    assert table["reason_1"][1] == "30 members answer or react to them; 1 is new, they themselves"


def test_staff_rings_and_who_is_silent_or_gone_are_none(community: Community, natives: Natives) -> None:
    silent = [*spoke({"still": [80]}), *(answer(who, "still", 80) for who in CROWD[:35])]
    boss = [*spoke({"boss": DAYS}), *(answer(who, "boss", DAYS[0]) for who in CROWD)]
    gone = [*spoke({"gone": DAYS}), *(answer(who, "gone", DAYS[0]) for who in CROWD)]
    store = community(
        message=[*crowd(), *star(), *silent, *boss, *gone, *circle(["r1", "r2", "r3"])],
        member=[{"native": "boss", "is_staff": True}],
        membership=[{"member": "gone", "group": "hall", "happened_at": noon(LAST - 1), "change": "leave"}],
    )
    who = natives(store)
    chosen = [who[handle] for handle in seeds(store, top=99).table["handle"]]
    assert chosen[0] == "star"
    assert not {"boss", "still", "gone", "r1", "r2", "r3"} & set(chosen)


def test_the_list_is_reproducible(community: Community) -> None:
    message = [*crowd(), *star(), *TWIN]
    first, second = (seeds(community(message=each)).table for each in (message, message[::-1]))
    assert first.equals(second)
    assert first["covered_rate"].to_list() == [row / 43 for row in first["covered_members"]]
