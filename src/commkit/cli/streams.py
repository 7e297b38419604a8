"""The three standard streams: there even where the shell has closed them, and at the end the truth about stdout."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOSED = ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY))  # writing to stdout fails, and what stderr gets is lost


def open_closed() -> None:
    """Put something in the place of a closed stream: else the next file that is opened, a database, would be there."""
    for number, mode in CLOSED:
        try:
            os.fstat(number)
        except OSError:
            _put_nothing(number, mode)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 (open to the end)
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (as above)
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (as above)
    _watch()


def _watch() -> None:
    """Let stdout remember what kept it from writing."""
    old = sys.stdout
    if isinstance(old, io.TextIOWrapper):
        encoding, by_line, at_once = old.encoding, old.line_buffering, old.write_through
        sys.stdout = Watched(old.detach(), encoding, "backslashreplace", line_buffering=by_line, write_through=at_once)
        sys.__stdout__ = sys.stdout  # type: ignore[misc]  # the width of the terminal is asked of it


class Watched(io.TextIOWrapper):
    """A stream of text that remembers what kept it from writing."""

    fault: OSError | None = None

    def write(self, text: str, /) -> int:
        """Write the text. Raises OSError."""
        with self._remembering():
            return super().write(text)

    def flush(self) -> None:
        """Write what is waiting. Raises OSError."""
        with self._remembering():
            super().flush()

    @contextmanager
    def _remembering(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.fault = error
            raise


def fault_of_stdout() -> OSError | None:
    """What kept stdout from writing what was printed; None where nothing did."""
    with suppress(OSError):  # it is remembered
        sys.stdout.flush()
    return getattr(sys.stdout, "fault", None)


def give_up_unwritten() -> None:
    """Let go of what cannot be written, or the interpreter would complain of it at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _put_nothing(stream.fileno(), os.O_WRONLY)


def tell(line: str) -> None:
    """One line on stderr, if anybody can be told."""
    with suppress(OSError):
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def _put_nothing(number: int, mode: int) -> None:
    nothing = os.open(os.devnull, mode)
    if nothing != number:
        os.dup2(nothing, number)
        os.close(nothing)
