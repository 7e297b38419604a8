"""Whether the talk hangs on a few."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from tests.recount.scope import ratio

if TYPE_CHECKING:
    from tests.recount.scope import Scope, Term

    Row = dict[str, object]


def concentration(scope: Scope) -> list[Row]:
    """Every column of the family."""
    said: dict[str | None, dict[Term, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    for deed in scope.deeds:
        term = scope.term_of(deed.happened_at.date())
        if deed.does == "speak" and term:
            said[scope.slice_of(deed.member, deed.group)][term][deed.member] += 1
    return [_row(key, term, by_term[term]) for key, by_term in said.items() for term in scope.terms]


def _row(key: str | None, term: Term, by_member: Counter[int]) -> Row:
    counts = sorted(by_member.values(), reverse=True)
    whole, speakers = sum(counts), len(counts)
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "speakers": speakers,
        "messages": whole,
        "top10_messages": sum(counts[:10]),
        "top_hundredth_messages": sum(counts[: -(-speakers // 100)]),
        "top_tenth_messages": sum(counts[: -(-speakers // 10)]),
        "absence_members": _absence(counts),
        "gini": _gini(counts),
    }


def _absence(counts: list[int]) -> int | None:
    """The fewest who together wrote half of it."""
    sums = enumerate(accumulate(counts), 1)
    return next((number for number, written in sums if 2 * written >= sum(counts)), None)


def _gini(counts: list[int]) -> float | None:
    """The mean difference between any two, over twice the mean."""
    if not counts:
        return None
    differences = sum(abs(one - other) for one in counts for other in counts)
    return differences / (2 * len(counts) * sum(counts))


def tiers(scope: Scope) -> list[Row]:
    """Every column of the question: what the most talkative wrote in the whole span, in three tiers of people."""
    said: dict[str | None, Counter[int]] = defaultdict(Counter)
    for deed in scope.deeds:
        if deed.does == "speak" and scope.term_of(deed.happened_at.date()):
            said[scope.slice_of(deed.member, deed.group)][deed.member] += 1
    return [row for key, by_member in said.items() for row in _tiers(key, sorted(by_member.values(), reverse=True))]


def _tiers(key: str | None, counts: list[int]) -> list[Row]:
    whole, (few, some, fifth) = sum(counts), (-(-len(counts) // parts) for parts in (100, 10, 5))
    parts = {"top 1%": counts[:few], "next 9%": counts[few:some], "other 90%": counts[some:]}
    beside: Row = {
        "of_messages": whole,
        "top_fifth_members": fifth,
        "top_fifth_messages": sum(counts[:fifth]),
        "top_fifth_rate": ratio(sum(counts[:fifth]), whole),
        "top10_messages": sum(counts[:10]),
        "top10_rate": ratio(sum(counts[:10]), whole),
        "absence_members": _absence(counts),
        "gini": _gini(counts),
    }
    return [
        {"slice": key, "tier": tier, "members": len(part), "messages": sum(part), **beside}
        | {"message_rate": ratio(sum(part), whole)}
        for tier, part in parts.items()
    ]
