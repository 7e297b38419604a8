"""A result and the options on how to show it become bytes on stdout or in a file."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from commkit.render import footnotes
from commkit.render.color import uses_color
from commkit.render.columnar import render_parquet
from commkit.render.delivery import deliver, encode_text
from commkit.render.formats import choose_format, refuse_unshowable
from commkit.render.jsontext import render_json, render_ndjson
from commkit.render.latest import LAST, keep_last
from commkit.render.markdown import render_markdown
from commkit.render.order import limit_rows, sort_rows
from commkit.render.picture.image import draw_picture
from commkit.render.separated import marks_files, render_csv, render_tsv
from commkit.render.shapes import read_drawn
from commkit.render.spreadsheet import render_spreadsheet
from commkit.render.table import Screen, render_table
from commkit.render.talk import note
from commkit.render.textchart import render_chart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commkit.result import Context, Result

_TERMINAL_ROWS = 40
_READ = frozenset({"table", "md"})  # formats that people read
_BARE = frozenset({"csv", "tsv", "ndjson", "parquet"})  # formats that hold rows alone
_SAYS_ALL = frozenset({"table", "md", "xlsx"})  # formats that hold everything there is to say


@dataclass(frozen=True, slots=True)
class _View:
    """The rows to show, how many there were, where they go, and what comes with them."""

    kept: Result
    whole: Result
    context: Context
    stdout: bool
    terminal: bool
    screen: Screen
    draws: bool
    csv_bom: bool


def show(  # noqa: PLR0913 (the options that every question has)
    result: Result,
    context: Context,
    *,
    format: str | None = None,  # noqa: A002 (the option's name)
    output: Path | None = None,
    last: int | None = None,
    limit: int | None = None,
    sort: str | None = None,
    no_chart: bool = False,
    csv_bom: bool | None = None,
    quiet: bool = False,
    color: bool | None = None,
    width: int | None = None,
) -> None:
    """Print the answer, or write it to a file, in the format asked for; everything that is not data goes to stderr."""
    stdout = output is None or output == Path("-")
    terminal = stdout and sys.stdout.isatty()
    face = choose_format(format, output, terminal)
    refuse_unshowable(face, result, context, terminal)
    result = _keep_periods(result, face, last, limit)
    whole = replace(result, table=sort_rows(result.table, sort))
    most = _TERMINAL_ROWS if limit is None and terminal and face == "table" and not result.grid else limit
    view = _View(
        kept=replace(whole, table=limit_rows(whole.table, most)),
        whole=whole if limit is None else replace(whole, table=limit_rows(whole.table, limit)),
        context=context,
        stdout=stdout,
        terminal=terminal,
        screen=_screen(stdout, terminal, color, width),
        draws=terminal and not no_chart,
        csv_bom=not stdout and marks_files() if csv_bom is None else csv_bom,
    )
    deliver(_parts(face, view, result.table.height), output)
    if not quiet:
        _talk(face, view, result.table.height)


def _keep_periods(result: Result, face: str, last: int | None, limit: int | None) -> Result:
    """The periods asked for, else the last ones in what people read; the chart draws all but on request."""
    if last is not None:
        return keep_last(result, last)
    if face not in _READ or limit is not None:
        return result
    kept = keep_last(result, LAST)
    return kept if kept is result else replace(kept, drawn=result.charted)


def _parts(face: str, view: _View, whole: int) -> Iterable[bytes]:
    """The answer as bytes; `whole` counts the rows before any were cut."""
    match face:
        case "png" | "svg":
            return [draw_picture(view.kept, view.context, face)]
        case "xlsx":
            return [render_spreadsheet(view.kept, view.context, whole)]
        case "parquet":
            return [render_parquet(view.kept.table)]
    return (encode_text(text, stdout=view.stdout) for text in _texts(face, view, whole))


def _texts(face: str, view: _View, whole: int) -> Iterable[str]:
    """The answer in pieces; `whole` counts the rows before any were cut."""
    match face:
        case "csv":
            return render_csv(view.kept.table, neutral=view.terminal, bom=view.csv_bom)
        case "tsv":
            return render_tsv(view.kept.table, neutral=view.terminal)
        case "json":
            return render_json(view.kept, view.context, ascii_only=not view.screen.unicode)
        case "ndjson":
            return render_ndjson(view.kept, ascii_only=not view.screen.unicode)
        case "md":
            return render_markdown(view.kept, view.context, whole)
    return [render_table(view.kept, view.context, view.screen, whole, _drawing(view))]


def _drawing(view: _View) -> list[str]:
    """On a terminal the chart, of every row that was not cut on request."""
    if not view.draws or view.whole.chart is None:
        return []
    return render_chart(read_drawn(view.whole), view.whole.chart, view.screen.room, unicode=view.screen.unicode)


def _screen(stdout: bool, terminal: bool, color: bool | None, width: int | None) -> Screen:
    if not stdout:
        return Screen(width=width, color=bool(color))
    return Screen(
        width=width or (get_terminal_size().columns if terminal else None),
        color=uses_color(sys.stdout, color),
        encoding=sys.stdout.encoding or "utf-8",
    )


def _talk(face: str, view: _View, whole: int) -> None:
    if face in _SAYS_ALL:
        return
    beside = [footnotes.count_hidden(view.kept.table.height, whole)]
    if face in _BARE and view.context.as_of:
        beside.append(footnotes.name_source(view.context))
    if face != "json":
        beside += [*footnotes.list_remarks(view.kept, view.context), footnotes.warn_of_names(view.context)]
    for line in filter(None, beside):
        note(line)
