"""Who is staff, a bot or a bridge, by handle or by an id that names nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commkit.proposal.community_facts import propose_facts
from commkit.store.fields import BOT, BRIDGE
from commkit.store.load.options import LoadOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

HELLO = {"group": "hall", "author": "u1", "sent_at": "2024-01-03 12:00", "kind": "text", "text": "hi", "native": "1"}


def people(store: Store, key: str, *, kept: bool) -> tuple[str, ...]:
    found = {fact.key: fact for fact in propose_facts(store, are_handles_kept=kept).facts}
    return tuple(found[key].value) if key in found else ()


@pytest.mark.parametrize(
    ("native", "name", "is_id"),
    [
        ("u1", "Wren", True),
        ("wren7", "Wren", False),
        ("wre", "Wren", False),
        ("u1@mail.example", "Wren", False),
        ("+4912345", "Wren", False),
        ("u 1", "Wren", False),
        ("u1", None, False),
    ],
)
def test_an_id_that_may_name_somebody_is_none(
    community: Community, native: str, name: str | None, *, is_id: bool
) -> None:
    store = community(member=[{"native": native, "name": name, "is_staff": True}], message=[HELLO | {"author": native}])
    assert people(store, "staff", kept=False) == ((f"here:{native}",) if is_id else ())
    [handle] = people(store, "staff", kept=True)
    assert len(handle) == 8
    assert propose_facts(store, are_handles_kept=False).unnamed == (0 if is_id else 1)


def test_bots_are_no_staff(community: Community) -> None:
    store = community(
        member=[
            {"native": "u1", "name": "Wren", "is_staff": True},
            {"native": "b1", "name": "Sorrel", "is_staff": True, "is_bot": True},
        ],
        message=[HELLO],
    )
    assert people(store, "staff", kept=False) == ("here:u1",)
    assert people(store, "bots", kept=False) == ("here:b1",)


def test_lists_that_were_read_with_are_told_again(community: Community) -> None:
    choices = LoadOptions(tz="Asia/Shanghai", staff=("here:u1",), bots=("here:u2",), bridges=("here:u3",))
    members = [{"native": f"u{each}", "name": name} for each, name in ((1, "Wren"), (2, "Sorrel"), (3, "Teal"))]
    store = community(choices, member=members, message=[HELLO])
    found = propose_facts(store, are_handles_kept=False).facts
    assert {fact.key: fact.value for fact in found} == {
        "tz": "Asia/Shanghai",
        "staff": ("here:u1",),
        "bots": ("here:u2",),
        "bridges": ("here:u3",),
    }
    assert "listed as staff" in found[1].reasons[0]


def test_a_bot_by_the_clock_says_how_it_is_known(community: Community) -> None:
    """Sixty messages at the full hour, beside sixty of a person on other minutes."""
    rows = [
        HELLO
        | {
            "author": who,
            "sent_at": f"2024-01-{1 + hour // 24:02} {hour % 24:02}:{minute:02}",
            "native": f"{who}{hour}",
        }
        for hour in range(60)
        for who, minute in (("u1", hour * 7 % 59 + 1), ("b1", 0))
    ]
    store = community(message=rows, member=[{"native": "b1", "name": "Sorrel"}])
    [bots] = [fact for fact in propose_facts(store, are_handles_kept=False).facts if fact.key == "bots"]
    assert bots.value == ("here:b1",)
    assert bots.reasons == ("posts by the clock: 60 of 60 messages at one minute of every 60",)


def test_bridges_are_apart_from_other_bots(community: Community) -> None:
    """One is marked by the export, one says so by its name, which is known where names are."""
    members = [
        {"native": f"b{each}", "name": name, "is_bot": True}
        for each, name in ((1, "Sorrel"), (2, "MatterBridge"), (3, "Poll"))
    ]
    store = community(member=members, message=[HELLO | {"author": "b1", "flags": BOT | BRIDGE}])
    assert people(store, "bridges", kept=False) == ("here:b1", "here:b2")
    assert people(store, "bots", kept=False) == ("here:b3",)
    assert len(people(store, "bots", kept=True)) == 2
