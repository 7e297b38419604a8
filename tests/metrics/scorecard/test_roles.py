"""The card answers what it can and leaves the rest open."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from commkit.metrics.scorecard.roles import roles

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store


def test_each_role_has_its_lines_and_what_two_share_counts_once(drawn_store: Store) -> None:
    """Who takes part in content is of content operations and of community managers.

    ana  x x x x x x x x x x
    """
    table = roles(drawn_store).table
    shared = table.filter(table["criterion"] == "content_participation")["department"].to_list()
    assert sorted(shared) == ["community", "content"]
    assert table.unique("criterion")["weight"].sum() == 100
    assert set(table["department"]) == {"community", "content", "campaign"}


def test_staff_stand_beside_one_to_fifty_to_two_hundred(community: Callable[..., Store]) -> None:
    """群建工作方案 §6.1 (O1): of 1 manager, 40 specialists, one called 专员, and 200 volunteers 10 specialists lack."""
    said = [("manager", 1), ("specialist", 39), ("专员", 1), ("volunteer", 200)]
    people = [(f"{role}{number}", role) for role, count in said for number in range(count)]
    store = community(
        message=[{"group": "hall", "author": "manager0", "sent_at": datetime(2024, 1, 2, 9), "kind": "text"}],  # noqa: DTZ001
        label=[{"member": who, "dimension": "role", "value": role} for who, role in people],
    )
    assert roles(store).notes[-1] == (
        "managers 1, specialists 40, volunteers 200; the ratio 1:50:200 (群建工作方案 §6.1) asks for 10 more "
        "specialists and 0 more volunteers."
    )


def test_without_labels_nobody_is_counted_short(drawn_store: Store) -> None:
    """One week.

    ana  x
    """
    assert "is not known" in roles(drawn_store).notes[-1]
