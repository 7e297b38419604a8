"""Parquet read back is the table as it was."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import polars as pl

from commkit.render.columnar import render_parquet

if TYPE_CHECKING:
    import pytest

    from commkit.result import Result


def test_the_table_as_it_is(golden: Result) -> None:
    read = pl.read_parquet(io.BytesIO(render_parquet(golden.table)))
    assert read.equals(golden.table)
    assert read.schema == golden.table.schema


def test_columns_of_nothing_and_lists_are_kept() -> None:
    table = pl.DataFrame({"empty": [None, None], "tags": [["a"], []]})
    assert pl.read_parquet(io.BytesIO(render_parquet(table))).equals(table)


def test_the_same_table_has_the_same_bytes(golden: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render_parquet(golden.table)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    assert render_parquet(golden.table.clone()) == first
    monkeypatch.undo()
    time.tzset()
