"""Goals split into steps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]


def rows(run: Run, *words: str) -> list[dict[str, Any]]:
    done = run("plan", "split", *words, "--format", "json")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["rows"]
    return found


@pytest.mark.parametrize(("base", "steps", "growth"), [(100_000, 4, 111.5), (600_000, 3, 49.4)])
def test_five_years_as_the_handbook_has_them(run: Run, base: int, steps: int, growth: float) -> None:
    """用户增长五年策略 §4.1(1) (J8): 100,000 to 2 million in 4 steps, 600,000 to 2 million in 3."""
    told = rows(run, "--from", str(base), "--to", "2000000", "--steps", str(steps))
    assert [row["change_percent"] for row in told] == pytest.approx([growth] * steps, abs=0.05)
    assert told[-1]["target"] == 2_000_000


def test_months_and_weeks_compound_to_the_goal(run: Run) -> None:
    for every, count in (("month", 6), ("week", 27)):
        span = ("--start", "2026-07-01", "--due", "2026-12-31", "--every", every)
        told = rows(run, "--from", "111", "--to", "150", *span)
        assert len(told) == count
        assert 111 * (1 + told[0]["change_percent"] / 100) ** count == pytest.approx(150)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "0", "--to", "5", "--steps", "2"), "above 0"),
        (("--from", "1", "--to", "5"), "in how many steps?"),
        (("--from", "1", "--to", "5", "--start", "2026-02-01", "--due", "2026-01-01"), "due before it starts"),
    ],
)
def test_what_cannot_be_split_is_refused(run: Run, words: tuple[str, ...], said: str) -> None:
    done = run("plan", "split", *words)
    assert (done.code, len(done.err.splitlines())) == (2, 2)
    assert said in done.err
