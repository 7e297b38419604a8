"""What `load --dry-run` shows: which file would be read as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.result import Result
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commkit.intake.exports import PathContents
    from commkit.sources.source import Reading


def list_contents(all_contents: Sequence[PathContents], reading: Reading) -> Result:
    """One row per export and per foreign file; files are read only as far as recognising them needs."""
    import polars as pl

    rows: list[dict[str, object]] = []
    for contents in all_contents:
        for found in contents.found:
            size = sum(file.size for file in found.files)
            lacks = say(", ").join(map(value, sorted(found.lacks(reading))))
            rows.append(
                {
                    "file": found.files[0].name,
                    "source": found.name,
                    "files": len(found.files),
                    "bytes": size,
                    "lacks": lacks,
                }
            )
        rows += [
            {"file": file.name, "source": say("not recognised, skipped"), "files": 1, "bytes": file.size, "lacks": ""}
            for file in contents.foreign
        ]
    notes = (say("nothing was loaded; lacks: what the format cannot tell."),)
    return Result(say("What would be loaded"), pl.DataFrame(rows), notes=notes)
