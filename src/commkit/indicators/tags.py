"""How much is known of members."""

from __future__ import annotations

from functools import partial

from commkit.indicators.indicator import Indicator

_indicator = partial(Indicator, family="tags", needs=("members", "labels"), good="up", of_members=True)

INDICATORS = (
    _indicator(
        name="tag_coverage",
        definition="Members of whom a label tells something, beside segments and reasons to leave them out / members.",
        unit="rate",
        numerator="tagged_members",
        denominator="members",
    ),
    _indicator(
        name="tags_per_member",
        definition="Labels that tell something of members / members.",
        unit="number",
        numerator="tags",
        denominator="members",
    ),
)
