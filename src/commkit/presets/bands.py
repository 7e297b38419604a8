"""What an indicator should reach: three tiers, or two bounds between which it should lie."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

TIERS = ("baseline", "target", "challenge")
REACHED = (
    *(f"below_{tier}" for tier in TIERS),
    *TIERS,
    *("within", "too_low", "too_high"),
)
_HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The tiers that are told, the easiest first, and the two bounds of what has two bad sides."""

    baseline: float | None = None
    target: float | None = None
    challenge: float | None = None
    low: float | None = None
    high: float | None = None

    def find_reached(self, value: Fraction, good: str) -> str | None:
        """The last tier that the value meets with all before it, `below_` the first, or on which side of the bounds.

        A value that equals a tier or a bound meets it.
        """
        tiers = self._tiers()
        if not tiers:
            return self._find_side(value)
        met = _count_met(value, tiers, good)
        return tiers[met - 1][0] if met else f"below_{tiers[0][0]}"

    def find_progress(self, value: Fraction, good: str) -> Fraction | None:
        """How far it is from the tier that is met to the next, in percent; null where there is none.

        Below the first tier it is the share of that tier: of a fall, that of the value which would meet it.
        """
        tiers = self._tiers()
        met = _count_met(value, tiers, good)
        if met == len(tiers):
            return None
        ahead = tiers[met][1]
        if met:
            behind = tiers[met - 1][1]
            return _HUNDRED * (value - behind) / (ahead - behind)
        part, whole = (ahead, value) if good == "down" else (value, ahead)
        return _HUNDRED * max(part, Fraction(0)) / whole if whole > 0 else None

    def _tiers(self) -> list[tuple[str, Fraction]]:
        said = ((tier, getattr(self, tier)) for tier in TIERS)
        return [(tier, exact(bar)) for tier, bar in said if bar is not None]

    def _find_side(self, value: Fraction) -> str | None:
        if self.low is None or self.high is None:
            return None
        if value < exact(self.low):
            return "too_low"
        return "too_high" if value > exact(self.high) else "within"


def exact(number: float) -> Fraction:
    """The number as it is written: 0.12 is 12 in 100."""
    return Fraction(str(number))


def _count_met(value: Fraction, tiers: list[tuple[str, Fraction]], good: str) -> int:
    """How many tiers the value meets, from the first on."""
    sign = -1 if good == "down" else 1
    for number, (_, bar) in enumerate(tiers):
        if sign * value < sign * bar:
            return number
    return len(tiers)
