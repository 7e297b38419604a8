"""How far are the four aims of the growth plan reached?"""

from __future__ import annotations

from commkit.about import About
from commkit.metrics.scorecard.card_options import OwnCard
from commkit.metrics.scorecard.card_page import NEEDS, hold_card
from commkit.result import Result
from commkit.store.ask.community import Store

ABOUT = About(
    needs_one_of=NEEDS,
    examples=(
        "commkit scorecard scale-value-spread-brand  # the four aims of the five-year plan",
        "commkit scorecard scale-value-spread-brand --card mine.toml  # what other weights would do",
    ),
    sql=(),  # that of every indicator
)


def scale_value_spread_brand(store: Store, *, card: OwnCard = None) -> Result:
    """Scale, value, spread and brand, a quarter of the weight each."""
    return hold_card(store, "scale-value-spread-brand", card)
