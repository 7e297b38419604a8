"""Folders as people have them: odd entries, copies, tables of no kind, chats without a group."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

CHAT = "author,time,text\nlu,2024-03-05 10:00,hi\nmo,2024-03-05 10:05,ho\n"
ORDERS = "customer_id,ordered_at,amount\nlu,2024-03-05,10\nmo,2024-03-06,10\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a chat of two messages."""
    made = tmp_path / "exports"
    made.mkdir()
    (made / "tea.csv").write_text(CHAT, "utf-8")
    return made


def loaded(run: Run, *said: str) -> Any:  # noqa: ANN401 (JSON)
    code, out, err = run("load", "exports", "--format", "json", *said)
    assert code == 0, err
    return json.loads(out)


def asked(run: Run, question: str) -> Any:  # noqa: ANN401 (JSON)
    code, out, err = run("sql", question, "--format", "json")
    assert code == 0, err
    return json.loads(out)["rows"]


def test_an_odd_entry_is_named_and_stops_nothing(run: Run, folder: Path) -> None:
    """A pipe, a link to nowhere, one to itself and one to a folder lie beside the chat."""
    os.mkfifo(folder / "pipe")
    (folder / "gone").symlink_to("nowhere")
    (folder / "self").symlink_to("self")
    (folder / "up").symlink_to("..")
    told = loaded(run)
    assert told["total"]["loaded"] == 2
    [note] = [note for note in told["notes"] if "foreign" in note]
    assert note == (
        "exports: 4 foreign files skipped: gone (a link to nowhere), pipe (not a regular file), "
        "self (a link to nowhere), up (a link to a folder)"
    )


def test_a_name_of_other_bytes_is_shown_and_stops_nothing(run: Run, folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9\xff.bin")).write_bytes(b"\0\1")
    told = loaded(run)
    assert told["total"]["loaded"] == 2
    assert any("1 foreign file skipped: caf" in note for note in told["notes"])


def test_an_odd_entry_that_is_named_itself_is_refused(run: Run, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert run("load", "exports/pipe").code == 3


@pytest.mark.parametrize(("name", "content"), [("orders.csv", ORDERS), ("chat.csv", CHAT)])
def test_one_content_under_two_names_is_one_load(run: Run, folder: Path, name: str, content: str) -> None:
    """Orders without an id may be equal and different; those of a copy are not."""
    (folder / "tea.csv").unlink()
    (folder / name).write_text(content, "utf-8")
    (folder / "sub").mkdir()
    (folder / "sub" / f"copy of {name}").write_text(content, "utf-8")
    told = loaded(run)
    assert (told["total"]["records"], told["total"]["loaded"]) == (2, 2)
    assert f"exports: sub/copy of {name} holds the same as {name}, and is read once" in told["notes"]
    assert len(asked(run, "select handle from member")) == 2


def test_a_table_of_no_kind_is_named_with_its_columns(run: Run, folder: Path) -> None:
    (folder / "odd.csv").write_text("wer,wann,was\nlu,2024-03-05,tee\n", "utf-8")
    notes = loaded(run)["notes"]
    [note] = [note for note in notes if "odd.csv" in note]
    assert note.startswith("exports: the table odd.csv is not read: columns: wer, wann, was")
    assert "--map" in note
    assert not any("foreign" in note for note in notes)


@pytest.mark.parametrize(
    ("name", "group"),
    [("茶会.csv", "茶会"), ("tea-2024-03.csv", "tea"), ("tea (2).csv", "tea"), ("tea part 3.csv", "tea"),
     ("team 2.csv", "team 2"), ("2024.csv", "chat"), ("tea_20240305.csv", "tea"), ("读书会2024年3月.csv", "读书会")],
)  # fmt: skip
def test_a_chat_without_a_group_takes_its_files_name(run: Run, folder: Path, name: str, group: str) -> None:
    (folder / "tea.csv").rename(folder / name)
    loaded(run)
    assert asked(run, "select distinct group_id from message") != []
    code, out, err = run("groups", "--format", "json", "--names")
    assert code == 0, err
    assert [row["group"] for row in json.loads(out)["rows"]] == [group]


def test_a_chat_goes_on_in_the_group_that_older_databases_have_it_in(run: Run, folder: Path, tmp_path: Path) -> None:
    """An earlier commkit put chats without a group into one called `table`; this week's has one message more."""
    (tmp_path / "old.csv").write_text(
        CHAT.replace("text\n", "text,group\n").replace("i\n", "i,table\n").replace("o\n", "o,table\n")
    )
    assert run("load", "old.csv").code == 0
    (folder / "tea.csv").write_text(f"{CHAT}mo,2024-03-06 10:05,ho ho\n", "utf-8")
    total = loaded(run)["total"]
    assert (total["loaded"], total["duplicate"]) == (1, 2)
    assert asked(run, "select distinct title from raw.talk_group") == [{"title": "table"}]


def test_a_mended_chat_stays_in_its_group(run: Run, folder: Path) -> None:
    """One of three times is none; it is mended in a file of another name."""
    (folder / "tea.csv").write_text(f"{CHAT}mo,soon,ho ho\n", "utf-8")
    assert loaded(run)["total"]["rejected"] == 1
    (folder / "mended.csv").write_text(f"{CHAT}mo,2024-03-06 10:05,ho ho\n", "utf-8")
    assert run("rejects", "retry", "exports/mended.csv", "--load", "1").code == 0
    assert asked(
        run,
        "select title, count(*)::int as messages from raw.message join raw.talk_group using (group_id) group by all",
    ) == [{"title": "tea", "messages": 3}]


def test_files_in_a_hidden_folder_alone_are_said(run: Run, folder: Path) -> None:
    (folder / ".backup").mkdir()
    (folder / "tea.csv").rename(folder / ".backup" / "tea.csv")
    said = run("load", "exports")
    assert said.code == 3
    assert "exports has files in its hidden folder .backup alone: 1" in said.err
    assert run("load", "exports/.backup").code == 0


def test_messages_of_members_are_messages(run: Run, folder: Path) -> None:
    (folder / "tea.csv").write_text(
        "message_id,group,member_id,sent_at,text\n1,tea,lu,2024-03-05 10:00,hi\n2,tea,lu,2024-03-05 10:01,ho\n", "utf-8"
    )
    assert list(loaded(run)["total"]["detail"]) == ["messages"]


def test_a_third_of_duplicates_in_a_first_load_is_said(run: Run, folder: Path) -> None:
    """One member, named four times by a list that is none of members."""
    rows = "".join(f"lu,tea,{number}\n" for number in range(4))
    (folder / "tea.csv").write_text(f"member_id,group,steps\n{rows}", "utf-8")
    said = "exports: 3 of 4 members say the same as others in this first load"
    assert any(note.startswith(said) for note in loaded(run)["notes"])
    (folder / "more.csv").write_text(f"member_id,group,steps\n{rows}lu,tea,9\n", "utf-8")
    assert not any("say the same" in note for note in loaded(run)["notes"])


def test_one_is_called_one(run: Run, folder: Path) -> None:
    (folder / "tea.csv").write_text("order_id,customer_id,ordered_at,amount,colour\n1,,2024-03-05,10,red\n", "utf-8")
    code, out, err = run("load", "exports")
    assert code == 0
    assert "1 order line\n" in out
    assert "exports: 1 order; 1 line has no customer" in err
    assert "exports: 1 column not placed: colour" in err


def test_no_line_without_a_customer_is_not_said(run: Run, folder: Path) -> None:
    (folder / "tea.csv").write_text("order_id,customer_id,ordered_at,amount\n1,lu,2024-03-05,10\n", "utf-8")
    assert "exports: 1 order" in loaded(run)["notes"]


@pytest.mark.parametrize(
    ("question", "roles"),
    [("active", ("time=wann", "author=wer", "text=was")), ("rfm", ("time=wann", "member=wer", "amount=wieviel"))],
)
def test_columns_can_be_named_where_a_question_is_given_exports(
    run: Run, tmp_path: Path, question: str, roles: tuple[str, ...]
) -> None:
    """Members write and buy in columns that nobody would guess."""
    (tmp_path / "odd.csv").write_text("wer,wann,wieviel,was\nlu,2024-03-05,5,tee\nmo,2024-03-06,6,tee\n", "utf-8")
    assert run(question, "odd.csv").code == 3
    said = run(question, "odd.csv", *(word for role in roles for word in ("--map", role)))
    assert said.code == 0, said.err
