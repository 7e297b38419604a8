"""What ends a command from outside: Ctrl-C and SIGTERM."""

from __future__ import annotations

import signal
import sys
from typing import NoReturn

_AGAIN = 0.01  # seconds after which a stop that was lost is tried again
_caught: list[int] = []


def listen() -> None:
    """From here on a signal ends the program where it stands, as if it had asked to exit."""
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGALRM, _stop_again)
    sys.unraisablehook = _retry


def stop_listening() -> None:
    """From here on there is nothing left to stop."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)


def caught_code() -> int | None:
    """The exit code of the signal that came; None where none did.

    The engine turns a signal that comes while it works into an error of its own: it is not to be taken for a bug.
    """
    return 128 + _caught[0] if _caught else None


def _stop(number: int, frame: object) -> NoReturn:  # noqa: ARG001 (the shape of a signal handler)
    _caught.append(number)
    sys.exit(128 + number)


def _stop_again(number: int, frame: object) -> NoReturn:  # noqa: ARG001 (as above)
    sys.exit(caught_code())


def _retry(lost: sys.UnraisableHookArgs) -> None:
    """A stop that comes while an object is being cleared away is lost there: let it come again."""
    if isinstance(lost.exc_value, SystemExit):
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)
    else:
        sys.__unraisablehook__(lost)
