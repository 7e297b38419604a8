"""stdout is data, stderr is talk."""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from commkit import words
from commkit.errors import WrongUse
from commkit.render.formats import FORMATS
from commkit.render.output import show
from commkit.result import Bars, Context, Line, Result

SOURCE = "as of 2026-06-30 · Asia/Shanghai · community.duckdb\n"
TALK = SOURCE + "Amounts are net of refunds.\nexcluded: 3 staff, 4 bots\n"
WEEKS = Result("Weeks", pl.DataFrame({"week": range(300), "messages": range(300)}), Line("week", ("messages",)))


def shown(
    result: Result,
    context: Context,
    format_: str | None = None,
    output: Path | None = None,
    *,
    limit: int | None = None,
    sort: str | None = None,
    quiet: bool = False,
) -> None:
    show(result, context, format=format_, output=output, limit=limit, sort=sort, quiet=quiet, color=None, width=60)


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "ndjson", "md"])
def test_every_text_format(
    golden: Result,
    context: Context,
    snapshot: Callable[[str, str], None],
    capsysbinary: pytest.CaptureFixture[bytes],
    name: str,
) -> None:
    shown(golden, context, name)
    out, err = capsysbinary.readouterr()
    snapshot(f"golden.{name}", out.decode())
    assert err.decode() == (TALK if name in {"csv", "tsv", "ndjson"} else "")


def test_off_a_terminal_it_is_complete_tsv(context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    shown(WEEKS, replace(context, excluded={}))
    out, err = capsys.readouterr()
    assert out == "week\tmessages\n" + "".join(f"{n}\t{n}\n" for n in range(300))
    assert err == SOURCE


@pytest.mark.parametrize(
    ("lang", "csv_bom", "begins"),
    [
        ("en", None, b"week"),
        ("zh", None, b"\xef\xbb\xbfweek"),
        ("en", True, b"\xef\xbb\xbfweek"),
        ("zh", False, b"week"),
    ],
)
def test_a_csv_file_begins_with_a_mark_in_chinese_or_on_request(
    context: Context, tmp_path: Path, lang: str, csv_bom: bool | None, begins: bytes
) -> None:
    """Excel on Windows reads a file without it in the system's encoding."""
    with words.speaking(lang):
        show(WEEKS, context, output=tmp_path / "weeks.csv", csv_bom=csv_bom)
    assert (tmp_path / "weeks.csv").read_bytes().split(b",")[0] == begins


def test_a_csv_on_stdout_has_no_mark_unless_asked(context: Context, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Other programs read it."""
    with words.speaking("zh"):
        show(WEEKS, context, format="csv")
    assert capsysbinary.readouterr().out.startswith(b"week")


def test_a_table_without_its_chart(context: Context, terminal: Callable[..., Callable[[], str]]) -> None:
    """The chart of messages is a curve of blocks."""
    read = terminal()
    show(WEEKS, context, width=60)
    assert "█" in read()
    read = terminal()
    show(WEEKS, context, width=60, no_chart=True)
    assert "█" not in read()


def test_on_a_terminal_it_is_a_table_of_forty_rows_and_a_chart_of_all(
    context: Context, terminal: Callable[..., Callable[[], str]]
) -> None:
    sent = terminal()
    shown(WEEKS, context)
    assert "40 of 300 rows; --limit 0 shows all" in sent()
    assert "messages  0 – 299\n" in sent()
    assert "\x1b[1mWeeks" in sent()


def test_the_chart_follows_a_limit_that_was_asked_for(
    context: Context, terminal: Callable[..., Callable[[], str]]
) -> None:
    sent = terminal()
    shown(WEEKS, context, limit=3, sort="-week")
    assert "messages  297 – 299\n" in sent()


def test_a_cut_is_said_beside_the_data(context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    shown(WEEKS, context, "json", limit=12)
    out, err = capsys.readouterr()
    assert len(json.loads(out)["rows"]) == 12
    assert err == "12 of 300 rows; --limit 0 shows all\n"
    shown(WEEKS, context, "csv", limit=12, quiet=True)
    assert capsys.readouterr().err == ""


def test_names_are_announced(golden: Result, context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("table", "md", "csv"):
        shown(golden, replace(context, confidential=True), name)
        assert "Confidential: shows members' names." in "".join(capsys.readouterr())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("rows", [0, 5])
def test_every_format_writes_a_file(golden: Result, context: Context, tmp_path: Path, name: str, rows: int) -> None:
    path = tmp_path / f"answer.{name}"
    shown(replace(golden, table=golden.table.head(rows)), context, name, path)
    starts = {
        "png": b"\x89PNG",
        "svg": b"<?xml",
        "json": b"{\n",
        "md": b"## Who",
        "table": b"Who",
        "xlsx": b"PK",
        "parquet": b"PAR1",
    }
    first = starts.get(name, b"" if name == "ndjson" and not rows else b"{" if name == "ndjson" else b"member")
    assert path.read_bytes().startswith(first)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["table", "csv", "tsv", "json", "ndjson", "md"])
def test_on_a_terminal_nothing_acts(
    golden: Result, context: Context, terminal: Callable[..., Callable[[], str]], name: str
) -> None:
    sent = terminal()
    shown(golden, context, name)
    text = re.sub("\x1b\\[[0-9;]*m", "", sent()) if name == "table" else sent()
    acting = {character for character in text if unicodedata.category(character) in {"Cc", "Cf"}}
    assert acting <= {"\n", "\t", "\u200d"}


def test_a_terminal_that_knows_only_ascii(
    golden: Result, context: Context, terminal: Callable[..., Callable[[], str]]
) -> None:
    sent = terminal("ascii")
    shown(golden, context, "json")
    assert json.loads(sent())["rows"][1]["member"] == "张三"


def test_a_bar_chart_shows_the_rows_as_sorted(context: Context, terminal: Callable[..., Callable[[], str]]) -> None:
    sent = terminal()
    table = pl.DataFrame({"member": ["a", "b"], "messages": [1, 2]})
    shown(Result("T", table, Bars("member", "messages")), context, sort="-messages")
    chart = sent().split("\nmessages\n")[1]
    assert chart.startswith("b ")


def test_a_wrong_request_prints_nothing(golden: Result, context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(WrongUse, match="docx"):
        shown(golden, context, "docx")
    with pytest.raises(WrongUse, match="nothing"):
        shown(golden, context, sort="nothing")
    with pytest.raises(WrongUse, match="-1"):
        shown(golden, context, limit=-1)
    with pytest.raises(WrongUse, match="no chart"):
        shown(replace(golden, chart=None), context, "png")
    assert capsys.readouterr() == ("", "")


def test_a_chart_may_draw_more_than_the_table_holds(
    context: Context, terminal: Callable[..., Callable[[], str]]
) -> None:
    drawn = pl.DataFrame({"days": range(5), "kept_rate": [1.0, 0.5, 0.5, 0.25, 0.25]})
    result = Result("T", pl.DataFrame({"members": [4]}), Line("days", ("kept_rate",)), drawn=drawn)
    sent = terminal()
    shown(result, context, limit=1)
    assert "kept rate  25.0% – 100.0%" in sent()
    sent = terminal()
    shown(result, context, "json")
    assert "kept_rate" not in sent()
