"""Every indicator by name, the twelve core metrics first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.indicators import (
    activity,
    books,
    concentration,
    conversion,
    customers,
    engagement,
    flow,
    freshness,
    lifecycle,
    newcomers,
    opinion,
    orders,
    referral,
    response,
    retention,
    rewards,
    service,
    staff_share,
    stickiness,
    tags,
    voice,
)

if TYPE_CHECKING:
    from commkit.indicators.indicator import Indicator

FAMILIES = (
    activity,
    books,
    concentration,
    conversion,
    customers,
    engagement,
    flow,
    freshness,
    lifecycle,
    newcomers,
    opinion,
    orders,
    referral,
    response,
    retention,
    rewards,
    service,
    staff_share,
    stickiness,
    tags,
    voice,
)
CORE = (
    "dau",
    "wau",
    "mau",
    "comment_rate",
    "like_rate",
    "share_rate",
    "d7",
    "d30",
    "d90",
    "paid_conversion",
    "referral_conversion",
    "repurchase_rate",
)
_DEFINED: dict[str, Indicator] = {each.name: each for family in FAMILIES for each in family.INDICATORS}
INDICATORS: dict[str, Indicator] = {name: _DEFINED[name] for name in CORE if name in _DEFINED} | _DEFINED
