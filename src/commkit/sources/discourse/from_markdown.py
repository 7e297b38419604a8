"""Discourse topics in a Markdown archive, a file each: ## Post #1 by @member (2020-03-06 23:31 UTC)."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.discourse.messages import normalise_username
from commkit.sources.faults import BAD_ENCODING, NO_SUCH_TIME
from commkit.sources.files import encoding
from commkit.sources.files.encoding import DAMAGED
from commkit.sources.rows import Rows
from commkit.sources.text.stamps import read_zoned
from commkit.store.fields import BOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "discourse"
LACKS = frozenset({"joins", "leaves", "roster", "bots", "reactions", "seconds"})

HEADER = re.compile(
    r"## Post #([0-9]{1,9}) by @(\S{1,100}) \((\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)? UTC)\)[ \t\r]*$", re.MULTILINE
)
ANY_HEADER = re.compile(r"^## Post #[0-9]{1,9} by @", re.MULTILINE)
ENDING = re.compile(r"\.(?:md|markdown|txt)$")
FENCE, FENCE_END = "```", re.compile(r"```[ \t]*")
CODE = re.compile(r"`[^`\n]{1,999}`")
QUOTE = re.compile(r'\[quote="([^",\]\n]{1,100})[^\]\n]{0,200}\]')
QUOTED_LINE = re.compile(r"^>[^\n]*$", re.MULTILINE)
QUOTE_BEGINS, QUOTE_ENDS = "[quote=", "[/quote]"
MENTION = re.compile(r"(?<![\w@./-])@([\w.-]{1,60})")
PICTURE = re.compile(r"!\[[^\[\]\n]{0,500}\]\((?:[^)!\n]|!(?!\[)){1,2000}\)")
DATED = re.compile(r"\d{4}(?:-?\d\d){0,2}|\d{1,2}")  # a folder named by a year, a month or a day
OWN = frozenset({"system", "discobot"})  # the forum's own accounts
RULE = re.compile(r"---+|\*\*\*+")


class MarkdownPost(NamedTuple):
    """The parts of a heading and the text below it; the parts are empty if the heading is written in another way."""

    line: int
    number: str
    username: str
    sent_at: datetime | None
    body: str


def recognises(file: File) -> bool:
    """Whether the archive's heading of a first post stands near the top."""
    if b"## Post #" not in file.head:
        return False
    found = ANY_HEADER.search(file.head_text)
    return found is not None and HEADER.match(found.string, found.start()) is not None


def parts(file: File, files: Sequence[File]) -> list[File]:
    """All the topics of the load, a file each."""
    return [file, *(each for each in files if each is not file and recognises(each))]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (headings speak for themselves)
    """Topic by topic; a topic belongs to the folder that its file is in, or to the one around those named by dates."""
    rows, groups = Rows(), set[str]()
    for file in files:
        posts = list(_posts("".join(encoding.decode_chunks(file.chunks()))))
        folders = [each for each in file.folder.split("/") if each and not DATED.fullmatch(each)]
        group = folders[-1] if folders else "forum"
        if group not in groups:
            groups.add(group)
            rows.records["group"] += 1
            rows.add("group", native=group, title=group, kind="channel", is_private=False)
        _add_topic(file, group, posts, rows)
        if rows.is_full:
            yield rows.batch()
            rows = Rows()
    yield rows.batch()


def _posts(words: str) -> Iterator[MarkdownPost]:
    starts = [found.start() for found in ANY_HEADER.finditer(words)]
    line, at = 1, 0
    for start, end in pairwise([*starts, len(words)]):
        line, at = line + words.count("\n", at, start), start
        found = HEADER.match(words, start)
        if found is None or found.end() > end:
            yield MarkdownPost(line, "", "", None, words[start:end])
        else:
            body = _without_rule(words[found.end() : end].replace("\r", "").strip())
            yield MarkdownPost(line, found[1], found[2], read_zoned(found[3]), body)


def _without_rule(body: str) -> str:
    """A post without the line that sets it off from the next."""
    before, _, last = body.rpartition("\n")
    return before.rstrip() if RULE.fullmatch(last.strip()) else body


def _own(body: str) -> str:
    """What the author says, without code and what is quoted. It takes no longer for what begins and never ends."""
    return "".join(_unquoted(QUOTED_LINE.sub("", CODE.sub("", "\n".join(_unfenced(body.split("\n")))))))


def _unfenced(lines: list[str]) -> Iterator[str]:
    """The lines outside of blocks of code; a block that has no end is none."""
    ends = [at for at, line in enumerate(lines) if FENCE_END.fullmatch(line)]
    after = 0
    for at, line in enumerate(lines):
        if at < after:
            continue
        following = bisect_right(ends, at)
        if line.startswith(FENCE) and following < len(ends):
            after = ends[following] + 1
        else:
            yield line


def _unquoted(words: str) -> Iterator[str]:
    """The text between quotations; one that has no end is none."""
    at = 0
    while (begins := words.find(QUOTE_BEGINS, at)) >= 0 and (ends := words.find(QUOTE_ENDS, begins)) >= 0:
        yield words[at:begins]
        at = ends + len(QUOTE_ENDS)
    yield words[at:]


def _add_topic(file: File, group: str, posts: list[MarkdownPost], rows: Rows) -> None:
    """A topic's posts. A mention counts only if that member wrote in the topic."""
    topic = f"{group}/{ENDING.sub('', file.base)}"
    members = {native for post in posts if (native := normalise_username(post.username))}
    seen = set[str]()
    for post in posts:
        rows.records["message"] += 1
        author = normalise_username(post.username)
        if not author:
            rows.reject("message", (file.name, post.line), "bad-heading", "a post whose heading is not as the others")
        elif post.sent_at is None:
            rows.reject("message", (file.name, post.line), *NO_SUCH_TIME)
        elif DAMAGED in post.username:
            rows.reject("message", (file.name, post.line), *BAD_ENCODING)
        elif post.number in seen:
            rows.skipped["message", "repeated"] += 1
        else:
            seen.add(post.number)
            _add(post, (topic, group, author, post.sent_at), members, rows)


def _add(post: MarkdownPost, at: tuple[str, str, str, datetime], members: set[str], rows: Rows) -> None:
    topic, group, author, sent_at = at
    native, parent = f"{topic}/{post.number}", f"{topic}/1" if post.number != "1" else None
    own = _own(post.body)
    words = PICTURE.sub("", post.body).strip()
    kind = "media" if post.body and not words else "text"
    rows.add(
        "message",
        native=native,
        group=group,
        author=author,
        author_name=post.username,
        sent_at=sent_at,
        kind=kind,
        text=words,
        reply_to=parent,
        flags=BOT if author in OWN else 0,
    )
    called = [("mention", each) for each in MENTION.findall(own)]
    called += [("quote", each) for each in QUOTE.findall(post.body)]
    for what, username in dict.fromkeys((what, each.lower().rstrip(".-")) for what, each in called):
        if username in members:
            rows.add(
                "interaction",
                group=group,
                message=native,
                sender=author,
                receiver=username,
                kind=what,
                happened_at=sent_at,
            )
