"""What is read from a Discourse forum's topics in a Markdown archive."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commkit.sources.discourse import from_markdown as discourse_markdown
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data"


def batch_of(case: str) -> Batch:
    (batch,) = discourse_markdown.read(files_of(DATA / case), Reading())
    return batch


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def faults(batch: Batch) -> list[tuple[str, int, str]]:
    return sorted((reject.file.rpartition("/")[2], reject.line, reject.code) for reject in batch.rejects)


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def test_every_post_of_the_archive() -> None:
    """Roses: 7 headings, of which the second #3 is repeated, one has no date and one names no day; Tulips: 1."""
    batch = batch_of("discourse_markdown/archive")
    assert batch.records == {"group": 1, "message": 8}
    assert batch.skipped == {("message", "repeated"): 1}
    assert faults(batch) == [("roses-12.md", 44, "bad-heading"), ("roses-12.md", 50, "bad-time")]
    found = [(row["native"], row["author"], row["kind"], row["reply_to"]) for row in rows(batch, "message")]
    first = "Gardening/roses-12/1"
    assert found == [
        (first, "ana", "text", None),
        ("Gardening/roses-12/2", "ben", "text", first),
        ("Gardening/roses-12/3", "cy", "text", first),
        ("Gardening/roses-12/4", "cy", "media", first),
        ("Gardening/tulips-13/1", "dee_1", "text", None),
    ]
    assert rows(batch, "message")[0]["sent_at"] == at("2020-03-06T23:31:00")
    assert rows(batch, "message")[4]["text"] == "Bulbs"


def test_who_is_mentioned_and_quoted_in_the_archive() -> None:
    """Ben mentions Ana, cy quotes ben and mentions him; mail, quotations, code and strangers call nobody."""
    found = rows(batch_of("discourse_markdown/archive"), "interaction")
    assert [(row["kind"], row["sender"], row["receiver"]) for row in found] == [
        ("mention", "ben", "ana"),
        ("mention", "cy", "ben"),
        ("quote", "cy", "ben"),
    ]
