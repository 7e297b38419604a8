"""How a column of times is written, which is found from the whole column, and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from commkit.sources.table.digits import plain_digits

if TYPE_CHECKING:
    import polars as pl

CLOCK = (
    r"^(?P<a>[0-9]{1,4})(?P<dot>[-/.])(?P<b>[0-9]{1,2})[-/.](?P<c>[0-9]{1,4})"
    r"(?:[T ]{1,4}(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r" ?(?P<half>AM|PM)? ?(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?$"
)
UNIX = r"^(?P<whole>-?[0-9]{1,16})(?:\.(?P<fraction>[0-9]{1,9}))?$"
# Instants written as numbers, distinguished by the number of digits.
NUMBERS = {
    "compact": r"^(?:19|20|21)[0-9]{6}(?:[0-9]{6})?$",  # 20260105, 20260105090300
    "excel": r"^[2-9][0-9]{4}(?:\.[0-9]{1,15})?$",  # days since 1899-12-30
    "unix_s": r"^[0-9]{9,10}(?:\.[0-9]{1,9})?$",
    "unix_ms": r"^[0-9]{12,13}$",
    "unix_us": r"^[0-9]{15,16}$",
}
TICKS = {"unix_s": 1_000_000, "unix_ms": 1_000, "unix_us": 1}  # microseconds
DATES = {"ymd": "%Y-%m-%d", "dmy": "%d-%m-%Y", "mdy": "%m-%d-%Y"}
CLOCKS = ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S")
FIRST_YEAR, LAST_YEAR = 1900, 2199
MONTHS, DAYS = 12, 31
CHANGING, MORE = 8, 3  # what changes has as many values, and so many times those of what does not
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a wall clock)


@dataclass(frozen=True, slots=True)
class Writing:
    """How the instants of a column are written.

    `form` is clock (digits with separators), one of NUMBERS, or strptime with its one format in `formats`;
    for clock these are the formats that most values have, all others being read part by part.
    """

    form: str = "clock"
    order: str = "ymd"  # of year, month and day; empty if the values leave it open
    zoned: bool = False  # the values carry offsets or are counted from 1970, so they become UTC
    shift: bool = True  # whether offsets are applied; else the wall clock stays
    dotted: bool = False  # days before months with dots between, as where amounts have a decimal comma
    formats: tuple[str, ...] = ()

    @property
    def is_utc(self) -> bool:
        """Whether what is read is in UTC, and no wall clock."""
        return self.form.startswith("unix") or (self.zoned and self.shift)


def find_writing(values: pl.Series, asked: str | None = None) -> Writing:
    """How these texts are written; `asked` is ymd, dmy, mdy or a strptime format."""
    if asked and asked not in DATES:
        return Writing("strptime", zoned="%z" in asked, formats=(asked,))
    texts = plain_digits(values.drop_nulls().str.strip_chars())
    counts = {form: texts.str.contains(pattern).sum() for form, pattern in NUMBERS.items()}
    form = max(counts, key=lambda each: counts[each])
    parts = _parts(texts)
    if counts[form] > len(parts):
        return Writing(form, zoned=form.startswith("unix"))
    order = asked or order_of(texts)
    zoned = len(parts) > 0 and parts["zone"].is_not_null().mean() == 1
    formats = () if zoned or not order else _formats(texts, order)
    dotted = order == "dmy" and bool((parts["dot"] == ".").all())
    return Writing("clock", order, zoned, dotted=dotted, formats=formats)


def order_of(values: pl.Series) -> str:
    """The order of year, month and day in these texts; empty if they leave it open."""
    import polars as pl

    parts = _parts(plain_digits(values.drop_nulls())).filter(pl.col("a").str.len_chars() <= 2)  # noqa: PLR2004 (no year in front)
    if parts.is_empty():
        return "ymd"
    first, second = parts["a"].cast(pl.Int64), parts["b"].cast(pl.Int64)
    dmy, mdy = int((first > MONTHS).sum()), int((second > MONTHS).sum())
    if not mdy and (leading := _year_first(parts)) is not None:
        return leading
    if dmy or mdy:
        return "dmy" if dmy >= mdy else "mdy"
    return "dmy" if (parts["dot"] == ".").all() else ""


def _year_first(parts: pl.DataFrame) -> str | None:
    """Whether a year of two digits comes first, as in 24-01-25: ymd, or empty if it may; None if it does not.

    Days change from row to row, and years hardly do: the side that has many values is that of the days.
    """
    import polars as pl

    if (parts["c"].str.len_chars() > 2).any() or not parts["c"].cast(pl.Int64).is_between(1, DAYS).all():  # noqa: PLR2004
        return None  # a year is last
    first, last = parts["a"].n_unique(), parts["c"].n_unique()
    if (parts["a"].cast(pl.Int64) > DAYS).any() or (last >= CHANGING and last >= MORE * first):
        return "ymd"
    if (parts["dot"] == "-").all():
        may_be = not (first >= CHANGING and first >= MORE * last)
    else:  # with other marks days come first more often, and with dots nearly always
        may_be = last > first or (last == first and not (parts["dot"] == ".").any())
    return "" if may_be else None


def read_instants(values: pl.Series, writing: Writing) -> pl.Series:
    """The instants; null if a text is not one."""
    import polars as pl

    texts = plain_digits(values.str.strip_chars())
    if writing.form == "clock":
        read = _clock(texts, writing)
    elif writing.form == "strptime":
        known = {text: _strptime(text, writing) for text in texts.drop_nulls().unique()}
        read = texts.replace_strict(known, default=None, return_dtype=pl.Datetime("us"))
    else:
        read = _number(texts.set(~texts.str.contains(NUMBERS[writing.form]), None), writing.form)
    return read.set(~read.dt.year().is_between(FIRST_YEAR, LAST_YEAR), None)


def _formats(texts: pl.Series, order: str) -> tuple[str, ...]:
    known = [DATES[order].replace("-", dot) + clock for dot in "-/" for clock in CLOCKS]
    read = {each: len(texts) - _fast(texts, each).null_count() for each in known}
    return tuple(sorted((each for each in known if read[each]), key=lambda each: -read[each]))


def _fast(texts: pl.Series, pattern: str) -> pl.Series:
    import polars as pl

    read = texts.str.to_datetime(pattern, strict=False, time_unit="us")
    assert read.dtype == pl.Datetime("us")
    return read.set(~read.dt.year().is_between(FIRST_YEAR, LAST_YEAR), None)


def _clock(texts: pl.Series, writing: Writing) -> pl.Series:
    import polars as pl

    read = pl.Series(texts.name, [None], dtype=pl.Datetime("us")).new_from_index(0, len(texts))
    for pattern in writing.formats:
        if read.null_count() == texts.null_count():
            return read
        read = read.zip_with(read.is_not_null(), _fast(texts, pattern))
    left = (read.is_null() & texts.is_not_null()).arg_true()
    return read.scatter(left, _by_parts(texts.gather(left), writing)) if len(left) else read


def _by_parts(texts: pl.Series, writing: Writing) -> pl.Series:
    """Part by part: two-digit years, 12 hours, fractions and offsets."""
    import polars as pl

    a, b, c, order = pl.col("a"), pl.col("b"), pl.col("c"), writing.order or "ymd"
    year, month, day = {"ymd": (a, b, c), "dmy": (c, b, a), "mdy": (c, a, b)}[order]
    leads = a.str.len_chars() == 4  # noqa: PLR2004 (a year, whatever the order)
    year, month, day = (pl.when(leads).then(one).otherwise(two) for one, two in ((a, year), (b, month), (c, day)))
    century = pl.when(year.cast(pl.Int64) < 69).then(pl.lit("20")).otherwise(pl.lit("19"))  # noqa: PLR2004 (as strptime)
    year = pl.when(year.str.len_chars() == 2).then(century + year).otherwise(year)  # noqa: PLR2004
    hour = pl.col("hour").cast(pl.Int64).fill_null(0)
    hour = pl.when(pl.col("half").is_null()).then(hour).otherwise(hour % 12 + 12 * (pl.col("half") == "PM"))
    stamp = pl.format("{}-{}-{} {}:{}:{}", year, month, day, hour, _or("minute"), _or("second"))
    micros = _or("fraction").str.pad_end(6, "0").str.slice(0, 6).cast(pl.Int64)
    zone = pl.col("zone").str.replace("Z", "+0000").str.replace(":", "")
    sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    offset = zone.str.slice(1, 2).cast(pl.Int64) * 60 + zone.str.slice(3, 2).str.replace("^$", "0").cast(pl.Int64)
    minutes = (sign * offset).fill_null(0) if writing.shift else pl.lit(0)
    read = stamp.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    read = read + pl.duration(microseconds=micros) - pl.duration(minutes=minutes)
    alike = pl.col("zone").is_not_null() == writing.zoned
    return _tidy(texts).str.extract_groups(CLOCK).struct.unnest().select(pl.when(alike).then(read)).to_series()


def _or(part: str) -> pl.Expr:
    import polars as pl

    return pl.col(part).fill_null("0")


def _parts(texts: pl.Series) -> pl.DataFrame:
    import polars as pl

    return _tidy(texts).str.extract_groups(CLOCK).struct.unnest().filter(pl.col("a").is_not_null())


def _tidy(texts: pl.Series) -> pl.Series:
    """Chinese dates, half days and odd spaces in the one notation that CLOCK knows."""
    return (
        texts.str.replace_all("[\u202f\u00a0\u3000]", " ")
        .str.replace_all("：", ":")
        .str.replace_all("[年月]", "-")
        .str.replace_all("[日号]", " ")
        .str.replace(r"中午(?P<t> ?11:[\d:.]+)", "$t AM")
        .str.replace(r"(?:凌晨|清晨|早上|上午)(?P<t> ?[\d:.]+)", "$t AM")
        .str.replace(r"(?:中午|下午|傍晚|晚上)(?P<t> ?[\d:.]+)", "$t PM")
        .str.to_uppercase()
        .str.replace(r" ?([AP])\.? ?M\.?$", " ${1}M")
        .str.replace(r" ?(?:UTC|GMT)$", "Z")
        .str.strip_chars()
    )


def _number(texts: pl.Series, form: str) -> pl.Series:
    import polars as pl

    if form == "compact":
        days, clocks = (
            texts.str.to_datetime(each, strict=False, time_unit="us") for each in ("%Y%m%d", "%Y%m%d%H%M%S")
        )
        return days.zip_with(texts.str.len_chars() == len("20260105"), clocks)
    if form == "excel":
        millis = (
            (texts.cast(pl.Float64) * 86_400_000).round().cast(pl.Int64)
        )  # days as the spreadsheet itself holds them
        return pl.select(pl.lit(EXCEL_EPOCH) + millis.cast(pl.Duration("ms"))).to_series().cast(pl.Datetime("us"))
    parts = texts.str.extract_groups(UNIX).struct.unnest()
    micros = _or("fraction").str.pad_end(6, "0").str.slice(0, 6).cast(pl.Int64)
    return parts.select((pl.col("whole").cast(pl.Int64) * TICKS[form] + micros).cast(pl.Datetime("us"))).to_series()


def _strptime(text: str, writing: Writing) -> datetime | None:
    try:
        read = datetime.strptime(text, writing.formats[0])  # noqa: DTZ007 (a zone only where the format has one)
    except ValueError:
        return None
    return read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo and writing.shift else read.replace(tzinfo=None)
