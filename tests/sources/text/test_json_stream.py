"""A document of JSON is read as a stream however it is spelt, and wherever the stream is cut."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from commkit.errors import CannotDo
from commkit.sources.files.file import File
from commkit.sources.text import json_stream
from commkit.sources.text.json_stream import Stretch, read_stretch, split_document

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = st.text(st.sampled_from('ab"\\{}[]:,\n \u00e9'), max_size=12) | st.just('"messages": [{')
KEYS = TEXTS | st.just("messages")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
MESSAGES = st.lists(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), min_size=1, max_size=5)
ON_ONE_LINE: list[dict[str, Any]] = [{}, {"separators": (",", ":")}, {"separators": (" ,\r\n\t", " : ")}]
SPELLINGS = [*ON_ONE_LINE, {"indent": 1}, {"indent": 2, "ensure_ascii": False}]


class Cut(File):
    """A file that comes in pieces of so many bytes."""

    length = 1 << 20

    def chunks(self) -> Iterator[bytes]:
        """The content in those pieces."""
        whole = b"".join(super().chunks())
        return (whole[at : at + self.length] for at in range(0, len(whole), self.length))


def file_of(document: str, length: int = 1 << 20) -> Cut:
    content = document.encode()
    file = Cut("export.json", len(content), lambda: io.BytesIO(content))
    file.length = length
    return file


def read(file: File) -> tuple[list[object], list[bool], bytes]:
    """The messages, which stretches begin a list, and the text around."""
    found = list(split_document(file))
    stretches = [each for each in found if isinstance(each, Stretch)]
    messages = [message for each in stretches for text in each.each() for message in json.loads(b"[%b]" % text)]
    return messages, [each.is_first for each in stretches], b"".join(each for each in found if isinstance(each, bytes))


@given(MESSAGES, st.sampled_from(SPELLINGS), st.integers(1, 60))
def test_every_spelling_gives_the_same_messages(told: list[object], spelling: dict[str, Any], length: int) -> None:
    document = {"guild": {"name": "Reef"}, "messages": told, "messageCount": len(told)}
    messages, firsts, around = read(file_of(json.dumps(document, **spelling), length))
    assert messages == told
    assert firsts.count(True) == 1
    assert firsts[0]
    assert json.loads(around) == {**document, "messages": []}


@given(MESSAGES, MESSAGES, st.sampled_from(SPELLINGS), st.integers(1, 60))
def test_lists_of_several_chats(one: list[object], other: list[object], spelling: dict[str, Any], length: int) -> None:
    document = {"chats": {"list": [{"id": 1, "messages": one}, {"id": 2, "messages": other}]}}
    messages, firsts, _ = read(file_of(json.dumps(document, **spelling), length))
    assert messages == [*one, *other]
    assert firsts.count(True) == 2


@given(MESSAGES, st.sampled_from(ON_ONE_LINE), st.integers(1, 60))
def test_something_other_than_an_object_stays_with_its_neighbour(
    told: list[object], spelling: dict[str, Any], length: int
) -> None:
    """A 5 after the first message, and a text at the end of the list."""
    odd = [told[0], 5, *told[1:], "no message"]
    messages, _, around = read(file_of(json.dumps({"id": 1, "messages": odd}, **spelling), length))
    assert messages == odd
    assert json.loads(around) == {"id": 1, "messages": []}


@given(MESSAGES, st.sampled_from(SPELLINGS), st.data())
def test_a_document_that_is_cut_is_known_by_the_text_around(
    told: list[object], spelling: dict[str, Any], data: st.DataObject
) -> None:
    document = json.dumps({"id": 1, "messages": told}, **spelling)
    end = data.draw(st.integers(0, len(document) - 1))
    around = b"".join(each for each in split_document(file_of(document[:end])) if isinstance(each, bytes))
    with pytest.raises(ValueError, match=r"line \d+ column"):
        json.loads(around)


class Said(Struct):
    """What is read of a message here."""

    name: str | None = None


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("broken", ['"b', "b", '"b\t"', '"b", "more": NaN1', '"b\\x0B"', '"b"' + ", " * 3])
def test_a_broken_message_costs_itself_alone(indent: int | None, broken: str) -> None:
    told = [{"name": name, "other": [{"id": 5}]} for name in "abc"]
    document = json.dumps({"id": 1, "messages": told}, indent=indent).replace('"b"', broken)
    stretches = [each for each in split_document(file_of(document)) if isinstance(each, Stretch)]
    found = [message for each in stretches for message in read_stretch(each, list[Said | None])]
    assert found == [Said("a"), None, Said("c")]


@pytest.mark.parametrize("document", ['{"messages": [{"text": "', '{\n "messages": [\n  {\n   "text": "'])
def test_a_message_without_an_end_is_refused(document: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MOST_BYTES", 1000)
    with pytest.raises(CannotDo):
        list(split_document(file_of(document + "x" * 3000, 500)))
