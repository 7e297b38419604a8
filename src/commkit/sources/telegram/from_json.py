"""Telegram Desktop's JSON export: result.json of one group, or of a whole account.

Layout: export/output/export_output_json.cpp of https://github.com/telegramdesktop/tdesktop.
"""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.files.file import broken
from commkit.sources.files.portions import group_portions
from commkit.sources.rows import Rows
from commkit.sources.telegram.messages import TelegramGroup, add_message, is_local, read_group
from commkit.sources.text.json_stream import Stretch, find_doubtful, frame_of, split_document
from commkit.sources.text.json_values import items, mapping, parse, text
from commkit.store.batch import Reject, Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "telegram"
LACKS = frozenset({"roster", "bots"})

# An account's export opens with a text in the owner's language and then one of these sections.
SECTIONS = (
    "personal_information|profile_pictures|stories|profile_music|contacts|frequent_contacts|sessions|web_sessions|"
    "other_data|chats|left_chats"
)
ACCOUNT = re.compile(r'\s{0,99}\{\s{0,99}"about"\s{0,9}:\s{0,9}"[^"]{0,9999}"\s{0,9},\s{0,99}"(?:' + SECTIONS + r')"')
CHAT = re.compile(r'\s{0,99}\{\s{0,99}"(?:name|type|id)"\s{0,9}:')
KINDS = (
    "personal_chat|bot_chat|saved_messages|replies|verification_codes|(?:private|public)_(?:group|supergroup|channel)"
)
KIND = re.compile(rf'"type"\s{{0,9}}:\s{{0,9}}"(?:{KINDS})"')
MESSAGES = re.compile(r'"messages"\s{0,9}:\s{0,9}\[')
# Telegram Desktop writes control characters as \x0B, which is not JSON. An escaped backslash before an x stays.
BAD_ESCAPE = re.compile(rb"(\\[^x])|\\x([01][0-9A-F])")


SHAPED = "sources/telegram/shaped"
ROWS = {"message": "sources/telegram/message", "interaction": "sources/telegram/interaction"}
TELLING = re.compile(rb'"action": ?"(?:topic_created|pin_message)"')


def recognises(file: File) -> bool:
    """Whether this is a group with messages, or an account with groups."""
    head = file.head.decode("utf-8-sig", errors="replace")
    return bool(ACCOUNT.match(head) or (CHAT.match(head) and KIND.search(head) and MESSAGES.search(head)))


def parts(file: File, files: Sequence[File]) -> list[File]:  # noqa: ARG001 (the media beside it are not read)
    """The file alone."""
    return [file]


class ListedGroup(NamedTuple):
    """A group with the messages that are in the document, and the numbers of the lists that were left out of it."""

    group: TelegramGroup
    messages: list[object]
    lists: list[int]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch | Texts]:  # noqa: ARG001 (it speaks for itself)
    """One group after another. Messages with only the exporter's clock go into batches of their own."""
    for file in files:
        rows = Rows()
        groups = _groups(file, rows)
        yield rows.batch()
        reader = MessageReader(file)
        for group, messages, _ in groups:
            yield from reader.batches((group, number, message) for number, message in enumerate(messages, 1))
        for some in group_portions(_left_out(file, groups), lambda pair: len(pair[0].body)):
            yield _texts(some, reader)


def _left_out(file: File, groups: Sequence[ListedGroup]) -> Iterator[tuple[Stretch, ListedGroup]]:
    """The lists that were left out of the document, except those of rejected groups."""
    of_list = {number: listed for listed in groups for number in listed.lists}
    number = -1
    for piece in split_document(file):
        if isinstance(piece, Stretch):
            number += piece.first == 1
            if number in of_list:
                yield piece, of_list[number]


def _texts(stretches: Sequence[tuple[Stretch, ListedGroup]], reader: MessageReader) -> Texts:
    import polars as pl

    groups = [listed.group for _, listed in stretches]
    texts_of = ("chat", "bot", "channel")
    lists_of = ("topics", "pinned")
    schema = [*((name, pl.String()) for name in texts_of), *((name, pl.List(pl.String)) for name in lists_of)]
    known = [(group.native, group.bot, group.channel, [*group.topics], [*group.pinned]) for group in groups]
    each = [stretch for stretch, _ in stretches]

    def read_doubtful(places: Sequence[tuple[int, int]]) -> Iterator[Batch]:
        found = find_doubtful(each, places, _parsed)
        return reader.batches((groups[row], number, message) for row, number, message in found)

    twice = pl.Series("is_twice", [len(listed.lists) > 1 for _, listed in stretches])
    frame = frame_of(each, pl.DataFrame(known, schema=schema, orient="row").with_columns(twice))
    return Texts(SHAPED, ROWS, frame, read_doubtful, sum(stretch.count for stretch in each))


@dataclass
class MessageReader:
    """The careful way to read messages, one by one."""

    file: File
    seen: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def batches(self, messages: Iterable[tuple[TelegramGroup, int, object]]) -> Iterator[Batch]:
        """Messages with their groups and their numbers in them, in batches."""
        by_clock = {False: Rows(), True: Rows()}
        for group, number, message in messages:
            naive = is_local(message)
            by_clock[naive].records["message"] += 1
            add_message(message, group, self.seen[group.native], self.file, number, by_clock[naive])
            if by_clock[naive].is_full:
                yield by_clock[naive].batch(naive=naive)
                by_clock[naive] = Rows()
        for naive, rest in by_clock.items():
            if rest.records:
                yield rest.batch(naive=naive)


def _groups(file: File, rows: Rows) -> list[ListedGroup]:
    """Every group. One that an account lists twice, as left and as present, becomes one."""
    document, service = _document(file)
    together: dict[str, tuple[dict[str, object], list[object], list[int]]] = {}
    for number, entry in enumerate(_entries(file, document), 1):
        rows.records["group"] += 1
        fields = mapping(entry)
        native, messages = text(fields.get("id")), fields.get("messages")
        if native is None or not isinstance(messages, list):
            why = "a chat without an id or a list of messages"
            rows.rejects.append(Reject("group", file.name, number, 0, 0, "no-messages", why))
            continue
        if native in together:
            rows.skipped["group", "repeated"] += 1
        _, inline, lists = together.setdefault(native, (fields, [], []))
        left_out = [each for each in messages if isinstance(each, int) and each in service]
        (lists if left_out else inline).extend(left_out or messages)
    return [_listed(native, *known, service, rows) for native, known in together.items()]


def _listed(
    native: str,
    fields: dict[str, object],
    messages: list[object],
    lists: list[int],
    service: Mapping[int, list[object]],
    rows: Rows,
) -> ListedGroup:
    group = read_group(fields, native, [*messages, *(each for number in lists for each in service[number])])
    rows.add(
        "group",
        native=native,
        title=text(fields.get("name")),
        kind=text(fields.get("type")),
        is_private=group.is_private,
    )
    return ListedGroup(group, messages, lists)


def _entries(file: File, document: object) -> list[object]:
    if not isinstance(document, dict) or not document.keys() & {"messages", "about", "chats", "left_chats"}:
        raise broken(file)
    if "messages" in document:
        return [document]
    return [entry for key in ("chats", "left_chats") for entry in items(mapping(document.get(key)).get("list"))]


def _document(file: File) -> tuple[object, dict[int, list[object]]]:
    """The document with a number in place of each streamed list, and the service messages of these lists."""
    around: list[bytes] = []
    telling: dict[int, list[object]] = {}
    for piece in split_document(file):
        if isinstance(piece, bytes):
            around.append(piece)
            continue
        if piece.first == 1:
            around.append(b"%d" % len(telling))
            telling[len(telling)] = []
        if TELLING.search(piece.body):
            telling[len(telling) - 1] += [_loosely(each) for each in piece.each() if TELLING.search(each)]
    try:
        return _parsed(b"".join(around)), telling
    except ValueError as error:
        raise broken(file) from error


def _loosely(content: bytes) -> object:
    with contextlib.suppress(ValueError):
        return _parsed(content)
    return None


def _parsed(content: bytes) -> object:
    try:
        return parse(content)
    except ValueError:
        return parse(BAD_ESCAPE.sub(_escape, content))


def _escape(found: re.Match[bytes]) -> bytes:
    return found[1] or b"\\u00" + found[2]
