"""What each part brings to the change of a whole: exact, so that the parts add up to it to the last unit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ZERO = Fraction(0)


class Counts(NamedTuple):
    """A number of one period: a numerator and what it is of, or a sum, which is of nothing."""

    numerator: Fraction
    denominator: Fraction | None = None

    @property
    def value(self) -> Fraction | None:
        """The number itself; null where it is 0/0."""
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


class Two(NamedTuple):
    """The same number in the earlier period and in the later one."""

    before: Counts
    now: Counts


class Contribution(NamedTuple):
    """What a part brings to the change; of a rate, by weighing more or less and by its own rate."""

    change: Fraction
    by_mix: Fraction | None = None
    by_rate: Fraction | None = None


def contribute(parts: Mapping[str, Two], whole: Two) -> dict[str, Contribution]:
    """What each part brings to the change of the whole; `parts` must add up to it, see `find_rest`.

    Of a sum it is the part's own change. A rate R = N / D is the mean of the parts' rates r = n / d with the weights
    w = d / D. With a bar for the mean of both periods, a part brings by its rate w_bar * (r_now - r_before), and by mix
    (w_now - w_before) * (r_bar - R_bar). Where a part is of nobody in one of the periods, all that it brings is mix.
    """
    if whole.now.denominator is None:
        return {name: Contribution(two.now.numerator - two.before.numerator) for name, two in parts.items()}
    return {name: _contribute_rate(two, whole) for name, two in parts.items()}


def _contribute_rate(part: Two, whole: Two) -> Contribution:
    weights = [_weigh(mine, all_) for mine, all_ in zip(part, whole, strict=True)]
    brought = [mine.numerator / _of(all_) for mine, all_ in zip(part, whole, strict=True)]
    rates = [mine.value for mine in part]
    mean = sum((_known(all_.value) for all_ in whole), _ZERO) / 2
    change = brought[1] - brought[0] - mean * (weights[1] - weights[0])
    by_rate = _ZERO
    if rates[0] is not None and rates[1] is not None:
        by_rate = (weights[0] + weights[1]) / 2 * (rates[1] - rates[0])
    return Contribution(change, change - by_rate, by_rate)


def find_rest(parts: Iterable[Two], whole: Two) -> Two | None:
    """What the parts lack of the whole, negative where they hold more than it; nothing where they add up to it."""
    held = list(parts)
    rest = Two(*(_subtract(all_, [two[when] for two in held]) for when, all_ in enumerate(whole)))
    return rest if any(number for counts in rest for number in counts if number) else None


def _subtract(whole: Counts, parts: Sequence[Counts]) -> Counts:
    numerator = whole.numerator - sum((each.numerator for each in parts), _ZERO)
    if whole.denominator is None:
        return Counts(numerator)
    return Counts(numerator, whole.denominator - sum((_of(each) for each in parts), _ZERO))


def round_together(numbers: Sequence[Fraction], places: int) -> list[Decimal]:
    """The numbers with so many decimals, which add up to their sum rounded so: the largest remainders go up."""
    unit = 10**places
    floors = [number * unit // 1 for number in numbers]
    missing = round(sum(numbers, _ZERO) * unit) - sum(floors)
    by_remainder = sorted(range(len(numbers)), key=lambda each: (floors[each] - numbers[each] * unit, each))
    for each in by_remainder[:missing]:
        floors[each] += 1
    return [Decimal(floor).scaleb(-places) for floor in floors]


def _weigh(part: Counts, whole: Counts) -> Fraction:
    return _of(part) / _of(whole)


def _of(counts: Counts) -> Fraction:
    return _ZERO if counts.denominator is None else counts.denominator


def _known(value: Fraction | None) -> Fraction:
    return _ZERO if value is None else value
