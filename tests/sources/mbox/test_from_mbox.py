"""What is read from mailing lists kept as mbox files."""

from __future__ import annotations

import contextlib
import io
import mailbox
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.mbox import from_mbox as mbox
from commkit.sources.mbox.messages import decode_words, find_writer, headers_of
from commkit.sources.source import Reading

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "mbox"
OPENING = "From ana@example.org Fri Mar  1 08:00:00 2024\n"


def batches_of(case: str) -> list[Batch]:
    return list(mbox.read(files_of(DATA / case), Reading()))


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def file_of(content: bytes, name: str = "list.mbox") -> File:
    return File(name, len(content), lambda: io.BytesIO(content))


def mail(*fields: str, body: str = "hello") -> str:
    given = {field.partition(":")[0] for field in fields}
    usual = ("From: ana@example.org", "Date: Fri, 1 Mar 2024 08:00:00 +0000", "Message-ID: <1@ana>")
    kept = [field for field in usual if field.partition(":")[0] not in given]
    return OPENING + "\n".join([*kept, *fields]) + f"\n\n{body}\n\n"


def read(*mails: str) -> Batch:
    (batch,) = mbox.read([file_of("".join(mails).encode())], Reading())
    return batch


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def test_recognises_mailboxes_and_nothing_like_them() -> None:
    assert all(mbox.recognises(file) for case in ("list", "pipermail") for file in files_of(DATA / case))
    assert mbox.recognises(file_of(b"From -1234567890\nDate: x\nFrom: ana\n\n"))
    for other in (
        b"",
        b"From ana to ben\n\nDear Ben\n",
        b"From: ana@example.org\nDate: today\n\nx",
        b"From ana@example.org Fri Mar  1 08:00:00 2024\nnot a header\n",
        b"From ana@example.org Fri Mar  1 08:00:00 2024\nSubject: x\n\nFrom: ana\nDate: x\n",
    ):
        assert not mbox.recognises(file_of(other))


def test_every_mail_of_the_list() -> None:
    """Ana asks; Ben and Cy answer by way of the list; di sends a picture without a zone to another list; eve writes
    HTML in a charset that there is not; one mail has no date and one no writer.
    """
    zoned, naive = batches_of("list")
    assert (zoned.naive, naive.naive) == (False, True)
    assert (zoned.records, naive.records) == ({"group": 1, "message": 6}, {"group": 1, "message": 1})
    assert [(reject.code, reject.line) for reject in zoned.rejects] == [("bad-time", 79), ("no-sender", 86)]
    found = [(row["native"], row["author"], row["author_name"], row["reply_to"]) for row in rows(zoned, "message")]
    assert found == [
        ("1@ana", "ana@example.org", "Ána Berg", None),
        ("2@ben", "ben@example.org", "Ben Low", "1@ana"),
        ("3@cy", "Cy", "Cy", "2@ben"),
        ("5@eve", "eve@example.org", None, None),
    ]
    assert [(row["native"], row["kind"]) for row in rows(naive, "message")] == [("4@di", "media")]


def test_words_are_the_writers_own() -> None:
    """Without quotations and signatures; a line that begins with From opens no mail."""
    zoned, _ = batches_of("list")
    assert [row["text"] for row in rows(zoned, "message")] == [
        "How do I prune?\n\nFrom there I went on.\n\nFrom bob Fri Mar  1 08:00:00 2024\nis how he began.",
        "In March.",
        "玫瑰",
        "hello",
    ]


def test_times_are_those_of_the_date_field() -> None:
    """09:00 +0100, 03:30 -0500 and 08:40 -0000; di's 10:00 states no zone."""
    zoned, naive = batches_of("list")
    sent = [row["sent_at"] for row in rows(zoned, "message")[:3]]
    assert sent == [at("2024-03-01T08:00:00"), at("2024-03-01T08:30:00"), at("2024-03-01T08:40:00")]
    assert rows(naive, "message")[0]["sent_at"] == at("2024-03-01T10:00:00")


def test_lists_are_groups() -> None:
    zoned, naive = batches_of("list")
    assert [(row["native"], row["title"]) for row in rows(zoned, "group")] == [
        ("garden-talk.example.org", "Garden talk")
    ]
    assert [row["native"] for row in rows(naive, "group")] == ["tools.example.org"]


def test_months_of_pipermail_are_one_archive() -> None:
    """August's subjects have the list's tag, September's one subject has none."""
    (batch,) = batches_of("pipermail")
    assert batch.records == {"group": 1, "message": 3}
    found = [(row["native"], row["group"], row["author"], row["reply_to"]) for row in rows(batch, "message")]
    assert found == [
        ("11@ana", "garden-talk", "ana@example.org", None),
        ("12@ben", "garden-talk", "ben@example.org", "11@ana"),
        ("13@ben", "garden-talk", "ben@example.org", None),
    ]
    assert rows(batch, "message")[1]["author_name"] == "Ben Löw"


def test_rejects_span_their_mails() -> None:
    content = (DATA / "list" / "garden-talk.mbox").read_bytes()
    for reject in batches_of("list")[0].rejects:
        assert content[reject.start :].startswith(b"From ")
        assert content[: reject.start].count(b"\n") == reject.line - 1
        assert reject.end == len(content) or content[reject.end :].startswith(b"From ")


def test_mails_are_those_that_the_standard_library_finds(tmp_path: Path) -> None:
    mails = [mail(f"Message-ID: <{number}@ana>", body="x\n>From y\n\n" * number) for number in range(9)]
    (tmp_path / "box").write_text("".join(mails))
    with contextlib.closing(mailbox.mbox(tmp_path / "box")) as box:
        expected = [str(each["Message-ID"]) for each in box]
    found = [headers_of(piece.content)["message-id"] for piece in mbox.split_mails(*files_of(tmp_path / "box"))]
    assert found == expected


@pytest.mark.parametrize("digits", [40, 64])
def test_a_patch_inside_a_mail_is_part_of_it(digits: int) -> None:
    """Ana pastes what git wrote, which opens like a mail; Ben answers. Newer repositories have longer digests."""
    patch = f"From {'0' * digits} Mon Sep 17 00:00:00 2001\nFrom: cy@example.org\nSubject: [PATCH] boil\n\nBoil it."
    said = rows(read(mail(body=patch), mail("From: ben@example.org", "Message-ID: <2@ben>")), "message")
    assert [row["author"] for row in said] == ["ana@example.org", "ben@example.org"]
    assert "Boil it." in str(said[0]["text"])


def test_a_series_of_patches_is_a_mailbox() -> None:
    """What `git format-patch --stdout` writes: each mail opens with its commit and the same day in 2001."""
    opening = "From " + "0a" * 20 + " Mon Sep 17 00:00:00 2001\n"
    patches = [mail(f"Message-ID: <{number}@ana>").replace(OPENING, opening) for number in (1, 2)]
    assert len(rows(read(*patches), "message")) == 2


def test_a_mail_without_an_id_is_still_a_message() -> None:
    (message,) = rows(read(mail("Message-ID:")), "message")
    assert message["native"] is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"from": '"Low, Ben" <Ben@Example.org>'}, ("ben@example.org", "Low, Ben")),
        ({"from": "ben at example.org (Ben)"}, ("ben@example.org", "Ben")),
        ({"from": "ben at example.org"}, ("ben@example.org", None)),
        ({"from": "Ben"}, ("Ben", "Ben")),
        ({"from": ""}, ("", None)),
        ({"from": "Ben via talk <talk@example.org>"}, ("Ben", "Ben")),
        ({"from": "Ben via talk <talk@example.org>", "reply-to": "talk@example.org"}, ("Ben", "Ben")),
        (
            {
                "from": "'Ben' via talk <talk@example.org>",
                "reply-to": "x@example.org",
                "x-original-from": "Ben <b@example.org>",
            },
            ("b@example.org", "Ben"),
        ),
    ],
)
def test_writers(fields: dict[str, str], expected: tuple[str, str | None]) -> None:
    assert find_writer(fields) == expected


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("=?gb2312?B?w7W55Q==?=", "玫瑰"),
        ("=?ks_c_5601-1987?B?sKE=?=", "가"),
        ("=?no-such-code?B?w7W55Q==?=", "=?no-such-code?B?w7W55Q==?="),
        ("plain", "plain"),
    ],
)
def test_encoded_fields(field: str, text: str) -> None:
    assert decode_words(field) == text


@pytest.mark.parametrize("date", ["", "soon", "Fri, 99 Mar 2024 08:00:00 +0000", "Fri, 31 Dec 9999 23:00:00 -2300"])
def test_bad_dates(date: str) -> None:
    assert [reject.code for reject in read(mail(f"Date: {date}")).rejects] == ["bad-time"]


def test_hostile_bodies_cost_nothing() -> None:
    nested = "".join(f'Content-Type: multipart/mixed; boundary="{number}"\n\n--{number}\n' for number in range(400))
    batch = read(mail(body=nested), mail(nested.partition("\n")[0], body=nested.partition("\n\n")[2]))
    assert batch.records["message"] == batch.frames["message"].height == 2
