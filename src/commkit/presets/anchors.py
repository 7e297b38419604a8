"""Four values of an indicator that stand for points: none, six, eight and ten."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from commkit.presets.bands import exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    Step = tuple[Fraction, Fraction]  # a value and its points

FULL = 10
_POINTS = (0, 6, 8, FULL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """The value without points, and those of six, eight and ten; they rise, or fall where less is better."""

    baseline: float
    target: float
    challenge: float
    floor: float = 0

    @property
    def falls(self) -> bool:
        """Whether a lower value has more points."""
        return self.challenge < self.floor

    @property
    def is_ordered(self) -> bool:
        """Whether each value is beyond the one before."""
        sign = -1 if self.falls else 1
        return all(sign * one < sign * other for one, other in pairwise(self._values()))

    def award(self, value: Fraction) -> Fraction:
        """The points of this value, linear from anchor to anchor and never beyond the first and the last."""
        sign = -1 if self.falls else 1
        for (low, few), (high, many) in self._steps():
            if sign * value <= sign * low:
                return few
            if sign * value < sign * high:
                return few + (many - few) * (value - low) / (high - low)
        return Fraction(FULL)

    def find_value(self, points: Fraction) -> Fraction:
        """The value that has so many points."""
        for (low, few), (high, many) in self._steps():
            if points <= many:
                return low + (high - low) * (points - few) / (many - few)
        return exact(self.challenge)

    def _values(self) -> tuple[float, ...]:
        return (self.floor, self.baseline, self.target, self.challenge)

    def _steps(self) -> Iterator[tuple[Step, Step]]:
        marks = [(exact(value), Fraction(points)) for value, points in zip(self._values(), _POINTS, strict=True)]
        return pairwise(marks)
