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
_CHINESE_ONLY = (("\u2e80", "\u9fff"), ("\uac00", "\ud7a3"), ("\uf900", "\uffef"), ("\U00020000", "\U0003ffff"))


@cache
def find_chinese() -> str | None:
    """The first Chinese typeface that is installed, or nothing."""
    from matplotlib.font_manager import fontManager

    return _installed(fontManager.get_font_names()) or _installed(_newly_installed())


def needs_chinese(text: str) -> bool:
    """Whether this text has characters that only a Chinese typeface draws."""
    return any(low <= character <= high for character in text for low, high in _CHINESE_ONLY)


def _installed(names: list[str]) -> str | None:
    return next((name for name in _CHINESE if name in names), None)


def _newly_installed() -> list[str]:
    """Typefaces that were installed after matplotlib wrote its list, which it never updates."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    for path in map(Path, findSystemFonts()):
        if path.stem.lower().replace("-", "").startswith(_FILES):
            fontManager.addfont(path)
    return list(fontManager.get_font_names())
