"""The option speaks first, then the file's name, then the place where the answer goes."""

from pathlib import Path

import polars as pl
import pytest

from commkit.errors import WrongUse
from commkit.render.formats import choose_format, refuse_unshowable
from commkit.result import Context, Result


@pytest.mark.parametrize(
    ("asked", "output", "terminal", "format_"),
    [
        ("json", "a.csv", True, "json"),
        (None, "a.csv", True, "csv"),
        (None, "a.TSV", False, "tsv"),
        (None, "a.jsonl", False, "ndjson"),
        (None, "a.ndjson", False, "ndjson"),
        (None, "a.txt", False, "table"),
        (None, "a.b.svg", False, "svg"),
        (None, "-", True, "table"),
        (None, None, True, "table"),
        (None, None, False, "tsv"),
    ],
)
def test_chosen(asked: str | None, output: str | None, terminal: bool, format_: str) -> None:
    assert choose_format(asked, Path(output) if output else None, terminal) == format_


@pytest.mark.parametrize("name", ["report", "a.xls"])
def test_an_unknown_ending_names_the_known(name: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        choose_format(None, Path(name), terminal=False)
    assert name in refusal.value.message
    assert ".csv, .tsv, .json, .ndjson, .md, .xlsx, .parquet, .png, .svg, .jsonl, .txt" in refusal.value.hint


@pytest.mark.parametrize(("name", "hint"), [("jsn", "Did you mean json?"), ("zz", "Choose one of table, csv")])
def test_an_unknown_format_is_refused(name: str, hint: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        choose_format(name, None, terminal=False)
    assert refusal.value.hint.startswith(hint)


def test_no_picture_without_a_chart_or_on_a_terminal(golden: Result, context: Context) -> None:
    with pytest.raises(WrongUse, match="rfm draws no chart"):
        refuse_unshowable("png", Result("", pl.DataFrame()), context, terminal=False)
    with pytest.raises(WrongUse, match="A terminal cannot show svg"):
        refuse_unshowable("svg", golden, context, terminal=True)
    refuse_unshowable("svg", golden, context, terminal=False)
    for name in ("xlsx", "parquet"):
        with pytest.raises(WrongUse, match=f"A terminal cannot show {name}") as refusal:
            refuse_unshowable(name, golden, context, terminal=True)
        assert refusal.value.hint == f"Write a file: -o answer.{name}"
        refuse_unshowable(name, Result("", pl.DataFrame()), context, terminal=False)
    refuse_unshowable("csv", Result("", pl.DataFrame()), context, terminal=True)
