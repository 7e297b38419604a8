"""How many of those who see the community click, register and buy."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.recount.facts import Deed
    from tests.recount.scope import Scope, Term

    Row = dict[str, object]


def conversion(scope: Scope) -> list[Row]:
    """Every column of the family."""
    found: dict[str | None, dict[Term, list[Deed]]] = defaultdict(lambda: defaultdict(list))
    for deed in scope.deeds:
        term = scope.term_of(deed.happened_at.date())
        if term and deed.does in ("event", "buy"):
            found[scope.slice_of(deed.member, deed.group)][term].append(deed)
    return [_row(term, key, by_term[term]) for key, by_term in found.items() for term in scope.terms]


def _row(term: Term, key: str | None, deeds: list[Deed]) -> Row:
    events = [deed for deed in deeds if deed.does == "event"]
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "of_impressions": sum(deed.name == "impression" for deed in events),
        "clicks": sum(deed.name == "click" for deed in events),
        "of_visitors": len({deed.member for deed in events if deed.name == "visit"}),
        "registered_members": len({deed.member for deed in events if deed.name == "register"}),
        "buyers": len({deed.member for deed in deeds if deed.does == "buy"}),
    }
