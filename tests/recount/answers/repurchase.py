"""Whether buyers come back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.recount.scope import DAY, median, ratio

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.scope import Scope, Term

    Row = dict[str, Any]


@dataclass(frozen=True)
class Buyer:
    """How many days after the first order the next one came, and how many days are over since."""

    gap: int | None
    followed: int

    def is_back_in(self, days: int) -> bool:
        """Whether the next order came so soon."""
        return self.gap is not None and self.gap <= days


def repurchase(scope: Scope) -> list[Row]:
    """Every column of the question; orders belong to no group."""
    bought: dict[int, set[date]] = defaultdict(set)
    for deed in scope.deeds:
        if deed.does == "buy":
            bought[deed.member].add(deed.happened_at.date())
    found: dict[str | None, dict[Term, list[Buyer]]] = defaultdict(lambda: defaultdict(list))
    for member, days in bought.items():
        first_on, *later = sorted(days)
        term = scope.term_of(first_on)
        if term:
            gap = (later[0] - first_on).days if later else None
            buyer = Buyer(gap, (scope.known_until - first_on) // DAY)
            found[scope.slice_of(member, None)][term].append(buyer)
    return [_row(term, key, by_term[term]) for key, by_term in found.items() for term in scope.terms]


def _row(term: Term, key: str | None, buyers: list[Buyer]) -> Row:
    gaps = [buyer.gap for buyer in buyers if buyer.gap is not None]
    row = {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "of_buyers": len(buyers),
        "repeat_buyers": len(gaps),
        "repeat_rate": ratio(len(gaps), len(buyers)),
        "pending": sum(buyer.followed < 90 for buyer in buyers),
        "median_gap_days": median(gaps),
    }
    for days in (30, 60, 90):
        over = [buyer for buyer in buyers if buyer.followed >= days]
        back = sum(buyer.is_back_in(days) for buyer in over)
        row |= {f"of_repeat{days}_buyers": len(over), f"repeat{days}_buyers": back}
        row[f"repeat{days}_rate"] = ratio(back, len(over))
    return row
