"""Bars drawn with characters: beside each other, centred, or a block per class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit import words
from commkit.render import shapes
from commkit.render.ribbons import name_turns
from commkit.render.units import NOTHING, format_value
from commkit.render.widths import clip, count_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.render.ribbons import Exchange, Exchanges, Ribbon
    from commkit.render.shapes import Lengths, Number, Stages

_PARTS, _PARTS_ASCII = " ▏▎▍▌▋▊▉█", "     ####"
_HEIGHTS = "▁▂▃▄▅▆▇█"
_HALVES, _HALVES_ASCII = " ▐▌█", " ###"
_TURNS = {"rises": "▲", "falls": "▼", "stays": "="}
_TURNS_ASCII = {"rises": "^", "falls": "v", "stays": "="}


def write_bars(lengths: Lengths, room: int, *, unicode: bool) -> list[str]:
    """A bar a line, its value behind it."""
    bars = _lengthen(lengths.labels, lengths.values, lengths.column, room, unicode)
    return [words.heading(lengths.column), *bars, *filter(None, [shapes.count_unseen(lengths.hidden)])]


def _lengthen(
    labels: Sequence[str], values: Sequence[Number], column: str, room: int, unicode: bool, least: str = ""
) -> list[str]:
    """A line per bar; `least` is how the smallest is drawn that is not zero."""
    texts = [format_value(column, value) for value in values]
    longest = max((abs(value) for value in values if value is not None), default=0) or 1
    numbers = max(map(count_cells, texts), default=0)
    names = min(max(map(count_cells, labels), default=0), room // 3, max(room - numbers - 3, 2))
    space = max(room - names - numbers - 2, 1)
    return [
        f"{clip(label, names)} {bar}{' ' if bar else ''}{text}"
        for label, value, text in zip(labels, values, texts, strict=True)
        for bar in [_bar(value, longest, space, unicode) or (least if value else "")]
    ]


def _bar(value: Number, longest: float, space: int, unicode: bool) -> str:
    parts = _PARTS if unicode else _PARTS_ASCII
    whole, part = divmod(round(abs(value or 0) / longest * space * 8), 8)
    if value and value < 0:  # lighter, for the sign alone is easily missed
        return ("░" if unicode else "-") * (whole or 1)
    return (parts[8] * whole + parts[part]).rstrip()


def write_stages(stages: Stages, room: int, *, unicode: bool) -> list[str]:
    """A bar a line in the middle of the room, its value and its share at the end."""
    texts = [format_value(stages.column, value) for value in stages.values]
    counts, shares = max(map(count_cells, texts), default=0), max(map(count_cells, stages.shares), default=0)
    longest = max((value for value in stages.values if value is not None), default=0) or 1
    names = min(max(map(count_cells, stages.labels), default=0), room // 3, max(room - counts - shares - 5, 2))
    space = max(room - names - counts - shares - 4, 1)
    rows = zip(stages.labels, stages.values, texts, stages.shares, strict=True)
    drawn = [
        f"{clip(label, names)} {_centre((value or 0) / longest, space, unicode)} {align_right(text, counts)}"
        f"  {align_right(share, shares)}"
        for label, value, text, share in rows
    ]
    head = f"{words.heading(stages.column)} · {words.heading(stages.rate)}"
    fitting = [clip(line, room).rstrip() for line in (head, *drawn)]
    return [*fitting, *filter(None, [shapes.count_unseen(stages.hidden)])]


def _centre(part: float, space: int, unicode: bool) -> str:
    """A bar in the middle of the space, to half a cell; never nothing where there is something."""
    long = max(round(part * space * 2), 1 if part else 0)
    start = space - (long + 1) // 2
    filled = [start <= half < start + long for half in range(space * 2)]
    blocks = _HALVES if unicode else _HALVES_ASCII
    return "".join(blocks[2 * left + right] for left, right in zip(filled[::2], filled[1::2], strict=True))


def write_ribbons(drawn: Exchanges, room: int, *, unicode: bool) -> list[str]:
    """A block per slice and source: its name and total, below it a bar per target, the largest first."""
    turns = _TURNS if unicode else _TURNS_ASCII
    ribbons = sorted((each for part in drawn.parts for each in part.ribbons), key=lambda ribbon: -ribbon.value)
    labels = [f"  {turns.get(each.turn, ' ')} {drawn.classes[each.target]}" for each in ribbons]
    bars = _lengthen(
        labels, [each.value for each in ribbons], drawn.column, room, unicode, least="▏" if unicode else "#"
    )
    lines = dict(zip(ribbons, bars, strict=True))
    blocks = [line for part in drawn.parts for line in _blocks(drawn, part, lines, room)]
    head = f"{words.heading(drawn.column)} · {drawn.source} {'→' if unicode else '->'} {drawn.target}"
    known = {each.turn for each in ribbons}
    key = "  ".join(f"{turns[turn]} {name}" for turn, name in name_turns().items() if turn in known)
    return [clip(head, room).rstrip(), *(blocks or [NOTHING]), *filter(None, [key, shapes.count_unseen(drawn.hidden)])]


def _blocks(drawn: Exchanges, part: Exchange, lines: dict[Ribbon, str], room: int) -> Iterator[str]:
    for place, total in enumerate(part.before):
        if total is not None:
            text = format_value(drawn.column, total)
            name = " · ".join(filter(None, [part.name, drawn.classes[place]]))
            space = room - count_cells(text) - 2
            yield f"{clip(name, min(count_cells(name), space))}  {text}"
            yield from (line for ribbon, line in lines.items() if ribbon.source == place and ribbon in part.ribbons)


def align_right(text: str, width: int) -> str:
    """The text at the right end of so many cells."""
    return " " * (width - count_cells(text)) + clip(text, min(count_cells(text), width))


def write_spark(values: Sequence[Number]) -> str:
    """A block per value, the lowest value the lowest block; all alike in the middle."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    steps = len(_HEIGHTS) - 1
    return "".join(
        " " if value is None else _HEIGHTS[round((value - low) / (high - low) * steps) if high > low else steps // 2]
        for value in values
    )
