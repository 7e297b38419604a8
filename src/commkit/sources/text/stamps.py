"""Stamps that state their zone, and those that count from 1970, as instants in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from commkit.sources.text.json_values import text

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (instants carry no zone: they are UTC)
EPOCH_IN_UTC = datetime(1970, 1, 1, tzinfo=UTC)
DIGITS = 11  # of a Unix time in seconds, to the year 5138
YEARS = range(1900, 2200)  # as in tables: the days around them are days in every zone
LATEST = 7_258_118_399  # the end of these years in Unix seconds


def within_years(at: datetime | None) -> datetime | None:
    """The instant, if it is of a year that a record can be of."""
    return at if at is not None and at.year in YEARS else None


def read_zoned(stamp: str | None) -> datetime | None:
    """The instant of an ISO 8601 stamp with an offset, or of one that ends in UTC."""
    try:
        at = datetime.fromisoformat((stamp or "").replace(" UTC", "+00:00"))
        return (
            within_years(EPOCH + (at - EPOCH_IN_UTC)) if at.tzinfo else None
        )  # `astimezone` takes eight times as long
    except (ValueError, OverflowError):
        return None


def read_unix(value: object, *, per_second: int = 1) -> datetime | None:
    """The instant of a whole number of seconds, or of parts of them; 0 stands for never."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= LATEST * per_second:
        return None
    return EPOCH + timedelta(microseconds=value * 1_000_000 // per_second)


def read_unix_text(value: object) -> datetime | None:
    """The instant of a Unix time in seconds, written as text or as a number; 0 stands for never."""
    digits = text(value)
    if not digits or not digits.isascii() or not digits.isdigit() or len(digits) > DIGITS or not int(digits):
        return None
    return within_years(EPOCH + timedelta(seconds=int(digits)))
