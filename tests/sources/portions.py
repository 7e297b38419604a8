"""What a source yields, put together; what the engine would read is read the careful way."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from commkit.store.batch import Batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from commkit.store.batch import Portion


def batches(pieces: Iterable[Portion]) -> Iterator[Batch]:
    """Every piece as batches of what the source itself reads."""
    for piece in pieces:
        if isinstance(piece, Batch):
            yield piece
        else:
            yield from piece.otherwise()


def together(pieces: Iterable[Portion]) -> list[Batch]:
    """The batches as one of each clock, those with records alone."""
    found = [each for each in batches(pieces) if each.records]
    clocks = dict.fromkeys(each.naive for each in found)
    return [_one([each for each in found if each.naive == naive]) for naive in clocks]


def whole(pieces: Iterable[Portion]) -> Batch:
    """All batches of an export that has one clock."""
    [batch] = together(pieces)
    return batch


def _one(found: list[Batch]) -> Batch:
    kinds = dict.fromkeys(kind for each in found for kind in each.frames)
    frames = {kind: pl.concat(each.frames[kind] for each in found if kind in each.frames) for kind in kinds}
    records: Counter[str] = Counter()
    skipped: Counter[tuple[str, str]] = Counter()
    notices: Counter[str] = Counter()
    for each in found:
        records.update(each.records)
        skipped.update(each.skipped)
        notices.update(each.notices)
    rejects = [reject for each in found for reject in each.rejects]
    last = found[-1]
    zone = next((each.zone for each in found if each.zone), None)
    fixed = (frames, records, rejects, skipped, last.naive, zone, last.observed_at, last.covers_until)
    return Batch(*fixed, notices=notices)
