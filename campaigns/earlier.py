"""A database as an earlier version wrote it, made of one of ours."""

from __future__ import annotations

from pathlib import Path

import duckdb

SCHEMAS = Path(__file__).parent.parent / "tests" / "data" / "schema"
TABLES = "select table_name from duckdb_tables() where database_name = $name and estimated_size > 0"
COLUMNS = "select column_name from duckdb_columns() where database_name = 'old' and table_name = $table"


def take_back(database: Path, version: int = 6) -> None:
    """Put the same community, as this version held it, in the place of this database."""
    draft = database.with_name("taken-back.duckdb")
    with duckdb.connect() as con:
        con.execute("attach $path as new (read_only)", {"path": str(database)})
        con.execute("attach $path as old", {"path": str(draft)})
        con.execute("use old")
        con.execute((SCHEMAS / f"{version}.sql").read_text("utf-8"))
        con.execute((SCHEMAS / f"back_to_{version}.sql").read_text("utf-8"))
        for table in sorted(_tables(con, "new") - _tables(con, "old")):
            columns = ", ".join(name for (name,) in con.execute(COLUMNS, {"table": table}).fetchall())
            if columns:
                con.execute(f"insert into old.raw.{table} by name select {columns} from new.raw.{table}")  # noqa: S608
        con.execute("use memory")
        con.execute("detach old")
    draft.chmod(database.stat().st_mode)
    draft.replace(database)


def _tables(con: duckdb.DuckDBPyConnection, name: str) -> set[str]:
    """The tables of an attached database that have rows."""
    return {table for (table,) in con.execute(TABLES, {"name": name}).fetchall()}


def version_of(database: Path) -> int:
    """The version of a database that nobody holds."""
    with duckdb.connect(str(database), read_only=True) as con:
        [(version,)] = con.execute("select schema_version from raw.meta").fetchall()
    return int(version)
