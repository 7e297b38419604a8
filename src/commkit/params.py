"""The options that commands share: one spelling, one help text and one range each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from commkit.choices import (
    Activity,
    Basis,
    Birth,
    Compare,
    Counted,
    Direction,
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
    Weight,
)
from commkit.words import say

option = partial(typer.Option, show_envvar=False)
cut_option = partial(option, rich_help_panel=say("What to look at"))
face_option = partial(option, rich_help_panel=say("How to show it"))
days_option = partial(option, min=1, max=100_000)  # 273 years
store_option = partial(option, rich_help_panel=say("Where to ask"))


MOST_LOADS = 2**31 - 1


Exports = Annotated[
    list[Path] | None, typer.Argument(metavar="[EXPORT]...", help=say("Answer from these exports, not the database."))
]
Maps = Annotated[
    list[str] | None, option("--map", metavar="ROLE=COLUMN", help=say("What a column is; a number counts from 1."))
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
        metavar=f"{'|'.join(Slice)}|DIMENSION",
        help=say("Break the answer down, also by layer:SCHEME or a dimension of labels."),
    ),
]
InSegment = Annotated[
    str | None,
    cut_option(
        "--segment", metavar="NAME", help=say("Only this RFM segment, one that was saved, or a layer, as pyramid:core.")
    ),
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
    map: Maps = None
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
SchemeName = Annotated[
    str, option("--scheme", metavar="NAME", help=say("The scheme of layers: one of docs/layers.md, or your own."))
]
Cross = Annotated[str | None, option(metavar="SCHEME", help=say("Set the scheme against this one."))]
Tune = Annotated[
    list[str] | None,
    option(metavar="RULE", help=say("Try another threshold, as 'core.active_days_90 >= 10'; may be repeated.")),
]
FromDay = Annotated[str | None, option("--from", metavar="DAY", help=say("The earlier day; else a month-end."))]
ToDay = Annotated[str | None, option("--to", metavar="DAY", help=say("The later day; else the last covered one."))]
Monthly = Annotated[Period | None, option("--every", help=say("From each month-end to the next: only month."))]
Moved = Annotated[Direction | None, option("--members", help=say("One row for each member who rose or who fell."))]
Weighted = Annotated[Weight | None, option("--weight", help=say("Also what they carried: money or replies."))]
AsHeatmap = Annotated[bool, option("--heatmap", help=say("Draw the shares as a heat map, not as a flow."))]
Times = Annotated[bool, option("--times", help=say("How long members take to the next level."))]
Levers = Annotated[bool, option("--levers", help=say("What one point more on each rate would bring in 12 months."))]
Members = Annotated[bool, option("--members", help=say("One row a member, by handle."))]
Levels = Annotated[bool, option("--levels", help=say("One row a value level, 1 to 5."))]
Trend = Annotated[bool, option("--trend", help=say("Value levels by period, by the same cut-points in each."))]
TrendEvery = Annotated[Period, option("--every", help=say("Length of a period of --trend."))]
Cuts = Annotated[Path | None, option(metavar="FILE", help=say("Fixed cut-points saved before."))]
SaveCuts = Annotated[Path | None, option(metavar="FILE", help=say("Save the cut-points to this file."))]
RCompatible = Annotated[bool, option("--r-compatible", help=say("Score and name as the R package rfm does."))]
Metric = Annotated[list[str] | None, option(metavar="INDICATOR", help=say("Only this indicator; may be repeated."))]
AllIndicators = Annotated[bool, option("--all", help=say("Every indicator, not only the twelve core metrics."))]
ListName = Annotated[
    str | None,
    option(
        "--preset",
        metavar="NAME",
        help=say("A list of indicators: scale-value-spread-brand, level-1 to level-3, community, content or campaign."),
    ),
]
Drivers = Annotated[
    str | None, option(metavar="INDICATOR", help=say("What makes up the change of this indicator, part by part."))
]
Board = Annotated[bool, option("--board", help=say("A year earlier and the month to date too, as reports have it."))]
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
