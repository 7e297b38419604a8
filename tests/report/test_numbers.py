"""Every number of a report is that of the command which its chapter names."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from commkit import settings
from commkit.answer.question import open_store
from commkit.params import QuestionOptions
from commkit.report.editor import edit
from commkit.report_choices import ReportKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.edition import Chapter, Edition

    Row = dict[str, Any]

NO_ANSWERS = ("competitors", "inputs")  # what is kept by hand, and digests, which no command prints


@pytest.fixture(scope="module")
def editions(club: Path) -> dict[ReportKind, Edition]:
    asked = QuestionOptions(db=club / "club.duckdb")
    with open_store(asked) as store:
        return {kind: edit(store, kind, asked, settings.Config()) for kind in ReportKind}


@pytest.fixture(scope="module")
def compared() -> set[str]:
    return set()


@pytest.mark.parametrize("kind", ReportKind)
def test_each_chapter_has_the_numbers_of_its_command(
    kind: ReportKind,
    editions: dict[ReportKind, Edition],
    compared: set[str],
    club: Path,
    run: Callable[..., Any],
) -> None:
    """A command that several reports name is asked once."""
    chapters = [chapter for chapter in editions[kind].chapters if chapter.key not in NO_ANSWERS]
    assert chapters
    for chapter in chapters:
        if chapter.command in compared:
            continue
        compared.add(chapter.command)
        words = shlex.split(chapter.command)[1:]
        said = run(*words, "--db", club / "club.duckdb", "--format", "json", "--quiet")
        assert said.code == 0, said.err
        compare(chapter, json.loads(said.out))


@pytest.mark.parametrize("day", ["2024-05-31", "2024-08-31"])
def test_each_list_of_people_has_the_rows_of_its_command(day: str, club: Path, run: Callable[..., Any]) -> None:
    """In May members rose and none slipped, in August the other way round; the lists are as long as is counted."""
    asked = QuestionOptions(db=club / "club.duckdb", names=True, as_of=day)
    with open_store(asked) as store:
        edition = edit(store, ReportKind.monthly, asked, settings.Config())
    lists = {chapter.key: chapter for chapter in edition.chapters if chapter.confidential}
    assert {"risen", "fallen"} <= lists.keys()
    for chapter in lists.values():
        words = shlex.split(chapter.command)[1:]
        assert "--names" in words
        compare(chapter, json.loads(run(*words, "--db", club / "club.duckdb", "--format", "json", "--quiet").out))
    [moves] = [chapter.result.table for chapter in edition.chapters if chapter.key == "moves"]
    counted = dict(moves.select("direction", "members").iter_rows())
    assert counted["risen"] != counted["fallen"]
    assert {way: lists[way].result.table.height for way in ("risen", "fallen")} == {
        way: counted[way] for way in ("risen", "fallen")
    }


def compare(chapter: Chapter, told: Row) -> None:
    """Each row of the chapter is a row of the answer, in all columns that are shown; the totals are equal."""
    if chapter.key == "moves":
        assert count_moves(told) == dict(chapter.result.table.select("direction", "members").iter_rows())
        return
    shown = [plain(row) for row in chapter.result.table.iter_rows(named=True)]
    columns = chapter.result.table.columns
    whole = [{name: row[name] for name in columns} for row in told["rows"]]
    assert shown == [row for row in whole if row in shown], chapter.key
    for name, value in (chapter.result.total or {}).items():
        assert told["total"][name] == pytest.approx(value), (chapter.key, name)


def plain(row: Row) -> Row:
    return json.loads(json.dumps(row, default=str))  # type: ignore[no-any-return]


def count_moves(told: Row) -> dict[str, int | None]:
    """Who rose, held, slipped, came and went, by the places of the levels in the pyramid; null where none is told."""
    order = ["potential", "occasional", "active", "core", "koc"]
    counts: dict[str, int | None] = dict.fromkeys(("risen", "held", "fallen", "came", "gone"))
    for row in told["rows"]:
        source, target, members = row["level"], row["to_level"], row["members"]
        if source in ("guests", "stationary") or members is None:
            continue
        if source == "joined":
            way = "came"
        elif target == "left":
            way = "gone"
        else:
            step = order.index(target) - order.index(source)
            way = "risen" if step > 0 else "fallen" if step < 0 else "held"
        counts[way] = (counts[way] or 0) + members
    return counts


def test_who_slipped_is_listed_by_the_command_that_the_report_gives(
    editions: dict[ReportKind, Edition], club: Path, run: Callable[..., Any]
) -> None:
    moves = editions[ReportKind.weekly].find_chapter("moves")
    counts = dict(moves.result.table.select("direction", "members").iter_rows())
    for way, name in (("up", "risen"), ("down", "fallen")):
        words = [*shlex.split(moves.command)[1:], "--members", way, "--db", club / "club.duckdb", "--format", "json"]
        said = run(*words)
        assert len(json.loads(said.out)["rows"]) == counts[name]
