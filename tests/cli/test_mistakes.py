"""Mistakes that people make: the exit code, two lines, and a hint that helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

MISTAKES = [
    ("active community.duckdb", 3, "--db community.duckdb"),
    ("load https://example.org/chat.json", 3, "download it"),
    ("load *.json", 3, "leave the quotes out"),
    ("load gone.csv", 3, "there is no such file here"),
    ("load chat.csv --tz UTC+8", 2, "Asia/Shanghai"),
    ("load chat.csv --tz +05:30", 2, "Asia/Kolkata"),
    ("load chat.csv --tz GMT-5", 2, "America/New_York"),
    ("load chat.csv --tz Asia/Shangai", 2, "Asia/Shanghai"),
    ("load", 2, "commkit load --help"),
    ("activ", 2, "Did you mean 'active'"),
    ("report weekley", 2, "Did you mean 'weekly'"),
    ("active --every weeks", 2, "'week'"),
    ("active --every weeks", 2, "commkit active --help"),
    ("active --last few", 2, "it must be a whole number"),
    ("active --last -1", 2, "it must be at least 0"),
    ("active --since yesterday", 2, "30d"),
    ("active --since 2030-01-01", 4, "load a later export"),
    ("active --only group", 2, "--only platform=slack"),
    ("active --only town=x", 2, "there are: "),
    ("active --group Hal", 2, "try 'hall'"),
    ("active --by towns", 2, "there are: "),
    ("active --format exel", 2, "'xlsx'"),
    ("active -o week.exe", 2, ".xlsx"),
    ("active --sort mesages", 2, "Did you mean messages?"),
    ("active --nmaes", 2, "--names"),
    ("active --db other.duckdb", 3, "load an export first"),
    ("kpi --metric wua", 2, "did you mean wau?"),
    ("explain stickines", 2, "stickiness"),
    ("rfm --segment champion", 2, "did you mean champions?"),
    ("sql selct", 2, "give one SELECT statement"),
    ("sql from-nowhere", 2, "try: "),
    ("funnel --step joined --step message", 2, "join"),
    ("members", 2, "commkit members --find"),
]


@pytest.mark.parametrize(("line", "code", "helps"), MISTAKES, ids=[line for line, *_ in MISTAKES])
def test_a_mistake_is_told_in_two_lines_with_what_helps(
    run: Run, database: Path, chat: Path, line: str, code: int, helps: str
) -> None:
    """On a community of a few who talk in a hall."""
    assert database.exists()
    chat.rename(chat.with_name("chat.csv"))
    said = run(*line.split())
    assert (said.code, said.out) == (code, "")
    assert len(said.err.splitlines()) == 2
    assert helps in said.err
