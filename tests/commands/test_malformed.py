"""Faulty exports through `commkit load`: each fault costs what it must and no more, whatever the encoding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Face
from commkit.commands.load import load
from commkit.errors import CommkitError
from commkit.params import FaceOptions
from tests.examples import THOROUGH
from tests.sources.corpus import ENCODINGS, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.corpus import Fault

# Each fault in one encoding, all in turn; `make fuzz` has each in every one.
CASES = [
    (kind, encoding)
    for at, kind in enumerate(TABLES)
    for encoding in (ENCODINGS if THOROUGH else (ENCODINGS[at % len(ENCODINGS)],))
]
COUNTS = ("records", "loaded", "duplicate", "rejected", "skipped")


def ended(path: Path) -> tuple[int, tuple[int, ...] | None]:
    """The exit code of loading this, and what became of its records; a refusal is two lines."""
    target = path.with_name("account.json")
    try:
        load([path], db=path.with_name("new.duckdb"), face=FaceOptions(format=Face.json, output=target, quiet=True))
    except CommkitError as error:
        refusal = error
    else:
        return 0, tuple(json.loads(target.read_text())["total"][name] for name in COUNTS)
    assert len(f"{refusal.message}\n{refusal.hint}".splitlines()) == 2
    return refusal.exit_code, None


@pytest.mark.parametrize(("kind", "encoding"), CASES)
def test_a_fault_in_a_table_costs_what_it_must(kind: str, encoding: str, tmp_path: Path) -> None:
    fault: Fault = TABLES[kind]()
    path = tmp_path / "table.csv"
    path.write_bytes(fault.content(encoding))
    assert ended(path) == (fault.code, fault.ends)
