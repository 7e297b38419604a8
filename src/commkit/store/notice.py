"""What the store says beside an answer: whoever runs it hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_hearing: list[Callable[[str], object]] = []


def listen(hear: Callable[[str], object]) -> None:
    """Let this one hear from here on, and nobody else."""
    _hearing[:] = [hear]


def announce(line: str) -> None:
    """Say one line to whoever hears."""
    for hear in _hearing:
        hear(line)
