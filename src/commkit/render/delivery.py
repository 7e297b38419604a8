"""The way out: stdout, or a file that is whole or absent."""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from commkit.drafts import hold_if_possible, sweep_drafts
from commkit.errors import CannotDo
from commkit.named_files import replace_file
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDOUT = "stdout"
DRAFT = ".commkit-draft-"
_OF_A_DRAFT = re.compile(re.escape(DRAFT) + r"[a-z0-9_]{8}")  # what `mkdtemp` makes of it: no name that people choose


def deliver(parts: Iterable[bytes], output: Path | None) -> None:
    """Write to stdout (nothing or `-`) or, atomically and readable by the owner only, to a file."""
    if output is None or output == Path("-"):
        _print(parts)
        return
    with refuse_failures(output.name):
        target = Path(os.path.realpath(output))
        if target.exists() and not target.is_file() and not target.is_dir():
            with target.open("wb") as device:  # a pipe or /dev/null is written to, never replaced
                device.writelines(parts)
        else:
            replace_file(target, parts)


def is_file(output: Path | None) -> bool:
    """Whether the output is a file that can be written beside its place first and then moved there."""
    return output is not None and output != Path("-") and (output.is_file() or not output.exists())


@contextmanager
def promise_file(output: Path) -> Iterator[Path]:
    """A place to write the output to; it replaces `output` if nothing fails before the context ends."""
    target = Path(os.path.realpath(output))
    with draft_beside(target, output.name) as folder:
        yield folder / target.name
        with refuse_failures(output.name):
            (folder / target.name).replace(target)


@contextmanager
def draft_beside(target: Path, name: str) -> Iterator[Path]:
    """A folder in which an output becomes whole, removed afterwards, together with those of killed processes.

    `name` is what a refusal calls the output.
    """
    with refuse_failures(name):
        sweep_drafts(_list_drafts(target.parent))
        folder = Path(mkdtemp(dir=target.parent, prefix=DRAFT))
    held = hold_if_possible(folder)
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)
        held.close()


def _list_drafts(place: Path) -> list[Path]:
    """Such folders, by the exact form of their names."""
    return [path for path in place.glob(f"{DRAFT}*") if _OF_A_DRAFT.fullmatch(path.name) and path.is_dir()]


def encode_text(text: str, *, stdout: bool) -> bytes:
    """Text in stdout's encoding, in files always UTF-8; what an encoding lacks is spelled out."""
    return text.encode(sys.stdout.encoding or "utf-8" if stdout else "utf-8", "backslashreplace")


def _print(parts: Iterable[bytes]) -> None:
    try:
        with refuse_failures(STDOUT):
            sys.stdout.flush()
            sys.stdout.buffer.writelines(parts)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        with suppress(OSError, ValueError):  # or the interpreter complains when it flushes at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def refuse_failures(name: str) -> Iterator[None]:
    """Turn what the disk cannot do into a refusal that names the output; not a pipe that nobody reads."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        hint = say("Check that the folder exists and that you may write to it.")
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            hint = say("Free some space, or write to another disk.")
        elif name == STDOUT:
            hint = say("check where stdout leads")
        reason = error.strerror or type(error).__name__
        raise CannotDo(say("Cannot write {file}: {reason}.", file=name, reason=reason), hint=hint) from error
