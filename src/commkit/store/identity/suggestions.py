"""Members that may be one person: by what exports state, by shared addresses, and by names that are alike."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from commkit.choices import Evidence
from commkit.store import engine

if TYPE_CHECKING:
    import polars as pl

    from commkit.store.ask.community import Store

FIRST_WIDE = "\u2e80"  # from here on, a character tells as much as two letters
NARROWEST = 3
RANKS = {evidence: rank for rank, evidence in enumerate(Evidence, 1)}


def suggestions(store: Store, least: Evidence) -> pl.DataFrame:
    """Pairs of members with the reasons and how strong they are together. The private file must be attached."""
    import polars as pl

    said = {(key, plain(name)) for key, name in engine.rows(store.con, "store/identity/said_names")}
    rows = sorted((key, name, width(name)) for key, name in said if width(name) >= NARROWEST)
    schema = {"key": pl.String, "name": pl.String, "width": pl.Int64}
    engine.register(store.con, pl.DataFrame(rows, schema=schema, orient="row"))
    _see(store)
    return store.ask("store/identity/suggest", least=RANKS[least])


def count_successions(store: Store) -> int:
    """How many pairs of members may be one person who goes on under another name; 0 where no names are at hand."""
    if engine.rows(store.con, "store/identity/has_names_alone") == [(False,)]:
        return 0
    _see(store)
    [(pairs,)] = store.session.rows("store/identity/successors")
    return int(pairs)


def _see(store: Store) -> None:
    """Make the views that pairs of members are found by, each after those that it builds on."""
    for view in ("holder", "set_apart", "successor"):
        store.session.rows(f"store/identity/{view}")


def plain(name: str) -> str:
    """A normalised name: without case, compatibility forms of letters, and marks around it."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().strip("@~ ").split())


def width(name: str) -> int:
    """How much a name tells, in letters; 0 where it has none."""
    if not any(mark.isalpha() for mark in name):
        return 0
    return sum(2 if mark >= FIRST_WIDE else 1 for mark in name)
