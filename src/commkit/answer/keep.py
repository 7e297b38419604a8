"""What an answer asks to be kept: a plan, as labels, with a line in the log."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.render.talk import warn
from commkit.store.log import append_log, log_beside
from commkit.store.segments.plans import save_plan
from commkit.words import say

if TYPE_CHECKING:
    from commkit.params import QuestionOptions
    from commkit.result import Assignment, Result


def keep(result: Result, asked: QuestionOptions) -> Result:
    """Keep the plan of an answer, and let the answer say so. The store must be closed.

    Raises WrongUse where nothing can be kept, and whatever a change to the database raises.
    """
    plan = result.assignment
    if plan is None:
        return result
    if asked.exports:
        raise WrongUse(say("a plan of exports cannot be kept"), hint=say("load them first: commkit load EXPORT"))
    load_id = save_plan(asked.db, plan, lock_timeout=asked.lock_timeout)
    _log(asked, plan, load_id)
    told = {"name": plan.name, "day": plan.opens_on, "number": load_id}
    note = say("kept as plan:{name} of {day} by load {number}; commkit loads undo {number} takes it back.", **told)
    return replace(result, notes=(*result.notes, note))


def _log(asked: QuestionOptions, plan: Assignment, load_id: int) -> None:
    """Tell the log what was planned, without names and handles. Its faults undo no plan."""
    entry = {
        "event": "plan",
        "told_at": f"{datetime.now(UTC).replace(tzinfo=None, microsecond=0).isoformat()}Z",
        "plan": plan.name,
        "load": load_id,
        "opens_on": plan.opens_on.isoformat(),
        "closes_on": plan.closes_on.isoformat(),
        "members": dict(sorted(Counter(plan.arms.values()).items())),
        **plan.entry,
    }
    path = log_beside(asked.db)
    try:
        append_log(path, entry)
    except OSError as error:
        warn(say("cannot use {path}: {reason}", path=path.name, reason=say(error.strerror or "")))
