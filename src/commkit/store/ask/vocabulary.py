"""The views and macros that questions read, and which of them each question needs."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from commkit.store.engine import statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

ALWAYS = "store/ask/views/merged"  # makes what every view builds on
MACROS = "store/ask/views/macros"
VIEWS = tuple(f"store/ask/views/{name}" for name in ("coverage", "people", "facts", "stays", "deeds", "alone", "lists"))
READ = re.compile(r"\b(?:from|join) (\w+)|\b(\w+)\(")
MADE = re.compile(r"^create or replace temp (?:view|macro) (\w+)", re.MULTILINE)
COLUMNS = re.compile(r"\(\n(.+)\n\)", re.DOTALL)
COLUMN = re.compile(r"(?:^|,)\s*(\w+)\s")
BEFORE_EACH = re.compile(r"^(?=create )", re.MULTILINE)
OUTLINE = re.compile(r"^(drop view .+?;\ncreate temp table (\w+) .+?;)\n(drop table .+?;)$", re.MULTILINE | re.DOTALL)


def definitions() -> str:
    """The SQL of all views and macros that questions can read, each after those that it builds on."""
    return "\n".join(map(statement, (MACROS, ALWAYS, *VIEWS)))


@cache
def views() -> dict[str, str]:
    """The SQL that makes each view and macro, by its name, in the order of the vocabulary."""
    text = "\n".join(map(statement, (MACROS, *VIEWS)))
    return {found[1]: piece for piece in BEFORE_EACH.split(text) if (found := MADE.match(piece))}


@cache
def outlines() -> dict[str, tuple[str, str]]:
    """What puts an empty table with a view's columns into the view's place, and what drops it, by the view's name."""
    return {found[2]: (found[1], found[3]) for found in OUTLINE.finditer(statement("store/ask/views/outline"))}


def list_columns() -> dict[str, list[str]]:
    """The columns of each view, by its name, in the order of the alphabet."""
    return {name: COLUMN.findall(COLUMNS.findall(made)[0]) for name, (made, _) in sorted(outlines().items())}


@cache
def steps(name: str) -> tuple[str, ...]:
    """The statements of the SQL file `name`.sql, each of which makes something."""
    return tuple(piece for piece in BEFORE_EACH.split(statement(name)) if piece.startswith("create "))


@cache
def made_by(name: str) -> frozenset[str]:
    """The views that the SQL file `name`.sql makes."""
    return frozenset(MADE.findall(statement(name)))


@cache
def reads(name: str, simplified: frozenset[str] = frozenset()) -> frozenset[str]:
    """The views that the SQL file `name`.sql reads, with all the views that they build on."""
    return read_by(statement(name), simplified)


@cache
def read_by(sql: str, simplified: frozenset[str] = frozenset()) -> frozenset[str]:
    """The views that this SQL reads, with all the views that they build on."""
    return frozenset().union(*(behind(view, simplified) for view in named_in(sql)))


@cache
def behind(view: str, simplified: frozenset[str] = frozenset()) -> frozenset[str]:
    """The view and all the views that it builds on; one that is simplified builds on none."""
    below = frozenset() if view in simplified else named_in(views()[view]) - {view}
    return frozenset({view}.union(*(behind(each, simplified) for each in below)))


def named_in(sql: str) -> frozenset[str]:
    """The views from which this SQL selects, and the macros that it calls."""
    return frozenset(chain.from_iterable(READ.findall(sql))) & views().keys()


@cache
def making(names: frozenset[str]) -> tuple[str, ...]:
    """The statements that make these views, none of which looks further than the views next below."""
    made = {name: sql for name, sql in views().items() if name in names}
    built_on = frozenset().union(*(named_in(sql) - {name} for name, sql in made.items()))
    outlined = {name: outlines()[name] for name in made if name in built_on & outlines().keys()}
    macros = [sql for name, sql in made.items() if name not in outlines()]
    shown = [(*outlined.get(name, ())[1:], sql) for name, sql in made.items() if name in outlines()]
    return *(outline for outline, _ in outlined.values()), *macros, *chain.from_iterable(reversed(shown))


class Views:
    """The views that exist in a session; each is made when something reads it."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._seen: set[str] = set()
        self._kept: list[str] = []  # the files of `ask/keep` that this cut has run, in order

    def see(self, wanted: Iterable[str]) -> None:
        """Make these views, unless they exist; all that they build on must be among them.

        The engine looks through all that a view builds on whenever it makes one. So what others build on stands as an
        empty table until they are made.
        """
        missing = frozenset(wanted) - self._seen
        if not missing:
            return
        self._con.begin()
        try:
            for each in making(missing):
                self._con.execute(each)
        except BaseException:
            self._con.rollback()
            raise
        self._con.commit()
        self._seen |= missing

    def reads(self, name: str) -> frozenset[str]:
        """The views that the SQL file `name`.sql reads, and what they build on as far as this cut needs it."""
        return reads(name, self._simplified())

    def _simplified(self) -> frozenset[str]:
        return frozenset().union(*(made_by(f"store/ask/keep/{name}") for name in self._kept))

    def keep(self, name: str) -> None:
        """Simplify views of this cut, from here on, as `ask/keep/NAME` says.

        It is done a step at a time: the engine looks through all that a view builds on whenever it makes one.
        """
        if name in self._kept:
            return
        simplified = self._simplified()
        for step in steps(f"store/ask/keep/{name}"):
            self.see(read_by(step, simplified))
            self._con.execute(step)
            simplified |= frozenset(MADE.findall(step))
            self._seen |= simplified
        self._kept.append(name)

    def keeps(self, name: str) -> bool:
        """Whether views of this cut are simplified so."""
        return name in self._kept

    def forget_kept(self) -> None:
        """Make the simplified views anew when they are read next: another cut is looked at."""
        self._seen -= self._simplified()
        self._kept.clear()
