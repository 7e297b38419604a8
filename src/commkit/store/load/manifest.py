"""What a database already holds, read before anything is loaded into it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commkit.store import engine
from commkit.store.load.count import Count
from commkit.store.load.credit.relay import digest_bridges
from commkit.store.locks import patiently, refuse_dangling, refuse_other, refuse_unwritable
from commkit.store.private import Secret, find_secret
from commkit.store.schema.meta import Meta, read_meta
from commkit.store.schema.migration import up_to_date
from commkit.store.soundness.damage import blaming

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb


@dataclass(frozen=True, slots=True)
class Manifest:
    """The community's secret and zone, and what became of the records of each loaded export, by its keyed digest."""

    secret: Secret
    tz: str | None = None
    digests: Mapping[str, Mapping[str, Count]] = field(default_factory=dict)
    last_load: int = 0
    has_chat_table: bool = False  # chats that name no group are in one called `table`
    has_names_in_keys: bool = False  # messages of WhatsApp are known by their authors' names


@dataclass(frozen=True, slots=True)
class RejectingLoads:
    """The community's secret and zone, the keyed digest of every load's export, and the loads that have rejects.

    `groups` has the name of the group of each load of a table that tells of one alone.
    """

    secret: Secret
    tz: str | None
    digests: Mapping[int, str | None]
    with_rejects: tuple[int, ...]
    groups: Mapping[int, str]
    has_names_in_keys: bool


def find_rejecting_loads(database: Path, lock_timeout: float) -> RejectingLoads:
    """The loads of this database. Raises Locked or CannotDo."""
    refuse_other(database)
    with _opened(database, lock_timeout) as (con, known):
        loads = engine.rows(con, "store/load/rejecting_loads") if known.tz else []
        groups = dict(engine.rows(con, "store/load/only_groups")) if known.tz else {}
        has_names_in_keys = _is_so(con, known, "has_names_in_keys")
    digests = {load_id: digest for load_id, digest, _ in loads}
    secret = _secret_of(database, known, lock_timeout)
    with_rejects = tuple(load_id for load_id, _, rejects in loads if rejects)
    return RejectingLoads(secret, known.tz, digests, with_rejects, groups, has_names_in_keys)


def _is_so(con: duckdb.DuckDBPyConnection, known: Meta, name: str) -> bool:
    """Whether something is so in a community that holds anything."""
    return bool(known.tz) and engine.rows(con, f"store/load/{name}") == [(True,)]


@contextlib.contextmanager
def _opened(database: Path, lock_timeout: float) -> Iterator[tuple[duckdb.DuckDBPyConnection, Meta]]:
    with blaming(database):
        con, known = up_to_date(database, lock_timeout, lambda: _visit(database, lock_timeout))
        with contextlib.closing(con):
            yield con, known


def _visit(database: Path, lock_timeout: float) -> tuple[duckdb.DuckDBPyConnection, Meta]:
    con = patiently(lambda: engine.connect(database, read_only=True), lock_timeout, database)
    try:
        return con, read_meta(con)
    except BaseException:
        con.close()
        raise


def peek(database: Path, lock_timeout: float, bridges: Sequence[str] = ()) -> Manifest:
    """The manifest of this database; empty where there is none yet. Raises Locked or CannotDo.

    A load that knew of other bridges than these does not count, because its exports would be read differently now.
    """
    if not database.exists():
        refuse_dangling(database)
        refuse_unwritable(database.parent)
        return Manifest(_secret_of(database, Meta(), lock_timeout))
    refuse_other(database)
    with _opened(database, lock_timeout) as (con, known):
        secret = _secret_of(database, known, lock_timeout)
        digests: dict[str, dict[str, Count]] = {}
        asked = {"bridges": digest_bridges(bridges, secret)}
        for digest, kind, records, seen, rejected, skipped in (
            engine.rows(con, "store/load/known_digests", asked) if known.tz else ()
        ):
            digests.setdefault(digest, {})[kind] = Count(records, 0, seen, rejected, skipped)
        told = [_is_so(con, known, name) for name in ("has_chat_table", "has_names_in_keys")]
        return Manifest(secret, known.tz, digests, known.last_load, *told)


def _secret_of(database: Path, known: Meta, lock_timeout: float) -> Secret:
    """The secret that the private file has, a new one where there is none yet. Raises Locked or CannotDo."""
    with blaming(database):
        return find_secret(database, lock_timeout, known.secret_check) or Secret.new()
