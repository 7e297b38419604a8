from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from commkit.errors import NotEnoughData
from commkit.metrics.activity.response import response
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Row = dict[str, object]

MONDAY = datetime(2024, 1, 1, 12)  # noqa: DTZ001 (an export's instants carry no zone)


def said(who: str, key: str, hours: float, reply_to: str | None = None, group: str = "hall") -> Row:
    sent_at = MONDAY + timedelta(hours=hours)
    return {"group": group, "author": who, "native": key, "sent_at": sent_at, "kind": "text", "reply_to": reply_to}


def first_week(store: Store, **cut: object) -> Row:
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    return response(store).table.row(0, named=True)


STAFF = [{"native": "boss", "is_staff": True}, {"native": "robot", "is_bot": True}]


@pytest.fixture
def asking(community: Community) -> Store:
    """Five questions on Monday; the log ends three weeks later.

    Of Ana's, q1 is answered by Ben after 2 hours and by Boss, who is staff, after 1; q2 by Boss after 5; q3 by herself
    and by a robot; q4 by Ben after 8 days. Ben's q5 is answered by Ana after 4 hours, and Ben answers that one.
    """
    return community(
        member=STAFF,
        message=[
            *(said("ana", f"q{number}", 0) for number in (1, 2, 3, 4)),
            *(said("ben", "a1", 2, "q1"), said("boss", "a2", 1, "q1"), said("boss", "a3", 5, "q2")),
            *(said("ana", "a4", 1, "q3"), said("robot", "a5", 1, "q3"), said("ben", "a6", 8 * 24, "q4")),
            *(said("ben", "q5", 0), said("ana", "a7", 4, "q5"), said("ben", "a8", 6, "a7")),
            said("ana", "q6", 21 * 24),
        ],
    )


def test_a_question_is_answered_when_somebody_else_replies_within_a_week(asking: Store) -> None:
    row = first_week(asking)
    assert (row["openings"], row["of_openings"], row["pending"]) == (5, 5, 0)
    assert (row["replied_openings"], row["replied_rate"]) == (3, 0.6)


def test_staff_and_peers_are_told_apart(asking: Store) -> None:
    """Staff answer q1 and q2, peers q1 and q5."""
    row = first_week(asking)
    assert (row["staff_replied_openings"], row["peer_replied_openings"]) == (2, 2)
    assert row["median_reply_hours"] == 4  # of 1, 5 and 4
    assert row["median_staff_reply_hours"] == 3  # of 1 and 5
    assert row["median_peer_reply_hours"] == 3  # of 2 and 4


def test_questions_whose_week_is_not_over_are_pending(asking: Store) -> None:
    """On Sunday noon, the five questions of Monday noon have had six days and a half."""
    row = first_week(asking, as_of=date(2024, 1, 7))
    assert (row["openings"], row["pending"], row["of_openings"], row["replied_openings"]) == (5, 5, 0, 0)
    assert row["replied_rate"] is None
    assert row["median_reply_hours"] is None


def test_where_no_question_is_answered_the_rates_are_zero(community: Community) -> None:
    """Boss answers Ana in the first week; nobody answers in the second; the last has not had its seven days."""
    asked = [said("ana", "q1", 0), said("boss", "a1", 1, "q1"), said("ana", "q2", 8 * 24), said("ana", "q3", 21 * 24)]
    table = response(community(member=STAFF, message=asked)).table
    unknown = (0, None, None, None)
    rates = table.select("of_openings", "replied_rate", "staff_replied_rate", "peer_replied_rate")
    assert rates.rows() == [(1, 1, 1, 0), (1, 0, 0, 0), unknown, unknown]


def test_replies_after_the_span_count(asking: Store) -> None:
    """As of Monday, January 8, all weeks are over, and the answer to q4 would be too late anyway."""
    row = first_week(asking, until=date(2024, 1, 1), as_of=date(2024, 1, 8))
    assert (row["of_openings"], row["replied_openings"]) == (5, 3)


def test_questions_are_sliced_by_their_group(community: Community) -> None:
    """Ana asks in the hall and is answered; she asks in the attic, and nobody answers."""
    store = community(
        message=[
            *(said("ana", "q1", 0), said("ben", "a1", 1, "q1"), said("ana", "q2", 0, group="attic")),
            said("ben", "q3", 21 * 24),
        ]
    )
    store.cut(Cut(by="group"))
    table = response(store).table.filter(starts_on=date(2024, 1, 1))
    assert table.select("slice", "of_openings", "replied_openings").rows() == [("attic", 1, 0), ("hall", 1, 1)]


def test_where_nobody_answers_the_rate_is_zero(community: Community) -> None:
    """Neither of the first week's two questions is answered, that of the fourth is; in the second nobody asks."""
    messages = [said("ana", "q1", 0), said("ben", "q2", 1), said("ana", "q3", 21 * 24), said("ben", "a3", 510, "q3")]
    store = community(member=STAFF, message=messages)
    asked, quiet, *_ = response(store).table.iter_rows(named=True)
    rates = ("replied_rate", "staff_replied_rate", "peer_replied_rate")
    assert asked["of_openings"] == 2
    assert [asked[rate] for rate in rates] == [0, 0, 0]
    assert [quiet[rate] for rate in rates] == [None, None, None]


def test_without_known_staff_their_answers_are_unknown(community: Community) -> None:
    store = community(message=[said("ana", "q1", 0), said("ben", "a1", 1, "q1"), said("ben", "q2", 21 * 24)])
    result = response(store)
    assert result.table["staff_replied_openings"].to_list() == [None] * 4
    assert any("no staff are known" in note for note in result.notes)


def test_without_replies_the_question_is_refused(community: Community) -> None:
    store = community(message=[said("ana", "q1", 0)])
    with pytest.raises(NotEnoughData):
        store.need("replies")


def test_exports_that_tell_no_replies_are_named(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    """A WhatsApp chat does not say who answers whom; the table loaded with it does."""
    (tmp_path / "messages.csv").write_text(
        "author,time,text,channel,id,reply_to\nana,2024-01-01 12:00,a?,hall,1,\nben,2024-01-01 13:00,a!,hall,2,1\n"
    )
    assert not any("numbers that need replies" in note for note in _notes(run, "messages.csv"))
    (tmp_path / "WhatsApp Chat with Tea.txt").write_text("13/01/2024, 12:01 - Ana: hi\n14/01/2024, 12:01 - Ben: hi\n")
    assert any("numbers that need replies are without WhatsApp" in note for note in _notes(run, "."))


def _notes(run: Callable[..., tuple[int, str, str]], exports: str) -> list[str]:
    _, out, _ = run("response", exports, "--format", "json")
    found: list[str] = json.loads(out)["notes"]
    return found
