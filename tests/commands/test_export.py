"""Every question's table in one folder: the same rows as each command's own, and nothing of ours lost or left."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from commkit import catalog
from commkit.commands.export import INDEX, is_export
from commkit.render.jsontext import encode_json
from commkit.render.separated import render_csv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Said

    Run = Callable[..., Said]

FIRST_ON = date(2024, 1, 1)
EVERY = 4  # one question in so many is also asked alone
MEMBERS = [f"m{number:02}" for number in range(4)]


def chat() -> str:
    """Five weeks in which member n speaks on every (n + 1)th day, in two groups by turns."""
    lines = ["author,time,text,channel"]
    for day in range(35):
        at = FIRST_ON + timedelta(days=day)
        for number, name in enumerate(MEMBERS):
            if day % (number + 1) == 0:
                lines.append(f"{name},{at} 12:{number:02},w{day},{('hall', 'attic')[day // 7 % 2]}")
    return "\n".join(lines) + "\n"


def orders() -> str:
    """Member n ordered n times, ten days apart."""
    lines = ["order_id,customer_id,order_date,line_amount"]
    for number, name in enumerate(MEMBERS):
        lines += [f"{name}-{each},{name},{FIRST_ON + timedelta(days=10 * each)},{10 + each}" for each in range(number)]
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(load_once: Callable[..., Path], tmp_path: Path) -> Path:
    found = load_once({"chat.csv": chat(), "orders.csv": orders()}, "load chat.csv orders.csv -q")
    for name in ("community.duckdb", "community.private.duckdb", "chat.csv", "orders.csv"):
        (tmp_path / name).write_bytes((found / name).read_bytes())
    return tmp_path


def index(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / INDEX).open(encoding="utf-8", newline="") as stream:
        return {row["question"]: row for row in csv.DictReader(stream)}


def test_tables_are_those_of_their_own_commands(folder: Path, run: Run) -> None:
    said = run("export", "-o", "tables")
    assert said.code == 0
    told = index(folder / "tables")
    assert list(told) == list(catalog.names())
    assert (folder / "tables" / "churn-rules.parquet").exists()
    for name, line in list(told.items())[::EVERY]:
        alone = run(*name.split(), "--format", "json", "-q")
        assert (alone.code == 0) == bool(line["file"]), name
        if alone.code:
            assert line["lacks"] in alone.err
            assert f"{name}: {line['lacks']}\n" in said.err
            continue
        answer = json.loads(alone.out)
        base = folder / "tables" / line["file"]
        assert (line["rows"], line["as_of_on"]) == (str(len(answer["rows"])), answer["as_of"]), name
        kept = pl.read_parquet(base.with_suffix(".parquet"))
        ours = [json.loads(encode_json(row)) for row in kept.iter_rows(named=True)]
        assert ours == answer["rows"], name
        assert base.read_text("utf-8") == "".join(render_csv(kept)), name
    assert {"kpi", "rfm", "active", "retention", "convert"} <= {name for name in told if told[name]["file"]}
    assert {"survey", "churn measure"} <= {name for name in told if told[name]["lacks"]}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three questions, as if there were no others."""
    chosen = {"Who": ("segment.rfm", "segment.churn:rules"), "How much": ("metrics.activity.active",)}
    monkeypatch.setattr(catalog, "CATALOG", chosen)


@pytest.mark.usefixtures("few")
def test_it_writes_only_its_folder_and_the_same_bytes_again(folder: Path, run: Run) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run("export", "-o", "one", "-q") == (0, "", "")
    first = {path.name: path.read_bytes() for path in (folder / "one").iterdir()}
    assert run("export", "-o", "one", "-q").code == 0
    assert {path.name: path.read_bytes() for path in (folder / "one").iterdir()} == first
    assert not any(name.encode() in content for name in MEMBERS for content in first.values())
    assert run("export", "chat.csv", "orders.csv", "-o", "two", "-q").code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    rows = {name: line["rows"] for name, line in index(folder / "two").items()}
    assert rows == {name: line["rows"] for name, line in index(folder / "one").items()}


def test_what_is_no_export_stays(folder: Path, run: Run) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / INDEX).write_text("question,rows,as_of_on,file,lacks\n")
    assert is_export(folder / "mine")
    (folder / "mine" / "letter.txt").write_text("dear")
    assert not is_export(folder / "mine")
    said = run("export", "-o", "mine", "-q")
    assert said.code == 2
    assert "mine holds something else" in said.err
    assert run("export", "-o", "chat.csv").code == 2
    assert (folder / "mine" / "letter.txt").read_text() == "dear"


@pytest.mark.usefixtures("few")
def test_a_community_that_answers_nothing_is_refused(tmp_path: Path, run: Run) -> None:
    (tmp_path / "groups.csv").write_text("day,name,value\n2024-01-01,complaints,1\n")
    assert run("load", "groups.csv", "--tz", "UTC", "-q").code == 0
    said = run("export", "-o", "tables")
    assert said.code == 4
    assert "no question can be answered from community.duckdb" in said.err
    assert not (tmp_path / "tables").exists()
