"""Text in NFC: the quick look finds exactly what needs no work, whatever stands beside it."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.store import engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

TEXTS = st.text(
    st.sampled_from("ae\u0301\u0308\u00e9か\u3099가\u1100\u1161\u11a8\uac00\u0344\u2126 中👍\ufe0f"), max_size=8
)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that knows the macros of a load."""
    with engine.connect() as made:
        made.execute(engine.statement("store/load/macros"))
        yield made


def composed(con: duckdb.DuckDBPyConnection, words: list[str]) -> list[str]:
    """These texts as a load compares them."""
    return [text for (text,) in con.execute("select composed(unnest($words))", {"words": words}).fetchall()]


def test_every_character_alone_and_after_a_letter(con: duckdb.DuckDBPyConnection) -> None:
    """Each character of Unicode: NFC as Python's standard library makes it."""
    known = [chr(code) for code in range(1, sys.maxunicode + 1) if unicodedata.category(chr(code)) not in {"Cn", "Cs"}]
    lone = known + [f"a{each}" for each in known]
    assert composed(con, lone) == [unicodedata.normalize("NFC", words) for words in lone]


@given(TEXTS)
def test_characters_side_by_side(con: duckdb.DuckDBPyConnection, words: str) -> None:
    """Letters, accents, syllables and their parts in any order."""
    assert composed(con, [words]) == [unicodedata.normalize("NFC", words)]
