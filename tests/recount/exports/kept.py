"""Tables that the staff of the sample keeps by hand: how many records each holds, and whom labels leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl

from tests.recount.exports.records import Author, Export, Listed
from tests.recount.exports.tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINES = {
    "member_labels.csv": "label",
    "群标签.csv": "label",
    "content_labels.csv": "label",
    "tickets.csv": "case",
    "campaigns.csv": "campaign",
    "points.csv": "points",
    "daily_counts.csv": "daily_count",
}
OUT = {("excluded", "fraud"), ("consent", "withdrawn")}
MANY = "企业标签"  # its cells hold several tags


def read(folder: Path) -> Iterator[Export]:
    """All of them; a kind of record that no question recounts is counted and no more."""
    for name, kind in LINES.items():
        yield _counted(kind, sum(1 for _ in rows_of(folder / name)))
    yield _counted("mention", sum(1 for _ in rows_of(folder / "舆情.csv", "gb18030")))
    yield _counted("case", len(list(_titled(folder / "事项登记.xlsx"))))
    yield _counted("survey", sum(_cells(row, "（") for row in _titled(folder / "满意度调查.xlsx")))
    yield _counted("ledger", sum(_filled(row, "年") for row in _titled(folder / "收支账.xlsx")))
    yield _listed(folder / "会员标签.xlsx")


def left_out(path: Path) -> frozenset[Author]:
    """The members whom a table of labels leaves out."""
    return frozenset(
        Author(row["platform"], row["member_id"]) for row in rows_of(path) if (row["dimension"], row["value"]) in OUT
    )


def _counted(kind: str, records: int) -> Export:
    export = Export("table", None, frozenset())
    export.records[kind] = records
    return export


def _titled(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a sheet whose first row is a title."""
    _, header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return (dict(zip(header, cells, strict=True)) for cells in rows)


def _cells(row: dict[str, Any], mark: str) -> int:
    return sum(mark in name for name in row)


def _filled(row: dict[str, Any], mark: str) -> int:
    return sum(mark in name and cell is not None for name, cell in row.items())


def _listed(path: Path) -> Export:
    """A row is a member, and each thing that is known of one is a label."""
    export = Export("table", None, frozenset({"roster"}))
    for row in _titled(path):
        author = Author(row.pop("平台"), row.pop("成员ID"))
        export.records["member"] += 1
        export.records["label"] += sum(
            len(cell.split("、")) if name == MANY else 1 for name, cell in row.items() if cell
        )
        export.accounts.add(author)
        export.listed.append(Listed(author, None))
    return export
