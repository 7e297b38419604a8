"""DuckDB: connections, SQL files, and frames in and out."""

from __future__ import annotations

import contextlib
import errno
import os
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from commkit.errors import CannotDo
from commkit.named_files import refuse_irregular
from commkit.store.fields import ALONE
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import duckdb
    import polars as pl

MEMORY_LIMIT = "1GB"
ASKING_LIMIT = "700MB"  # with what Python and the answers take, a question stays under 1 GB
FULL = ("No space left", "Disk quota exceeded", "max_temp_directory_size", "failed to offload")
NOT_WRITTEN = (errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)

# Our own tables that a statement written once for several of them may name: `raw.{table}`. Nothing else is ever put
# into SQL.
TABLE = "{table}"
MANIFEST = ("reject", "load_count", "load_skip", "coverage", "load")
FACTS = (
    *(
        "message",
        "interaction",
        "membership",
        "profile",
        "event",
        "purchase_line",
        "order_state",
        "referral",
        "group_told",
    ),
    *ALONE,
)
DERIVED = ("unpaid", "purchase", "refund", "member_day", "account_day", "account_group", "bot_sign")
PEOPLE = ("account", "merge_log")
STAGED_ONLY = ("talk_group", "name", "named_group")  # and `unpaid`, of which both have one
TABLES = frozenset((*MANIFEST, *FACTS, *DERIVED, *PEOPLE, *STAGED_ONLY))

# A variable's name cannot be a parameter, so each has its statement. Views and macros read them.
LOADING = "secret platform export_tz tz keep_text has_bridges names_last feed columns layout"
CUTTING = "since_on until_on as_of_on now_at every slice_by slice_label in_groups in_segment with_staff active_by"
KNOWN = "wanted unwanted aged_on by_orders by_chat settled_on in_levels features"
SCORING = "recency_cuts frequency_cuts monetary_cuts"
ATTACH = {
    ("community", True): "attach $path as community (read_only)",
    ("community", False): "attach $path as community",
    ("private", True): "attach $path as private (read_only)",
    ("private", False): "attach $path as private",
    ("old", False): "attach $path as old",
    ("kept", False): "attach $path as kept",
    ("new", True): "attach $path as new (read_only)",
    ("new", False): "attach $path as new",
}
VARIABLES = {name: f"set variable {name} = $value" for name in f"{LOADING} {CUTTING} {KNOWN} {SCORING}".split()}


class ArrowStream:
    """Anything that speaks Arrow's stream protocol, handed on without pyarrow."""

    def __init__(self, source: Any) -> None:  # noqa: ANN401 (a DuckDB relation or a Polars frame)
        self._source = source

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The columns as a C stream."""
        return self._source.__arrow_c_stream__(requested_schema)


class RowStream:
    """Rows that the engine has begun to give, handed on likewise."""

    def __init__(self, result: Any) -> None:  # noqa: ANN401 (the driver's own)
        self._result = result

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The columns as a C stream."""
        return self._result.arrow_capsule()


@cache
def statement(name: str, table: str | None = None) -> str:
    """The SQL file `name`.sql of the package, such as `metrics/active`.

    A file that serves several of our own tables says `{table}`, and is given for one of TABLES. Raises ValueError for
    any other table, for none where the file needs one, and for one where it does not.
    """
    sql = (files("commkit") / f"{name}.sql").read_text("utf-8")
    if (TABLE in sql) != (table is not None):
        raise ValueError(f"{name}.sql and the table {table} do not fit together")
    if table is None:
        return sql
    if table not in TABLES:
        raise ValueError(f"{table} is not one of our own tables")
    return sql.replace(TABLE, table)


def connect(
    database: Path | None = None, *, read_only: bool = False, spill: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection that reads nothing outside: no extensions from the network, no Python variables, times in UTC."""
    import duckdb

    if database is not None:
        _refuse_irregular(database)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "allow_community_extensions": False,
        "python_enable_replacements": False,
        "memory_limit": ASKING_LIMIT if read_only else MEMORY_LIMIT,
        "preserve_insertion_order": False,
    }
    if spill is not None:
        settings["temp_directory"] = str(spill)
    con = duckdb.connect(str(database or ":memory:"), read_only=read_only, config=settings)
    con.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")  # which would be drawn on stdout
    return con


def attach(con: duckdb.DuckDBPyConnection, name: str, database: Path, *, read_only: bool = False) -> None:
    """Let this connection use a database under one of these names. Raises CannotDo where it is no regular file."""
    _refuse_irregular(database)
    con.execute(ATTACH[name, read_only], {"path": str(database)})


def log_of(database: Path) -> Path:
    """The engine's log of what is not in the database's file yet."""
    return database.parent / f"{database.name}.wal"


def _refuse_irregular(database: Path) -> None:
    for each in (database, log_of(database)):
        refuse_irregular(each)


def rows(
    con: duckdb.DuckDBPyConnection,
    name: str,
    parameters: Mapping[str, object] | None = None,
    *,
    table: str | None = None,
) -> list[Any]:
    """Run the SQL file, for this table if it serves several, and give its rows as tuples."""
    return con.execute(statement(name, table), dict(parameters or {})).fetchall()


def read_frame(
    con: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None
) -> pl.DataFrame:
    """Run the SQL file and give its rows as a frame."""
    import polars as pl

    return pl.DataFrame(_answer(con, statement(name), dict(parameters or {})))


def _answer(con: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object]) -> ArrowStream | RowStream:
    """The rows of this SQL, as a stream.

    A relation is planned twice, first to tell its columns. What submits it at once is private to the driver, so a
    later one may lack it.
    """
    submit = getattr(con, "_submit", None)
    return RowStream(submit(sql, parameters, "stream")) if submit else ArrowStream(con.sql(sql, params=parameters))


def register(con: duckdb.DuckDBPyConnection, frame: pl.DataFrame, name: str = "incoming") -> None:
    """Let SQL read this frame under this name."""
    con.register(name, ArrowStream(frame))


def set_variable(con: duckdb.DuckDBPyConnection, name: str, value: object) -> None:
    """Set one of the session variables."""
    con.execute(VARIABLES[name], {"value": value})


@contextlib.contextmanager
def refusing() -> Iterator[None]:
    """Turn what the disk or the engine cannot do into a refusal; not a pipe that nobody reads, and not a bug."""
    from duckdb import FatalException, IOException, OutOfMemoryException, TransactionException

    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, FatalException, IOException, OutOfMemoryException, TransactionException) as error:
        raise refused(error) from error


def unwritten(error: Exception) -> CannotDo | None:
    """The refusal where the disk is full, read-only or closed to us; None where something else failed."""
    text = str(error)
    if any(words in text for words in FULL):
        return CannotDo(say("the disk is full; nothing was changed"), hint=say("free some space and run it again"))
    reason = next((words for words in map(os.strerror, NOT_WRITTEN) if words in text), None)
    if reason:
        what = say("the disk refused: {reason}; nothing was changed", reason=say(reason))
        return CannotDo(what, hint=say("check the permissions and limits of --db and of the temporary folder"))
    return None


def refused(error: Exception) -> CannotDo:
    """The engine's failure as a refusal that leaves out its message, which may quote data."""
    return unwritten(error) or CannotDo(
        say("the database engine refused: {kind}", kind=type(error).__name__), hint=say("run `commkit doctor`")
    )
