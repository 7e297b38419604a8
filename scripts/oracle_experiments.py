"""Compare commkit's experiments with statsmodels', on counts that were published.

Hillstrom's e-mails (2008) and Cookie Cats: rates with their intervals, p and sizes. Prints the largest difference of
each number; exits 1 if one is over 1e-9.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from commkit.stats.effect import Sample, compare_means, find_effect
from commkit.stats.many_tests import adjust
from commkit.stats.sample_size import find_power

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 1e-9
# What was counted, of how many; a and b.
COUNTS = {
    "men visit": (3894, 21_307, 2262, 21_306),
    "women visit": (3238, 21_387, 2262, 21_306),
    "men women visit": (3894, 21_307, 3238, 21_387),
    "men conversion": (267, 21_307, 122, 21_306),
    "women conversion": (189, 21_387, 122, 21_306),
    "men women conversion": (267, 21_307, 189, 21_387),
    "cats day 1": (20_034, 44_700, 20_119, 45_489),
    "cats day 7": (8502, 44_700, 8279, 45_489),
    "few": (3, 31, 0, 30),
}


def main() -> int:
    """Compare, print, and say by the exit code whether all agrees."""
    worst: dict[str, float] = {}
    for number, ours, theirs in (*compare_rates(), *compare_mean(), *compare_others()):
        worst[number] = max(worst.get(number, 0.0), abs(ours - theirs))
    for number, most in worst.items():
        print(f"{number:12} {most:.1e}")
    return int(max(worst.values()) > MOST)


def compare_rates() -> Iterator[tuple[str, float, float]]:
    """The pooled test, and Newcombe's interval."""
    for part_a, whole_a, part_b, whole_b in COUNTS.values():
        found = find_effect(part_a, whole_a, part_b, whole_b)
        assert found is not None
        z, p = proportions_ztest([part_a, part_b], [whole_a, whole_b])
        low, high = confint_proportions_2indep(part_a, whole_a, part_b, whole_b, method="newcomb")
        yield from (("z", found.z, z), ("p", found.p, p), ("low", found.low, low), ("high", found.high, high))


def compare_mean() -> Iterator[tuple[str, float, float]]:
    """Welch's test of two samples."""
    a, b = [1.0, 2, 3, 4, 9], [2.0, 4, 6, 8, 10, 40]
    told = CompareMeans(DescrStatsW(a), DescrStatsW(b))
    samples = [Sample(len(each), sum(each) / len(each), DescrStatsW(each, ddof=1).var) for each in (a, b)]
    found = compare_means(*samples)
    assert found is not None
    t, p, _ = told.ttest_ind(usevar="unequal")
    low, high = told.tconfint_diff(usevar="unequal")
    yield from (
        ("t", found.z, t),
        ("p of means", found.p, p),
        ("low mean", found.low, low),
        ("high mean", found.high, high),
    )


def compare_others() -> Iterator[tuple[str, float, float]]:
    """Power of the t test on the side of the effect, as R has it, and p adjusted for many tests."""
    for effect, n in ((0.5, 63.76576), (1.0, 22.0211), (0.2, 400)):
        yield "power", find_power(effect, n), TTestIndPower().power(effect, n, 0.025, alternative="larger")
    chances = [0.0001, 0.04, 0.03, 0.2, 0.9, 0.011]
    for ours, theirs in zip(adjust(chances), multipletests(chances, method="fdr_bh")[1], strict=True):
        yield "adjusted p", ours, theirs


if __name__ == "__main__":
    sys.exit(main())
