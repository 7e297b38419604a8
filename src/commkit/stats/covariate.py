"""What people did before a test, taken out of what they did in it (CUPED)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.stats.effect import Sample

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Pair:
    """An arm's outcome and what was before it: n, the means, the variances and the covariance (by n - 1)."""

    n: int
    mean: float
    variance: float
    earlier_mean: float
    earlier_variance: float
    covariance: float


def take_out(arms: Sequence[Pair]) -> tuple[list[Sample], float]:
    """Each arm's outcome without what the past foretells of it, and the share of the variance that is left.

    Deng, Xu, Kohavi and Walker (2013), WSDM, 123-132, with one slope within the arms; what is left is 1 - rho squared.
    """
    freedom = [arm.n - 1 for arm in arms]
    within = [
        sum(weight * part for weight, part in zip(freedom, parts, strict=True))
        for parts in zip(*((arm.variance, arm.earlier_variance, arm.covariance) for arm in arms), strict=True)
    ]
    whole, earlier, both = within
    slope = both / earlier if earlier else 0.0
    middle = sum(arm.n * arm.earlier_mean for arm in arms) / sum(arm.n for arm in arms)
    told = [
        Sample(
            arm.n,
            arm.mean - slope * (arm.earlier_mean - middle),
            arm.variance - 2 * slope * arm.covariance + slope**2 * arm.earlier_variance,
        )
        for arm in arms
    ]
    return told, 1 - slope * both / whole if whole else 1.0
