"""Text from members cannot act on a terminal."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.render.safe import escape_unseen, safe

ANY = st.text(st.characters(codec=None, exclude_categories=[]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("张三", "张三"),
        ("\x1b[31mred", "␛[31mred"),
        ("a\x00b", "a␀b"),
        ("one\r\ntwo\tthree\u2028four", "one two three four"),
        ("\x7f\x9b\ud800", "\ufffd\ufffd\ufffd"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\u200b\u2066b\ufeff\U000e0041", "ab"),
        ("a\u200db", "ab"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 4),
        ("x" * 201, "x" * 199 + "…"),
        ("x" * 200, "x" * 200),
    ],
)
def test_safe(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_safe_of_a_sentence_is_not_cut() -> None:
    assert safe("x" * 500, None) == "x" * 500


@given(ANY)
def test_nothing_that_acts_is_left(text: str) -> None:
    kept = safe(text).replace("\u200d", "")
    assert not {unicodedata.category(character) for character in kept} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(kept) & set("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    assert len(safe(text)) <= 200


@given(ANY)
def test_safe_twice_is_safe_once(text: str) -> None:
    assert safe(safe(text)) == safe(text)


@given(ANY)
def test_escaped_json_loses_nothing(text: str) -> None:
    spelled = escape_unseen(json.dumps(text, ensure_ascii=False))
    assert json.loads(spelled) == json.loads(json.dumps(text))
    assert "\u202e" not in spelled
    assert spelled.encode("utf-8")
