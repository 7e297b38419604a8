"""What is covered, place by place: from when to when exports tell of it, and what to fetch again."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from commkit.choices import PlaceKind
from commkit.indicators import remarks
from commkit.result import Result
from commkit.store.ask.coverage import KINDS
from commkit.store.ask.reach import DAY, join_spans, last_whole_day
from commkit.words import proper, say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import polars as pl

    from commkit.store.ask.community import Store
    from commkit.store.ask.reach import CoveredPlace


def tell_covered(store: Store, by: PlaceKind) -> Result:
    """From when to when each place is covered, and what to fetch again."""
    places: dict[str, list[CoveredPlace]] = {}
    for place in store.coverage.places:
        if called := _call(place, by):
            places.setdefault(called, []).append(place)
    rows = [_describe(called, found, store, by) for called, found in places.items()]
    notes = (
        *remarks.of_misdated(store.misdated()),
        *remarks.of_unstated_ends(store),
        say("gap days: days between the first and the last that no export covers."),
        say("how coverage is told: commkit explain coverage"),
    )
    vocabulary = {"kind": tuple(places)} if by is PlaceKind.kind else {}
    return Result(
        say("What is covered"),
        _tabulate(rows, by),
        notes=notes,
        keys=(by.value,),
        vocabulary=vocabulary,
        heads={"first_on": say("covered from"), "last_on": say("covered until")},
    )


def _tabulate(rows: Sequence[tuple[object, ...]], by: PlaceKind) -> pl.DataFrame:
    import polars as pl

    schema = {
        by.value: pl.String,
        "first_on": pl.Date,
        "last_on": pl.Date,
        "gap_days": pl.Int64,
        "next_step": pl.String,
    }
    return pl.DataFrame(rows, schema, orient="row").sort("last_on", by.value)


# Kinds of cases and sides of the ledger, by the words that questions need them by.
_SORTS = {
    (kind, name): need
    for need, [(kind, name), *others] in KINDS.items()
    if kind in ("cases", "ledger") and name and not others
}


def _call(place: CoveredPlace, by: PlaceKind) -> str | None:
    """What the place is filed under; a group by its messages."""
    if by is PlaceKind.platform:
        return place.platform
    if by is PlaceKind.group:
        return place.called if place.kind == "messages" else None
    if place.name is None or place.kind == "budgets":
        return place.kind
    return _SORTS.get((place.kind, place.name), f"{place.kind}: {place.name}")


def _describe(called: str, places: Sequence[CoveredPlace], store: Store, by: PlaceKind) -> tuple[object, ...]:
    spans = join_spans(span for place in places for span in place.spans)
    gaps = [(one.until.date(), other.first_on - DAY) for one, other in pairwise(spans)]
    last_on = last_whole_day(spans[-1].until)
    gap_days = sum((last - first).days + 1 for first, last in gaps)
    return called, spans[0].first_on, last_on, gap_days, say("; ").join(_advise(store, places, by, last_on, gaps))


def _advise(
    store: Store, places: Sequence[CoveredPlace], by: PlaceKind, last_on: date, gaps: Sequence[tuple[date, date]]
) -> Iterator[str]:
    """What to export again: what ends before others, what lies in a gap, and who cannot tell."""
    for first, last in gaps:
        yield say("export {first} to {last}", first=first, last=last)
    is_closed = bool(store.closed.intersection((places[0].called, places[0].handle)))
    if is_closed:
        yield say("closed")
    elif last_on < store.covers_on:
        yield say("export from {day}", day=last_on + DAY)
    if by is PlaceKind.group and not is_closed:
        yield from _advise_on_moves(store, places[0].called, last_on)
    untold = store.untold(places[0].kind) if by is PlaceKind.kind else []
    if untold:
        yield say("{platforms} cannot tell", platforms=say(", ").join(map(proper, untold)))


def _advise_on_moves(store: Store, called: str | None, last_on: date) -> Iterator[str]:
    """Which of joins and leaves end before the group's messages, and from when on to export them."""
    ends: dict[date, list[str]] = {}
    for kind in ("joins", "leaves"):
        found = [last_whole_day(place.until) for place in store.coverage.of(kind, group=called)]
        if found and max(found) < last_on:
            ends.setdefault(max(found), []).append(value(kind))
    for ended_on, kinds in ends.items():
        yield say("{kinds} from {day}", kinds=say(", ").join(kinds), day=ended_on + DAY)
