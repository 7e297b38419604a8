"""What WeCom counts a day, from its API and from the tables of its console."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.errors import WrongUse
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.sources.wecom import from_counts as wecom_counts
from commkit.sources.wecom.counts import read_count

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "wecom_counts"
FIFTH, SIXTH = date(2026, 1, 5), date(2026, 1, 6)


def case(name: str) -> Batch:
    [batch] = wecom_counts.read(files_of(DATA / name), Reading())
    return batch


def counts(batch: Batch) -> list[tuple[object, ...]]:
    return batch.frames["daily_count"].select("member", "day", "name", "value").rows()


def codes(batch: Batch) -> list[tuple[int, str]]:
    return sorted((reject.line, reject.code) for reject in batch.rejects)


def test_counts_of_days_are_of_all_and_those_of_owners_are_theirs() -> None:
    """Midnight in Beijing is 16:00 UTC of the day before. The second answer keeps the day that was asked for."""
    batch = case("answers")
    assert counts(batch) == [
        (None, FIFTH, "new_chat_cnt", 2),
        (None, FIFTH, "chat_total", 2),
        (None, FIFTH, "member_total", 6),
        (None, FIFTH, "msg_total", 0),
        (None, SIXTH, "member_total", 9),
        ("lin", FIFTH, "member_total", 4),
        ("lin", FIFTH, "chat_total", 1),
        ("zhou", FIFTH, "member_total", 2),
        ("zhou", FIFTH, "chat_total", 1),
    ]
    assert batch.frames["member"].select("native", "is_staff").rows() == [("lin", True), ("zhou", True)]


def test_faults_are_kept() -> None:
    """Many messages are no number; an answer states no day; the 5th is told again of nobody knows whom; an error."""
    batch = case("answers")
    assert codes(batch) == [(1, "bad-amount"), (3, "no-day"), (4, "told-twice")]
    assert batch.skipped == {("daily_count", "empty answer"): 1}
    assert batch.records["daily_count"] == 13


def test_behaviour_is_of_the_one_that_the_request_names() -> None:
    """Seven counts on the 5th; on the 6th nobody was answered, so there is no share and no time."""
    batch = case("behaviour")
    assert [day for _, day, *_ in counts(batch)] == [FIFTH] * 7 + [SIXTH] * 5
    assert {who for who, *_ in counts(batch)} == {"lin"}
    assert ("lin", FIFTH, "reply_percentage", Decimal("60.25")) in counts(batch)


def test_the_console_names_counts_in_chinese() -> None:
    """Two days of Lin's: one cell is blank, one says many, a row has no day, a sum, and a row that is cut."""
    batch = case("console")
    assert counts(batch) == [
        ("lin", FIFTH, "new_chat_cnt", 1),
        ("lin", FIFTH, "member_total", 1204),
        ("lin", SIXTH, "new_chat_cnt", 0),
        ("lin", SIXTH, "msg_total", 30),
    ]
    assert codes(batch) == [(3, "bad-amount"), *[(4, "bad-time")] * 3, (6, "bad-row")]
    assert batch.skipped == {("daily_count", "total"): 3}
    assert batch.records["daily_count"] == 12


def test_the_console_counts_talks_of_the_staff() -> None:
    batch = case("console_staff")
    assert counts(batch)[:4] == [
        ("lin", FIFTH, "new_contact_cnt", 5),
        ("lin", FIFTH, "message_cnt", 80),
        ("lin", FIFTH, "reply_percentage", Decimal("60.25")),
        ("lin", FIFTH, "avg_reply_time", Decimal("1.5")),
    ]
    assert len(counts(batch)) == 7


def test_a_table_that_leaves_day_and_month_open_is_refused() -> None:
    content = "日期,新增客户数,发送消息数\n05/01/2026,1,2\n".encode()
    file = File("counts.csv", len(content), lambda: io.BytesIO(content))
    assert wecom_counts.recognises(file)
    with pytest.raises(WrongUse, match="day or the month"):
        list(wecom_counts.read([file], Reading()))
    [batch] = wecom_counts.read([file], Reading(date_format="dmy"))
    assert {day for _, day, *_ in counts(batch)} == {FIFTH}


@pytest.mark.parametrize(
    ("said", "number"),
    [(7, 7), (1.5, Decimal("1.5")), ("1,204", 1204), ("60.25%", Decimal("60.25")), ("3分钟", 3)],
)
def test_counts_are_numbers(said: object, number: object) -> None:
    assert read_count(said) == number


@pytest.mark.parametrize("said", [None, True, "", "many", -1, "1e9", "９", "9" * 20, "9" * 30, "1." + "9" * 30])
def test_a_value_that_is_not_a_number_is_not_a_count(said: object) -> None:
    assert read_count(said) is None
