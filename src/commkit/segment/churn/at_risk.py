"""Members who may soon be lost: by the score, or where it refuses by the rule, with what they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData
from commkit.segment.churn.flags import find_flags
from commkit.segment.churn.next_steps import as_scheme, choose_steps
from commkit.segment.churn.risks import choose_value, find_risks
from commkit.segment.churn.snapshots import Lookout
from commkit.segment.judge import Judge
from commkit.segment.levels import find_levels
from commkit.segment.schemes import PYRAMID, find_scheme
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from commkit.choices import Activity
    from commkit.segment.churn.next_steps import Step
    from commkit.store.ask.community import Store

SCORE, RULE = "score", "rule"
UNPLACED = "unknown"  # the layer of whoever has none


@dataclass(frozen=True, slots=True)
class AtRisk:
    """The members, by which of the two they were found, why not by the score, as of which day, and the unit of value.

    Columns: member, handle, layer, churn_rate (null by the rule), value, reason_1, reason_2, next_step.
    """

    members: pl.DataFrame
    found_by: str
    refusal: str | None
    review_on: date
    worth: str


def find_at_risk(store: Store, active_by: Activity, least: float, steps: Sequence[Step], *, everybody: bool) -> AtRisk:
    """Whom to act on, of regulars or of everybody: whose probability is at least so much, else whom the rule flags.

    Only whoever is there on the day and is no staff; members of plans are among them.
    """
    import polars as pl

    try:
        found, refusal = find_risks(store, active_by, everybody=everybody).filter(pl.col("churn_rate") >= least), None
    except NotEnoughData as refused:
        found, refusal = _find_flagged(store, active_by, refused, everybody=everybody), refused.message
    review, worth = Lookout(store, active_by).as_of, choose_value(store)
    known = _look(store, active_by, review, worth, steps)
    members = found.select("member", "churn_rate", "reason_1", "reason_2").join(known, on="member")
    judge = Judge(store, as_scheme(steps), active_by)
    return AtRisk(
        members.with_columns(choose_steps(judge, steps).alias("next_step")),
        SCORE if refusal is None else RULE,
        refusal,
        review,
        worth.removesuffix("_90"),
    )


def _find_flagged(store: Store, active_by: Activity, refused: NotEnoughData, *, everybody: bool) -> pl.DataFrame:
    """Those whom the rule flags; the refusal of the score where there is nobody to look at."""
    try:
        return _tell_flags(find_flags(store, active_by, everybody=everybody))
    except NotEnoughData:
        raise refused from None


def name_layers(store: Store) -> tuple[str, ...]:
    """The levels of the pyramid, from the bottom up."""
    return find_scheme(PYRAMID, store.layers).names


def _look(store: Store, active_by: Activity, review: date, worth: str, steps: Sequence[Step]) -> pl.DataFrame:
    """Who is there on the day: handle, layer, value, and the features that steps read."""
    import polars as pl

    judge = Judge(store, find_scheme(PYRAMID, store.layers), active_by)
    features = {each.feature for step in steps for each in step.conditions}
    known = find_levels(judge, [review], beside=tuple(sorted({"handle", worth, *features})))
    names = dict(enumerate(judge.scheme.names))
    return known.with_columns(
        pl.col("level").replace_strict(names, default=UNPLACED, return_dtype=pl.String).alias("layer"),
        pl.col(worth).cast(pl.Float64).fill_null(0.0).alias("value"),
    )


def _tell_flags(flags: pl.DataFrame) -> pl.DataFrame:
    """Those whom the rule flags, with what it found as their reasons."""
    import polars as pl

    told = [_tell(*row) for row in flags.select("is_silent", "silent_days", "is_down", "drop_rate").iter_rows()]
    reasons = pl.DataFrame(
        [(*each, None)[:2] for each in told], {"reason_1": pl.String, "reason_2": pl.String}, orient="row"
    )
    return pl.concat([flags, reasons], how="horizontal").with_columns(pl.lit(None, pl.Float64).alias("churn_rate"))


def _tell(is_silent: bool, silent_days: int, is_down: bool, drop: float | None) -> list[str | None]:
    said: list[str | None] = []
    if is_silent:
        said.append(say("silent for {days} days", days=silent_days))
    if is_down and drop is not None:
        said.append(say("{drop:.0%} below the usual week", drop=drop))
    return said or [None]
