"""Can what was loaded be relied on?"""

from __future__ import annotations

from commkit.about import About
from commkit.metrics.scorecard.card_options import OwnCard
from commkit.metrics.scorecard.card_page import NEEDS, hold_card
from commkit.result import Result
from commkit.store.ask.community import Store

ABOUT = About(
    needs_one_of=NEEDS,
    examples=(
        "commkit scorecard quality  # whether the data can be relied on",
        "commkit scorecard quality --card mine.toml  # what other weights would do",
    ),
    sql=(),  # that of every indicator
)


def quality(store: Store, *, card: OwnCard = None) -> Result:
    """Completeness, uniqueness, validity, timeliness and integrity of what was loaded; none may be under 90%."""
    return hold_card(store, "quality", card)
