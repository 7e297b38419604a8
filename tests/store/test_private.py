"""Two files: behaviour without names or text, and a private one that says who is who."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import CannotDo
from commkit.store.ask.community import Store
from commkit.store.ask.cut import Cut
from commkit.store.private import Secret, beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[..., Any]
    Query = Callable[..., list[Any]]

SECRETS = ["Wilhelmina", "U0NATIVE77", "the cat is out of the bag", "Wilhelminas birthday", "Chat with Wilhelmina"]


def told(export: Make) -> Any:  # noqa: ANN401 (an export)
    """One message in a direct chat that is named for a person."""
    message = {
        "native": "m1",
        "group": "D77",
        "author": SECRETS[1],
        "author_name": SECRETS[0],
        "sent_at": datetime.fromisoformat("2024-01-01 12:00"),
        "kind": "text",
        "text": SECRETS[2],
    }
    return export(
        group=[{"native": "D77", "title": SECRETS[3], "kind": "direct", "is_private": True}],
        member=[{"native": SECRETS[1], "name": SECRETS[0]}],
        message=[message],
    )


def test_the_behaviour_file_holds_no_name_id_text_or_private_title(load: Make, export: Make, database: Path) -> None:
    load(told(export), keep_text=True)
    content = database.read_bytes()
    assert [secret for secret in SECRETS if secret.encode() in content] == []
    assert b"told.json" not in content


def test_the_private_file_knows_them(load: Make, export: Make, rows: Query) -> None:
    load(told(export))
    assert rows("select platform, native from private.person") == [("here", SECRETS[1])]
    assert rows("select name from private.name") == [(SECRETS[0],)]
    assert rows("select title from private.title") == [(SECRETS[3],)]


def test_text_is_kept_only_if_asked_and_only_there(load: Make, export: Make, rows: Query) -> None:
    load(told(export))
    assert rows("select * from private.text") == []
    load(told(export), keep_text=True)
    assert rows("select text from private.text join raw.message using (key)") == [(SECRETS[2],)]


def test_kept_text_is_that_of_the_last_version(load: Make, export: Make, rows: Query) -> None:
    message = {"native": "1", "author": "ana", "sent_at": datetime.fromisoformat("2024-01-01"), "kind": "text"}
    load(export(observed="2024-02-01", message=[{**message, "text": "draft"}]), keep_text=True)
    load(export(observed="2024-02-02", message=[{**message, "text": "final"}]), keep_text=True)
    assert rows("select text from private.text") == [("final",)]


def test_without_the_private_file_questions_are_answered(load: Make, export: Make, database: Path) -> None:
    load(told(export))
    beside(database).unlink()
    with Store.open(database, lock_timeout=0) as store:
        store.cut(Cut())
        assert store.has["messages"]
    with pytest.raises(CannotDo, match="private file"):
        Store.open(database, lock_timeout=0, names=True)


def test_without_the_private_file_nothing_is_loaded(load: Make, export: Make, database: Path) -> None:
    load(told(export))
    beside(database).unlink()
    before = database.read_bytes()
    with pytest.raises(CannotDo, match="private file") as refusal:
        load(told(export))
    assert refusal.value.exit_code == 3
    assert database.read_bytes() == before
    assert not beside(database).exists()


def test_another_communitys_private_file_is_refused(load: Make, export: Make, database: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    load(told(export))
    load(told(export), into=other, secret=b"another")
    shutil.copy(beside(other), beside(database))
    before = database.read_bytes(), beside(database).read_bytes()
    with pytest.raises(CannotDo, match="belongs to another"):
        load(told(export))
    assert (database.read_bytes(), beside(database).read_bytes()) == before


def test_a_private_file_that_was_there_before_survives_a_load_that_fails(
    load: Make, export: Make, database: Path, contents: Make
) -> None:
    """The behaviour file is to be made anew from the exports; the first of them is refused."""
    load(told(export))
    before = contents()["account"]
    database.unlink()
    two = [{"member": "ana", "ordered_at": datetime.fromisoformat("2024-01-01"), "amount": 1, "currency": "EUR"}]
    with pytest.raises(CannotDo):
        load(export(order_line=[*two, {**two[0], "currency": "USD"}]))
    assert not database.exists()
    assert beside(database).exists()
    load(told(export), secret=b"not used, for the file has one")
    assert contents()["account"] == before


def test_the_same_private_file_gives_the_same_handles_again(
    load: Make, export: Make, database: Path, contents: Make
) -> None:
    load(told(export))
    before = contents()["account"]
    database.unlink()
    load(told(export), secret=b"not used, for the file has one")
    assert contents()["account"] == before


def test_every_community_has_handles_of_its_own(load: Make, export: Make, rows: Query, tmp_path: Path) -> None:
    paths = [tmp_path / "one.duckdb", tmp_path / "two.duckdb"]
    for path in paths:
        load(told(export), into=path, secret=None)
    one, two = (rows("select handle from raw.account", path) for path in paths)
    assert one != two


def test_a_key_is_26_characters_and_a_handle_its_first_eight(load: Make, export: Make, rows: Query) -> None:
    load(told(export))
    key = Secret(b"told").key_of(f"here\x1f{SECRETS[1]}")
    assert len(key) == 26
    assert rows("select key, handle from raw.account") == [(key, key[:8])]


def test_the_check_of_a_secret_does_not_hold_it() -> None:
    assert Secret(b"one").check != Secret(b"two").check
    assert b"one".hex() not in Secret(b"one").check
