"""The options that commands share: one spelling, one help text and one range each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commkit.choices import (
    Activity,
    Basis,
    Birth,
    Compare,
    Counted,
    Ending,
    EntryChoice,
    Exclusion,
    Face,
    Kept,
    Language,
    Period,
    Scoring,
    Served,
    Slice,
    StepOrder,
)
from commkit.errors import WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

option = partial(typer.Option, show_envvar=False)
cut_option = partial(option, rich_help_panel=say("What to look at"))
face_option = partial(option, rich_help_panel=say("How to show it"))
days_option = partial(option, min=1, max=100_000)  # 273 years
store_option = partial(option, rich_help_panel=say("Where to ask"))


# Of these years the days before and after, a year away, in any zone, are days too.
YEARS = range(1900, 2201)
MOST_LOADS = 2**31 - 1


def parse_day(text: str) -> date:
    """An inclusive day on the command line. Raises WrongUse."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError as error:
        raise WrongUse(say("{day!r} is not a day", day=text), hint=say("write days as 2026-06-30")) from error
    _refuse_far(day, text)
    return day


def _refuse_far(day: date, text: str) -> None:
    if day.year not in YEARS:
        what = say("{day} is not of the years {first} to {last}", day=text, first=YEARS[0], last=YEARS[-1])
        raise WrongUse(what, hint=say("leave it out to look at everything"))


def parse_hours(text: str) -> tuple[int, int]:
    """When work begins and ends, in seconds of the day, as 9-18 or 9:30-18:00. Raises WrongUse."""
    found = re.fullmatch(r"(\d{1,2})(?::([0-5]\d))?-(\d{1,2})(?::([0-5]\d))?", text.strip())
    opens, closes = (3600 * int(found[at]) + 60 * int(found[at + 1] or 0) for at in (1, 3)) if found else (0, 0)
    if not 0 <= opens < closes <= 24 * 3600:
        raise WrongUse(
            say("{given!r} are no working hours", given=text), hint=say("write when they begin and end, as 9-18")
        )
    return opens, closes


def parse_pairs(texts: Iterable[str] | None) -> list[tuple[str, str]]:
    """Keys and values on the command line, as city=Chengdu. Raises WrongUse."""
    pairs = []
    for text in texts or ():
        key, sign, given = text.partition("=")
        if not (key.strip() and sign and given.strip()):
            raise WrongUse(
                say("{given!r} is no KEY=VALUE", given=text), hint=say("write both, as --only platform=slack")
            )
        pairs.append((key.strip(), given.strip()))
    return pairs


def parse_instant(text: str) -> datetime:
    """An instant on the command line, in UTC. Raises WrongUse."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(
            say("{instant!r} is no instant", instant=text), hint=say("write instants in UTC as 2026-06-30T12:00")
        ) from error
    _refuse_far(instant, text)
    return (instant.astimezone(UTC) if instant.tzinfo else instant).replace(tzinfo=None)


def parse_microseconds(text: str) -> int:
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
Database = Annotated[
    Path, store_option("--db", envvar="COMMKIT_DB", metavar="FILE", help=say("The community's database."))
]
Since = Annotated[str | None, cut_option(metavar="DAY", help=say("First day to look at."))]
Until = Annotated[str | None, cut_option(metavar="DAY", help=say("Last day to look at."))]
AsOf = Annotated[str | None, cut_option(metavar="DAY", help=say("Answer as at the end of this day."))]
Now = Annotated[str | None, option(hidden=True, metavar="INSTANT", help=say("Ask as if it were this instant, in UTC."))]
Group = Annotated[str | None, cut_option(metavar="NAME", help=say("Only this group, by title or handle."))]
By = Annotated[
    str | None,
    cut_option(
        metavar=f"{'|'.join(Slice)}|DIMENSION", help=say("Break the answer down, also by a dimension of labels.")
    ),
]
InSegment = Annotated[
    str | None,
    cut_option("--segment", metavar="NAME", help=say("Only members of this RFM segment, or of one that was saved.")),
]
Only = Annotated[
    list[str] | None,
    cut_option(
        metavar="KEY=VALUE",
        help=say("Only these: group, member, platform, channel, segment or a dimension of labels, as city=Chengdu."),
    ),
]
Without = Annotated[list[str] | None, cut_option(metavar="KEY=VALUE", help=say("All but these, said as in --only."))]
Comparing = Annotated[Compare | None, cut_option("--compare", help=say("Set the answer beside an earlier one."))]
IncludeStaff = Annotated[bool, cut_option("--include-staff", help=say("Count staff too."))]
Names = Annotated[bool, face_option("--names", help=say("Show names for handles; marks the output confidential."))]
Format = Annotated[Face | None, face_option(help=say("How the answer looks; table on a terminal, else tsv."))]
Output = Annotated[
    Path | None, face_option("--output", "-o", metavar="FILE", help=say("Write here; the suffix picks the format."))
]
Limit = Annotated[int | None, face_option(min=0, help=say("Show at most this many rows; 0 shows all."))]
Sort = Annotated[str | None, face_option(metavar="COLUMN", help=say("Sort by this column; -COLUMN for descending."))]
Lang = Annotated[Language | None, face_option(envvar="COMMKIT_LANG", help=say("Language of the answer: en or zh."))]
LockTimeout = Annotated[float, store_option(min=0, help=say("Seconds to wait for a locked database."))]
Quiet = Annotated[
    bool, face_option("--quiet", "-q", envvar="COMMKIT_QUIET", help=say("Say nothing beside the answer."))
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceOptions:
    """How a verb shows what it did; a parameter of this type becomes these options."""

    format: Format = None
    output: Output = None
    quiet: Quiet = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """How a verb shows a table that may be long; a parameter of this type becomes these options."""

    format: Format = None
    output: Output = None
    limit: Limit = None
    sort: Sort = None
    quiet: Quiet = False


FACE, TABLE = FaceOptions(), TableOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionOptions:
    """The options that every question takes beside its own."""

    exports: Exports = None
    db: Database = DATABASE
    since: Since = None
    until: Until = None
    as_of: AsOf = None
    now: Now = None
    group: Group = None
    by: By = None
    segment: InSegment = None
    only: Only = None
    without: Without = None
    compare: Comparing = None
    include_staff: IncludeStaff = False
    names: Names = False
    format: Format = None
    output: Output = None
    limit: Limit = None
    sort: Sort = None
    lang: Lang = None
    quiet: Quiet = False
    lock_timeout: LockTimeout = 60.0


Dims = Annotated[
    str, option(metavar="NAMES", help=say("Dimensions of labels, spend, platform or channel, with commas between."))
]
Of = Annotated[Served, option("--of", help=say("What waits for an answer."))]
Within = Annotated[
    str | None, option(metavar="TIMES", help=say("Limits to answer and to close within, as 10m,2h,24h or 3d."))
]
BusinessHours = Annotated[
    str | None, option(metavar="HOURS", help=say("Count only these hours, from Monday to Friday, as 9-18."))
]
Threads = Annotated[
    bool, option("--threads", help=say("How deep conversations go, and whether people answer each other."))
]
Question = Annotated[str | None, option(metavar="TEXT", help=say("Only questions or surveys that hold this text."))]
SampleSize = Annotated[
    int | None, option("--sample", min=1, max=100_000, metavar="N", help=say("Draw so many members to ask instead."))
]
Seed = Annotated[int, option(min=0, max=2**31, metavar="N", help=say("What decides who is drawn."))]
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
QuietDays = Annotated[int, days_option(metavar="N", help=say("Days without a message after which a group is dead."))]
Tree = Annotated[
    str | None,
    option(metavar="NAMES", help=say("Groups below dimensions of their labels, the outer first, as region,interest.")),
]
Size = Annotated[bool, option("--size", help=say("How active groups of each size are."))]
End = Annotated[Ending | None, option(help=say("What ends a stay: leaving where exports tell who left, else silence."))]
SilentDays = Annotated[int, days_option("--days", help=say("So many days without activity are silence."))]
IncludeSilent = Annotated[bool, option("--include-silent", help=say("Count members who wrote nothing too."))]
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
