"""Accounts made one person and taken apart: the log says who is one, and answers follow it."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commkit.metrics.activity.active import active
from commkit.metrics.staying.flow import flow
from commkit.segment.rfm import rfm
from commkit.store import engine
from commkit.store.ask.cut import Cut
from commkit.store.ask.select import select
from commkit.store.change import rebuild_all, undo
from commkit.store.identity.merge_log import take_out, together, unite
from commkit.store.identity.merges import merge, split
from tests.examples import told, tried

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.store.ask.community import Store

    Make = Callable[..., Any]
    Query = Callable[..., list[Any]]
    Step = tuple[int, ...]  # accounts to merge, or one to take out

PEOPLE = 6
MONDAY = datetime.fromisoformat("2024-01-01 12:00")
SHARED = tried(15)
SOME = told()  # each asks for all answers twice
WHO = """
    select account.key, first.key as stands_for
    from person
    join raw.account as account using (account)
    join raw.account as first on first.account = person.member
    order by account.key
"""


def at(day: int) -> datetime:
    return MONDAY + timedelta(days=day)


@pytest.fixture
def store(community: Callable[..., Store]) -> Store:
    """Six accounts on two platforms that speak, answer, join, leave and buy over five weeks."""
    talk = [(who, 3 * number + 2 * who) for number in range(8) for who in range(PEOPLE) if (number * who) % 3 != 1]
    messages = [
        {
            "platform": "here" if who % 2 else "there",
            "native": f"{who}-{day}",
            "group": "hall" if who < 4 else "attic",
            "author": f"m{who}",
            "sent_at": at(day),
            "kind": "text",
            "text": "x",
            "reply_to": f"{who}-{day - 3}" if day % 2 else None,
        }
        for who, day in talk
    ]
    joins = [
        {"group": "hall", "member": f"m{who}", "happened_at": at(who), "change": "join", "inviter": f"m{who - 2}"}
        for who in (3, 5)
    ]
    leaves = [{"group": "hall", "member": "m3", "happened_at": at(20), "change": "leave"}]
    orders = [
        {"native": str(who), "member": f"m{who}", "platform": "there", "ordered_at": at(4 + who), "amount": 10 * who}
        for who in (0, 2, 4)
    ]
    return community(message=messages, membership=[*joins, *leaves], order_line=orders)


def answers(store: Store) -> list[list[tuple[object, ...]]]:
    """What some questions say as of the end, and one as of the fifteenth day."""
    store.con.execute(engine.statement("store/ask/views/merged"))
    told = []
    for day, questions in ((None, (active, flow, rfm)), (at(14).date(), (active,))):
        store.cut(Cut(as_of=day))
        told += [question(store).table.rows() for question in questions]
    return told


def keys(store: Store) -> list[str]:
    return [key for (key,) in store.con.execute("select key from raw.account order by key").fetchall()]


def do(store: Store, steps: list[Step]) -> None:
    names = keys(store)
    for step in steps:
        if len(step) == 1:
            take_out(store.con, [names[step[0]]])
        else:
            merge_of(store, [names[each] for each in step])
    store.con.execute(engine.statement("store/ask/views/merged"))


def merge_of(store: Store, named: list[str]) -> None:
    unite(store.con, [each.key for each in together(store.con, named)])


def parted(steps: list[Step]) -> list[int]:
    """Who stands for each account, by a plain model: blocks that are joined, or lose one."""
    blocks = [{each} for each in range(PEOPLE)]
    for step in steps:
        touched = [block for block in blocks if block & {*step}]
        blocks = [block for block in blocks if not block & {*step}]
        whole = set[int]().union(*touched)
        blocks += [whole] if len(step) > 1 else [{step[0]}, whole - {*step}]
    return [min(block) for each in range(PEOPLE) for block in blocks if each in block]


accounts = st.integers(0, PEOPLE - 1)
merges = st.lists(accounts, min_size=2, max_size=3, unique=True).map(tuple)
steps = st.lists(merges | accounts.map(lambda one: (one,)), max_size=8)


@SHARED
@given(steps)
def test_who_is_one_is_what_a_plain_model_says(store: Store, taken: list[Step]) -> None:
    take_out(store.con, keys(store))
    do(store, taken)
    names = keys(store)
    assert select(store, WHO, timeout=60).rows() == [
        (names[each], names[first]) for each, first in enumerate(parted(taken))
    ]


@SOME
@example([(0, 1), (3, 1, 4), (1,), (2, 5), (5, 0)])
@given(steps)
def test_when_all_are_taken_apart_the_answers_are_the_first_ones(store: Store, taken: list[Step]) -> None:
    take_out(store.con, keys(store))
    before = answers(store)
    do(store, taken)
    take_out(store.con, keys(store))
    assert answers(store) == before


@SOME
@example([(0, 1), (2, 3, 4), (4, 1), (5, 3)], Random(1))  # noqa: S311 (an order, no secret)
@given(st.lists(merges, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_merges_changes_nothing(store: Store, taken: list[Step], random: Any) -> None:  # noqa: ANN401
    take_out(store.con, keys(store))
    do(store, taken)
    one = answers(store)
    take_out(store.con, keys(store))
    do(store, [tuple(reversed(each)) for each in random.sample(taken, len(taken))])
    assert answers(store) == one


def said(native: str, author: str, day: int, platform: str = "here") -> dict[str, object]:
    return {
        "platform": platform,
        "native": native,
        "group": "hall",
        "author": author,
        "sent_at": at(day),
        "kind": "text",
    }


def handle(rows: Query, native: str) -> str:
    found: dict[str, str] = dict(rows("select native, handle from raw.account join private.person using (key)"))
    return found[native]


def merged(rows: Query) -> list[str]:
    """The ids of the accounts that the log has as merged and that are there."""
    query = """
        select native
        from raw.merge_log join raw.account using (key) join private.person using (key)
        where undone_at is null
        order by native
    """
    return [native for (native,) in rows(query)]


def test_a_merge_outlives_loads_a_rebuild_and_an_account_that_goes_and_comes(
    load: Make, export: Make, rows: Query, database: Path
) -> None:
    """Ben's only load is taken back; Dan, who comes then, is not taken for him; Ben comes again and is Ana still."""
    load(export(message=[said("1", "ana", 0)]))
    load(export(message=[said("2", "ben", 1)]))
    merge(database, [handle(rows, "ana"), handle(rows, "ben")], lock_timeout=0)
    load(export(message=[said("3", "cleo", 2)]))
    rebuild_all(database, "Asia/Shanghai", lock_timeout=0)
    assert merged(rows) == ["ana", "ben"]
    undo(database, 3, lock_timeout=0)
    undo(database, 2, lock_timeout=0)
    assert merged(rows) == ["ana"]
    load(export(message=[said("4", "dan", 3)]))
    assert merged(rows) == ["ana"]
    load(export(message=[said("2", "ben", 1)]))
    assert merged(rows) == ["ana", "ben"]


def test_a_split_leaves_the_others_together(load: Make, export: Make, rows: Query, database: Path) -> None:
    """Ana is merged with Ben and then with Cleo; without Ana, the two are one, whoever was merged with whom."""
    load(export(message=[said(who, who, 0) for who in ("ana", "ben", "cleo")]))
    ana, ben, cleo = (handle(rows, who) for who in ("ana", "ben", "cleo"))
    merge(database, [ana, ben], lock_timeout=0)
    merge(database, [cleo, ana], lock_timeout=0)
    [left] = split(database, [ana], lock_timeout=0)
    assert {each.handle for each in left.accounts} == {ben, cleo}
    assert merged(rows) == ["ben", "cleo"]
    split(database, [ben], lock_timeout=0)
    assert merged(rows) == []
