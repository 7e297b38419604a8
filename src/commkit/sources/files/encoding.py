"""The encoding of a text file: given or detected, and always reported. Every source receives UTF-8."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections import Counter
from encodings.aliases import aliases
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from commkit.errors import WrongUse
from commkit.words import say, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEAD_BYTES = 64 * 1024  # by which a file is recognised
ASCII = bytes(range(128))
UTF8 = ("utf-8", "utf-8-sig")
UNKNOWN = ""  # an encoding that commkit does not know, or cannot tell from others
RAW = "raw"  # not a text, or mails, each of which states its own
AS_IT_IS = (*UTF8, UNKNOWN, RAW)
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Two in five characters of a Chinese text are among these; hardly any are if it is decoded wrongly.
HANZI = (
    "的一是不了在人有我他她你中大小上下来來个個们們这這那到说說地为為和国國以时時要就出会會可也对對生能而子得着著自之年过過"
    "发發后後作里裡用道行所然家种種事成方多经經么麼怎去法学學如都同现現当當没沒动動面起看定天分还還进進好部其些主样樣理心本前"
    "开開但因只从從想实實日月今明早晚请請谢謝吗嗎吧呢群友者送间間内內容金额額订訂单單号號员員名话話"
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂"
    "苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛秦江史顾顧侯邵孟龙龍万萬"
    "段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文伟偉娜敏静靜丽麗强強磊军軍洋勇艳艷杰傑涛濤超秀兰蘭霞刚剛桂英华華玉红紅玲飞飛"
)
# As common in Japanese: kana, the signs of sentences, and what heads the columns of tables.
KANA = "".join(map(chr, (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB)))) + "ー、。々者人名時刻本文日付送信投稿内容"
KANA += "佐藤鈴木高橋田中伊渡辺山村林加吉口松井上斎清水子太郎一美健大翔由花和恵智真直樹陽菜咲奈裕介香理沙紀幸雄"
# And in Korean, the last line in names; the first signs are laughter and tears.
SYLLABLES = (
    "ㅋㅎㅠㅜㅇㄷㄱㅅㅡ"
    "이다는을에의가고하지을를로은도한서기해요나니사그어아시자대리있라게안들과있었입습면보만일부까수것전여으무오제에주장성"
    "없네와제거같때저우됩세용될호내간번원합인분정점신상음방화회금물문말진등확참좋연관모임님감"
    "김이박최정강조윤장임한오서신권황송류홍고문양손배백허남심노하곽성차주우구민유나진지영수현준은희철미경순재호선"
)


class Habit(NamedTuple):
    """What texts in an encoding are made of: the bytes of its everyday characters, and the most common ones."""

    usual: re.Pattern[bytes]
    common: frozenset[str]


HABITS = {
    "gb18030": Habit(re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]"), frozenset(HANZI)),
    "big5": Habit(re.compile(rb"[\xa1-\xc6][\x40-\xfe]"), frozenset(HANZI)),
    "shift_jis": Habit(re.compile(rb"[\x81-\x98][\x40-\xfc]"), frozenset(KANA)),
    "euc_jp": Habit(re.compile(rb"[\xa1\xa4\xa5\xb0-\xcf][\xa1-\xfe]"), frozenset(KANA)),
    "cp949": Habit(re.compile(rb"[\xa1\xb0-\xc8][\xa1-\xfe]|\xa4[\xa1-\xd3]"), frozenset(SYLLABLES)),
}
LEAST_SCORE = 0.3
LEAST_LEAD = 0.1  # of the best score over the second, beyond what one character more would change
WIDE = re.compile("[\t\r\n -~\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
NEARLY_ALL = 0.95
# The first bytes of files that are not text.
NO_TEXT = (b"PK\x03\x04", b"PAR1", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"SQLite", b"OggS")
# A mailbox: every mail in it states its own encoding.
MAILBOX = re.compile(rb"\s{0,9}From [^\r\n]{1,400}\r?\n[!-9;-~]{1,80}:")
ODD = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "utf_7"})
TEXT = frozenset({*aliases, *aliases.values()}) - ODD - {"hex", "rot13"}
# Ignored when an encoding is detected: ASCII, control characters, marks of direction, emoji.
PLAIN = re.compile("[\x00-\x7f\u200b-\u206f\u2600-\u27bf\ufe0f\ufeff\U00010000-\U0010ffff]+")
REPEATED = re.compile(r"(.)\1+")
DAMAGED = "\ufffd"  # replaces bytes that do not decode
MOST_DAMAGE = 0.05  # of the bytes beyond ASCII; damaged UTF-8 stays under 1%, another encoding is over 77%
SPOILED = "commkit_spoiled"  # keeps such a byte as one that is not UTF-8 either, so that its record is rejected
codecs.register_error(SPOILED, lambda error: ("\udcff", getattr(error, "end", 0)))


def find_encoding(wish: str) -> str:
    """Python's name of the encoding that the operator gives. Raises WrongUse."""
    try:
        "a".encode(wish)  # there are codecs of other things than text, which read and write bytes
        name = codecs.lookup(wish).name
    except (LookupError, ValueError):
        name = ""
    if name.replace("-", "_") in TEXT or name in UTF8:
        return name
    near = suggest(wish.lower().replace("-", "_"), sorted(TEXT))
    known = "utf-8, gb18030, big5, shift_jis, euc_jp, cp949, utf-16"
    hint = say("--encoding {name}", name=near[0]) if near else say("one of {names}", names=known)
    raise WrongUse(say("no encoding {name}", name=wish), hint=hint)


def settle_encoding(said: str | None, head: bytes) -> str:
    """The encoding of a file with this beginning: the given one, else what is detected; RAW for no text."""
    if head.startswith(NO_TEXT) or MAILBOX.match(head):
        return RAW
    return detect_encoding(head) if said is None else said


def detect_encoding(head: bytes) -> str:
    """The encoding of a text with this beginning, by Python's name; UNKNOWN if it is not clear, RAW for no text."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    if head.count(0) > 0.2 * len(head):
        return "utf_16_le" if head[1::2].count(0) > head[::2].count(0) else "utf_16_be"
    if _damage(head) <= MOST_DAMAGE:
        return "utf-8"
    found = _legacy(head)
    return RAW if found == UNKNOWN and b"\0" in head else found


def encode_utf8(chunks: Iterable[bytes], encoding: str) -> Iterable[bytes]:
    """The text in UTF-8; the bytes stay as they are if it is UTF-8 already, or not a text."""
    if encoding in AS_IT_IS:
        return chunks
    texts = _texts(chunks, encoding, SPOILED)
    return (text.encode("utf-8", "surrogateescape") for text in texts if text)


def decode_chunks(chunks: Iterable[bytes]) -> Iterator[str]:
    """The text of this UTF-8. Bytes that do not decode become U+FFFD, so that the reader can reject the record."""
    return _texts(chunks, "utf-8-sig", "replace")


def decode_head(head: bytes) -> str:
    """The beginning of a text in UTF-8, cut at a whole character."""
    return codecs.getincrementaldecoder("utf-8-sig")(errors="replace").decode(head)


def _texts(chunks: Iterable[bytes], encoding: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors=errors)
    for piece in chunks:
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _damage(head: bytes, encoding: str = "utf-8") -> float:
    """The share of non-ASCII bytes that are not in this encoding; a character cut at the end does not count."""
    with contextlib.suppress(UnicodeDecodeError):  # usually there is no damage, and this check is ten times as fast
        codecs.getincrementaldecoder(encoding)().decode(head)
        return 0.0
    beyond = len(head.translate(None, ASCII))
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return decoder.decode(head).count(DAMAGED) / beyond


@lru_cache(maxsize=16)  # this runs whenever a file is opened
def _legacy(head: bytes) -> str:
    """The encoding in which nearly all of this decodes, if its characters are clearly more usual than in any other."""
    whole = head[: head.rfind(b"\n") + 1] if len(head) >= HEAD_BYTES and b"\n" in head else head
    texts = {name: _beyond(whole, name) for name in HABITS if _damage(whole, name) <= MOST_DAMAGE}
    scores = {name: _usual(text, name) for name, text in texts.items()}
    best = max(scores, key=lambda name: scores[name], default=UNKNOWN)
    if best and scores[best] >= LEAST_SCORE:
        second = max((score for name, score in scores.items() if name != best), default=0.0)
        return best if scores[best] - second >= LEAST_LEAD + 2 / len(texts[best]) else UNKNOWN
    return next((name for name in ("utf_16_le", "utf_16_be") if _is_wide(whole, name)), UNKNOWN)


def _is_wide(text: bytes, name: str) -> bool:
    """Whether this is Chinese or Japanese in two bytes per character, with hardly any zero bytes."""
    return len(WIDE.findall(text.decode(name, "replace"))) * 2 > NEARLY_ALL * len(text)


def _beyond(text: bytes, name: str) -> str:
    """The characters beyond ASCII, each once where it is repeated, as in laughter."""
    return REPEATED.sub(r"\1", PLAIN.sub("", text.decode(name, "ignore")))


def _usual(text: str, name: str) -> float:
    """The share of these characters that are everyday ones in this encoding; common ones count twice."""
    usual, common = HABITS[name]
    signs = Counter(text)
    everyday = sum(count for sign, count in signs.items() if usual.fullmatch(sign.encode(name)))
    return (everyday + sum(count for sign, count in signs.items() if sign in common)) / max(len(text), 1)
