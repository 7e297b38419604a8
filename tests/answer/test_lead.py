"""What stands on top of an answer: what moved, and the command that lists who."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import pytest

from commkit import catalog
from tests.metrics.test_members import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

CHAT = """id,author,time,text,channel
1,Ana,2024-01-01 12:00,hello,hall
2,Ben,2024-01-02 12:00,hi there,hall
3,Cy,2024-01-08 12:00,morning,hall
4,Ana,2024-01-09 12:00,again,hall
5,Ben,2024-01-10 12:00,again,hall
6,Ana,2024-01-11 12:00,again,hall
7,Ana,2024-01-16 12:00,now,hall
"""


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    """Week of 1 January: Ana and Ben, a message each. Week of 8 January: those and Cy, four. 16 January: Ana, one."""
    path = tmp_path / "chat.csv"
    path.write_text(CHAT)
    return path


def top(run: Run, *arguments: object) -> list[str]:
    """The lines between the title and the table."""
    text = run(*arguments, "--format", "table").out
    return str(text).split("\n\n", 1)[0].splitlines()[1:]


def test_the_last_settled_week_stands_beside_the_one_before(run: Run, chat: Path) -> None:
    assert top(run, "active", chat) == [
        "In the week of 2024-01-08, against the previous week: 3 members (+1), 4 messages (+2).",
        f"Who fell silent: commkit silence {chat} --members",
    ]


def test_without_a_week_before_there_is_no_change(run: Run, chat: Path) -> None:
    told, _ = top(run, "active", chat, "--since", "2024-01-08")
    assert told == "In the week of 2024-01-08: 3 members, 4 messages."


def test_a_month_is_named_as_a_month_and_goes_on_to_the_list(run: Run, chat: Path) -> None:
    chat.write_text(CHAT + "8,Ana,2024-03-01 12:00,later,hall\n")
    told, onward = top(run, "active", chat, "--every", "month")
    assert told == "In 2024-02, against the previous month: 0 members (-3), 0 messages (-7)."
    assert onward == f"Who fell silent: commkit silence {chat} --every month --members"


def test_where_nothing_is_settled_only_the_list_is_named(run: Run, chat: Path) -> None:
    assert top(run, "active", chat, "--since", "2024-01-15") == [
        f"Who fell silent: commkit silence {chat} --members --since 2024-01-15"
    ]


def test_slices_are_not_summed_up(run: Run, chat: Path) -> None:
    assert top(run, "active", chat, "--by", "group") == [
        f"Who fell silent: commkit silence {chat} --members --by group"
    ]


def test_a_list_of_people_points_nowhere(run: Run, chat: Path) -> None:
    assert top(run, "silence", chat, "--members") == []


@pytest.mark.parametrize("face", ["csv", "tsv", "json", "ndjson"])
def test_programs_are_given_rows_alone(run: Run, chat: Path, face: str) -> None:
    assert "Who fell silent" not in run("active", chat, "--format", face).out


def test_markdown_has_it_too(run: Run, chat: Path) -> None:
    assert run("active", chat, "--format", "md").out.splitlines()[2].startswith("In the week of 2024-01-08")


def test_what_is_said_on_top_is_not_said_below(run: Run, chat: Path) -> None:
    text = run("rhythm", chat, "--format", "table").out
    assert text.lower().count("busiest: ") == 1


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from commkit.cli import app

    path = tmp_path_factory.mktemp("sample") / "s.duckdb"
    assert app.run(["load", str(SAMPLE), "--config", str(SAMPLE / "commkit.toml"), "--db", str(path), "-q"]) == 0
    return path


@pytest.mark.parametrize("name", [name for name in catalog.names() if catalog.about(name).behind])
def test_the_command_lists_people(run: Run, sample: Path, name: str) -> None:
    """Pasted as it stands, the command on top of the sample's answer prints a list of handles."""
    *_, onward = top(run, *name.split(), "--db", sample)
    _, _, command = onward.partition(": commkit ")
    said = run(*shlex.split(command), "--format", "csv")
    assert said.code == 0
    assert "handle" in said.out.splitlines()[0].split(",")
