"""Which encoding a text is in: found where it can be told, as said elsewhere, and the same text in every source."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from commkit.errors import WrongUse
from commkit.sources.files.encoding import RAW, UNKNOWN, detect_encoding, find_encoding, settle_encoding
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.registry import find
from commkit.sources.source import Reading
from tests.sources.portions import batches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from commkit.sources.registry import FoundExport
    from commkit.store.batch import Batch

TEXTS = {
    "gb18030": "小明,2024-01-05,今天的茶怎么样\n",
    "big5": "阿紅,2024-01-05,今天的茶怎麼樣\n",
    "shift_jis": "花子,2024-01-05,こんにちは\n",
    "utf_16_le": "小明,2024-01-05,今天\n",
    "utf_16_be": "小明,2024-01-05,今天\n",
    "utf-8": "小明,2024-01-05,café\n",
}
# One chat of each source that is text in lines; in each the same is said.
NEW_HEADER = "消息ID,类型,发送人,时间,内容,备注,昵称,更多信息\n"
WORDS = ("今天的茶怎么样", "大家请喝茶")
LINES = {
    "irc": ("#tea.log", "2024-01-05T10:00:00 <小明> {}\n2024-01-05T10:01:00 <小林> {}\n"),
    "whatsapp": ("chat.txt", "2024-01-05, 10:00 - 小明: {}\n2024-01-05, 10:01 - 小林: {}\n"),
    "qq": (
        "茶.txt",
        "2024-01-05 10:00:00 小明(10100001)\r\n{}\r\n\r\n2024-01-05 10:01:00 小林(10100002)\r\n{}\r\n\r\n",
    ),
    "wechat_csv": (
        "茶.csv",
        NEW_HEADER + "1,文本,小明,2024-01-05 10:00,{},,,\n2,文本,小林,2024-01-05 10:01,{},,,\n",
    ),
    "discord_csv": (
        "茶 [5].csv",
        'AuthorID,Author,Date,Content,Attachments,Reactions\n"7","小明","2024-01-05T10:00Z","{}","",""\n"8","小林","2024-01-05T10:01Z","{}","",""\n',
    ),
    "table": ("茶.csv", "发送人,时间,内容\n小明,2024-01-05 10:00,{}\n小林,2024-01-05 10:01,{}\n"),
}


def batches_of(export: FoundExport) -> Iterator[Batch]:
    return batches(export.source.read(export.files, Reading()))


@pytest.mark.parametrize(("name", "text"), TEXTS.items())
def test_an_encoding_is_found_in_two_lines(name: str, text: str) -> None:
    assert detect_encoding((text * 2).encode(name)) == name


@pytest.mark.parametrize("name", ["gb18030", "big5", "shift_jis", "utf-8"])
def test_one_damaged_byte_changes_nothing(name: str) -> None:
    raw = (TEXTS[name] * 20).encode(name)
    assert detect_encoding(raw[:300] + b"\xff" + raw[300:]) == name


@pytest.mark.parametrize("size", range(65530, 65537))
def test_a_head_that_ends_in_the_middle_of_a_character(size: int) -> None:
    assert detect_encoding((TEXTS["gb18030"] * 4000).encode("gb18030")[:size]) == "gb18030"


def test_old_european_code_pages_are_not_taken_for_chinese() -> None:
    assert detect_encoding("für schön über Größe, café naïve élève\n".encode("latin-1") * 9) == UNKNOWN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("name", LINES)
def test_a_chat_says_the_same_in_every_encoding(name: str, encoding: str) -> None:
    path, text = LINES[name]
    raw = text.format(*WORDS).encode(encoding)
    [export], _ = find([File(path, len(raw), lambda: io.BytesIO(raw))])
    assert export.name == name
    found_batches = list(batches_of(export))
    frames = [batch.frames["message"] for batch in found_batches if "message" in batch.frames]
    assert [word for frame in frames for word in frame["text"]] == list(WORDS)
    assert [name for frame in frames for name in frame["author_name"]] == ["小明", "小林"]


def test_a_given_encoding_holds_but_only_for_text() -> None:
    assert settle_encoding("cp1252", b"caf\xe9") == "cp1252"
    assert settle_encoding("gb18030", b"PK\x03\x04 and so on") == RAW
    assert settle_encoding("gb18030", b"From ana@example.org Fri Jan  5 10:00:00 2024\nDate: today\n") == RAW


def test_bytes_that_do_not_decode_stay_undecodable() -> None:
    """So that they are rejected where they stand; a U+FFFD that somebody wrote is a character like others."""
    raw = "茶".encode("big5") + b"\xff," + "杯".encode("big5")
    file = File("x", len(raw), lambda: io.BytesIO(raw), encoding="big5")
    assert file.content() == "茶".encode() + b"\xff," + "杯".encode()


def test_the_digest_is_of_the_bytes_whatever_they_are_read_as(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(TEXTS["big5"].encode("big5"))
    [found_by_itself], [said] = files_of(path), files_of(path)
    said.encoding = "gb18030"
    assert found_by_itself.content() != said.content()
    assert found_by_itself.digest == said.digest


OTHER_CODECS = ("hex", "idna", "base64", "rot13", "zip")


@pytest.mark.parametrize(
    ("wish", "near"),
    [
        ("gb1803", "gb18030"),
        ("utf8x", "utf8"),
        ("big-5x", "big5"),
        ("hex", ""),
        ("idna", ""),
        ("base64", ""),
        ("rot13", ""),
        ("zip", ""),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(wish: str, near: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        find_encoding(wish)
    assert near in refusal.value.hint


@pytest.mark.parametrize(
    ("wish", "name"), [("GBK", "gbk"), ("latin1", "iso8859-1"), ("UTF-16", "utf-16"), ("utf8", "utf-8")]
)
def test_a_name_is_python_s(wish: str, name: str) -> None:
    assert find_encoding(wish) == name
