"""Where a command writes: never over a database, nor over what the command reads; and told when it is done."""

from __future__ import annotations

import os
import stat
import sys
import unicodedata
from contextlib import contextmanager, suppress
from itertools import chain, combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from commkit.errors import WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# What names files to be read; all else that is a path names an output.
ALONE = ("cuts", "next_steps", "answer", "table", "card")  # one file each
READ = frozenset({"exports", "paths", "db", *ALONE})
FOLDER = "folder"  # names an output that is a folder
STREAM = Path("-")
DATABASES = (".duckdb", ".wal")  # how the names of a community's files end, in whatever case


@contextmanager
def writing(values: Mapping[str, Any], *, quiet: bool) -> Iterator[None]:
    """Refuse outputs that would destroy something; say afterwards what was written. Raises WrongUse."""
    outputs = [each for name, each in values.items() if name not in READ and _is_place(each)]
    if outputs:
        _refuse(outputs, values)
    try:
        yield
    except typer.Exit:  # a finding, told in full
        _tell([] if quiet else outputs)
        raise
    _tell([] if quiet else outputs)


def _tell(outputs: Iterable[Path]) -> None:
    from commkit.render.talk import note

    for output in outputs:
        note(say("wrote {path}", path=output))


def _is_place(value: object) -> bool:
    return isinstance(value, Path) and value != STREAM


def _refuse(outputs: list[Path], values: Mapping[str, Any]) -> None:
    from commkit import settings

    db = values.get("db")
    databases = _files_of(db) if isinstance(db, Path) and db.name else []
    config = settings.read()
    inputs = [each for each in (*map(values.get, ALONE), config.cuts, config.path) if each]
    given = [each for name in ("exports", "paths") for each in values.get(name) or ()]
    for output in outputs:
        if output.is_dir() and output != values.get(FOLDER):
            raise _refused(say("{path} is a folder", path=output))
        if _is_database(output) or any(_is_one(output, each) for each in databases):
            raise _refused(say("{path} is a database, and no output may take its place", path=output))
        if any(_is_one(output, each) for each in inputs) or any(_is_within(output, each) for each in given):
            raise _refused(say("{path} is read by this command, and no output may take its place", path=output))
        if _is_standard_input(output):
            raise _refused(say("{path} is read by this command, and no output may take its place", path=output))
    for one, other in combinations(outputs, 2):
        if _is_one(one, other):
            raise _refused(say("{path} is to be written twice", path=other))


def _refused(what: str) -> WrongUse:
    return WrongUse(what, hint=say("give another file to write to"))


def _files_of(db: Path) -> list[Path]:
    """The files of this community, whether they exist or not."""
    from commkit.store.engine import log_of
    from commkit.store.log import log_beside
    from commkit.store.private import beside

    return [log_beside(db), *(path for each in (db, beside(db)) for path in (each, log_of(each)))]


def _is_database(output: Path) -> bool:
    """Whether a file is, or is called like, a file of any community."""
    from commkit.store.locks import is_database

    target = Path(os.path.realpath(output))
    if any(_fold(each).endswith(DATABASES) for each in (output, target)):
        return True
    with suppress(OSError):  # what cannot be read is no community of ours
        return target.is_file() and is_database(target)
    return False


def _is_one(output: Path, other: Path) -> bool:
    """Whether two paths are one file, or would be one if they existed, on a disk that may not know case."""
    try:
        return output.samefile(other)
    except OSError:  # one of them does not exist
        return _fold(os.path.realpath(output)) == _fold(os.path.realpath(other))


def _is_within(output: Path, given: Path) -> bool:
    """Whether a file is this export, or lies in the folder that is given as one."""
    if not given.is_dir():
        return given != STREAM and _is_one(output, given)
    if not output.exists():
        return False
    folder, target = Path(os.path.realpath(given)), Path(os.path.realpath(output))
    return folder in target.parents or any(_is_one(output, each) for each in _files_below(given))


def _files_below(folder: Path) -> Iterator[Path]:
    """Every file below, those too that are links to others."""
    return chain.from_iterable((Path(root) / name for name in names) for root, _, names in os.walk(folder))


def _is_standard_input(output: Path) -> bool:
    """Whether a file is what standard input is redirected from."""
    try:
        piped, there = os.fstat(sys.__stdin__.fileno() if sys.__stdin__ else 0), output.stat()
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(piped.st_mode) and os.path.samestat(piped, there)


def _fold(path: Path | str) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()
