"""Help that breaks between Chinese characters; Rich breaks at spaces only and cuts a longer word short."""

from __future__ import annotations

import re

from commkit.render.widths import CLOSING, HAN

WORD = re.compile(rf"\s*(?:[{HAN}]|[^\s{HAN}]+)[{CLOSING}]*\s*")


def break_between_characters() -> None:
    """Let Rich, which draws Typer's help, take every Chinese character as a word of its own."""
    from rich import _wrap

    _wrap.re_word = WORD
