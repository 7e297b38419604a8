"""How active is the community in all its facets?"""

from __future__ import annotations

from commkit.about import About
from commkit.metrics.scorecard.card_options import OwnCard
from commkit.metrics.scorecard.card_page import NEEDS, hold_card
from commkit.result import Result
from commkit.store.ask.community import Store

ABOUT = About(
    needs_one_of=NEEDS,
    examples=(
        "commkit scorecard health  # the four facets of activity",
        "commkit scorecard health --card mine.toml  # what other weights would do",
    ),
    sql=(),  # that of every indicator
)


def health(store: Store, *, card: OwnCard = None) -> Result:
    """Interaction, what is made, staying and events, a quarter of the weight each."""
    return hold_card(store, "health", card)
