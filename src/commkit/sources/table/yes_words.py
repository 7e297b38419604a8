"""The words for yes and no in columns that ask, in the languages of most spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import polars as pl

YES = frozenset(
    {
        *(
            "1",
            "true",
            "yes",
            "y",
            "t",
            "是",
            "是的",
            "对",
            "真",
            "√",
            "✓",
            "✔",
            "☑",
            "✅",
            "wahr",
            "ja",
            "vrai",
            "oui",
        ),
        *(
            "verdadero",
            "sí",
            "si",
            "verdadeiro",
            "sim",
            "vero",
            "sì",
            "да",
            "так",
            "はい",
            "예",
            "네",
            "ya",
            "tak",
            "ano",
        ),
        *("evet", "kyllä", "igen", "đúng", "có", "ναι", "نعم", "כן", "हाँ", "ใช่"),
    }
)
NO = frozenset(
    {
        *(
            "0",
            "false",
            "no",
            "n",
            "f",
            "none",
            "否",
            "不",
            "不是",
            "无",
            "没有",
            "假",
            "×",
            "✗",
            "✘",
            "❌",
            "☐",
            "falsch",
        ),
        *(
            "nein",
            "faux",
            "non",
            "falso",
            "não",
            "nao",
            "нет",
            "не",
            "ні",
            "いいえ",
            "아니요",
            "아니오",
            "tidak",
            "nee",
        ),
        *(
            "nej",
            "nei",
            "nie",
            "ne",
            "hayır",
            "hayir",
            "ei",
            "nem",
            "nu",
            "không",
            "sai",
            "όχι",
            "لا",
            "לא",
            "नहीं",
            "ไม่ใช่",
        ),
    }
)


def read_yes(said: pl.Expr, yes: Collection[str] = YES, no: Collection[str] = NO) -> pl.Expr:
    """Whether a cell says yes; null where it says neither yes nor no."""
    import polars as pl

    word = said.str.to_lowercase()
    return pl.when(word.is_in(yes)).then(pl.lit(value=True)).when(word.is_in(no)).then(pl.lit(value=False))


def find_unsaid(asked: Iterable[tuple[pl.Expr, pl.Expr]]) -> pl.Expr:
    """The first word of a row that says neither yes nor no, of cells and what was read of each."""
    import polars as pl

    return pl.coalesce(pl.when(is_yes.is_null()).then(said) for said, is_yes in asked).alias("unsaid")
