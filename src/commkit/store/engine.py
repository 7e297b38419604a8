"""DuckDB itself: connections, SQL files, and frames in and out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from commkit.errors import CannotDo
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb
    import polars as pl

MEMORY_LIMIT = "1GB"
VIEWS = ("macros", "merged", "people", "facts", "stays", "deeds")

# A variable's name cannot be a parameter, so each has its statement. Views and macros read them.
LOADING = "platform export_tz tz keep_text shift pipe columns layout"
CUTTING = "since_on until_on as_of_on now_at every slice_by in_groups in_segment with_staff active_by"
KNOWN = "by_orders by_chat covers_on"
VARIABLES = {name: f"set variable {name} = $value" for name in f"{LOADING} {CUTTING} {KNOWN}".split()}


class Columns:
    """Anything that speaks Arrow's stream protocol, handed on without pyarrow."""

    def __init__(self, source: Any) -> None:  # noqa: ANN401 (a DuckDB relation or a Polars frame)
        self._source = source

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The columns as a C stream."""
        return self._source.__arrow_c_stream__(requested_schema)


@cache
def statement(name: str) -> str:
    """The SQL file `name`.sql of the package, such as `metrics/active`."""
    return (files("commkit") / f"{name}.sql").read_text("utf-8")


def views() -> str:
    """The views and macros that every question reads, each file after those that it builds on."""
    return "\n".join(statement(f"store/views/{name}") for name in VIEWS)


def connect(
    database: Path | None = None, *, read_only: bool = False, spill: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection that reads nothing outside: no extensions from the network, no Python variables, times in UTC."""
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "allow_community_extensions": False,
        "python_enable_replacements": False,
        "memory_limit": MEMORY_LIMIT,
        "preserve_insertion_order": False,
    }
    if spill is not None:
        settings["temp_directory"] = str(spill)
    con = duckdb.connect(str(database or ":memory:"), read_only=read_only, config=settings)
    con.execute("set TimeZone = 'UTC'")
    return con


def rows(con: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None) -> list[Any]:
    """Run the SQL file and give its rows as tuples."""
    return con.execute(statement(name), dict(parameters or {})).fetchall()


def table(con: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
    """Run the SQL file and give its rows as a frame."""
    import polars as pl

    return pl.DataFrame(Columns(con.sql(statement(name), params=dict(parameters or {}))))


def take(con: duckdb.DuckDBPyConnection, frame: pl.DataFrame, name: str = "incoming") -> None:
    """Let SQL see this frame under this name."""
    con.register(name, Columns(frame))


def set_variable(con: duckdb.DuckDBPyConnection, name: str, value: object) -> None:
    """Set one of the session variables."""
    con.execute(VARIABLES[name], {"value": value})


def refused(error: Exception) -> CannotDo:
    """The engine's failure as a refusal, without the data that its message may quote."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    full = "No space left" in str(error) or "disk" in text.lower() or "max_temp_directory_size" in str(error)
    if full:
        return CannotDo(say("the disk is full; nothing was changed"), hint=say("free some space and run it again"))
    return CannotDo(
        say("the database engine refused: {kind}", kind=type(error).__name__), hint=say("run `commkit doctor`")
    )
