"""The kind of a table and its columns: found from its header or given with --map."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from commkit.errors import CannotDo, CommkitError, WrongUse
from commkit.sources.table import workbook
from commkit.sources.table.amounts import has_comma, is_of_line, read_amounts
from commkit.sources.table.cells import read_texts
from commkit.sources.table.clocks import has_clocks
from commkit.sources.table.fits import check_roles, find_fits, kinds_with
from commkit.sources.table.headers import (
    BESIDE,
    KINDS,
    NAMES,
    amounts_of,
    has_numbers,
    is_name,
    times_of,
)
from commkit.sources.table.heads import CONTAINERS, find_head
from commkit.sources.table.kinds import group_of
from commkit.sources.table.moments import find_writing, order_of, read_instants
from commkit.sources.table.spreads import unfold
from commkit.sources.table.structure import Layout, Number, squeeze_header
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.sources.table.moments import Writing
    from commkit.sources.table.structure import Head, Row, TableRows

SHOPIFY = ("financialstatus", "lineitemname")
# The layout that was found last of each file: what it lacks, its records and its free columns are asked for in turn.
_known: WeakKeyDictionary[File, tuple[Reading, Layout | None]] = WeakKeyDictionary()
YOUZAN = ("归属店铺", "归属网店", "订单实付金额", "订单实收金额", "商品实际成交金额", "订单商品状态")


def read_table(file: File, layout: Layout) -> Iterator[TableRows]:
    """All records of the table."""
    read: Iterator[TableRows] = CONTAINERS[layout.form.container].read_rows(file, layout)
    return unfold(read, layout.spread) if layout.spread else read


def is_table(file: File) -> bool:
    """Whether commkit knows the header. A workbook that would be refused counts, so that reading it says why."""
    try:
        return find_head(file, {}) is not None
    except CannotDo:
        return file.head.startswith(workbook.MAGIC)
    except CommkitError:
        return False


def find_layout(file: File, reading: Reading) -> Layout | None:
    """How to read this table, judged by its beginning; None if commkit does not know such a table.

    Raises WrongUse for a role, kind or column that does not exist.
    """
    known = _known.get(file)
    if known is None or known[0] != reading:
        known = _known[file] = (reading, _find(file, reading))
    return known[1]


def _find(file: File, reading: Reading) -> Layout | None:
    check_roles(reading.roles)
    if not kinds_with(reading.roles):
        raise WrongUse(
            say("no kind of table has all these roles"),
            hint=say("map the roles of one kind: see commkit load --help"),
        )
    head = find_head(file, reading.roles, reading.header_row)
    if head is None:
        return None
    has_header = _has_header(head, reading)
    fits = find_fits(head, reading.roles, named=has_header)
    if not fits:
        return None
    kind, roles, spread = fits[0]
    header = head.header if has_header else tuple(map(str, range(1, len(head.header) + 1)))
    dialect = _dialect(kind, header)
    columns = _more(kind, header, roles | _shopify(header) if dialect == "shopify" else roles)
    found = Layout(kind, head.form, header, has_header, columns, {}, dialect=dialect, spread=spread, titles=head.titles)
    found = dataclasses.replace(found, group=reading.chat or group_of(file.base))
    return _judged(found, head, reading)


def settle_layout(file: File, found: Layout) -> Layout:
    """The layout with the order of day and month, decided from the whole file and all its columns of times.

    Raises WrongUse if the whole file leaves it open.
    """
    import polars as pl

    left_open = [role for role, writing in found.times.items() if not writing.order]
    if not left_open:
        return found
    order = next((writing.order for writing in found.times.values() if writing.order in {"dmy", "mdy"}), "")
    if not order:
        read = (read_texts(piece.rows, found) for piece in read_table(file, found))
        order = order_of(pl.concat(rows[role].alias("time").unique() for rows in read for role in left_open))
    if not order:
        name = found.header[found.columns[left_open[0]]]
        raise WrongUse(
            say(
                "{file} does not show whether the day, the month or the year comes first in column {name}",
                file=file.base,
                name=name,
            ),
            hint=say("say it with --date-format dmy, --date-format mdy or --date-format ymd"),
        )
    decided = {role: dataclasses.replace(found.times[role], order=order) for role in left_open}
    return dataclasses.replace(found, times={**found.times, **decided})


def _has_header(head: Head, reading: Reading) -> bool:
    """False if all mapped columns are numbers and the first row already has a time or an amount in its place."""
    import polars as pl

    said = {role: name for role, name in reading.roles.items() if role != "kind"}
    if not said or not all(name.isdecimal() for name in said.values()):
        return True
    kinds = kinds_with(reading.roles)
    times, amounts = ({role for kind in kinds for role in of(kind)} for of in (times_of, amounts_of))
    known = range(1, len(head.header) + 1)
    first = {role: head.header[int(name) - 1] for role, name in said.items() if int(name) in known}
    for role, cell in first.items():
        text = pl.Series([cell], dtype=pl.String)
        if role in times and read_instants(text, find_writing(text, reading.date_format)).null_count() == 0:
            return False
        if role in amounts and read_amounts(text).null_count() == 0:
            return False
    return bool(set(first) & {*times, *amounts}) or not has_numbers(head.header)


def _dialect(kind: str, header: tuple[str, ...]) -> str:
    names = {squeeze_header(name) for name in header}
    if kind == "orders" and names.issuperset(SHOPIFY):
        return "shopify"
    return "youzan" if kind == "orders" and names & {squeeze_header(name) for name in YOUZAN} else "generic"


def _shopify(header: tuple[str, ...]) -> dict[str, int]:
    """Columns whose names mean this in a Shopify export only."""
    names = [squeeze_header(name) for name in header]
    return {role: names.index(name) for role, name in (("order", "name"), ("phone", "phone")) if name in names}


def _more(kind: str, header: tuple[str, ...], roles: dict[str, int]) -> dict[str, int]:
    """The roles; if members are known only by their names, the same column also gives the name."""
    who = next((role for role in NAMES if role in roles), "")
    called = "name" if kind == "members" else NAMES.get(who, "")
    if called in KINDS[kind] and called not in roles and is_name(called, kind, header[roles[who]]):
        return {**roles, called: roles[who]}
    return roles


def _judged(found: Layout, head: Head, reading: Reading) -> Layout:
    """The layout with the way its times and amounts are written, as far as the beginning shows it."""
    import polars as pl

    rows = head.rows if found.has_header else [head.header, *head.rows]
    if found.spread:
        rows = [(*row, name, row[at]) for row in rows for at, name in found.spread.columns.items()]
    sample = read_texts(rows, found)
    found = _without_words(found, sample)
    if "clock" in found.columns and not has_clocks(sample["clock"]):
        columns = {role: at for role, at in found.columns.items() if role != "clock"}
        found = dataclasses.replace(found, columns=columns)
        sample = read_texts(rows, found)
    times = {
        role: find_writing(sample[role], reading.date_format) for role in times_of(found.kind) if role in found.columns
    }
    zoned = next((writing.zoned for writing in times.values()), False)
    times = {role: dataclasses.replace(writing, shift=zoned) for role, writing in times.items()}
    sums = [_texts_of(role, found, rows, sample) for role in amounts_of(found.kind) if role in found.columns]
    comma = bool(sums) and _has_comma(found, pl.concat(sums), times, reading)
    found = dataclasses.replace(found, times=times, comma=comma)
    columns = dict(found.columns)
    if "order_amount" in columns and "amount" not in columns and is_of_line(read_texts(rows, found), comma=comma):
        columns["amount"] = columns.pop("order_amount")
    return dataclasses.replace(found, columns=columns)


def _texts_of(role: str, found: Layout, rows: Sequence[Row], sample: pl.DataFrame) -> pl.Series:
    """The amounts of a column that stand as text: a number does not show where texts have their decimals."""
    import polars as pl

    is_text = pl.Series([not isinstance(row[found.columns[role]], Number) for row in rows], dtype=pl.Boolean)
    return sample[role].filter(is_text).alias("amount")


def _has_comma(found: Layout, sums: pl.Series, times: Mapping[str, Writing], reading: Reading) -> bool:
    """Whether amounts have a decimal comma. Raises WrongUse where text leaves it open: 1.234 is one or a thousand."""
    if reading.decimal:
        return reading.decimal == "comma"
    comma = has_comma(sums, leans=found.form.delimiter == ";" or any(each.dotted for each in times.values()))
    if comma is None:
        raise WrongUse(
            say("amounts such as 1.234 may be one or a thousand: no amount shows what the point is"),
            hint=say("say it with --decimal point or --decimal comma"),
        )
    return comma


def _without_words(found: Layout, sample: pl.DataFrame) -> Layout:
    """The layout without columns that should hold numbers, are not needed, and hold only words, such as 满意."""
    beside = BESIDE.get(found.kind, frozenset()) & set(amounts_of(found.kind)) & found.columns.keys()
    worded = {
        role
        for role in beside
        if sample[role].null_count() < len(sample) and read_amounts(sample[role]).null_count() == len(sample)
    }
    columns = {role: at for role, at in found.columns.items() if role not in worded}
    return dataclasses.replace(found, columns=columns)
