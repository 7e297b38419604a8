"""The contract of every source: a module that recognises the files of one format and reads them into batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from commkit.sources.files.file import File
    from commkit.store.batch import Portion

# `common_end`: that files of one folder were made at one time, so that where one ends early its group is quiet.
# `lasting_names`: who wrote a message, as the next export will call them too.
CANNOT_TELL = frozenset(
    {
        *("reactions", "replies", "joins", "leaves", "roster", "bots", "ids", "seconds", "mentions", "common_end"),
        "lasting_names",
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the operator says about an export; empty where the export tells it itself."""

    roles: Mapping[str, str] = field(default_factory=dict)  # role -> column name, or its number from 1
    platform: str | None = None
    date_format: str | None = None  # strptime format, or one of: ymd, dmy, mdy
    encoding: str | None = None  # by Python's name; found in the file if None
    currency: str | None = None
    decimal: str | None = None  # point or comma
    header_row: int | None = None  # of a table, from 1
    chat: str | None = None  # the group of chats that name none; called like their file if None
    keeps_names: bool = False  # whether messages are known by their authors' names even where those do not last
    # The community's zone, in which days without a clock are, and the one in which wall clocks are where they say none.
    own_zone: str = field(default="UTC", compare=False)
    clock_zone: str | None = field(default=None, compare=False)


class Source(Protocol):
    """A module with these names."""

    PLATFORM: str
    LACKS: frozenset[str]  # what the format cannot tell, in the words of CANNOT_TELL

    def recognises(self, file: File) -> bool:
        """Whether this file leads an export of this format, judged by its content."""
        ...

    def parts(self, file: File, files: Sequence[File]) -> list[File]:
        """All files of the load that belong to the export that this file leads, with this file first.

        It is called only with a file that the module recognises.
        """
        ...

    def read(self, files: Sequence[File], reading: Reading) -> Iterator[Portion]:
        """The export's records in batches."""
        ...


def alone(file: File, files: Sequence[File]) -> list[File]:  # noqa: ARG001 (the shape of Source.parts)
    """`Source.parts` of a format in which one file is one export."""
    return [file]
