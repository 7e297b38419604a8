from __future__ import annotations

from typing import Any

import polars as pl

from commkit.store import engine


class OlderDriver:
    """A connection whose driver lacks the private way to submit a statement."""

    def __init__(self, con: Any) -> None:  # noqa: ANN401 (a connection)
        self.sql = con.sql


def test_a_frame_is_the_same_whether_the_driver_can_submit_at_once_or_not() -> None:
    """Keys 10 to 19 of 0, 15 and 20."""
    asked = ("store/load/stage/keys", {"staged": "told", "low": 10, "high": 20})
    with engine.connect() as con:
        con.execute("create table told as select unnest([0, 15, 20])::ubigint as key")
        assert hasattr(con, "_submit"), "answers are planned twice"
        found = [engine.read_frame(driver, *asked) for driver in (con, OlderDriver(con))]  # type: ignore[arg-type]
    assert found[0].equals(found[1])
    assert found[0].rows() == [(15,)]
    assert found[0].schema == pl.Schema({"key": pl.UInt64})


def test_the_engine_draws_nothing_beside_answers() -> None:
    """Its progress bar would stand on stdout after two seconds."""
    with engine.connect() as con:
        assert engine.rows(con, "store/schema/has_meta") == [(False,)]
        assert con.execute("select current_setting('enable_progress_bar')").fetchone() == (False,)
