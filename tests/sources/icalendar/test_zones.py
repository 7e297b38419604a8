"""The zones of calendars: names that all know, the calendar's own rules, and names of Windows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from commkit.sources.icalendar.lines import Property
from commkit.sources.icalendar.zones import Zones, explain

# An invented zone of an Outlook calendar: three and a half hours behind UTC, and two from the second Sunday of March at
# two until the first Sunday of November at two.
STANDARD = (
    *("BEGIN:STANDARD", "DTSTART:16010101T020000", "TZOFFSETFROM:-0200", "TZOFFSETTO:-0330"),
    *("RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "END:STANDARD"),
)
DAYLIGHT = (
    *("BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:-0330", "TZOFFSETTO:-0200"),
    *("RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "END:DAYLIGHT"),
)
EIGHT = ("BEGIN:STANDARD", "DTSTART:20200101T000000", "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "END:STANDARD")

Rule = tuple[str, str, str, int, str]  # offsets before and after, which day of which month, at what hour


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def zones(*lines: str, name: str = "Customized Time Zone") -> Zones:
    """What a calendar with this zone explains."""
    found = Zones()
    for line in ("BEGIN:VTIMEZONE", f"TZID:{name}", *lines, "END:VTIMEZONE"):
        key, value = line.split(":", 1)
        found.learn(Property(key, {}, value, 1, 0, 0))
    return found


@pytest.mark.parametrize(
    ("clock", "instant"),
    [
        ("2026-01-05 19:00", "2026-01-05 22:30"),
        ("2026-03-08 01:59", "2026-03-08 05:29"),
        ("2026-03-08 02:30", "2026-03-08 06:00"),  # no clock shows it; it is taken as if none had been moved yet
        ("2026-03-08 03:30", "2026-03-08 05:30"),
        ("2026-07-01 12:00", "2026-07-01 14:00"),
        ("2026-11-01 00:29", "2026-11-01 02:29"),
        ("2026-11-01 01:00", "2026-11-01 03:00"),  # shown twice, first in summer time
        ("2026-11-01 02:00", "2026-11-01 05:30"),
    ],
)
def test_rules_hold_to_the_minute(clock: str, instant: str) -> None:
    """In 2026 the second Sunday of March is the 8th, the first of November the 1st."""
    assert zones(*STANDARD, *DAYLIGHT).utc(at(clock), "Customized Time Zone") == at(instant)


@pytest.mark.parametrize(
    ("name", "clock", "instant"),
    [
        ("China Standard Time", "2026-01-05 19:00", "2026-01-05 11:00"),
        ("W. Europe Standard Time", "2026-01-05 12:00", "2026-01-05 11:00"),
        ("W. Europe Standard Time", "2026-07-05 12:00", "2026-07-05 10:00"),
        ("Europe/Berlin", "2026-07-05 12:00", "2026-07-05 10:00"),
        ("/Asia/Tokyo/", "2026-01-05 12:00", "2026-01-05 03:00"),
    ],
)
def test_names_that_a_calendar_does_not_explain(name: str, clock: str, instant: str) -> None:
    assert Zones().utc(at(clock), name) == at(instant)


def test_a_name_that_nobody_explains_is_not_known() -> None:
    assert Zones().utc(at("2026-01-05 12:00"), "Somewhere Standard Time") is None


def test_the_calendar_knows_best_what_a_name_of_windows_means_and_all_know_the_others() -> None:
    """China Standard Time is another zone in this calendar; Shanghai is where it is."""
    found = zones(*STANDARD, *DAYLIGHT, name="China Standard Time")
    assert found.utc(at("2026-01-05 19:00"), "China Standard Time") == at("2026-01-05 22:30")
    assert zones(*STANDARD, name="Asia/Shanghai").utc(at("2026-01-05 19:00"), "Asia/Shanghai") == at("2026-01-05 11:00")


def test_one_calendar_explains_nothing_to_the_next() -> None:
    """Both call their own zone alike."""
    clock = at("2026-01-05 12:00")
    assert zones(*EIGHT, name="Office").utc(clock, "Office") == at("2026-01-05 04:00")
    assert zones(*STANDARD, *DAYLIGHT, name="Office").utc(clock, "Office") == at("2026-01-05 15:30")
    assert Zones().utc(clock, "Office") is None


def test_a_zone_of_one_offset_was_always_so() -> None:
    assert zones(*EIGHT, name="Office").utc(at("1999-01-05 12:00"), "Office") == at("1999-01-05 04:00")


def test_what_lies_before_the_first_rule_or_after_the_last_that_is_worked_out_is_not_known() -> None:
    """Rules from 2007 on; they hold without an end, and are worked out to the end of 2037."""
    since = [line.replace("16010101", "20070101") for line in (*STANDARD, *DAYLIGHT)]
    found = {year: zones(*since).utc(at(f"{year}-07-01 12:00"), "Customized Time Zone") for year in (2006, 2037, 2038)}
    assert found == {2006: None, 2037: at("2037-07-01 14:00"), 2038: None}
    assert zones(*since, name="China Standard Time").utc(at("2006-07-01 12:00"), "China Standard Time") == at(
        "2006-07-01 04:00"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=MO,TU,WE,TH,FR,SA,SU",
        "RRULE:FREQ=YEARLY;BYDAY=SU",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;COUNT=99999999",
        "RRULE:FREQ=YEARLY;BYMONTH=13",
        "RRULE:BYMONTH=3;BYDAY=2SU",
        "EXDATE:20260308T020000",
        "RDATE:20260308T020000",
        "RDATE;VALUE=PERIOD:20260308T020000/P1D",
        "DTSTART:20261399T020000",
        "TZOFFSETTO:east",
        "TZOFFSETTO:",
        "END:VEVENT",
    ],
)
def test_rules_that_are_no_rules_or_would_take_hours_explain_nothing(wrong: str) -> None:
    """Each among the others, beside or instead of its like; two offsets are none."""
    name = wrong.partition(":")[0]
    rules = [each for each in DAYLIGHT if name == "RDATE" or not each.startswith(name)]
    assert explain([*STANDARD, *DAYLIGHT]) is not None
    assert explain([*STANDARD, *rules[:1], wrong.replace(";VALUE=PERIOD", ""), *rules[1:]]) is None


def test_a_rule_without_its_beginning_explains_nothing() -> None:
    assert explain([line for line in EIGHT if not line.startswith("DTSTART")]) is None


def test_a_calendar_may_explain_so_much_and_no_more() -> None:
    """Seventy zones of a quarter of a kilobyte are more than 16 KB: the last is not explained, the first is."""
    found = Zones()
    for number in range(70):
        for line in ("BEGIN:VTIMEZONE", f"TZID:Zone {number}", *STANDARD, *DAYLIGHT, "END:VTIMEZONE"):
            key, value = line.split(":", 1)
            found.learn(Property(key, {}, value, 1, 0, 0))
    clock = at("2026-01-05 19:00")
    assert (found.utc(clock, "Zone 0"), found.utc(clock, "Zone 69")) == (at("2026-01-05 22:30"), None)


@pytest.mark.parametrize(
    ("name", "back", "forth"),
    [
        ("America/New_York", ("-0400", "-0500", "1SU", 11, "02"), ("-0500", "-0400", "2SU", 3, "02")),
        ("Europe/Berlin", ("+0200", "+0100", "-1SU", 10, "03"), ("+0100", "+0200", "-1SU", 3, "02")),
        ("Australia/Lord_Howe", ("+1100", "+1030", "1SU", 4, "02"), ("+1030", "+1100", "1SU", 10, "02")),
    ],
)
def test_rules_say_what_zoneinfo_says_of_the_same_place(name: str, back: Rule, forth: Rule) -> None:
    """As Outlook writes them; every 25 minutes of 2024."""
    offsets = explain([*rule("STANDARD", back), *rule("DAYLIGHT", forth)])
    assert offsets is not None
    clocks = [at("2024-01-01 00:00") + timedelta(minutes=25 * step) for step in range(366 * 24 * 60 // 25)]
    zone = ZoneInfo(name)
    expected = [clock.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None) for clock in clocks]
    assert [offsets.utc(clock) for clock in clocks] == expected


def rule(kind: str, said: Rule) -> list[str]:
    before, after, day, month, hour = said
    of_offsets = [f"DTSTART:16010101T{hour}0000", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}"]
    return [f"BEGIN:{kind}", *of_offsets, f"RRULE:FREQ=YEARLY;BYDAY={day};BYMONTH={month}", f"END:{kind}"]


@pytest.mark.parametrize(
    ("said", "own"),
    [("China Standard Time", "Asia/Shanghai"), ("Asia/Tokyo", "Asia/Tokyo"), ("Somewhere", None)],
)
def test_the_calendar_s_own_zone_may_be_a_name_of_windows(said: str, own: str | None) -> None:
    found = Zones()
    found.learn(Property("X-WR-TIMEZONE", {}, said, 1, 0, 0))
    assert found.own == own
