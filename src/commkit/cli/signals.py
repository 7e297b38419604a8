"""What ends a command from outside: Ctrl-C and SIGTERM."""

from __future__ import annotations

import signal
import sys

_caught: list[int] = []


def listen() -> None:
    """From here on remember the signal that comes."""
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)


def caught_code() -> int | None:
    """The exit code of the signal that came; None where none did.

    The engine turns a signal that comes while it works into an error of its own: it is not to be taken for a bug.
    """
    return 128 + _caught[0] if _caught else None


def _stop(number: int, frame: object) -> None:  # noqa: ARG001 (the shape of a signal handler)
    _caught.append(number)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)
