from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from commkit.stats.decomposition import Contribution, Counts, Two, contribute, find_rest, round_together

NUMBERS = st.fractions(min_value=-50, max_value=50, max_denominator=12)
SHARES = st.fractions(min_value=0, max_value=1, max_denominator=12)


@st.composite
def _rated(draw: st.DrawFn) -> Counts:
    of = Fraction(draw(st.integers(0, 20)))
    return Counts(draw(SHARES) * of, of)


def _add(parts: list[Two]) -> Two:
    return Two(_sum([two.before for two in parts]), _sum([two.now for two in parts]))


def _sum(counts: list[Counts]) -> Counts:
    of = sum((each.denominator or Fraction(0) for each in counts), Fraction(0))
    return Counts(sum((each.numerator for each in counts), Fraction(0)), of)


def _sums(*pairs: tuple[int, int]) -> dict[str, Two]:
    return {str(number): Two(Counts(Fraction(a)), Counts(Fraction(b))) for number, (a, b) in enumerate(pairs)}


def test_a_part_of_a_sum_brings_its_own_change() -> None:
    """3 and 4 become 5 and 1: +2 and -3 of -1."""
    brought = contribute(_sums((3, 5), (4, 1)), Two(Counts(Fraction(7)), Counts(Fraction(6))))
    assert [each.change for each in brought.values()] == [2, -3]


def test_a_rate_changes_by_mix_alone_where_every_part_keeps_its_own() -> None:
    """A of 10 at 1/2 and B of 10 at 1/10 become A of 30 and B of 10: 6/20 becomes 16/40, +1/10.

    The mean rate of all is 7/20. A's share goes from 1/2 to 3/4: 1/4 x (1/2 - 7/20) = 3/80. B's: -1/4 x (1/10 - 7/20) =
    5/80. Together 8/80.
    """
    a = Two(Counts(Fraction(5), Fraction(10)), Counts(Fraction(15), Fraction(30)))
    b = Two(Counts(Fraction(1), Fraction(10)), Counts(Fraction(1), Fraction(10)))
    brought = contribute({"a": a, "b": b}, _add([a, b]))
    assert [each.by_rate for each in brought.values()] == [0, 0]
    assert [each.by_mix for each in brought.values()] == [Fraction(3, 80), Fraction(5, 80)]


def test_a_rate_changes_by_rate_alone_where_shares_stay() -> None:
    """A of 10 goes from 2 to 6, B of 30 stays at 3: A's share is 1/4, and 1/4 x 4/10 = 1/10."""
    a = Two(Counts(Fraction(2), Fraction(10)), Counts(Fraction(6), Fraction(10)))
    b = Two(Counts(Fraction(3), Fraction(30)), Counts(Fraction(3), Fraction(30)))
    brought = contribute({"a": a, "b": b}, _add([a, b]))
    assert brought["a"] == Contribution(Fraction(1, 10), Fraction(0), Fraction(1, 10))
    assert brought["b"] == Contribution(Fraction(0), Fraction(0), Fraction(0))


@given(st.lists(st.tuples(_rated(), _rated()), min_size=1, max_size=6))
def test_mix_and_rate_add_up_to_the_change_of_a_rate(pairs: list[tuple[Counts, Counts]]) -> None:
    parts = {str(number): Two(*pair) for number, pair in enumerate(pairs)}
    whole = _add(list(parts.values()))
    if whole.before.value is None or whole.now.value is None:
        return
    brought = contribute(parts, whole).values()
    assert sum(each.change for each in brought) == whole.now.value - whole.before.value
    assert all(each.by_mix + each.by_rate == each.change for each in brought)  # type: ignore[operator]


@given(st.lists(st.tuples(_rated(), _rated()), min_size=1, max_size=4), _rated(), _rated())
def test_the_rest_makes_parts_add_up_to_any_whole(
    pairs: list[tuple[Counts, Counts]], before: Counts, now: Counts
) -> None:
    """Members of several parts count in each, so that parts hold more than the whole."""
    if before.value is None or now.value is None:
        return
    whole, parts = Two(before, now), {str(number): Two(*pair) for number, pair in enumerate(pairs)}
    if rest := find_rest(parts.values(), whole):
        parts["rest"] = rest
    assert _add(list(parts.values())) == whole
    assert sum(each.change for each in contribute(parts, whole).values()) == now.value - before.value


@given(st.lists(NUMBERS, max_size=8), st.integers(0, 9))
def test_rounded_numbers_add_up_to_their_rounded_sum(numbers: list[Fraction], places: int) -> None:
    rounded = round_together(numbers, places)
    assert sum(map(Fraction, rounded)) == Fraction(round(sum(numbers, Fraction(0)) * 10**places), 10**places)
    assert all(
        abs(Fraction(mine) - each) < Fraction(1, 10**places) for mine, each in zip(rounded, numbers, strict=True)
    )
