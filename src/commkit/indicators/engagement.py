"""How many of the members take part, and how; members are those who are there as the period closes."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="engagement", good="up", denominator="members", of_members=True)

INDICATORS = (
    _indicator(
        name="speaking_rate",
        definition="Members as the period closes who wrote in it / members then.",
        unit="rate",
        needs=("messages",),
        numerator="speaking_members",
        of_words=True,
        version=2,
    ),
    _indicator(
        name="comment_rate",
        definition="Members as the period closes who replied in it / members then where replies can be told.",
        unit="rate",
        needs=("messages", "replies"),
        numerator="comment_members",
        of_words=True,
        denominator="of_replying_members",
        version=2,
    ),
    _indicator(
        name="like_rate",
        definition="Members as the period closes who reacted in it / members then where reactions can be told.",
        unit="rate",
        needs=("reactions",),
        numerator="like_members",
        denominator="of_reacting_members",
        version=2,
    ),
    _indicator(
        name="share_rate",
        definition="Members as the period closes who shared in it, by the event `share` / members then.",
        unit="rate",
        needs=("shares",),
        numerator="share_members",
    ),
    _indicator(
        name="activity_rate",
        definition="Members as the period closes who took part in an event `attend` in it / members then.",
        unit="rate",
        needs=("attendances",),
        numerator="attending_members",
    ),
    _indicator(
        name="content_participation",
        definition="Members as the period closes who opened a thread in it / members then where replies can be told.",
        unit="rate",
        needs=("messages", "replies"),
        numerator="opening_members",
        of_words=True,
        denominator="of_replying_members",
        version=2,
    ),
    _indicator(
        name="interactions_per_member",
        definition="Messages and reactions of members as the period closes, sent in it / these members.",
        unit="number",
        needs=("messages",),
        numerator="interactions",
        of_words=True,
    ),
)
