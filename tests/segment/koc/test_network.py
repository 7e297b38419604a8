"""The network counted by hand, and the bridge between two cliques."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from commkit.errors import NotEnoughData, WrongUse
from commkit.segment.koc.network import network
from commkit.store.ask.cut import Cut
from tests.segment.days import noon, reacted, spoke
from tests.segment.koc.crowd import DAYS, answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Natives = Callable[[Store], dict[str, str]]

ONE, OTHER = ("a1", "a2", "a3", "a4"), ("b1", "b2", "b3", "b4")


@pytest.fixture
def cliques(community: Community) -> Store:
    """Two groups of four who all answer each other; Boss, who is staff, answers one of each; Zoe speaks to nobody."""
    inside = [pair for clique in (ONE, OTHER) for pair in permutations(clique, 2)]
    return community(
        message=[
            *spoke(dict.fromkeys((*ONE, *OTHER, "boss", "zoe"), DAYS)),
            *(answer(giver, member, day) for giver, member in inside for day in DAYS[:2]),
            answer("boss", "a1", DAYS[3]),
            answer("boss", "b1", DAYS[3]),
            answer("a1", "boss", DAYS[4]),
            answer("zoe", "zoe", DAYS[4]),
        ],
        member=[{"native": "boss", "is_staff": True}],
    )


def test_the_network_is_counted(cliques: Store) -> None:
    """24 ties in the cliques, all returned, and three of Boss's, of whom two: of 10 x 9."""
    [row] = network(cliques).table.to_dicts()
    assert (row["nodes"], row["ties"], row["mutual_ties"], row["isolates"]) == (10, 27, 26, 1)
    assert row["density"] == pytest.approx(27 / 90)
    assert row["reciprocity"] == pytest.approx(26 / 27)
    assert row["decentralisation"] == pytest.approx(1 - (10 * 4 - 27) / 81)
    assert row["communities"] == 2
    assert row["modularity"] > 0.4


def test_the_bridge_between_two_cliques_is_found(cliques: Store, natives: Natives) -> None:
    who = natives(cliques)
    result = network(cliques, members=True)
    found = {who[row["handle"]]: row for row in result.table.to_dicts()}
    assert {name for name, row in found.items() if row["is_bridge"]} <= {"boss", "a1", "b1"}
    assert found["boss"]["is_bridge"] is found["boss"]["is_staff"] is True
    assert found["boss"]["betweenness"] == pytest.approx(2 * 16 / (9 * 8))
    assert (found["boss"]["answerers"], found["boss"]["answered"]) == (1, 2)
    assert (found["boss"]["partners"], found["boss"]["weak_ties"]) == (2, 1)
    assert len({found[name]["community"] for name in ONE}) == len({found[name]["community"] for name in OTHER}) == 1
    assert found["zoe"]["community"] is None
    assert sum(row["pagerank"] for row in found.values()) == pytest.approx(1)


def test_a_network_of_each_group(community: Community) -> None:
    message = [
        *spoke({"ana": [1, 8], "ben": [1, 8]}),
        answer("ana", "ben", 1),
        {**spoke({"cleo": [2]})[0], "group": "yard"},
        answer("ana", "cleo", 2, group="yard"),
    ]
    store = community(message=message)
    store.cut(Cut(by="group"))
    table = network(store).table
    assert table.select("slice", "nodes", "ties").rows() == [("hall", 2, 1), ("yard", 2, 1)]
    store.cut(Cut(by="tenure"))
    with pytest.raises(WrongUse):
        network(store)


def test_without_replies_or_mentions_there_is_no_network(community: Community) -> None:
    """Reactions alone do not say who answers whom."""
    store = community(message=spoke({"ana": [1, 8], "ben": [1]}), interaction=reacted(["ben"], "ana-1", 1))
    with pytest.raises(NotEnoughData, match="needs replies"):
        network(store)


def test_mentions_alone_make_one(community: Community) -> None:
    said = {"group": "hall", "sender": "ben", "receiver": "ana", "kind": "mention", "happened_at": noon(1)}
    store = community(message=spoke({"ana": [1, 8], "ben": [1]}), interaction=[said])
    assert network(store).table.select("nodes", "ties").row(0) == (2, 1)
