"""Files as a whole: read where they are regular, because reading others may never end, and written all or nothing."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any

from commkit.drafts import sweep_drafts
from commkit.errors import CannotDo, WrongUse
from commkit.words import say, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST = 2**63  # TOML's integers have 64 bits


def refuse_irregular(path: Path) -> None:
    """Refuse what is there and is no regular file, nor a link to one: a pipe, a device, a folder. Raises CannotDo."""
    if path.exists() and not path.is_file():
        what = say("{file} is not a regular file", file=path.name or path)
        raise CannotDo(what, hint=say("give a regular file: no folder, no pipe, no device"))


def replace_file(target: Path, parts: Iterable[bytes]) -> None:
    """Write a file that is whole or not there, for its owner's eyes only, in place of what has its name."""
    begins = f".{target.name[:40]}."
    sweep_drafts(_list_drafts(target.parent, begins))
    handle, draft = mkstemp(dir=target.parent, prefix=begins, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _list_drafts(place: Path, begins: str) -> list[Path]:
    """The drafts of a file of this name that were left when their process was killed."""
    form = re.compile(re.escape(begins) + r"[a-z0-9_]{8}\.tmp")  # what `mkstemp` makes of it
    return [path for path in place.glob(".*.tmp") if form.fullmatch(path.name) and path.is_file()]


def parse_toml(path: Path) -> dict[str, Any]:
    """What a TOML file says. Raises OSError, CannotDo for no regular file, and ValueError for what is not TOML."""
    refuse_irregular(path)
    text = path.read_text("utf-8-sig")  # editors on Windows put a mark before the first letter
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # of more digits than Python reads
        raise _too_large() from error
    except RecursionError as error:
        raise ValueError(say("it is nested too deeply")) from error
    _refuse_large(said)
    return said


def _too_large() -> ValueError:
    return ValueError(say("a number in it is larger than 64 bits hold"))


def _refuse_large(said: object) -> None:
    if isinstance(said, (dict, list)):
        for each in said.values() if isinstance(said, dict) else said:
            _refuse_large(each)
    elif isinstance(said, int) and not -LARGEST <= said < LARGEST:
        raise _too_large()


def refuse_unknown(said: Iterable[str], known: Iterable[str], where: str) -> None:
    """Refuse a key that is none of those known, with the nearest of them. Raises WrongUse."""
    names = list(known)
    for name in said:
        if name not in names:
            what = say("{place} has an unknown key {name!r}", place=where, name=name)
            raise WrongUse(what, hint=suggest_name(name, names))


def suggest_name(name: str, known: Iterable[str]) -> str:
    """The nearest of the names that are known, else all of them."""
    names = sorted(map(str, known))
    near = suggest(name, names)
    return say("did you mean {name!r}?", name=near[0]) if near else say("known: {names}", names=say(", ").join(names))
