"""Variants side by side, by members' events and by what they did after."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.experiment.test import test as compare

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

MONDAY = datetime.fromisoformat("2024-01-01 12:00")


def seen(member: str, variant: str, day: int = 0, name: str = "seen") -> dict[str, Any]:
    at = MONDAY + timedelta(days=day)
    return {"member": member, "name": name, "campaign": "fair", "variant": variant, "happened_at": at}


def said(member: str, day: int, minute: int = 0) -> dict[str, Any]:
    return {"group": "hall", "author": member, "sent_at": MONDAY + timedelta(days=day, minutes=minute), "kind": "text"}


def fair(of_a: int, of_b: int, each: int = 40) -> list[dict[str, Any]]:
    """So many of 40 who saw A, and of 40 who saw B, come; all is known up to day 30."""
    rows = [seen(f"{variant}{number}", variant) for variant in "AB" for number in range(each)]
    rows += [seen(f"A{number}", "A", 2, "came") for number in range(of_a)]
    rows += [seen(f"B{number}", "B", 2, "came") for number in range(of_b)]
    return [*rows, seen("late", "A", 30)]


def table_of(store: Store, **asked: object) -> list[dict[str, Any]]:
    return compare(store, **asked).table.to_dicts()  # type: ignore[arg-type]


def test_an_event_is_compared_by_its_rates(community: Community) -> None:
    """4 of 40 beside 20 of 40: 10% and 50%."""
    a, b = table_of(community(event=fair(4, 20)))
    assert (a["outcome"], a["variant"], a["units"], a["value"]) == ("came", "A", 40, 0.1)
    assert (b["value"], b["change"], b["verdict"]) == (0.5, pytest.approx(0.4), "above")
    assert b["low_percent"] < 400 == pytest.approx(b["change_percent"])


def test_a_difference_that_chance_brings_is_undecided(community: Community) -> None:
    [_, b] = table_of(community(event=fair(4, 6)))
    assert b["verdict"] == "undecided"
    assert b["change_low"] < 0 < b["change_high"]


def test_who_saw_both_or_came_late_is_left_out(community: Community) -> None:
    """`late` saw A on the last day; `both` saw A and B."""
    told = compare(community(event=[*fair(4, 20), seen("both", "A"), seen("both", "B")]))
    assert [row["units"] for row in told.table.to_dicts()] == [40, 40]
    assert any(note.startswith("1 member is left out, whose days") for note in told.notes)
    assert any(note.startswith("1 member is left out, who is in") for note in told.notes)


def test_few_are_not_judged(community: Community) -> None:
    [_, b] = table_of(community(event=fair(4, 20, each=29)))
    assert (b["status"], b["verdict"]) == ("low_n", None)


def test_a_lopsided_split_is_not_judged(community: Community) -> None:
    """40 beside 120, where as many were meant: chi-square 40."""
    rows = [*fair(4, 20), *(seen(f"C{number}", "B") for number in range(80))]
    told = compare(community(event=rows))
    assert told.table["status"].to_list() == [None, "lopsided"]
    assert told.table["verdict"].to_list() == [None, None]
    assert table_of(community(event=rows), shares="1:3")[1]["status"] == "complete"


def test_what_was_done_before_is_taken_out(community: Community) -> None:
    """Every member writes as many messages after seeing the fair as before; those of B were the busier ones."""
    messages = [
        said(f"{variant}{number}", day, each)
        for variant, more in (("A", 0), ("B", 3))
        for number in range(40)
        for each in range(number % 3 + 1 + more)
        for day in (-5, 5, 30)
    ]
    store = community(event=fair(0, 0), message=messages)
    plain, taken = (table_of(store, outcome=["messages"], covariate=name)[1] for name in (None, "messages"))
    assert (plain["change"], plain["verdict"]) == (pytest.approx(3), "above")
    assert taken["change"] == pytest.approx(0, abs=1e-9)


def test_labels_have_variants_too(community: Community) -> None:
    labels = [
        {"member": f"m{number}", "dimension": "welcome", "value": "new" if number % 2 else "old"}
        for number in range(80)
    ]
    members = [{"native": f"m{number}"} for number in range(80)]
    messages = [
        {"group": "hall", "author": "m1", "sent_at": MONDAY + timedelta(days=day), "kind": "text"} for day in (0, 40)
    ]
    rows = table_of(community(member=members, label=labels, message=messages), label="welcome", outcome=["spoke"])
    assert {row["variant"]: row["units"] for row in rows} == {"new": 40, "old": 40}


def test_what_is_not_there_is_refused(community: Community) -> None:
    store = community(event=fair(4, 20))
    with pytest.raises(WrongUse, match="no outcome"):
        compare(store, outcome=["left"])
    with pytest.raises(WrongUse, match="no test"):
        compare(store, campaign="spring")
    with pytest.raises(WrongUse, match="no variant"):
        compare(store, control="C")
    with pytest.raises(WrongUse, match="no shares"):
        compare(store, shares="1:2:3")
    with pytest.raises(NotEnoughData):
        compare(community(event=[seen("ana", "A")]))
