"""Typefaces for charts: those on this machine, and those that a reader of an SVG may have."""

from __future__ import annotations

from functools import cache
from pathlib import Path

WESTERN = "DejaVu Sans"  # shipped with matplotlib; first, for its minus sign and Latin letters
ON_THE_WEB = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif")
_CHINESE = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans CJK JP",
    "Noto Sans CJK TC",
)
_FILES = ("notosanscjk", "notosanssc", "sourcehansans", "wqy", "msyh", "simhei", "pingfang")
_FIRST_CHINESE = "\u2e80"


@cache
def find_chinese() -> str | None:
    """The first Chinese typeface that is installed, or nothing."""
    from matplotlib.font_manager import fontManager

    return _installed(fontManager.get_font_names()) or _installed(_newly_installed())


def needs_chinese(text: str) -> bool:
    """Whether this text has characters that only a Chinese typeface draws."""
    return any(_FIRST_CHINESE <= character <= "\u9fff" or "\uf900" <= character <= "\uffef" for character in text)


def _installed(names: list[str]) -> str | None:
    return next((name for name in _CHINESE if name in names), None)


def _newly_installed() -> list[str]:
    """Typefaces that were installed after matplotlib wrote its list, which it never updates."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    for path in map(Path, findSystemFonts()):
        if path.stem.lower().replace("-", "").startswith(_FILES):
            fontManager.addfont(path)
    return list(fontManager.get_font_names())
