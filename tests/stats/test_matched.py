"""Sets of those who ended and others alike, and what chance gives."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import isclose
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.segment.churn.path_neighbours import measure_spread
from commkit.stats.matched import find_chance, find_interval, match

PEOPLE = st.lists(st.sampled_from("abc"), max_size=12)


@given(PEOPLE, PEOPLE, st.integers(1, 4))
def test_sets_are_alike_of_one_size_and_nobody_serves_twice(ended: str, others: str, most: int) -> None:
    kind = {f"e{at}": what for at, what in enumerate(ended)} | {f"o{at}": what for at, what in enumerate(others)}
    number = {name: at for at, name in enumerate(kind)}
    told = {at: kind[name] for name, at in number.items()}
    sets = match(
        [(number[f"e{at}"], what) for at, what in enumerate(ended)],
        [(number[f"o{at}"], what) for at, what in enumerate(others)],
        most,
    )
    assert len({len(each) for each in sets}) <= 1
    assert all(each[0] == (each[0][1],) * 2 and len(each) <= most + 1 for each in sets)
    beside = [other for each in sets for _, other in each[1:]]
    assert max(Counter(beside).values(), default=1) == 1
    assert all(told[one] == told[other] for each in sets for one, other in each)


def test_the_number_of_others_is_the_one_that_tells_most() -> None:
    """Six find two, one finds one: seven pairs weigh 7/2, six sets of three weigh 6 x 2/3 = 4, so one is left out."""
    sets = match(
        [(at, "x") for at in range(6)] + [(6, "y")], [(10 + at, "x") for at in range(12)] + [(30, "y")], most=5
    )
    assert [len(each) for each in sets] == [3] * 6


@given(st.lists(st.integers(0, 3), min_size=1, max_size=5), st.data())
def test_chance_is_what_counting_all_ways_gives(totals: list[int], data: st.DataObject) -> None:
    """Every one of a set of three may be the one who ended: all ways are counted."""
    observed = data.draw(st.integers(sum(each == 3 for each in totals), sum(each > 0 for each in totals)))
    ways = Counter(
        sum(who < has for who, has in zip(chosen, totals, strict=True))
        for chosen in product(range(3), repeat=len(totals))
    )
    likely = sum(count for count in ways.values() if count <= ways[observed]) / 3 ** len(totals)
    assert isclose(find_chance(totals, 3, observed), likely, abs_tol=1e-12)


def test_an_interval_is_that_of_student() -> None:
    """Of 1 to 5: mean 3, deviation 1.5811, and t of 4 degrees is 2.776445 (tables), so 3 - 1.96324 to 3 + 1.96324."""
    found = find_interval([1, 2, 3, 4, 5])
    assert found is not None
    assert found == pytest.approx((3, 1.036757, 4.963243), abs=1e-5)
    assert find_interval([1.0]) is None


def spread(seed: int, effect: float) -> str:
    """The status of one invented community: 12 core members, each with 3 to 7 neighbours and days of their own.

    A circle as a whole may have a better or a worse month; that is nobody's effect.
    """
    random = Random(seed)  # noqa: S311 (invented days)
    sets: list[list[dict[str, object]]] = []
    for core in range(12):
        month = random.gauss(0, 1)
        for _ in range(random.randint(3, 7)):
            before, after = random.randint(0, 9), random.randint(0, 9)
            person: dict[str, object] = {
                "core": core,
                "before_days": before,
                "after_days": after + month + effect,
                "is_lost": False,
            }
            other: dict[str, object] = {
                "core": None,
                "before_days": random.randint(0, 9),
                "after_days": random.randint(0, 9),
                "is_lost": False,
            }
            sets.append([person, other])
    return str(measure_spread(sets, "active_days")["status"])


def test_of_two_hundred_communities_without_contagion_at_most_seventeen_show_one() -> None:
    """Of 200 intervals of 95%, 183 or more hold the truth: fewer would come of chance once in a hundred times."""
    found = Counter(spread(seed, 0.0) for seed in range(200))
    assert found["low_n"] == 0
    assert found["no_effect"] >= 183


def test_contagion_that_is_planted_is_found() -> None:
    assert [spread(seed, -5.0) for seed in range(20)] == ["effect"] * 20
