"""The rows, rejects and counts of a batch while it is being read."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commkit.store.batch import Batch, Reject, frame_of_columns
from commkit.store.fields import SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

ENOUGH = 50_000  # records in a batch


def _builder(kind: str) -> Callable[..., tuple[object, ...]]:
    """A function from columns by keyword to a row of this kind."""
    names = tuple(SHAPES[kind])
    made: dict[str, Callable[..., tuple[object, ...]]] = {}
    # Written out because it runs for every record: it takes half as long as putting a dictionary in order, and Python
    # itself refuses a word that is not a column.
    options, values = (", ".join(each) for each in ([f"{name}=None" for name in names], names))
    exec(f"def {kind}(*, {options}): return ({values},)", made)  # noqa: S102 (all words are those of SHAPES)
    return made[kind]


BUILDERS = {kind: _builder(kind) for kind in SHAPES}


@dataclass(slots=True)
class Rows:
    """What has been read so far. `records` is counted where a record is met, not where a row is added."""

    cells: defaultdict[str, list[object]] = field(default_factory=lambda: defaultdict(list))  # row after row, by kind
    records: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)  # of the platform's own, by what became of them

    @property
    def is_full(self) -> bool:
        """Whether it is time to hand over a batch."""
        return sum(self.records.values()) >= ENOUGH  # asked for every record: `total` takes twice as long

    def add(self, record: str, /, **columns: object) -> None:
        """Add a row of this kind of record; columns left out are null. Raises TypeError for an unknown column."""
        self.cells[record].extend(BUILDERS[record](**columns))

    def reject(self, kind: str, where: tuple[str, int], code: str, reason: str, span: tuple[int, int] = (0, 0)) -> None:
        """Note one record that cannot be taken; `where` is its file and line, `span` its first byte and its end."""
        self.rejects.append(Reject(kind, *where, *span, code, reason))

    def batch(
        self,
        *,
        naive: bool = False,
        zone: str | None = None,
        observed_at: datetime | None = None,
        covers_until: datetime | None = None,
    ) -> Batch:
        """Everything that was added, rejected and skipped."""
        frames = {kind: frame_of_columns(kind, _columns(kind, cells)) for kind, cells in self.cells.items()}
        fixed = (frames, self.records, self.rejects, self.skipped, naive, zone, observed_at, covers_until)
        return Batch(*fixed, notices=self.notices)


def _columns(kind: str, cells: list[object]) -> list[list[object]]:
    width = len(SHAPES[kind])
    return [cells[at::width] for at in range(width)]
