"""Merging accounts of one person by their handles, and taking them out again: the database locked, all or nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.store import engine
from commkit.store.change import changing
from commkit.store.identity.merge_log import Person, join, register_column, take_out, together
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import duckdb

    from commkit.store.identity.merge_log import Account


def merge(database: Path, handles: Sequence[str], *, lock_timeout: float) -> Person:
    """Make the members with these handles one; `changed` are the accounts that belonged to another member before.

    Raises WrongUse where a handle is nobody's or may be several members', or where they are one member already.
    """
    with changing(database, lock_timeout) as con:
        person = join(con, _keys(con, handles))
        if person is None:
            raise WrongUse(
                say("there is one member, and nobody to merge with"),
                hint=say("give the handles of two members or more: commkit identity merge HANDLE HANDLE"),
            )
        return person


def merge_pairs(database: Path, pairs: Iterable[tuple[str, str]], *, lock_timeout: float) -> list[Person]:
    """Make the members of each pair one, and so all that pairs connect. Raises as `merge` does."""
    with changing(database, lock_timeout) as con:
        made = (join(con, _keys(con, sorted(each))) for each in chained(pairs))
        return [person for person in made if person is not None]


def chained(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """The sets of what pairs connect."""
    sets: list[set[str]] = []
    for pair in pairs:
        touched = [each for each in sets if each.intersection(pair)]
        sets = [each for each in sets if each not in touched] + [set(pair).union(*touched)]
    return sets


def split(database: Path, handles: Sequence[str], *, lock_timeout: float) -> list[Person]:
    """Take these accounts out of their merges; gives those that stay together, each with who was taken out.

    Raises WrongUse where a handle is nobody's or may be several members', or an account is not merged.
    """
    with changing(database, lock_timeout) as con:
        keys = _keys(con, handles)
        before = {member[0].key: member for member in (together(con, [key]) for key in keys)}
        for member in before.values():
            if len(member) == 1:
                raise WrongUse(
                    say("{handle} is merged with nobody", handle=member[0].handle),
                    hint=say("see who is merged: commkit identity list"),
                )
        take_out(con, keys)
        return [_remaining(member, keys) for member in before.values()]


def _remaining(member: Sequence[Account], taken: Sequence[str]) -> Person:
    stay = tuple(each for each in member if each.key not in taken)
    return Person(stay, tuple(each for each in member if each.key in taken))


def _keys(con: duckdb.DuckDBPyConnection, handles: Sequence[str]) -> list[str]:
    """The key of each handle. Raises WrongUse where no account has it, or several keys begin with it."""
    wanted = list(dict.fromkeys(handle.strip().lower() for handle in handles))
    register_column(con, "handle", wanted)
    found = defaultdict(list)
    for given, key, handle in engine.rows(con, "store/identity/given"):
        found[given].append((key, handle))
    for handle in wanted:
        if not found[handle]:
            raise WrongUse(
                say("no member has the handle {handle!r}", handle=handle),
                hint=say("find handles by name: commkit members --find NAME"),
            )
        if len(found[handle]) > 1:
            meant = say(", ").join(longer for _, longer in found[handle])
            raise WrongUse(
                say("{handle!r} may be several members", handle=handle), hint=say("say which: {handles}", handles=meant)
            )
    return list(dict.fromkeys(found[handle][0][0] for handle in wanted))
