"""In which zone the moments of a table are, cell by cell: days in the community's own, clocks in that of the export."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from commkit.sources.table.digits import plain_digits

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from commkit.sources.source import Reading
    from commkit.sources.table.moments import Writing

DAYS = {"clock": "^[^:：]*$", "compact": r"^[0-9]{8}$", "excel": r"^[0-9]{5}(?:\.0+)?$"}  # by form: what has no clock
WITH_CLOCK = re.compile("%-?[HIMSTXcrRs]")  # in a strptime format


def find_days(texts: pl.Series, writing: Writing) -> pl.Series:
    """Which of these texts are days without a clock."""
    import polars as pl

    if writing.form in DAYS:
        return plain_digits(texts.str.strip_chars()).str.contains(DAYS[writing.form]).fill_null(value=False)
    is_day = writing.form == "strptime" and not WITH_CLOCK.search(writing.formats[0])
    return pl.Series([is_day]).new_from_index(0, len(texts))


def place_moments(read: pl.Series, texts: pl.Series, writing: Writing, reading: Reading, *, naive: bool) -> pl.Series:
    """The moments of a column as the clock of its export shows them, or in UTC where the export's are not naive."""
    clock = reading.clock_zone or reading.own_zone
    wanted = clock if naive else "UTC"
    said = "UTC" if writing.is_utc else clock
    if wanted == reading.own_zone == said:
        return read
    days = find_days(texts, writing)
    return _move(_move(read, ~days, said, wanted), days, reading.own_zone, wanted)


def _move(read: pl.Series, some: pl.Series, said: str, wanted: str) -> pl.Series:
    import polars as pl

    at = (some & read.is_not_null()).arg_true()
    if said == wanted or not len(at):
        return read
    moments = read.gather(at)
    moved = {moment: _shown(moment, ZoneInfo(said), ZoneInfo(wanted)) for moment in moments.unique()}
    return read.clone().scatter(at, moments.replace_strict(moved, return_dtype=pl.Datetime("us")))


def _shown(moment: datetime, said: ZoneInfo, wanted: ZoneInfo) -> datetime:
    """What a clock of the one zone shows as a clock of the other; an hour that is left out is the one after it."""
    return moment.replace(tzinfo=said).astimezone(UTC).astimezone(wanted).replace(tzinfo=None)
