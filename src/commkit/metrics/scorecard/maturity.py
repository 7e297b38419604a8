"""How mature is the way the community is run?"""

from __future__ import annotations

from commkit.about import About
from commkit.metrics.scorecard.card_options import OwnCard
from commkit.metrics.scorecard.card_page import NEEDS, hold_card
from commkit.result import Result
from commkit.store.ask.community import Store

ABOUT = About(
    needs_one_of=NEEDS,
    examples=(
        "commkit scorecard maturity  # how mature, and the cheapest next point",
        "commkit scorecard maturity --only platform=slack  # the same of one platform",
        "commkit scorecard maturity --card mine.toml  # what other weights would do",
    ),
    sql=(),  # that of every indicator
)


def maturity(store: Store, *, card: OwnCard = None) -> Result:
    """Ten criteria of layers, activity, staying, content and buying, and two of surveys, by three storeys."""
    return hold_card(store, "maturity", card)
