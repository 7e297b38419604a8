"""Members of WeCom's customer groups: who is there, since when, how they came and by whom."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.sources.wecom import from_groups as wecom_groups
from commkit.store.ask.select import select

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "wecom_groups"
AN, BEI = (f"wm{'A' * 27}{number}" for number in (1, 2))


def case(name: str) -> Batch:
    [batch] = wecom_groups.read(files_of(DATA / name), Reading())
    return batch


def rows(batch: Batch, kind: str, *columns: str) -> list[tuple[object, ...]]:
    return batch.frames[kind].select(*columns).rows()


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def test_members_joined_in_three_ways() -> None:
    """Lin owns the group and Zhou helps; 安 scanned a code of the spring, 贝 took her link."""
    batch = case("answers")
    assert rows(batch, "member", "native", "name", "is_staff", "channel", "group") == [
        ("lin", "林一", True, None, "wrBrook"),
        ("zhou", "周二", True, None, "wrBrook"),
        (AN, "安", False, "spring", "wrBrook"),
        (BEI, "贝", False, None, "wrBrook"),
    ]
    assert rows(batch, "membership", "member", "happened_at", "how", "inviter") == [
        ("lin", at("2026-01-05 01:00"), "invite", "lin"),
        ("zhou", at("2026-01-05 01:01"), "invite", "lin"),
        (AN, at("2026-01-05 02:00"), "qr_code", None),
        (BEI, at("2026-01-05 03:00"), "link", AN),
    ]


def test_a_group_that_is_only_listed_is_there_too() -> None:
    """The brook is listed and described, the hill is listed alone."""
    batch = case("answers")
    assert rows(batch, "group", "native", "title") == [("wrBrook", "溪边读书群"), ("wrHill", None)]
    assert batch.skipped["group", "repeated"] == 1


def test_faults_are_kept() -> None:
    """A group without an id and its member, a member without one, one who joined in 1970, a cut line, an error."""
    batch = case("answers")
    assert sorted((reject.line, reject.kind, reject.code) for reject in batch.rejects) == [
        (1, "group", "no-id"),
        (2, "member", "bad-time"),
        (2, "member", "no-id"),
        (4, "group", "no-id"),
        (4, "member", "no-room"),
        (5, "group", "not-an-object"),
    ]
    assert batch.skipped["group", "empty answer"] == 1
    assert batch.skipped["member", "repeated"] == 1
    assert batch.records == {"group": 7, "member": 8}


def test_an_answer_may_be_written_on_many_lines() -> None:
    assert rows(case("pretty"), "group", "native", "title") == [("wrLake", "湖边跑步群")]
    assert len(rows(case("pretty"), "member", "native")) == 2


def test_all_answers_of_a_load_are_one_export() -> None:
    files = files_of(DATA)
    assert wecom_groups.parts(files[0], files) == files
    assert len(list(wecom_groups.read(files, Reading()))) == 1


def test_how_people_came_and_who_brought_them_is_kept(community: Callable[..., Store]) -> None:
    batch = case("answers")
    store = community(**{kind: found.to_dicts() for kind, found in batch.frames.items()})
    query = "select how, count(*), count(inviter) from raw.membership group by how order by how"
    assert select(store, query, timeout=60).rows() == [("invite", 2, 2), ("link", 1, 1), ("qr_code", 1, 0)]
    assert select(store, "select channel from member where channel is not null", timeout=60).rows() == [("spring",)]
    assert select(store, "select count(*) from invitation", timeout=60).rows() == [(1,)]
