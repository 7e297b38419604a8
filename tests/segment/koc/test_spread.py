"""How far it spreads: alike by seed, never less with more, and better from those who are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commkit.errors import NotEnoughData, WrongUse
from commkit.segment.koc.spread import spread
from tests.segment.days import LAST, spoke
from tests.segment.koc.crowd import DAYS, answer, crowd, star

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Natives = Callable[[Store], dict[str, str]]


def test_one_who_answers_once_in_ten_days_hears_once_in_twenty(community: Community) -> None:
    """Ben answered Ana on one of ten days, and ten more are added: 1 + 1/20, within three standard errors."""
    store = community(message=[*spoke({"ana": [*DAYS], "ben": [LAST], "zoe": [LAST]}), answer("ben", "ana", DAYS[0])])
    result = spread(store, seeds=1)
    [row] = result.table.to_dicts()
    assert row["expected_members"] == pytest.approx(1.05, abs=3 * (0.05 * 0.95 / 1024) ** 0.5)
    assert (row["of_members"], row["low_members"]) == (3, 1)
    assert row["expected_rate"] == pytest.approx(row["expected_members"] / 3)
    assert result.parameters == {"seeds": 1, "seed": 1, "worlds": 1024}


def test_more_seeds_reach_more_and_the_first_is_who_is_answered(community: Community, natives: Natives) -> None:
    store = community(message=[*crowd(), *star()])
    table = spread(store, seeds=8).table
    assert natives(store)[table["handle"][0]] == "star"
    for name in ("expected_members", "random_members"):
        assert table[name].diff().drop_nulls().min() >= 0  # type: ignore[operator]
    assert table["expected_members"][0] > table["random_members"][0]
    assert (table["expected_members"] >= table["seeds"]).all()
    assert (
        spread(store, seeds=3)
        .table.select("handle", "expected_members")
        .equals(table.head(3).select("handle", "expected_members"))
    )


def test_the_seed_decides(community: Community) -> None:
    store = community(message=[*crowd(), *star()])
    first, second = spread(store, seed=1).table, spread(store, seed=2).table
    assert first.equals(spread(store, seed=1).table)
    assert not first["expected_members"].equals(second["expected_members"])


def test_who_is_answered_by_nobody_cannot_begin(community: Community) -> None:
    """Ben answers Ana, who has not written in the last 30 days."""
    store = community(message=[*spoke({"ana": [1], "ben": [1, LAST]}), answer("ben", "ana", 1)])
    with pytest.raises(NotEnoughData, match="nobody who is there"):
        spread(store)


def test_seeds_of_ones_own_begin_in_their_order(community: Community, natives: Natives) -> None:
    """The star, whom thirty answer, reaches more than m39, whom three answer; whoever comes second adds."""
    store = community(message=[*crowd(), *star()])
    handles = {native: handle for handle, native in natives(store).items()}
    named = spread(store, members=f"{handles['m39']}, {handles['star']}")
    assert named.table["handle"].to_list() == [handles["m39"], handles["star"]]
    assert named.table["seeds"].to_list() == [1, 2]
    one, both = named.table["expected_members"]
    alone = spread(store, members=handles["star"]).table["expected_members"][0]
    assert one < alone <= both
    assert alone == spread(store, seeds=1).table["expected_members"][0]
    assert "those that were named" in named.notes[0]


def test_a_handle_that_nobody_has_is_refused(community: Community) -> None:
    with pytest.raises(WrongUse, match="no member who wrote or answered has the handle nobody"):
        spread(community(message=[*crowd(), *star()]), members="nobody")
