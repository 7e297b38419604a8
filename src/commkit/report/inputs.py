"""What a report rests on besides answers: what was loaded, and what is kept by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.edition import Chapter
from commkit.report.titles import name_chapter
from commkit.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.edition import Occasion
    from commkit.store.ask.community import Store


def tell_inputs(store: Store, moves: Sequence[Occasion], *, is_audit: bool) -> Iterator[Chapter]:
    """Competitors' moves where any are kept; for an audit every load with the digest of its bytes."""
    import polars as pl

    if moves:
        rows = [(move.starts_on, move.name) for move in moves]
        table = pl.DataFrame(rows, {"moved_on": pl.Date, "move": pl.String}, orient="row").sort("moved_on", "move")
        yield Chapter("competitors", name_chapter("competitors"), "commkit config", Result("", table))
    if is_audit:
        loads = store.ask("report/inputs")
        yield Chapter("inputs", name_chapter("inputs"), "commkit loads list", Result("", loads))
