"""`commkit rebuild`: everything that is derived, derived again."""

from __future__ import annotations

from commkit.intake.instructions import Zone, choose
from commkit.intake.zone_names import parse_zone
from commkit.params import DATABASE, Database, LockTimeout, Quiet
from commkit.render.talk import note
from commkit.store.change import rebuild_all
from commkit.words import say

EXAMPLES = (
    "commkit rebuild  # counts everything anew",
    "commkit rebuild --tz Asia/Shanghai  # counts days by Shanghai time from now on",
)


def rebuild(
    *, db: Database = DATABASE, tz: Zone = None, quiet: Quiet = False, lock_timeout: LockTimeout = 60.0
) -> None:
    """Derive days, purchases, staff and bots anew; with --tz, in another zone."""
    rebuild_all(db, parse_zone(tz), choose(), lock_timeout=lock_timeout)
    if not quiet:
        note(say("rebuilt."))
