"""Whether a stream gets colour."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO


def uses_color(stream: TextIO, asked: bool | None) -> bool:
    """What was asked, else NO_COLOR, FORCE_COLOR or CLICOLOR_FORCE, CLICOLOR=0, and last whether it is a terminal."""
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    if os.environ.get("CLICOLOR") == "0":
        return False
    return stream.isatty() and os.environ.get("TERM") != "dumb"
