"""Answers of WeCom's API as they were saved: one JSON object, a list of them, or one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.text.json_values import items, mapping, parse_file, parse_object, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.sources.files.file import File
    from commkit.sources.rows import Rows

MARK = b"\xef\xbb\xbf"


class Answer(NamedTuple):
    """One answer with its line and bytes; empty if it is not an object."""

    said: dict[str, object]
    line: int
    start: int = 0
    end: int = 0


def read_answers(file: File) -> Iterator[Answer]:
    """The answers of a file; refuses one that is cut."""
    if _is_lines(file):
        yield from _lines(file)
        return
    found = parse_file(file)
    for number, said in enumerate(found if isinstance(found, list) else [found], 1):
        yield Answer(mapping(said), number)


def count_empty(kind: str, name: str, answer: Answer, rows: Rows) -> None:
    """Count an answer that tells nothing, such as an error, or that is not an object."""
    rows.records[kind] += 1
    if answer.said:
        rows.skipped[kind, "empty answer"] += 1
    else:
        where, span = (name, answer.line), (answer.start, answer.end)
        rows.reject(kind, where, "not-an-object", "the answer is no JSON object", span)


def single_id(value: object) -> str | None:
    """The single id: a text, or a list of one."""
    listed = [text(each) for each in items(value)]
    return text(value) if not listed else listed[0] if len(listed) == 1 else None


def _is_lines(file: File) -> bool:
    first = file.head.removeprefix(MARK).lstrip().split(b"\n", 1)[0]
    return bool(parse_object(first)) and first.lstrip().startswith(b"{")


def _lines(file: File) -> Iterator[Answer]:
    start = 0
    with file.stream() as stream:
        for number, line in enumerate(stream, 1):
            if line.removeprefix(MARK).strip():
                yield Answer(parse_object(line), number, start, start + len(line))
            start += len(line)
