"""Days told straight to the rollup, for tests that need many communities in little time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.store import engine
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from datetime import date

    from commkit.store.ask.community import Store


def sum_up(store: Store) -> None:
    """Bring what is derived from `raw.member_day` up to what it holds now, and forget what was worked out from it."""
    con = store.con
    con.execute("create or replace temp table rolled_day as select distinct day from raw.member_day")
    for name in ("account_day", "account_group"):
        con.execute(f"delete from raw.{name}")  # noqa: S608 (one of the two)
        engine.rows(con, f"store/rollup/{name}")
    store.session.views.forget_kept()
    store.cut(Cut())


def tell_from(store: Store, day: date) -> None:
    """Say that the exports, up to the end that they have, tell of everything in them from this day on."""
    store.con.execute("update raw.coverage set first_at = $day", {"day": day})
    store.cut(Cut())
