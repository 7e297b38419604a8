"""Exports with one fault each, by a small function a kind; all content is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030", "big5", "shift_jis")
HEADER = "author,time,text,channel"
GOOD = tuple(f"小明,2024-01-0{day} 10:00,茶一杯 {day},花の會" for day in range(1, 7))
SPOT = "@@"  # stands where bytes are no text
ALIEN = {"utf-16": "\ud800".encode("utf-16-le", "surrogatepass")}


class Fault(NamedTuple):
    """A table's text and what becomes of it: its exit code and its records, loaded, duplicate, rejected, skipped."""

    text: str
    ends: tuple[int, int, int, int, int] | None  # none where it is refused
    code: int = 0
    cut: int = 0  # bytes that are missing at its end

    def content(self, encoding: str) -> bytes:
        """Its bytes; what the encoding lacks becomes a question mark."""
        raw = self.text.encode(encoding, "replace")
        raw = raw.replace(SPOT.encode("utf-16-le" if encoding == "utf-16" else "ascii"), ALIEN.get(encoding, b"\xff"))
        return raw[: len(raw) - self.cut]


def table(*rows: str, header: str = HEADER, end: str = "\n") -> str:
    """Three good rows, these, and three good rows."""
    return end.join((header, *GOOD[:3], *rows, *GOOD[3:], ""))


def one_rejected(row: str) -> Fault:
    """A row that costs itself and nothing else."""
    return Fault(table(row), (7, 6, 0, 1, 0))


def one_more(words: str) -> Fault:
    """Words that are odd and no fault."""
    return Fault(table(f"小明,2024-01-04 09:00,{words},花の會"), (7, 7, 0, 0, 0))


def at(stamp: str) -> str:
    return f"小明,{stamp},茶,花の會"


def orders(amount: str) -> Fault:
    """One order among seven whose amount is this."""
    rows = [f"{number},小明,2024-01-0{number} 10:00,茶,1{number}.50" for number in range(1, 7)]
    return Fault(
        "\n".join(("order_id,customer_id,order_date,product,amount", *rows, f"7,小明,2024-01-07 10:00,茶,{amount}\n")),
        (7, 6, 0, 1, 0),
    )


def mixed_line_ends() -> Fault:
    ends = ("\n", "\r\n", "\r", "\r\n", "\n", "\r", "\n")
    return Fault("".join(map("".join, zip((HEADER, *GOOD), ends, strict=True))), (6, 6, 0, 0, 0))


def truncated() -> Fault:
    return Fault(table().rstrip("\n")[: -len("00,茶一杯 6,花の會")], (6, 5, 0, 1, 0))


def with_ids(*ids: object) -> Fault:
    rows = [f"{native},小明,2024-01-0{day} 10:00,茶一杯,花の會" for day, native in enumerate(ids, 1)]
    return Fault("\n".join(("id," + HEADER, *rows, "")), (len(ids), len(set(ids)), len(ids) - len(set(ids)), 0, 0))


TABLES: dict[str, Callable[[], Fault]] = {
    "unclosed quote": lambda: one_rejected('小明,2024-01-04 09:00,"茶,花の會'),
    "unclosed quote in the last row": lambda: Fault(table() + '小明,2024-01-07 10:00,"茶,花\n', (7, 6, 0, 1, 0)),
    "quote closed too early": lambda: one_rejected('小明,2024-01-04 09:00,"茶"一杯,花の會'),
    "quote in the middle of a field": lambda: one_more('茶"一"杯'),
    "line feed in quotes": lambda: one_more('"茶\n一杯"'),
    "a thousand quotes": lambda: one_more('"' * 1000),
    "NUL": lambda: one_more("茶\0杯"),
    "lone carriage returns": lambda: Fault(table(end="\r"), (6, 6, 0, 0, 0)),
    "mixed line ends": mixed_line_ends,
    "too few fields": lambda: one_rejected("小明,2024-01-04 09:00"),
    "too many fields": lambda: one_rejected("小明,2024-01-04 09:00,茶,花の會,杯,杯"),
    "surplus empty fields": lambda: Fault(table(at("2024-01-04 09:00") + ",,,"), (7, 7, 0, 0, 0)),
    "truncated row": truncated,
    "truncated character": lambda: Fault(table().rstrip("\n"), (6, 5, 0, 1, 0), cut=1),
    "bytes that are no text": lambda: one_rejected(at("2024-01-04 09:00").replace("茶", f"茶{SPOT}杯")),
    "byte order mark in the middle": lambda: one_more("\ufeff茶"),
    "field of two megabytes": lambda: one_rejected(at("2024-01-04 09:00").replace("茶", "x" * 2 * 1024**2)),
    "field of 100 KB": lambda: one_more("茶" * 50_000),
    "no such day": lambda: one_rejected(at("2024-13-45 10:00")),
    "words for a time": lambda: one_rejected(at("yesterday")),
    "no time": lambda: one_rejected(at("")),
    "year 0": lambda: one_rejected(at("0000-01-01 10:00")),
    "year 9999": lambda: one_rejected(at("9999-12-31 23:59")),
    "negative epoch": lambda: one_rejected(at("-1")),
    "huge epoch": lambda: one_rejected(at("9" * 30)),
    "no sender": lambda: one_rejected(",2024-01-04 09:00,茶,花の會"),
    "empty file": lambda: Fault("", None, 3),
    "white space alone": lambda: Fault(" \n\n\t\n", None, 3),
    "header only": lambda: Fault(HEADER + "\n", (0, 0, 0, 0, 0)),
    "blank lines": lambda: Fault(table("", "  ", ""), (6, 6, 0, 0, 0)),
    "another delimiter in one row": lambda: one_rejected("小明;2024-01-04 09:00;茶;花の會"),
    "formula": lambda: one_more('"=HYPERLINK(""x"",""茶"")"'),
    "marks of direction": lambda: one_more("\u202e茶\u202c\u200f"),
    "zero width": lambda: one_more("茶\u200b\u200d"),
    "emoji": lambda: one_more("茶🍵👩‍👩‍👧"),
    "control characters": lambda: one_more("茶\x01\x07\x1b[31m\x7f"),
    "header again": lambda: Fault(table(HEADER), (7, 6, 0, 0, 1)),
    "a column twice": lambda: Fault(table(header="author,time,text,text"), (6, 6, 0, 0, 0)),
    "equal rows": lambda: Fault(table(GOOD[0], GOOD[0]), (8, 8, 0, 0, 0)),
    "ids that are not unique": lambda: with_ids(1, 2, 3, 3, 4, 4, 4),
    "NaN": lambda: orders("NaN"),
    "infinity": lambda: orders("-Infinity"),
    "huge number": lambda: orders("9" * 400),
    "huge exponent": lambda: orders("1e999999999"),
    "words for an amount": lambda: orders("茶"),
    "mostly broken": lambda: Fault("\n".join((HEADER, GOOD[0], *["小明,杯,茶,花の會"] * 5, "")), None, 1),
}
