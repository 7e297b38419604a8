"""Waiting that ends in several ways, beside R's etm, beside Kaplan-Meier, and counted by hand."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.stats.exits import Exits, aalen_johansen
from commkit.stats.survival import kaplan_meier

# Twelve people, four of whom were seen late, with ties of all kinds.
DURATIONS = [1, 2, 2, 3, 3, 3, 4, 5, 5, 6, 7, 7]
CAUSES = [1, 2, 0, 1, 1, 2, 0, 1, 2, 1, 0, 2]
ENTRIES = [0, 0, 0, 0, 2, 0, 1, 0, 3, 0, 4, 0]
# etm 1.1.1 in R 4.2.2: est, cov and summary(ci.fun = "cloglog") of these, at the times at which somebody ends.
ETM_TIMES, ETM_AT_RISK = [1, 2, 3, 5, 6, 7], [8, 8, 7, 5, 3, 2]
ETM_SHARES = {
    1: [0.12500, 0.12500, 0.34375, 0.43125, 0.51875, 0.51875],
    2: [0.0, 0.109375, 0.218750, 0.306250, 0.306250, 0.393750],
}
ETM_VARIANCES = {
    1: [0.013671875, 0.013671875, 0.025634765625, 0.026017578125, 0.025525390625, 0.025525390625],
    2: [0.0, 0.01068115234375, 0.018798828125, 0.021916015625, 0.021916015625, 0.024158203125],
}
ETM_LOWER = [0.018607034121034, 0.018607034121034, 0.126592972031438, 0.190011922296844, 0.259508218423345]
ETM_UPPER = [0.612999985967975, 0.612999985967975, 0.730394310486424, 0.779341105786201, 0.831426503983403]

PEOPLE = st.lists(st.tuples(st.integers(1, 20), st.integers(0, 3), st.integers(0, 12)), min_size=1, max_size=40)


def exits_of(people: list[tuple[int, int, int]], *, late: bool = True) -> Exits:
    durations, causes, entries = zip(*people, strict=True)
    return aalen_johansen(durations, causes, entries if late else None)


def test_twelve_people_as_etm_has_them() -> None:
    exits = aalen_johansen(DURATIONS, CAUSES, ENTRIES)
    places = [exits.times.index(time) for time in ETM_TIMES]
    assert [exits.at_risk[place] for place in places] == ETM_AT_RISK
    for cause, incidence in exits.by_cause.items():
        assert [incidence.share[place] for place in places] == pytest.approx(ETM_SHARES[cause], abs=1e-12)
        assert [incidence.variance[place] for place in places] == pytest.approx(ETM_VARIANCES[cause], abs=1e-12)
    first = exits.by_cause[1]
    assert [first.lower[place] for place in places[:-1]] == pytest.approx(ETM_LOWER, abs=1e-12)
    assert [first.upper[place] for place in places[:-1]] == pytest.approx(ETM_UPPER, abs=1e-12)


def test_five_people_counted_by_hand() -> None:
    """Of five one rises in month 1; one leaves in 2 and one is last seen there; of the two left one rises in 3.

    Rising: 1/5, then of the 4/5 x 3/4 = 3/5 who wait still a half: 1/5 + 3/10. Leaving: 1/4 of 4/5.
    """
    exits = aalen_johansen([1, 2, 2, 3, 4], [1, 2, 0, 1, 0])
    assert (exits.times, exits.at_risk) == ([1, 2, 3, 4], [5, 4, 2, 1])
    assert exits.waiting == pytest.approx([0.8, 0.6, 0.3, 0.3])
    assert exits.by_cause[1].exits == [1, 0, 1, 0]
    assert exits.by_cause[1].share == pytest.approx([0.2, 0.2, 0.5, 0.5])
    assert exits.by_cause[2].share == pytest.approx([0, 0.2, 0.2, 0.2])


def test_who_is_seen_late_is_at_risk_only_after_that() -> None:
    """At 2 only the first is at risk, for the second is first seen then; the third is never seen before the end."""
    exits = aalen_johansen([2, 5, 4], [1, 1, 1], [0, 2, 4])
    assert (exits.times, exits.at_risk) == ([2, 5], [1, 1])


def test_a_cause_by_which_nobody_ends_is_there_when_asked_for() -> None:
    exits = aalen_johansen([1, 2], [1, 0], kinds=2)
    assert exits.by_cause[2].share == [0, 0]
    assert exits.by_cause[2].upper == [0, 0]
    assert aalen_johansen([3], [0]).by_cause == {}
    assert aalen_johansen([3], [0]).waiting == [1]


def test_nobody_at_all() -> None:
    exits = aalen_johansen([], [], kinds=1)
    assert (exits.times, exits.at_risk, exits.waiting, exits.by_cause[1].share) == ([], [], [], [])


def test_where_all_have_ended_by_one_cause_the_lower_edge_is_unknown() -> None:
    only = aalen_johansen([1, 1, 2], [1, 1, 1]).by_cause[1]
    assert only.share[-1] == pytest.approx(1, abs=1e-15)
    assert math.isnan(only.lower[-1])
    assert only.upper[-1] == 1
    assert only.variance[-1] == pytest.approx(0, abs=1e-15)


@given(PEOPLE)
def test_with_one_cause_it_is_what_does_not_survive(people: list[tuple[int, int, int]]) -> None:
    lives = [(duration, min(cause, 1), 0) for duration, cause, _ in people]
    exits, curve = (
        exits_of(lives, late=False),
        kaplan_meier([life[0] for life in lives], [life[1] for life in lives], [1 - life[1] for life in lives]),
    )
    assert exits.times == curve.times
    assert exits.at_risk == curve.at_risk
    assert exits.waiting == pytest.approx(curve.survival, abs=1e-12)
    for incidence in exits.by_cause.values():
        assert incidence.share == pytest.approx([1 - share for share in curve.survival], abs=1e-12)
        assert incidence.variance == pytest.approx(curve.variance, abs=1e-12)
        # Where nobody is left, the one edge of either is undefined.
        there = [place for place, share in enumerate(curve.survival) if share > 0]
        assert [incidence.lower[at] for at in there] == pytest.approx([1 - curve.upper[at] for at in there], abs=1e-9)
        assert [incidence.upper[at] for at in there] == pytest.approx([1 - curve.lower[at] for at in there], abs=1e-9)


@given(PEOPLE)
def test_causes_and_waiting_make_up_the_whole(people: list[tuple[int, int, int]]) -> None:
    exits = exits_of(people)
    for place, waiting in enumerate(exits.waiting):
        ended = sum(incidence.share[place] for incidence in exits.by_cause.values())
        assert waiting + ended == pytest.approx(1, abs=1e-12)


@given(PEOPLE)
def test_incidences_only_rise_and_their_bands_are_around_them(people: list[tuple[int, int, int]]) -> None:
    for incidence in exits_of(people).by_cause.values():
        assert all(earlier <= later for earlier, later in pairwise(incidence.share))
        assert min(incidence.variance, default=0) >= 0
        for share, lower, upper in zip(incidence.share, incidence.lower, incidence.upper, strict=True):
            assert share - 1e-12 <= upper <= 1
            assert math.isnan(lower) or 0 <= lower <= share + 1e-12


@given(PEOPLE)
def test_the_order_of_people_changes_nothing(people: list[tuple[int, int, int]]) -> None:
    assert repr(exits_of(people)) == repr(exits_of(sorted(people)))


@given(PEOPLE)
def test_seen_from_the_beginning_is_never_late(people: list[tuple[int, int, int]]) -> None:
    early = [(duration, cause, 0) for duration, cause, _ in people]
    assert repr(exits_of(early)) == repr(exits_of(early, late=False))


@given(PEOPLE)
def test_without_censoring_an_incidence_is_a_share(people: list[tuple[int, int, int]]) -> None:
    lives = [(duration, cause or 1, 0) for duration, cause, _ in people]
    exits = exits_of(lives)
    for cause, incidence in exits.by_cause.items():
        for time, share, variance in zip(exits.times, incidence.share, incidence.variance, strict=True):
            counted = sum(kind == cause and duration <= time for duration, kind, _ in lives) / len(lives)
            assert share == pytest.approx(counted, abs=1e-12)
            assert variance == pytest.approx(counted * (1 - counted) / len(lives), abs=1e-12)
