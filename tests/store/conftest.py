"""A community on disk: exports told row by row are loaded, and what it then holds can be compared."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import duckdb
import pytest

from commkit.store.batch import Batch, frame
from commkit.store.fields import RECORDS
from commkit.store.load.loading import Loading
from commkit.store.load.options import LoadOptions
from commkit.store.load.stage.staged_export import ExportFacts
from commkit.store.load.transaction import commit
from commkit.store.private import Secret, beside, find_secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from commkit.store.load.count import Count

    Rows = list[dict[str, object]]
    Contents = dict[str, list[tuple[object, ...]]]

PEOPLE = ("account", "other", "subject", "inviter", "invitee", "sender", "receiver")
MANIFEST = ("load", "load_count", "load_skip", "reject", "meta", "group_told", "coverage")


class Told(NamedTuple):
    """One export, told row by row: its batch, and the digest that stands for its bytes."""

    digest: str
    batch: Batch


class Load(Protocol):
    """Loads exports in one commit, with the fields of LoadOptions; gives what became of each one's records by kind."""

    def __call__(self, *exports: Told, **choices: Any) -> list[Mapping[str, Count]]:  # noqa: ANN401
        """Load."""


@pytest.fixture
def export() -> Callable[..., Told]:
    """Tell an export: rows by kind, and `said` for the other fields of its batch."""
    numbers = iter(range(1, 10**6))

    def told(said: Mapping[str, Any] | None = None, observed: str | None = None, **rows: Rows) -> Told:
        fields = {"observed_at": datetime.fromisoformat(observed) if observed else None, **(said or {})}
        counted = {kind: len(each) for kind, each in rows.items() if kind in RECORDS}
        frames = {kind: frame(kind, each) for kind, each in rows.items()}
        return Told(f"{next(numbers):032}", Batch(**{"frames": frames, "records": counted, **fields}))

    return told


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the community is kept."""
    return tmp_path / "c.duckdb"


@pytest.fixture
def load(tmp_path: Path, database: Path) -> Load:
    """Load into the database."""

    def loaded(
        *exports: Told,
        into: Path = database,
        secret: bytes | None = b"told",  # where the private file has none yet
        lock_timeout: float = 0,
        **choices: Any,  # noqa: ANN401 (fields of LoadOptions)
    ) -> list[Mapping[str, Count]]:
        known = find_secret(into, lock_timeout)
        loading = Loading(tmp_path, LoadOptions(**choices), known or (Secret(secret) if secret else Secret.new()))
        try:
            for told in exports:
                loading.stage(ExportFacts(told.digest, "told.json", "told", "here", ()), [told.batch])
            return commit(loading, into, lock_timeout=lock_timeout)
        finally:
            loading.close()

    return loaded


@pytest.fixture
def rows(database: Path) -> Callable[..., list[Any]]:
    """Rows of the database, with the private file attached, by a query."""

    def found(query: str, path: Path = database) -> list[Any]:
        with duckdb.connect(str(path), read_only=True) as con:
            con.execute("attach $path as private (read_only)", {"path": str(beside(path))})
            return con.execute(query).fetchall()

    return found


@pytest.fixture
def contents(database: Path) -> Callable[..., Contents]:
    """All that the community holds but for the manifest: rows sorted, people and groups by their keys."""

    def found(path: Path = database) -> Contents:
        with duckdb.connect(str(path), read_only=True) as con:
            people = dict(con.execute("select account, key from raw.account").fetchall())
            places = dict(con.execute("select group_id, key from raw.talk_group").fetchall())
            tables = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
            return {table: _plain(con, table, people, places) for table in sorted({*tables} - {*MANIFEST})}

    return found


def _plain(
    con: duckdb.DuckDBPyConnection, table: str, people: dict[int, str], places: dict[int, str]
) -> list[tuple[object, ...]]:
    found = con.table(f"raw.{table}")
    names = [name for name in found.columns if name != "load_id"]
    keys = [people if name in PEOPLE else places if name == "group_id" else None for name in names]
    plain = [
        tuple(key.get(value) if key else value for key, value in zip(keys, row, strict=True))
        for row in found.select(*names).fetchall()
    ]
    return sorted(plain, key=repr)
