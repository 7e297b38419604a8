"""Texts of four languages in the encodings of their old computers: found, or not told; never taken for another."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from commkit.sources.files.encoding import UNKNOWN, detect_encoding
from commkit.sources.files.file import File
from commkit.sources.registry import find
from commkit.sources.source import Reading
from tests.sources.portions import batches

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

# Rows of a chat, author and text, and a head.
SAYINGS = {
    "simplified": (
        ("昵称", "发言"),
        ("陆小曼", "周六的羽毛球还有两个空位，谁来？"),
        ("阿凯", "我带新拍子，七点在东门见"),
        ("秦岚", "群公告更新了，报名截止到周四晚上"),
        ("老邓", "上次的照片已经传到相册"),
        ("苗苗", "下雨的话改到室内球馆吗"),
        ("陆小曼", "对，费用每人二十五元，现场付"),
    ),
    "traditional": (
        ("暱稱", "發言"),
        ("蘇怡", "週末的讀書會改在二樓教室"),
        ("阿駿", "請問這次要讀哪一本書？"),
        ("廖慧", "還沒決定，先投票再說吧"),
        ("蘇怡", "投票連結已經貼在公告欄，明天中午結束"),
        ("魏老師", "新朋友可以先自我介紹喔"),
        ("阿駿", "我負責準備茶水與點心"),
    ),
    "japanese": (
        ("名前", "発言"),
        ("藤井", "来週の勉強会は水曜日に変更です"),
        ("みどり", "資料はどこに置いてありますか？"),
        ("森川", "共有フォルダに入れておきました"),
        ("藤井", "オンラインで参加する方は早めに連絡してください"),
        ("ケンジ", "遅れるかもしれませんが、必ず行きます"),
        ("みどり", "では七時に駅前で集合しましょう"),
    ),
    "korean": (
        ("별명", "발언"),
        ("한별", "토요일 등산 모임 신청하신 분 계신가요?"),
        ("두리", "저는 아침 여덟 시에 도착할게요 ㅎㅎ"),
        ("최반장", "준비물은 물과 간식, 비옷입니다"),
        ("한별", "비가 오면 다음 주로 미루겠습니다 ㅠㅠ"),
        ("나루", "회비는 현장에서 걷나요?"),
        ("두리", "네 만 원씩 내면 됩니다 ㅋㅋㅋㅋ"),
    ),
}
NAMES = {
    "simplified": "陈晨 王建国 欧阳雪 李晓燕 周子轩 吴雨桐",
    "traditional": "陳怡君 林志豪 黃淑芬 張家瑋 蔡佩珊 鄭凱文",
    "japanese": "高橋健 渡辺美穂 小林直人 吉田由紀 山口大地 井上千尋",
    "korean": "김하늘 박도현 이서준 정다은 윤채아 강민석",
}
WRITTEN = [
    ("simplified", "gb18030", "gb18030"),
    ("traditional", "gb18030", "gb18030"),
    ("traditional", "big5", "big5"),
    ("japanese", "shift_jis", "shift_jis"),
    ("japanese", "euc_jp", "euc_jp"),
    ("korean", "euc_kr", "cp949"),
    ("korean", "cp949", "cp949"),
]


def rows(language: str, first: int = 0, last: int | None = None) -> str:
    """Lines of a table, dates and numbers among them."""
    return "".join(
        f"{at},2024-01-05 10:{at:02},{who},{said}\n" for at, (who, said) in enumerate(SAYINGS[language][first:last])
    )


@pytest.mark.parametrize("count", [2, 4, 7, 700])
@pytest.mark.parametrize(("language", "encoding", "name"), WRITTEN)
def test_a_few_rows_are_enough(language: str, encoding: str, name: str, count: int) -> None:
    """Its head and another row, half of them, all of them, and all of them a hundred times."""
    text = rows(language, 0, count) * max(count // 7, 1)
    assert detect_encoding(text.encode(encoding)) == name


@pytest.mark.parametrize(("language", "encoding", "name"), WRITTEN)
def test_names_alone_are_enough(language: str, encoding: str, name: str) -> None:
    """Six members of a list with an English head."""
    text = "member,joined_at\n" + "".join(f"{who},2024-01-05\n" for who in NAMES[language].split())
    assert detect_encoding(text.encode(encoding)) == name


@pytest.mark.parametrize(("language", "encoding", "name"), WRITTEN)
def test_a_few_characters_are_never_taken_for_another_encoding(language: str, encoding: str, name: str) -> None:
    """Each name and each three characters of a text, in a row that is ASCII but for them."""
    pieces = [said[at : at + 3] for _, said in SAYINGS[language] for at in range(len(said) - 2)]
    texts = {piece: f"1,2024-01-05 10:00,{piece}\n" for piece in (*pieces, *NAMES[language].split())}
    found = {piece: detect_encoding(text.encode(encoding)) for piece, text in texts.items() if not piece.isascii()}
    assert {piece: each for piece, each in found.items() if each not in (name, UNKNOWN)} == {}
    assert name in found.values()


def test_laughter_in_korean_is_no_japanese() -> None:
    """In EUC-JP the signs of laughter and of tears are kana."""
    text = f"a,{'ㅋ' * 40} ㅎㅎㅎ\nb,네 ㅋㅋㅋㅋㅋ ㅠㅠㅠㅠ\nc,좋아요 {'ㅋ' * 30}\nd,ㅋㅋㅋㅋ 내일 만나요 ㅎㅎㅎ\n"
    assert detect_encoding(text.encode("euc_kr")) == "cp949"
    assert detect_encoding("ㅋㅋㅋ\n".encode("euc_kr")) == UNKNOWN


@pytest.mark.parametrize(("common", "name"), [(6, "gb18030"), (5, UNKNOWN)])
def test_three_in_ten_must_be_everyday_characters(common: int, name: str) -> None:
    """Of 40 characters six of the commonest, which count twice, are 30%; five are less. The others are rare ones.

    The second bytes of the rare ones are in no other encoding.
    """
    rare = [bytes([0xD8 + at, 0x81]) for at in range(34)] + [b"\xd8\x82"] * (6 - common)
    assert detect_encoding(b",".join(["的是不了在人"[at].encode("gb18030") for at in range(common)] + rare)) == name


@pytest.mark.parametrize(("wounds", "is_utf8"), [(30, True), (31, False)])
def test_a_twentieth_of_utf8_may_be_damaged(wounds: int, is_utf8: bool) -> None:
    """Beside 190 characters of three bytes, 30 bytes that are no text are 5% of 600; 31 are more."""
    text = "茶好\n".encode() * 95 + b"\xff\n" * wounds
    assert (detect_encoding(text) == "utf-8") == is_utf8


@pytest.mark.parametrize("form", ["whatsapp", "table"])
@pytest.mark.parametrize(("language", "encoding", "name"), WRITTEN)
def test_chats_say_in_them_what_they_say(language: str, encoding: str, name: str, form: str) -> None:
    """A chat of WhatsApp, and a table with English heads."""
    path, head, row = {
        "whatsapp": ("chat.txt", "", "2024-01-05, 10:{:02} - {}: {}\n"),
        "table": ("chat.csv", "time,author,text\n", '2024-01-05 10:{:02},{},"{}"\n'),
    }[form]
    said = SAYINGS[language][1:]
    raw = (head + "".join(row.format(at, *each) for at, each in enumerate(said))).encode(encoding)
    file = File(path, len(raw), lambda: io.BytesIO(raw))
    [export], _ = find([file])
    frames = [each.frames["message"] for each in batches(export.source.read(export.files, Reading()))]
    found = [row for frame in frames for row in frame.select("author_name", "text").rows()]
    assert (export.name, file.encoding, found) == (form, name, list(said))


def test_a_table_that_may_be_in_several_is_refused_and_read_as_told(run: Run, tmp_path: Path) -> None:
    """Two characters: 茶 in GB18030 is a syllable in EUC-KR."""
    (tmp_path / "chat.csv").write_bytes("author,time,text,channel\nana,2024-01-05 10:00,茶,hall\n".encode("gb18030"))
    refused = run("load", "chat.csv")
    assert (refused.code, refused.out) == (3, "")
    first, second = refused.err.splitlines()
    assert first == "commkit: the encoding of chat.csv cannot be told"
    assert "--encoding" in second
    assert run("load", "chat.csv", "--encoding", "gb18030", "-q").code == 0


def test_a_log_that_may_be_in_several_is_read_and_says_so(run: Run, tmp_path: Path) -> None:
    """Ten lines are ASCII, the eleventh is 茶."""
    lines = [f"2024-01-05T10:{at:02}:00 <ana> {'tea' if at < 10 else '茶'}" for at in range(11)]
    (tmp_path / "#tea.log").write_bytes("\n".join([*lines, ""]).encode("gb18030"))
    said = run("load", "#tea.log")
    assert said.code == 0
    assert "the encoding of 1 file cannot be told" in said.out + said.err
    assert "cannot be told" not in (again := run("load", "#tea.log", "--encoding", "gb18030", "--db", "b.duckdb")).err
    assert again.code == 0
