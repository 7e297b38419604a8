"""How many of those who could do it click, register, buy and take part."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from tests.recount.coverage import last_on, of_members, slice_called, status
from tests.recount.engagement import opening_of, present_of
from tests.recount.scope import ratio
from tests.recount.trade import trade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from tests.recount.facts import Deed
    from tests.recount.scope import Scope, Term

    Row = dict[str, Any]
    Count = tuple[str | None, Term, int, int]

FEW = 30
HEAD = ("slice", "starts_on")
OF_MEMBERS = ("paid_conversion", "activity_rate")
COUNTS = ("conversions", "of_base", "conversion_rate")


def convert(scope: Scope) -> list[Row]:
    """Every row of the question, each kind with its own coverage."""
    return [row for kind, (needs, counted) in KINDS.items() for row in _rows(scope, kind, needs, counted)]


def _rows(scope: Scope, kind: str, needs: tuple[str, ...], counted: Callable[[Scope], Iterator[Count]]) -> list[Row]:
    """A kind that needs what nobody ever did has one row without a period; where it is not covered it is null."""
    if last_on(scope.world, needs) is None:
        return [{"indicator": kind, "status": "not_covered", **dict.fromkeys((*HEAD, *COUNTS))}]
    return [_row(scope, kind, needs, *count) for count in counted(scope)]


def _row(
    scope: Scope, kind: str, needs: tuple[str, ...], key: str | None, term: Term, converted: int, base: int
) -> Row:
    found = _status(scope, kind, term, needs, key, base)
    cells = (None, None, None) if found == "not_covered" else (converted, base, ratio(converted, base))
    return {
        "slice": key,
        "indicator": kind,
        "starts_on": term.starts_on,
        "status": found,
        **dict(zip(COUNTS, cells, strict=True)),
    }


def _status(scope: Scope, kind: str, term: Term, needs: tuple[str, ...], key: str | None, base: int) -> str:
    """The status of a slice by the kinds that an indicator needs; the rate of a few is uncertain."""
    found = status(scope, term, needs, slice_called(scope.world, scope.by, key))
    found = of_members(scope, found, key) if kind in OF_MEMBERS else found
    return "low_n" if found == "complete" and base < FEW else found


def _clicks(scope: Scope) -> Iterator[Count]:
    """Times."""
    return _in_periods(scope, lambda deeds: Counter(deed.name for deed in deeds), "click", "impression")


def _registrations(scope: Scope) -> Iterator[Count]:
    return _in_periods(scope, _people, "register", "visit")


def _purchases(scope: Scope) -> Iterator[Count]:
    return _in_periods(scope, _people, "buy", "visit")


def _people(deeds: list[Deed]) -> Counter[str | None]:
    """How many did each."""
    return Counter(name for _, name in {(deed.member, deed.name or deed.does) for deed in deeds})


def _in_periods(
    scope: Scope, count: Callable[[list[Deed]], Counter[str | None]], what: str, of: str
) -> Iterator[Count]:
    """What is done in a period, of what is done in it; it belongs to no group."""
    found: dict[str | None, dict[Term, list[Deed]]] = defaultdict(lambda: defaultdict(list))
    for deed in scope.deeds:
        term = scope.term_of(deed.happened_at.date())
        if term and deed.does in ("event", "buy"):
            found[scope.slice_of(deed.member, None)][term].append(deed)
    for key, by_term in found.items():
        for term in scope.terms:
            counts = count(by_term[term])
            yield key, term, counts[what], counts[of]


def _first_orders(scope: Scope) -> Iterator[Count]:
    """Of those there as the period opens who had ordered nothing before it."""
    firsts: dict[int, date] = {}
    for deed in scope.deeds:
        if deed.does == "buy":
            firsts.setdefault(deed.member, deed.happened_at.date())
    opening = opening_of(scope)
    for key in {*opening, *_filed_orders(scope)}:
        for term in scope.terms:
            unpaid = [
                who for who in opening.get(key, {}).get(term, ()) if who not in firsts or firsts[who] >= term.opens_on
            ]
            yield key, term, sum(who in firsts and term.holds(firsts[who]) for who in unpaid), len(unpaid)


def _filed_orders(scope: Scope) -> set[str | None]:
    """Under what orders are filed: nobody's under nothing."""
    found = {scope.slice_of(deed.member, deed.group) for deed in scope.deeds if deed.does == "buy"}
    nobodys = [order.happened_at.date() for order in trade(scope.world).orders if order.buyer is None]
    is_anonymous = any(day <= scope.known_until for day in nobodys)
    return found | {None} if is_anonymous else found


def _attending(scope: Scope) -> Iterator[Count]:
    """Of those there as the period closes, who took part in an event in it."""
    took_part: dict[Term, set[int]] = defaultdict(set)
    for deed in scope.deeds:
        term = scope.term_of(deed.happened_at.date())
        if term and deed.name == "attend":
            took_part[term].add(deed.member)
    for key, by_term in present_of(scope).items():
        for term in scope.terms:
            yield key, term, len(by_term[term] & took_part[term]), len(by_term[term])


KINDS: dict[str, tuple[tuple[str, ...], Callable[[Scope], Iterator[Count]]]] = {
    "click_rate": (("event click", "event impression"), _clicks),
    "registration_rate": (("event register", "event visit"), _registrations),
    "purchase_rate": (("orders", "event visit"), _purchases),
    "paid_conversion": (("orders", "members"), _first_orders),
    "activity_rate": (("event attend",), _attending),
}
