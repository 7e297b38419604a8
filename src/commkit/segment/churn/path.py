"""What comes before members leave or fall silent, and what follows where core members did?"""

from __future__ import annotations

from commkit.about import About
from commkit.choices import Activity
from commkit.errors import WrongUse
from commkit.params.questions import ActiveBy, End, Seed
from commkit.result import Result
from commkit.segment.churn.cause_rules import read_signals
from commkit.segment.churn.churn_options import Everybody
from commkit.segment.churn.ends import look_back
from commkit.segment.churn.path_before import compare_before
from commkit.segment.churn.path_causes import count_causes
from commkit.segment.churn.path_neighbours import follow_neighbours
from commkit.segment.churn.path_options import CauseRules, Causes, DaysBefore, Neighbours, Stayers
from commkit.store.ask.community import Store
from commkit.words import say

ABOUT = About(
    needs_one_of=("messages", "leaves"),
    examples=(
        "commkit churn path  # what leavers met with before they went",
        "commkit churn path --end silence --everybody -o before.svg  # a chart of what comes before silence",
        "commkit churn path --neighbours  # whether others follow when a core member goes",
        "commkit churn path --causes --end silence  # likely reasons for falling silent",
    ),
    sql=(
        "segment/churn/path_ends",
        "segment/churn/path_alike",
        "segment/churn/path_facts",
        "segment/churn/path_told",
        "segment/churn/path_neighbours",
        "segment/features",
    ),
)


def path(
    store: Store,
    *,
    end: End = None,
    days: DaysBefore = 30,
    active_by: ActiveBy = Activity.spoke,
    everybody: Everybody = False,
    stayers: Stayers = 5,
    seed: Seed = 1,
    neighbours: Neighbours = False,
    causes: Causes = False,
    rules: CauseRules = None,
) -> Result:
    """How many of those who left or fell silent had what happen to them in the days before, beside those who stayed."""
    if neighbours and causes:
        raise WrongUse(say("--neighbours and --causes are two answers"), hint=say("ask for one of them"))
    if rules is not None and not causes:
        raise WrongUse(say("--rules goes with --causes"), hint=say("add --causes"))
    asked = look_back(store, end, days=days, active_by=active_by, everybody=everybody, stayers=stayers, seed=seed)
    if neighbours:
        return follow_neighbours(store, asked)
    if causes:
        return count_causes(store, asked, read_signals(rules))
    return compare_before(store, asked)
