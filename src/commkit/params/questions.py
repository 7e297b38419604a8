"""The options of questions: what each asks beside its own cut and face."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
    Kept,
    Period,
    Scoring,
    Served,
    StepOrder,
    Weight,
)
from commkit.params import days_option, option
from commkit.words import say

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
Members = Annotated[bool, option("--members", help=say("One row per member, by handle."))]
Unanswered = Annotated[
    bool, option("--members", help=say("One row per message that nobody answered, by its author's handle."))
]
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
