"""Foreign JSON becomes the same structs at once and field by field."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, Struct, UnsetType

from commkit.sources.text import json_structs
from commkit.sources.text.json_structs import Anything, decode, fit


class Part(Struct, gc=False):
    """A piece of a text."""

    text: str | None = None


class Said(Struct, gc=False, rename="camel"):
    """A field of every kind that sources read."""

    native: int | str | None = None
    name: str | None = None
    sent_at: int | None = None
    is_bot: bool | None = None
    words: str | tuple[str | Part, ...] | None = None
    parts: tuple[Part, ...] | None = None
    users: list[str | None] | None = None
    files: list[Part] | UnsetType | None = UNSET
    edited: Anything = None
    author: Part | None = None


KEYS = ("native", "name", "sentAt", "isBot", "words", "parts", "users", "files", "edited", "author", "text", "other")
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(["\ud800", 2**70])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=8,
)
FITTING = st.fixed_dictionaries(
    {},
    optional={
        "native": st.integers() | st.text(max_size=3) | st.none(),
        "words": st.lists(st.text(max_size=3) | st.fixed_dictionaries({"text": st.text(max_size=3)}), max_size=3),
        "users": st.lists(st.text(max_size=3) | st.none(), max_size=2),
        "files": st.lists(st.just({}), max_size=2) | st.none(),
        "edited": VALUES,
        "isBot": st.booleans(),
    },
)


@given(st.lists(FITTING | st.none() | VALUES, max_size=4))
def test_what_fits_at_once_is_what_fits_field_by_field(value: list[object]) -> None:
    """Where it does not fit at once, `decode` does the other, which is all that then can be said."""
    content = json.dumps(value).encode()
    try:
        at_once = msgspec.json.decode(content, type=list[Said | None])
    except msgspec.MsgspecError:
        at_once = decode(content, list[Said | None])
    assert repr(fit(json.loads(content), list[Said | None])) == repr(at_once)


@given(VALUES)
def test_any_value_fits_as_far_as_it_does(value: object) -> None:
    """An object gives a struct whose fields are all of their kinds; nothing else gives one."""
    (found,) = decode(json.dumps([value]).encode(), list[Said | None])
    assert (found is not None) == isinstance(value, dict)
    if found is not None:
        assert msgspec.convert(msgspec.to_builtins(found), Said) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ({"name": 7, "native": 7}, Said(name="7", native=7)),  # digits where only a text is wanted
        ({"name": 7.5, "native": True}, Said()),
        ({"name": "a\ud83d"}, Said(name="a?")),
        ({"words": ["a", {"text": 5}, 5, None, {}]}, Said(words=("a", Part("5"), "5", Part()))),
        ({"parts": [5, {}, None], "users": [5, "a", [], None]}, Said(parts=(Part(),), users=["5", "a", None, None])),
        ({"files": 5}, Said(files=None)),
        ({"author": "x", "isBot": "true", "sentAt": "5"}, Said()),
        ({"edited": {"a": [1]}}, Said(edited={"a": [1]})),
    ],
)
def test_what_does_not_fit(written: dict[str, Any], found: Said) -> None:
    assert decode(json.dumps([written, 5]).encode(), list[Said | None]) == [found, None]


def test_odd_fields_are_fitted_without_reading_all_else_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two fields are odd, one of them inside another, in two of three members; nothing is parsed field by field."""
    monkeypatch.setattr(json_structs, "fit", None)
    written = [{"name": "a", "isBot": "no"}, {"name": "b", "author": {"text": [5]}, "isBot": 0}, {"name": "c"}]
    found = decode(json.dumps([*written, None]).encode(), list[Said | None])
    assert found == [Said(name="a"), Said(name="b", author=Part()), Said(name="c"), None]
    assert {type(each) for each in found} == {Said, type(None)}


@pytest.mark.parametrize("content", [b"", b"[", b"{}", b"null", b"[" * 200_000, b"[{}]]", b'[{"name": "a\nb"}]'])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(content, list[Said | None])


def test_bytes_that_are_no_text_spoil_one_letter() -> None:
    assert decode(b'[{"name": "caf\xe9"}]', list[Said]) == [Said(name="caf\ufffd")]
