"""Staged records become facts: numbered, de-duplicated, counted, and the count proved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from commkit.store import engine
from commkit.store.fields import ALONE, VERSIONED
from commkit.store.load.count import Count, UnbalancedError
from commkit.store.load.stage.staged_export import STAGED
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import polars as pl

    from commkit.store.load.loading import Loading
    from commkit.store.load.stage.staged_export import Staged
    from commkit.store.private import Secret

DETAILS = ("membership", "interaction")
CAN_BE_MANY = ("message", "purchase_line")  # so many that looking for equals is worth sparing
INSERTED_APART = ("event", "membership")
# The statement that gives known records what a newer export says of them; records of other kinds never change. Messages
# and interactions that are to be corrected are found first, because the rollup must know them.
CORRECTIONS = {
    **dict.fromkeys(("profile", "purchase_line", "referral"), "newer"),
    **dict.fromkeys(VERSIONED, "newer_version"),
    **dict.fromkeys(("message", "interaction"), "newer_found"),
}


def insert(loading: Loading) -> list[Mapping[str, Count]]:
    """Insert all facts and the manifest; gives each export's counts by kind.

    Raises UnbalancedError where records are not loaded + duplicate + rejected + skipped.
    """
    con, first_load = loading.con, loading.exports[0].load_id
    con.execute(engine.statement("store/load/insert/known"))
    ends: dict[tuple[int, str], tuple[int, int]] = {}
    for kind in STAGED:
        for load_id, duplicate, loaded in _insert_kind(con, kind, loading):
            ends[load_id, kind] = (duplicate, loaded)
    if not (_is_empty(con, "stage.unpaid") and _is_empty(con, "raw.order_state")):
        engine.rows(con, "store/load/insert/order_state")
    overlapping = {load_id for (load_id, _), (duplicate, _) in ends.items() if duplicate}
    overlapping |= {load_id for detail in DETAILS for load_id in _insert_detail(con, detail)}
    if loading.credited.messages:
        engine.rows(con, "store/load/credit/known_interaction")
        engine.rows(con, "store/undo/account")  # a bridge whose messages all belong to others now
    engine.rows(con, "store/load/names/tell_groups")
    engine.rows(con, "store/load/names/call_groups")
    engine.rows(con, "store/load/insert/coverage")
    counts = [_counts(staged, ends) for staged in loading.exports]
    now = datetime.now(UTC).replace(tzinfo=None)
    engine.rows(con, "store/load/insert/load", {"loaded_at": now, "overlapping": sorted(overlapping)})
    found = engine.rows(con, "store/load/insert/orders", {"first_load": first_load})
    orders = {load_id: made for load_id, *made in found}
    for staged, count in zip(loading.exports, counts, strict=True):
        _write_manifest(loading, staged, count)
        staged.orders, staged.anonymous_lines = orders.get(staged.load_id, (0, 0))
    return counts


def _insert_kind(con: duckdb.DuckDBPyConnection, kind: str, loading: Loading) -> list[tuple[int, int, int]]:
    """(load, duplicate, loaded) of each load that staged this kind."""
    if not any(staged.staged[kind] for staged in loading.exports):
        return []
    if kind == "group":
        return engine.rows(con, "store/load/insert/group_counts")
    table = STAGED[kind]
    duplicate = _count_duplicates(con, loading, kind)
    any_duplicate = any(duplicate.values())
    if kind in ALONE:
        engine.rows(con, "store/load/insert/alone", table=table)
    credits_known = any_duplicate and kind == "message" and bool(loading.credited.messages)
    if credits_known:
        engine.rows(con, "store/load/credit/known_message")
    if any_duplicate:
        _correct(con, table)
    if kind not in ALONE:
        _insert_new(con, table, any_duplicate=any_duplicate)
    if credits_known:  # also of those just inserted in a version without a prefix
        engine.rows(con, "store/load/credit/known_message")
    asked = {"raw": f"raw.{table}", "first_load": loading.exports[0].load_id}
    loaded = dict(engine.rows(con, "store/load/insert/loaded", asked))
    return [(load_id, number, loaded.get(load_id, 0)) for load_id, number in duplicate.items()]


def _insert_detail(con: duckdb.DuckDBPyConnection, table: str) -> list[int]:
    """Insert joins and leaves, or interactions; gives the loads that told some that were known already."""
    tables = {"staged": f"stage.{table}", "raw": f"raw.{table}"}
    if _is_empty(con, tables["staged"]):
        return []
    found = engine.rows(con, "store/load/insert/duplicates", tables)
    overlapping = [load_id for load_id, duplicate in found if duplicate]
    if overlapping:
        _correct(con, table)
    _insert_new(con, table, any_duplicate=True)
    return overlapping


def _insert_new(con: duckdb.DuckDBPyConnection, table: str, *, any_duplicate: bool) -> None:
    """Insert the records that are not known yet."""
    if table in INSERTED_APART:
        engine.rows(con, f"store/load/insert/{table}")
    elif table in CAN_BE_MANY and not any_duplicate:
        engine.rows(con, "store/load/insert/all", table=table)
    else:
        engine.rows(con, "store/load/insert/new", table=table)


def _correct(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Where a staged record is newer than the one that is known, take what it says."""
    if table == "membership":
        engine.rows(con, "store/load/insert/newer_membership")
    if CORRECTIONS.get(table) == "newer_found":
        engine.rows(con, f"store/load/insert/find_newer_{table}")
    if table in CORRECTIONS:
        engine.rows(con, f"store/load/insert/{CORRECTIONS[table]}", table=table)


def _count_duplicates(con: duckdb.DuckDBPyConnection, loading: Loading, kind: str) -> Mapping[int, int]:
    """Duplicates of each load that staged this kind; counted by load only where there may be any."""
    tables = {"staged": f"stage.{STAGED[kind]}", "raw": f"raw.{STAGED[kind]}"}
    if _is_empty(con, tables["raw"]) and loading.is_unique[kind]:
        return {staged.load_id: 0 for staged in loading.exports if staged.staged[kind]}
    return dict(engine.rows(con, "store/load/insert/duplicates", tables))


def _is_empty(con: duckdb.DuckDBPyConnection, called: str) -> bool:
    return engine.rows(con, "store/load/insert/is_empty", {"called": called}) == [(True,)]


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


def _write_manifest(loading: Loading, staged: Staged, counts: Mapping[str, Count]) -> None:
    con = loading.con
    for kind, count in counts.items():
        engine.rows(con, "store/load/insert/load_count", {"load_id": staged.load_id, "kind": kind, **count._asdict()})
    for (kind, reason), records in sorted(staged.skipped.items()):
        skip = {"load_id": staged.load_id, "kind": kind, "reason": reason, "records": records}
        engine.rows(con, "store/load/insert/load_skip", skip)
    if staged.rejects:
        engine.register(con, _rejects(staged, loading.secret))
        engine.rows(con, "store/load/insert/reject")


def _rejects(staged: Staged, secret: Secret) -> pl.DataFrame:
    import polars as pl

    handles = {name: secret.file_handle(name) for name in {each.file for each in staged.rejects}}
    rows = [
        (staged.load_id, each.kind, handles[each.file], each.line, each.start, each.end, each.code, each.reason)
        for each in staged.rejects
    ]
    names = ("load_id", "kind", "file", "line", "first_byte", "last_byte", "code", "reason")
    return pl.DataFrame(rows, schema=list(names), orient="row")
