"""Zulip's archive: a folder for each stream, in it a JSON file for each topic with its messages.

Format: https://github.com/zulip/zulip-archive (lib/populate.py). Messages of the API are read in the same way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from commkit.sources.rows import Rows
from commkit.sources.text.json_values import items, mapping, parse, text
from commkit.sources.text.stamps import LATEST, read_unix
from commkit.sources.zulip.messages import ZulipTopic, add_message, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "zulip"
LACKS = frozenset({"joins", "leaves", "roster", "bots", "ids", "reactions"})

LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}(?:\[|\{[^\[]{0,999}\"messages\"\s{0,9}:\s{0,9}\[)\s{0,99}\{")
KEYS = tuple(re.compile(rb'"%s"\s{0,9}:' % name) for name in (b"content", b"id", b"sender_full_name", b"timestamp"))
INDEX = "stream_index.json"
STREAM = re.compile(r"([0-9]{1,19})-(.{1,300})", re.DOTALL)  # how the archive names a stream's folder


class ZulipIndex(NamedTuple):
    """What the archive says about itself: when it was made, and the names of the streams."""

    made_at: datetime | None
    names: dict[str, str]


def recognises(file: File) -> bool:
    """Whether this is a list of Zulip's messages."""
    return bool(LIST.match(file.head)) and all(key.search(file.head) for key in KEYS)


def parts(file: File, files: Sequence[File]) -> list[File]:
    """All the topics of the load, and the archive's index.

    A topic beside recognised ones is one too, though its first message may be longer than what tells it apart.
    """
    folders = {each.folder for each in files if recognises(each)}
    above = {_above(folder) for folder in folders if _is_stream(folder)}
    return [file, *(each for each in files if each is not file and _belongs(each, folders, above))]


def _belongs(file: File, folders: set[str], above: set[str]) -> bool:
    is_beside = file.folder in folders or (_is_stream(file.folder) and _above(file.folder) in above)
    return file.base == INDEX or recognises(file) or (is_beside and LIST.match(file.head) is not None)


def _is_stream(folder: str) -> bool:
    return STREAM.fullmatch(folder.rstrip("/").rpartition("/")[2]) is not None


def _above(folder: str) -> str:
    return folder.rstrip("/").rpartition("/")[0]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """Topic by topic; a file that is broken is one reject."""
    index = _index(files)
    rows, groups, seen = Rows(), set[str](), set[int]()
    for file in files:
        if file.base == INDEX:
            continue
        messages = _messages(file)
        if messages is None:
            rows.records["message"] += 1
            rows.reject("message", (file.name, 1), "broken-file", "a topic that is no list of messages")
        first = min((number for each in messages or () if (number := number_of(mapping(each)))), default=None)
        for line, message in enumerate(messages or (), 1):
            topic = _topic(file, mapping(message), first, index)
            if topic.group not in groups:
                groups.add(topic.group)
                rows.records["group"] += 1
                rows.add("group", native=topic.group, title=topic.title, kind="channel", is_private=False)
            add_message(message, topic, seen, (file.name, line), rows)
        if rows.is_full:
            yield rows.batch(observed_at=index.made_at, covers_until=index.made_at)
            rows = Rows()
    yield rows.batch(observed_at=index.made_at, covers_until=index.made_at)


def _index(files: Sequence[File]) -> ZulipIndex:
    for file in files:
        if file.base == INDEX and (found := _parsed(file)):
            streams = mapping(mapping(found).get("streams"))
            names = {text(mapping(stream).get("id")) or "": name for name, stream in streams.items()}
            time = mapping(found).get("time")
            return ZulipIndex(read_unix(int(time) if isinstance(time, float) and 0 < time <= LATEST else time), names)
    return ZulipIndex(None, {})


def _messages(file: File) -> list[object] | None:
    found = _parsed(file)
    listed = found.get("messages") if isinstance(found, dict) else found
    return items(listed) if isinstance(listed, list) else None


def _parsed(file: File) -> object:
    try:
        return parse(file.content())
    except ValueError:
        return None


def _topic(file: File, message: dict[str, object], first: int | None, index: ZulipIndex) -> ZulipTopic:
    """The stream of a message, by the message itself or by its file's folder, with the first message of the topic."""
    folder = file.folder.rstrip("/").rsplit("/", 1)[-1]
    found = STREAM.fullmatch(folder)
    native = text(message.get("stream_id")) or (found[1] if found else folder) or "zulip"
    said = message.get("display_recipient")
    title = text(said) or index.names.get(native) or (unquote(found[2]) if found else native)
    return ZulipTopic(native, title.encode(errors="replace").decode(), first if "subject" not in message else None)
