"""Text from members, made harmless."""

from __future__ import annotations

import re
from unicodedata import category

LONGEST = 200
_COMBINING_MOST = 4
_REMOVED = (
    *(0x00AD, 0x061C, 0x180E, 0xFEFF),  # soft hyphen, Arabic letter mark, Mongolian separator, byte order mark
    *range(0x200B, 0x200D),  # zero-width space and non-joiner; the joiner stays inside emoji
    *range(0x200E, 0x2010),  # direction marks
    *range(0x202A, 0x202F),  # direction embeddings and overrides
    *range(0x2060, 0x2070),  # word joiner, invisible operators, isolates, deprecated formatting
    *range(0xFFF9, 0xFFFC),  # interlinear annotations
    *range(0xE0000, 0xE0080),  # tags: text that no reader sees
)
_MEANINGS: dict[int, int | None] = (
    {code: 0x2400 + code for code in range(0x20)}
    | dict.fromkeys((0x09, 0x0A, 0x0D, 0x2028, 0x2029), 0x20)
    | dict.fromkeys((*range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), 0xFFFD)
    | dict.fromkeys(_REMOVED)
)
_EMOJI = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])")
_UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def safe(text: str, limit: int | None = LONGEST) -> str:
    """This text on one line without control, direction or invisible characters, cut to `limit` characters."""
    if not (text.isascii() and text.isprintable()):
        text = _STRAY_JOINER.sub("", text.replace("\r\n", "\n").translate(_MEANINGS))
        text = text if text.isascii() else _limit_marks(text)
    if limit is not None and len(text) > limit:
        return text[: limit - 1].rstrip("\u200d ") + "…"
    return text


def escape_unseen(text: str) -> str:
    r"""This JSON text with every invisible character spelled as \u, so that nothing is lost and nothing acts."""
    return _UNSEEN.sub(_spell_out, text)


def _spell_out(match: re.Match[str]) -> str:
    pair = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pair[i : i + 2].hex()}" for i in range(0, len(pair), 2))


def _limit_marks(text: str) -> str:
    kept: list[str] = []
    pile = 0
    for character in text:
        pile = pile + 1 if category(character) in {"Mn", "Me"} else 0
        if pile <= _COMBINING_MOST:
            kept.append(character)
    return "".join(kept)
