"""The formats of an answer, and which one is meant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.words import say, suggest

if TYPE_CHECKING:
    from commkit.result import Context, Result

FORMATS = ("table", "csv", "tsv", "json", "ndjson", "md", "xlsx", "parquet", "png", "svg")
DRAWN = frozenset({"png", "svg"})
_BYTES = DRAWN | {"xlsx", "parquet"}  # no text
_SUFFIXES = {f".{name}": name for name in FORMATS if name != "table"} | {".jsonl": "ndjson", ".txt": "table"}


def choose_format(asked: str | None, output: Path | None, terminal: bool) -> str:
    """The format asked for, else that of the file's name, else `table` on a terminal and `tsv` off it."""
    if asked is not None:
        return _check_name(asked)
    if output is None or output == Path("-"):
        return "table" if terminal else "tsv"
    name = _SUFFIXES.get(output.suffix.lower())
    if name is None:
        raise WrongUse(
            say("{file} does not tell which format to write.", file=output.name),
            hint=say("End the name in {suffixes}, or give --format.", suffixes=say(", ").join(_SUFFIXES)),
        )
    return name


def refuse_unshowable(name: str, result: Result, context: Context, terminal: bool) -> None:
    """Refuse a picture of an answer without a chart, and on a terminal whatever is no text."""
    if name in DRAWN and result.chart is None:
        raise _refuse_chart(context.command)
    if terminal and name in _BYTES:
        raise WrongUse(
            say("A terminal cannot show {format}.", format=name),
            hint=say("Write a file: -o {name}.{format}", name="chart" if name in DRAWN else "answer", format=name),
        )


def refuse_picture(command: str, asked: str | None, output: Path | None) -> None:
    """Refuse a picture where there is none, or a file whose name tells no format, before anything is done."""
    if choose_format(asked, output, terminal=False) in DRAWN:
        raise _refuse_chart(command)


def _refuse_chart(command: str) -> WrongUse:
    others = say(", ").join(each for each in FORMATS if each not in DRAWN)
    return WrongUse(say("{command} draws no chart.", command=command), hint=say("Choose one of {names}.", names=others))


def _check_name(name: str) -> str:
    if name in FORMATS:
        return name
    near = suggest(name, FORMATS)
    hint = (
        say("Did you mean {name}?", name=near[0])
        if near
        else say("Choose one of {names}.", names=say(", ").join(FORMATS))
    )
    raise WrongUse(say("No format is named {name}.", name=name), hint=hint)
