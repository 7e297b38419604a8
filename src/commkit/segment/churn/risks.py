"""How likely each member is to churn, why, and what the member is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Activity
from commkit.segment.churn.model_choice import choose_model
from commkit.segment.churn.reasons import add_scores
from commkit.segment.churn.snapshots import Lookout
from commkit.segment.judge import can_tell

if TYPE_CHECKING:
    import polars as pl

    from commkit.segment.churn.model import ChurnModel
    from commkit.store.ask.community import Store

_BESIDE = ("silent_days", "active_days_30", "active_days_90", "messages_30", "messages_90", "active_days", "orders_90")


def find_risks(store: Store, active_by: Activity = Activity.spoke, *, everybody: bool = False) -> pl.DataFrame:
    """The regulars, or everybody active in 90 days, the likeliest first.

    Columns: member, handle, level, churn_rate, reason_1, reason_2, value; `level` is the name of the layer. Raises
    NotEnoughData where nothing can be learned.
    """
    import polars as pl

    lookout = Lookout(store, active_by)
    scored = score_members(lookout, choose_model(lookout).model, everybody=everybody)
    value = pl.col(choose_value(store)).cast(pl.Float64).alias("value")
    level = lookout.name_level().alias("level")
    return scored.select("member", "handle", level, "churn_rate", "reason_1", "reason_2", value)


def score_members(lookout: Lookout, model: ChurnModel, *, everybody: bool = True) -> pl.DataFrame:
    """What is known of each member on the day of the answer, with the score and its reasons, the likeliest first."""
    beside = dict.fromkeys((*model.columns, *_BESIDE, choose_value(lookout.store)))
    known = lookout.look_now(tuple(beside), everybody=everybody, weeks=False)
    return add_scores(model, known).sort("churn_rate", "handle", descending=[True, False])


def choose_value(store: Store) -> str:
    """The feature that tells what a member is worth: the net amount to date, or messages where no orders are told."""
    return "net_amount" if store.has["orders"] and can_tell(store, "orders") else "messages_90"
