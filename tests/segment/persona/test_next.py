"""What goes together, where it tells what comes next, and where popularity tells as much."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import NotEnoughData
from commkit.segment.persona.next import next as ask_next
from commkit.segment.persona.next_options import Offered

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

MONDAY = datetime.fromisoformat("2024-01-01 12:00")


def buy(who: str, product: str, day: int) -> dict[str, Any]:
    return {
        "member": who,
        "native": f"{who}-{product}",
        "product": product,
        "amount": 10,
        "ordered_at": MONDAY + timedelta(days=day),
    }


@pytest.fixture
def pairs(community: Community) -> Store:
    """Twenty pairs of products a and b. Three members bought both of each pair on the first day, 120 things.

    Two more bought its a on the second day and its b on the last: 40 things each, and the last fifth of all is held
    out. On the last day somebody comes who buys a07 alone.
    """
    rows = [buy(f"old{pair}-{who}", f"{side}{pair:02}", 0) for pair in range(20) for who in range(3) for side in "ab"]
    rows += [
        buy(f"new{pair}-{who}", f"{side}{pair:02}", day)
        for pair in range(20)
        for who in range(2)
        for side, day in (("a", 1), ("b", 30))
    ]
    return community(order_line=[*rows, buy("lone", "a07", 30)])


def test_what_goes_together_wins_where_it_tells(pairs: Store) -> None:
    """All of 40 hit by their b. Popular are ten a, which five bought and not three, and nobody takes up another a."""
    rows = {row["way"]: row for row in ask_next(pairs).table.to_dicts()}
    assert (rows["together"]["hit_members"], rows["popular"]["hit_members"]) == (40, 0)
    assert rows["together"]["of_members"] == 40
    assert ask_next(pairs).summary[0].startswith("What goes together tells more")


def test_what_is_offered_is_what_goes_with_what_they_have(pairs: Store) -> None:
    """All but one have both of their pair, and nothing goes with that; who has a07 is offered b07."""
    listed = ask_next(pairs, members=True).table
    assert listed.select("place", "item").rows() == [(1, "b07")]


@pytest.fixture
def craze(community: Community) -> Store:
    """Forty buy one of twenty products each, and ten others the craze; in the end the forty buy the craze too."""
    rows = [buy(f"m{number}", f"p{number % 20:02}", 0) for number in range(40)]
    rows += [buy(f"early{number}", "craze", 0) for number in range(10)]
    return community(order_line=[*rows, *(buy(f"m{number}", "craze", 30) for number in range(40))])


def test_nothing_is_recommended_where_popularity_does_as_well(craze: Store) -> None:
    rows = {row["way"]: row for row in ask_next(craze).table.to_dicts()}
    assert rows["together"]["hit_members"] <= rows["popular"]["hit_members"]
    assert ask_next(craze).summary[0].startswith("Popularity does as well; nothing is recommended")
    with pytest.raises(NotEnoughData, match="nothing is recommended"):
        ask_next(craze, members=True)


def test_few_are_no_trial(community: Community) -> None:
    with pytest.raises(NotEnoughData, match="0 members took up something new"):
        ask_next(community(order_line=[buy("ana", "tea", 0), buy("ben", "tea", 0), buy("ben", "cup", 3)]))


def test_topics_are_labels_of_messages(community: Community) -> None:
    """Ana and Ben write about tea: two are too few to try, and they are counted."""
    rows = [
        {"native": who, "group": "hall", "author": who, "sent_at": MONDAY, "kind": "text"} for who in ("ana", "ben")
    ]
    labels = [{"content": who, "dimension": "topic", "value": "tea"} for who in ("ana", "ben")]
    with pytest.raises(NotEnoughData, match="are needed"):
        ask_next(community(message=rows, label=labels), of=Offered.topics)
