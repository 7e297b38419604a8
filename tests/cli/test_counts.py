"""Counts of kinds of things, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commkit import words

if TYPE_CHECKING:
    from collections.abc import Iterator


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
