"""What the past says of a score, as one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commkit.segment.churn.proof import ScoreVerdict
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commkit.segment.churn.proof import Proof


def tell_verdict(proof: Proof) -> str:
    """Whether the score is better than the days since the last activity, with the interval that says so."""
    verdict = proof.verdict
    if verdict is ScoreVerdict.unknown:
        return say("not proved: among regulars nobody churned, or nobody stayed.")
    trial = proof.regulars.trial
    gap = trial.find_gap("score", "recency", "auc")
    return tell(verdict, trial.measure("score", "auc"), trial.measure("recency", "auc"), gap.low, gap.high)


def tell_kept(proof: Mapping[str, Any]) -> str:
    """The same of a model that is kept, from the numbers that are kept with it."""
    if proof["verdict"] == ScoreVerdict.unknown.value:
        return say("not proved: the past is too short, or too few churned in it, to try the score; go by the rule too.")
    return tell(ScoreVerdict(proof["verdict"]), proof["auc"], proof["recency_auc"], proof["low"], proof["high"])


def tell(verdict: ScoreVerdict, score: float, recency: float, low: float, high: float) -> str:
    """The verdict in words."""
    named = {
        ScoreVerdict.better: say("better than recency"),
        ScoreVerdict.no_better: say("no better than recency"),
        ScoreVerdict.worse: say("worse than recency"),
    }
    return say(
        "{verdict}: the score puts {score:.1%} of pairs of regulars in the right order, the days since the last "
        "activity {recency:.1%}; difference {gap:+.1f} pp (95%: {low:+.1f} to {high:+.1f}).",
        verdict=named[verdict],
        score=score,
        recency=recency,
        gap=round(100 * score, 1) - round(100 * recency, 1),  # of what is shown
        low=100 * low,
        high=100 * high,
    )
