"""What is staged of an export: how much of each kind, and what was rejected or skipped."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from commkit.errors import FoundFaults
from commkit.store.fields import ALONE
from commkit.store.load.credit.relay import digest_bridges
from commkit.store.private import HANDLE_DIGITS
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from commkit.store.batch import Reject
    from commkit.store.load.options import LoadOptions
    from commkit.store.private import Secret

HALF = 0.5  # of the records may be rejected where nothing else is said
STAGED = {
    "group": "talk_group",
    "member": "profile",
    "message": "message",
    "order_line": "purchase_line",
    "event": "event",
    "referral": "referral",
    **{kind: kind for kind in ALONE},
}


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """One export as the store knows it: keyed digest of its bytes, its file's name, where it lies, and its format."""

    digest: str
    file: str
    source: str
    platform: str
    lacks: tuple[str, ...]
    folder: str = ""


@dataclass(slots=True)
class Staged:
    """What was read of one export, by kind."""

    load_id: int
    export: ExportFacts
    records: Counter[str] = field(default_factory=Counter)
    staged: Counter[str] = field(default_factory=Counter)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    observed_at: datetime | None = None
    covers_until: datetime | None = None
    instead_of: int | None = None  # the load that this one replaces
    unknown_states: Counter[str] = field(default_factory=Counter)  # of order lines
    unknown_answers: Counter[tuple[str, str]] = field(default_factory=Counter)  # kind, word where yes or no is asked
    notices: Counter[str] = field(default_factory=Counter)  # of the platform's own
    wrong: Sequence[tuple[str, int, date]] = ()  # kind, records and last local day of what is wrongly dated
    orders: int = 0  # that the order lines make, known once they are inserted
    anonymous_lines: int = 0  # of orders without a customer

    def rejected(self, kind: str) -> int:
        """Rejects of this kind."""
        return sum(reject.kind == kind for reject in self.rejects)

    def skips(self, kind: str) -> int:
        """Skips of this kind, for whatever reason."""
        return sum(number for (each, _), number in self.skipped.items() if each == kind)


def refuse_too_many_rejects(staged: Staged, most: float | None) -> None:
    """Refuse an export of which most cannot be read: it was probably read wrongly. Raises FoundFaults."""
    records = sum(staged.records.values())
    limit = most if isinstance(most, int) else records * (HALF if most is None else most)
    if len(staged.rejects) > limit:
        first = staged.rejects[0]
        what = say("{rejected} of {records} records could not be read", rejected=len(staged.rejects), records=records)
        hint = say(
            "see what they are: {code}, first at line {line}; --map, --date-format and --encoding say otherwise",
            code=first.code,
            line=first.line,
        )
        raise FoundFaults(what, hint=hint)


def describe(staged: Staged, options: LoadOptions, secret: Secret) -> dict[str, object]:
    """What the community keeps of the load."""
    export = staged.export
    return {
        "load_id": staged.load_id,
        "digest": export.digest,
        "file": export.digest[:HANDLE_DIGITS],
        "folder": export.folder,
        "source": export.source,
        "platform": export.platform,
        "lacks": list(export.lacks),
        "observed_at": staged.observed_at,
        "covers_until": options.covers_until or _not_ahead(staged.covers_until),
        "bridges": digest_bridges(options.bridges, secret),
    }


def _not_ahead(stated: datetime | None) -> datetime | None:
    """The end that an export states; nobody exports what is still to come."""
    return stated and min(stated, datetime.now(UTC).replace(tzinfo=None))


def latest(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two moments, either of which may be unknown."""
    return max(filter(None, (one, other)), default=None)
