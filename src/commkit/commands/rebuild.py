"""`commkit rebuild`: everything that is derived, derived again."""

from __future__ import annotations

from commkit import render
from commkit.answer.question import choices
from commkit.commands.load import Zone, a_zone
from commkit.params import DATABASE, Database, LockTimeout, Quiet
from commkit.store.change import rebuild_all
from commkit.words import say

EXAMPLES = ("commkit rebuild", "commkit rebuild --tz Asia/Shanghai")


def rebuild(
    *, db: Database = DATABASE, tz: Zone = None, quiet: Quiet = False, lock_timeout: LockTimeout = 60.0
) -> None:
    """Derive days, purchases, staff and bots anew; with --tz, in another zone."""
    rebuild_all(db, a_zone(tz), choices(), lock_timeout=lock_timeout)
    if not quiet:
        render.note(say("rebuilt."))
