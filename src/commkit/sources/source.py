"""What every source is: a module that recognises files of one format and reads them into batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from commkit.sources.files.file import File
    from commkit.store.batch import Portion


@dataclass(frozen=True, slots=True)
class Reading:
    """What the person who loads says about an export; empty where the export speaks for itself."""

    roles: Mapping[str, str] = field(default_factory=dict)  # role -> column name, or its number from 1
    platform: str | None = None
    date_format: str | None = None  # strptime format, or one of: ymd, dmy, mdy
    encoding: str | None = None  # by Python's name; none is found
    currency: str | None = None


class Source(Protocol):
    """A module with these names; `parts` is asked only of the file that the module recognises."""

    PLATFORM: str
    LACKS: frozenset[str]  # what the format cannot tell: reactions, replies, joins, leaves, roster, bots, ids, seconds

    def recognises(self, file: File) -> bool:
        """Whether this file leads an export of this format, judged by content."""
        ...

    def parts(self, file: File, files: Sequence[File]) -> list[File]:
        """The files of the whole load that belong to the export this file leads, that file first."""
        ...

    def read(self, files: Sequence[File], reading: Reading) -> Iterator[Portion]:
        """The export's records in batches."""
        ...


def alone(file: File, files: Sequence[File]) -> list[File]:  # noqa: ARG001 (the shape of Source.parts)
    """The parts of an export that is one file."""
    return [file]
