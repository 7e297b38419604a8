"""Telegram Desktop's JSON export: result.json of one group, or of a whole account.

Layout: export/output/export_output_json.cpp of https://github.com/telegramdesktop/tdesktop.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import UNSET, Struct, UnsetType, field

from commkit.sources.files.file import broken
from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.telegram.messages import TelegramGroup, add_message, read_group
from commkit.sources.telegram.structs import TelegramMessage
from commkit.sources.text.json_stream import Stretch, read_stretch, split_document
from commkit.sources.text.json_structs import Anything, decode
from commkit.sources.text.json_values import parse, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
TOLD = frozenset({"topic_created", "pin_message"})
TELLING = re.compile(rb'"action"\s{0,9}:\s{0,9}"(?:topic_created|pin_message)"')


parts = alone  # the media beside it are not read


def recognises(file: File) -> bool:
    """Whether this is a group with messages, or an account with groups."""
    head = file.head.decode("utf-8-sig", errors="replace")
    return bool(ACCOUNT.match(head) or (CHAT.match(head) and KIND.search(head) and MESSAGES.search(head)))


class Chat(Struct):
    """A chat of the document; each list that is read as a stream has a number in place of its messages."""

    id: int | str | None = None
    name: str | None = None
    type: str | None = None
    messages: list[int | TelegramMessage | None] | UnsetType | None = UNSET


class Chats(Struct):
    """The chats of an account, those that were left apart."""

    listed: list[Chat | None] | None = field(default=None, name="list")


class TelegramExport(Chat):
    """The document: one chat, or an account."""

    about: Anything | UnsetType = UNSET
    chats: Chats | UnsetType | None = UNSET
    left_chats: Chats | UnsetType | None = UNSET


class ListedGroup(NamedTuple):
    """A group with the messages that are in the document, and the numbers of the lists that were left out of it."""

    group: TelegramGroup
    messages: list[TelegramMessage | None]
    lists: list[int]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (it speaks for itself)
    """One group after another. Messages with only the exporter's clock go into batches of their own."""
    for file in files:
        rows = Rows()
        groups = _groups(file, rows)
        yield rows.batch()
        by_clock, seen = {False: Rows(), True: Rows()}, set[str]()
        for group, first, messages in _messages(file, groups):
            for number, message in enumerate(messages, first):
                rows = by_clock[message is not None and message.is_local]
                rows.records["message"] += 1
                if fault := add_message(message, group, seen, rows):
                    rows.reject("message", (file.name, number), *fault)
            if any(rows.is_full for rows in by_clock.values()):
                yield from _batches(by_clock)
                by_clock, seen = {False: Rows(), True: Rows()}, set()
        yield from _batches(by_clock)


def _batches(by_clock: Mapping[bool, Rows]) -> Iterator[Batch]:
    for naive, rows in by_clock.items():
        if rows.records:
            yield rows.batch(naive=naive)


def _messages(
    file: File, groups: Sequence[ListedGroup]
) -> Iterator[tuple[TelegramGroup, int, list[TelegramMessage | None]]]:
    """All messages with their group and the number of the first in its list; none of rejected groups."""
    for listed in groups:
        yield listed.group, 1, listed.messages
    of_list = {number: listed.group for listed in groups for number in listed.lists}
    current, first = -1, 1
    for piece in split_document(file):
        if isinstance(piece, Stretch):
            current, first = (current + 1, 1) if piece.is_first else (current, first)
            if current in of_list:
                messages = read_stretch(piece, list[TelegramMessage | None], _mended)
                yield of_list[current], first, messages
                first += len(messages)


def _groups(file: File, rows: Rows) -> list[ListedGroup]:
    """Every group. One that an account lists twice, as left and as present, becomes one."""
    document, service = _document(file)
    found: dict[str, list[Chat]] = {}
    for number, chat in enumerate(_chats(file, document), 1):
        rows.records["group"] += 1
        native = text(chat.id) if chat and isinstance(chat.messages, list) else None
        if chat is None or native is None:
            rows.reject("group", (file.name, number), "no-messages", "a chat without an id or a list of messages")
        elif native in found:
            rows.skipped["group", "repeated"] += 1
            found[native].append(chat)
        else:
            found[native] = [chat]
    return [_listed(native, chats, service, rows) for native, chats in found.items()]


def _listed(native: str, chats: list[Chat], service: Mapping[int, list[TelegramMessage]], rows: Rows) -> ListedGroup:
    held = [message for chat in chats for message in chat.messages or ()]
    lists = [each for each in held if isinstance(each, int) and each in service]
    messages = [None if isinstance(each, int) else each for each in held if each not in lists]
    told = [each for number in lists for each in service[number]]
    kind = chats[0].type or None
    group = read_group(kind or "", native, [*filter(None, messages), *told])
    rows.add("group", native=native, title=chats[0].name or None, kind=kind, is_private=group.is_private)
    return ListedGroup(group, messages, lists)


def _chats(file: File, document: TelegramExport) -> list[Chat | None]:
    if document.messages is not UNSET:
        return [document]
    if document.about is UNSET and document.chats is UNSET and document.left_chats is UNSET:
        raise broken(file)
    return [chat for some in (document.chats, document.left_chats) if some for chat in some.listed or ()]


def _document(file: File) -> tuple[TelegramExport, dict[int, list[TelegramMessage]]]:
    """The document with a number in place of each streamed list, and the service messages of these lists."""
    around: list[bytes] = []
    service: dict[int, list[TelegramMessage]] = {}
    for piece in split_document(file):
        if isinstance(piece, bytes):
            around.append(piece)
            continue
        if piece.is_first:
            around.append(b"%d" % len(service))
            service[len(service)] = []
        if TELLING.search(piece.body):
            told = read_stretch(piece, list[TelegramMessage | None], _mended)
            service[len(service) - 1] += [each for each in told if each and each.action in TOLD]
    try:
        return decode(b"".join(around), TelegramExport, _mended), service
    except ValueError as error:
        raise broken(file) from error


def _mended(content: bytes) -> object:
    try:
        return parse(content)
    except ValueError:
        return parse(BAD_ESCAPE.sub(_escape, content))


def _escape(found: re.Match[bytes]) -> bytes:
    return found[1] or b"\\u00" + found[2]
