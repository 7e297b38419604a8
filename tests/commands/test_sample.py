"""The tables of the sample that staff keeps by hand are read as what they are, and every record of them is loaded."""

from __future__ import annotations

import csv
import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., tuple[int, str, str]]

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
WIDTH = {"满意度调查.xlsx": 3, "收支账.xlsx": 12}  # records in a row: three questions, twelve months
HAS_WORDS = ("年龄段", "城市", "兴趣爱好", "职业", "企业标签")
FILES = {
    "member_labels.csv": "labels",
    "会员标签.xlsx": "labels",
    "群标签.csv": "labels",
    "content_labels.csv": "labels",
    "tickets.csv": "cases",
    "事项登记.xlsx": "cases",
    "campaigns.csv": "campaigns",
    "收支账.xlsx": "ledger_entries",
    "满意度调查.xlsx": "survey_answers",
    "舆情.csv": "mentions",
    "points.csv": "points",
    "daily_counts.csv": "daily_counts",
}


class Sheet(NamedTuple):
    """The rows of a table below its title, the header first."""

    header: list[str]
    rows: list[list[Any]]


def read(path: Path) -> Sheet:
    """A title stands above the header of each workbook."""
    header, *rows = list(islice(_lines(path), 1 if path.suffix == ".xlsx" else 0, None))
    return Sheet(header, rows)


def _lines(path: Path) -> Iterator[list[Any]]:
    if path.suffix == ".xlsx":
        return (list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    encoding = "gb18030" if path.name == "舆情.csv" else "utf-8-sig"
    return csv.reader(path.read_text(encoding).splitlines())


def records_of(path: Path) -> int:
    """A record a row; in a wide table one of each cell; in a list of members one of the member and of each label."""
    sheet = read(path)
    if path.name != "会员标签.xlsx":
        return len(sheet.rows) * WIDTH.get(path.name, 1)
    cells = [cell for row in sheet.rows for name, cell in zip(sheet.header, row, strict=True) if name in HAS_WORDS]
    return len(sheet.rows) + sum(len(cell.split("、")) for cell in cells if cell)


@pytest.fixture
def rows(run: Run) -> dict[str, dict[str, Any]]:
    """What loading says of each file, by the file's name."""
    config = ("--config", SAMPLE / "commkit.toml")
    code, out, err = run(*config, "load", *(SAMPLE / name for name in FILES), "--format", "json")
    assert code == 0, err
    return {Path(row["path"]).name: row for row in json.loads(out)["rows"]}


def test_every_record_of_every_table_is_loaded(rows: dict[str, dict[str, Any]]) -> None:
    for name, kind in FILES.items():
        row, records = rows[name], records_of(SAMPLE / name)
        assert (row["records"], row["loaded"], row["rejected"], row["skipped"]) == (records, records, 0, 0), name
        assert kind in row["detail"], name


def test_the_survey_falls_after_the_fair_and_recovers(run: Run) -> None:
    """The share of 9 and 10 less that of 0 to 6 of each wave, as the sheet itself has it."""
    sheet = read(SAMPLE / "满意度调查.xlsx")
    waves: dict[str, list[int]] = {}
    for row in sheet.rows:
        waves.setdefault(row[2], []).extend([] if row[4] is None else [row[4]])
    counted = [100 * (sum(x > 8 for x in each) - sum(x < 7 for x in each)) / len(each) for each in waves.values()]
    before, after, later = counted
    assert after < 0 < later < before
    code, out, err = run("survey", SAMPLE / "满意度调查.xlsx", "--question", "推荐", "--format", "json")
    assert code == 0, err
    answered = [row for row in json.loads(out)["rows"] if row["measure"] == "nps"]
    assert [row["value"] for row in answered] == pytest.approx(counted)
    assert {row["of_invited"] for row in answered} == {150}
