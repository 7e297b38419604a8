"""What a picture shows in place of Chinese where no typeface of this machine draws it: never boxes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from commkit import words
from commkit.render.picture.fonts import needs_chinese
from commkit.render.safe import safe
from commkit.result import Heatmap
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

    from commkit.result import Context, Result


def replace_chinese(result: Result, context: Context) -> tuple[Result, Context, dict[str, str]]:
    """The answer with `group 1` for the first group that has a Chinese name, and so on, and whom each stands for.

    A title in Chinese gives way to the command, and a database of a Chinese name is not named.
    """
    drawn, key = _number_names(result.charted)
    title = f"commkit {context.command}" if needs_chinese(result.title) else result.title
    database = _keep_western(context.database)
    chart = result.chart
    if isinstance(chart, Heatmap):
        chart = replace(chart, x_head=_keep_western(chart.x_head), y_head=_keep_western(chart.y_head))
    return replace(result, title=title, drawn=drawn, chart=chart), replace(context, database=database), key


def _keep_western(text: str | None) -> str | None:
    return None if text is None or needs_chinese(text) else text


def tell_language() -> str:
    """Why a picture is in English."""
    return say("No Chinese typeface is installed, so the PNG is in English: install Noto Sans CJK, or write SVG.")


def tell_stand_ins(key: dict[str, str]) -> str:
    """Whom the names in a picture stand for."""
    listed = say(", ").join(f"{name} = {safe(meant)}" for name, meant in key.items())
    return say("No Chinese typeface is installed; in the PNG {list}.", list=listed)


def _number_names(table: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, str]]:
    """The table with a number for each Chinese name, column by column."""
    import polars as pl

    key: dict[str, str] = {}
    for column in table.select(pl.selectors.string()).get_columns():
        found = [name for name in column.unique(maintain_order=True).drop_nulls() if needs_chinese(name)]
        if not found:
            continue
        known = {meant: name for name, meant in key.items()}
        numbered = {
            meant: known.get(meant) or f"{words.heading(column.name)} {number}"
            for number, meant in enumerate(found, start=1)
        }
        key |= {name: meant for meant, name in numbered.items()}
        table = table.with_columns(pl.col(column.name).replace(numbered))
    return table, key
