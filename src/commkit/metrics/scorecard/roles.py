"""How well are the duties of each role done?"""

from __future__ import annotations

from commkit.about import About
from commkit.metrics.scorecard.card_options import OwnCard
from commkit.metrics.scorecard.card_page import NEEDS, hold_card
from commkit.metrics.scorecard.staff_ratio import tell_staffing
from commkit.result import Result
from commkit.store.ask.community import Store

ABOUT = About(
    needs_one_of=NEEDS,
    examples=(
        "commkit scorecard roles  # each role by its own numbers",
        "commkit scorecard roles --card mine.toml  # what other weights would do",
    ),
    sql=("metrics/scorecard/staff_ratio",),
)


def roles(store: Store, *, card: OwnCard = None) -> Result:
    """What community managers, content operations and campaign planning answer for, with their points."""
    return hold_card(store, "roles", card, also=tuple(tell_staffing(store)))
