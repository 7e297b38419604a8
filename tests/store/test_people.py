"""Staff and bots: by the exports' own word, by flags on messages, by the lists of commkit.toml."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from commkit.store.ask import vocabulary
from commkit.store.change import rebuild_all
from commkit.store.fields import ALONE, BOT
from commkit.store.load.options import LoadOptions
from commkit.store.private import Secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.store.ask.community import Store

    Make = Callable[..., Any]
    Query = Callable[..., list[Any]]

ROLES = """
    select native, is_staff, is_bot
    from raw.account join private.person using (key)
    where is_staff or is_bot
    order by native
"""
AT = datetime.fromisoformat("2024-01-01")
ANA = {"author": "ana", "author_name": "Ana of the Tea House", "sent_at": AT, "kind": "text", "native": "1"}
BEN = {"author": "ben", "author_name": "Ben", "sent_at": AT, "kind": "text", "native": "2"}


@pytest.mark.parametrize("entry", ["here:ana", Secret(b"told").key_of("here\x1fana")[:8], "Ana of the Tea House"])
def test_listed_by_id_by_handle_or_by_name(load: Make, export: Make, rows: Query, entry: str) -> None:
    load(export(message=[ANA, BEN]), staff=(entry,))
    assert rows(ROLES) == [("ana", True, False)]


@pytest.mark.parametrize("entry", ["slack:ana", "ana", "Ana", ""])
def test_what_fits_nobody_lists_nobody(load: Make, export: Make, rows: Query, entry: str) -> None:
    load(export(message=[ANA, BEN]), staff=(entry,), bots=(entry,))
    assert rows(ROLES) == []


def test_bots_are_told_by_list_by_export_and_by_flag(load: Make, export: Make, rows: Query) -> None:
    cleo = {"author": "cleo", "sent_at": AT, "kind": "text", "native": "3", "flags": BOT}
    load(export(message=[ANA, BEN, cleo], member=[{"native": "ben", "is_bot": True}]), bots=("here:ana",))
    assert rows(ROLES) == [("ana", False, True), ("ben", False, True), ("cleo", False, True)]


def test_a_new_list_holds_after_a_rebuild(load: Make, export: Make, rows: Query, database: Path) -> None:
    load(export(message=[ANA, BEN]), staff=("here:ana",))
    rebuild_all(database, None, LoadOptions(staff=("here:ben",)), lock_timeout=0)
    assert rows(ROLES) == [("ben", True, False)]


def test_a_list_holds_for_those_who_come_later(load: Make, export: Make, rows: Query) -> None:
    load(export(message=[ANA]), staff=("here:ben",))
    load(export(message=[BEN]), staff=("here:ben",))
    assert rows(ROLES) == [("ben", True, False)]


def test_every_table_that_tells_of_members_makes_them_known(drawn_store: Store) -> None:
    """What is said, bought and done is summed up by account and group, and what stands alone is in one view.

    ana   x
    """
    query = (
        "select table_name from duckdb_columns() where schema_name = 'raw' and column_name in ('account', 'inviter')"
    )
    tables = {name for (name,) in drawn_store.con.execute(query).fetchall()}
    summed_up = {"message", "event", "purchase", "purchase_line", "refund", "member_day", "account_day"}
    marks = {"account", "bot_sign"}
    named = set(re.findall(r"raw\.(\w+)", vocabulary.views()["met"]))
    assert named == tables - summed_up - marks - set(ALONE)
