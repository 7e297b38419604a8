"""The scores and the grid, against plain Python on communities drawn at random."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.segment.rfm import rfm
from commkit.store.ask.select import select
from tests.examples import tried
from tests.segment.conftest import MEMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from commkit.store.ask.community import Store

    Order = tuple[int, int, int]
    Shop = Callable[[Sequence[Order]], Store]
    Scores = dict[str, tuple[int, int, int]]

SOME = tried(5)
orders = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 12), st.integers(0, 9)), min_size=1, max_size=80)

# Segment -> its cells (R, F), typed off the definition's table.
GRID = {
    "champions": [(5, 4), (5, 5)],
    "loyal": [(3, 4), (3, 5), (4, 4), (4, 5)],
    "potential_loyalist": [(4, 2), (4, 3), (5, 2), (5, 3)],
    "new": [(5, 1)],
    "promising": [(4, 1)],
    "need_attention": [(3, 3)],
    "about_to_sleep": [(3, 1), (3, 2)],
    "at_risk": [(1, 3), (1, 4), (2, 3), (2, 4)],
    "cannot_lose": [(1, 5), (2, 5)],
    "hibernating": [(1, 2), (2, 1), (2, 2)],
    "lost": [(1, 1)],
}
LEVELS = {1: (3, 4), 2: (5, 7), 3: (8, 10), 4: (11, 12), 5: (13, 15)}  # sums of R, F and M


def market(seed: int) -> list[Order]:
    """A hundred orders, drawn at random."""
    drawn = np.random.default_rng(seed).integers((1, 0, 0), (41, 13, 10), (100, 3))
    return [(member, days, amount) for member, days, amount in drawn.tolist()]


def score(value: float, others: Sequence[float]) -> int:
    """One score by the definition; greater is better."""
    worse = sum(other < value for other in others)
    return min(5, 1 + 5 * worse // len(others))


def by_hand(told: Sequence[Order]) -> dict[int, tuple[int, int, int]]:
    """Recency (negative, so that greater is better), frequency and money of each member."""
    mine = defaultdict(list)
    for member, days, amount in told:
        mine[member].append((days, amount))
    return {
        member: (-min(days for days, _ in own), len(own), sum(amount for _, amount in own))
        for member, own in mine.items()
    }


def scores(store: Store) -> list[dict[str, int]]:
    return rfm(store, members=True).table.to_dicts()


@SOME
@given(orders)
def test_scores_count_who_is_worse(shop: Shop, told: list[Order]) -> None:
    measures = by_hand(told)
    columns = list(zip(*measures.values(), strict=True))
    expected = sorted(
        (*own, *(score(value, column) for value, column in zip(own, columns, strict=True))) for own in measures.values()
    )
    rows = scores(shop(told))
    assert (
        sorted(
            (-row["recency_days"], row["orders"], int(row["net_amount"]), row["r"], row["f"], row["m"]) for row in rows
        )
        == expected
    )


def test_the_order_of_rows_changes_nobodys_score(shop: Shop) -> None:
    told = market(0)
    before = scores(shop(told))
    assert scores(shop(told[::-1])) == before
    assert scores(shop(sorted(told))) == before


@pytest.mark.parametrize("seed", range(2))
def test_better_never_scores_lower_and_the_worst_scores_one(shop: Shop, seed: int) -> None:
    rows = scores(shop(market(seed)))
    for column, measure, sign in (("r", "recency_days", -1), ("f", "orders", 1), ("m", "net_amount", 1)):
        ranked = sorted((sign * row[measure], row[column]) for row in rows)
        assert [points for _, points in ranked] == sorted(points for _, points in ranked)
        assert {points for value, points in ranked if value == ranked[0][0]} == {1}


def test_every_member_has_one_segment_and_one_level(shop: Shop) -> None:
    told = market(2)
    store = shop(told)
    for row in scores(store):
        segment = str(row["segment"])
        low, high = LEVELS[row["level"]]
        assert (row["r"], row["f"]) in GRID[segment]
        assert low <= row["r"] + row["f"] + row["m"] <= high
    buyers = len({member for member, _, _ in told})
    counted = dict(rfm(store).table.select("segment", "members").iter_rows())
    assert counted.pop("prospects") == MEMBERS - buyers
    assert sum(counted.values()) == buyers
    assert rfm(store, levels=True).table["members"].sum() == buyers


def test_the_grid_is_cut_into_eleven_without_gap_or_overlap(shop: Shop) -> None:
    cells = "from range(1, 6) as r(r), range(1, 6) as f(f)"
    found = select(shop([]), f"select r, f, segment_of(r, f) {cells}", timeout=60).rows()
    drawn = {cell: name for name, own in GRID.items() for cell in own}
    assert sum(map(len, GRID.values())) == len(drawn) == 25
    assert {(r, f): name for r, f, name in found} == drawn


def test_levels_follow_the_sum_of_scores(shop: Shop) -> None:
    found = select(shop([]), "select total, value_level(total) from range(3, 16) as t(total)", timeout=60).rows()
    assert dict(found) == {total: level for level, (low, high) in LEVELS.items() for total in range(low, high + 1)}
