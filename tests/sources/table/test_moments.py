"""How columns of times are written, and the reading of them."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from commkit.sources.table.cell_zones import find_days
from commkit.sources.table.moments import Writing, find_writing, order_of, read_instants


def read(*texts: str | None, asked: str | None = None) -> list[datetime | None]:
    values = pl.Series(texts, dtype=pl.String)
    return list(read_instants(values, find_writing(values, asked)))


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def test_one_day_with_a_year_of_two_digits_may_be_in_two_orders() -> None:
    """13/01/26 is January 13, 2026, or January 26, 2013."""
    assert not find_writing(pl.Series(["13/01/26"])).order


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("2026-01-05 09:03:07", "2026-01-05 09:03:07"),
        ("2026-01-05T09:03", "2026-01-05 09:03"),
        ("2026-01-05T09:03:07.25", "2026-01-05 09:03:07.250"),
        ("2026-01-05 09:03:07,001300", "2026-01-05 09:03:07.001300"),
        ("2026/1/5 9:03", "2026-01-05 09:03"),
        ("2026.1.5", "2026-01-05"),
        ("20260105", "2026-01-05"),
        ("20260105090307", "2026-01-05 09:03:07"),
        ("2026-01-05 09:03 PM", "2026-01-05 21:03"),
        ("2026-01-05 12:03 a.m.", "2026-01-05 00:03"),
        ("2026-01-05 12:03:00\u202fPM", "2026-01-05 12:03"),
        ("2026年1月5日", "2026-01-05"),
        ("2026年1月5日 上午9:03", "2026-01-05 09:03"),
        ("2026年1月5日下午9：03", "2026-01-05 21:03"),
        ("2026-01-05 凌晨12:30", "2026-01-05 00:30"),
        ("2026-01-05 中午12:30", "2026-01-05 12:30"),
        ("2026-01-05 中午11:30", "2026-01-05 11:30"),
        ("2026-01-05 晚上8:30", "2026-01-05 20:30"),
        ("46027", "2026-01-05"),
        ("46027.376388888886", "2026-01-05 09:02:00"),
        ("31/12/68", "2068-12-31"),
        ("31/12/69", "1969-12-31"),
        ("31/12/00", "2000-12-31"),
    ],
)
def test_wall_clocks(text: str, stamp: str) -> None:
    values = pl.Series([text])
    writing = find_writing(values)
    found = read_instants(values, writing)[0]
    assert not writing.zoned
    assert abs((found - at(stamp)).total_seconds()) < 0.001


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("2026-01-05T09:03:07Z", "2026-01-05 09:03:07"),
        ("2026-01-05T09:03:07+08:00", "2026-01-05 01:03:07"),
        ("2026-01-05 09:03:07 -0530", "2026-01-05 14:33:07"),
        ("2026-01-05 09:03:07 UTC", "2026-01-05 09:03:07"),
        ("2026-01-05 23:30+01", "2026-01-05 22:30"),
        ("1767603600", "2026-01-05 09:00"),
        ("1767603600.001300", "2026-01-05 09:00:00.001300"),
        ("1767603600123", "2026-01-05 09:00:00.123"),
        ("1767603600123456", "2026-01-05 09:00:00.123456"),
    ],
)
def test_instants_in_utc(text: str, stamp: str) -> None:
    values = pl.Series([text])
    writing = find_writing(values)
    assert writing.zoned
    assert read_instants(values, writing)[0] == at(stamp)


def test_a_text_that_is_not_a_time_is_null() -> None:
    assert read("2026-01-05", None, "2026-02-30", "soon", "", "0001-01-05") == [at("2026-01-05"), *[None] * 5]


def test_zones_and_wall_clocks_do_not_mix() -> None:
    assert read("2026-01-05 09:00", "2026-01-05 09:00", "2026-01-05 09:00Z")[2] is None
    writing = find_writing(pl.Series(["2026-01-05 09:00Z"]))
    assert read_instants(pl.Series(["2026-01-05 09:00"]), writing)[0] is None


def test_day_and_month_are_told_apart_by_the_whole_column() -> None:
    assert read("05/01/2026", "13/01/2026") == [at("2026-01-05"), at("2026-01-13")]
    assert read("05/01/2026", "01/13/2026 9:00 PM") == [at("2026-05-01"), at("2026-01-13 21:00")]
    assert order_of(pl.Series(["05/01/2026", "06/07/2026"])) == ""
    assert order_of(pl.Series(["05.01.2026"])) == "dmy"


def test_what_a_person_says_wins() -> None:
    assert read("05/01/2026", asked="mdy") == [at("2026-05-01")]
    assert read("26/05/01", asked="ymd") == [at("2026-05-01")]
    assert read("5 Jan 2026, 9h", "no", asked="%d %b %Y, %Hh") == [at("2026-01-05 09:00"), None]
    assert read("2026-01-05 +0200", asked="%Y-%m-%d %z") == [at("2026-01-04 22:00")]


@pytest.mark.parametrize(
    ("day", "clock", "asked"),
    [
        ("2026-01-05", "2026-01-05 09:00", None),
        ("2026年1月5日", "2026年1月5日 下午9：00", None),
        ("5.1.2026", "5.1.2026 09:00", "dmy"),
        ("20260105", "20260105090000", None),
        ("46027", "46027.5", None),
    ],
)
def test_days_are_told_from_clocks_cell_by_cell(day: str, clock: str, asked: str | None) -> None:
    values = pl.Series([day, clock, None])
    assert find_days(values, find_writing(values, asked)).to_list() == [True, False, False]


@pytest.mark.parametrize(("asked", "is_day"), [("%d.%m.%Y", True), ("%d.%m.%Y %H:%M", False), ("%c", False)])
def test_a_format_without_a_clock_is_of_days(asked: str, is_day: bool) -> None:
    values = pl.Series(["05.01.2026"])
    assert find_days(values, find_writing(values, asked)).to_list() == [is_day]


def test_most_values_are_read_by_a_format() -> None:
    assert find_writing(pl.Series(["2026-01-05 09:00:00"])).formats == ("%Y-%m-%d %H:%M:%S",)
    assert find_writing(pl.Series([], dtype=pl.String)) == Writing()
