"""The lines of an IRC log, as loggers, bouncers and clients write them: when, who, and what was said or happened."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from commkit.sources.irc import member_names
from commkit.sources.irc.paths import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from commkit.sources.files.file import File

# Both Python (at the top of a file) and Polars (everywhere) read these expressions, so they use what both know.
# [00:15] <ana> hi      [00:15:31] <ana> hi      2012-10-17T09:16:21+0000  <ana> hi      00:15 <@ana> hi
# 2024-01-05 00:15:31 TAB ana TAB hi
STAMP = (
    r"^(?P<stamp>(?P<open>\[)?(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ])?(?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
    r"(?:\.[0-9]{1,6})?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?(?P<close>\])?)"
)
NICK = f"(?P<nick>{member_names.NICK})"
SIGN = "[ @+%&~!]?"  # of operators and the like, before the nick
ARROW = " {0,9}(?:-->|<--|--|=!=) {0,9}"
# The beginnings of what follows the stamp, each with its kind. The words are the rest. WeeChat separates by tabs.
FORMS = (
    (rf"^(?P<head> {{1,4}}<{SIGN}{NICK}>[ \t]{{0,4}})", "said"),
    (r"^(?P<head> {1,4}(?:\*\*\*|-!-) )(?P<nick>)", "event"),
    (rf"^(?P<head> {{1,4}}\*[ \t]{SIGN}{NICK}(?:[ \t]|$))", "said"),
    # Programs answer by notices, people hardly ever.
    (r"^(?P<head> {1,4}-[^\s!(:-][^\s(:]{0,63}(?:\([^\s)]{0,99}\)|:#[^\s-]{1,64})?- )(?P<nick>)", "event"),
    (rf"^(?P<head>\t{ARROW}\t)(?P<nick>)", "event"),
    (r"^(?P<head>\t {0,9}\* {0,9}\t(?P<nick>[^ \t]{1,64})(?: |$))", "said"),
    (rf"^(?P<head>\t{SIGN}{NICK}\t)", "said"),
    (r"^(?P<head>\t[^\t]{0,99}\t| {1,4}|\t)(?P<nick>)", "status"),
)
AT_THE_TOP = (re.compile(STAMP), tuple((re.compile(form), kind) for form, kind in FORMS))
# A client that keeps one file writes lines of its own that say which day it is.
NEW_DAY = "^--- (?:Log opened|Log closed|Day changed) "
DATED = re.compile(NEW_DAY + r"\S{1,9} ([A-Z][a-z]{2}) (\d{2}) (?:\d{2}:\d{2}:\d{2} )?(\d{4})")
MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
OPENING = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}(?:\[?\d{2}|--- )")
WEECHAT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\t")  # a table may begin like this too; only a log has events
COLOURS = r"\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|[\x00\x02\x0f\x11\x16\x1d\x1e\x1f]"
HEAD_LINES = 30
DAY_HOURS = 24
HOUR_MINUTES = 60
LAST_YEAR = 9999


def is_log(file: File) -> bool:
    """Whether nearly all lines at the top are an IRC log's, and somebody speaks, comes or goes in them."""
    if not OPENING.match(file.head):
        return False
    top = file.head.decode("utf-8-sig", errors="replace").splitlines()[:HEAD_LINES]
    told = [each for each in top if each.strip() and not re.match(NEW_DAY, each)]
    kinds = Counter(classify_line(re.sub(COLOURS, "", each)) for each in told)
    shown = kinds["event"] + (0 if WEECHAT.match(told[0]) else kinds["said"]) if told else 0
    return bool(shown) and kinds[None] * 5 <= len(told) and kinds["status"] * 2 <= len(told)


def classify_line(text: str) -> str | None:
    """Whether a line is said by somebody, an event or a status; None for a line without a time."""
    stamp, forms = AT_THE_TOP
    found = stamp.match(text)
    rest = text[found.end() :] if found and bool(found["open"]) == bool(found["close"]) else ""
    return next((kind for form, kind in forms if form.match(rest)), None)


def parse_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines with what each says: day, clock and offset as it states them, kind, nick and words.

    The kind is said, event, status, `header` for the line that says which day it is, or null for one without a time.
    """
    import polars as pl

    seen = _bare(lines).filter(pl.col("text").str.contains(r"\S"))
    stamped = seen.with_columns(pl.col("text").str.extract_groups(STAMP).alias("parts")).unnest("parts")
    after = pl.col("text").str.slice(pl.col("stamp").str.len_bytes())
    is_whole = pl.col("open").is_null() == pl.col("close").is_null()
    rest = stamped.with_columns(rest=pl.when(is_whole).then(after))
    begun = rest.with_columns(pl.col("rest").str.extract_groups(form).alias(form) for form, _ in FORMS)
    # Both groups are present in the form that fits, and neither in the others.
    head, nick = (pl.coalesce(pl.col(form).struct.field(part) for form, _ in FORMS) for part in ("head", "nick"))
    kinds = [pl.when(pl.col(form).struct.field("head").is_not_null()).then(pl.lit(kind)) for form, kind in FORMS]
    header = pl.when(pl.col("text").str.contains(NEW_DAY)).then(pl.lit("header"))
    return begun.select(
        *("file", "number", "text", "day", "clock", "offset"),
        kind=pl.coalesce(*kinds, header),
        nick=nick.replace("", None),
        words=pl.col("rest").str.slice(head.str.len_chars()),
    )


def _bare(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines without colours, which few logs have."""
    import polars as pl

    if not lines["text"].str.contains(COLOURS).any():
        return lines
    return lines.with_columns(pl.col("text").str.replace_all(COLOURS, ""))


def instant_of_line() -> pl.Expr:
    """The instant of a line, `sent_at`: in UTC if it states an offset, else by the logger's own clock; null if none."""
    import polars as pl

    clock, offset = pl.col("clock"), pl.col("offset").replace("Z", "+0000").str.replace(":", "", literal=True)
    full = pl.when(clock.str.len_bytes() == len("00:15")).then(clock + ":00").otherwise(clock)
    stamp = (pl.coalesce("day", "today") + "T" + full).str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False)
    hours, minutes = offset.str.slice(1, 2).cast(pl.Int64), offset.str.slice(3, 2).cast(pl.Int64)
    east = pl.duration(minutes=hours * HOUR_MINUTES + minutes)
    utc = (
        pl.when(offset.is_null())
        .then(stamp)
        .when(offset.str.starts_with("-"))
        .then(stamp + east)
        .otherwise(stamp - east)
    )
    is_real = (
        ~full.str.ends_with(":60")
        & utc.dt.year().is_between(1, LAST_YEAR)
        & ((hours < DAY_HOURS) & (minutes < HOUR_MINUTES)).fill_null(True)
    )
    return pl.when(is_real).then(utc).alias("sent_at")


def read_days(headers: Sequence[str]) -> list[str]:
    """The day that each of these lines announces; empty if it cannot be read."""
    return [day.isoformat() if (day := _day_said(each)) else "" for each in headers]


def _day_said(header: str) -> date | None:
    found = DATED.match(header)
    month = MONTHS.find(found[1]) // 3 + 1 if found else 0
    return day_of(int(found[3]), month, int(found[2])) if found else None
