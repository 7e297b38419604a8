"""Counts of kinds of things, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from commkit import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def speaking_english() -> Iterator[None]:
    yield
    words.speak("en")


@pytest.mark.parametrize(
    ("number", "kind", "english", "chinese"),
    [
        (1, "bots", "1 bot", "机器人 1"),
        (2, "bots", "2 bots", "机器人 2"),
        (1, "staff", "1 staff", "员工 1"),
        (1, "order lines", "1 order line", "订单行 1"),
        (1200, "messages", "1,200 messages", "消息 1,200"),
        (0, "groups", "0 groups", "群 0"),
    ],
)
def test_one_of_a_kind_is_named_in_the_singular(number: int, kind: str, english: str, chinese: str) -> None:
    assert words.count(number, kind) == english
    words.speak("zh")
    assert words.count(number, kind) == chinese


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [(1, "1 order", "1 个订单"), (2, "2 orders", "2 个订单"), (1200, "1,200 orders", "1,200 个订单")],
)
def test_a_sentence_about_one_thing_has_a_form_of_its_own(number: int, english: str, chinese: str) -> None:
    def told() -> str:
        return words.say_counted(number, "1 order", "{number} orders")

    assert told() == english
    words.speak("zh")
    assert told() == chinese


ORDERS = "order,buyer,date,amount,status\n"
LONG = "waiting for somebody to look at the parcel"
FIRST, SECOND = f"1,ana,2024-01-02,5,{LONG}\n", f"2,ben,2024-01-03,6,{LONG} again\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            ORDERS + FIRST,
            "1 order line of states that commkit does not know, counted as paid: a word too long to be shown",
        ),
        (
            ORDERS + FIRST + SECOND,
            "2 order lines of states that commkit does not know, counted as paid: 2 different words",
        ),
    ],
    ids=["one", "two"],
)
def test_states_too_long_to_be_named_are_counted(run: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "orders.csv").write_text(text)
    assert said in " ".join(run("load", "orders.csv").err.split())


def test_one_foreign_file_and_one_member_are_told_in_the_singular(run: Run, tmp_path: Path) -> None:
    """A folder with a chat of Ana and Ben and a picture; then a segment of Ana alone."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "chat.csv").write_text("author,time,text\nana,2024-01-02 10:00,a\nben,2024-01-02 11:00,b\n")
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG")
    assert "1 foreign file skipped" in run("load", "in").err
    assert "1 foreign file was skipped." in " ".join(run("active", "in").err.split())
    handle = run("members", "--find", "ana", "--format", "csv", "-q").out.splitlines()[1].split(",")[0]
    (tmp_path / "answer.csv").write_text(f"handle\n{handle}\n")
    assert "1 member is saved" in run("segments", "save", "few", "answer.csv").err
    (tmp_path / "nobody.csv").write_text("handle\nzzzzzzzz\n")
    assert "the handle zzzzzzzz is of nobody here" in " ".join(run("segments", "save", "few", "nobody.csv").err.split())
