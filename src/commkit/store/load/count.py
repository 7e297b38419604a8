"""What became of records: counted, and never one lost."""

from __future__ import annotations

from typing import NamedTuple

from commkit.errors import CommkitError


class Count(NamedTuple):
    """What became of the records of one kind: records = loaded + duplicate + rejected + skipped."""

    records: int = 0
    loaded: int = 0
    duplicate: int = 0
    rejected: int = 0
    skipped: int = 0

    def plus(self, other: Count) -> Count:
        """Both together."""
        return Count(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def balances(self) -> bool:
        """Whether nothing was lost."""
        return self.records == self.loaded + self.duplicate + self.rejected + self.skipped


class UnbalancedError(CommkitError):
    """A source or the store lost a record: a bug in commkit, found before anything was kept."""
