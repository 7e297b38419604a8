"""The words commands share: one spelling, one help text, one range each."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from commkit.errors import WrongUse
from commkit.words import say


class Period(StrEnum):
    """How long a period is; weeks are ISO weeks that begin on Monday."""

    day = "day"
    week = "week"
    month = "month"


class Slice(StrEnum):
    """What an answer can be broken down by."""

    group = "group"
    channel = "channel"
    platform = "platform"
    tenure = "tenure"
    segment = "segment"


class Activity(StrEnum):
    """What counts as active."""

    spoke = "spoke"
    reacted = "reacted"
    event = "event"
    bought = "bought"
    any = "any"


class Compare(StrEnum):
    """Which earlier time an answer is set beside."""

    previous = "previous"
    last_year = "last-year"


class Kept(StrEnum):
    """What counts as being back in an interval after coming."""

    on = "on"
    on_or_after = "on-or-after"
    bracket = "bracket"
    streak = "streak"


class Birth(StrEnum):
    """What puts a member into a cohort."""

    came = "came"
    active = "active"
    recurring = "recurring"


class Basis(StrEnum):
    """What RFM is computed on."""

    orders = "orders"
    activity = "activity"


class Ending(StrEnum):
    """What ends a stay."""

    leave = "leave"
    silence = "silence"


class Scoring(StrEnum):
    """Whether RFM's cut-points are quintiles of this data or fixed ones."""

    quintile = "quintile"
    fixed = "fixed"


class Segment(StrEnum):
    """The eleven RFM segments."""

    champions = "champions"
    loyal = "loyal"
    potential_loyalist = "potential_loyalist"
    new = "new"
    promising = "promising"
    need_attention = "need_attention"
    about_to_sleep = "about_to_sleep"
    at_risk = "at_risk"
    cannot_lose = "cannot_lose"
    hibernating = "hibernating"
    lost = "lost"


class Face(StrEnum):
    """How an answer can look."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    ndjson = "ndjson"
    md = "md"
    png = "png"
    svg = "svg"


class Language(StrEnum):
    """The languages that commkit speaks."""

    en = "en"
    zh = "zh"


option = partial(typer.Option, show_envvar=False)
looking = partial(option, rich_help_panel=say("What to look at"))
facing = partial(option, rich_help_panel=say("How to show it"))
asking = partial(option, rich_help_panel=say("Where to ask"))


def a_day(text: str) -> date:
    """An inclusive day on the command line. Raises WrongUse."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError as error:
        raise WrongUse(say("{day!r} is not a day", day=text), hint=say("write days as 2026-06-30")) from error


def an_instant(text: str) -> datetime:
    """An instant on the command line, in UTC. Raises WrongUse."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise WrongUse(
            say("{instant!r} is no instant", instant=text), hint=say("write instants in UTC as 2026-06-30T12:00")
        ) from error


Exports = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[EXPORT]...", help=say("Answer from these exports; without them, from the database.")),
]
DATABASE = Path("community.duckdb")
Database = Annotated[Path, asking("--db", envvar="COMMKIT_DB", metavar="FILE", help=say("The community's database."))]
Since = Annotated[str | None, looking(metavar="DAY", help=say("First day to look at."))]
Until = Annotated[str | None, looking(metavar="DAY", help=say("Last day to look at."))]
AsOf = Annotated[str | None, looking(metavar="DAY", help=say("Answer as at the end of this day."))]
Now = Annotated[str | None, option(hidden=True, metavar="INSTANT", help=say("Ask as if it were this instant, in UTC."))]
Group = Annotated[str | None, looking(metavar="NAME", help=say("Only this group, by title or handle."))]
By = Annotated[Slice | None, looking(help=say("Break the answer down."))]
InSegment = Annotated[Segment | None, looking("--segment", help=say("Only members of this RFM segment."))]
IncludeStaff = Annotated[bool, looking("--include-staff", help=say("Count staff too."))]
Names = Annotated[bool, facing("--names", help=say("Show names for handles; marks the output confidential."))]
Format = Annotated[Face | None, facing(help=say("How the answer looks; table on a terminal, else tsv."))]
Output = Annotated[
    Path | None, facing("--output", "-o", metavar="FILE", help=say("Write here; the suffix picks the format."))
]
Limit = Annotated[int | None, facing(min=0, help=say("Show at most this many rows; 0 shows all."))]
Sort = Annotated[str | None, facing(metavar="COLUMN", help=say("Sort by this column; -COLUMN for descending."))]
Lang = Annotated[Language | None, facing(envvar="COMMKIT_LANG", help=say("Language of the answer: en or zh."))]
LockTimeout = Annotated[float, asking(min=0, help=say("Seconds to wait for a locked database."))]
Quiet = Annotated[bool, facing("--quiet", "-q", envvar="COMMKIT_QUIET", help=say("Say nothing beside the answer."))]

Every = Annotated[Period, option(help=say("Length of a period."))]
ActiveBy = Annotated[Activity, option(help=say("What counts as active."))]
Distribution = Annotated[
    bool, option("--distribution", help=say("On how many of the last 28 days members were active."))
]
FirstMessages = Annotated[
    bool, option("--first-messages", help=say("Newcomers' first messages, answered or not, and who spoke again."))
]
On = Annotated[Basis | None, option(help=say("What to score: orders where there are any, else activity."))]
Mode = Annotated[Scoring, option(help=say("Quintiles of this data, or fixed cut-points."))]
Members = Annotated[bool, option("--members", help=say("One row a member, by handle."))]
Levels = Annotated[bool, option("--levels", help=say("One row a value level, 1 to 5."))]
Cuts = Annotated[Path | None, option(metavar="FILE", help=say("Fixed cut-points saved before."))]
SaveCuts = Annotated[Path | None, option(metavar="FILE", help=say("Save the cut-points to this file."))]
RCompatible = Annotated[bool, option("--r-compatible", help=say("Score and name as the R package rfm does."))]
Metric = Annotated[list[str] | None, option(metavar="INDICATOR", help=say("Only this indicator; may be repeated."))]
Against = Annotated[Compare, option("--compare", help=say("The period to compare with."))]
Explain = Annotated[bool, option("--explain", help=say("Show numerator, denominator and definition too."))]
Keeping = Annotated[
    Kept, option("--kind", help=say("Back in an interval, in it or later, in a span of days, or in all up to it."))
]
Born = Annotated[
    Birth, option("--birth", help=say("Cohorts by coming, by the first activity, or by each active period."))
]
Periods = Annotated[int, option(min=1, max=400, metavar="N", help=say("How many periods to follow each cohort."))]
Windows = Annotated[str | None, option(metavar="DAYS", help=say("Days after coming instead: 1,7,30 or 1-3,4-7."))]
QuietDays = Annotated[int, option(min=1, metavar="N", help=say("Days without a message after which a group is dead."))]
End = Annotated[Ending | None, option(help=say("What ends a stay: leaving where exports tell who left, else silence."))]
SilentDays = Annotated[int, option("--days", min=1, help=say("So many days without activity are silence."))]
IncludeSilent = Annotated[bool, option("--include-silent", help=say("Count members who wrote nothing too."))]
