"""Telegram Desktop's JSON export: result.json of one chat, or of a whole account.

Layout: export/output/export_output_json.cpp of https://github.com/telegramdesktop/tdesktop.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commkit.sources.gathering import Gathering
from commkit.sources.loose_json import broken, items, mapping, parsed, text
from commkit.sources.telegram_messages import Chat, add_message, chat_of, is_local
from commkit.store.batch import Reject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files import File
    from commkit.sources.reading import Reading
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
# Telegram Desktop writes control characters as \x0B, which is no JSON; an escaped backslash before an x is left alone.
BAD_ESCAPE = re.compile(rb"(\\[^x])|\\x([01][0-9A-F])")


def recognises(file: File) -> bool:
    """Whether this is a chat with messages, or an account with chats."""
    head = file.head.decode("utf-8-sig", errors="replace")
    return bool(ACCOUNT.match(head) or (CHAT.match(head) and KIND.search(head) and MESSAGES.search(head)))


def parts(file: File, files: Sequence[File]) -> list[File]:  # noqa: ARG001 (the media beside it are not read)
    """The file alone."""
    return [file]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (the export speaks for itself)
    """The chats one after the other; what has only the exporter's clock goes into batches of its own."""
    for file in files:
        gathered = {False: Gathering(), True: Gathering()}
        for chat, messages in _chats(file, gathered[False]):
            seen: set[str] = set()
            for number, message in enumerate(messages, 1):
                naive = is_local(message)
                gathered[naive].records["message"] += 1
                add_message(message, chat, seen, file, number, gathered[naive])
                if gathered[naive].is_full:
                    yield gathered[naive].batch(naive=naive)
                    gathered[naive] = Gathering()
        for naive, rest in gathered.items():
            if rest.records:
                yield rest.batch(naive=naive)


def _chats(file: File, into: Gathering) -> Iterator[tuple[Chat, list[object]]]:
    """Every chat with its messages; one that an account lists twice, as left and as present, is put together."""
    together: dict[str, tuple[Chat, list[object]]] = {}
    for number, entry in enumerate(_entries(file), 1):
        into.records["group"] += 1
        fields = mapping(entry)
        native = text(fields.get("id"))
        messages = fields.get("messages")
        if native is None or not isinstance(messages, list):
            why = "a chat without an id or a list of messages"
            into.rejects.append(Reject("group", file.name, number, 0, 0, "no-messages", why))
        elif native in together:
            into.skipped["group", "repeated"] += 1
            together[native] = chat_of(fields, native, [*together[native][1], *messages])
        else:
            together[native] = chat_of(fields, native, messages)
            into.add(
                "group", native, text(fields.get("name")), text(fields.get("type")), together[native][0].is_private
            )
    yield from together.values()


def _entries(file: File) -> list[object]:
    document = _document(file)
    if not isinstance(document, dict) or not document.keys() & {"messages", "about", "chats", "left_chats"}:
        raise broken(file)
    if "messages" in document:
        return [document]
    return [entry for key in ("chats", "left_chats") for entry in items(mapping(document.get(key)).get("list"))]


def _document(file: File) -> object:
    content = file.content()
    try:
        return parsed(content)
    except ValueError:
        repaired = BAD_ESCAPE.sub(_escape, content)
    try:
        return parsed(repaired)
    except ValueError as error:
        raise broken(file) from error


def _escape(found: re.Match[bytes]) -> bytes:
    return found[1] or b"\\u00" + found[2]
