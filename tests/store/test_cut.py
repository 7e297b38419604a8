"""What part of a community a question sees, and up to when."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import NotEnoughData, WrongUse
from commkit.store import ask
from commkit.store.ask import vocabulary
from commkit.store.ask.cut import Cut
from commkit.store.ask.session import KEPT_BY
from commkit.store.load.options import LoadOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]


def said(author: str | None, at: str, group: str = "hall", **more: object) -> dict[str, object]:
    return {"group": group, "author": author, "sent_at": datetime.fromisoformat(at), "kind": "text", **more}


def test_a_log_covers_the_day_of_its_last_record(community: Community) -> None:
    assert community(message=[said("ana", "2024-01-01"), said("ben", "2024-01-09")]).covers_on == date(2024, 1, 9)


def test_the_last_record_may_be_a_line_of_the_systems(community: Community) -> None:
    messages = [said("ana", "2024-01-01"), said(None, "2024-01-09", kind="system")]
    assert community(message=messages).covers_on == date(2024, 1, 9)


def test_coverage_that_is_said_wins_over_the_last_record(community: Community) -> None:
    """Until the end of January, in Shanghai: four in the afternoon in London."""
    choices = LoadOptions(tz="Asia/Shanghai", covers_until=datetime.fromisoformat("2024-01-31 16:00"))
    assert community(choices=choices, message=[said("ana", "2024-01-01")]).covers_on == date(2024, 1, 31)


def test_a_span_without_days_is_refused(community: Community) -> None:
    with pytest.raises(WrongUse, match="span is empty"):
        community(message=[said("ana", "2024-01-09")]).cut(Cut(since=date(2024, 2, 1), until=date(2024, 1, 1)))


@pytest.mark.parametrize("until", [None, date(2024, 3, 1)])
def test_a_span_after_what_is_covered_is_refused(community: Community, until: date | None) -> None:
    """What is covered ends on January 9."""
    with pytest.raises(NotEnoughData, match="covered up to 2024-01-09"):
        community(message=[said("ana", "2024-01-09")]).cut(Cut(since=date(2024, 2, 1), until=until))


def test_a_group_that_is_not_there_is_refused_with_the_nearest(community: Community) -> None:
    store = community(group=[{"native": "1", "title": "Tea House"}], message=[said("ana", "2024-01-09")])
    with pytest.raises(WrongUse, match="no group is called 'Tea Haus'") as refusal:
        store.cut(Cut(group="Tea Haus"))
    assert refusal.value.hint == "try 'Tea House'"


def test_a_community_without_a_dated_record_is_too_little(community: Community) -> None:
    with pytest.raises(NotEnoughData, match="no dated record"):
        community(member=[{"native": "ana"}])


@pytest.mark.parametrize("kind", ["orders", "events", "referrals", "roster", "reactions"])
def test_what_was_never_loaded_is_needed_by_name(community: Community, kind: str) -> None:
    store = community(message=[said("ana", "2024-01-09")])
    with pytest.raises(NotEnoughData, match=f"needs {kind}"):
        store.need(kind)


def test_the_same_rows_give_the_same_handles_in_any_database(community: Community) -> None:
    """Straight from exports the secret is that of the exports' bytes: here it is the same."""
    handles: list[Any] = [
        store.con.execute("select handle from raw.account").fetchall()
        for store in (community(message=[said("ana", "2024-01-09")]) for _ in range(2))
    ]
    assert handles[0] == handles[1]


def test_what_is_kept_reads_nothing_that_could_change_unnoticed() -> None:
    """`tz`, `by_orders` and `by_chat` are the community's own; `every` matters only where nothing is kept for long."""
    files = [f"store/ask/keep/{each.stem}" for each in (Path(ask.__path__[0]) / "keep").glob("*.sql")]
    steps = [step for file in files for step in vocabulary.steps(file)]
    views = [vocabulary.views()[name] for step in steps for name in vocabulary.read_by(step)]
    read = set(re.findall(r"getvariable\('(\w+)'\)", "".join([*steps, *views])))
    assert "with_staff" in read
    assert read - {"tz", "by_orders", "by_chat", "every"} - set(KEPT_BY) == set()


def test_what_is_worked_out_for_one_cut_is_not_read_by_another(community: Community) -> None:
    """Ana talks in hall, Ben and a member of staff in attic; Ben comes on January 9, after the earlier day."""
    store = community(
        member=[{"native": "boss", "is_staff": True}],
        message=[said("ana", "2024-01-01"), said("boss", "2024-01-02", "attic"), said("ben", "2024-01-09", "attic")],
    )
    counted = []
    for cut in (Cut(), Cut(), Cut(include_staff=True), Cut(group="attic"), Cut(as_of=date(2024, 1, 5)), Cut()):
        store.cut(cut)
        counted.append(store.ask("indicators/activity", every="year", active_by="spoke")["members"].to_list())
    assert counted == [[2], [2], [3], [1], [1], [2]]
