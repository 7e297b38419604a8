"""What commkit can refuse, and the exit code that each refusal carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class CommkitError(Exception):
    """A refusal in two lines: what happened, and what to try."""

    exit_code = 70

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class FoundFaults(CommkitError):
    """A check failed, or too many records were rejected."""

    exit_code = 1


class WrongUse(CommkitError):
    """An option, an argument or commkit.toml asks for something that does not exist."""

    exit_code = 2


class CannotDo(CommkitError):
    """The input or the disk does not allow it; nothing was changed."""

    exit_code = 3


class Outdated(CannotDo):
    """The database is of an earlier version, and is brought up to date before it is used."""

    def __init__(self, message: str, *, hint: str, version: int) -> None:
        super().__init__(message, hint=hint)
        self.version = version


class NotEnoughData(CommkitError):
    """The data is sound, but there is too little of it, or a table is missing."""

    exit_code = 4


class BeyondData(NotEnoughData):
    """What is asked about lies after the last day that the data cover."""

    def __init__(self, message: str, *, hint: str, last_on: date) -> None:
        super().__init__(message, hint=hint)
        self.last_on = last_on


class Locked(CommkitError):
    """Another process holds the database; trying again is safe."""

    exit_code = 75


class Overtaken(Locked):
    """Another process has made the community meanwhile; what was staged has to be staged again, with its secret."""
