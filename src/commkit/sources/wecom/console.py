"""Daily counts in tables of WeCom's admin console: a row a day, a column a count."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commkit.errors import CommkitError, WrongUse
from commkit.sources.rows import Rows
from commkit.sources.table.cells import BLANKS, is_total
from commkit.sources.table.from_table import REASONS
from commkit.sources.table.heads import CONTAINERS
from commkit.sources.table.moments import find_writing, read_instants
from commkit.sources.table.structure import Layout, squeeze_header
from commkit.sources.wecom.counts import COUNTS, add_staff, read_count
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    import polars as pl

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.sources.table.structure import Head, Row, TableRows
    from commkit.store.batch import Batch

WORDS = {squeeze_header(word): name for name, words in COUNTS.items() for word in (name, *words)}
DAYS = tuple(map(squeeze_header, ("日期", "统计日期", "统计时间", "时间", "date", "stat_time")))
STAFF = tuple(map(squeeze_header, ("群主ID", "成员ID", "userid", "owner", "群主", "成员", "员工")))
GROUPS = tuple(map(squeeze_header, ("群ID", "客户群ID", "chat_id", "群名称", "群名", "客户群", "群聊名称")))
MARK = 2  # counts that a header must name


class CountColumns(NamedTuple):
    """The columns by meaning."""

    day: int
    staff: int | None
    group: int | None
    counts: Mapping[int, str]


class CountTable(NamedTuple):
    """The table in a file and its columns."""

    head: Head
    columns: CountColumns


def find_table(file: File) -> CountTable | None:
    """The table of daily counts in this file, or None."""
    if file.head.lstrip()[:1] in (b"{", b"["):
        return None
    try:
        for container in ("delimited", "workbook"):
            for head in CONTAINERS[container].read_heads(file):
                if columns := _columns(head.header):
                    return CountTable(head, columns)
    except CommkitError:
        return None
    return None


def _columns(header: Sequence[str]) -> CountColumns | None:
    names = [squeeze_header(name) for name in header]
    bare = [squeeze_header(name.replace("（", "(").split("(")[0]) for name in header]
    counts = {at: WORDS[name] for at, name in enumerate(bare) if name in WORDS}
    day = _first(DAYS, names)
    if day is None or len(set(counts.values())) < MARK:
        return None
    return CountColumns(day, _first(STAFF, names), _first(GROUPS, names), counts)


def _first(words: Sequence[str], names: Sequence[str]) -> int | None:
    return next((names.index(word) for word in words if word in names), None)


def read_console(file: File, found: CountTable, reading: Reading) -> Iterator[Batch]:
    """A count for every cell that is not blank. Raises WrongUse if the order of day and month is unclear."""
    head, columns = found
    layout = Layout("", head.form, head.header, has_header=True, columns={}, times={})
    pieces: list[TableRows] = list(CONTAINERS[head.form.container].read_rows(file, layout))
    days, staff = iter(_days(file, [row[columns.day] for piece in pieces for row in piece.rows], reading)), set[str]()
    for piece in pieces:
        rows = Rows()
        for bad in piece.bad:
            rows.records["daily_count"] += 1
            rows.reject("daily_count", (file.name, bad.line), bad.code, REASONS[bad.code], (bad.start, bad.end))
        places = zip(piece.lines, piece.starts, piece.ends, strict=True)
        for row, (line, start, end) in zip(piece.rows, places, strict=True):
            add_staff(_cell(row, columns.staff), staff, rows)
            for fault in _add(row, next(days), columns, rows):
                rows.reject("daily_count", (file.name, line), *fault, (start, end))
        yield rows.batch()


def _add(row: Row, day: date | None, columns: CountColumns, rows: Rows) -> Iterator[tuple[str, str]]:
    """Add the counts of one row; yields the code and the reason for each that is not a count."""
    staff = _cell(row, columns.staff)
    group = _cell(row, columns.group)
    for at, name in columns.counts.items():
        said = _cell(row, at)
        if said is None:
            continue
        rows.records["daily_count"] += 1
        number = read_count(said)
        if day is None and is_total(row):
            rows.skipped["daily_count", "total"] += 1
        elif day is None:
            yield "bad-time", "its day is missing or not written as the others are"
        elif number is None:
            yield "bad-amount", "a count that is no number"
        else:
            rows.add("daily_count", group=group, member=staff, day=day, name=name, value=number)


def _cell(row: Row, at: int | None) -> str | None:
    said = (row[at] or "").strip() if at is not None else ""
    return None if said in BLANKS else said


def _days(file: File, said: list[str | None], reading: Reading) -> list[date | None]:
    import polars as pl

    cells: pl.Series = pl.Series(said, dtype=pl.String)
    writing = find_writing(cells, reading.date_format)
    if writing.form == "clock" and not writing.order:
        what = say("{file} does not show whether the day or the month comes first", file=file.base)
        raise WrongUse(what, hint=say("say it with --date-format dmy, --date-format mdy or --date-format ymd"))
    found: list[date | None] = read_instants(cells, writing).dt.date().to_list()
    return found
