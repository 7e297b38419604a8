"""A table of who brought whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.recount.exports.records import Author, Export, Invited
from tests.recount.exports.tables import instant, rows_of

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo


def read(path: Path, tz: ZoneInfo) -> Export:
    """The whole table."""
    export = Export("table", None, frozenset({"referrals"}))
    for row in rows_of(path):
        export.records["referral"] += 1
        invitee, inviter = (Author(row["platform"], row[name]) for name in ("invitee_id", "inviter_id"))
        export.accounts |= {invitee, inviter}
        export.invited.append(Invited(invitee, inviter, instant(row["invited_at"], tz)))
    return export
