"""`--r-compatible` against numpy and the package's published rules."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from commkit.segment.rfm import rfm
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from commkit.store.ask.community import Store

    Order = tuple[int, int, int]
    Shop = Callable[[Sequence[Order]], Store]

SOME = tried(4)
orders = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 30), st.integers(0, 99)), min_size=1, max_size=80)

# The ten rules of the package's guide, in its order: lowest and highest R, F and M.
RULES = {
    "champions": ((4, 5), (4, 5), (4, 5)),
    "loyal": ((2, 5), (3, 5), (3, 5)),
    "potential_loyalist": ((3, 5), (1, 3), (1, 3)),
    "new": ((4, 5), (1, 1), (1, 1)),
    "promising": ((3, 4), (1, 1), (1, 1)),
    "need_attention": ((2, 3), (2, 3), (2, 3)),
    "about_to_sleep": ((2, 3), (1, 2), (1, 2)),
    "at_risk": ((1, 2), (2, 5), (2, 5)),
    "cannot_lose": ((1, 1), (4, 5), (4, 5)),
    "lost": ((1, 2), (1, 2), (1, 2)),
}


def binned(values: Sequence[int]) -> list[int]:
    """Scores 1 to 5 in bins [low, high) whose edges are R's default quantiles plus one."""
    edges = np.quantile(np.array(values, dtype=float), [0.2, 0.4, 0.6, 0.8], method="linear").round(3) + 1
    return [1 + int(np.searchsorted(edges, value, side="right")) for value in values]


def named(scores: tuple[int, int, int]) -> str:
    fitting = (
        name
        for name, rule in RULES.items()
        if all(low <= score <= high for score, (low, high) in zip(scores, rule, strict=True))
    )
    return next(fitting, "others")


def by_numpy(told: Sequence[Order]) -> list[tuple[object, ...]]:
    own = defaultdict(list)
    for member, days, amount in told:
        own[member].append((days, amount))
    recency = [min(days for days, _ in each) for each in own.values()]
    frequency = [len(each) for each in own.values()]
    monetary = [sum(amount for _, amount in each) for each in own.values()]
    scores = zip([6 - score for score in binned(recency)], binned(frequency), binned(monetary), strict=True)
    rows = zip(recency, frequency, monetary, scores, strict=True)
    return sorted((days, times, money, *score, named(score)) for days, times, money, score in rows)


def answered(store: Store) -> list[dict[str, int]]:
    return rfm(store, members=True, r_compatible=True).table.to_dicts()


@SOME
@given(orders)
@example([(who, 0, amount) for who, amount in enumerate((47, 0, 47, 0, 47, 47, 47, 42), 1)])  # a quintile of 46
def test_scores_and_names_are_the_packages(shop: Shop, told: list[Order]) -> None:
    columns = ("recency_days", "orders", "net_amount", "r", "f", "m", "segment")
    assert sorted(tuple(row[name] for name in columns) for row in answered(shop(told))) == by_numpy(told)


def test_the_order_of_rows_changes_nothing(shop: Shop) -> None:
    drawn = np.random.default_rng(0).integers((1, 0, 0), (41, 31, 100), (100, 3))
    told = [(member, days, amount) for member, days, amount in drawn.tolist()]
    before = answered(shop(told))
    assert answered(shop(told[::-1])) == before
    assert answered(shop(sorted(told))) == before


def test_classes_are_ten_and_others(shop: Shop) -> None:
    result = rfm(shop([(1, 0, 5), (2, 9, 5)]), r_compatible=True)
    assert sorted(result.table["segment"]) == sorted([*RULES, "others"])
    assert result.parameters == {"on": "orders", "mode": "r_package"}
