from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from commkit import __version__
from commkit.system import IS_PORTABLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("shop")


def rows(said: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    assert said.code == 0, said.err
    found: list[dict[str, Any]] = json.loads(said.out)["rows"]
    return found


def test_status_says_what_is_loaded_and_what_can_be_asked(run: Run) -> None:
    said = run("status", "--format", "json")
    held = {row["kind"]: (row["records"], row["first_on"], row["last_on"]) for row in rows(said)}
    assert held["messages"] == (3, "2024-01-01", "2024-01-08")
    assert held["orders"] == (2, "2024-01-03", "2024-01-04")
    assert held["groups"][0] == held["accounts"][0] == 2
    ready = json.loads(said.out)["notes"][0].removeprefix("can run: ").split(", ")
    assert {"kpi", "rfm", "active"} <= {*ready}
    assert "flow" not in ready


def test_members_are_found_by_a_part_of_their_name(run: Run) -> None:
    said = run("members", "--find", "AN", "--format", "json")
    [ana] = rows(said)
    assert (ana["name"], ana["platform"], ana["messages"]) == ("ana", "table", 2)
    assert json.loads(said.out)["confidential"] is True
    assert [row["handle"] for row in rows(run("members", "--find", ana["handle"], "--format", "json"))] == [
        ana["handle"]
    ]


def test_a_member_that_is_not_there(run: Run) -> None:
    said = run("members", "--find", "zoe")
    assert (said.code, len(said.err.splitlines())) == (4, 2)


def test_loads_are_listed_without_names_of_files(run: Run) -> None:
    listed = rows(run("loads", "list", "--format", "json"))
    assert [(row["load"], row["source"], row["records"], row["loaded"]) for row in listed] == [
        (1, "table", 3, 3),
        (2, "table", 2, 2),
    ]
    assert not any("csv" in row["file"] for row in listed)
    named = rows(run("loads", "list", "--names", "--format", "json"))
    assert [row["name"] for row in named] == ["messages.csv", "orders.csv"]


def test_a_load_is_taken_back(run: Run) -> None:
    assert run("loads", "undo", "2").code == 0
    assert [row["load"] for row in rows(run("loads", "list", "--format", "json"))] == [1]
    assert run("rfm", "--on", "orders").code == 4


def test_a_load_that_never_was(run: Run, shop: Path) -> None:
    before = shop.read_bytes()
    said = run("loads", "undo", "9")
    assert (said.code, len(said.err.splitlines())) == (2, 2)
    assert shop.read_bytes() == before


def test_explain_shows_question_definition_needs_and_sql(run: Run) -> None:
    said = run("explain", "rfm")
    assert said.out.startswith("Who is worth most to us, who is rising, and who is slipping away?")
    assert "needs: orders or messages" in said.out
    assert "segment_of(r, f)" in said.out


def test_explain_lists_the_views_with_their_columns(run: Run) -> None:
    *lines, onward = run("explain", "tables").out.splitlines()
    assert "purchase: member, order_key, ordered_at, ordered_on, amount" in {line[:59] for line in lines}
    assert all(re.fullmatch(r"\w+: \w+(, \w+)*", line) for line in lines)
    assert onward == "the SQL behind one of them: commkit explain VIEW"
    assert run("explain", "member").out.startswith("create or replace temp view member as ")


def test_a_question_comes_before_an_indicator_of_its_name(run: Run) -> None:
    told = run("explain", "stickiness").out
    assert told.startswith("How many of the month's active members are there on a day")
    assert "formula: dau_mau_sum / of_mau_days" in told


def test_explain_shows_the_working_of_an_indicator(run: Run) -> None:
    """In the first week, Ana and Ben send a message each; the log ends on Monday of the second."""
    said = run("explain", "messages_per_speaker")
    assert "Messages / members active in the period." in said.out
    assert said.out.splitlines()[-2:] == ["  2024-01-01  2 / 2 = 1  complete", "  2024-01-08  1 / 1 = 1  running"]
    assert run("explain", "messages_per_speaker", "--db", "elsewhere.duckdb").code == 3


def test_what_cannot_be_explained(run: Run) -> None:
    said = run("explain", "rfn")
    assert said.code == 2
    assert "did you mean rfm?" in said.err


def test_doctor_finds_nothing_to_mend(run: Run, shop: Path) -> None:
    for path in shop.parent.glob("*.duckdb"):
        path.chmod(0o600)
    found = {row["check"]: row["status"] for row in rows(run("doctor", "--format", "json"))}
    assert (found["database"], found["private file"]) == ("ok", "ok")
    assert __version__ in run("doctor").out


def test_doctor_tells_how_far_tables_kept_by_hand_reach(run: Run, tmp_path: Path) -> None:
    """People talk until June 30. Tickets go on until May 1, which is 60 days before; nothing was said since April 1."""
    tables = {
        "talk.csv": "platform,group,sender,time,text\nwecom,hall,ana,2026-06-01,hi\nwecom,hall,ben,2026-06-30,hi\n",
        "tickets.csv": "ticket_id,platform,requester_id,opened_at,status\nT1,wecom,ana,2026-05-01 09:00,open\n",
        "mentions.csv": "site,posted_at,sentiment,reach\nReddit,2026-04-01 09:00,positive,40\n",
    }
    for name, text in tables.items():
        (tmp_path / name).write_text(text)
    assert run("load", *tables, "--tz", "UTC", "--db", "hand.duckdb").code == 0
    (tmp_path / "hand.private.duckdb").chmod(0o600)
    told = rows(run("doctor", "--db", "hand.duckdb", "--format", "json"))
    found = {row["check"]: (row["status"], row["detail"]) for row in told}
    assert found["cases"] == ("ok", "up to 2026-05-01")
    assert found["mentions"] == ("note", "nothing since 2026-04-01: load the table again")
    assert "labels" not in found


@pytest.mark.parametrize("harm", [*([] if IS_PORTABLE else ["open"]), "gone", "damaged"])
def test_doctor_finds_what_to_mend(run: Run, shop: Path, harm: str) -> None:
    private = shop.with_name("community.private.duckdb")
    private.chmod(0o644 if harm == "open" else 0o600)
    if harm == "gone":
        private.unlink()
    elif harm == "damaged":
        shop.write_text("no database")
    said = run("doctor")
    assert said.code == 1
    assert said.out.count("\tmend\t") == 1


def test_config_shows_what_is_set_and_by_what(run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shop.with_name("commkit.toml")
    path.write_text('[active]\nevery = "month"\n[community]\ntz = "Asia/Shanghai"\n')
    monkeypatch.setenv("COMMKIT_ACTIVE_LIMIT", "3")
    assert rows(run("config", "--show-origin", "--format", "json")) == [
        {"option": "active.every", "value": "month", "origin": str(path)},
        {"option": "community.tz", "value": "Asia/Shanghai", "origin": str(path)},
        {"option": "active_limit", "value": "3", "origin": "$COMMKIT_ACTIVE_LIMIT"},
    ]


def test_rebuilding_in_another_zone(run: Run) -> None:
    assert run("rebuild", "--tz", "Asia/Shanghai").code == 0
    assert json.loads(run("status", "--format", "json").out)["tz"] == "Asia/Shanghai"


def test_the_demo_runs_in_an_empty_folder_and_leaves_a_chart(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    said = run("demo")
    assert said.code == 0
    assert "champions" in said.out
    assert [path.name for path in folder.iterdir()] == ["commkit-demo.svg"]
