"""What is read from a Discourse forum's topics in a Markdown archive."""

from __future__ import annotations

import io
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.sources.discourse import from_markdown as discourse_markdown
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.store.fields import BOT

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


HEADING = "## Post #1 by @ana (2020-03-06 23:31 UTC)\n\n"


@pytest.mark.parametrize("piece", ["\n", " \n", "\r\n", "```x\n", "[quote=a\n", "---\n", "`a", "![", "![](", "> x\n"])
def test_a_post_of_a_megabyte_of_one_piece_takes_no_longer_than_it_must(piece: str) -> None:
    content = (HEADING + piece * (1_000_000 // len(piece)) + "words").encode()
    began = time.process_time()
    (batch,) = discourse_markdown.read([File("roses-12.md", len(content), lambda: io.BytesIO(content))], Reading())
    assert batch.records["message"] == 1
    assert time.process_time() - began < 8  # of a slow processor; it takes minutes where time grows with the square


@pytest.mark.parametrize(
    ("body", "called"),
    [
        ("@ben\n```\n@cy\n```\n@dee", ["ben", "dee"]),
        ("```py\n@cy\n``` \n`@ben` @dee", ["dee"]),
        ("@dee\n```\n@cy has no end", ["dee", "cy"]),
        ("[quote=a] @ben [quote=b] @cy [/quote] @dee [quote=c] @cy", ["dee", "cy"]),
        ("> @ben\n@dee\n---\n", ["dee"]),
        ("@dee\n\n***", ["dee"]),
    ],
)
def test_code_and_quotations_call_nobody_unless_they_have_no_end(body: str, called: list[str]) -> None:
    others = "".join(
        HEADING.replace("#1", f"#{at}").replace("ana", name) for at, name in ((2, "ben"), (3, "cy"), (4, "dee"))
    )
    content = f"{HEADING}{body}\n{others}".encode()
    (batch,) = discourse_markdown.read([File("roses-12.md", len(content), lambda: io.BytesIO(content))], Reading())
    assert [row["receiver"] for row in rows(batch, "interaction")] == called


@pytest.mark.parametrize(
    ("folder", "group"),
    [
        ("forum/tea/", "tea"),
        ("forum/tea/2024/01/", "tea"),
        ("forum/2024-01-15/", "forum"),
        ("2024/", "forum"),
        ("tea 2024/", "tea 2024"),
    ],
)
def test_a_folder_named_by_a_date_is_no_group(folder: str, group: str) -> None:
    content = b"## Post #1 by @ana (2024-01-15 10:00 UTC)\nhi\n\n## Post #2 by @system (2024-01-15 10:01 UTC)\nclosed\n"
    (batch,) = discourse_markdown.read(
        [File(f"{folder}topic.md", len(content), lambda: io.BytesIO(content))], Reading()
    )
    assert [row["title"] for row in rows(batch, "group")] == [group]
    assert [(row["author"], row["flags"]) for row in rows(batch, "message")] == [("ana", 0), ("system", BOT)]
