"""The views and macros that questions read, and which of them each question needs."""

from __future__ import annotations

import re
from functools import cache

from commkit.store.engine import statement

ALWAYS = ("macros", "merged")  # what every view builds on
VIEWS = ("coverage", "people", "facts", "stays", "deeds", "alone")  # files of them
READ = re.compile(r"\b(?:from|join) (\w+)")
MADE = re.compile(r"^create or replace temp (?:view|macro) (\w+)", re.MULTILINE)
BEFORE_EACH = re.compile(r"^(?=create )", re.MULTILINE)


def definitions() -> str:
    """The SQL of all views and macros that questions can read, each after those that it builds on."""
    return "\n".join(statement(f"store/ask/views/{name}") for name in (*ALWAYS, *VIEWS))


@cache
def views() -> dict[str, str]:
    """The SQL that makes each view, by its name, in the order of the vocabulary."""
    text = "\n".join(statement(f"store/ask/views/{name}") for name in VIEWS)
    return {found[1]: piece for piece in BEFORE_EACH.split(text) if (found := MADE.match(piece))}


@cache
def made_by(name: str) -> frozenset[str]:
    """The views that the SQL file `name`.sql makes."""
    return frozenset(MADE.findall(statement(name)))


@cache
def reads(name: str) -> frozenset[str]:
    """The views that the SQL file `name`.sql reads, with all the views that they build on."""
    return frozenset().union(*map(behind, named_in(statement(name))))


@cache
def behind(view: str) -> frozenset[str]:
    """The view and all the views that it builds on."""
    return frozenset({view}.union(*map(behind, named_in(views()[view]) - {view})))


def named_in(sql: str) -> frozenset[str]:
    """The views from which this SQL selects."""
    return frozenset(READ.findall(sql)) & views().keys()
