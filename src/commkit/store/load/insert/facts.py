"""Staged records become facts: numbered, de-duplicated, counted, and the count proved."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

from commkit.store import engine
from commkit.store.batch import ALONE
from commkit.store.load.count import Count, UnbalancedError
from commkit.store.load.stage.export import STAGED
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import polars as pl

    from commkit.store.load.loading import Loading
    from commkit.store.load.stage.export import Staged

CAN_BE_NEWER = ("profile", "message", "purchase_line", "referral", "campaign", "ticket", "daily_count")
DETAILS = ("membership", "interaction")
FOUND_FIRST = ("message", "interaction")  # what is to be corrected is found, so that the rollup knows it, then done
CAN_BE_MANY = ("message", "purchase_line")  # so many that looking for equals is worth sparing


def number(con: duckdb.DuckDBPyConnection, people: pl.DataFrame, places: pl.DataFrame) -> None:
    """Give every arrived account and group its integer, a new one where it is not yet known."""
    engine.take(con, people)
    engine.rows(con, "store/load/new_accounts")
    engine.rows(con, "store/load/longer_handles")
    engine.rows(con, "store/load/arrived_person")
    engine.take(con, places)
    engine.rows(con, "store/load/stated_before")
    engine.rows(con, "store/load/new_groups")
    engine.rows(con, "store/load/arrived_group")


def insert(loading: Loading) -> list[Mapping[str, Count]]:
    """Insert all facts and the manifest; gives each export's counts by kind.

    Raises UnbalancedError where records are not loaded + duplicate + rejected + skipped.
    """
    con, first_load = loading.con, loading.exports[0].load_id
    ends: dict[tuple[int, str], tuple[int, int]] = {}
    for kind in STAGED:
        for load_id, duplicate, loaded in _insert_kind(con, kind, loading):
            ends[load_id, kind] = (duplicate, loaded)
    overlapping = {load_id for (load_id, _), (duplicate, _) in ends.items() if duplicate}
    overlapping |= {load_id for detail in DETAILS for load_id in _insert_detail(con, detail)}
    if loading.credited.messages:
        engine.rows(con, "store/load/credit_known_interaction")
        engine.rows(con, "store/undo/account")  # a bridge of which nothing is left
    engine.rows(con, "store/load/tell_groups")
    engine.rows(con, "store/load/call_groups")
    counts = [_counts(staged, ends) for staged in loading.exports]
    now = datetime.now(UTC).replace(tzinfo=None)
    engine.rows(con, "store/load/insert_load", {"loaded_at": now, "overlapping": sorted(overlapping)})
    orders = {load_id: made for load_id, *made in engine.rows(con, "store/load/orders", {"first_load": first_load})}
    for staged, count in zip(loading.exports, counts, strict=True):
        _write_manifest(con, staged, count)
        staged.orders, staged.anonymous_lines = orders.get(staged.load_id, (0, 0))
    return counts


def _insert_kind(con: duckdb.DuckDBPyConnection, kind: str, loading: Loading) -> list[tuple[int, int, int]]:
    """(load, duplicate, loaded) of each load that staged this kind."""
    if not any(staged.staged[kind] for staged in loading.exports):
        return []
    first_load = loading.exports[0].load_id
    if kind == "group":
        return engine.rows(con, "store/load/group_counts")
    name = STAGED[kind]
    tables = {"staged": f"stage.{name}", "raw": f"raw.{name}"}
    duplicate = _duplicates(con, loading, kind, tables)
    any_duplicate = any(duplicate.values())
    if kind in ALONE:
        engine.insert(con, "store/load/alone", tables, into=tables["raw"])
    credits_known = any_duplicate and kind == "message" and bool(loading.credited.messages)
    if credits_known:
        engine.rows(con, "store/load/credit_known_message")
    if any_duplicate and name in CAN_BE_NEWER:
        _correct(con, name)
    if kind not in ALONE:
        plain = name in CAN_BE_MANY and not any_duplicate
        engine.rows(con, f"store/load/insert_{name}" if plain else f"store/load/insert_new_{name}")
    if credits_known:  # also of those just inserted in a version without a prefix
        engine.rows(con, "store/load/credit_known_message")
    loaded = dict(engine.rows(con, "store/load/loaded", {"raw": tables["raw"], "first_load": first_load}))
    return [(load_id, number, loaded.get(load_id, 0)) for load_id, number in duplicate.items()]


def _insert_detail(con: duckdb.DuckDBPyConnection, name: str) -> list[int]:
    """Insert joins and leaves, or reactions; gives the loads some of whose were known already."""
    tables = {"staged": f"stage.{name}", "raw": f"raw.{name}"}
    overlapping = [load_id for load_id, duplicate in engine.rows(con, "store/load/duplicates", tables) if duplicate]
    if overlapping:
        _correct(con, name)
    engine.rows(con, f"store/load/insert_{name}")
    return overlapping


def _correct(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Where a staged record is newer than the one that is known, take what it says."""
    if name in FOUND_FIRST:
        engine.rows(con, f"store/load/find_newer_{name}")
    engine.rows(con, f"store/load/newer_{name}")


def _duplicates(
    con: duckdb.DuckDBPyConnection, loading: Loading, kind: str, tables: Mapping[str, str]
) -> Mapping[int, int]:
    """Duplicates of each load that staged this kind; told apart by load only where there are any."""
    is_empty = engine.rows(con, "store/load/is_empty", {"raw": tables["raw"]}) == [(True,)]
    if is_empty and loading.is_unique[kind]:
        return {staged.load_id: 0 for staged in loading.exports if staged.staged[kind]}
    return dict(engine.rows(con, "store/load/duplicates", tables))


def _counts(staged: Staged, ends: Mapping[tuple[int, str], tuple[int, int]]) -> Mapping[str, Count]:
    counts = {}
    for kind, records in staged.records.items():
        duplicate, loaded = ends.get((staged.load_id, kind), (0, 0))
        counts[kind] = Count(records, loaded, duplicate, staged.rejected(kind), staged.skips(kind))
        if not counts[kind].balances:
            raise UnbalancedError(
                say("{seen} {kind} records do not balance: {counts}", seen=records, kind=kind, counts=counts[kind]),
                hint=say("nothing was loaded; please report this with the format's name"),
            )
    return counts


def _write_manifest(con: duckdb.DuckDBPyConnection, staged: Staged, counts: Mapping[str, Count]) -> None:
    for kind, count in counts.items():
        engine.rows(con, "store/load/insert_count", {"load_id": staged.load_id, "kind": kind, **count._asdict()})
    for (kind, reason), records in sorted(staged.skipped.items()):
        skip = {"load_id": staged.load_id, "kind": kind, "reason": reason, "records": records}
        engine.rows(con, "store/load/insert_skip", skip)
    if staged.rejects:
        engine.take(con, _rejects(staged))
        engine.rows(con, "store/load/insert_reject")


def _rejects(staged: Staged) -> pl.DataFrame:
    import polars as pl

    rows = [
        (staged.load_id, each.kind, file_handle(each.file), each.line, each.start, each.end, each.code, each.reason)
        for each in staged.rejects
    ]
    names = ("load_id", "kind", "file", "line", "first_byte", "last_byte", "code", "reason")
    return pl.DataFrame(rows, schema=list(names), orient="row")


def file_handle(name: str) -> str:
    """What the behaviour file calls a file, whose name may be a person's."""
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
