"""Whether a churn score has proved itself, without which a report does not show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData
from commkit.segment.churn.proof import ScoreVerdict
from commkit.words import say

if TYPE_CHECKING:
    from commkit.result import Result


def refuse_unproved(scores: Result) -> Result:
    """The scores, where they rank better than the days since the last activity. Raises NotEnoughData elsewhere."""
    if (scores.parameters or {}).get("verdict") == ScoreVerdict.better.value:
        return scores
    raise NotEnoughData(
        say("on this community the score has not proved better than the days since the last activity"),
        hint=say("go by the rule: commkit churn rules"),
    )
