"""A JSON document that consists mostly of lists of messages, read as a stream and never held as a whole.

Programs that export chats indent what they write, and a text in JSON never contains a line feed. So the lines that open
and close a message at the depth of its list separate the messages exactly. A document that another program has put on
one line is spread out first, which makes a load two to three times as long.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from commkit.sources.files.file import broken
from commkit.sources.files.portions import decode_bodies
from commkit.sources.text.json_values import items, mapping, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import polars as pl

    from commkit.sources.files.file import File

    Doubt = tuple[int, int, object]  # row, number in its list, message

OPENING = re.compile(rb'"messages": ?\[(\r?\n[ \t]{1,99})\{')
INDENTED = re.compile(rb"\s{0,99}\{\r?\n[ \t]")
# Texts, numbers and signs up to the next bracket.
STEP = re.compile(rb'((?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+)([\[\]{}])', re.DOTALL)
KEY = re.compile(rb'"messages"\s*+:\s*+\Z')
SPREAD = b"\n "  # the margin of messages that are spread out
LONGEST_OPENING = 128  # bytes of it, which two chunks of the file may share
MOST_DEPTH = 200_000
MOST_BYTES = 64 * 1024 * 1024  # of one message


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some messages of a list in their order: the number of the first, how many, and their texts side by side.

    The `tail` is what follows the last message: usually nothing, otherwise something that is not an object.
    """

    first: int
    count: int
    body: bytes
    between: bytes
    tail: bytes = b""

    @property
    def array(self) -> bytes:
        """The messages as an array."""
        return b"[{%b}%b]" % (self.body, self.tail)

    def each(self) -> list[bytes]:
        """The messages one by one."""
        *texts, last = self.body.split(self.between)
        return [*(b"{%b}" % text for text in texts), b"{%b}%b" % (last, self.tail)]


def split_document(file: File) -> Iterator[bytes | Stretch]:
    """The document piece by piece: the text around its lists, and stretches of the lists.

    A list that is not indented stays in the text around it. In a cut file the last list is never closed, so the text
    around it is not JSON. Raises CannotDo for a message without an end.
    """
    rest, margin, first = b"", b"", 1
    for chunk in file.chunks() if INDENTED.match(file.head) else _spread(file):
        rest += chunk
        while True:
            if not margin:
                text, margin, rest = _around(rest)
                first = 1
                yield text
                if not margin:
                    break
            stretch, rest, is_over = _within(rest, margin, first)
            if stretch:
                yield stretch
                first += stretch.count
            if not is_over:
                break
            margin = b""
        if len(rest) > MOST_BYTES:
            raise broken(file)
    yield rest


def _spread(file: File) -> Iterator[bytes]:
    """The document with each message of its lists on lines of its own, as if it were indented."""
    rest, depth, within = b"", 0, 0  # the depth inside the list that is read, if any
    for chunk in file.chunks():
        rest += chunk
        end = 0
        spread: list[bytes] = []
        while step := STEP.match(rest, end):
            end = step.end()
            text, sign = step.groups()
            depth += 1 if sign in b"[{" else -1
            if depth > MOST_DEPTH:
                raise broken(file)
            if not within and sign == b"[" and KEY.search(text):
                within = depth
                spread += KEY.sub(b'"messages":', text), sign
            elif not within:
                spread += text, sign
            else:
                spread += _apart(text, sign, depth - within)
                within = within if depth >= within else 0
        yield b"".join(spread)
        rest = rest[end:]
        if len(rest) > MOST_BYTES:
            raise broken(file)
    yield rest


def _apart(text: bytes, sign: bytes, depth: int) -> tuple[bytes, bytes]:
    """Text and the bracket after it, inside a list, at this depth; the depth is below 0 if the list is over."""
    if depth < 0:
        return text.strip(), b"\n]"
    if depth == 1 and sign == b"{":
        return text.strip(), SPREAD + sign
    flat = text.replace(b"\n", b" ")
    return flat, SPREAD + sign if depth == 0 and sign == b"}" else sign


def _around(text: bytes) -> tuple[bytes, bytes, bytes]:
    """The text before the next list, the margin of its messages, and the rest after their first brace."""
    found = OPENING.search(text)
    if found is None:
        return text[:-LONGEST_OPENING], b"", text[-LONGEST_OPENING:]
    return text[: found.start(1)], found[1], text[found.end() :]


def _within(text: bytes, margin: bytes, first: int) -> tuple[Stretch | None, bytes, bool]:
    """The whole messages at the beginning of the text, the rest, and whether the list is over."""
    between = margin + b"}," + margin + b"{"
    close = margin + b"}" + margin.rstrip(b" \t")
    end, cut = text.find(close), text.rfind(between)
    odd = _odd_end(text, margin, end, cut)
    last = text.rfind(margin + b"}", 0, odd) if odd >= 0 else -1
    if last >= 0:
        tail = text[last + len(margin) + 1 : odd]
        return Stretch(first, text.count(between, 0, last) + 1, text[:last], between, tail), text[odd:], True
    if end >= 0:
        body, rest = text[:end], text[end + len(margin) + 1 :]
    elif cut >= 0:
        body, rest = text[:cut], text[cut + len(between) :]
    else:
        return None, text, False
    return Stretch(first, body.count(between) + 1, body, between), rest, end >= 0


def _odd_end(text: bytes, margin: bytes, end: int, cut: int) -> int:
    """Where a list that ends with something other than an object ends: at a bracket further out. -1 if it does not."""
    further_out = re.compile(rb"\r?\n[ \t]{0,%d}\]" % (len(margin.lstrip(b"\r\n")) - 1))
    start = 0 if end >= 0 or b'"messages"' in text else max(cut, 0)
    found = further_out.search(text, start, end if end >= 0 else len(text))
    return found.start() if found else -1


def read_document(file: File) -> dict[str, object]:
    """What surrounds the messages in a document of one group. Raises CannotDo if the document is cut."""
    try:
        return mapping(parse(b"".join(each for each in split_document(file) if isinstance(each, bytes))))
    except ValueError as error:
        raise broken(file) from error


def stream_messages(file: File, known: dict[str, object]) -> Iterator[object]:
    """The messages of such a document one by one; None for one that is not JSON."""
    for piece in split_document(file):
        if isinstance(piece, Stretch):
            yield from _messages(piece, parse)
    yield from items(known.get("messages"))  # of a list that does not hold objects


def frame_of(stretches: Sequence[Stretch], known: pl.DataFrame) -> pl.DataFrame:
    """Stretches for the engine to shape, each beside what is known of its group."""
    import polars as pl

    return known.with_columns(row=pl.int_range(len(stretches)), body=decode_bodies([each.array for each in stretches]))


def find_doubtful(
    stretches: Sequence[Stretch], places: Sequence[tuple[int, int]], parse: Callable[[bytes], object] = parse
) -> Iterator[Doubt]:
    """The messages at these places; place 0 is a whole stretch. None stands for a message that is not JSON."""
    for row, pairs in groupby(places, key=itemgetter(0)):
        wanted = {place for _, place in pairs}
        for place, message in enumerate(_messages(stretches[row], parse), 1):
            if wanted & {0, place}:
                yield row, stretches[row].first + place - 1, message


def _messages(stretch: Stretch, parse: Callable[[bytes], object]) -> list[object]:
    """All messages of a stretch, also if one of them is not JSON."""
    with contextlib.suppress(ValueError):
        return items(parse(stretch.array))
    return [message for piece in stretch.each() for message in _found(piece, parse)]


def _found(piece: bytes, parse: Callable[[bytes], object]) -> list[object]:
    try:
        return items(parse(b"[%b]" % piece))  # more than one if something between them is not an object
    except ValueError:
        return [None]
