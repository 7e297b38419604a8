"""Intervals of shares and of differences of shares, at 95%."""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054  # of the normal distribution, 2.5% above it


def find_wilson(part: int, whole: int) -> tuple[float, float] | None:
    """The interval of a share by Wilson (1927), which never leaves 0 to 1; None of nothing."""
    if not whole:
        return None
    share, square = part / whole, Z * Z / whole
    middle = (share + square / 2) / (1 + square)
    half = Z * sqrt(share * (1 - share) / whole + square / (4 * whole)) / (1 + square)
    return middle - half if part else 0.0, middle + half if part < whole else 1.0


def find_difference(plus: int, minus: int, whole: int) -> tuple[float, float] | None:
    """The interval of one share less another of the same whole, such as promoters less detractors; None of nothing.

    The variance of the difference of two shares of a multinomial sample is (p + q - (p - q)^2) / n.
    """
    if not whole:
        return None
    p, q = plus / whole, minus / whole
    half = Z * sqrt(max(0.0, p + q - (p - q) ** 2) / whole)
    return max(-1.0, p - q - half), min(1.0, p - q + half)
