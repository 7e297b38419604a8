"""Rows stand in the order asked for, and nothing is hidden unsaid."""

import polars as pl
import pytest

from commkit.errors import WrongUse
from commkit.render.order import limit_rows, sort_rows

TABLE = pl.DataFrame(
    {
        "member": ["a", "b", "c", "d", "e"],
        "messages": [2, None, 3, 2, 1],
        "x_rate": [float("nan"), 0.5, 0.1, None, 0.9],
    }
)


@pytest.mark.parametrize(
    ("by", "members"),
    [
        (None, "abcde"),
        ("messages", "eadcb"),
        ("-messages", "cadeb"),
        ("x_rate", "cbead"),
        ("-x_rate", "ebcad"),
        ("-member", "edcba"),
    ],
)
def test_ordered(by: str | None, members: str) -> None:
    assert "".join(sort_rows(TABLE, by)["member"]) == members


def test_a_column_may_begin_with_a_dash() -> None:
    assert sort_rows(pl.DataFrame({"-n": [2, 1]}), "-n")["-n"].to_list() == [1, 2]


@pytest.mark.parametrize(
    ("by", "hint"),
    [
        ("mesages", "Did you mean messages?"),
        ("-mesages", "Did you mean messages?"),
        ("zzz", "Columns: member, messages, x_rate."),
    ],
)
def test_an_unknown_column_is_refused_with_the_nearest(by: str, hint: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        sort_rows(TABLE, by)
    assert refusal.value.hint == hint


@pytest.mark.parametrize(("limit", "rows"), [(None, 5), (0, 5), (2, 2), (9, 5)])
def test_first(limit: int | None, rows: int) -> None:
    assert limit_rows(TABLE, limit).height == rows


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(WrongUse):
        limit_rows(TABLE, -1)
