"""The statuses of a table by period, each by the coverage of its own slice, and what is not known left blank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tests.recount.coverage import EVERYWHERE, settled, slice_called, status
from tests.recount.scope import DAY, start_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.recount.coverage import Where
    from tests.recount.scope import Scope, Term

    Row = dict[str, Any]
    Recount = Callable[[Scope], list[Row]]
    Kinds = tuple[str, ...]

HEADS = ("slice", "starts_on", "status")


class Known(NamedTuple):
    """The kinds of fact that a table needs, and how many people it is of, and for how many of them time is over.

    Some columns need other kinds of fact than the rest. A period that is over is not settled either while kinds in
    `also` are running or lack groups. `young` are rates of which fewer have had their time than of the period's own.
    `from_before` are columns that say what became of people of the period before.
    """

    needs: Kinds
    matured: tuple[str, str] | None = None
    apart: Mapping[Kinds, Kinds] = {}
    also: tuple[Kinds, ...] = ()
    young: Mapping[str, tuple[str, str]] = {}
    from_before: tuple[str, ...] = ()


def by_coverage(recount: Recount, known: Known) -> Recount:
    """The table with its statuses."""

    def told(scope: Scope) -> list[Row]:
        by_start = {term.starts_on: term for term in scope.terms}
        return [_told(scope, row, by_start[row["starts_on"]], known) for row in recount(scope)]

    return told


def _told(scope: Scope, row: Row, term: Term, known: Known) -> Row:
    where = slice_called(scope.world, scope.by, row["slice"])
    now = status(scope, term, known.needs, where)
    for kinds in known.also:
        its = status(scope, term, kinds, where)
        now = its if its in ("running", "partly_covered") and now not in ("running", "not_covered") else now
    row = row | {"status": now}
    if now == "not_covered":
        row |= dict.fromkeys(row.keys() - {*HEADS})
    for kinds, columns in known.apart.items():
        its = status(scope, term, kinds, where)
        is_unknown = its == "not_covered" or (its == "running" and now != "running")
        row |= dict.fromkeys(columns) if is_unknown else {}
    if is_first(scope, term, known.needs, where):
        row |= dict.fromkeys(known.from_before)
    for rate, people in known.young.items():
        whole, over = (row[name] or 0 for name in people)
        row[rate] = None if settled("complete", whole, over) == "maturing" else row[rate]
    if known.matured:
        whole, over = (row[name] or 0 for name in known.matured)
        row["status"] = settled(now, whole, over)
    return row


def is_first(scope: Scope, term: Term, needs: tuple[str, ...], where: Where = EVERYWHERE) -> bool:
    """Whether nothing is known of the period before."""
    starts_on = start_of(term.starts_on - DAY, scope.every)
    before = term._replace(starts_on=starts_on, opens_on=starts_on, closes_on=term.starts_on)
    return status(scope, before, needs, where) == "not_covered"
