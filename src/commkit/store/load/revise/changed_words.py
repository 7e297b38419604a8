"""Messages without ids whose words changed since another export: edited, deleted, or naming somebody otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.store import engine
from commkit.store.load.names import register

if TYPE_CHECKING:
    from commkit.store.load.loading import Loading

REWORDED = ("whatsapp",)  # sources whose messages are known by words that may be others in the next export


def find_reworded(loading: Loading, *, is_first: bool) -> None:
    """Let each message whose words changed be the one that it was, in the community or in an export loaded with it.

    It reads the community, and writes what is staged, so it cannot be part of the commit.
    """
    con = loading.con
    loads = [each.load_id for each in loading.exports if each.export.source in REWORDED and each.staged["message"]]
    if not loads or (is_first and len(loads) == 1):
        return
    engine.rows(con, "store/load/revise/told_before")
    if not is_first:
        authors = [each for (each,) in engine.rows(con, "store/load/revise/authors", {"loads": loads})]
        engine.register(con, loading.secret.keyed(authors, "account_ref"), "keyed_author")
        engine.register(con, register.key_groups(con, loading.secret), "keyed_group")
        engine.rows(con, "store/load/revise/from_community", {"loads": loads})
    for load_id in loads:
        for by_author in (True, False):  # whoever is called otherwise by now is found by the moment alone
            engine.rows(con, "store/load/revise/reworded", {"load_id": load_id, "by_author": by_author})
        engine.rows(con, "store/load/revise/from_load", {"load_id": load_id})
    loading.is_unique["message"] = False
