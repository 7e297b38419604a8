"""Every indicator by name, the twelve core metrics first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.errors import WrongUse
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
    quality,
    referral,
    response,
    retention,
    rewards,
    service,
    staff_share,
    standing,
    stickiness,
    tags,
    voice,
)
from commkit.words import recognise, say, suggest

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
    quality,
    referral,
    response,
    retention,
    rewards,
    service,
    staff_share,
    standing,
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


def find_indicator(name: str) -> Indicator:
    """The indicator of this name, in either language. Raises WrongUse, which names the nearest."""
    name = recognise(name, INDICATORS, "indicator")
    if name not in INDICATORS:
        near = suggest(name, INDICATORS)
        known = say("known: {names}", names=say(", ").join(INDICATORS))
        raise WrongUse(
            say("no indicator is called {name!r}", name=name),
            hint=say("did you mean {name}?", name=near[0]) if near else known,
        )
    return INDICATORS[name]
