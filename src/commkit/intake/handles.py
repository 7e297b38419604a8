"""The handles of members in an answer that was written to a file."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING, Any

from commkit.errors import CannotDo, WrongUse
from commkit.file_names import decode_name
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024


def read_handles(path: Path) -> list[str]:
    """The handles of the members that an answer lists, from CSV, TSV, JSON or NDJSON; `-` is stdin.

    Raises CannotDo where the file cannot be read, WrongUse where it lists no members.
    """
    text = _read(path)
    rows = _json_rows(text) if text.lstrip().startswith("{") else _table_rows(text)
    handles = [str(row["handle"]) for row in rows if row.get("handle")]
    if not handles:
        raise WrongUse(
            say("{file} lists no members: it has no column handle", file=decode_name(str(path))),
            hint=say("save an answer of members: commkit rfm --members --format csv | commkit segments save NAME -"),
        )
    return handles


def _read(path: Path) -> str:
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1) if str(path) == "-" else _start_of(path)
    except OSError as error:
        what = say("{file} cannot be read: {reason}", file=decode_name(path.name), reason=say(error.strerror or ""))
        raise CannotDo(what, hint=say("give the file of an answer, or - for stdin")) from error
    if len(raw) > MOST_BYTES:
        raise CannotDo(say("the answer is too long"), hint=say("a segment is a list of handles"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUse(
            say("{file} is not in UTF-8", file=decode_name(str(path))), hint=say("give an answer of commkit")
        ) from error


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _json_rows(text: str) -> Iterable[dict[str, Any]]:
    try:
        said = [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        said = [_whole(text)]
    found = said[0].get("rows") if len(said) == 1 and isinstance(said[0], dict) else None
    rows = found if isinstance(found, list) else said
    return (row for row in rows if isinstance(row, dict))


def _whole(text: str) -> Any:  # noqa: ANN401 (whatever the JSON holds)
    try:
        return json.loads(text)
    except ValueError as error:
        raise WrongUse(say("the answer is no JSON"), hint=say("give an answer of commkit")) from error


def _table_rows(text: str) -> Iterable[dict[str, Any]]:
    first = text.partition("\n")[0]
    return csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
