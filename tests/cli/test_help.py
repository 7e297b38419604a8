"""What --help prints: no words of a framework, no line wider than the terminal, nothing cut short."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from commkit import catalog
from commkit.render.widths import count_cells

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

COMMANDS = [
    [],
    *([*name.split()] for name in catalog.names()),
    ["load"],
    ["identity"],
    ["identity", "merge"],
    ["report"],
]
_COMMAND = re.compile(r"^(    )?commkit |^    \S+.* \| commkit ")  # commands are pasted, so stay on a line


def wide_lines(text: str, columns: int) -> list[str]:
    return [line for line in text.splitlines() if count_cells(line) > columns and not _COMMAND.match(line)]


@pytest.mark.parametrize("columns", [50, 80, 200])
def test_help_fits_and_speaks_of_no_framework(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """Of every question, the menu, a verb and a group."""
    monkeypatch.setenv("COLUMNS", str(columns))
    for words in COMMANDS:
        text = run(*words, "--help").out
        assert wide_lines(text, min(columns, 100)) == [], words
        assert re.findall(r"<\w+|\blist\[|\[\[|env var|Typer|\x1b", text) == [], words
        assert "--help" in text


def test_a_question_s_help_begins_with_the_question_and_examples(run: Run) -> None:
    """Then come its own options, then those that all share, in one order."""
    text = run("active", "--help").out
    heads = ("How many people speak", "Examples", "Options", "What to look at", "How to show it", "Where to ask")
    places = [text.index(f"\n{head}") for head in heads]
    assert places == sorted(places)
    assert "One of: day, week, month, quarter, year. Default: week." in " ".join(text.split())


@pytest.mark.parametrize(("language", "caption"), [("en", "Month by month, in each group"), ("zh", "按月、分群看")])
@pytest.mark.parametrize("columns", [60, 100])
def test_each_example_stands_below_what_it_is_for(commkit: Run, columns: int, language: str, caption: str) -> None:
    """In one language, on lines that fit."""
    env = {"COMMKIT_LANG": language, "COLUMNS": str(columns)}
    for words in ("silence", "funnel", "churn plan", "sql", "rejects retry"):
        text = commkit(*words.split(), "--help", env=env).stdout
        assert wide_lines(text, columns) == [], words
        assert "  # " not in text
        if words == "silence":
            assert f"\n  {caption}\n    commkit silence --every month --by group\n" in text


def test_chinese_help_is_chinese_throughout(commkit: Run) -> None:
    """Headings, the usage, choices, defaults, and the options that the library adds."""
    text = commkit("active", "--help", env={"COMMKIT_LANG": "zh", "COLUMNS": "80"}).stdout
    assert "[选项]" in text
    assert "可选：day、week、month、quarter、year。" in re.sub(r"\s", "", text)
    assert re.findall(r"Usage|Show|Default|One of|Options|Examples|exit\.", text) == []
    assert wide_lines(text, 80) == []
    assert "Install" not in commkit("--help", env={"COMMKIT_LANG": "zh"}).stdout
