"""Widths are counted in terminal cells, and digits are never broken."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commkit.render.columns import lay_out_columns
from commkit.render.widths import clip, count_cells, fit_columns, fold, shorten
from commkit.result import Result

WORDS = st.text(st.sampled_from("ab 汉字，。"), max_size=60)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("汉字汉字", 5, ["汉字", "汉字"]),
        ("汉字，汉", 4, ["汉", "字，", "汉"]),
        ("in 汉字汉字", 7, ["in 汉字", "汉字"]),
        ("", 5, [""]),
    ],
)
def test_folded(text: str, width: int, lines: list[str]) -> None:
    assert fold(text, width) == lines


@settings(deadline=None)
@given(WORDS, st.integers(4, 30))
def test_folding_keeps_every_letter_within_the_width(text: str, width: int) -> None:
    lines = fold(text, width)
    assert all(count_cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(("text", "shown"), [("张三", "张三  "), ("张三李四", "张三 …"), ("abcdefg", "abcde…")])
def test_clipped_fills_the_width_exactly(text: str, shown: str) -> None:
    assert clip(text, 6) == shown


def test_shortened_says_that_it_cut() -> None:
    assert shorten("one two three four", 5, 2) == "one\ntwo …"


def test_text_gives_way_before_headings_and_headings_before_digits() -> None:
    table = pl.DataFrame({"member": ["a name of several words"], "messages_sent_over_time": [1234567]})
    columns = lay_out_columns(Result("", table))
    assert fit_columns(columns, 60) is not None
    roomy, narrow = fit_columns(columns, 40), fit_columns(columns, 18)
    assert roomy is not None
    assert roomy.widths[1] == len("messages sent over time")
    assert narrow is not None
    assert narrow.widths[1] >= len("1,234,567")
    assert fit_columns(columns, 12) is None
