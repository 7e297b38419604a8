"""Where everybody is placed by levels, by segments or by the churn score, by handle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Activity, Basis
from commkit.errors import NotEnoughData
from commkit.segment import cut_points
from commkit.segment.churn.model_choice import choose_model
from commkit.segment.churn.proof import ScoreVerdict
from commkit.segment.churn.risks import score_members
from commkit.segment.churn.score_verdicts import tell_kept
from commkit.segment.churn.snapshots import open_lookout
from commkit.segment.judge import look
from commkit.segment.levels import find_levels
from commkit.segment.persona.fairness_options import PlacedBy
from commkit.segment.schemes import PYRAMID, find_scheme
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

    from commkit.store.ask.community import Store

RISK = 0.5  # from which a regular is at risk, as `churn plan` has it


def place(store: Store, of: PlacedBy) -> pl.DataFrame:
    """Columns handle and class. Raises NotEnoughData where the facts do not tell it."""
    import polars as pl

    if of is PlacedBy.churn:
        return _place_by_risk(store)
    if of is PlacedBy.segments:
        store.need("orders")
        edges = dict.fromkeys(f"{measure}_cuts" for measure in cut_points.MEASURES)
        return store.ask("segment/rfm", on=Basis.orders, **edges).select("handle", pl.col("segment").alias("class"))
    [judge] = look(store, find_scheme(PYRAMID, store.layers))
    levels = find_levels(judge, [judge.as_of], beside=("handle",))
    names = dict(enumerate(judge.scheme.names))
    return levels.select("handle", pl.col("level").replace_strict(names, return_dtype=pl.String).alias("class"))


def _place_by_risk(store: Store) -> pl.DataFrame:
    """Regulars by the churn score. Raises NotEnoughData where the past does not show that it is worth anything."""
    import polars as pl

    lookout = open_lookout(store, Activity.spoke)
    model = choose_model(lookout).model
    if model.proof["verdict"] != ScoreVerdict.better.value:
        raise NotEnoughData(
            say("the churn score has not proved itself, and is not judged: {why}", why=tell_kept(model.proof)),
            hint=say("judge levels or segments: --of levels"),
        )
    is_at_risk = pl.col("churn_rate") >= RISK
    named = pl.when(is_at_risk).then(pl.lit("at_risk")).otherwise(pl.lit("not_at_risk")).alias("class")
    return score_members(lookout, model, everybody=False).select("handle", named)
