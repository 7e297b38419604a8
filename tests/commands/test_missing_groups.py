"""Groups, platforms and kinds that no export tells of for a while: what they did then is unknown, never nothing."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.commands.test_coverage import days, rows, write_chat, write_orders, write_whatsapp

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.test_coverage import Run


def write_questions(path: Path, first: str, last: str, group: str, answered_after: timedelta) -> None:
    """Ana asks at noon every day, and Ben answers so much later, if the group's export still tells of it."""
    lines = []
    for day in days(first, last):
        asked_at = datetime.combine(day, datetime.min.time()) + timedelta(hours=12)
        lines.append(f"{group}{day},ana,{asked_at},how?,{group},")
        if asked_at + answered_after < datetime.fromisoformat(last) + timedelta(days=1):
            lines.append(f"{group}{day}-a,ben,{asked_at + answered_after},so,{group},{group}{day}")
    path.write_text("\n".join(["message_id,author,time,text,channel,reply_to", *lines]) + "\n")


def test_nobody_is_left_without_an_answer_by_an_export_that_ends(run: Run, tmp_path: Path) -> None:
    """In the hall answers come in an hour, in the attic in five days; the attic's export ends on January 31.

    Every question of which the answer is known was answered: no period's rate is under 1, in `response` or `kpi`.
    """
    write_questions(tmp_path / "hall.csv", "2024-01-01", "2024-02-25", "hall", timedelta(hours=1))
    write_questions(tmp_path / "attic.csv", "2024-01-01", "2024-01-31", "attic", timedelta(days=5))
    assert run("load", "hall.csv", "attic.csv", "-q").code == 0
    told = rows(run("response", "--format", "json"))
    assert {row["replied_rate"] for row in told} == {1, None}
    assert [row["status"] for row in told if row["starts_on"] >= "2024-01-22"] == ["maturing", *["partly_covered"] * 4]
    assert "followed to 2024-01-31" in run("response").err
    [coverage] = rows(run("kpi", "--metric", "reply_coverage", "--format", "json"))
    assert (coverage["starts_on"], coverage["value"], coverage["change"]) == ("2024-01-15", 1, 0)


def test_a_platform_on_which_nobody_ever_answers_does_not_tell_answers(run: Run, tmp_path: Path) -> None:
    """On Discord every question is answered; on Slack nobody uses threads, so that who answers whom is not known."""
    write_questions(tmp_path / "discord.csv", "2024-01-01", "2024-02-25", "hall", timedelta(hours=1))
    write_chat(tmp_path / "slack.csv", "2024-01-01", "2024-02-25", group="attic")
    lines = (tmp_path / "slack.csv").read_text().splitlines()
    (tmp_path / "slack.csv").write_text("\n".join([f"{lines[0]},reply_to", *(f"{line}," for line in lines[1:])]) + "\n")
    for platform in ("discord", "slack"):
        assert run("load", f"{platform}.csv", "--platform", platform, "-q").code == 0
    said = run("response", "--format", "json")
    assert {row["replied_rate"] for row in rows(said)} == {1, None}
    assert any("need replies are without Slack" in note for note in json.loads(said.out)["notes"])


def test_silence_after_an_export_ends_is_no_end_of_a_stay(run: Run, tmp_path: Path) -> None:
    """Cleo first writes in the attic on February 5 and daily to its end on February 28; the hall goes on to May."""
    write_chat(tmp_path / "hall.csv", "2024-01-01", "2024-05-31", group="hall")
    write_chat(tmp_path / "attic.csv", "2024-01-01", "2024-02-28", ("dora", "eve"), group="attic")
    write_chat(tmp_path / "cleo.csv", "2024-02-05", "2024-02-28", ("cleo",), group="attic")
    said = run("lifetime", "--end", "silence", "--days", "14", "hall.csv", "attic.csv", "cleo.csv", "--format", "json")
    [stay] = rows(said)
    assert (stay["of_members"], stay["ended_members"]) == (1, 0)


def test_weeks_between_two_exports_of_a_group_are_partly_covered(run: Run, tmp_path: Path) -> None:
    """Of the attic, as busy as the hall, nothing tells from February 1 to March 3, a Sunday."""
    write_chat(tmp_path / "hall.csv", "2024-01-01", "2024-03-31", group="hall")
    write_chat(tmp_path / "before.csv", "2024-01-01", "2024-01-31", group="attic")
    write_chat(tmp_path / "after.csv", "2024-03-04", "2024-03-31", group="attic")
    assert run("load", "hall.csv", "before.csv", "after.csv", "-q").code == 0
    told = rows(run("active", "--format", "json"))
    assert [row["starts_on"] for row in told if row["status"] == "partly_covered"] == [
        str(date(2024, 1, 29) + timedelta(weeks=week)) for week in range(5)
    ]
    assert {row["status"] for row in told} == {"complete", "partly_covered"}
    of_attic = [
        row["status"] for row in rows(run("active", "--by", "group", "--format", "json")) if row["slice"] == "attic"
    ]
    assert of_attic[4:10] == ["partly_covered", *["not_covered"] * 4, "complete"]


def test_a_quiet_week_between_two_exports_is_quiet(run: Run, tmp_path: Path) -> None:
    """Of the attic nothing tells on six days, from February 5 to 10."""
    write_chat(tmp_path / "hall.csv", "2024-01-01", "2024-02-25", group="hall")
    write_chat(tmp_path / "before.csv", "2024-01-01", "2024-02-04", group="attic")
    write_chat(tmp_path / "after.csv", "2024-02-11", "2024-02-25", group="attic")
    told = rows(run("active", "hall.csv", "before.csv", "after.csv", "--format", "json"))
    assert {row["status"] for row in told} == {"complete"}


def test_orders_that_name_nobody_of_a_platform_do_not_tell_of_it(run: Run, tmp_path: Path) -> None:
    """The shop's customers have numbers of its own: what the people of WhatsApp buy is not known."""
    chat = write_whatsapp(tmp_path, "A", "2024-01-01", "2024-02-04")
    orders = write_orders(tmp_path / "orders.csv", "2024-01-01", "2024-02-04")
    assert run("load", chat, orders, "-q").code == 0
    for by in ("platform", "group"):
        told = rows(run("kpi", "--metric", "gmv", "--metric", "orders", "--by", by, "--format", "json"))
        assert [row["value"] for row in told if row["slice"] in ("whatsapp", "A") and row["value"] is not None] == []
    [gmv] = rows(run("kpi", "--metric", "gmv", "--format", "json"))
    assert (gmv["value"], gmv["status"]) == (70, "complete")
