"""How many of the members take part, and how."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="engagement", good="up", denominator="members", of_members=True)

INDICATORS = (
    _indicator(
        name="speaking_rate",
        definition="Members active in the period / members.",
        unit="rate",
        needs=("messages",),
        numerator="speaking_members",
    ),
    _indicator(
        name="comment_rate",
        definition="Members who replied in the period / members where replies can be told.",
        unit="rate",
        needs=("messages", "replies"),
        numerator="comment_members",
        of_words=True,
        denominator="of_replying_members",
        version=2,
    ),
    _indicator(
        name="like_rate",
        definition="Members who reacted in the period / members where reactions can be told.",
        unit="rate",
        needs=("reactions",),
        numerator="like_members",
        denominator="of_reacting_members",
        version=2,
    ),
    _indicator(
        name="share_rate",
        definition="Members who shared in the period, by the event `share` / members.",
        unit="rate",
        needs=("shares",),
        numerator="share_members",
    ),
    _indicator(
        name="activity_rate",
        definition="Members who took part in an event in the period, by the event `attend` / members.",
        unit="rate",
        needs=("attendances",),
        numerator="attending_members",
    ),
    _indicator(
        name="content_participation",
        definition="Members who opened a thread or topic in the period / members where replies can be told.",
        unit="rate",
        needs=("messages", "replies"),
        numerator="opening_members",
        of_words=True,
        denominator="of_replying_members",
        version=2,
    ),
    _indicator(
        name="interactions_per_member",
        definition="Messages and reactions that members sent in the period / members.",
        unit="number",
        needs=("messages",),
        numerator="interactions",
        of_words=True,
    ),
)
