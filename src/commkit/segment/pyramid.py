"""How do members stack up, from those who only look on to those who carry the community?"""

from __future__ import annotations

from commkit.about import About, Behind
from commkit.choices import Activity, Slice
from commkit.errors import WrongUse
from commkit.params.questions import ActiveBy, Cross, Members, SchemeName, Tune
from commkit.result import Result
from commkit.segment.judge import look
from commkit.segment.pyramid_cross import cross_schemes
from commkit.segment.pyramid_levels import stack_levels
from commkit.segment.pyramid_members import list_members
from commkit.segment.pyramid_tune import list_moved, tune_scheme
from commkit.segment.schemes import PYRAMID, find_scheme
from commkit.store.ask.community import Store
from commkit.store.ask.dimension import refuse_moving, undivided
from commkit.words import say

ABOUT = About(
    needs_one_of=("messages", "orders", "members"),
    examples=(
        "commkit pyramid  # how many members stand on each level, and what they give",
        "commkit pyramid --members --names -o levels.csv  # each member's level, with names, as a list",
        "commkit pyramid --scheme core-active-edge --cross value  # whether the busy are also the valuable",
        "commkit pyramid --tune 'core.active_days_90 >= 10'  # who would move if the threshold were another",
        "commkit pyramid -o pyramid.png  # the levels as a picture",
    ),
    sql=("segment/features", "segment/pyramid"),
    behind=Behind("Who stands where", "pyramid", carries=("scheme", "active_by", "tune")),
)


def pyramid(
    store: Store,
    *,
    scheme: SchemeName = PYRAMID,
    active_by: ActiveBy = Activity.spoke,
    cross: Cross = None,
    members: Members = False,
    tune: Tune = None,
) -> Result:
    """Members by level as of the answer, what each level gives, and how much more than its share of members that is."""
    found = find_scheme(scheme, store.layers)
    other = find_scheme(cross, store.layers) if cross else None
    if cross and (members or tune):
        raise WrongUse(say("--cross is an answer of its own"), hint=say("leave --members and --tune out"))
    refuse_moving(store.by)
    if store.by == Slice.group:
        raise undivided(store.by)
    judge, *others = look(store, found, active_by, beside=other)
    if others:
        return cross_schemes(judge, others[0])
    if tune:
        return list_moved(judge, tune) if members else tune_scheme(judge, tune)
    return list_members(judge) if members else stack_levels(judge)
