"""A query that is to end ends, also where the interruption comes before the engine executes it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from commkit.store import engine
from commkit.store.ask.select import _within

if TYPE_CHECKING:
    import polars as pl

LONG = "with recursive r as (select 1 as n union all select n + 1 from r where n < 20_000_000) select max(n) from r"


def test_a_query_is_interrupted_until_it_is_over() -> None:
    """The time is up a fifth of a second before the query begins; left alone it would run for a minute."""
    with engine.connect() as con:

        def ask() -> pl.DataFrame:
            time.sleep(0.3)
            con.execute(LONG).fetchall()
            raise AssertionError("the query came to its end")

        began = time.monotonic()
        with pytest.raises(TimeoutError):
            _within(ask, con, 0.1)
        assert time.monotonic() - began < 20
        assert con.execute("select 1").fetchall() == [(1,)]
