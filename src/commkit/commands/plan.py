"""`commkit plan`: a goal split into steps, and what is due; the questions of plans stand beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from commkit import settings
from commkit.answer.display import show_table
from commkit.choices import Period
from commkit.errors import WrongUse
from commkit.indicators.periods import move, start_of
from commkit.metrics.plan.agenda import list_due
from commkit.params import FACE, FaceOptions, option
from commkit.presets.cadence import Cadence, parse_duties, read_duties
from commkit.render.calendar import WholeDay, write_calendar
from commkit.render.delivery import deliver
from commkit.result import Result
from commkit.typed import parse_day, parse_number
from commkit.words import say

if TYPE_CHECKING:
    from datetime import date

EXAMPLES = (
    "commkit plan split --from 100000 --to 2000000 --steps 4  # what each of four years must reach",
    "commkit plan split --from 111 --to 150 --start 2026-07-01 --due 2026-12-31 --every week  # week by week",
    "commkit plan due  # what is due in the next seven days",
    "commkit plan due --on 2026-10-01 --days 92 --ics quarter.ics  # a quarter, for a calendar",
)
MOST = 1_000

From = Annotated[str, option("--from", metavar="NUMBER", help=say("Where it stands."))]
To = Annotated[str, option("--to", metavar="NUMBER", help=say("The goal."))]
Steps = Annotated[int | None, option(min=1, max=MOST, metavar="N", help=say("In how many steps."))]
Start = Annotated[str | None, option("--start", metavar="DAY", help=say("A step for each period from this day on."))]
DueDay = Annotated[str | None, option("--due", metavar="DAY", help=say("And to this day."))]
FirstDay = Annotated[str | None, option("--on", metavar="DAY", help=say("The first day; today unless said."))]
Days = Annotated[int, option("--days", min=1, max=MOST, metavar="N", help=say("How many days."))]
Calendar = Annotated[
    Path | None, option("--ics", metavar="FILE", help=say("Write them as whole days of a calendar too."))
]
StepEvery = Annotated[Period, option("--every", help=say("Length of a period."))]


def split(
    *,
    from_: From,
    to: To,
    steps: Steps = None,
    start: Start = None,
    due: DueDay = None,
    every: StepEvery = Period.month,
    face: FaceOptions = FACE,
) -> None:
    """A goal split into steps of equal growth, so that their compounding leads to it."""
    import polars as pl

    base, goal = parse_number(from_), parse_number(to)
    if base <= 0 or goal <= 0:
        raise WrongUse(say("growth leads from one number above 0 to another"), hint=say("give --from and --to above 0"))
    days = _list_days(start, due, every) if steps is None else [None] * steps
    growth = (goal / base) ** (1 / len(days))
    rows = {
        "step": range(1, len(days) + 1),
        "starts_on": days,
        "target": [base * growth**step for step in range(1, len(days))] + [goal],
        "change_percent": [100 * (growth - 1)] * len(days),
    }
    table = pl.DataFrame(
        rows, {"step": pl.Int64, "starts_on": pl.Date, "target": pl.Float64, "change_percent": pl.Float64}
    )
    unseen = ("starts_on",) if steps is not None else ()
    show_table("plan split", Result(say("Steps to the goal"), table, unseen=unseen), face)


def _list_days(start: str | None, due: str | None, every: Period) -> list[date | None]:
    """The first day of each period from start to due. Raises WrongUse."""
    if start is None or due is None:
        raise WrongUse(say("in how many steps?"), hint=say("give --steps, or --start and --due"))
    first, last = start_of(parse_day(start), every), parse_day(due)
    days: list[date | None] = []
    while len(days) < MOST and (day := move(first, every, len(days))) <= last:
        days.append(day)
    if not days:
        raise WrongUse(say("the goal is due before it starts"), hint=say("give a later --due"))
    return days


def due(*, on: FirstDay = None, days: Days = 7, ics: Calendar = None, face: FaceOptions = FACE) -> None:
    """What is due on which day: the meetings, reviews and drills of the handbooks, and those of commkit.toml."""
    import polars as pl

    own = parse_duties(settings.read().community.get("due", ()))
    first_on = parse_day(on) if on else datetime.now().astimezone().date()
    found = list(list_due((*own, *read_duties()), first_on, days))
    texts = {each: each.says if each in own else say(each.says) for _, each in found}
    rows = [(day, texts[each], each.every.value, each.command, each.ref) for day, each in found]
    columns = [("due_on", pl.Date), *((name, pl.String) for name in ("what", "cadence", "command", "ref"))]
    table = pl.DataFrame(rows, columns, orient="row")
    if ics is not None:
        deliver([write_calendar(WholeDay(day, texts[each], each.command or "") for day, each in found)], ics)
    words = {"cadence": tuple(Cadence)}
    notes = (
        say("weeks on Monday, longer periods on their first Monday; your own: due in commkit.toml below [community]."),
    )
    show_table("plan due", Result(say("What is due"), table, notes=notes, vocabulary=words, aside=("ref",)), face)


VERBS = {"split": split, "due": due}
