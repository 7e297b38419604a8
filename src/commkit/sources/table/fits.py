"""The kinds of table that a header can be of, and the columns of each: those that it names and those that are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commkit.errors import WrongUse
from commkit.sources.table.general import TABLES
from commkit.sources.table.general_table import is_met
from commkit.sources.table.headers import (
    BESIDE,
    KINDS,
    find_column,
    find_lacking,
    match_roles,
)
from commkit.sources.table.structure import squeeze_header
from commkit.sources.table.traits import MEMBER_LABEL
from commkit.words import say, suggest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from commkit.sources.table.structure import Head, Spread

# If one of these fits, no general table applies that does not claim the columns.
SURE = ("orders", "events", "referrals")


class KindFit(NamedTuple):
    """A kind that a table can be of, its columns by role, and which of them are spread."""

    kind: str
    roles: dict[str, int]
    spread: Spread | None = None

    @property
    def weight(self) -> int:
        """How many columns speak for the kind."""
        return len(self.roles.keys() - BESIDE.get(self.kind, frozenset()))


def find_fits(head: Head, said: Mapping[str, str], *, named: bool = True) -> list[KindFit]:
    """The kinds of table that this can be, the one with most roles first. Raises WrongUse for a column not there."""
    kinds = kinds_with(said)
    seen = {kind: fit_roles(kind, head, said, named=named) for kind in kinds}
    fits = {kind: fit for kind, fit in seen.items() if not find_lacking(kind, fit.roles)}
    kept = list(fits) if len(kinds) == 1 else drop_opposed({kind: fit.roles for kind, fit in fits.items()}, head.header)
    return [fits[kind] for kind in sorted(kept, key=lambda each: -fits[each].weight)]


def drop_opposed(fits: Mapping[str, Mapping[str, int]], header: tuple[str, ...]) -> list[str]:
    """The kinds that fit without those that a surer one, or a column of an order, contradicts."""
    of_order = match_roles("orders", header).keys()
    general = {kind: TABLES[kind] for kind, roles in fits.items() if kind in TABLES and not _yields(kind, roles, fits)}
    claiming = [kind for kind, table in general.items() if table.claims(fits[kind], of_order)]
    if claiming:
        return claiming
    others = [kind for kind in fits if kind not in TABLES]
    is_sure = any(kind in SURE for kind in others)
    return others + [kind for kind, table in general.items() if not (is_sure or of_order & table.barred)]


def _yields(kind: str, roles: Mapping[str, int], fits: Collection[str]) -> bool:
    return any(to in fits and not is_met(own, roles) for to, own in TABLES[kind].yields.items())


def kinds_with(said: Mapping[str, str]) -> list[str]:
    """The kinds of table that have every given role."""
    asked = {"member" if role.startswith(MEMBER_LABEL) else role for role in said.keys() - {"kind"}}
    kinds = [kind for kind in KINDS if asked <= KINDS[kind].keys() and said.get("kind", kind) == kind]
    return [kind for kind in kinds if kind == "members"] if any(map(_is_label, said)) else kinds


def fit_roles(kind: str, head: Head, said: Mapping[str, str], *, named: bool) -> KindFit:
    """The columns by role: given ones win over those that the header names, and columns that are spread over both."""
    mapped = {role: find_column(name, head.header, named=named) for role, name in said.items() if role != "kind"}
    seen = match_roles(kind, head.header) if named else {}
    free = {role: at for role, at in seen.items() if role not in mapped and at not in mapped.values()}
    roles = {role: at for role, at in (free | mapped).items() if role in KINDS[kind] or _is_label(role)}
    find_spread = TABLES[kind].spread if kind in TABLES and named else None
    spread = find_spread(head, roles, said.get("kind") == kind) if find_spread else None
    if spread is None:
        return KindFit(kind, roles)
    width = len(head.header)
    kept = {role: at for role, at in roles.items() if at not in spread.columns}
    return KindFit(kind, kept | {spread.name: width, spread.value: width + 1}, spread)


def weigh(head: Head, said: Mapping[str, str]) -> tuple[int, float, int]:
    """The key by which the best way to cut lines is chosen: more roles, then more regular, then wider."""
    names = {squeeze_header(name) for name in head.header}
    roles = max((fit.weight for fit in find_fits(head, {})), default=0)
    return roles + sum(squeeze_header(name) in names for name in said.values()), head.regular, len(head.header)


def _is_label(role: str) -> bool:
    return role.startswith(MEMBER_LABEL)


def check_roles(roles: Mapping[str, str]) -> None:
    """Refuse a role that no kind of table has, or a kind that does not exist."""
    known = sorted({role for words in KINDS.values() for role in words} | {"kind"})
    named = [role for role in roles if not role.startswith(MEMBER_LABEL)]
    for said, options in [(role, known) for role in named] + [(roles.get("kind", "orders"), sorted(KINDS))]:
        if said not in options:
            near, names = suggest(said, options), say(", ").join(options)
            hint = say("there are: {names}", names=names)
            if near:
                hint = say("did you mean {name}? there are: {names}", name=near[0], names=names)
            no_role, no_kind = say("no role {name}", name=said), say("no kind of table {name}", name=said)
            raise WrongUse(no_role if options is known else no_kind, hint=hint)
