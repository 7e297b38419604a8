from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.sources.discord import from_csv as discord_csv
from commkit.sources.files import file as source_file
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.store.fields import BOT

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "discord_csv"
ANA, BEN, CLEO = "4566907000000001", "4566907000000002", "4566907000000003"
HEADER = "AuthorID,Author,Date,Content,Attachments,Reactions\n"


def batch_of(case: str) -> Batch:
    [batch] = discord_csv.read(files_of(DATA / case), Reading())
    return batch


def made(content: bytes, name: str = "general.csv") -> File:
    return File(name, len(content), lambda: io.BytesIO(content))


def read(content: str, reading: Reading = Reading(), name: str = "general.csv") -> Batch:  # noqa: B008
    [batch] = discord_csv.read([made(content.encode(), name)], reading)
    return batch


def rows(batch: Batch, kind: str, *keys: str) -> list[tuple[object, ...]]:
    return [tuple(row[key] for key in keys) for row in batch.frames[kind].to_dicts()]


def test_semicolons_with_an_empty_seventh_column() -> None:
    """Ana speaks over two lines, Ben joins, somebody deleted speaks, Ana shows a picture."""
    batch = batch_of("semicolons")
    assert batch.records == {"group": 1, "message": 4}
    assert rows(batch, "message", "author", "author_name", "kind", "text") == [
        (ANA, "ana#0001", "text", 'first line\r\nsecond; line with "quotes" and, commas'),
        (BEN, "ben#0002", "system", "Joined the server."),
        (None, None, "text", "gone"),
        (ANA, "ana#0001", "media", None),
    ]
    assert rows(batch, "message", "sent_at")[0] == (datetime(2019, 2, 4, 22, 42),)  # noqa: DTZ001
    assert rows(batch, "membership", "group", "member", "change") == [(None, BEN, "join")]
    assert (batch.naive, batch.zone) == (True, None)


def test_a_file_named_for_a_day_is_of_its_folders_channel() -> None:
    assert rows(batch_of("semicolons"), "group", "native", "title", "is_private") == [("general", "general", False)]


def test_commas_and_what_cannot_be_read() -> None:
    """Seven records: the same words twice, a pin, an open quote, no such day, a column short, the last."""
    batch = batch_of("commas")
    assert batch.records == {"group": 1, "message": 7}
    assert rows(batch, "message", "author", "text") == [
        (ANA, '@ben said "hi"'),
        (ANA, '@ben said "hi"'),
        (BEN, "Pinned a message."),
        (CLEO, "the last"),
    ]
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(5, "bad-row"), (6, "bad-time"), (7, "bad-row")]


def test_a_reject_knows_its_bytes() -> None:
    [file] = files_of(DATA / "commas")
    [batch] = discord_csv.read([file], Reading())
    first = batch.rejects[0]
    whole = b'"4566907000000002","ben#0002","22-Dec-19 12:10 PM","an open quote","","\n'
    assert file.content()[first.start : first.end] == whole


def test_midnight_and_noon() -> None:
    """12:08 AM is eight past midnight, 12:09 PM nine past noon."""
    stamps = [stamp for (stamp,) in rows(batch_of("commas"), "message", "sent_at")]
    assert stamps[1:3] == [datetime(2019, 12, 22, 0, 8), datetime(2019, 12, 22, 12, 9)]  # noqa: DTZ001


def test_stamps_with_an_offset_are_utc() -> None:
    batch = batch_of("with_offsets")
    assert rows(batch, "message", "sent_at") == [(datetime(2025, 1, 9, 14, 21, 43, 813_000),)]  # noqa: DTZ001
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(3, "bad-time")]
    assert not batch.naive


@pytest.mark.parametrize(
    ("name", "native", "title", "is_private"),
    [
        ("Reef - Talk - general [123].csv", "123", "general", False),
        ("Reef - general [123] (after 2019-12-01) [part 2].csv", "123", "general", False),
        ("Direct Messages - Private - ana [123].csv", "123", "ana", True),
        ("archive/talk/general.csv", "general", "general", False),
        ("archive/general/2019-12-11.csv", "general", "general", False),
        ("general [part 12].csv", "general", "general", False),
        ("2019-12-11.csv", "2019-12-11", "2019-12-11", False),
    ],
)
def test_the_channel_is_read_off_the_path(name: str, native: str, title: str, is_private: bool) -> None:
    batch = read(HEADER, name=name)
    assert rows(batch, "group", "native", "title", "is_private") == [(native, title, is_private)]
    assert batch.records == {"group": 1}


def test_a_date_of_another_form_can_be_described() -> None:
    content = HEADER + f'"{ANA}","ana","14/07/2023 21:07","x","",""\n'
    assert [reject.code for reject in read(content).rejects] == ["bad-time"]
    described = read(content, Reading(date_format="%d/%m/%Y %H:%M"))
    assert rows(described, "message", "sent_at") == [(datetime(2023, 7, 14, 21, 7),)]  # noqa: DTZ001


def test_a_line_that_does_not_open_a_row_costs_only_itself() -> None:
    """Between two good rows: a torn end of another file."""
    good = f'"{ANA}","ana","04-Feb-19 10:42 PM","x","",""\n'
    batch = read(HEADER + good + 'and so on","",""\n' + good)
    assert batch.frames["message"].height == 2
    assert [(reject.line, reject.code) for reject in batch.rejects] == [(3, "bad-row")]


def test_many_torn_lines_are_read_in_linear_time() -> None:
    batches = list(discord_csv.read([made((HEADER + "x\n" * 200_000).encode())], Reading()))
    assert sum(len(batch.rejects) for batch in batches) == 200_000


def test_an_old_encoding_is_found() -> None:
    lines = "".join(f'"{ANA}","安娜","04-Feb-19 10:42 PM","大家好，今天的会议改到下午三点。","",""\n' for _ in range(9))
    [batch] = discord_csv.read([made((HEADER + lines).encode("gb18030"))], Reading())
    assert rows(batch, "message", "author_name")[0] == ("安娜",)


@pytest.mark.parametrize("content", ["AuthorID,Author,Date", "AuthorID;Author,Date;Content;Attachments;Reactions", ""])
def test_another_header_is_not_recognised(content: str) -> None:
    assert not discord_csv.recognises(made(content.encode()))


@pytest.mark.parametrize("case", sorted(each.name for each in DATA.iterdir()))
def test_a_file_may_come_in_any_pieces(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read seven bytes at a time, records and rejects are the same, with the same lines and bytes."""
    whole = batch_of(case)
    monkeypatch.setattr(source_file, "CHUNK_BYTES", 7)
    cut = batch_of(case)
    assert (cut.records, cut.rejects, cut.skipped) == (whole.records, whole.rejects, whole.skipped)
    assert all(frame.equals(whole.frames[kind]) for kind, frame in cut.frames.items())


@pytest.mark.parametrize(
    ("names", "channels"),
    [
        (("tea/1.csv", "water/1.csv"), ["tea", "water"]),
        (("tea/part1.csv", "tea/Part 2.csv"), ["tea"]),
        (("tea/2024-01-01.csv", "tea/2024-01-02.csv"), ["tea"]),
        (("tea/123456789012345678.csv",), ["123456789012345678"]),
        (("all/tea.csv", "all/water.csv"), ["tea", "water"]),
    ],
)
def test_files_of_one_load_are_one_export_of_the_channels_that_they_are_of(
    names: list[str], channels: list[str]
) -> None:
    """A number or a part of a channel is no channel; the same row in two channels is two messages."""
    row = f'"{ANA}","ana#0001","2024-01-01T10:00:00.0000000+00:00","hi","",""\n'
    files = [made((HEADER + row).encode(), name) for name in names]
    assert discord_csv.parts(files[-1], files) == [files[-1], *files[:-1]]
    [batch] = discord_csv.read(files, Reading())
    assert [native for (native,) in rows(batch, "group", "native")] == channels
    assert len(set(rows(batch, "message", "group"))) == len(channels)
    assert batch.records == {"group": len(channels), "message": len(names)}


@pytest.mark.parametrize(("name", "flags"), [("Deploys#0000", BOT), ("ana#0001", 0), ("ana", 0)])
def test_a_webhook_is_a_bot(name: str, flags: int) -> None:
    batch = read(HEADER + f'"{ANA}","{name}","2024-01-01T10:00:00.0000000+00:00","hi","",""\n')
    assert rows(batch, "message", "flags") == [(flags,)]
