"""What a list of members says beside lines of joining and leaving: communities that can be counted by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from commkit.store.ask.cut import Cut
from commkit.store.ask.select import select

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

STAYS = """
    select place, came_on, left_on, is_stated
    from stay join everyone using (member) join private.person using (key)
    where native = 'ana'
    order by all
"""


def jan(day: int) -> date:
    return date(2024, 1, day)


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2024, 1, day, hour)  # noqa: DTZ001 (an export's instants carry no zone)


def said(who: str, day: int, group: str = "hall") -> dict[str, object]:
    return {"group": group, "author": who, "sent_at": at(day), "kind": "text"}


def join(day: int, hour: int = 12, group: str = "hall") -> dict[str, object]:
    return {"group": group, "member": "ana", "happened_at": at(day, hour), "change": "join"}


def stays(store: Store, **cut: object) -> list[tuple[object, ...]]:
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    return select(store, STAYS, timeout=60).rows()


def test_who_joins_on_the_day_of_leaving_was_not_there_before(community: Community) -> None:
    """A list says that Ana left at 10 on the 8th; two hours later she joins the hall, her first sign of life."""
    store = community(
        member=[{"native": "ana", "left_at": at(8, 10)}],
        membership=[join(8)],
        message=[said("ben", 1), said("ben", 31)],
    )
    assert stays(store) == [(None, jan(8), None, True)]
    assert stays(store, by="group") == [("hall", jan(8), None, True)]


def test_a_leaving_from_all_groups_is_none_from_groups_joined_later(community: Community) -> None:
    """Ana is in the hall from the 2nd until she leaves all groups on the 8th, and joins the attic on the 9th."""
    store = community(
        member=[{"native": "ana", "left_at": at(8)}],
        membership=[join(2), join(9, group="attic")],
        message=[said("ben", 1), said("ben", 31, "attic")],
    )
    assert stays(store, by="group") == [("attic", jan(9), None, True), ("hall", jan(2), jan(8), True)]
    assert stays(store, group="attic") == [(None, jan(9), None, True)]


def test_a_later_list_names_nobody_who_comes_after_as_of(community: Community) -> None:
    """The list has no days; a line of joining or a first message says that Ana came on the 20th."""
    signs: list[dict[str, list[dict[str, object]]]] = [{"membership": [join(20)]}, {"message": [said("ana", 20)]}]
    for sign in signs:
        rows = {"member": [{"native": "ana"}], "message": [said("ben", 1), *sign.get("message", [])]}
        store = community(**rows, membership=sign.get("membership", []))
        assert stays(store, as_of=jan(10)) == []
        assert stays(store, as_of=jan(20)) == [(None, jan(20), None, "membership" in sign)]


def test_who_is_only_listed_is_there_at_any_time(community: Community) -> None:
    store = community(member=[{"native": "ana"}], message=[said("ben", 1), said("ben", 31)])
    assert stays(store, as_of=jan(10)) == stays(store) == [(None, None, None, False)]
