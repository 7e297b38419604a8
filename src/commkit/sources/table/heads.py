"""Where the table in a file begins: its header, below the titles that may stand above it; and why none is found."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from commkit.errors import CommkitError, WrongUse
from commkit.sources.table import delimited_text, jsonlines, parquet, workbook
from commkit.sources.table.fits import find_fits, fit_roles, kinds_with, weigh
from commkit.sources.table.headers import NEEDS, find_lacking, has_numbers
from commkit.sources.table.moderation import is_moderation
from commkit.words import say, say_counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.sources.table.structure import Head

CONTAINERS = {"delimited": delimited_text, "workbook": workbook, "parquet": parquet, "jsonlines": jsonlines}
MOST_ABOVE = 9  # rows that may stand above the header
MOST_NAMES = 12  # that one line can show
ALIKE = 0.9  # at least this share of a table's records is as wide as the first


def find_head(file: File, said: Mapping[str, str], row: int | None = None) -> Head | None:
    """The beginning of the table in this file; None if there is none. Its header is the first row that fits, or `row`.

    Raises WrongUse if a given column is in no row that could be the header.
    """
    wrong: WrongUse | None = None
    by_number = any(name.isdecimal() for name in said.values())
    for above in range(row or (1 if by_number else MOST_ABOVE + 1)):
        head = max(_heads_at(file, above, row), key=lambda each: weigh(each, said), default=None)
        if head is None:
            continue
        if not said and above == 0 and is_moderation(head):
            return None
        try:
            if find_fits(head, said) and (_is_regular(head) if said or above else True):
                return workbook.with_like_sheets(file, head) if head.form.container == "workbook" else head
        except WrongUse as error:
            wrong = wrong or error
    if wrong:
        raise wrong
    return None


def find_tables(file: File, said: Mapping[str, str], row: int | None = None) -> tuple[list[File], list[str]]:
    """A workbook's further tables, each as the file of one sheet, and the sheets that nothing is read from.

    A sheet whose name says that it sums up the others is read where it is the only one of its header.
    """
    head = find_head(file, said, row) if file.head.startswith(workbook.MAGIC) and not file.sheet else None
    if head is None:
        return [], []
    read, unread = set(_sheets_of(head)), []
    tables: list[File] = []
    copies = workbook.find_copies(file)
    for title in workbook.find_sheets(file):
        if title in read or copies.get(title) in read:
            continue
        one = dataclasses.replace(file, sheet=title, book=file)
        further = None if workbook.sums_up(title) else find_head(one, {})
        if further is None or further.header == head.header:
            unread.append(title)
        else:
            tables.append(one)
            read.update(_sheets_of(further))
    return tables, unread


def find_sheet_copies(file: File) -> Mapping[str, str]:
    """The sheets of a workbook that hold the same as one before them, and which that is."""
    return workbook.find_copies(file) if file.head.startswith(workbook.MAGIC) and not file.sheet else {}


def _sheets_of(head: Head) -> list[str]:
    return [head.form.sheet, *(title for title, _ in head.form.sheets)]


def explain(file: File, reading: Reading) -> str | None:
    """Why this table cannot be read, in one line and without any of its cells; None if it can, or is not a table."""
    try:
        row = reading.header_row
        found = (head for above in range(row or 1) for head in _heads_at(file, above, row))
        heads = [head for head in found if _is_regular(head)]
        head = max(heads, key=lambda each: weigh(each, reading.roles), default=None)
        if head is not None and not reading.roles and is_moderation(head):
            return say("it lists who was banned, muted or warned, and by whom; nothing reads such a table yet")
        if head is None or "\0" in "".join(head.header) or find_fits(head, reading.roles):
            return None  # no table, such as a database beside the exports, or one that can be read
        if has_numbers(head.header):
            return say_counted(
                len(head.header),
                "1 column without a name; say what it is with --map ROLE=NUMBER",
                "{number} columns without names; say what they are with --map ROLE=NUMBER",
            )
        return _nearest(head, reading.roles)
    except CommkitError:
        return None


def _nearest(head: Head, said: Mapping[str, str]) -> str:
    """The columns, and what is missing for the nearest kind."""
    missing = {kind: find_lacking(kind, fit_roles(kind, head, said, named=True).roles) for kind in kinds_with(said)}
    kind = min(missing, key=lambda each: len(missing[each]) / len(NEEDS[each]))
    none_of = say("looks like none of {kinds}", kinds=say(", ").join(NEEDS))
    return say(
        "columns: {names}; {verdict}: {kind} lacks {roles}; name them with --map ROLE=COLUMN",
        names=say(", ").join(head.header[:MOST_NAMES]) + (say(", …") if len(head.header) > MOST_NAMES else ""),
        verdict=none_of if len(missing) > 1 else say("is no table of {kind}", kind=kind),
        kind=kind,
        roles=say(", ").join(need.replace("|", say(" or ")) for need in missing[kind]),
    )


def _heads(file: File, above: int) -> list[Head]:
    """All ways to read the beginning below so many rows. Among the sheets of a workbook, the first known one holds."""
    heads = (head for container in CONTAINERS.values() for head in container.read_heads(file, above))
    return [dataclasses.replace(head, titles=(*head.titles, file.base)) for head in heads]


def _heads_at(file: File, above: int, row: int | None) -> list[Head]:
    """Those of the heads whose header stands in this row, if one is said."""
    return [head for head in _heads(file, above) if row is None or head.form.above == row - 1]


def _is_regular(head: Head) -> bool:
    return head.regular >= ALIKE and len(head.header) > 1
