"""Days planted into drawn series, series without events, and what a day may depend on."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import isclose, nan
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commkit.stats.anomaly import Judgement, count_anomalies, judge_days
from tests.stats.planted import CHATS, average_precision, draw, plant, same_weekday_z

SERIES = st.lists(st.one_of(st.none(), st.integers(0, 400)), min_size=0, max_size=150)


@cache
def office(seed: int = 0) -> tuple[int, ...]:
    return tuple(draw(replace(CHATS["office"], days=200), seed))


def test_planted_days_are_found_better_than_by_the_same_weekday() -> None:
    """Over five series a kind, 40 of 1000 days at .3, .45, 1.8 or 2.5 times their count."""
    for chat in ("office", "falling", "small"):
        gains = []
        for seed in range(5):
            counts, planted = plant(draw(CHATS[chat], seed), seed)
            plain = average_precision(same_weekday_z(counts), planted)
            gains.append(average_precision([day.z for day in judge_days(counts)], planted) - plain)
        assert fmean(gains) >= 0.05, chat


@pytest.mark.parametrize("chat", sorted(CHATS))
def test_series_without_events_fire_at_most_three_days_in_a_thousand(chat: str) -> None:
    found = [count_anomalies(judge_days(draw(CHATS[chat], seed))) for seed in range(5)]
    days = sum(judged for _, judged in found)
    assert days == 5 * (1000 - 56)
    assert sum(fired for fired, _ in found) / days <= 0.003


def test_counts_by_chance_alone_fire_at_most_three_days_in_a_thousand() -> None:
    """Poisson counts around 20 on all days, which the spread of chance describes."""
    chat = replace(CHATS["small"], mean=20, weekdays=(0,) * 7, walk=0, noise=0, size=10**9)
    fired, judged = count_anomalies(judge_days(draw(chat, 4)))
    assert fired / judged <= 0.003


def test_a_slow_drift_fires_nothing() -> None:
    """From 1000 down to 250 a day within a year, and up again, with no noise but rounding."""
    weekdays = (1.0, 1.2, 1.1, 1.0, 0.9, 0.5, 0.4)
    down = [round(1000 * 0.25 ** (day / 365) * weekdays[day % 7]) for day in range(365)]
    for counts in (down, down[::-1]):
        fired, judged = count_anomalies(judge_days(counts))
        assert (fired, judged) == (0, 365 - 56)


def test_the_weekday_is_part_of_what_is_expected() -> None:
    """A hundred on workdays and ten on weekends: a weekend like a workday is an anomaly, a weekend as ever is none."""
    counts = [10 if day % 7 > 4 else 100 for day in range(104)]
    counts[103] = 100  # a Saturday, as day 96 is
    days = judge_days(counts)
    usual, odd = days[96], days[103]
    assert usual.expected == pytest.approx(10)
    assert usual.z == pytest.approx(0)
    assert odd.expected == pytest.approx(10)
    assert odd.is_anomaly
    assert odd.z is not None
    assert odd.z > 0


def test_equal_days_have_the_spread_of_chance() -> None:
    """Of 100 a day for ten weeks: by Anscombe (1948) the square roots of count + 3/8 vary by 1/2 a spread."""
    day = judge_days([100] * 70)[-1]
    low, high = (100.375**0.5 - 1.75) ** 2 - 0.375, (100.375**0.5 + 1.75) ** 2 - 0.375
    assert day.expected == pytest.approx(100)
    assert day.low == pytest.approx(low, abs=0.01)
    assert day.high == pytest.approx(high, abs=0.01)


def test_silence_is_expected_after_silence() -> None:
    counts = [0] * 80
    assert judge_days(counts)[-1].z == pytest.approx(0)
    assert judge_days([*counts, 30])[-1].is_anomaly
    assert not judge_days([*counts, 1])[-1].is_anomaly


def test_a_lower_level_is_usual_after_some_weeks() -> None:
    """A third as much from day 120 on: that day fires, and none of the days from the sixth week on."""
    counts = [count // (3 if day >= 120 else 1) for day, count in enumerate(draw(CHATS["steady"], 1)[:250])]
    days = judge_days(counts)
    assert days[120].is_anomaly
    assert not any(day.is_anomaly for day in days[120 + 35 :])


def test_eight_weeks_are_needed() -> None:
    days = judge_days(office())
    assert [day.needs_days for day in days[:57]] == list(range(56, -1, -1))
    assert days[55] == Judgement(None, None, None, None, 1)
    assert all(day.z is not None for day in days[56:])


def test_a_day_that_is_not_covered_is_never_a_zero() -> None:
    """It has an expectation and no z; the days after it are expected as if it were not there, not lower."""
    counts: list[float | None] = list(office())
    whole = judge_days(counts)
    for day in (150, 151, 152):
        counts[day] = None
    gone = judge_days(counts)
    assert [day.z for day in gone[150:153]] == [None] * 3
    assert gone[150].expected == whole[150].expected
    assert [day.is_anomaly for day in gone[153:]] == [day.is_anomaly for day in whole[153:]]
    assert all(0.8 < (a.expected or 0) / (b.expected or 1) < 1.25 for a, b in zip(gone[153:], whole[153:], strict=True))


def test_none_and_nan_are_the_same() -> None:
    counts: list[float | None] = [None if day % 11 == 0 else count for day, count in enumerate(office())]
    assert judge_days(counts) == judge_days([nan if count is None else count for count in counts])


def test_a_gap_of_a_month_needs_a_week_before_days_are_judged_again() -> None:
    """Day 126 still has days 98 and 99 in its month, day 127 one of them, day 128 none."""
    counts: list[float | None] = [*office()[:100], *[None] * 28, *office()[128:]]
    days = judge_days(counts)
    assert [day.needs_days for day in days[126:136]] == [5, 6, 7, 6, 5, 4, 3, 2, 1, 0]
    assert all(day.z is not None for day in days[135:140])


@pytest.mark.parametrize("counts", [[], [None] * 80, [3], [nan] * 5])
def test_nothing_is_judged_by_nothing(counts: list[float | None]) -> None:
    days = judge_days(counts)
    assert len(days) == len(counts)
    assert count_anomalies(days) == (0, 0)
    assert all(day.needs_days == 56 - sum(count == 3 for count in counts[:at]) for at, day in enumerate(days))


@pytest.mark.parametrize("count", [-1, float("inf")])
def test_what_is_no_count_is_refused(count: float) -> None:
    with pytest.raises(ValueError, match="at least 0"):
        judge_days([1, count])


@settings(deadline=None, max_examples=25)
@given(SERIES, st.integers(0, 150), st.lists(st.integers(0, 10**6), max_size=20))
def test_the_future_changes_nothing(counts: list[int | None], day: int, future: list[int]) -> None:
    assert judge_days([*counts[:day], *future])[: len(counts[:day])] == judge_days(counts)[:day]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 3), st.integers(57, 199), st.one_of(st.none(), st.integers(0, 10**6)))
def test_a_day_changes_neither_its_own_expectation_nor_earlier_ones(seed: int, day: int, count: int | None) -> None:
    counts: list[float | None] = list(office(seed))
    before = judge_days(counts)
    counts[day] = count
    after = judge_days(counts)
    assert after[:day] == before[:day]
    assert replace(after[day], z=None) == replace(before[day], z=None)


@settings(deadline=None, max_examples=25)
@given(SERIES)
def test_what_is_told_fits_together(counts: list[int | None]) -> None:
    """Null together, in order, beyond the threshold where outside the range, and never sooner than promised."""
    days = judge_days(counts)
    for at, (count, day) in enumerate(zip(counts, days, strict=True)):
        assert (day.expected is None) == (day.low is None) == (day.high is None) == (day.needs_days > 0)
        assert (day.z is None) == (day.expected is None or count is None)
        assert all(later.needs_days for later in days[at : at + day.needs_days : 7])
        if day.low is not None and day.high is not None and day.expected is not None:
            assert 0 <= day.low <= day.expected + 1e-9
            assert day.expected <= day.high
            on_edge = count is not None and any(isclose(count, edge, abs_tol=1e-6) for edge in (day.low, day.high))
            outside = count is not None and not day.low <= count <= day.high
            assert on_edge or day.is_anomaly == outside


def test_anomalies_are_counted_among_the_days_that_are_judged() -> None:
    zs = [None, 0.0, 3.5, -3.5, 3.51, -9.0]
    assert count_anomalies(Judgement(z, 1.0, 0.0, 2.0, 0) for z in zs) == (2, 5)
