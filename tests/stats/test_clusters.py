"""Soft clusters, beside published ones, and how many there are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_iris
from sklearn.metrics import adjusted_rand_score

from commkit.stats.clusters import STABLE, choose_k, find_clusters, measure_stability, pick

CORNERS = np.array([[0.0, 0.0], [20.0, 0.0], [0.0, 20.0]])


def draw(centres: np.ndarray, each: int = 60) -> np.ndarray:
    """So many people around each centre."""
    return np.concatenate([np.random.default_rng(3).normal(size=(each, 2)) + centre for centre in centres])


def test_iris_as_published() -> None:
    """Three clusters of 150 flowers, m = 2: partition coefficient .783397 and these centres (scikit-fuzzy 0.5)."""
    found = find_clusters(load_iris().data, 3, 1)
    assert found.partition == pytest.approx(0.783397, abs=1e-6)
    assert found.objective == pytest.approx(60.5057, abs=1e-4)
    centres = [
        (5.0040, 3.4141, 1.4828, 0.2535),
        (5.8889, 2.7611, 4.3640, 1.3973),
        (6.7750, 3.0524, 5.6468, 2.0535),
    ]
    assert found.centres == pytest.approx(np.array(centres), abs=1e-4)


@given(st.integers(0, 2**31), st.integers(2, 5))
def test_memberships_are_shares_of_one(seed: int, k: int) -> None:
    people = np.random.default_rng(seed).normal(size=(40, 3))
    found = find_clusters(people, k, seed)
    assert np.abs(found.memberships.sum(axis=1) - 1).max() < 1e-9
    assert 1 / k - 1e-9 <= found.partition <= 1
    assert find_clusters(people, k, seed).memberships == pytest.approx(found.memberships), (
        "the same seed, the same answer"
    )


def test_what_lies_apart_is_found() -> None:
    people = draw(CORNERS)
    found = find_clusters(people, 3, 1)
    assert adjusted_rand_score(np.repeat([0, 1, 2], 60), found.memberships.argmax(axis=1)) == 1
    assert pick(choose_k(people, 6, 1)) == 3


@pytest.mark.parametrize("seed", range(1, 6))
def test_one_heap_has_no_kinds(seed: int) -> None:
    assert pick(choose_k(draw(CORNERS[:1], 200), 6, seed)) == 1


def test_a_mean_that_chance_lifts_over_the_bound_is_not_enough() -> None:
    """Two heaps that touch: the mean of the pairs is over .8 for one of five seeds, and two errors below for none."""
    found = [measure_stability(draw(CORNERS[:2] / 10), 2, seed) for seed in range(1, 6)]
    assert [each.mean >= STABLE for each in found].count(True) == 1
    assert not any(each.is_enough for each in found)
