"""What a bridge carries is said by whom it names, whatever was known of the bridge when, and in whatever order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commkit.store.fields import BOT, BRIDGE, EDITED
from commkit.store.private import Secret
from tests.examples import told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[..., Any]
    Query = Callable[..., list[Any]]

SOME = told()  # loads take long
NOON = datetime.fromisoformat("2024-01-01 12:00")
AUTHORS = """
    select account.platform, native, sum(length)::integer, count(*)
    from raw.message join raw.account as account using (account)
    join private.person as person on person.key = account.key
    group by all order by all
"""
EACH_AUTHOR = """
    select account.platform, native, length
    from raw.message join raw.account as account using (account)
    join private.person as person on person.key = account.key
    order by sent_at
"""
# What a line says, and whom it names: platform, name, and how long what they say is.
NAMED = [
    ("[telegram] <Ana B.> hello", "telegram", "Ana B.", 5),
    ("[Discord] <Ana> hello", "discord", "Ana", 5),
    ("[irc] <ANA> hello", "irc", "ana", 5),
    ("<竹子> 你好", "bridge of here", "竹子", 2),
    ("<A\u200bna> hello", "bridge of here", "Ana", 5),
    ("**<Ana>** hello", "bridge of here", "Ana", 5),
    ("(Ana) hello", "bridge of here", "Ana", 5),
    ("[telegram] (Ana): hello", "telegram", "Ana", 5),
    ("&lt;Ana&gt; hello", "bridge of here", "Ana", 5),
    ("<Ana>", "bridge of here", "Ana", 0),
    ("hello", "here", "relay", 5),
    ("[telegram] hello", "here", "relay", 16),
    ("<@U123> hello", "here", "relay", 13),
    ("<https://example.org> hello", "here", "relay", 27),
    ("<:tea:12> hello", "here", "relay", 15),
    ("(hello)", "bridge of here", "hello", 0),
    ("(s)he", "here", "relay", 5),
    ("<\u200b> hello", "here", "relay", 9),
    (None, "here", "relay", 0),
]
CALLERS = """
    select native
    from raw.interaction as said join raw.account as account on account.account = said.sender
    join private.person as person on person.key = account.key
    where said.kind = 'mention'
"""
BOTS = "select native from raw.account join private.person using (key) where is_bot order by native"


def said(text: str | None, author: str = "relay", minute: int = 0, **more: object) -> dict[str, object]:
    at = NOON + timedelta(minutes=minute)
    return {"group": "hall", "author": author, "sent_at": at, "kind": "text", "text": text, **more}


def test_whom_a_line_names(load: Make, export: Make, rows: Query) -> None:
    """All lines in one export, a minute apart."""
    messages = [said(text, minute=minute) for minute, (text, *_) in enumerate(NAMED)]
    load(export(message=messages), bridges=("here:relay",))
    found = rows(EACH_AUTHOR)
    assert [(text, *author) for (text, *_), author in zip(NAMED, found, strict=True)] == NAMED


@pytest.mark.parametrize("entry", ["here:relay", "The Relay", Secret(b"told").key_of("here\x1frelay")[:8]])
def test_a_bridge_is_listed_by_id_by_name_or_by_handle(load: Make, export: Make, rows: Query, entry: str) -> None:
    """The relay says a line of Ana's and one of its own; Ben only looks as if he were a bridge."""
    lines = [said("<Ana> hi", author_name="The Relay"), said("up again"), said("<Ana> said hi", author="ben")]
    load(export(message=lines), bridges=(entry,))
    assert rows(AUTHORS) == [("bridge of here", "Ana", 2, 1), ("here", "ben", 13, 1), ("here", "relay", 8, 1)]
    assert rows(BOTS) == [("relay",)]


@pytest.mark.parametrize("entries", [(), ("here:other",), ("relay",)])
def test_who_is_not_listed_carries_nobody(load: Make, export: Make, rows: Query, entries: tuple[str, ...]) -> None:
    load(export(message=[said("<Ana> hi")]), bridges=entries)
    assert rows(AUTHORS) == [("here", "relay", 8, 1)]


def test_the_name_on_a_message_may_name_the_person(load: Make, export: Make, rows: Query) -> None:
    """As webhooks do it. A name without brackets may be the bridge's own."""
    lines = [said("hello", author_name="[irc] <ana>"), said("hello", minute=1, author_name="ana")]
    load(export(message=lines), bridges=("here:relay",))
    assert rows(AUTHORS) == [("here", "relay", 5, 1), ("irc", "ana", 5, 1)]


def test_a_bridge_that_the_export_knows_needs_no_list(load: Make, export: Make, rows: Query) -> None:
    """Its flag says that it is a bot, which the people behind it are not; an edit stays one."""
    lines = [said("<Ana> hi", flags=BOT | BRIDGE | EDITED), said("up again", flags=BOT | BRIDGE)]
    load(export(message=lines))
    assert rows(AUTHORS) == [("bridge of here", "Ana", 2, 1), ("here", "relay", 8, 1)]
    assert rows(BOTS) == [("relay",)]
    assert rows("select flags from raw.message join raw.account using (account) where not is_bot") == [(EDITED,)]


def test_replies_reactions_and_mentions_are_those_of_the_person(load: Make, export: Make, rows: Query) -> None:
    """Ana, carried over, calls cleo; cleo answers her and reacts; the relay itself reacts to cleo."""
    lines = [said("<Ana> hi @cleo", native="1"), said("hi Ana", "cleo", 1, native="2", reply_to="1")]
    details = [
        {"group": "hall", "message": "1", "sender": "relay", "receiver": "cleo", "kind": "mention"},
        {"group": "hall", "message": "1", "sender": "cleo", "kind": "reaction", "happened_at": NOON},
        {"group": "hall", "message": "2", "sender": "relay", "kind": "reaction", "happened_at": NOON},
    ]
    load(export(message=lines, interaction=details), bridges=("here:relay",))
    day = "select messages, replies_received, reactions_received, reactions_sent from raw.member_day"
    who = "join raw.account using (account) join private.person using (key)"
    assert rows(f"{day} {who} where native = 'Ana'") == [(1, 1, 1, 0)]
    assert rows(f"{day} {who} where native = 'relay'") == [(0, 0, 0, 1)]
    assert rows(CALLERS) == [("Ana",)]


def test_without_ids_a_mention_is_of_the_only_one_who_spoke(load: Make, export: Make, rows: Query) -> None:
    """At noon Ana alone spoke over the bridge, a minute later Ana and Ben did."""
    lines = [said("<Ana> cleo: hi"), said("<Ana> cleo: and", minute=1), said("<Ben> dan: yes", minute=1)]
    called = [(0, "cleo"), (1, "cleo"), (1, "dan")]
    details = [
        {"group": "hall", "sender": "relay", "receiver": receiver, "kind": "mention", "happened_at": at}
        for minute, receiver in called
        for at in [NOON + timedelta(minutes=minute)]
    ]
    load(export(message=lines, interaction=details), bridges=("here:relay",))
    assert sorted(rows(CALLERS)) == [("Ana",), ("relay",), ("relay",)]


def test_kept_text_has_no_prefix(load: Make, export: Make, rows: Query) -> None:
    load(export(message=[said("[irc] <ana> hi", native="1")]), keep_text=True)
    assert rows("select text from private.text") == [("[irc] <ana> hi",)]
    load(export(message=[said("[irc] <ana> hi", native="1")]), keep_text=True, bridges=("here:relay",))
    assert rows("select text from private.text") == [("hi",)]


LOG: list[dict[str, object]] = [
    said("[telegram] <Ana> hello there", native="1"),
    said("<Ben> hi Ana", minute=1, native="2", reply_to="1"),
    said("<Ben> hi Ana", minute=1),
    said("<Ben> hi Ana", minute=1),
    said("up again", minute=2, native="3"),
    said("welcome", "cleo", 3, native="4", reply_to="2"),
    said("[telegram] <Ana> thanks", minute=4, native="5", reply_to="4"),
    said("(Dan) late", minute=24 * 60),
]
DETAILS: list[dict[str, object]] = [
    {"group": "hall", "message": "1", "sender": "relay", "receiver": "cleo", "kind": "mention"},
    {"group": "hall", "message": "5", "sender": "cleo", "kind": "reaction", "happened_at": NOON},
]
windows = st.tuples(st.integers(0, 7), st.integers(1, 8)).map(lambda ends: (ends[0], sum(ends)))


@SOME
@example(spans=[(0, 6), (4, 12), (2, 8)], order=[2, 0, 1], at_once=False)
@example(spans=[(2, 12), (0, 4), (0, 10)], order=[1, 2, 0], at_once=True)
@given(spans=st.lists(windows, min_size=3, max_size=3), order=st.permutations(range(3)), at_once=st.booleans())
def test_any_order_and_any_overlap_credit_the_same(
    load: Make,
    export: Make,
    contents: Make,
    tmp_path: Path,
    spans: list[tuple[int, int]],
    order: list[int],
    at_once: bool,
) -> None:
    """Windows of the log in any order, together or one by one; and loaded before the bridge is known, then again."""

    def window(number: int) -> object:
        start, end = spans[number]
        ids = [row.get("native") for row in LOG[start:end]]
        details = [row for row in DETAILS if row["message"] in ids]
        return export(observed=f"2024-02-0{number + 1}", message=LOG[start:end], interaction=details)

    there, here, later = (tmp_path / f"{name}.duckdb" for name in ("there", "here", "later"))
    listed = ("here:relay",)
    load(*map(window, range(3)), into=there, bridges=listed)
    for batch in [order] if at_once else [[number] for number in order]:
        load(*map(window, batch), into=here, bridges=listed)
        load(*map(window, batch), into=later)
    for number in range(3):
        load(window(number), into=later, bridges=listed)
    try:
        assert contents(here) == contents(there)
        assert contents(later) == contents(there)
    finally:
        for path in (*tmp_path.glob("*here*"), *tmp_path.glob("later*")):
            path.unlink()
