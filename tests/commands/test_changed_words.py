"""Talks whose next export tells the same messages in other words: edited, deleted, or naming others otherwise."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Run = Callable[..., Any]

BEFORE = """1/13/24, 10:01 - Ana: helo
1/13/24, 10:01 - Bo: yes
1/13/24, 10:02 - Ana: one
1/13/24, 10:02 - Ana: two
1/13/24, 10:03 - Cy: hey
1/13/24, 10:04 - Cy: morning @\u2068+49 151 0000001\u2069
"""
AFTER = """1/13/24, 10:01 - Ana: hello <This message was edited>
1/13/24, 10:01 - Bo: yes
1/13/24, 10:02 - Ana: one
1/13/24, 10:02 - This message was deleted
1/13/24, 10:03 - Cy: This message was deleted
1/13/24, 10:04 - Cy: morning @\u2068Bo\u2069
1/14/24, 10:00 - Ana: new day <This message was edited>
""".replace("10:02 - This", "10:02 - Ana: This")
LATEST = AFTER.replace("hello <", "hello all <") + "1/15/24, 10:00 - Bo: later\n"


def load(run: Run, folder: Path, exports: Sequence[str], *, at_once: bool) -> None:
    """Load these exports of one talk in this order."""
    for number, text in enumerate(exports):
        (folder / str(number)).mkdir()
        (folder / str(number) / "WhatsApp Chat with Tea.txt").write_text(text)
    paths = list(map(str, range(len(exports))))
    for batch in [paths] if at_once else [[path] for path in paths]:
        assert run("load", *batch).code == 0


def told(run: Run) -> list[tuple[object, ...]]:
    """How many messages of each kind each author has, and their characters."""
    asked = "select kind, count(*), sum(length) from raw.message group by kind order by kind"
    return [tuple(row.values()) for row in json.loads(run("sql", asked, "--format", "json").out)["rows"]]


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "one by one"])
@pytest.mark.parametrize("order", [*permutations((BEFORE, AFTER, LATEST))])
def test_a_message_in_other_words_is_one_and_reads_as_it_does_last(
    run: Run, tmp_path: Path, order: Sequence[str], *, at_once: bool
) -> None:
    """They are hello all, yes, one, morning @Bo, new day, later: 9 + 3 + 3 + 11 + 7 + 5 characters; two are deleted."""
    load(run, tmp_path, order, at_once=at_once)
    assert told(run) == [("deleted", 2, 0), ("text", 6, 38)]


@pytest.mark.parametrize("order", [[0, 1], [1, 0]], ids=["the words first", "the marks first"])
def test_of_two_exports_of_one_moment_the_one_with_more_edits_and_deletions_is_later(
    run: Run, tmp_path: Path, order: list[int]
) -> None:
    """Nothing new is said: of helo and hey stay hello and a deleted one."""
    before = "1/13/24, 10:01 - Ana: helo\n1/13/24, 10:02 - Bo: hey\n1/13/24, 10:03 - Cy: x\n"
    after = before.replace("helo", "hello <This message was edited>").replace("hey", "This message was deleted")
    load(run, tmp_path, [(before, after)[nth] for nth in order], at_once=False)
    assert told(run) == [("deleted", 1, 0), ("text", 2, 6)]


def test_of_others_at_the_same_minute_none_is_lost(run: Run, tmp_path: Path) -> None:
    """The first export ends within a minute, in which Ana then edits a word of hers that it does not have yet."""
    first = "1/13/24, 10:01 - Ana: a\n1/13/24, 10:01 - Bo: b\n"
    load(run, tmp_path, [first, first + "1/13/24, 10:01 - Ana: c <This message was edited>\n"], at_once=False)
    assert told(run) == [("text", 3, 3)]


def test_an_edit_is_of_its_author_though_others_fell_silent(run: Run, tmp_path: Path) -> None:
    """Of Ana's a, Bo's b and Cy's c of one minute the next export has Bo's alone, edited: each of them said one."""
    minute = "1/13/24, 10:01 - "
    first = f"{minute}Ana: a\n{minute}Bo: b\n{minute}Cy: c\n"
    load(run, tmp_path, [first, f"{minute}Bo: better <This message was edited>\n"], at_once=False)
    asked = "select count(*) as messages, max(length) as longest from raw.message group by account order by longest"
    rows = json.loads(run("sql", asked, "--format", "json").out)["rows"]
    assert [tuple(row.values()) for row in rows] == [(1, 1), (1, 1), (1, 6)]


def test_somebody_who_is_called_otherwise_edits_the_same_message(run: Run, tmp_path: Path) -> None:
    before = "1/13/24, 10:01 - +49 151 0000001: helo\n1/13/24, 10:02 - +49 151 0000001: tea\n"
    after = before.replace("+49 151 0000001", "Bo").replace("helo", "hello <This message was edited>")
    load(run, tmp_path, [before, after], at_once=False)
    assert told(run) == [("text", 2, 8)]
