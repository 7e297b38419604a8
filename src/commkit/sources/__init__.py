"""One module per export format, and which of them reads which files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.sources import discord, discord_csv, slack, table, telegram, whatsapp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.sources.files import File
    from commkit.sources.reading import Source

# In the order in which they are asked: what is surest by its content comes first.
SOURCES: dict[str, Source] = {
    "slack": slack,
    "discord": discord,
    "discord_csv": discord_csv,
    "telegram": telegram,
    "whatsapp": whatsapp,
    "table": table,
}


@dataclass(frozen=True, slots=True)
class Export:
    """One export among the files of a load: the format's name, the module that reads it, and its files."""

    name: str
    source: Source
    files: tuple[File, ...]


def find(files: Sequence[File]) -> tuple[list[Export], list[File]]:
    """The exports among these files, and the files that belong to none; no file belongs to two."""
    free = {id(file): file for file in files if file.size}
    exports = []
    for name, source in SOURCES.items():
        for key, file in tuple(free.items()):
            if key in free and source.recognises(file):
                own = tuple(each for each in source.parts(file, files) if free.pop(id(each), None))
                exports.append(Export(name, source, own))
    taken = {id(file) for export in exports for file in export.files}
    return exports, [file for file in files if id(file) not in taken]
