"""DuckDB itself: connections, SQL files, and frames in and out."""

from __future__ import annotations

import contextlib
import errno
import os
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from commkit.errors import CannotDo
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import duckdb
    import polars as pl

MEMORY_LIMIT = "1GB"
FULL = ("No space left", "Disk quota exceeded", "max_temp_directory_size", "failed to offload")
NOT_WRITTEN = (errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
ALWAYS = ("macros", "merged")  # what every view builds on
VIEWS = ("people", "facts", "stays", "deeds", "alone")  # files of them
READ = re.compile(r"\b(?:from|join) (\w+)")
MADE = re.compile(r"^create or replace temp (?:view|macro) (\w+)", re.MULTILINE)
BEFORE_EACH = re.compile(r"^(?=create )", re.MULTILINE)

# A variable's name cannot be a parameter, so each has its statement. Views and macros read them.
LOADING = "platform export_tz tz keep_text has_bridges shift feed columns layout written"
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


def vocabulary() -> str:
    """All views and macros that questions can read, each after those that it builds on."""
    return "\n".join(statement(f"store/views/{name}") for name in (*ALWAYS, *VIEWS))


@cache
def views() -> dict[str, str]:
    """What makes each view, by its name, in the order of the vocabulary."""
    text = "\n".join(statement(f"store/views/{name}") for name in VIEWS)
    return {found[1]: piece for piece in BEFORE_EACH.split(text) if (found := MADE.match(piece))}


@cache
def made_by(name: str) -> frozenset[str]:
    """The views that the SQL file `name`.sql makes."""
    return frozenset(MADE.findall(statement(name)))


@cache
def reads(name: str) -> frozenset[str]:
    """The views that the SQL file `name`.sql reads, with all that they build on."""
    return frozenset().union(*map(behind, named_in(statement(name))))


@cache
def behind(view: str) -> frozenset[str]:
    """The view itself and all those that it builds on."""
    return frozenset({view}.union(*map(behind, named_in(views()[view]) - {view})))


def named_in(sql: str) -> frozenset[str]:
    """The views from which this SQL selects."""
    return frozenset(READ.findall(sql)) & views().keys()


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


def insert(con: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object], *, into: str) -> None:
    """Insert the rows of the SQL file into a table, which no parameter could name."""
    con.sql(statement(name), params=dict(parameters)).insert_into(into)


def take(con: duckdb.DuckDBPyConnection, frame: pl.DataFrame, name: str = "incoming") -> None:
    """Let SQL see this frame under this name."""
    con.register(name, Columns(frame))


def set_variable(con: duckdb.DuckDBPyConnection, name: str, value: object) -> None:
    """Set one of the session variables."""
    con.execute(VARIABLES[name], {"value": value})


@contextlib.contextmanager
def refusing() -> Iterator[None]:
    """Turn what the disk or the engine cannot do into a refusal; a pipe that nobody reads is none, nor is a bug."""
    from duckdb import FatalException, IOException, OutOfMemoryException, TransactionException

    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, FatalException, IOException, OutOfMemoryException, TransactionException) as error:
        raise refused(error) from error


def unwritten(error: Exception) -> CannotDo | None:
    """The refusal of a disk that is full, read-only or closed to us; None where the failure is another."""
    text = str(error)
    if any(words in text for words in FULL):
        return CannotDo(say("the disk is full; nothing was changed"), hint=say("free some space and run it again"))
    reason = next((words for words in map(os.strerror, NOT_WRITTEN) if words in text), None)
    if reason:
        what = say("the disk refused: {reason}; nothing was changed", reason=say(reason))
        return CannotDo(what, hint=say("check the permissions and limits of --db and of the temporary folder"))
    return None


def refused(error: Exception) -> CannotDo:
    """The engine's failure as a refusal, without the data that its message may quote."""
    return unwritten(error) or CannotDo(
        say("the database engine refused: {kind}", kind=type(error).__name__), hint=say("run `commkit doctor`")
    )
