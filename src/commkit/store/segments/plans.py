"""Plans: who is written to and who is held out, kept as labels of the dimension `plan:NAME`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.errors import Locked, WrongUse
from commkit.store import engine
from commkit.store.change import changing
from commkit.store.segments.labels import save_labels, take_in
from commkit.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from commkit.result import Assignment

SOURCE = "plan"


def save_plan(database: Path, plan: Assignment, *, lock_timeout: float) -> int:
    """Keep the plan; gives the number of the load that undoes it.

    Raises WrongUse where one has this name, and Locked where another plan has taken one of its members meanwhile.
    """
    with changing(database, lock_timeout) as con:
        dimension = f"{SOURCE}:{plan.name}"
        loads = engine.rows(con, "store/segments/plan_of", {"dimension": dimension})
        _refuse_taken(plan.name, [load_id for (load_id,) in loads])
        take_in(con, plan.arms)
        _refuse_engaged(engine.rows(con, "store/segments/engaged", {"opens_on": plan.opens_on})[0][0])
        days = {"opens_on": plan.opens_on, "closes_on": plan.closes_on}
        return save_labels(con, database, SOURCE, dimension, **days, lock_timeout=lock_timeout)


def _refuse_engaged(count: int) -> None:
    if count:
        raise Locked(
            say("{count} of these members were put into another plan meanwhile", count=count),
            hint=say("ask again: they will be left out"),
        )


def _refuse_taken(name: str, loads: list[int]) -> None:
    if loads:
        raise WrongUse(
            say("a plan is called {name} already", name=name),
            hint=say("choose another name, or take that plan back: commkit loads undo {number}", number=loads[-1]),
        )
