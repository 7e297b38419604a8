"""What is read of a WhatsApp export in columns, and that it is what the careful reader makes of it."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.sources.files.file import File
from commkit.sources.source import Reading
from commkit.sources.whatsapp import from_text as whatsapp
from commkit.sources.whatsapp.content import find_notice, read_body
from commkit.sources.whatsapp.member_names import find_mentions
from commkit.sources.whatsapp.placeholders import ATTACHED_ENDS, EDITED_ENDS, KINDS, SPECIALS
from commkit.sources.whatsapp.plain_records import read_plain
from tests.sources.portions import whole

if TYPE_CHECKING:
    from commkit.store.batch import Reject

NAMES = (
    *("Ana", "~\u202fPia", "Plan: B", "Tea", "+34 600 00 00 01"),
    *("\u200e", "Ana \u2068B", "Bo\ufffd", "Ana added", "é" * 101),
)
NOTICES = (
    *("Bo left", "Ana added Bo, Pia and Tea", 'Ana created group "Tea"'),
    *("小明移除了阿桤", "Bo changed to +34600000002"),
)
SIGNS = (
    *("\u200e", "\u2068", "\ufeff", "\ufffd", "\x1c", "\x85", "\u3000", "\t", " ", "\n", "\n\n", "\r"),
    *(":", ": ", "<", ">", ")", "👍🏽"),
)
WORDS = (
    *("hi", "茶", "é", "@Ana", "@\u2068Ana\u2069", "@34600000001"),
    *("admin", "管理", "被管理員小明刪除"),
)
PHRASES = st.sampled_from((*KINDS, *SPECIALS, *EDITED_ENDS, *ATTACHED_ENDS, *NOTICES, *SIGNS, *WORDS))
BODIES = st.one_of(PHRASES, st.lists(PHRASES, max_size=4).map("".join))
STAMPS = st.sampled_from(("28/04/23, 11:02", "1/5/23, 0:15", "31/02/23, 11:02", "28/04/23, 24:02", "٢٨/٠٤/٢٣, ١١:٠٢"))
RECORDS = st.one_of(
    st.builds("{} - {}: {}".format, STAMPS, st.sampled_from(NAMES), BODIES),
    st.builds("{} - {}".format, STAMPS, BODIES),
    BODIES,
)


def records_of(bodies: list[str]) -> pl.DataFrame:
    """A record of Ana's with each of these bodies."""
    columns = {"day": "28/04/23", "clock": "11:02", "name": "Ana"}
    return pl.DataFrame({"body": bodies}).with_columns(pl.lit(value).alias(name) for name, value in columns.items())


def outcome(text: str) -> tuple[dict[str, list[dict[str, object]]], object, list[Reject], object]:
    """All that is read of a chat: rows by kind, records, rejects and what is skipped."""
    content = text.encode()
    file = File("WhatsApp Chat with Tea.txt", len(content), lambda: io.BytesIO(content))
    batch = whole(whatsapp.read([file], Reading(date_format="dmy")))
    rows = {kind: rows for kind, frame in batch.frames.items() if (rows := frame.to_dicts())}
    return rows, batch.records, list(batch.rejects), batch.skipped


def nobody_surely(records: pl.DataFrame, _: object) -> pl.DataFrame:
    """Records in none of which surely a person speaks."""
    return records.with_columns(author=pl.lit(None, pl.String))


def none_plain(records: pl.DataFrame, order: str, subjects: frozenset[str]) -> pl.DataFrame:
    """Records of which none is plain."""
    return read_plain(records, order, subjects).with_columns(kind=pl.lit(None, pl.String))


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("hi", "text", "hi"),
        (" two\n\nlines \u3000", "text", "two\n\nlines"),
        ("Bo left (at last)", "text", "Bo left (at last)"),
        ("look: image omitted", "text", "look: image omitted"),
        ("<Media omitted>", "media", None),
        ("\u200e图片已省略", "media", None),
        ("This message was deleted.", "deleted", None),
    ],
)
def test_plain_records(body: str, kind: str, words: str | None) -> None:
    (row,) = read_plain(records_of([body]), "dmy", {"Tea"}).to_dicts()
    assert (row["author"], row["sent_at"]) == ("Ana", datetime(2023, 4, 28, 11, 2))  # noqa: DTZ001 (the exporter's own)
    assert (row["kind"], row["words"]) == (kind, words)


@pytest.mark.parametrize(
    "body",
    [
        *("", " ", "image omitted\nthe boat", "IMG-1.jpg (file attached)\nthe boat", "POLL:\ntea?", "\u200eBo left"),
        *(
            "tea <This message was edited>",
            "the boat \u200e<attached: 1.jpg>",
            "te\u2068a",
            "@Ana",
            "\x1fhi",
        ),
        *("This message was deleted by admin Bo.", "此訊息已被管理員 小明 刪除。"),
    ],
)
def test_records_that_ask_for_care(body: str) -> None:
    assert read_plain(records_of([body]), "dmy", {"Tea"})["kind"].to_list() == [None]


@pytest.mark.parametrize(
    ("name", "day", "clock"),
    [
        ("Tea", "28/04/23", "11:02"),
        ("Bo", "31/02/23", "11:02"),
        ("Bo", "28/04/23", "24:02"),
        ('"', "28/04/23", "11:02"),
        ("Bo\ufffd", "28/04/23", "11:02"),
    ],
)
def test_a_record_without_a_member_or_a_time_is_not_plain(name: str, day: str, clock: str) -> None:
    record = pl.DataFrame({"day": [day], "clock": [clock], "name": [name], "body": ["hi"]})
    assert read_plain(record, "dmy", {"Tea"})["kind"].to_list() == [None]


@given(st.lists(BODIES, min_size=1, max_size=20))
def test_a_plain_body_is_what_the_careful_reader_says(bodies: list[str]) -> None:
    read = read_plain(records_of(bodies), "dmy", {"Tea"})
    for body, kind, words in read.drop_nulls("kind").select("body", "kind", "words").iter_rows():
        assert read_body(body) == (kind, words, 0)
        assert find_notice("Ana", body, {"Tea"}) is None
        assert list(find_mentions(body, {"Ana", "+34600000001"})) == []


@given(st.lists(RECORDS, max_size=9), st.integers(9, 99), st.integers(1, 199))
def test_columns_and_the_careful_reader_agree_however_the_text_is_cut(
    drawn: list[str], chunk: int, enough: int
) -> None:
    text = "\n".join(["above", "28/04/23, 11:00 - Ana: hi", *drawn, ""])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whatsapp, "find_speakers", nobody_surely)
        patch.setattr(whatsapp, "read_plain", none_plain)
        careful = outcome(text)
    assert outcome(text) == careful
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("commkit.sources.files.file.CHUNK_BYTES", chunk)
        patch.setattr("commkit.sources.files.portions.ENOUGH", enough)
        assert outcome(text) == careful


def test_a_record_over_many_portions_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lines above, Ana's of four lines, a day that does not exist on line 7, and Bo's."""
    monkeypatch.setattr("commkit.sources.files.file.CHUNK_BYTES", 5)
    monkeypatch.setattr("commkit.sources.files.portions.ENOUGH", 1)
    lines = ("above", "", "28/04/23, 11:02 - Ana: one", "two", "", "four", "31/02/23, 11:02 - Bo: no")
    rows, records, rejects, skipped = outcome("\r\n".join((*lines, "28/04/23, 11:03 - Bo: hi")))
    assert [(row["author"], row["text"]) for row in rows["message"]] == [("Ana", "one\ntwo\n\nfour"), ("Bo", "hi")]
    assert records == {"group": 1, "message": 5}
    assert [(reject.line, reject.code) for reject in rejects] == [(7, "bad-time")]
    assert skipped == {("message", "preamble"): 2}


def test_digits_that_phones_write_open_a_record() -> None:
    """Arabic ones do; Kawi is of old inscriptions."""
    kawi = "28/04/23, 11:02".translate({ord("0") + digit: chr(0x11F50 + digit) for digit in range(10)})
    rows, *_ = outcome(f"28/04/23, 11:02 - Ana: hi\n٢٨/٠٤/٢٣, ١١:٠٣ - Bo: tea\n{kawi} - Cleo: no\n")
    assert [row["text"] for row in rows["message"]] == ["hi", f"tea\n{kawi} - Cleo: no"]
    assert [row["sent_at"] for row in rows["message"]] == [datetime(2023, 4, 28, 11, minute) for minute in (2, 3)]  # noqa: DTZ001
