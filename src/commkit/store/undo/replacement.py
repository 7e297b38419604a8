"""A load that replaces another: the same export read with other options, or mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.errors import FoundFaults
from commkit.store import engine
from commkit.store.rollup.days import rebuild
from commkit.store.undo.removal import forget, sweep
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from commkit.store.load.stage.staged_export import Staged


def make_room(con: duckdb.DuckDBPyConnection, exports: Sequence[Staged]) -> dict[int, int]:
    """Forget the loads that these exports replace; gives how many records of each could be read."""
    understood = {staged.instead_of: _understood(con, staged.instead_of) for staged in exports if staged.instead_of}
    for load_id in understood:
        forget(con, load_id)
    return understood


def take_over(con: duckdb.DuckDBPyConnection, exports: Sequence[Staged], understood: dict[int, int]) -> None:
    """Finish what `make_room` began. Raises FoundFaults where fewer records are understood than before."""
    for staged in exports:
        if staged.instead_of in understood:
            _refuse_loss(con, staged, understood[staged.instead_of])
    rebuild(con)
    sweep(con)


def _understood(con: duckdb.DuckDBPyConnection, load_id: int) -> int:
    [(number,)] = engine.rows(con, "store/undo/accepted", {"load_id": load_id})
    return int(number)


def _refuse_loss(con: duckdb.DuckDBPyConnection, staged: Staged, before: int) -> None:
    now = _understood(con, staged.load_id)
    if now < before:
        what = say(
            "load {number} had {before:,} records that could be read, this has {now:,}: nothing was changed",
            number=staged.instead_of,
            before=before,
            now=now,
        )
        raise FoundFaults(what, hint=say("give the whole export; mended records alone are loaded by commkit load"))
