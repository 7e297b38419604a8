from __future__ import annotations

import json
import os
import stat
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

SLACK: dict[str, list[Any]] = {
    "users.json": [{"id": "U0ANA", "name": "ana", "profile": {"display_name": "Ana"}}],
    "channels.json": [{"id": "C0HALL", "name": "hall", "creator": "U0ANA"}],
    "hall/2024-01-01.json": [{"type": "message", "user": "U0ANA", "text": "hello", "ts": "1704110400.000100"}],
}
DISCORD = '{"guild":{"id":"1"},"channel":{"id":"2","type":"GuildTextChat","name":"hall"},"messages":[{"id":"1",'


def answered(said: Any) -> Any:  # noqa: ANN401
    assert said.code == 0, said.err
    return json.loads(said.out)


def test_the_equation_of_a_load(run: Run, shop: Path) -> None:
    """Of four messages one has no sender, and one stands there twice: two people said it."""
    twice = "ana,2024-02-01 12:00,hi,hall\n"
    rows = f"{twice}{twice},2024-02-01 12:00,who,hall\nben,2024-02-02 12:00,yo,hall\n"
    shop.with_name("more.csv").write_text("author,time,text,channel\n" + rows)
    total = answered(run("load", "more.csv", "--format", "json"))["total"]
    assert {key: total[key] for key in ("records", "loaded", "duplicate", "rejected", "skipped")} == {
        "records": 4,
        "loaded": 3,
        "duplicate": 0,
        "rejected": 1,
        "skipped": 0,
    }
    assert total["detail"]["messages"]["records"] == 4


@pytest.mark.usefixtures("shop")
def test_the_same_again_adds_nothing(run: Run) -> None:
    said = run("load", "messages.csv", "--format", "json")
    assert answered(said)["total"]["duplicate"] == 3
    assert answered(said)["notes"] == ["messages.csv: already loaded, nothing added."]
    assert answered(run("sql", "select count(*) as messages from message", "--format", "json"))["rows"] == [
        {"messages": 3}
    ]
    assert len(answered(run("loads", "list", "--format", "json"))["rows"]) == 2


def test_a_dry_run_loads_nothing(run: Run, shop: Path) -> None:
    shop.unlink()
    said = run("load", "messages.csv", "orders.csv", "--dry-run")
    assert said.code == 0
    assert "messages.csv\ttable" in said.out
    assert not shop.exists()


MODLOG = "timestamp,action,user,moderator,reason\n2024-01-05 10:00,ban,ana,boss,spam\n"


def test_a_table_of_punishments_is_named_and_not_loaded(run: Run, shop: Path) -> None:
    """Alone it is refused; in a folder it is skipped, and that Ana was banned is no event of hers."""
    folder = shop.with_name("exports")
    folder.mkdir()
    (folder / "modlog.csv").write_text(MODLOG)
    said = run("load", "exports/modlog.csv")
    assert (said.code, len(said.err.splitlines())) == (3, 2)
    assert "it lists who was banned, muted or warned, and by whom; nothing reads such a table yet" in said.err
    (folder / "more.csv").write_text("author,time,text,channel\nana,2024-02-01 12:00,hi,hall\n")
    notes = answered(run("load", "exports", "--format", "json"))["notes"]
    assert any(note.startswith("exports: the table modlog.csv is not read: it lists who was banned") for note in notes)
    assert answered(run("sql", "select count(*) as events from event", "--format", "json"))["rows"] == [{"events": 0}]


def test_referrals_alone_are_a_community(run: Run, tmp_path: Path) -> None:
    """Ana invites Ben on January 5 and Cleo on the 9th."""
    (tmp_path / "referrals.csv").write_text(
        "inviter_id,invitee_id,invited_at\nana,ben,2024-01-05 12:00\nana,cleo,2024-01-09 12:00\n"
    )
    assert answered(run("load", "referrals.csv", "--format", "json"))["total"]["loaded"] == 2
    rows = answered(run("status", "--format", "json"))["rows"]
    assert [(row["records"], row["first_on"], row["last_on"]) for row in rows if row["kind"] == "referrals"] == [
        (2, "2024-01-05", "2024-01-09")
    ]


def write_slack(folder: Path, contents: dict[str, list[Any]]) -> None:
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content))


def test_foreign_files_in_a_folder_are_named_and_skipped(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "slack"
    write_slack(folder, SLACK)
    (folder / "holiday.jpg").write_bytes(b"\xff\xd8\xff")
    assert "slack: 1 foreign file skipped: holiday.jpg" in answered(run("load", "slack", "--format", "json"))["notes"]


SPREAD = (
    "2 of 5 people are in Asia/Tokyo, fewer than half: days are counted in UTC; say the community's zone: "
    "commkit rebuild --tz Asia/Tokyo"
)


@pytest.mark.parametrize(("more", "is_said"), [([], True), (["--tz", "Europe/Berlin"], False)], ids=["unsaid", "said"])
def test_a_zone_that_few_live_in_is_not_taken(run: Run, tmp_path: Path, *, more: list[str], is_said: bool) -> None:
    """Two of five in Tokyo, two in Berlin, one in New York."""
    homes = ["Asia/Tokyo", "Asia/Tokyo", "Europe/Berlin", "Europe/Berlin", "America/New_York"]
    users = [{**SLACK["users.json"][0], "id": f"U{n}ANA", "tz": home} for n, home in enumerate(homes)]
    write_slack(tmp_path / "slack", {**SLACK, "users.json": users})
    assert (SPREAD in answered(run("load", "slack", *more, "--format", "json"))["notes"]) == is_said


def test_a_day_that_is_cut_is_a_reject_and_the_rest_is_loaded(run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "slack.zip", "w") as archive:
        for name, content in SLACK.items():
            archive.writestr(name, json.dumps(content))
        archive.writestr("hall/2024-01-02.json", '[{"type": "message", "user": "U0A')
    total = answered(run("load", "slack.zip", "--format", "json"))["total"]
    assert total["detail"]["messages"] == {"records": 2, "loaded": 1, "duplicate": 0, "rejected": 1, "skipped": 0}


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.json", json.dumps(SLACK["users.json"]))
        archive.writestr("hall/2024-01-01.json", b" " * 30_000_000)


BAD: dict[str, Callable[[Path], object]] = {
    "page.csv": lambda path: path.write_text("<!doctype html><html><body><p>Sign in</p></body></html>"),
    "hall.json": lambda path: path.write_text(DISCORD),
    "bomb.zip": bomb,
    "cut.zip": lambda path: path.write_bytes(b"PK\x03\x04" + b"\0" * 400),
    "nested.json": lambda path: path.write_text("[" * 200_000),
    "nested-objects.json": lambda path: path.write_text(DISCORD[:-9] + '[{"a":' * 100_000),
    "odd.csv": lambda path: path.write_text("foo,bar\n1,2\n"),
    "nothing": lambda path: path.mkdir(),
    "empty.csv": lambda path: path.touch(),
    "gone.csv": lambda _: None,
    "bytes.csv": lambda path: path.write_bytes(bytes(range(256)) * 64),
    "pipe.csv": os.mkfifo,
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_refused_and_nothing_changes(run: Run, shop: Path, name: str) -> None:
    BAD[name](shop.with_name(name))
    before = shop.read_bytes()
    said = run("load", "orders.csv", name)
    assert said.code == 3
    assert len(said.err.splitlines()) == 2
    assert "Traceback" not in said.err
    assert shop.read_bytes() == before


@pytest.mark.parametrize(
    ("roles", "code"),
    [
        (["author=nosuch"], 2),
        (["nosuch=author"], 2),
        (["author"], 2),
        (["author=author", "author=text"], 2),
        (["author=9"], 2),
    ],
)
def test_columns_that_are_not_there_are_refused(run: Run, shop: Path, roles: list[str], code: int) -> None:
    shop.with_name("more.csv").write_text("author,time,text\nana,2024-02-01 12:00,hi\n")
    before = shop.read_bytes()
    said = run("load", "more.csv", *(word for role in roles for word in ("--map", role)))
    assert (said.code, len(said.err.splitlines())) == (code, 2)
    assert shop.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
@pytest.mark.usefixtures("shop")
def test_a_file_that_may_not_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "messages.csv").chmod(0)
    assert run("load", "messages.csv", "--db", "other.duckdb").code == 3


@pytest.mark.parametrize("content", ["", "hello\n" * 999])
@pytest.mark.parametrize("command", [("load", "messages.csv"), ("active",), ("loads", "undo", "1"), ("rebuild",)])
@pytest.mark.usefixtures("shop")
def test_what_is_no_database_is_refused(run: Run, tmp_path: Path, command: tuple[str, ...], content: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(content)
    said = run(*command, "--db", "notes.txt")
    assert (said.code, len(said.err.splitlines())) == (3, 2)
    assert path.read_text() == content


@pytest.mark.usefixtures("shop")
def test_a_folder_that_is_not_there_is_no_place_for_a_database(run: Run) -> None:
    assert run("load", "messages.csv", "--db", "nowhere/community.duckdb").code == 3


def test_loading_is_refused_without_the_private_file(run: Run, shop: Path) -> None:
    shop.with_name("community.private.duckdb").unlink()
    said = run("load", "messages.csv", "orders.csv", "--export-tz", "Asia/Tokyo")
    more = shop.with_name("more.csv")
    more.write_text("author,time,text\nana,2024-02-01 12:00,hi\n")
    said = run("load", "more.csv")
    assert said.code == 3
    assert "private file" in said.err


def test_a_zone_that_is_not_there_is_refused_with_the_nearest(run: Run, shop: Path) -> None:
    said = run("load", shop.with_name("messages.csv"), "--tz", "Asia/Shangai")
    assert said.code == 2
    assert "try Asia/Shanghai" in said.err


def test_a_zone_is_warned_of_when_the_first_load_chose_another(run: Run, shop: Path) -> None:
    shop.with_name("more.csv").write_text("author,time,text\nana,2024-02-01 12:00,hi\n")
    assert "zone stays UTC" in run("load", "more.csv", "--tz", "Asia/Tokyo").err


def test_both_files_are_their_owners_alone(commkit: Run, tmp_path: Path) -> None:
    """And standard input is a file like any other."""
    done = commkit("load", "-", stdin="author,time,text\nana,2024-02-01 12:00,hi\n")
    assert done.returncode == 0
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*.duckdb")}
    assert modes == {"community.duckdb": 0o600, "community.private.duckdb": 0o600}


def test_quiet_is_silent_while_all_is_well(run: Run, shop: Path) -> None:
    """What was loaded before, what no export is, and one record of four that cannot be read are no trouble."""
    folder = shop.with_name("exports")
    folder.mkdir()
    (folder / "readme.txt").write_text("how these were fetched")
    rows = "ana,2024-02-01 12:00,hi,hall\n,2024-02-01 12:00,who,hall\nben,2024-02-02 12:00,yo,hall\n"
    (folder / "more.csv").write_text(f"author,time,text,channel\n{rows}")
    for words in (("load", folder, "-q"), ("load", folder, "messages.csv", "-q"), ("-q", "load", folder)):
        said = run(*words)
        assert (said.code, said.out, said.err) == (0, "", "")
    assert answered(run("sql", "select count(*) as messages from message", "--format", "json"))["rows"] == [
        {"messages": 5}
    ]


def test_quiet_shows_what_is_asked_for(run: Run, shop: Path) -> None:
    assert answered(run("load", "messages.csv", "-q", "--format", "json"))["total"]["duplicate"] == 3
    assert run("load", "messages.csv", "-q", "-o", "tally.json").out == ""
    assert json.loads(shop.with_name("tally.json").read_text())["total"]["duplicate"] == 3


def test_quiet_speaks_where_too_much_is_rejected(run: Run, shop: Path) -> None:
    shop.with_name("worse.csv").write_text(
        "author,time,text,channel\nana,when?,hi,hall\nben,2024-02-02 12:00,yo,hall\n"
    )
    said = run("load", "worse.csv", "-q", "--max-rejects", "0")
    assert (said.code, said.out) == (1, "")
    assert "1 of 2 records could not be read" in said.err
