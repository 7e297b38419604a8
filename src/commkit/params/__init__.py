"""The options that commands share: one spelling, one help text and one range each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from commkit.choices import Compare, Face, Language, Slice
from commkit.words import say

option = partial(typer.Option, show_envvar=False)
cut_option = partial(option, rich_help_panel=say("What to look at"))
face_option = partial(option, rich_help_panel=say("How to show it"))
days_option = partial(option, min=1, max=100_000)  # 273 years
store_option = partial(option, rich_help_panel=say("Where to ask"))


MOST_LOADS = 2**31 - 1


Exports = Annotated[
    list[Path] | None, typer.Argument(metavar="[EXPORT ...]", help=say("Answer from these exports, not the database."))
]
Maps = Annotated[
    list[str] | None, option("--map", metavar="ROLE=COLUMN", help=say("What a column is; a number counts from 1."))
]
DATABASE = Path("community.duckdb")
Database = Annotated[
    Path, store_option("--db", envvar="COMMKIT_DB", metavar="FILE", help=say("The community's database."))
]
Since = Annotated[
    str | None, cut_option(metavar="DAY", help=say("First day to look at; also 30d, last-week or 2026-06."))
]
Until = Annotated[str | None, cut_option(metavar="DAY", help=say("Last day to look at, said in the same ways."))]
AsOf = Annotated[str | None, cut_option(metavar="DAY", help=say("Answer as at the end of this day."))]
Now = Annotated[str | None, option(hidden=True, metavar="INSTANT", help=say("Ask as if it were this instant, in UTC."))]
Group = Annotated[str | None, cut_option(metavar="NAME", help=say("Only this group, by title or handle."))]
By = Annotated[
    str | None,
    cut_option(
        metavar="WHAT",
        help=say(
            "Break the answer down by {slices}, layer:SCHEME or a dimension of labels.", slices=say(", ").join(Slice)
        ),
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
Last = Annotated[
    int | None, face_option(min=0, metavar="N", help=say("Show the last N periods; 12 to people, all to programs."))
]
Sort = Annotated[str | None, face_option(metavar="COLUMN", help=say("Sort by this column; -COLUMN for descending."))]
Lang = Annotated[Language | None, face_option(envvar="COMMKIT_LANG", help=say("Language of the answer."))]
LockTimeout = Annotated[float, store_option(min=0, help=say("Seconds to wait for a locked database."))]
NoChart = Annotated[bool, face_option("--no-chart", help=say("Only the table on a terminal."))]
CsvBom = Annotated[
    bool | None,
    face_option("--csv-bom/--no-csv-bom", help=say("Begin CSV with the mark by which Excel knows UTF-8.")),
]
Quiet = Annotated[bool, face_option("--quiet", "-q", envvar="COMMKIT_QUIET", help=say("Print only the answer."))]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceOptions:
    """How a verb shows what it did; a parameter of this type becomes these options."""

    format: Format = None
    output: Output = None
    csv_bom: CsvBom = None
    quiet: Quiet = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """How a verb shows a table that may be long; a parameter of this type becomes these options."""

    format: Format = None
    output: Output = None
    limit: Limit = None
    sort: Sort = None
    csv_bom: CsvBom = None
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
    last: Last = None
    limit: Limit = None
    sort: Sort = None
    no_chart: NoChart = False
    csv_bom: CsvBom = None
    lang: Lang = None
    quiet: Quiet = False
    lock_timeout: LockTimeout = 60.0
