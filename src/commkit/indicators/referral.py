"""How many are brought in by members, and how many of them become active."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="referral", unit="rate", good="up")

INDICATORS = (
    _indicator(
        name="referral_conversion",
        definition="Invitees active within 7 days / invitees whose 7 days are over.",
        needs=("referrals", "messages"),
        numerator="activated_members",
        denominator="of_invitees",
        matured=("invitees", "of_invitees"),
    ),
    _indicator(
        name="referred_share",
        definition="Joiners who came by invitation / joiners.",
        needs=("joins", "referrals"),
        numerator="referred_members",
        denominator="joined_members",
    ),
)
