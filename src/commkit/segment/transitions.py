"""Who rose, who slipped, and how do members move between levels?"""

from __future__ import annotations

from commkit.about import About, Behind
from commkit.choices import Activity, Direction
from commkit.errors import WrongUse
from commkit.params.questions import (
    ActiveBy,
    AsHeatmap,
    FromDay,
    Levers,
    Monthly,
    Moved,
    SchemeName,
    Times,
    ToDay,
    Weighted,
)
from commkit.result import Result
from commkit.segment.judge import look
from commkit.segment.schemes import PYRAMID, find_scheme
from commkit.segment.transitions_levers import pull_levers
from commkit.segment.transitions_matrix import choose_reviews, cross_reviews
from commkit.segment.transitions_members import list_moved
from commkit.segment.transitions_series import follow_months
from commkit.segment.transitions_times import time_levels
from commkit.store.ask.community import Store
from commkit.words import say

ABOUT = About(
    needs_one_of=("messages", "orders", "members"),
    examples=(
        "commkit transitions  # how many rose, held or slipped since the month-end",
        "commkit transitions --from 2026-03-31 --to 2026-06-30 -o flow.png  # a chart of a quarter's ups and downs",
        "commkit transitions --every month  # from each month-end to the next",
        "commkit transitions --members down --weight amount --names -o slipped.csv  # who slipped, and what they spent",
        "commkit transitions --times  # how long it takes to rise by a level",
        "commkit transitions --levers  # which improvement would pay most in a year",
    ),
    sql=("segment/features", "segment/transitions"),
    behind=Behind(
        "Who slipped",
        "transitions",
        {"members": Direction.down},
        ("from_day", "to_day", "scheme", "active_by", "weight"),
    ),
)


def transitions(
    store: Store,
    *,
    from_day: FromDay = None,
    to_day: ToDay = None,
    every: Monthly = None,
    scheme: SchemeName = PYRAMID,
    active_by: ActiveBy = Activity.spoke,
    weight: Weighted = None,
    members: Moved = None,
    heatmap: AsHeatmap = False,
    times: Times = False,
    levers: Levers = False,
) -> Result:
    """From one review to another, how many of each level rose, held, fell and left; who joined, and who only passed."""
    _refuse_contradictions([every, times or None, levers or None, from_day or to_day or weight or members])
    (judge,) = look(store, find_scheme(scheme, store.layers), active_by)
    if every:
        return follow_months(judge, every)
    if times:
        return time_levels(judge)
    if levers:
        return pull_levers(judge)
    from_on, to_on = choose_reviews(judge, from_day, to_day)
    if members:
        return list_moved(judge, from_on, to_on, members, weight)
    return cross_reviews(judge, from_on, to_on, weight, heatmap=heatmap)


def _refuse_contradictions(answers: list[object]) -> None:
    if sum(each is not None for each in answers) > 1:
        raise WrongUse(
            say("--every, --times, --levers and what is of two days are different answers"),
            hint=say("ask for one of them"),
        )
