"""What is said beside the answer, always on stderr."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self, TypeVar

from commkit.render.safe import safe
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

Step = TypeVar("Step")
_PATIENCE, _REDRAW, _PLAIN = 1.0, 0.1, 10.0  # seconds before the first sign, between redraws, between plain lines


def note(text: str) -> None:
    """One plain line on stderr."""
    _write(safe(text, None) + "\n")


def warn(text: str) -> None:
    """One plain line on stderr that says to take care."""
    note(say("Warning: {what}", what=text))


class Progress:
    """Work under way: a line that redraws itself on a terminal, else one plain line per 10 seconds.

    A thread of its own draws it, so that it also goes on while one step takes long.
    """

    def __init__(self, label: str, total: int | None = None, *, quiet: bool = False) -> None:
        """Name the work in `label`; `total` is how many steps it has, if known."""
        self._label, self._total, self._quiet = safe(label), total, quiet
        self._done, self._drawn = 0, False
        self._live = sys.stderr.isatty() and not _automated() and os.environ.get("TERM") != "dumb"
        self._begun = time.monotonic()
        self._due = self._begun + (_PATIENCE if self._live else _PLAIN)
        self._over, self._drawing = threading.Event(), threading.Lock()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Self:
        if not self._quiet:
            self._ticker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with self._drawing:
            if self._drawn:
                _write("\r\x1b[K")

    def advance(self, steps: int = 1) -> None:
        """So many more steps are done."""
        self._done += steps
        self._tell()

    def follow(self, steps: Iterable[Step]) -> Iterator[Step]:
        """Each step, and one more that is done after it."""
        for step in steps:
            yield step
            self.advance()

    def _tick(self) -> None:
        while not self._over.wait(_PATIENCE):
            self._tell()

    def _tell(self) -> None:
        now = time.monotonic()
        if self._quiet or now < self._due:
            return
        with self._drawing:
            if self._over.is_set():
                return
            self._due = now + (_REDRAW if self._live else _PLAIN)
            self._drawn = self._live
            line = self._line(int(now - self._begun))
            _write(f"\r\x1b[K{line}" if self._live else f"{line}\n")

    def _line(self, seconds: int) -> str:
        if not self._done:
            return say("{label}: {seconds} s", label=self._label, seconds=seconds)
        if not self._total:
            return f"{self._label}: {self._done:,}"
        return f"{self._label}: {self._done:,} / {self._total:,} ({self._done * 100 // self._total}%)"


def progress(label: str, total: int | None = None, *, quiet: bool = False) -> Progress:
    """A sign of life for work that takes more than a second, as a context manager."""
    return Progress(label, total, quiet=quiet)


def _automated() -> bool:
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def _write(text: str) -> None:
    with suppress(OSError):  # nobody can be told, which is no reason to end
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()
