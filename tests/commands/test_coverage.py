"""Coverage as operators meet it: what is not covered is empty and says so, and what ends early is named."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Said

    Run = Callable[..., Said]


def rows(said: Said) -> list[dict[str, Any]]:
    assert said.code == 0, said.err
    found: list[dict[str, Any]] = json.loads(said.out)["rows"]
    return found


def days(first: str, last: str) -> Iterator[date]:
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        yield day
        day += timedelta(days=1)


def write_chat(
    path: Path, first: str, last: str, people: tuple[str, ...] = ("ana", "ben"), group: str = "hall"
) -> Path:
    """Each person says one thing a day."""
    lines = [f"{who},{day} 12:00,hello,{group}" for day in days(first, last) for who in people]
    path.write_text("\n".join(["author,time,text,channel", *lines]) + "\n")
    return path


def write_orders(path: Path, first: str, last: str) -> Path:
    """Ana orders for 10 every day."""
    lines = [f"{number},ana,{day},10" for number, day in enumerate(days(first, last))]
    path.write_text("\n".join(["order_id,customer_id,order_date,line_amount", *lines]) + "\n")
    return path


def write_whatsapp(path: Path, name: str, first: str, last: str) -> Path:
    said = [
        f"{day.day:02}/{day.month:02}/{day.year}, 12:00 - {who}: hello"
        for day in days(first, last)
        for who in ("Ana", "Ben")
    ]
    (path / f"WhatsApp Chat with {name}.txt").write_text("\n".join(said) + "\n")
    return path / f"WhatsApp Chat with {name}.txt"


def test_orders_that_end_before_the_chat_do_not_fall_to_zero(run: Run, tmp_path: Path) -> None:
    """Chat from January to June, orders to April 30: of May nothing is known, April is the last month of sales."""
    chat = write_chat(tmp_path / "chat.csv", "2024-01-01", "2024-06-30")
    orders = write_orders(tmp_path / "orders.csv", "2024-01-01", "2024-04-30")
    assert run("load", chat, orders, "-q").code == 0
    convert = rows(run("repurchase", "--as-of", "2024-04-30", "--format", "json"))
    assert [row["starts_on"] for row in convert][-1] == "2024-04-01"
    told = rows(run("kpi", "--metric", "gmv", "--metric", "messages", "--every", "month", "--format", "json"))
    by_name = {row["indicator"]: row for row in told}
    assert (by_name["gmv"]["starts_on"], by_name["gmv"]["value"]) == ("2024-04-01", 300)
    assert by_name["gmv"]["as_of_on"] == "2024-04-30"
    assert (by_name["messages"]["starts_on"], by_name["messages"]["value"]) == ("2024-06-01", 60)
    of_months = run("explain", "gmv", "--every", "month", "--db", "community.duckdb").out.splitlines()[-4:]
    assert [line.split() for line in of_months] == [
        ["2024-03-01", "310.00", "complete"],
        ["2024-04-01", "300.00", "complete"],
        ["2024-05-01", "–", "not", "covered"],
        ["2024-06-01", "–", "not", "covered"],
    ]


def test_chat_that_ends_on_a_monday_makes_no_week_fall(run: Run, tmp_path: Path) -> None:
    """Four whole weeks, and Monday of a fifth, which is still running."""
    write_chat(tmp_path / "chat.csv", "2024-01-01", "2024-01-29")
    told = rows(run("active", "chat.csv", "--compare", "previous", "--format", "json"))
    assert [row["status"] for row in told] == [*["complete"] * 4, "running"]
    assert [row["change_messages"] for row in told] == [None, 0, 0, 0, None]
    [messages] = rows(run("kpi", "chat.csv", "--metric", "messages", "--format", "json"))
    assert (messages["starts_on"], messages["value"], messages["change"]) == ("2024-01-22", 14, 0)


def test_weeks_before_the_log_are_not_zero(run: Run, tmp_path: Path) -> None:
    """The log begins on Wednesday, January 10: the week before is not covered, its own week is cut."""
    write_chat(tmp_path / "chat.csv", "2024-01-10", "2024-01-21")
    told = rows(run("active", "chat.csv", "--since", "2024-01-01", "--format", "json"))
    assert [(row["status"], row["messages"]) for row in told] == [("not_covered", None), ("cut", 10), ("complete", 14)]


def test_nobody_is_silent_where_no_chat_was_loaded(run: Run, tmp_path: Path) -> None:
    """Forty members joined in May, and chat was loaded of June alone: who spoke first in May is not known."""
    joins = [f"u{number},2024-05-{1 + number % 28:02}" for number in range(40)]
    (tmp_path / "members.csv").write_text("\n".join(["member,joined_at", *joins]) + "\n")
    chat = write_chat(tmp_path / "chat.csv", "2024-06-01", "2024-06-30", ("u1", "u2"))
    assert run("load", "members.csv", chat, "-q").code == 0
    [may] = rows(run("newcomers", "--every", "month", "--format", "json"))
    assert (may["starts_on"], may["joined_members"]) == ("2024-05-01", 40)
    assert (may["first_speak_members"], may["first_speak_rate"], may["second_week_rate"]) == (None, None, None)
    [rate] = rows(run("kpi", "--metric", "first_speak_rate", "--every", "month", "--format", "json"))
    assert rate["value"] is None


def test_a_group_that_ends_early_leaves_a_week_partly_covered(run: Run, tmp_path: Path) -> None:
    """Two equally busy groups for eight weeks: one table of each, the attic's ends on Wednesday, February 21."""
    write_chat(tmp_path / "hall.csv", "2024-01-01", "2024-02-25", group="hall")
    write_chat(tmp_path / "attic.csv", "2024-01-01", "2024-02-21", group="attic")
    assert run("load", "hall.csv", "attic.csv", "-q").code == 0
    said = run("active", "--format", "json")
    assert [row["status"] for row in rows(said)] == [*["complete"] * 7, "partly_covered"]
    assert rows(said)[-1]["messages"] == 20
    assert any("attic" in note for note in json.loads(said.out)["notes"])
    [messages] = rows(run("kpi", "--metric", "messages", "--format", "json"))
    assert messages["starts_on"] == "2024-02-12"
    by_group = {row["group"]: row for row in rows(run("status", "--by", "group", "--format", "json"))}
    assert by_group["attic"]["last_on"] == "2024-02-21"
    assert by_group["attic"]["next_step"] == "export from 2024-02-22"
    (tmp_path / "commkit.toml").write_text('[community]\nclosed = ["attic"]\n')
    assert rows(run("active", "--format", "json"))[-1]["status"] == "complete"


@pytest.mark.parametrize(("people", "status"), [(19, "partly_covered"), (20, "complete")])
def test_groups_that_end_early_count_from_a_twentieth_of_all_messages(
    people: int, status: str, run: Run, tmp_path: Path
) -> None:
    """One of 20 messages a day is the attic's, which is 5%; one of 21 is less. Its export ends four days early."""
    write_chat(tmp_path / "hall.csv", "2024-01-01", "2024-02-25", tuple(f"m{each}" for each in range(people)))
    write_chat(tmp_path / "attic.csv", "2024-01-01", "2024-02-21", ("ana",), group="attic")
    said = run("active", "hall.csv", "attic.csv", "--format", "json")
    assert [row["status"] for row in rows(said)] == [*["complete"] * 7, status]
    named = [note for note in json.loads(said.out)["notes"] if "attic (messages to 2024-02-21)" in note]
    assert len(named) == (status == "partly_covered")


def test_files_that_are_made_one_by_one_have_their_own_ends(run: Run, tmp_path: Path) -> None:
    """Three groups of WhatsApp end on the 15th, 17th and 19th of January: only the days to the 15th are settled."""
    for name, last in (("A", "2024-01-15"), ("B", "2024-01-17"), ("C", "2024-01-19")):
        write_whatsapp(tmp_path, name, "2024-01-01", last)
    assert run("load", *sorted(tmp_path.glob("*.txt")), "-q").code == 0
    told = {row["starts_on"]: row["status"] for row in rows(run("active", "--every", "day", "--format", "json"))}
    assert [told[f"2024-01-{day}"] for day in (14, 15, 16, 17, 18, 19)] == [*["complete"] * 2, *["partly_covered"] * 4]


def test_quiet_channels_of_one_export_are_quiet(run: Run, tmp_path: Path) -> None:
    """One table of two channels: nobody says anything in the attic after January."""
    lines = [f"ana,{day} 12:00,hello,hall" for day in days("2024-01-01", "2024-03-31")]
    lines += [f"ben,{day} 12:00,hello,attic" for day in days("2024-01-01", "2024-01-31")]
    (tmp_path / "chat.csv").write_text("\n".join(["author,time,text,channel", *lines]) + "\n")
    told = rows(run("active", "chat.csv", "--every", "month", "--format", "json"))
    assert [(row["status"], row["members"]) for row in told] == [("complete", 2), ("complete", 1), ("complete", 1)]


def test_an_as_of_beyond_the_data_is_refused(run: Run, tmp_path: Path) -> None:
    write_chat(tmp_path / "chat.csv", "2024-01-01", "2024-01-31")
    said = run("active", "chat.csv", "--as-of", "2024-02-15")
    assert (said.code, said.out) == (4, "")
    assert "2024-01-31" in said.err


@pytest.mark.parametrize("wrong", ["2099-01-01 00:00", "2042-06-01 08:00", "1970-01-01 00:00"])
def test_one_wrong_clock_moves_nothing(run: Run, tmp_path: Path, wrong: str) -> None:
    """124 messages of two months, and one that is dated years away."""
    path = write_chat(tmp_path / "chat.csv", "2024-01-01", "2024-03-02")
    before = run("active", path, "--format", "csv").out, run("kpi", path, "--format", "csv").out
    path.write_text(path.read_text() + f"ana,{wrong},hello,hall\n")
    said = run("load", path)
    assert said.code == 0
    assert f"1 message is dated wrongly, {wrong[:10]}" in said.out + said.err
    active, kpi = run("active", "--format", "csv").out, run("kpi", "--format", "csv").out
    assert active == before[0]
    of_all = ("hours_since", "reject")  # count all messages and records ever loaded
    assert [line for line in kpi.splitlines() if not line.startswith(of_all)] == [
        line for line in before[1].splitlines() if not line.startswith(of_all)
    ]


def test_status_says_what_is_dated_wrongly(run: Run, tmp_path: Path) -> None:
    """The clock is wrong by local days: half past midnight in Shanghai is the year before in London."""
    path = write_chat(tmp_path / "chat.csv", "2024-01-01", "2024-03-02")
    path.write_text(path.read_text() + "ana,2099-01-01 00:30,hello,hall\n")
    loaded = run("load", path, "--tz", "Asia/Shanghai", "--format", "json")
    assert any("1 message is dated wrongly, 2099-01-01" in note for note in json.loads(loaded.out)["notes"])
    for by in ((), ("--by", "kind"), ("--by", "group"), ("--by", "platform")):
        said = run("status", *by, "--format", "json")
        assert any("1 message is dated wrongly, 2099-01-01" in note for note in json.loads(said.out)["notes"])
        assert (rows(said)[0]["first_on"], rows(said)[0]["last_on"]) == ("2024-01-01", "2024-03-02")
    assert rows(run("status", "--format", "json"))[0]["records"] == 125


def test_groups_are_judged_as_far_as_their_exports_reach(run: Run, tmp_path: Path) -> None:
    """Two people write in each group every day; answers are as of March 31.

    The attic's export ends on March 10: of the last 28 days, seven with 14 messages are told. The cellar's ends on
    February 20, before all of them. Once both are known to be over, their quiet is real: 14 of at most 56, and none.
    """
    ends = {"hall": "2024-03-31", "attic": "2024-03-10", "cellar": "2024-02-20"}
    for name, last in ends.items():
        write_chat(tmp_path / f"{name}.csv", "2024-01-01", last, group=name)
    assert run("load", *(f"{name}.csv" for name in ends), "-q").code == 0
    said = run("groups", "--format", "json")
    told = {row["group"]: row for row in rows(said)}
    columns = ("status", "stage", "messages")
    assert [told["hall"][name] for name in columns] == ["low_n", "mature", 56]
    assert [told["attic"][name] for name in columns] == ["partly_covered", None, 14]
    known = {"group": "cellar", "status": "not_covered", "first_on": "2024-01-01", "last_on": "2024-02-20"}
    assert told["cellar"] == dict.fromkeys(told["cellar"]) | known
    notes = " ".join(json.loads(said.out)["notes"])
    assert "unknown: attic." in notes
    assert "28 days: cellar." in notes
    assert "commkit status --by group" in notes
    (tmp_path / "commkit.toml").write_text('[community]\nclosed = ["attic", "cellar"]\n')
    told = {row["group"]: row for row in rows(run("groups", "--format", "json"))}
    assert [told["attic"][name] for name in columns] == ["low_n", "declining", 14]
    assert [told["cellar"][name] for name in columns] == ["low_n", "zombie", 0]


def test_a_gap_in_the_last_weeks_leaves_a_group_partly_covered(run: Run, tmp_path: Path) -> None:
    """Nothing tells of February 20 to 29, which is the month that the last 28 days are compared with."""
    write_chat(tmp_path / "one.csv", "2024-01-01", "2024-02-19")
    write_chat(tmp_path / "two.csv", "2024-03-01", "2024-03-31")
    assert run("load", "one.csv", "-q").code == 0
    assert run("load", "two.csv", "-q").code == 0
    [hall] = rows(run("groups", "--format", "json"))
    assert (hall["status"], hall["stage"], hall["messages"]) == ("partly_covered", None, 56)


def write_joins(path: Path) -> Path:
    """Someone joins the hall each week until Monday, February 5."""
    joins = [f"u{number},{day},hall" for number, day in enumerate(days("2024-01-01", "2024-02-05")) if number % 7 == 0]
    path.write_text("\n".join(["member,joined_at,group", *joins]) + "\n")
    return path


def test_joins_that_end_before_the_talk_are_named(run: Run, tmp_path: Path) -> None:
    """Talk to February 25, joins to February 5."""
    chat = write_chat(tmp_path / "chat.csv", "2024-01-01", "2024-02-25")
    assert run("load", chat, write_joins(tmp_path / "members.csv"), "-q").code == 0
    [hall] = rows(run("status", "--by", "group", "--format", "json"))
    assert (hall["last_on"], hall["next_step"]) == ("2024-02-25", "joins from 2024-02-06")
    notes = json.loads(run("kpi", "--all", "--format", "json").out)["notes"]
    assert any(note.startswith("loaded only up to 2024-02-05,") and "joins" in note for note in notes)
    late = run("flow", "--since", "2024-02-10")
    assert (late.code, late.out) == (4, "")
    assert "joins are covered up to 2024-02-05" in late.err
    assert "2024-02-06 and later" in late.err


def test_of_groups_that_end_early_the_kind_is_named(run: Run, tmp_path: Path) -> None:
    """The attic's messages end on Wednesday, February 21, the hall's on Sunday."""
    write_chat(tmp_path / "hall.csv", "2024-01-01", "2024-02-25", group="hall")
    write_chat(tmp_path / "attic.csv", "2024-01-01", "2024-02-21", group="attic")
    assert run("load", "hall.csv", "attic.csv", "-q").code == 0
    notes = " ".join(json.loads(run("active", "--format", "json").out)["notes"])
    assert "attic (messages to 2024-02-21); see commkit status --by group" in notes
    notes = " ".join(json.loads(run("kpi", "--metric", "messages", "--format", "json").out)["notes"])
    assert (
        "loaded only up to 2024-02-21 in some groups, so numbers made from these are older or not whole: messages"
        in notes
    )


def test_half_a_week_is_not_settled(run: Run, tmp_path: Path) -> None:
    """Four weeks of chat; asked until the Wednesday of the third, the last whole week is the second."""
    write_chat(tmp_path / "chat.csv", "2024-01-01", "2024-01-28")
    [messages] = rows(run("kpi", "chat.csv", "--metric", "messages", "--until", "2024-01-17", "--format", "json"))
    assert (messages["starts_on"], messages["value"], messages["change"]) == ("2024-01-08", 14, 0)
    told = rows(run("active", "chat.csv", "--until", "2024-01-17", "--compare", "previous", "--format", "json"))
    assert [(row["status"], row["change_messages"]) for row in told] == [
        ("complete", None),
        ("complete", 0),
        ("cut", None),
    ]


def test_kpi_says_the_same_twice(run: Run, tmp_path: Path) -> None:
    write_chat(tmp_path / "chat.csv", "2024-01-01", "2024-01-28")
    assert run("load", "chat.csv", "-q").code == 0
    assert run("kpi", "--format", "json").out == run("kpi", "--format", "json").out


def test_what_an_undone_load_told_is_not_covered_by_another(run: Run, tmp_path: Path) -> None:
    """The second export tells January again and goes on to February; without the first one only February is left."""
    write_chat(tmp_path / "one.csv", "2024-01-01", "2024-01-31")
    write_chat(tmp_path / "two.csv", "2024-01-01", "2024-02-29")
    assert run("load", "one.csv", "-q").code == 0
    assert run("load", "two.csv", "-q").code == 0
    assert run("loads", "undo", "1", "-q").code == 0
    told = rows(run("active", "--every", "month", "--since", "2024-01-01", "--format", "json"))
    assert [(row["status"], row["messages"]) for row in told] == [("not_covered", None), ("complete", 58)]


def test_coverage_is_explained(run: Run) -> None:
    said = run("explain", "coverage")
    assert said.code == 0
    assert "commkit status --by kind" in said.out


def test_exports_of_this_morning_cover_yesterday(run: Run, tmp_path: Path) -> None:
    """A chat whose last word is three days old: nobody spoke since, and yesterday is the last day."""
    today = datetime.now(UTC).date()
    chat = write_chat(tmp_path / "chat.csv", str(today - timedelta(days=9)), str(today - timedelta(days=3)))
    assert run("load", chat, "--tz", "UTC", "--covers-until", "yesterday", "-q").code == 0
    told = json.loads(run("status", "--format", "json").out)
    assert told["as_of"] in {str(today - timedelta(days=1)), str(datetime.now(UTC).date() - timedelta(days=1))}
    assert not any("--covers-until" in note for note in told["notes"])


def test_exports_that_state_no_day_are_named(run: Run, tmp_path: Path) -> None:
    run("load", write_chat(tmp_path / "chat.csv", "2024-01-01", "2024-01-07"), "-q")
    for line in (["status"], ["status", "--by", "group"]):
        notes = json.loads(run(*line, "--format", "json").out)["notes"]
        assert [note for note in notes if "commkit load --covers-until yesterday" in note and "table" in note]
