"""How do money, members, process and learning stand beside each other?"""

from __future__ import annotations

from commkit.about import About
from commkit.metrics.scorecard.card_options import OwnCard
from commkit.metrics.scorecard.card_page import NEEDS, hold_card
from commkit.result import Result
from commkit.store.ask.community import Store

ABOUT = About(
    needs_one_of=NEEDS,
    examples=(
        "commkit scorecard balanced  # four sides, and who answers for each",
        "commkit scorecard balanced --card mine.toml  # what other weights would do",
    ),
    sql=(),  # that of every indicator
)


def balanced(store: Store, *, card: OwnCard = None) -> Result:
    """The balanced scorecard, with the departments that answer for each line; what two share counts once."""
    return hold_card(store, "balanced", card)
