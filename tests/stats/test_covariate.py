"""The past taken out of an outcome."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.stats.covariate import Pair, take_out


def pair(outcome: list[float], earlier: list[float]) -> Pair:
    told = np.cov(outcome, earlier)
    return Pair(
        len(outcome), float(np.mean(outcome)), told[0, 0], float(np.mean(earlier)), told[1, 1], float(told[0, 1])
    )


@given(st.integers(0, 2**31), st.floats(-2, 2))
def test_what_is_left_is_one_less_rho_squared(seed: int, slope: float) -> None:
    """In a single arm rho is the plain correlation; the adjusted values themselves have that variance."""
    rng = np.random.default_rng(seed)
    earlier = rng.normal(size=50)
    outcome = slope * earlier + rng.normal(size=50)
    [told], left = take_out([pair(list(outcome), list(earlier))])
    rho = np.corrcoef(outcome, earlier)[0, 1]
    assert left == pytest.approx(1 - rho**2)
    assert told.variance == pytest.approx(left * np.var(outcome, ddof=1))
    assert told.mean == pytest.approx(outcome.mean())


def test_a_head_start_is_no_effect() -> None:
    """B wrote 2 more before and 2 more after: without the past nothing is left of the difference."""
    a, b = pair([1, 2, 3, 4], [1, 2, 3, 4]), pair([3, 4, 5, 6], [3, 4, 5, 6])
    told, left = take_out([a, b])
    assert told[0].mean == pytest.approx(told[1].mean)
    assert left == pytest.approx(0)


def test_a_past_that_never_varies_takes_nothing_out() -> None:
    [told], left = take_out([pair([1, 2, 4], [5, 5, 5])])
    assert (told.mean, left) == pytest.approx((7 / 3, 1))
