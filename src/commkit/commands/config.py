"""`commkit config`: what every option is set to, and by what."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from commkit.answer.display import show_table
from commkit.commands.benchmark_texts import count_rows
from commkit.file_names import spell_out
from commkit.params import FACE, FaceOptions, option
from commkit.result import Result
from commkit.settings import Config
from commkit.words import say

EXAMPLES = (
    "commkit config  # every setting in force",
    "commkit config --show-origin  # and where each of them comes from",
    "commkit --config other.toml config  # the settings of another file",
)

ShowOrigin = Annotated[bool, option("--show-origin", help=say("Also show where each value comes from."))]


def config(
    context: typer.Context,
    *,
    show_origin: ShowOrigin = False,
    face: FaceOptions = FACE,
) -> None:
    """Show what COMMKIT_* and commkit.toml set: flag > COMMKIT_* > commkit.toml > default."""
    import polars as pl

    said: Config = context.find_root().obj
    rows = [*_from_file(said), *_from_environment()]
    table = pl.DataFrame(rows, schema=dict.fromkeys(("option", "value", "origin"), pl.String), orient="row")
    path = spell_out(str(said.path)) if said.path else say("none")
    defaults = say("what is not listed has its default; see --help.")
    notes = (say("commkit.toml: {place}", place=path), defaults, count_rows())
    result = Result(say("Settings"), table if show_origin else table.drop("origin"), notes=notes)
    show_table("config", result, face)


def _from_file(said: Config) -> list[tuple[str, str, str]]:
    return [(name, value, spell_out(str(said.path))) for name, value in _flat(dict(said.values), "")]


def _flat(values: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    rows = []
    for name, value in values.items():
        rows += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(f"{prefix}{name}", str(value))]
    return rows


def _from_environment() -> list[tuple[str, str, str]]:
    names = sorted(name for name in os.environ if name.startswith("COMMKIT_"))
    return [(name.removeprefix("COMMKIT_").lower(), spell_out(os.environ[name]), f"${name}") for name in names]
