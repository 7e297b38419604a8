"""A document of JSON whose bulk is lists of messages, read as a stream and never held whole.

Programs that export chats indent what they write, and no text in JSON holds a line feed: so the lines that open and
close a message at the depth of its list part the messages exactly.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from commkit.sources.loose_json import broken, items, parsed
from commkit.sources.portions import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import polars as pl

    from commkit.sources.files import File

    Doubt = tuple[int, int, object]  # row, number in its list, message

OPENING = re.compile(rb'"messages": ?\[(\r?\n[ \t]{1,99})\{')
LONGEST_OPENING = 128  # bytes of it, which two chunks of the file may share
MOST_BYTES = 64 * 1024 * 1024  # of one message


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some messages of a list in their order: the number of the first, how many, and their texts side by side."""

    first: int
    count: int
    body: bytes
    between: bytes

    @property
    def array(self) -> bytes:
        """The messages as an array."""
        return b"[{%b}]" % self.body

    def each(self) -> list[bytes]:
        """The messages one by one."""
        return [b"{%b}" % piece for piece in self.body.split(self.between)]


def pieces(file: File) -> Iterator[bytes | Stretch]:
    """The document piece by piece: the text around its lists, and stretches of the lists.

    A list that is not indented stays in the text around it; in a cut file the last list is never closed, so the text
    around is no JSON. Raises CannotDo where a message is endless.
    """
    rest, margin, first = b"", b"", 1
    for chunk in file.chunks():
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


def _around(text: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before the next list, its messages' margin, and the rest after their first brace."""
    found = OPENING.search(text)
    if found is None:
        return text[:-LONGEST_OPENING], b"", text[-LONGEST_OPENING:]
    return text[: found.start(1)], found[1], text[found.end() :]


def _within(text: bytes, margin: bytes, first: int) -> tuple[Stretch | None, bytes, bool]:
    """The whole messages at the beginning of the text, the rest, and whether the list is over."""
    between = margin + b"}," + margin + b"{"
    close = margin + b"}" + margin.rstrip(b" \t")
    end = text.find(close)
    if end >= 0:
        body, rest = text[:end], text[end + len(margin) + 1 :]
    elif (cut := text.rfind(between)) >= 0:
        body, rest = text[:cut], text[cut + len(between) :]
    else:
        return None, text, False
    return Stretch(first, body.count(between) + 1, body, between), rest, end >= 0


def frame_of(stretches: Sequence[Stretch], known: pl.DataFrame) -> pl.DataFrame:
    """Stretches for the engine to shape, beside each what is known of its chat."""
    import polars as pl

    return known.with_columns(row=pl.int_range(len(stretches)), body=as_text([each.array for each in stretches]))


def doubts(
    stretches: Sequence[Stretch], places: Sequence[tuple[int, int]], parse: Callable[[bytes], object] = parsed
) -> Iterator[Doubt]:
    """The messages at these places, place 0 being a whole stretch; None stands for one that is no JSON."""
    for row, pairs in groupby(places, key=itemgetter(0)):
        wanted = {place for _, place in pairs}
        for place, message in enumerate(_messages(stretches[row], parse), 1):
            if wanted & {0, place}:
                yield row, stretches[row].first + place - 1, message


def _messages(stretch: Stretch, parse: Callable[[bytes], object]) -> list[object]:
    """All messages, or those around one that is no JSON."""
    with contextlib.suppress(ValueError):
        return items(parse(stretch.array))
    return [message for piece in stretch.each() for message in _found(piece, parse)]


def _found(piece: bytes, parse: Callable[[bytes], object]) -> list[object]:
    try:
        return items(parse(b"[%b]" % piece))  # more than one where something that is no object stands between
    except ValueError:
        return [None]
