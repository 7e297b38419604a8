"""Names of sheets, as Excel has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.render.sheet_names import name_sheets


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Weeks", "weeks", "WEEKS"], ["Weeks", "weeks 2", "WEEKS 3"]),
        (["Alerts: a/b [c]*?\\"], ["Alerts  a b  c"]),
        (["预警：负面"], ["预警 负面"]),
        (["'quoted'"], ["quoted"]),
        (["", "::"], ["2", "3"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 29 + " 2"]),
        (["👍" * 20], ["👍" * 15]),
        (["History"], ["History 2"]),
    ],
)
def test_named(titles: list[str], names: list[str]) -> None:
    assert name_sheets(titles) == names


@given(st.lists(st.text(max_size=40), max_size=8))
def test_every_name_is_one_that_excel_takes(titles: list[str]) -> None:
    names = name_sheets(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set("[]:*?/\\")
        assert name == name.strip("'")
