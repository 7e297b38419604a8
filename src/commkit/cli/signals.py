"""What ends a command from outside: Ctrl-C and SIGTERM."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

from commkit.system import ALARM, alarm

if TYPE_CHECKING:
    from types import FrameType

_AGAIN = 0.01  # seconds after which a stop that was lost or held back is tried again
_IMPORTING = "<frozen importlib._bootstrap>"
_caught: list[int] = []


def listen() -> None:
    """From here on a signal ends the program where it stands, or after the import in which it comes."""
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    if ALARM:
        signal.signal(ALARM, _stop_again)
    sys.unraisablehook = _retry


def stop_listening() -> None:
    """From here on there is nothing left to stop."""
    for number in filter(None, (signal.SIGINT, signal.SIGTERM, ALARM)):
        signal.signal(number, signal.SIG_IGN)


def caught_code() -> int | None:
    """The exit code of the signal that came; None where none did.

    The engine turns a signal that comes while it works into an error of its own: it is not to be taken for a bug.
    """
    return 128 + _caught[0] if _caught else None


def _stop(number: int, frame: FrameType | None) -> None:
    _caught.append(number)
    _stop_again(number, frame)


def _stop_again(number: int, frame: FrameType | None) -> None:
    if _is_importing(frame):
        alarm(number, _AGAIN)
    else:
        sys.exit(caught_code())


def _is_importing(frame: FrameType | None) -> bool:
    """Whether a module is being imported: a library of compiled code that is left half imported ends the process."""
    while frame is not None and frame.f_code.co_filename != _IMPORTING:
        frame = frame.f_back
    return frame is not None


def _retry(lost: sys.UnraisableHookArgs) -> None:
    """A stop that comes while an object is being cleared away is lost there: let it come again."""
    if isinstance(lost.exc_value, SystemExit):
        alarm(_caught[0] if _caught else signal.SIGINT, _AGAIN)
    else:
        sys.__unraisablehook__(lost)
