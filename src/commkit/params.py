"""The words commands share: one spelling, one help text, one range each."""

from __future__ import annotations

import re
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


class StepOrder(StrEnum):
    """Whether other steps may come between two steps, and whether their order matters."""

    ordered = "ordered"
    strict = "strict"
    any = "any"


class EntryChoice(StrEnum):
    """Which of a member's entries into a funnel counts."""

    first = "first"
    best = "best"


class Counted(StrEnum):
    """Whether a member enters a funnel once, or again after each entry is over."""

    uniques = "uniques"
    totals = "totals"


class Exclusion(StrEnum):
    """What an excluded event does to an entry into a funnel."""

    drop_entry = "drop-entry"
    stop = "stop"


class Basis(StrEnum):
    """What RFM is computed on."""

    orders = "orders"
    activity = "activity"


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


def microseconds(text: str) -> int:
    """A number of seconds, minutes, hours or days on the command line, such as 90m. Raises WrongUse."""
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([smhd])", text.strip().lower())
    if not found:
        raise WrongUse(
            say("{given!r} is no length of time", given=text), hint=say("write a number and s, m, h or d, as 7d or 90m")
        )
    return round(float(found[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[found[2]] * 1_000_000)


Exports = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[EXPORT]...", help=say("Answer from these exports; without them, from the database.")),
]
DATABASE = Path("community.duckdb")
Database = Annotated[Path, asking("--db", envvar="COMMKIT_DB", metavar="FILE", help=say("The community's database."))]
Since = Annotated[str | None, looking(metavar="DAY", help=say("First day to look at."))]
Until = Annotated[str | None, looking(metavar="DAY", help=say("Last day to look at."))]
AsOf = Annotated[str | None, looking(metavar="DAY", help=say("Answer as at the end of this day."))]
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
Steps = Annotated[
    list[str] | None,
    option(
        "--step",
        metavar="NAME",
        help=say("A step: join, message, reply, reaction, order or an event's name; give it again for each step."),
    ),
]
Window = Annotated[str, option(metavar="TIME", help=say("How long after step 1 later steps count, as 7d, 12h or 90m."))]
Order = Annotated[StepOrder, option(help=say("Steps in order, with none of the funnel's between, or in any order."))]
Entry = Annotated[EntryChoice, option(help=say("A member's first entry in the span, or the one that comes furthest."))]
Count = Annotated[Counted, option(help=say("Members once, or every entry: a new one after each that is over."))]
Grace = Annotated[str, option(metavar="TIME", help=say("How much earlier than the step before a step may be dated."))]
Exclude = Annotated[list[str] | None, option(metavar="NAME", help=say("What must not happen between two steps."))]
ExcludeBetween = Annotated[
    str | None, option(metavar="I-J", help=say("Between which steps, as 1-2; the first and the last unless said."))
]
Excluding = Annotated[
    Exclusion, option("--exclusion", help=say("Drop an entry in which it happens, or stop it there."))
]
