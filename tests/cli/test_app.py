"""The command line as a whole: where options may stand, what is read, what is left behind, and the faces."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import typer

from commkit import __version__
from commkit.cli import app as cli
from commkit.cli.menu import Options
from commkit.render.picture import fonts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]


@pytest.mark.parametrize("before", [True, False])
def test_db_and_lang_stand_before_or_after_the_command(run: Run, database: Path, *, before: bool) -> None:
    database.rename(database.with_name("tea.duckdb"))
    options = ["--db", "tea.duckdb", "--lang", "zh"]
    said = run(*options, "active", "--format", "json") if before else run("active", "--format", "json", *options)
    assert json.loads(said.out)["database"] == "tea.duckdb"


@pytest.mark.parametrize("before", [True, False])
def test_config_stands_before_or_after_the_command(run: Run, database: Path, *, before: bool) -> None:
    database.with_name("other.toml").write_text('[active]\nevery = "month"\n')
    options = ["--config", "other.toml"]
    said = (
        run(*options, "active", "--format", "csv", "-q") if before else run("active", "--format", "csv", "-q", *options)
    )
    assert len(said.out.splitlines()) == 2


def test_exports_may_come_from_standard_input(commkit: Run, chat: Path) -> None:
    done = commkit("active", "-", "--format", "csv", stdin=chat.read_text())
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1 + 3


def test_questions_on_exports_leave_no_file_behind(
    run: Run, chat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert run("active", chat).code == 0
    assert run("active", chat, "gone.csv").code == 3
    assert sorted(tmp_path.iterdir()) == [chat, temporary]
    assert list(temporary.iterdir()) == []


def test_the_same_exports_give_the_same_handles(run: Run, chat: Path) -> None:
    first, second = (run("rfm", chat, "--members", "--format", "csv", "-q").out for _ in range(2))
    assert first == second
    chat.write_text(chat.read_text() + "cleo,2024-01-21 12:00,hi,hall\n")
    assert run("rfm", chat, "--members", "--format", "csv", "-q").out != first


@pytest.mark.usefixtures("database")
def test_limit_and_sort(run: Run) -> None:
    """Of three weeks, by messages: days 1 to 7 have four odd ones, so 11; then 10, then 11 again."""
    said = run("active", "--sort", "-messages", "--limit", "2", "--format", "csv", "-q")
    assert [line.split(",")[0] for line in said.out.splitlines()[1:]] == ["2024-01-01", "2024-01-15"]
    said = run("active", "--sort", "messages", "--limit", "1", "--format", "csv", "-q")
    assert [line.split(",")[0] for line in said.out.splitlines()[1:]] == ["2024-01-08"]


@pytest.mark.usefixtures("database")
def test_people_see_the_last_periods_and_programs_all(run: Run) -> None:
    """Of 21 days the last twelve, of which it is said that nine came before."""
    said = run("active", "--every", "day", "--format", "md").out
    assert ("2024-01-10 |" in said, "2024-01-09 |" in said) == (True, False)
    assert "9 earlier days: --last 21." in said
    assert "2024-01-01 |" in run("active", "--every", "day", "--format", "md", "--limit", "0").out
    assert len(run("active", "--every", "day", "--format", "csv", "-q").out.splitlines()) == 1 + 21
    assert len(run("active", "--every", "day", "--last", "2", "--format", "csv", "-q").out.splitlines()) == 1 + 2


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("span", [("--since", "8d"), ("--since", "2024-01-14"), ("--since", "8d", "--until", "2024")])
def test_days_are_counted_from_the_day_of_the_answer(run: Run, span: tuple[str, ...]) -> None:
    """The last covered day is Sunday, January 21."""
    days = run("active", "--every", "day", *span, "--format", "csv", "-q").out.splitlines()[1:]
    assert (len(days), days[0][:10], days[-1][:10]) == (8, "2024-01-14", "2024-01-21")


@pytest.mark.usefixtures("database")
def test_json_is_one_object_that_says_where_it_comes_from(run: Run) -> None:
    said = json.loads(run("rfm", "--format", "json").out)
    assert said.keys() == {
        *("schema_version", "command", "as_of", "tz", "database", "excluded"),
        *("notes", "rows", "total", "parameters", "cuts"),
    }
    assert (said["command"], said["as_of"], said["tz"]) == ("rfm", "2024-01-21", "UTC")


@pytest.mark.usefixtures("database")
def test_an_answer_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    said = run("active", "-o", "answer.csv", "-q")
    assert (said.code, said.out, said.err) == (0, "", "")
    assert (tmp_path / "answer.csv").read_text().startswith("starts_on,status,members")


@pytest.mark.usefixtures("database")
def test_names_are_shown_only_if_asked_and_the_output_says_so(run: Run) -> None:
    assert "ana" not in run("rfm", "--members", "--format", "csv").out
    said = run("rfm", "--members", "--names", "--format", "csv")
    assert "ana" in said.out
    assert "Confidential" in said.err


def test_a_png_in_chinese_without_a_typeface_is_in_english(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "find_chinese", lambda: None)
    said = run("active", "--lang", "zh", "--db", database, "-o", "active.png")
    assert said.code == 0
    first, *others = said.err.splitlines()
    assert first == "没有安装中文字体，PNG 改用英文绘制：请安装 Noto Sans CJK，或改用 SVG。"
    assert "".join(others).isascii()
    assert run("active", "--lang", "zh", "--db", database, "-o", "active.png", "-q") == (0, "", "")
    assert "日活" in run("active", "--lang", "zh", "--db", database, "--format", "md").out


def test_version_and_help(run: Run, commkit: Run) -> None:
    assert commkit("--version").stdout == f"commkit {__version__}\n"
    assert run("--version").out == f"commkit {__version__}\n"
    assert "rfm" in run("--help").out
    assert "Members by recency, frequency and money" in run("rfm", "--help").out


def test_every_option_of_a_question_has_a_help_text() -> None:
    for name, parameters in Options(typer.main.get_command(cli.app)).items():
        assert parameters, name
