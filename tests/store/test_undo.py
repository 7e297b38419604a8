"""A load taken back leaves nothing behind, and can be loaded again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import CannotDo, WrongUse
from commkit.store.change import undo
from commkit.store.load.manifest import peek

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[..., Any]
    Query = Callable[..., list[Any]]


def said(native: str, author: str = "ana", day: int = 1, **more: object) -> dict[str, object]:
    at = datetime.fromisoformat(f"2024-01-{day:02} 12:00")
    return {"native": native, "group": "hall", "author": author, "sent_at": at, "kind": "text", **more}


def everything(day: int) -> dict[str, list[dict[str, object]]]:
    """A record of every kind, all of Ben's doing but for what was said to Ana."""
    at = datetime.fromisoformat(f"2024-01-{day:02} 12:00")
    return {
        "group": [{"native": "attic", "title": "Attic"}],
        "member": [{"native": "ben", "is_staff": True, "joined_at": at, "inviter": "cleo"}],
        "message": [said("2", "ben", day, reply_to="1"), said("3", "ben", day, group="attic")],
        "membership": [{"group": "hall", "member": "ben", "happened_at": at, "change": "join"}],
        "interaction": [{"group": "hall", "message": "1", "sender": "ben", "kind": "reaction", "happened_at": at}],
        "event": [{"member": "ben", "name": "visit", "happened_at": at}],
        "order_line": [{"native": "7", "member": "ben", "ordered_at": at, "amount": 9, "refund_amount": 2}],
        "referral": [{"inviter": "ben", "invitee": "dan", "happened_at": at}],
        "survey": [{"member": "ben", "group": "porch", "answered_at": at, "score": 9, "text": "good"}],
        "campaign": [{"campaign": "spring", "starts_at": at, "budget": 50}],
        "ledger": [{"day": at.date(), "flow": "out", "scenario": "actual", "campaign": "spring", "amount": 20}],
        "case": [{"native": "t1", "kind": "ticket", "member": "eve", "assignee": "gil", "opened_at": at}],
        "label": [
            {"content": "1", "dimension": "label", "value": "praise", "labelled_by": "flo", "valid_from": at},
            {"member": "hal", "dimension": "city", "value": "Chengdu"},
        ],
        "mention": [{"native": "w1", "site": "weibo", "happened_at": at}],
        "points": [{"member": "ida", "happened_at": at, "change": 5}],
        "daily_count": [{"group": "yard", "member": "gus", "day": at.date(), "name": "msg_total", "value": 3}],
    }


def test_undo_takes_everything_back(load: Make, export: Make, contents: Make, database: Path) -> None:
    load(export(message=[said("1")]))
    before = contents()
    load(export(**everything(2)))
    assert contents() != before
    undo(database, 2, lock_timeout=0)
    after = contents()
    assert {table for table in before if after[table] != before[table]} <= {"talk_group"}
    assert [group[:-1] for group in after["talk_group"]] == [group[:-1] for group in before["talk_group"]]


def test_a_group_is_covered_no_longer_than_what_remains(load: Make, export: Make, rows: Query, database: Path) -> None:
    load(export(message=[said("1", day=1)]))
    load(export(message=[said("2", day=9)]))
    undo(database, 2, lock_timeout=0)
    assert rows("select last_at::date::varchar from raw.coverage where kind = 'messages'") == [("2024-01-01",)]


def test_the_first_load_goes_without_the_second(load: Make, export: Make, contents: Make, tmp_path: Path) -> None:
    """What remains is what a community holds that only ever loaded the second."""
    other = tmp_path / "other.duckdb"
    load(export(message=[said("1", day=3)]), into=other)
    load(export(**everything(2)), into=other)
    undo(other, 1, lock_timeout=0)
    alone = tmp_path / "alone.duckdb"
    load(export(**everything(2)), into=alone)
    remaining, expected = contents(other), contents(alone)
    assert {table: remaining[table] for table in expected if table != "talk_group"} == {
        table: expected[table] for table in expected if table != "talk_group"
    }


def test_when_all_is_taken_back_nothing_remains(load: Make, export: Make, contents: Make, database: Path) -> None:
    load(export(**everything(1)))
    undo(database, 1, lock_timeout=0)
    assert not any(contents().values())


def test_a_later_export_that_overlapped_can_be_loaded_again(
    load: Make, export: Make, rows: Query, database: Path
) -> None:
    """Records 1 and 2, then 2 and 3: without the first load, 2 is gone; the second export brings it back."""
    second = export(message=[said("2"), said("3")])
    load(export(message=[said("1"), said("2")]))
    load(second)
    assert second.digest in peek(database, 0).digests
    undo(database, 1, lock_timeout=0)
    assert rows("select count(*) from raw.message") == [(1,)]
    assert second.digest not in peek(database, 0).digests
    [counts] = load(second)
    assert (counts["message"].loaded, counts["message"].duplicate) == (1, 1)
    assert rows("select count(*) from raw.message") == [(2,)]


def test_an_export_that_did_not_overlap_stays_known(load: Make, export: Make, database: Path) -> None:
    second = export(message=[said("2")])
    load(export(message=[said("1")]))
    load(second)
    undo(database, 1, lock_timeout=0)
    assert second.digest in peek(database, 0).digests


def test_the_load_itself_can_be_loaded_again(load: Make, export: Make, contents: Make, database: Path) -> None:
    told = export(message=[said("1"), said("2", day=2)])
    load(told)
    before = contents()
    undo(database, 1, lock_timeout=0)
    assert told.digest not in peek(database, 0).digests
    load(told)
    assert contents() == before


def test_what_a_later_export_corrected_is_told_again_by_the_first(
    load: Make, export: Make, rows: Query, database: Path
) -> None:
    """The second export has the message deleted, Ana on the staff and the hall renamed; the first says otherwise."""
    old = {"message": [said("1")], "member": [{"native": "ana"}], "group": [{"native": "hall", "title": "Hall"}]}
    new = {
        "message": [said("1", kind="deleted")],
        "member": [{"native": "ana", "is_staff": True}],
        "group": [{"native": "hall", "title": "New Hall"}],
    }
    first = export(observed="2024-02-01", **old)
    load(first)
    load(export(observed="2024-02-02", **new))
    undo(database, 2, lock_timeout=0)
    assert first.digest not in peek(database, 0).digests
    load(first)
    assert rows("select kind from raw.message") == [("text",)]
    assert rows("select is_staff from raw.account") == [(False,)]
    assert rows("select title from raw.talk_group") == [("Hall",)]


def test_staff_that_only_the_undone_load_named_are_no_longer(
    load: Make, export: Make, rows: Query, database: Path
) -> None:
    load(export(message=[said("1")]))
    load(export(member=[{"native": "ana", "is_staff": True}]))
    undo(database, 2, lock_timeout=0)
    assert rows("select is_staff from raw.account") == [(False,)]


@pytest.mark.parametrize("which", ["inviter", "invitee"])
def test_who_is_named_in_a_referral_outlasts_the_load_of_their_profile(
    which: str, load: Make, export: Make, rows: Query, contents: Make, database: Path
) -> None:
    """What Ben said is taken back; that he invited Dan, or Dan him, another load tells, and it stays whole."""
    other = {"inviter": "invitee", "invitee": "inviter"}[which]
    load(export(referral=[{which: "ben", other: "dan", "happened_at": datetime.fromisoformat("2024-01-01 12:00")}]))
    before = contents()
    load(export(member=[{"native": "ben", "is_staff": True}], message=[said("2", "ben")]))
    undo(database, 2, lock_timeout=0)
    assert rows(f"select count(*) from raw.referral join raw.account on account = {which}") == [(1,)]  # noqa: S608 (of two)
    assert contents() == before


def test_undo_of_the_referral_takes_those_whom_it_alone_named(
    load: Make, export: Make, rows: Query, database: Path
) -> None:
    """Of Ben another load has a message; Dan goes with the referral that named him."""
    load(export(message=[said("1", "ben")]))
    load(export(referral=[{"inviter": "ben", "invitee": "dan", "happened_at": datetime.fromisoformat("2024-01-01")}]))
    assert rows("select count(*) from raw.account") == [(2,)]
    undo(database, 2, lock_timeout=0)
    assert rows("select count(*) from raw.account") == [(1,)]
    assert rows("select count(*) from raw.referral") == [(0,)]


def test_a_load_that_never_was_is_refused(load: Make, export: Make, database: Path) -> None:
    load(export(message=[said("1")]))
    before = database.read_bytes()
    with pytest.raises(WrongUse, match="no load 5"):
        undo(database, 5, lock_timeout=0)
    assert database.read_bytes() == before


def test_where_there_is_no_database_nothing_is_undone(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="no database"):
        undo(tmp_path / "none.duckdb", 1, lock_timeout=0)
    assert not (tmp_path / "none.duckdb").exists()
