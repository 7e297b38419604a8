"""Text cut into records: spans that fit, and one bad record costing one."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.sources.table.records import MOST_LINES, CutRules, cut_records
from commkit.sources.table.structure import TableRows


def read(text: bytes, width: int = 2, delimiter: str = ",", size: int = 1 << 20) -> TableRows:
    """All records of this text, handed over in chunks of this size."""
    chunks = [text[start : start + size] for start in range(0, len(text), size)]
    whole = TableRows()
    for piece in cut_records(chunks, CutRules(delimiter, width)):
        for name in ("rows", "lines", "starts", "ends", "bad"):
            getattr(whole, name).extend(getattr(piece, name))
        whole.records += piece.records
    return whole


def rows(piece: TableRows) -> list[tuple[str | None, ...]]:
    return [tuple(row) for row in piece.rows]


def test_quotes_newlines_and_blank_lines() -> None:
    text = b'1,"a ""b""\nc"\r\n\r\n , \n2,"d,e"\n,\n3,f'
    found = read(text)
    assert rows(found) == [("1", 'a "b"\nc'), (" ", " "), ("2", "d,e"), ("3", "f")]
    assert found.lines == [1, 4, 5, 7]
    spans = [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]
    assert spans == [b'1,"a ""b""\nc"\r\n', b" , \n", b'2,"d,e"\n', b"3,f"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends(end: bytes) -> None:
    assert rows(read(end.join([b"1,a", b"2,b", b""]))) == [("1", "a"), ("2", "b")]


def test_a_mark_is_not_part_of_the_first_cell() -> None:
    found = read(b"\xef\xbb\xbf1,a\n")
    assert rows(found) == [("1", "a")]
    assert (found.starts, found.ends) == ([3], [7])


def test_surplus_empty_cells_are_forgiven_and_others_are_one_bad_record() -> None:
    found = read(b"1,a,,\n2,b,c\n3\n4,d\n")
    assert rows(found) == [("1", "a"), ("4", "d")]
    assert [(bad.code, bad.line, bad.start, bad.end) for bad in found.bad] == [
        ("bad-row", 2, 6, 12),
        ("bad-row", 3, 12, 14),
    ]


@pytest.mark.parametrize("bad", [b'2,"open', b'2,"a"b', b'2,a "x"\n3,"'])
def test_a_bad_quote_costs_one_record(bad: bytes) -> None:
    found = read(b"1,a\n" + bad + b"\n" + b"".join(b"%d,x\n" % n for n in range(100)))
    assert len(found.rows) + len(found.bad) == found.records
    assert len(found.rows) >= 101
    assert [each.code for each in found.bad] == ["bad-quote"]


def test_a_quote_that_is_never_closed_is_bounded() -> None:
    found = read(b'1,"' + b"words\n" * 1000)
    assert found.rows == []
    assert found.bad[0].end == 3 + 6 * MOST_LINES
    assert found.bad[0].code == "bad-quote"


def test_undecodable_bytes_are_rejected_and_a_meant_mark_is_not() -> None:
    found = read(b"1,a\xff\n2,\xef\xbf\xbd\n")
    assert rows(found) == [("2", "\ufffd")]
    assert [(bad.code, bad.start, bad.end) for bad in found.bad] == [("undecodable", 0, 5)]


def test_white_space() -> None:
    found = read(b"  1   a\n 2\tb \n\n 3\n", delimiter="")
    assert rows(found) == [("1", "a"), ("2", "b")]
    assert [bad.line for bad in found.bad] == [4]


@pytest.mark.parametrize(
    "line", [b'a","\n', b'"\n', b'"""\n', b'"a""\n', b"\n", b",\n", b'","', b"\xff\n", b"x" * 4096]
)
def test_hostile_lines_are_read_quickly(line: bytes) -> None:
    began = time.process_time()
    read(line * (200_000 // len(line)))
    assert time.process_time() - began < 8


@given(text=st.text(alphabet='ab,"\n\r ', max_size=200).map(str.encode), size=st.integers(1, 50))
def test_spans_are_in_order_and_chunks_do_not_matter(text: bytes, size: int) -> None:
    found = read(text)
    places = sorted([*zip(found.starts, found.ends, strict=True), *((bad.start, bad.end) for bad in found.bad)])
    assert len(places) == found.records
    assert all(start < end for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    assert rows(read(text, size=size)) == rows(found)
