"""Several tests at once, beside published examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.stats.many_tests import adjust, find_split_chance, keep_findings

if TYPE_CHECKING:
    from random import Random

# Benjamini and Hochberg (1995), section 3.2.
PUBLISHED = (
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
)


def test_findings_are_those_of_benjamini_and_hochberg() -> None:
    """The fifteen p-values of their paper of 1995, section 3.2, of which four are kept at 5%."""
    assert keep_findings(PUBLISHED) == [True] * 4 + [False] * 11
    assert keep_findings([]) == []


@given(st.lists(st.floats(0, 1), max_size=20), st.randoms())
def test_findings_do_not_depend_on_the_order(chances: list[float], random: Random) -> None:
    order = list(range(len(chances)))
    random.shuffle(order)
    kept = keep_findings(chances)
    assert keep_findings([chances[at] for at in order]) == [kept[at] for at in order]


def test_adjusted_as_published() -> None:
    """The first four of the fifteen of Benjamini and Hochberg (1995), times 15 / rank, never above a later one."""
    assert adjust(PUBLISHED)[:4] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625])


@given(st.lists(st.floats(0, 1), max_size=20))
def test_adjusted_ones_keep_the_order_and_never_fall(chances: list[float]) -> None:
    told = adjust(chances)
    assert all(one >= chance * (1 - 1e-12) for one, chance in zip(told, chances, strict=True))
    by_chance = [told[at] for at in sorted(range(len(chances)), key=chances.__getitem__)]
    assert by_chance == sorted(by_chance)


def test_how_a_split_goes_wrong() -> None:
    """Cookie Cats, 44,700 beside 45,489 players: chi-square 6.9024, p .008608 (Kaggle, "Mobile Games A/B testing")."""
    assert find_split_chance([44_700, 45_489], [1, 1]) == pytest.approx(0.008608, abs=1e-6)
    assert find_split_chance([600, 400], [1, 1]) < 1e-9
    assert find_split_chance([600, 400], [3, 2]) == pytest.approx(1)
