"""The card of the churn model: what it is, whom it was taught by, how it did, and what it is not for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.segment.churn.churn_options import ScoreModel
from commkit.segment.churn.lessons import FEWEST
from commkit.segment.churn.model import STALE_DAYS
from commkit.segment.churn.proof import ScoreVerdict
from commkit.segment.churn.score_verdicts import tell_kept
from commkit.segment.churn.snapshots import BEFORE, REGULAR
from commkit.segment.scheme_texts import tell_feature
from commkit.stats.classifier import Linear
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from commkit.segment.churn.model import ChurnModel


def tell_card(model: ChurnModel | None, as_of: date | None) -> Iterator[str]:
    """The lines of the card; of what any such model is where none is kept."""
    yield say("Churn score: the probability that a member does nothing in the days ahead.")
    yield say(
        "whom: members active in the {before} days before; regulars were active on {regular} days of them or more. "
        "Staff, bots and those who left are not scored.",
        before=BEFORE,
        regular=REGULAR,
    )
    yield say(
        "how: a logistic regression of scikit-learn on log(1 + count), trained on earlier weeks alone and calibrated "
        "(Platt or temperature, whichever is nearer to what happened); trees only where the past shows a gain."
    )
    if model is None:
        yield say("no model is kept beside this database: commkit churn score makes one.")
    else:
        yield from _tell_model(model, as_of)
    yield say(
        "limits: it does not say why somebody leaves, nor whether writing to them helps: see churn plan and measure. "
        "Under {fewest} members who churned it refuses. No text and no attribute of a person goes into it.",
        fewest=FEWEST,
    )


def _tell_model(model: ChurnModel, as_of: date | None) -> Iterator[str]:
    yield say(
        "model: {kind}, {ahead} days ahead, active = {active_by}; trained on {rows:,} rows from {from_on} on, with "
        "what came until {to_on}: {churned:,} members churned, {stayed:,} stayed.",
        kind=say("regression") if model.kind is ScoreModel.regression else say("trees"),
        ahead=model.ahead,
        active_by=value(model.active_by),
        from_on=model.taught_from,
        to_on=model.taught_to,
        rows=model.rows,
        churned=model.churned_members,
        stayed=model.stayed_members,
    )
    yield say("calibration: {method}.", method=value(model.scorer.calibration.method))
    yield tell_kept(model.proof)
    proof = model.proof
    if proof["verdict"] != ScoreVerdict.unknown.value:
        yield say(
            "of regulars on {days} days, {from_on} to {to_on}: PR-AUC {pr_auc:.3f}, Brier {brier:.3f}, ECE {ece:.3f}, "
            "lift of the top tenth {lift:.2f}.",
            days=proof["days"],
            from_on=proof["from"],
            to_on=proof["to"],
            pr_auc=proof["pr_auc"],
            brier=proof["brier"],
            ece=proof["ece"],
            lift=proof["lift_at_10"],
        )
    if as_of is not None and model.is_stale(as_of):
        yield say("stale: trained {days} days or more before {day}; train it anew: --fit.", days=STALE_DAYS, day=as_of)
    if isinstance(model.scorer.model, Linear):
        weights = zip(model.columns, model.scorer.model.weights, strict=True)
        for name, weight in sorted(weights, key=lambda pair: -abs(pair[1])):
            yield f"  {weight:+.3f}  {name}: {tell_feature(name)}"
