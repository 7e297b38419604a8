"""Who is likely to fall silent in the next 30 days, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About
from commkit.choices import Activity
from commkit.params.questions import ActiveBy
from commkit.result import Bars, Result
from commkit.segment.churn.churn_options import Ahead, Everybody, Fit, ModelChoice
from commkit.segment.churn.model_choice import choose_model
from commkit.segment.churn.risks import choose_value, score_members
from commkit.segment.churn.score_verdicts import tell_kept
from commkit.segment.churn.snapshots import AHEAD, Lookout, open_lookout
from commkit.store.ask.community import Store
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

ABOUT = About(
    needs_one_of=("messages", "orders", "reactions", "events"),
    examples=(
        "commkit churn score  # who is at risk in the next 30 days, and why",
        "commkit churn score --everybody --names -o risks.xlsx  # everyone's risk, with names, as a workbook",
        "commkit churn score --fit  # learns again from the newest data",
    ),
    sql=("segment/features", "segment/churn/weeks", "segment/churn/outcomes"),
)


def score(
    store: Store,
    *,
    everybody: Everybody = False,
    fit: Fit = False,
    model: ModelChoice = None,
    ahead: Ahead = AHEAD,
    active_by: ActiveBy = Activity.spoke,
) -> Result:
    """The probability that each regular does nothing in the next 30 days, with the two strongest reasons."""
    lookout = open_lookout(store, active_by, ahead)
    chosen = choose_model(lookout, model, anew=fit)
    scored = score_members(lookout, chosen.model, everybody=everybody)
    table = scored.select(
        "handle", lookout.name_level(), "churn_rate", "reason_1", "reason_2", "silent_days", choose_value(store)
    )
    return Result(
        say("Risk of churn of regulars") if not everybody else say("Risk of churn"),
        table,
        Bars("handle", "churn_rate"),
        notes=(tell_kept(chosen.model.proof), _sum_up(scored, lookout), *chosen.notes),
        keys=("handle",),
        heads={"churn_rate": say("risk of churn")},
        vocabulary={"layer": lookout.judge.scheme.names},
        parameters={
            "model": chosen.model.kind.value,
            "taught_to": chosen.model.taught_to,
            "verdict": chosen.model.proof["verdict"],
            "ahead_days": ahead,
            "expected_churns": round(scored["churn_rate"].sum(), 1),
            "of_members": scored.height,
            "active_by": active_by.value,
        },
    )


def _sum_up(scored: pl.DataFrame, lookout: Lookout) -> str:
    return say(
        "risk of churn: the probability of no activity in the {ahead} days after {day}; the score expects "
        "{expected:.0f} "
        "of {all:,}.",
        ahead=lookout.ahead,
        day=lookout.as_of,
        expected=scored["churn_rate"].sum(),
        all=scored.height,
    )
