"""How likely each member is to churn, why, and what the member is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Activity
from commkit.segment.churn.model_choice import choose_model
from commkit.segment.churn.reasons import add_scores
from commkit.segment.churn.snapshots import Lookout, is_regular

if TYPE_CHECKING:
    import polars as pl

    from commkit.segment.churn.model import ChurnModel
    from commkit.store.ask.community import Store
_BESIDE = ("silent_days", "active_days_30", "active_days_90", "messages_30", "messages_90", "active_days", "orders_90")


def find_risks(store: Store, active_by: Activity = Activity.spoke, *, everybody: bool = False) -> pl.DataFrame:
    """The regulars, or everybody active in 90 days, the likeliest first.

    Columns: member, handle, level, churn_rate, reason_1, reason_2, value.

    `level` is the name of the layer. `value` is the net amount to date where orders are told, else messages in 90 days.
    Raises NotEnoughData where nothing can be learned.
    """
    import polars as pl

    lookout = Lookout(store, active_by)
    model = choose_model(lookout).model
    scored = score_members(lookout, model).with_columns(lookout.name_level().alias("level"))
    if not everybody:
        scored = scored.filter(is_regular())
    value = pl.col(choose_value(lookout)).cast(pl.Float64).alias("value")
    return scored.select("member", "handle", "level", "churn_rate", "reason_1", "reason_2", value)


def score_members(lookout: Lookout, model: ChurnModel) -> pl.DataFrame:
    """What is known of each member on the day of the answer, with the score and its reasons, the likeliest first."""
    beside = dict.fromkeys((*model.columns, *_BESIDE, choose_value(lookout)))
    known = lookout.look([lookout.as_of], tuple(beside))
    return add_scores(model, known).sort("churn_rate", "handle", descending=[True, False])


def choose_value(lookout: Lookout) -> str:
    """The feature that tells what a member is worth."""
    return "net_amount" if lookout.store.has["orders"] else "messages_90"
