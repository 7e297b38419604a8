"""A link that leads to nothing is no place for a community: nothing is made where it points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]


@pytest.mark.parametrize("link", ["shop.duckdb", "shop.private.duckdb", "shop.duckdb.wal", "shop.private.duckdb.wal"])
@pytest.mark.parametrize("target", ["elsewhere/file", "nowhere/file", "itself"])
def test_nothing_is_made_where_a_link_leads(run: Run, chat: Path, link: str, target: str) -> None:
    (chat.parent / "elsewhere").mkdir()
    (chat.parent / link).symlink_to(link if target == "itself" else target)
    before = sorted(chat.parent.rglob("*"))
    for words in (("load", "chat.csv"), ("status",), ("rebuild",), ("loads", "undo", "1"), ("rejects", "retry", chat)):
        said = run(*words, "--db", "shop.duckdb")
        assert (said.code, said.out, len(said.err.splitlines())) == (3, "", 2)
    assert sorted(chat.parent.rglob("*")) == before


def test_a_link_to_a_file_that_is_there_is_one(run: Run, database: Path) -> None:
    """Both files linked from another folder."""
    folder = database.parent / "linked"
    folder.mkdir()
    for name in ("community.duckdb", "community.private.duckdb"):
        (folder / name).symlink_to(database.with_name(name))
    assert run("status", "--db", folder / "community.duckdb").code == 0
    (database.parent / "next.csv").write_text("author,time,text\nana,2024-02-01 12:00,hi\n")
    assert run("load", "next.csv", "--db", folder / "community.duckdb").code == 0
    assert "2024-02-01" in run("status", "--by", "kind", "--db", database).out
