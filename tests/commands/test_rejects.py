"""Records that could not be read: listed, taken out of their file, and read again.

The table has five orders: two good ones, one on a day that is written otherwise, one of no amount, one of two fields.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

ROWS = (
    "order_id,customer_id,order_date,line_amount",
    "1,ana,2024-01-03,10",
    "2,ben,2024-01-04,20",
    "3,ana,2024.31.01,30",
    "4,小明,2024-01-05,free",
    "5,cleo",
    "6,ana,2024-01-06,60",
    "7,ana,2024-01-07,70",
)
COUNTS = ("records", "loaded", "duplicate", "rejected", "skipped")


def text(*changes: tuple[str, str]) -> str:
    whole = "\n".join((*ROWS, ""))
    for old, new in changes:
        whole = whole.replace(old, new)
    return whole


@pytest.fixture
def loaded(tmp_path: Path, run: Run) -> Run:
    (tmp_path / "orders.csv").write_text(text(), "utf-8")
    assert run("load", "orders.csv").code == 0
    return run


def rows(run: Run, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(*words, "--format", "json").out)["rows"]
    return found


def ends(row: dict[str, Any]) -> tuple[int, ...]:
    return tuple(row[name] for name in COUNTS)


def test_rejects_are_listed_with_their_place_and_reason(loaded: Run) -> None:
    """Lines from 1; bytes of the file: the third order begins after 44 + 20 + 20 of them."""
    found = rows(loaded, "rejects", "list")
    assert [(each["line"], each["code"]) for each in found] == [(4, "bad-time"), (5, "bad-amount"), (6, "bad-row")]
    assert (found[0]["first_byte"], found[0]["last_byte"]) == (84, 104)
    assert {each["file"] for each in rows(loaded, "rejects", "list", "--names")} == {"orders.csv"}
    assert "orders.csv" not in loaded("rejects", "list").out
    assert rows(loaded, "rejects", "list", "--load", "9") == []


def test_rejects_are_cut_out_below_the_header(loaded: Run, tmp_path: Path) -> None:
    said = loaded("rejects", "export", "orders.csv", "-o", "rejected.csv")
    assert said.code == 0
    assert "confidential" in said.err
    assert (tmp_path / "rejected.csv").read_text("utf-8").splitlines() == [ROWS[0], *ROWS[3:6]]
    assert (tmp_path / "rejected.csv").stat().st_mode & 0o077 == 0


def test_records_of_another_encoding_are_cut_out_as_utf_8(run: Run, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_bytes(text().encode("gb18030"))
    said = run("load", "orders.csv")
    assert "GB18030" in said.err
    assert run("rejects", "export", "orders.csv", "-o", "rejected.csv").code == 0
    assert (tmp_path / "rejected.csv").read_text("utf-8").splitlines() == [ROWS[0], *ROWS[3:6]]


def test_another_option_takes_the_earlier_load_s_place(run: Run, tmp_path: Path) -> None:
    """The first column of amounts is empty in two of five rows; the one that --map names is full."""
    rows_of = ("1,ana,2024-01-03,1,10", "2,ben,2024-01-04,2,20", "3,ana,2024-01-05,3,30", "4,ben,2024-01-06,,40")
    table = "\n".join(("order_id,customer_id,order_date,line_amount,in_all", *rows_of, "5,ana,2024-01-07,,50", ""))
    (tmp_path / "orders.csv").write_text(table)
    assert run("load", "orders.csv").code == 0
    assert [ends(load) for load in rows(run, "loads", "list")] == [(5, 3, 0, 2, 0)]
    assert run("rejects", "retry", "orders.csv", "--map", "amount=in_all").code == 0
    [load] = rows(run, "loads", "list")
    assert (load["load"], *ends(load)) == (2, 5, 5, 0, 0, 0)
    assert rows(run, "rejects", "list") == []
    assert rows(run, "sql", "select sum(amount)::integer as amount from purchase") == [{"amount": 150}]


def test_a_mended_file_takes_the_earlier_load_s_place(loaded: Run, tmp_path: Path) -> None:
    (tmp_path / "mended.csv").write_text(text(("2024.31.01", "2024-01-31"), ("free", "40")), "utf-8")
    assert loaded("rejects", "retry", "mended.csv").code == 2
    assert loaded("rejects", "retry", "mended.csv", "--load", "1").code == 0
    [load] = rows(loaded, "loads", "list")
    assert ends(load) == (7, 6, 0, 1, 0)
    assert [each["line"] for each in rows(loaded, "rejects", "list")] == [6]
    [amount] = rows(loaded, "sql", "select sum(amount)::integer as amount from purchase")
    assert amount == {"amount": 10 + 20 + 30 + 40 + 60 + 70}


def test_the_same_people_keep_their_handles(loaded: Run, tmp_path: Path) -> None:
    before = rows(loaded, "members", "--find", "ana")
    (tmp_path / "mended.csv").write_text(text(("free", "40")), "utf-8")
    assert loaded("rejects", "retry", "mended.csv", "--load", "1").code == 0
    assert [each["handle"] for each in rows(loaded, "members", "--find", "ana")] == [each["handle"] for each in before]


def test_nothing_changes_where_less_could_be_read(loaded: Run, tmp_path: Path) -> None:
    (tmp_path / "part.csv").write_text("\n".join((*ROWS[:3], "")), "utf-8")
    before = rows(loaded, "loads", "list")
    assert loaded("rejects", "retry", "part.csv", "--load", "1").code == 1
    assert rows(loaded, "loads", "list") == before


@pytest.mark.parametrize(
    ("most", "code"), [("3", 0), ("2", 1), ("43%", 0), ("42%", 1), ("0", 1), ("100%", 0), ("many", 2), ("-1", 2)]
)
def test_three_rejects_of_seven_are_too_many_or_not(run: Run, tmp_path: Path, most: str, code: int) -> None:
    """3 / 7 is 42.86%."""
    (tmp_path / "orders.csv").write_text(text(), "utf-8")
    assert run("load", "orders.csv", f"--max-rejects={most}").code == code
    assert (tmp_path / "community.duckdb").exists() == (code == 0)


def test_an_unknown_encoding_is_named_with_the_nearest(run: Run, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(text(), "utf-8")
    said = run("load", "orders.csv", "--encoding", "gb1803")
    assert said.code == 2
    assert "gb18030" in said.err


def test_chats_in_lines_are_cut_out_by_line(run: Run, tmp_path: Path) -> None:
    lines = ["2024-01-05T10:00:00 <ana> a", "2024-13-45T10:00:00 <ana> b", "2024-01-05T10:01:00 <ana> c", ""]
    (tmp_path / "#tea.log").write_text("\n".join(lines))
    assert run("load", "#tea.log").code == 0
    assert run("rejects", "export", "#tea.log", "-o", "-", "-q").out.splitlines() == lines[1:2]
