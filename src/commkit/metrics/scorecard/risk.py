"""How much is going wrong?"""

from __future__ import annotations

from commkit.about import About
from commkit.metrics.scorecard.card_options import OwnCard
from commkit.metrics.scorecard.card_page import NEEDS, hold_card
from commkit.result import Result
from commkit.store.ask.community import Store

ABOUT = About(
    needs_one_of=NEEDS,
    examples=(
        "commkit scorecard risk  # how much is going wrong, and what of all",
        "commkit scorecard risk --card mine.toml  # what other weights would do",
    ),
    sql=(),  # that of every indicator
)


def risk(store: Store, *, card: OwnCard = None) -> Result:
    """A risk index from 0, where nothing happened, to 100, by incidents, complaints, bad mentions and leaving."""
    return hold_card(store, "risk", card)
