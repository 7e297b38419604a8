"""Markdown shows text as it is."""

import polars as pl
import pytest

from commkit.render.markdown import escape_markdown, render_markdown
from commkit.result import Context, Result


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a|b", r"a\|b"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("[x](http://e)", r"\[x\](http&#58;//e)"),
        ("www.evil.example", "www&#46;evil.example"),
        ("*a* _b_ `c` ~d~ # e", r"\*a\* \_b\_ \`c\` \~d\~ \# e"),
        ("@all", "&#64;all"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("two\nlines", "two lines"),
        ("张三 -5.", "张三 -5."),
    ],
)
def test_literal(text: str, written: str) -> None:
    assert escape_markdown(text) == written


def test_every_row_has_every_cell(golden: Result, context: Context) -> None:
    rows = [line for line in render_markdown(golden, context, 5) if line.startswith("|")]
    assert len(rows) == 2 + 5 + 1
    assert {line.replace(r"\|", "").count("|") for line in rows} == {9}


def test_no_rows(context: Context) -> None:
    text = "".join(render_markdown(Result("T", pl.DataFrame({"messages": []})), context, 0))
    assert text.startswith("## T\n\n| messages |\n| --- |\n\nas of")
