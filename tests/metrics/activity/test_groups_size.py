"""How the activity of groups goes with their size."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from commkit.metrics.activity.groups import groups
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

NOON = datetime.fromisoformat("2024-01-01 12:00")


def founded(community: Community, plan: Sequence[tuple[int, int, int]]) -> Store:
    """Groups of so many members, of whom so many write so many messages each on day 60; who joins, joins on day 1."""
    joined, said = [], []
    for number, (members, active, each) in enumerate(plan):
        names = [f"g{number}-{member}" for member in range(members)]
        joined += [{"group": f"g{number}", "native": name, "joined_at": NOON} for name in names]
        said += [
            {
                "native": f"{name}/{message}",
                "group": f"g{number}",
                "author": name,
                "sent_at": NOON + timedelta(days=59, seconds=message),
                "kind": "text",
            }
            for name in names[:active]
            for message in range(each)
        ]
    return community(member=joined, message=said)


def weighed(store: Store) -> list[tuple[object, ...]]:
    store.cut(Cut(by="group"))
    names = (
        "size",
        "status",
        "groups",
        "of_members",
        "active_members",
        "active_rate",
        "messages",
        "messages_per_member",
    )
    return groups(store, size=True).table.select(names).rows()


def notes(store: Store) -> str:
    store.cut(Cut(by="group"))
    return "\n".join(groups(store, size=True).notes)


def test_the_best_size_is_found(community: Community) -> None:
    """Groups of 12 members have 3 active, those of 25 have 15 (the best), of 60 and of 120 have 12; a lone one 1 of 3.

    From 50 members on the rate is 12 of 60, 20%, and then 10%: both under four fifths of 60%.
    """
    sizes = [(12, 3, 2)] * 3 + [(25, 15, 2)] * 3 + [(60, 12, 1)] * 3 + [(120, 12, 1)] * 3 + [(3, 1, 5)]
    store = founded(community, sizes)
    assert weighed(store) == [
        ("1-9", "low_n", 1, 3, 1, pytest.approx(1 / 3), 5, pytest.approx(5 / 3)),
        ("10-19", "complete", 3, 36, 9, 0.25, 18, 0.5),
        ("20-49", "complete", 3, 75, 45, 0.6, 90, 1.2),
        ("50-99", "complete", 3, 180, 36, 0.2, 36, 0.2),
        ("100-199", "complete", 3, 360, 36, 0.1, 36, 0.1),
    ]
    said = notes(store)
    assert "most active: groups of 20-49 members, 60.0% of them." in said
    assert "from 50-99 members on the rate is 20.0% or less" in said


def test_larger_groups_that_are_as_active_are_no_loss(community: Community) -> None:
    """Groups of 12 have 6 active, of 30 have 14, of 60 have 25: 50%, 47% and 42%, all above four fifths of 50%."""
    store = founded(community, [(12, 6, 1)] * 3 + [(30, 14, 1)] * 3 + [(60, 25, 1)] * 3)
    assert weighed(store)[0][5] == 0.5
    assert "less than a fifth" in notes(store)


def test_the_largest_may_be_the_best(community: Community) -> None:
    store = founded(community, [(12, 2, 1)] * 3 + [(30, 6, 1)] * 3 + [(60, 30, 1)] * 3)
    assert weighed(store)[-1][5] == 0.5
    assert "no larger size is there" in notes(store)


@pytest.mark.parametrize(
    ("plan", "all_groups"), [([(12, 3, 1)] * 3 + [(25, 15, 1)] * 3 + [(60, 3, 1)] * 2, 8), ([(12, 1, 1)], 1)]
)
def test_few_groups_tell_nothing(community: Community, plan: list[tuple[int, int, int]], all_groups: int) -> None:
    said = notes(founded(community, plan))
    assert "most active" not in said
    assert f"there are {all_groups}, and it takes three sizes" in said


def test_a_size_at_its_edges(community: Community) -> None:
    """Nine and ten members, 49 and 50."""
    store = founded(community, [(9, 1, 1), (10, 1, 1), (49, 1, 1), (50, 1, 1)])
    assert [row[0] for row in weighed(store)] == ["1-9", "10-19", "20-49", "50-99"]
