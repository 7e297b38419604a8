"""The rows of a table as columns by role: blanks null, ids clean, times and amounts read.

What a blank is and how an id is mended stands once more in quick_messages.sql, for plain tables of messages.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from commkit.sources.table.amounts import read_amounts
from commkit.sources.table.cell_zones import place_moments
from commkit.sources.table.clocks import MIDNIGHT, join_clock
from commkit.sources.table.digits import UNSEEN
from commkit.sources.table.general import TABLES
from commkit.sources.table.headers import KINDS, WORDS, amounts_of, times_of
from commkit.sources.table.moments import read_instants
from commkit.sources.table.months import find_months, year_of
from commkit.sources.table.structure import Number, squeeze_header

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from commkit.sources.source import Reading
    from commkit.sources.table.structure import Layout, Row, TableRows

BLANKS = ("", "-", "--", "—", "——", "null", "NULL", "\\N", "nan", "NaN", "None", "N/A")
SPACES = f" \t\n\r\x85\xa0\u1680{''.join(map(chr, range(0x2000, 0x200B)))}\u2028\u2029\u202f\u205f\u3000{UNSEEN}"
ENDLESS = ("永久", "永久有效", "长期", "长期有效", "never", "forever", "permanent")  # of what ends: it does not
ENDS = ("valid_until", "expires_on")
# What is written around a number that a spreadsheet must not change ("..." or T("...") behind =, a mark before it), and
# what a spreadsheet makes of a long one: 1.38E+10.
GUARD = r'^(?:=(?:"(.*)"|[Tt]\("(.*)"\)|([+-]?[0-9][0-9.,:/ -]*))|`([^`]+))$'
APOSTROPHE = r"^'([+-]?[0-9].{0,40})$"
GROUPED = r"^[1-9][0-9]{0,2}(?:,[0-9]{3})+$"  # an id that is shown as a sum is: 1,234,567
# A number without an exponent is rounded where not every whole number has a float of its own, from 2**53 on.
ROUNDED = (
    r"^[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{2,3}$|^[0-9][.,][0-9]+[eE][0-9]{1,3}$"
    r"|^(?:9[0-9]{15}|[1-9][0-9]{16,39})\.0+$"
)
WHOLE = r"^([0-9]{1,15}|[0-8][0-9]{15})\.0$"  # an id that a spreadsheet made a number: 14075.0
CUT = r"^[1-9][0-9]{14}0{1,15}$"  # of so many digits that a spreadsheet keeps the first fifteen
ERROR = r"^#(?:REF!|VALUE!|DIV/0!|NAME\?|N/A|NULL!|NUM!|SPILL!|CALC!)$"
# No moment at all, as databases and spreadsheets write it: the year 0, the first instant of their clocks in any zone,
# the last that they can hold.
QUARTER = r"(?:[T ]*\p{Han}{0,2} *[0-9]{1,2}:(?:00|15|30|45)(?::00(?:[.,]0+)?)?[\s\x{202f}]*(?:[AaPp]\.?[Mm]\.?)?)?"
NEVER = (
    r"^(?:0+(?:\.0+)?|(?:[0-9]{1,2}[-/.]){0,2}(?:0000|0001|9999)(?:[-/.年T ].*)?"
    r"|(?:1899[-/.]12[-/.]3[01]|(?:3[01][-/.]12|12[-/.]3[01])[-/.]1899).*"
    r"|(?:1900[-/.]0?1[-/.]0?[01]|0?[01][-/.]0?1[-/.]1900|0?1[-/.]0?0[-/.]1900"
    r"|(?:19)?70[-/.年]0?1[-/.月]0?1日?|0?1[-/.]0?1[-/.](?:19)?70"
    r"|(?:19)?69[-/.年]12[-/.月]31日?|(?:31[-/.]12|12[-/.]31)[-/.](?:19)?69)"
    rf"{QUARTER}) ?(?:Z|UTC|[+-][0-9]{{2}}:?[0-9]{{2}})?$"
)
IDS = frozenset(
    {
        *("order", "member", "id", "native", "author", "reply_to", "to", "inviter", "invitee", "group", "content"),
        *("subject", "ticket", "case", "number"),
    }
)
OF_INSTANTS = ("workbook", "parquet")  # containers in which a day is an instant at midnight
CONTACTS = ("email", "phone")
TOTALS = ("total", "totals", "grandtotal", "sum", "合计", "总计", "小计", "汇总")


def is_total(cells: Sequence[str | None]) -> bool:
    """Whether a row begins with the word for a sum."""
    return squeeze_header(next((cell for cell in cells if cell and cell.strip()), "")) in TOTALS


def read_texts(rows: Sequence[Row], layout: Layout) -> pl.DataFrame:
    """One column of text for every role of the kind; null if a cell is blank or no column has the role."""
    import polars as pl

    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(rows))
    columns = {
        role: pl.Series(_cells_of(role, rows, layout), dtype=pl.String) if role in layout.columns else nothing
        for role in {**KINDS[layout.kind], **layout.columns}
    }
    found = pl.DataFrame(columns).with_columns(clean_cell(role, layout.kind) for role in layout.columns)
    if layout.form.container in OF_INSTANTS:
        found = found.with_columns(pl.col(times_of(layout.kind)).str.replace(MIDNIGHT, ""))
    if layout.kind in TABLES:
        year = year_of(layout.titles)
        for role in TABLES[layout.kind].months:
            months = find_months(found[role], year)
            is_month = pl.col(role).is_in(list(months)).fill_null(value=False).alias(f"{role}_is_month")
            found = found.with_columns(pl.col(role).replace(months) if months else role, is_month)
    return found.with_columns(time=join_clock()) if "clock" in layout.columns else found


def _cells_of(role: str, rows: Sequence[Row], layout: Layout) -> Sequence[str | None]:
    """The cells of a role's column; a number is written as the texts of an amount's column are."""
    cells = list(map(itemgetter(layout.columns[role]), rows))
    if layout.comma and role in amounts_of(layout.kind):
        return [cell.replace(".", ",") if isinstance(cell, Number) else cell for cell in cells]
    return cells


def read_cells(piece: TableRows, layout: Layout, reading: Reading) -> pl.DataFrame:
    """The rows by role with their places, times and amounts read.

    A time is in the zone of its export, and `..._written` is the same as its cell shows it. `bad_time` and `bad_amount`
    mark texts that could not be read; `skip` says which rows are not records of the kind.
    """
    import polars as pl

    found = read_texts(piece.rows, layout)
    times = {role: read_instants(found[role], writing) for role, writing in layout.times.items()}
    placed = {
        role: place_moments(column, found[role], layout.times[role], reading, naive=layout.naive)
        for role, column in times.items()
    }
    sums = {role: read_amounts(found[role], comma=layout.comma) for role in amounts_of(layout.kind)}
    places = {"line": piece.lines, "start": piece.starts, "end": piece.ends}
    return found.with_columns(
        *(pl.Series(name, values, dtype=pl.Int64) for name, values in places.items()),
        *(column.alias(role) for role, column in (placed | sums).items()),
        *(column.alias(f"{role}_written") for role, column in times.items()),
        *(
            _no_instants(name, len(found))
            for role in times_of(layout.kind)
            if role not in times
            for name in (role, f"{role}_written")
        ),
        _differs(found, times).alias("bad_time"),
        _differs(found, sums).alias("bad_amount"),
        _fault_of_ids(found, layout).alias("bad_id"),
        _skip(piece.rows, layout, times).alias("skip"),
    )


def clean_cell(role: str, kind: str = "messages") -> pl.Expr:
    """Trimmed, blanks null. An id that a spreadsheet made a number (14075.0) or guarded ('+86) is restored."""
    import polars as pl

    cell = pl.col(role)
    if role == "text":
        return pl.when(cell != "").then(cell).alias(role)
    if role in IDS or role in CONTACTS:
        cell = cell.str.replace_all(f"[{UNSEEN}]", "")
    cell = cell.str.strip_chars(SPACES).str.replace(GUARD, "$1$2$3$4")
    if role not in WORDS:
        cell = cell.str.replace(APOSTROPHE, "$1")
    cell = pl.when(~cell.is_in(BLANKS if role not in WORDS else BLANKS[:1])).then(cell).alias(role)
    if role in ENDS:
        return pl.when(~cell.str.to_lowercase().is_in(ENDLESS)).then(cell).alias(role)
    if role in times_of(kind) or role == "paid_at":
        is_sent = (kind, role) == ("messages", "time")  # it was, by a wrong clock: loaded, and named as dated wrongly
        return cell if is_sent else pl.when(~cell.str.contains(NEVER)).then(cell).alias(role)
    if role in (*WORDS, *amounts_of(kind), "clock"):
        return cell
    if role in CONTACTS:
        cell = pl.when(~cell.str.contains(ROUNDED)).then(cell).alias(role)
    if role in IDS - {"to"}:  # where a message is to several
        cell = pl.when(cell.str.contains(GROUPED)).then(cell.str.replace_all(",", "", literal=True)).otherwise(cell)
    return cell.str.replace(WHOLE, "$1").alias(role)


def _fault_of_ids(found: pl.DataFrame, layout: Layout) -> pl.Expr:
    """The code of rows in which an id is a rounded number, which many ids may have become, or a spreadsheet's error."""
    import polars as pl

    ids = [role for role in layout.columns if role in IDS]
    if not ids:
        return pl.lit(None, pl.String)
    signs = {
        code: pl.any_horizontal(pl.col(role).str.contains(sign).fill_null(value=False) for role in ids)
        for code, sign in (("rounded-id", ROUNDED), ("broken-cell", ERROR))
    }
    if layout.kind == "orders":
        signs["cut-id"] = _is_cut(found)
    return pl.coalesce(pl.when(is_so).then(pl.lit(code)) for code, is_so in signs.items())


def _is_cut(found: pl.DataFrame) -> pl.Expr:
    """Whether an order's id may be what a spreadsheet has left of it: one such is of several customers."""
    import polars as pl

    is_cut = pl.col("order").str.contains(CUT).fill_null(value=False)
    customers = found.filter(is_cut).group_by("order").agg(pl.col("member").drop_nulls().n_unique())["member"]
    return is_cut if (customers > 1).any() else pl.lit(value=False)


def _no_instants(role: str, count: int) -> pl.Series:
    import polars as pl

    return pl.Series(role, [None], dtype=pl.Datetime("us")).new_from_index(0, count)


def _differs(found: pl.DataFrame, parsed: dict[str, pl.Series]) -> pl.Series:
    """Rows in which a text is present but could not be read."""
    import polars as pl

    wrong = pl.Series([False]).new_from_index(0, len(found))
    for role, column in parsed.items():
        wrong |= found[role].is_not_null() & column.is_null()
    return wrong


def _skip(rows: Sequence[Row], layout: Layout, times: dict[str, pl.Series]) -> pl.Series:
    """`header` for a repeated header, `total` for a row of sums; neither has a time."""
    import polars as pl

    skip: list[str | None] = [None] * len(rows)
    timeless = pl.Series([True]).new_from_index(0, len(rows))
    for column in times.values():
        timeless &= column.is_null()
    for at in timeless.arg_true():
        if layout.has_header and _is_header(rows[at], layout):
            skip[at] = "header"
        elif is_total(rows[at]):
            skip[at] = "total"
    if layout.spread:
        return _skip_of_spread(rows, layout, skip)
    return pl.Series(skip, dtype=pl.String)


def _skip_of_spread(rows: Sequence[Row], layout: Layout, skip: list[str | None]) -> pl.Series:
    """The same where the cells of a row are records: a row of sums has a time there, and a blank cell is no record."""
    import polars as pl

    value = layout.columns[layout.spread.value] if layout.spread else 0
    keeps_blanks = layout.kind == "surveys"  # who was asked and has not answered
    for at, row in enumerate(rows):
        if is_total(row):
            skip[at] = "total"
        elif not keeps_blanks and (row[value] or "").strip() in BLANKS:
            skip[at] = "blank"
    return pl.Series(skip, dtype=pl.String)


def _is_header(row: Row, layout: Layout) -> bool:
    own = [at for at in layout.columns.values() if at < len(layout.header)]
    return all(squeeze_header(row[at] or "") == squeeze_header(layout.header[at]) for at in own)
