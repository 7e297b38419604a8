"""Tables of surveys, campaigns, costs, tickets, labels and attendance: what each row becomes."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from commkit.errors import WrongUse
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading
from commkit.sources.table import from_table as table
from commkit.sources.table.layout import find_layout
from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data" / "table"


def file_of(content: str) -> File:
    raw = content.encode()
    return File("table.csv", len(raw), lambda: io.BytesIO(raw))


def read(file: File, reading: Reading | None = None) -> list[Batch]:
    return [piece for piece in table.read([file], reading or Reading()) if isinstance(piece, Batch)]


def case(name: str) -> list[Batch]:
    [file] = files_of(DATA / name)
    return read(file)


def rows(batches: list[Batch], kind: str, *columns: str) -> list[tuple[object, ...]]:
    return [row for batch in batches for row in batch.frames[kind].select(*columns).rows()]


def codes(batches: list[Batch]) -> list[tuple[int, str]]:
    return [(reject.line, reject.code) for batch in batches for reject in batch.rejects]


def skips(batches: list[Batch]) -> dict[tuple[str, str], int]:
    return dict(sum((Counter(batch.skipped) for batch in batches), Counter()))


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def kind_of(header: str, **roles: str) -> str | None:
    found = find_layout(file_of(header + "\n"), Reading(roles=roles))
    return found.kind if found else None


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("user_id,score,answered_at", "surveys"),
        ("Timestamp,Email,NPS,Reason", "surveys"),
        ("提交时间,打分,意见", "surveys"),
        ("user_id,score,date,comment,group", "surveys"),
        ("campaign,start_date,end_date,budget", "campaigns"),
        ("活动名称,开始时间,结束时间,预算", "campaigns"),
        ("date,channel,amount,currency", "costs"),
        ("日期,活动,费用", "costs"),
        ("ticket_id,customer_id,created_at,status,channel", "tickets"),
        ("工单号,提交时间", "tickets"),
        ("message_id,label,labelled_at,by", "labels"),
        ("内容ID,标签", "labels"),
        ("email,meeting,time,duration", "attendances"),
        ("Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest", "attendances"),
    ],
)
def test_a_header_says_the_kind(header: str, kind: str) -> None:
    assert kind_of(header) == kind


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("customer_id,date,amount,rating,comment", "orders"),
        ("customer_id,date,amount,currency,campaign,channel", "orders"),
        ("ticket_id,user_id,event,created_at,status", "events"),
        ("user_id,event,time,duration", "events"),
        ("user_id,name,joined_at,score,group", "members"),
        ("user,date,score,content", "messages"),
        ("message_id,author,time,text,label", "messages"),
        ("name,join_time,leave_time,group", "members"),
    ],
)
def test_other_kinds_keep_their_tables(header: str, kind: str) -> None:
    assert kind_of(header) == kind


@pytest.mark.parametrize(
    "header", ["order_id,date,channel,amount", "date,channel,price,quantity,amount", "date,amount"]
)
def test_revenue_is_not_a_cost(header: str) -> None:
    assert kind_of(header) is None


def test_what_is_said_decides() -> None:
    assert kind_of("order_id,date,channel,amount", kind="costs") == "costs"
    assert kind_of("user_id,event,time,duration", kind="attendances") == "attendances"
    assert kind_of("who,when,how", kind="surveys", score="how", time="when", member="who") == "surveys"


def test_surveys() -> None:
    """A 9 and a 0 with words, a stranger's 7, one who answered nothing; an 11, month 31. The 17th shows the order."""
    found = case("surveys")
    assert rows(found, "survey", "member", "score", "answered_at", "text") == [
        ("u1", 9, at("2026-01-05"), "kind people, fast answers"),
        ("u3", 0, at("2026-01-17"), "too slow"),
        (None, 7, at("2026-01-18"), None),
        ("u4", None, at("2026-01-18"), "skipped the question"),
    ]
    assert set(rows(found, "survey", "survey")) == {("January",)}
    assert codes(found) == [(3, "bad-score"), (7, "bad-time")]
    assert skips(found) == {}


def test_surveys_in_chinese() -> None:
    found = case("surveys_zh")
    assert rows(found, "survey", "member", "score", "answered_at", "survey") == [
        ("wm01", 10, at("2026-01-05 09:03"), "一月问卷"),
        ("wm02", 6, at("2026-01-06 15:00"), "一月问卷"),
    ]
    assert codes(found) == [(4, "bad-score")]


def test_a_survey_that_leaves_day_and_month_open_is_refused() -> None:
    with pytest.raises(WrongUse, match="the day, the month or the year"):
        read(file_of("user_id,score,date\nana,9,05/01/2026\n"))


def test_campaigns() -> None:
    """A fair, and a day without an end; one without a name, one that starts soon, one that costs much; a sum."""
    found = case("campaigns")
    assert rows(found, "campaign", "campaign", "starts_at", "ends_at", "channel", "budget", "currency") == [
        ("Spring Fair", at("2026-03-01"), at("2026-03-07"), "wechat", 1200, "CNY"),
        ("Open Door", at("2026-04-10"), None, "offline", 300, "CNY"),
    ]
    assert codes(found) == [(4, "no-campaign"), (5, "bad-time"), (6, "bad-amount")]
    assert skips(found) == {("campaign", "total"): 1}


def test_costs() -> None:
    """1,200.50 on a note and nothing on a video; no amount, no day; a sum."""
    found = case("costs")
    assert rows(found, "ledger", "day", "campaign", "channel", "amount", "currency") == [
        (at("2026-01-05").date(), "春日市集", "小红书", Decimal("1200.5"), "CNY"),
        (at("2026-01-06").date(), None, "抖音", 0, "CNY"),
    ]
    assert codes(found) == [(4, "bad-amount"), (5, "bad-time")]
    assert skips(found) == {("ledger", "total"): 1}


def test_costs_without_a_currency_are_in_the_given_one() -> None:
    found = read(file_of("date,channel,cost\n2026-01-05,ads,5\n"), Reading(currency="EUR"))
    assert rows(found, "ledger", "currency") == [("EUR",)]


def test_tickets() -> None:
    """One answered and closed, one open, one closed unanswered; no number, never opened, answered at once."""
    found = case("tickets")
    assert rows(found, "case", "native", "member", "opened_at", "answered_at", "closed_at", "outcome", "topic") == [
        (
            *("T-1", "ana", at("2026-01-05 09:00"), at("2026-01-05 09:20"), at("2026-01-06 10:00")),
            *("closed", "billing"),
        ),
        ("T-2", "ben", at("2026-01-05 10:00"), None, None, "open", "login"),
        ("T-6", "eva", at("2026-01-06 09:00"), None, at("2026-01-06 09:30"), "closed", None),
    ]
    assert codes(found) == [(4, "no-ticket"), (5, "bad-time"), (6, "bad-time")]
    assert not found[0].naive


def test_tickets_in_chinese() -> None:
    found = case("tickets_zh")
    assert rows(found, "case", "native", "group", "answered_at", "outcome", "topic") == [
        ("1001", "一群", at("2026-01-05 09:20"), "已关闭", "售后"),
        ("1002", "二群", None, "处理中", "物流"),
    ]


def test_labels() -> None:
    """Bo finds praise, somebody a question; one label is missing, one was set yesterday."""
    found = case("labels")
    assert rows(found, "label", "content", "value", "valid_from", "labelled_by") == [
        ("m1", "praise", at("2026-01-05 09:00"), "bo"),
        ("m1", "question", None, None),
    ]
    assert codes(found) == [(4, "no-label"), (5, "bad-time")]


def test_participants_of_a_meeting_attend() -> None:
    """Ana by her address for 61 minutes, Ben by his name from 19:05:00 to 19:35:30; nobody, and never."""
    found = case("attendances")
    assert rows(found, "event", "member", "name", "happened_at", "value") == [
        ("ana@example.org", "attend", at("2026-01-14 19:00:10"), 61),
        ("Ben", "attend", at("2026-01-14 19:05"), 30),
    ]
    assert codes(found) == [(4, "no-member"), (5, "bad-time")]


def test_minutes_are_written_in_many_ways() -> None:
    """An hour and 50 seconds, 30 minutes, an hour and a half."""
    found = case("attendances_zh")
    assert rows(found, "event", "member", "value") == [("林一", 60), ("周二", 30), ("吴三", 90)]
    assert set(rows(found, "event", "campaign", "name")) == {("读书会", "attend")}


def test_who_signed_up_registers_and_who_came_attends() -> None:
    """Ana came, Ben did not, Cleo declined, Dan waited and came."""
    found = case("attendances_rsvp")
    assert rows(found, "event", "member", "name") == [
        ("user 11", "attend"),
        ("user 12", "register"),
        ("user 14", "attend"),
    ]
    assert skips(found) == {("event", "declined"): 1}


@pytest.mark.parametrize(
    ("yes", "no"),
    [("Ja", "Nein"), ("oui", "non"), ("Sí", "No"), ("Sim", "Não"), ("sì", "no"), ("Да", "Нет"), ("はい", "いいえ"),
     ("예", "아니요"), ("是", "否"), ("TRUE", "FALSE"), ("1.0", "0.0"), ("Tak", "Nie"), ("Evet", "Hayır"), ("✓", "✗")],
)  # fmt: skip
def test_yes_and_no_are_said_in_many_languages(yes: str, no: str) -> None:
    """Ana waited, then came; Ben signed up and did not come."""
    lines = f"ana,2024-01-15 10:00,{yes},{yes}\nana,2024-01-15 10:05,{no},{yes}\nben,2024-01-15 10:00,{no},{no}\n"
    found = read(file_of(f"name,join time,in waiting room,attended\n{lines}"))
    assert rows(found, "event", "member", "name") == [("ana", "attend"), ("ben", "register")]
    assert skips(found) == {("event", "waiting room"): 1}
    assert all(not batch.unknown_answers for batch in found)


def test_a_word_that_says_neither_yes_nor_no_is_named() -> None:
    """Of six people three say so in words of their own, one of whom cannot be read; lists of members do too."""
    lines = "".join(
        f"{name},{time},{said}\n"
        for name, time, said in (
            *(("ana", "2024-01-15 10:00", "yes"), ("ben", "2024-01-15 10:00", "Quux"), ("cy", "soon", "zork")),
            *(("dan", "2024-01-15 10:00", "Quux"), ("eve", "2024-01-15 10:00", ""), ("flo", "2024-01-15 10:00", "no")),
        )
    )
    [found] = read(file_of(f"name,join time,attended\n{lines}"))
    assert found.unknown_answers == {("event", "Quux"): 2}
    assert Counter(found.frames["event"]["name"]) == {"attend": 1, "register": 4}
    [found] = read(
        file_of("member_id,joined_at,bot,role\n1,2024-01-01,Ja,\n2,2024-01-01,quux,bot\n3,2024-01-01,nein,\n")
    )
    assert found.frames["member"]["is_bot"].to_list() == [True, True, False]
    assert found.unknown_answers == {("member", "quux"): 1}


def test_a_no_in_any_language_is_no_evidence_no_consent_and_no_exclusion() -> None:
    [found] = read(
        file_of("complaint_id,complaint_date,outcome,evidence\n1,2024-01-01,done,Nein\n2,2024-01-01,done,log\n")
    )
    assert found.frames["case"]["has_evidence"].to_list() == [False, True]
    [found] = read(file_of("member_id,joined_at,excluded,consent\n1,2024-01-01,nein,ja\n2,2024-01-01,いいえ,Não\n"))
    assert found.frames["label"].select("member", "value").sort("member", "value").rows() == [
        ("1", "granted"), ("1", "no"), ("2", "no"), ("2", "withdrawn")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("61", 61), ("61.9", 61), ("1:02:03", 62), ("1 hr 2 min", 62), ("45m", 45), ("1小时2分3秒", 62), ("90秒", 1)],
)
def test_a_stay_is_in_whole_minutes(said: str, minutes: int) -> None:
    found = read(file_of(f"email,meeting,time,duration\na@example.org,run,2026-01-05,{said}\n"))
    assert rows(found, "event", "value") == [(minutes,)]


@pytest.mark.parametrize("said", ["long", "9" * 30, "9" * 30 + "h", ""])
def test_a_duration_that_cannot_be_read_is_unknown(said: str) -> None:
    found = read(file_of(f"email,meeting,time,duration\na@example.org,run,2026-01-05,{said}\n"))
    assert rows(found, "event", "value") == [(None,)]


def test_who_sat_in_the_waiting_room_did_not_come() -> None:
    """Lu waits 3 minutes and stays 40; mo waits and goes; ni was never kept waiting."""
    content = (
        "Name,Email,Join time,Leave time,Duration (minutes),In waiting room\n"
        "Lu,lu@x.example,2024-03-05 10:00:00,2024-03-05 10:03:00,3,Yes\n"
        "Lu,lu@x.example,2024-03-05 10:03:00,2024-03-05 10:43:00,40,No\n"
        "Mo,,2024-03-05 10:00:00,2024-03-05 10:02:00,2,Yes\n"
        "Ni,,2024-03-05 10:10:00,2024-03-05 10:43:00,33,\n"
    )
    [batch] = table.read([file_of(content)], Reading())
    assert isinstance(batch, Batch)
    assert rows([batch], "event", "member", "value") == [("lu@x.example", Decimal(40)), ("Ni", Decimal(33))]
    assert batch.skipped == {("event", "waiting room"): 2}
