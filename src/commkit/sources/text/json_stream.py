"""A JSON document that consists mostly of lists of messages, read as a stream and never held as a whole.

Programs that export chats indent what they write, and a text in JSON never contains a line feed. So the lines that
close a message at the depth of its list separate the messages exactly. Where another program has written the document,
Python's own reader finds the end of each message, and a load takes about twice as long.
"""

from __future__ import annotations

import contextlib
import json
import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from commkit.sources.files.file import broken
from commkit.sources.text.json_structs import decode
from commkit.sources.text.json_values import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from commkit.sources.files.file import File

Document = TypeVar("Document")
Message = TypeVar("Message")
OPENING = re.compile(rb'"messages"\s{0,9}:\s{0,9}\[(?=(\s{0,99})\{(\s{0,99})[^\s])')  # of a list of objects
LONGEST_OPENING = 256  # bytes of it, which two chunks of the file may share
MARGIN = re.compile(rb"\r?\n[ \t]{1,99}")
MOST_BYTES = 16 * 1024 * 1024  # of one message
COMMA = ",\n"  # what is put between messages that were not indented
VALUE = re.compile(r"[^\s,]")  # where the next value begins, or the list ends
NEXT = re.compile(r"\}\s*+,\s*+(?=\{)")  # where a message seems to begin after one that is no JSON
DECODER = json.JSONDecoder()


class Stretch(NamedTuple):
    """Some messages of a list as they are written, in their order, and what stands between them."""

    body: bytes
    between: bytes
    is_first: bool  # whether the list begins with it

    def each(self) -> list[bytes]:
        """The messages one by one."""
        close = self.between.rstrip(b",\n")
        *texts, last = self.body.split(self.between)
        return [*(text + close for text in texts), last]


def split_document(file: File) -> Iterator[bytes | Stretch]:
    """The document piece by piece: the text around its lists, and stretches of the lists.

    A list that begins with something other than an object stays in the text around it. In a cut file the last list is
    never closed, so the text around it is not JSON. Raises CannotDo for a message without an end.
    """
    rest, is_first = b"", True
    margin: bytes | None = None  # of the messages in the list that is read; empty where they are not indented
    for chunk in chain(file.chunks(), [b""]):
        rest += chunk
        is_over = True
        while is_over:
            if margin is None:
                around, margin, rest = _around(rest)
                yield around
                is_first = True
            if margin is None:
                break
            body, rest, is_over = _indented(rest, margin) if margin else _compact(rest, is_last=not chunk)
            if body:
                yield Stretch(body, margin + b"}," if margin else COMMA.encode(), is_first)
                is_first = False
            if is_over:
                margin = None
        if len(rest) > MOST_BYTES:
            raise broken(file)
    yield rest


def _around(text: bytes) -> tuple[bytes, bytes | None, bytes]:
    """The text before the next list with its bracket, the margin of its messages, and the rest."""
    found = OPENING.search(text)
    if found is None:
        return text[:-LONGEST_OPENING], None, text[-LONGEST_OPENING:]
    is_indented = MARGIN.fullmatch(found[1]) and b"\n" in found[2]
    return text[: found.end()], found[1] if is_indented else b"", text[found.end() :]


def _indented(text: bytes, margin: bytes) -> tuple[bytes, bytes, bool]:
    """The whole messages at the beginning of the text, the rest, and whether the list is over.

    The list ends at a bracket that stands on a line of its own, further out than the messages.
    """
    cut = text.rfind(margin + b"}," + margin)
    bracket = re.compile(rb"\r?\n[ \t]{0,%d}\]" % (len(margin.lstrip(b"\r\n")) - 1))
    over = bracket.search(text, 0 if b'"messages"' in text else max(cut, 0))
    if over:
        return text[: over.start()], text[over.start() :], True
    end = cut + len(margin) + 1
    return (text[:end], text[end + 1 :], False) if cut >= 0 else (b"", text, False)


def _compact(content: bytes, *, is_last: bool) -> tuple[bytes, bytes, bool]:
    """The same for messages that are not indented. They are put on a line each, for a text has no line feed."""
    text = content.decode("utf-8", "surrogateescape")
    found: list[str] = []
    at, end = 0, 0
    while end >= 0:
        at = start.start() if (start := VALUE.search(text, end)) else len(text)
        end = -1 if text.startswith("]", at) else _end_of_value(text, at, is_last=is_last)
        if end >= 0:
            found.append(text[at:end].replace("\n", " "))
    body, rest = (each.encode("utf-8", "surrogateescape") for each in (COMMA.join(found), text[at:]))
    return body, rest, rest.startswith(b"]")


def _end_of_value(text: str, start: int, *, is_last: bool) -> int:
    """Where the value ends that begins here; -1 where it has not come whole, or may not have.

    One that is no JSON ends where the next object seems to begin. If that lies within it, the list ends too early, and
    the document is refused for what follows.
    """
    try:
        end = DECODER.raw_decode(text, start)[1]
        return end if end < len(text) else -1
    except (ValueError, RecursionError):
        if not is_last and len(text) - start < MOST_BYTES:
            return -1
    found = NEXT.search(text, start)
    return found.start() + 1 if found else -1


def read_document(file: File, kind: type[Document]) -> Document:
    """What surrounds the messages in a document of one group. Raises CannotDo if the document is cut."""
    try:
        return decode(b"".join(each for each in split_document(file) if isinstance(each, bytes)), kind)
    except ValueError as error:
        raise broken(file) from error


def stream_messages(file: File, kind: type[list[Message | None]]) -> Iterator[Message | None]:
    """The messages of such a document one by one, except of a list that begins with something other than an object."""
    for piece in split_document(file):
        if isinstance(piece, Stretch):
            yield from read_stretch(piece, kind)


def read_stretch(
    stretch: Stretch, kind: type[list[Message | None]], parse: Callable[[bytes], object] = parse
) -> list[Message | None]:
    """The messages of a stretch as structs; None for one that is no object, or no JSON."""
    with contextlib.suppress(ValueError):
        return decode(b"[%b]" % stretch.body, kind, parse)
    return [message for text in stretch.each() for message in _found(text, kind, parse)]


def _found(text: bytes, kind: type[list[Message | None]], parse: Callable[[bytes], object]) -> list[Message | None]:
    try:
        return decode(b"[%b]" % text, kind, parse)  # more than one if something between them is not an object
    except ValueError:
        return [None]
