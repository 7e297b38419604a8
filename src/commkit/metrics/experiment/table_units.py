"""An experiment as a table that somebody kept: one row a person or thing, a column for the variant and each outcome."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from commkit.errors import CannotDo, WrongUse
from commkit.file_names import show_path
from commkit.metrics.experiment.experiment_units import EARLIER, VARIANT, Units
from commkit.named_files import refuse_irregular
from commkit.words import say, suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

_YES, _NO = ("true", "yes", "y", "是", "t"), ("false", "no", "n", "否", "f")


def read_units(
    path: Path, unit: str | None, variant: str, outcomes: Sequence[str], covariate: str | None
) -> tuple[Units, int]:
    """The rows of the file, and how many have no variant. Raises CannotDo and WrongUse."""
    import polars as pl

    table = _read(path)
    for name in (variant, *outcomes, *filter(None, (unit, covariate))):
        _refuse_missing(name, table)
    if unit:
        _refuse_repeated(unit, table)
    told = table.select(
        pl.col(variant).str.strip_chars().replace("", None).alias(VARIANT),
        *(_read_numbers(table, name).alias(name) for name in outcomes),
        *([_read_numbers(table, covariate).alias(EARLIER)] if covariate else []),
    )
    kept = told.filter(pl.col(VARIANT).is_not_null())
    return Units(kept, tuple(outcomes), has_earlier=covariate is not None), told.height - kept.height


def _read(path: Path) -> pl.DataFrame:
    """All cells as text. Raises CannotDo where the file cannot be read."""
    import polars as pl

    name = show_path(str(path))
    refuse_irregular(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        what = say("{file} cannot be read: {reason}", file=name, reason=say(error.strerror or ""))
        raise CannotDo(what, hint=say("give a table as CSV, TSV or Parquet")) from error
    try:
        if raw.startswith(b"PAR1"):
            return pl.read_parquet(io.BytesIO(raw)).with_columns(pl.all().cast(pl.String))
        text = _decode(raw)
        separator = "\t" if "\t" in text.partition("\n")[0] else ","
        return pl.read_csv(io.StringIO(text), infer_schema=False, separator=separator)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise CannotDo(say("{file} is no table", file=name), hint=say("give a table as CSV, TSV or Parquet")) from error


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _refuse_missing(name: str, table: pl.DataFrame) -> None:
    if name in table.columns:
        return
    near = suggest(name, table.columns)
    there = say("there are: {names}", names=say(", ").join(table.columns))
    raise WrongUse(
        say("no column is called {name!r}", name=name),
        hint=say("did you mean {name}?", name=near[0]) if near else there,
    )


def _refuse_repeated(unit: str, table: pl.DataFrame) -> None:
    """Refuse a unit in two rows: it would count twice. Raises WrongUse."""
    repeated = table.height - table[unit].n_unique()
    if repeated:
        raise WrongUse(
            say("rows that repeat the {unit} of another: {count}", count=repeated, unit=unit),
            hint=say("make one row of each, or leave --unit out where rows are the units"),
        )


def _read_numbers(table: pl.DataFrame, name: str) -> pl.Series:
    """The column as numbers, yes and no as 1 and 0, blanks as null. Raises WrongUse for any other text."""
    import polars as pl

    text = table[name].str.strip_chars().str.to_lowercase()
    words = dict.fromkeys(_YES, "1") | dict.fromkeys(_NO, "0") | {"": None}
    numbers = text.replace(words).cast(pl.Float64, strict=False)
    wrong = (numbers.is_null() | ~numbers.is_finite()) & ~text.is_in(["", *words]) & text.is_not_null()
    if wrong.any():
        row = int(wrong.arg_max() or 0) + 1
        raise WrongUse(
            say("column {name} holds no number in row {row}", name=name, row=row),
            hint=say("give numbers, yes and no, or true and false; leave blank what is not known"),
        )
    return numbers
