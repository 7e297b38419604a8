"""How far does the community keep to its principles?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About
from commkit.errors import WrongUse
from commkit.metrics.scorecard.card_options import OwnCard
from commkit.metrics.scorecard.card_page import NEEDS, hold_card
from commkit.named_files import suggest_name
from commkit.presets.cards import read_card, read_own_card
from commkit.result import Result
from commkit.store.ask.community import Store
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.presets.cards import Card

ABOUT = About(
    needs_one_of=NEEDS,
    examples=(
        "commkit scorecard principles  # how far principles are kept, and the goals",
        "commkit scorecard principles --card mine.toml  # what other weights would do",
    ),
    sql=(),  # that of every indicator
)


def principles(store: Store, *, card: OwnCard = None) -> Result:
    """Six dimensions of principles, and what they bring to the operations team's score; goals with their principles."""
    own = read_own_card(card) if card else read_card("principles")
    return hold_card(store, "principles", card, also=tuple(_list_goals(store, own)))


def _list_goals(store: Store, card: Card) -> Iterator[str]:
    """Each goal with the principle that it serves. Raises WrongUse for a principle that the card has not."""
    known = sorted({each.panel or each.name for each in card.criteria})
    for each in store.attested.goals:
        if each.principle not in known:
            what = say(
                "the goal {goal!r} serves {principle!r}, which is no principle",
                goal=each.goal,
                principle=each.principle,
            )
            raise WrongUse(what, hint=suggest_name(each.principle, known))
        yield say("goal: {goal}: serves {principle}.", goal=each.goal, principle=value(each.principle, "panel"))
    if not store.attested.goals:
        yield say("no goal says which principle it serves: [[goals]] in commkit.toml.")
