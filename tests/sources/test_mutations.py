"""Wounded exports: refused or accounted for, never a crash, never a hang. `make mutations` tries many more."""

from __future__ import annotations

import pytest

from tests.sources.mutations import BUG, MOST_SECONDS, mutant, tried

SEEDS = range(1_000_000, 1_000_080)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wounded_export_is_refused_or_accounted_for(seed: int) -> None:
    _, case, ending = tried(seed)
    assert ending.code != BUG, (case, ending.fault)
    assert ending.seconds < MOST_SECONDS, case  # of the processor: a busy machine must not fail a test


def test_a_seed_always_gives_the_same_wounds() -> None:
    assert mutant(7) == mutant(7)
    assert mutant(7) != mutant(8)
