"""Calendars: who accepted an invitation, to what, and on which day."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.icalendar import from_ics as icalendar
from commkit.sources.source import Reading

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "icalendar"


def case(name: str) -> list[Batch]:
    return list(icalendar.read(files_of(DATA / name), Reading()))


def events(batch: Batch) -> list[tuple[object, ...]]:
    return batch.frames["event"].select("member", "name", "happened_at", "campaign").rows()


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def read(*lines: str) -> list[Batch]:
    content = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()
    return list(icalendar.read([File("c.ics", len(content), lambda: io.BytesIO(content))], Reading()))


def test_who_accepts_registers() -> None:
    """Lin and Zhou accept for seven in Shanghai, which is eleven in UTC."""
    zoned, _ = case("feed")
    assert events(zoned) == [
        ("lin@example.org", "register", at("2026-01-05 11:00"), "Reading evening, first"),
        ("zhou@example.org", "register", at("2026-01-05 11:00"), "Reading evening, first"),
    ]
    assert not zoned.naive
    assert zoned.observed_at == at("2026-01-20 00:00")


def test_a_series_is_its_stated_days() -> None:
    """A run of ten weeks is one event on its first day; the one that was moved to the 18th is stated, so it counts."""
    _, floating = case("feed")
    assert events(floating) == [
        ("zhou@example.org", "register", at("2026-01-10"), "Weekly run"),
        ("zhou@example.org", "register", at("2026-01-18"), "Weekly run"),
    ]
    assert (floating.naive, floating.zone) == (True, "Asia/Shanghai")


def test_all_other_guests_are_accounted_for() -> None:
    """Of 13 guests two are taken; one declines, two do not say; a room; an event of March, one called off, one private.

    Zhou is named twice; an event has no guests; nomail is no address, and there is no month 13.
    """
    zoned, _ = case("feed")
    assert zoned.skipped == {
        ("event", reason): number
        for reason, number in {
            "repeated": 1,
            "declined": 1,
            "unanswered": 2,
            "no person": 1,
            "to come": 1,
            "cancelled": 1,
            "private": 1,
            "no guests": 1,
        }.items()
    }
    assert [(reject.line, reject.code) for reject in zoned.rejects] == [(21, "no-member"), (71, "bad-time")]
    assert zoned.records["event"] == 13


def test_guests_have_names_for_the_private_file() -> None:
    zoned, _ = case("feed")
    assert zoned.frames["member"].select("native", "name").rows() == [
        ("lin@example.org", "Lin, Yi"),
        ("zhou@example.org", "Zhou"),
    ]


def test_zones_are_those_that_the_calendar_explains_or_outlook_names() -> None:
    """The zone of its own is three and a half hours behind UTC in January, and two in July; Berlin is two ahead then.

    China Standard Time is eight hours ahead; of Somewhere Time two offsets are told and no rules; the file is cut.
    """
    [batch] = case("outlook")
    assert [(who, when) for who, _, when, _ in events(batch)] == [
        ("lin@example.org", at("2026-01-07 22:30")),
        ("zhou@example.org", at("2026-07-01 21:00")),
        ("lin@example.org", at("2026-07-01 17:00")),
        ("lin@example.org", at("2026-01-05 11:00")),
        ("zhou@example.org", at("2026-01-06 11:00")),
    ]
    assert [reject.code for reject in batch.rejects] == ["no-zone"]


def test_rejects_point_at_their_bytes() -> None:
    [file] = files_of(DATA / "feed")
    spans = [file.content()[each.start : each.end] for batch in case("feed") for each in batch.rejects]
    assert [span[:8] for span in spans] == [b"ATTENDEE"] * 2
    assert all(span.endswith(b"\r\n") for span in spans)


@pytest.mark.parametrize("stamp", ["DTSTAMP:20260105T120000Z", "LAST-MODIFIED:20260105T120000Z"])
def test_what_had_not_begun_when_the_calendar_was_written_is_to_come(stamp: str) -> None:
    guest = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org"
    for start, taken in (("20260105T120000Z", 1), ("20260105T120001Z", 0)):
        [batch, *_] = read(stamp, f"DTSTART:{start}", guest)
        assert len(batch.frames.get("event", ())) == taken
    [batch, *_] = read("DTSTART:20990105T120000Z", guest)
    assert len(batch.frames["event"]) == 1
