"""The rows, rejects and counts of a batch while it is being read."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commkit.store.batch import Batch, Reject, frame

if TYPE_CHECKING:
    from datetime import datetime

ENOUGH = 50_000  # rows of a batch


@dataclass(slots=True)
class Gathering:
    """What is read so far; `records` is counted where a record is met, not where a row is made."""

    rows: defaultdict[str, list[tuple[object, ...]]] = field(default_factory=lambda: defaultdict(list))
    records: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def is_full(self) -> bool:
        """Whether it is time to hand over."""
        return self.records.total() >= ENOUGH

    def add(self, kind: str, *values: object) -> None:
        """One row in the order of its shape's columns."""
        self.rows[kind].append(values)

    def reject(self, kind: str, where: tuple[str, int], code: str, reason: str, span: tuple[int, int] = (0, 0)) -> None:
        """One record that cannot be taken; `where` is its file and line, `span` its bytes."""
        self.rejects.append(Reject(kind, *where, *span, code, reason))

    def batch(
        self,
        *,
        naive: bool = False,
        zone: str | None = None,
        observed_at: datetime | None = None,
        covers_until: datetime | None = None,
    ) -> Batch:
        """All that is gathered."""
        frames = {kind: frame(kind, rows) for kind, rows in self.rows.items()}
        return Batch(frames, self.records, self.rejects, self.skipped, naive, zone, observed_at, covers_until)
