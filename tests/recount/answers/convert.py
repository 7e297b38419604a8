"""How many of those who could do it click, register, buy and take part."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from tests.recount.engagement import present_of
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


def convert(scope: Scope) -> list[Row]:
    """Every row of the question: a kind that needs what nobody ever did is missing."""
    done = {deed.name or deed.does for deed in scope.world.deeds}
    return [row for kind, (needs, counted) in KINDS.items() for row in _rows(scope, kind, needs <= done, counted)]


def _rows(scope: Scope, kind: str, is_known: bool, counted: Callable[[Scope], Iterator[Count]]) -> list[Row]:
    if not is_known:
        names = ("slice", "starts_on", "conversions", "of_base", "conversion_rate")
        return [{"indicator": kind, "status": "missing", **dict.fromkeys(names)}]
    return [
        {
            "slice": key,
            "indicator": kind,
            "starts_on": term.starts_on,
            "status": _status(term, base),
            "conversions": converted,
            "of_base": base,
            "conversion_rate": ratio(converted, base),
        }
        for key, term, converted, base in counted(scope)
    ]


def _status(term: Term, base: int) -> str:
    if term.status == "running":
        return "running"
    return "low_n" if base < FEW else "ok"


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
    """Of those there as the period closes who had ordered nothing before it."""
    firsts: dict[int, date] = {}
    for deed in scope.deeds:
        if deed.does == "buy":
            firsts.setdefault(deed.member, deed.happened_at.date())
    present = present_of(scope)
    for key in {*present, *_filed_orders(scope)}:
        for term in scope.terms:
            unpaid = [
                who for who in present.get(key, {}).get(term, ()) if who not in firsts or firsts[who] >= term.opens_on
            ]
            yield key, term, sum(who in firsts and term.holds(firsts[who]) for who in unpaid), len(unpaid)


def _filed_orders(scope: Scope) -> set[str | None]:
    """Under what orders are filed: nobody's under nothing."""
    found = {scope.slice_of(deed.member, deed.group) for deed in scope.deeds if deed.does == "buy"}
    nobodys = [order.happened_at.date() for order in trade(scope.world).orders if order.buyer is None]
    is_anonymous = any(day <= scope.known_until for day in nobodys)
    return found | {None} if is_anonymous else found


def _speaking(scope: Scope) -> Iterator[Count]:
    """Of those there as the period closes, who was active in it, there where one is asked about groups."""
    active: dict[str | None, dict[Term, set[int]]] = defaultdict(lambda: defaultdict(set))
    for deed in filter(scope.is_active, scope.deeds):
        term = scope.term_of(deed.happened_at.date())
        if term:
            active[scope.slice_of(deed.member, deed.group)][term].add(deed.member)
    for key, by_term in present_of(scope).items():
        for term in scope.terms:
            yield key, term, len(by_term[term] & active[key][term]), len(by_term[term])


KINDS: dict[str, tuple[set[str], Callable[[Scope], Iterator[Count]]]] = {
    "click_rate": ({"click", "impression"}, _clicks),
    "registration_rate": ({"register", "visit"}, _registrations),
    "purchase_rate": ({"buy", "visit"}, _purchases),
    "paid_conversion": ({"buy"}, _first_orders),
    "speaking_rate": ({"speak"}, _speaking),
}
