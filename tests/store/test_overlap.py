"""Whatever the order and the overlap in which exports come, the community is the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commkit.store.load import loading
from tests.examples import told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[..., Any]
    Query = Callable[..., list[Any]]

SOME = told()  # loads take long
NOON = datetime.fromisoformat("2024-01-01 12:00")
OBSERVED = ("2024-02-01", "2024-02-02", "2024-02-03")


def said(native: str | None, text: str | None = "hi", **more: object) -> dict[str, object]:
    return {"native": native, "group": "hall", "author": "ana", "sent_at": NOON, "kind": "text", "text": text, **more}


# One log of twelve hours in which two people speak, some twice in one minute with the same words.
LOG = [
    said(
        f"id-{hour}" if hour % 3 else None,
        f"word {hour // 2}",
        author=("ana", "ben")[hour % 2],
        sent_at=NOON + timedelta(hours=hour // 2 * 2),
        reply_to="id-1" if hour == 4 else None,
    )
    for hour in range(12)
]
PEOPLE = [
    {"native": "ana", "is_staff": True, "joined_at": NOON},
    {"native": "ben", "inviter": "ana", "joined_at": NOON},
]
windows = st.tuples(st.integers(0, 5), st.integers(1, 6)).map(lambda ends: (2 * ends[0], 2 * (ends[0] + ends[1])))


@SOME
@example(spans=[(0, 6), (4, 12), (2, 8)], order=[2, 0, 1], at_once=False)
@example(spans=[(2, 12), (0, 4), (0, 10)], order=[1, 2, 0], at_once=True)
@given(spans=st.lists(windows, min_size=3, max_size=3), order=st.permutations(range(3)), at_once=st.booleans())
def test_any_order_and_any_overlap_give_the_same_community(
    load: Make,
    export: Make,
    contents: Make,
    tmp_path: Path,
    spans: list[tuple[int, int]],
    order: list[int],
    at_once: bool,
) -> None:
    """Three windows of the log, each observed on its own day and with one edit: together, or one by one."""

    def window(number: int) -> object:
        start, end = spans[number]
        own = [{**row, "flags": number if row["native"] else 0} for row in LOG[start:end]]
        reaction = {"group": "hall", "message": "id-1", "sender": "ben", "kind": "reaction"}
        return export(
            observed=OBSERVED[number], message=own, member=PEOPLE[: number + 1], interaction=[reaction][: number % 2]
        )

    there, here = tmp_path / "there.duckdb", tmp_path / "here.duckdb"
    load(*map(window, range(3)), into=there)
    if at_once:
        load(*map(window, order), into=here)
    else:
        for number in order:
            load(window(number), into=here)
    try:
        assert contents(here) == contents(there)
    finally:
        for path in tmp_path.glob("*here*"):
            path.unlink()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_three_versions_the_last_seen_wins(load: Make, export: Make, rows: Query, order: tuple[int, ...]) -> None:
    """A message is written, lengthened and deleted."""
    versions = [said("1", "a"), said("1", "a longer one", flags=1), said("1", None, kind="deleted")]
    for number in order:
        load(export(observed=OBSERVED[number], message=[versions[number]]))
    assert rows("select kind, length from raw.message") == [("deleted", 0)]


def test_of_two_versions_seen_at_once_the_same_wins_in_any_order(
    load: Make, export: Make, contents: Make, tmp_path: Path
) -> None:
    versions = [said("1", "a"), said("1", "a longer one")]
    found = []
    for name, order in (("here", (0, 1)), ("there", (1, 0))):
        for number in order:
            load(export(observed="2024-02-01", message=[versions[number]]), into=tmp_path / f"{name}.duckdb")
        found.append(contents(tmp_path / f"{name}.duckdb"))
    assert found[0] == found[1]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_group_is_called_as_it_was_called_last(load: Make, export: Make, rows: Query, order: tuple[int, ...]) -> None:
    titles = ["Old Hall", "New Hall"]
    for number in order:
        group = {"native": "hall", "title": titles[number]}
        load(export(observed=OBSERVED[number], group=[group], message=[said(str(number))]))
    assert rows("select title from raw.talk_group") == [("New Hall",)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_member_goes_by_the_name_of_last(load: Make, export: Make, rows: Query, order: tuple[int, ...]) -> None:
    """Ana calls herself Anastasia for a while and Ana again."""
    names = ["Ana", "Anastasia", "Ana"]
    for number in order:
        load(export(observed=OBSERVED[number], message=[said(str(number), author_name=names[number])]))
    known = "select name from private.name order by observed_at desc, name desc limit 1"
    assert rows(known) == [("Ana",)]


def test_a_member_who_is_staff_only_in_the_older_export_is_not(load: Make, export: Make, rows: Query) -> None:
    for number, is_staff in ((1, False), (0, True)):
        load(export(observed=OBSERVED[number], member=[{"native": "ana", "is_staff": is_staff}], message=[said("1")]))
    assert rows("select is_staff from raw.account") == [(False,)]


def test_two_lists_in_one_load_are_two_words_of_different_days(load: Make, export: Make, rows: Query) -> None:
    old = export(observed=OBSERVED[0], member=[{"native": "ana", "channel": "fair"}])
    new = export(observed=OBSERVED[1], member=[{"native": "ana", "channel": "friend"}], message=[said("1")])
    load(new, old)
    assert rows("select channel from raw.profile") == [("friend",)]


@pytest.mark.parametrize("most", [1, 3, 1000])
def test_what_comes_twice_is_found_however_few_keys_are_held(
    load: Make, export: Make, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Seven messages, two of them the same: six are loaded, whether one key is looked at or a thousand at once."""
    monkeypatch.setattr(loading, "MOST_KEYS", most)
    [counts] = load(export(message=[said(f"id-{number}") for number in (1, 2, 3, 4, 5, 6, 3)]))
    assert (counts["message"].loaded, counts["message"].duplicate) == (6, 1)
