"""Which model an answer scores by: the one that is kept beside the database, or one that is taught for it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from commkit.choices import Period
from commkit.errors import NotEnoughData
from commkit.segment.churn.churn_options import ScoreModel
from commkit.segment.churn.lessons import Lesson
from commkit.segment.churn.model import ChurnModel
from commkit.segment.churn.model_record import read_model, write_model
from commkit.segment.churn.proof import CUTOFFS, Proof, ScoreVerdict, gather_past, score_past
from commkit.store.model_file import load_model, model_beside, refuse_damaged_model, save_model
from commkit.store.schema.meta import read_meta
from commkit.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from commkit.segment.churn.snapshots import Lookout


MOST_ROWS = 500_000  # that a report, which asks much else, has read and learned from: a minute of training


@dataclass(frozen=True, slots=True)
class Chosen:
    """A model, and what must be said of where it comes from."""

    model: ChurnModel
    notes: tuple[str, ...] = ()


def choose_model(lookout: Lookout, kind: ScoreModel | None = None, *, anew: bool = False) -> Chosen:
    """The model that is kept, if it fits the question; else one that is taught now, and kept where that can be.

    A kept model that knows facts after the day of the answer is passed over. Raises NotEnoughData and CannotDo.
    """
    path = _find_place(lookout)
    kept = None if anew or path is None else find_model(path)
    fits = kept is not None and kept.fits(_name_community(lookout), lookout.active_by, lookout.ahead)
    if kept and fits and kind in (None, kept.kind) and not kept.knows_later(lookout.as_of):
        stale = (say("stale: trained on facts up to {day}; train it anew: --fit.", day=kept.taught_to),)
        return Chosen(kept, (_name_days(kept), *(stale if kept.is_stale(lookout.as_of) else ())))
    if not lookout.store.session.keeps_models:
        _refuse_large(lookout)
    model, notes = teach_model(lookout, kind or ScoreModel.regression)
    is_own = kept is None or kept.community == model.community
    return Chosen(model, (_name_days(model), *notes, *_keep(model, lookout, path, kept if is_own else None, anew=anew)))


def _refuse_large(lookout: Lookout) -> None:
    """Refuse to teach a model beside much else. Raises NotEnoughData."""
    reviews = len(lookout.list_reviews(Period.week))
    watched = lookout.store.ask("segment/churn/watched", review=lookout.as_of, active_by=lookout.active_by)
    if reviews * watched.item() > MOST_ROWS:
        raise NotEnoughData(
            say("the community is too large to train a churn score for this alone"),
            hint=say("train one that is kept: commkit churn score --fit --as-of {day}", day=lookout.as_of),
        )


def _name_community(lookout: Lookout) -> str:
    """What tells this community from others, drawn from its secret in a way that tells nothing of it."""
    return sha256(f"churn {read_meta(lookout.store.con).secret_check}".encode()).hexdigest()[:16]


def find_model(path: Path) -> ChurnModel | None:
    """The model that is kept in this file; None where there is none. Raises CannotDo for a damaged one."""
    said = load_model(path)
    if said is None:
        return None
    try:
        return read_model(said)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as fault:
        raise refuse_damaged_model(path) from fault


def teach_model(lookout: Lookout, kind: ScoreModel) -> tuple[ChurnModel, tuple[str, ...]]:
    """A model of all that is known by the day of the answer, tried on the past. Trees only where they are better."""
    reviews = lookout.list_reviews(Period.week)
    if not reviews:
        raise NotEnoughData(
            say("no week has 90 covered days before its end and {days} after it", days=lookout.ahead),
            hint=say("go by the rule: commkit churn rules"),
        )
    rows = gather_past(lookout, reviews)
    lesson = Lesson.up_to(rows, lookout.as_of, lookout)
    lesson.refuse_few()
    proof: Proof | None = None
    notes: tuple[str, ...] = ()
    with contextlib.suppress(NotEnoughData):
        proof = score_past(rows, lookout, reviews[-CUTOFFS:], kind)
    if kind is ScoreModel.trees:
        kind, notes = _choose_kind(proof)
        if proof is not None and kind is ScoreModel.regression:
            proof = Proof(proof.scored.with_columns(score="regression"))
    return _make(lookout, lesson, kind, proof), notes


def _choose_kind(proof: Proof | None) -> tuple[ScoreModel, tuple[str, ...]]:
    """Trees where the past shows that they rank better than the regression, as surely as the data can say."""
    regulars = proof.regulars if proof else None
    if regulars is None or not regulars.can_rank:
        return ScoreModel.regression, (say("the past cannot show that trees are better: the regression is taken."),)
    gap = regulars.trial.find_gap("score", "regression", "auc")
    said = {"gap": gap.difference, "low": gap.low, "high": gap.high}
    if gap.low > 0:
        return ScoreModel.trees, (
            say("trees rank better than the regression: {gap:+.3f} ({low:+.3f} to {high:+.3f}).", **said),
        )
    return ScoreModel.regression, (
        say("trees are no better here: {gap:+.3f} ({low:+.3f} to {high:+.3f}); the regression is taken.", **said),
    )


def _make(lookout: Lookout, lesson: Lesson, kind: ScoreModel, proof: Proof | None) -> ChurnModel:
    reviews = lesson.rows["review_on"]
    return ChurnModel(
        columns=lesson.columns,
        scorer=lesson.teach(kind=kind),
        community=_name_community(lookout),
        active_by=lookout.active_by.value,
        ahead=lookout.ahead,
        taught_from=str(reviews.min()),
        taught_to=str(lookout.as_of),
        rows=lesson.rows.height,
        churned_members=lesson.churned_members,
        stayed_members=lesson.stayed_members,
        proof=_sum_up(proof),
    )


def _sum_up(proof: Proof | None) -> dict[str, Any]:
    """What the past says, as plain numbers: of regulars, beside the days since the last activity."""
    if proof is None or proof.verdict is ScoreVerdict.unknown:
        return {"verdict": ScoreVerdict.unknown.value}
    trial = proof.regulars.trial
    gap = trial.find_gap("score", "recency", "auc")
    named = {name: trial.measure("score", name) for name in ("auc", "pr_auc", "brier", "ece", "lift_at_10")}
    return {
        "verdict": proof.verdict.value,
        **named,
        "recency_auc": trial.measure("recency", "auc"),
        "low": gap.low,
        "high": gap.high,
        "from": str(proof.cutoffs[0]),
        "to": str(proof.cutoffs[-1]),
        "days": len(proof.cutoffs),
    }


def _find_place(lookout: Lookout) -> Path | None:
    """Where the model of the whole community is kept; None of exports, and of a part of the community."""
    asked, path = lookout.store.asked, lookout.store.path
    is_whole = not (asked.only or asked.without or asked.group or asked.segment or asked.include_staff or asked.since)
    return model_beside(path) if path is not None and is_whole else None


def _keep(
    model: ChurnModel, lookout: Lookout, path: Path | None, kept: ChurnModel | None, *, anew: bool
) -> tuple[str, ...]:
    """Keep it where it is of the whole community as it is now, and instead of no other unless that is asked for."""
    if path is None:
        return (say("trained for this answer alone: of exports, or of a part of the community, no model is kept."),)
    if not lookout.store.session.keeps_models:
        return (say("trained for this answer alone: {why}.", why=say("only commkit churn keeps a model")),)
    if not anew and kept is not None:
        if kept.knows_later(lookout.as_of):
            said = say("the kept model knows later facts, up to {day}", day=kept.taught_to)
        else:
            said = say("the kept model tells of another activity, other days ahead or another kind; --fit replaces it")
        return (say("trained for this answer alone: {why}.", why=said),)
    if not anew and lookout.store.asked.as_of is not None:
        return (say("trained for this answer alone: {why}.", why=say("a model of a past day is kept with --fit only")),)
    try:
        save_model(path, write_model(model))
    except OSError as fault:
        return (say("the model could not be kept: {reason}.", reason=say(fault.strerror or type(fault).__name__)),)
    return (say("the model is kept in {file}; later scores use it.", file=path.name),)


def _name_days(model: ChurnModel) -> str:
    return say(
        "{kind} on {columns} features, trained on {rows:,} rows from {from_on} on, with what came until {to_on}: "
        "{churned:,} members churned.",
        kind=say("regression") if model.kind is ScoreModel.regression else say("trees"),
        columns=len(model.columns),
        rows=model.rows,
        from_on=model.taught_from,
        to_on=model.taught_to,
        churned=model.churned_members,
    )
