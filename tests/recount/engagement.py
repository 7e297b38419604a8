"""How many of the members take part, and how."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from tests.recount.coverage import tells
from tests.recount.stays import stays_of

if TYPE_CHECKING:
    from tests.recount.facts import Deed
    from tests.recount.scope import Scope, Term

    Row = dict[str, object]
    TookPart = dict[tuple[Term, str | None], set[int]]


def engagement(scope: Scope) -> list[Row]:
    """Every column of the family; an event belongs to no group, so it counts in each that one is in."""
    found: dict[str | None, dict[Term, list[Deed]]] = defaultdict(lambda: defaultdict(list))
    took_part: TookPart = defaultdict(set)
    for deed in scope.deeds:
        term = scope.term_of(deed.happened_at.date())
        if term:
            found[scope.slice_of(deed.member, deed.group)][term].append(deed)
            took_part[term, deed.name].add(deed.member)
    present = present_of(scope)
    return [
        _row(scope, term, key, present[key][term], found[key][term], took_part)
        for key in present
        for term in scope.terms
    ]


def _on(scope: Scope, present: set[int], kind: str) -> set[int]:
    """Those on platforms that can tell a kind of fact."""
    return {who for who in present if scope.world.platforms[who] in tells(scope.world, kind)}


@cache
def present_of(scope: Scope) -> dict[str | None, dict[Term, set[int]]]:
    """Who is there as each period closes."""
    found: dict[str | None, dict[Term, set[int]]] = defaultdict(lambda: defaultdict(set))
    for key, stay in stays_of(scope):
        for term in stay.touched(scope):
            if not stay.leaves_in(term):
                found[key][term].add(stay.member)
    return found


@cache
def opening_of(scope: Scope) -> dict[str | None, dict[Term, set[int]]]:
    """Who is there as each period opens."""
    found: dict[str | None, dict[Term, set[int]]] = defaultdict(lambda: defaultdict(set))
    for key, stay in stays_of(scope):
        for term in stay.touched(scope):
            if stay.came_on is None or stay.came_on < term.opens_on:
                found[key][term].add(stay.member)
    return found


def _row(scope: Scope, term: Term, key: str | None, present: set[int], found: list[Deed], took_part: TookPart) -> Row:
    deeds = [deed for deed in found if deed.member in present]
    spoken = [deed for deed in deeds if deed.does == "speak"]
    reactions = [deed for deed in deeds if deed.does == "react"]
    replying, reacting = (_on(scope, present, kind) for kind in ("replies", "reactions"))
    return {
        "slice": key,
        "starts_on": term.starts_on,
        "status": term.status,
        "members": len(present),
        "of_replying_members": len(replying),
        "of_reacting_members": len(reacting),
        "speaking_members": len({deed.member for deed in spoken}),
        "comment_members": len({deed.member for deed in spoken if deed.is_reply} & replying),
        "like_members": len({deed.member for deed in reactions} & reacting),
        "share_members": len(present & took_part[term, "share"]),
        "attending_members": len(present & took_part[term, "attend"]),
        "opening_members": len({deed.member for deed in spoken if not deed.is_reply} & replying),
        "interactions": len(spoken) + len(reactions),
    }
