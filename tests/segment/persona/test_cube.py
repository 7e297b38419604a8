"""Members counted in several dimensions at once; small cells are hidden."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from commkit.errors import NotEnoughData, WrongUse
from commkit.segment.persona.cube import cube

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

NOON = datetime.fromisoformat("2024-01-08 12:00")


@pytest.fixture
def store(community: Community) -> Store:
    """Forty talk: twenty are 20 to 24 years old, twelve 30, one 17, of seven the age is unknown; all over 24 sew.

    Three bought, for 5, 10 and 10.
    """
    people = [f"m{number:02}" for number in range(40)]
    ages = [20 + number % 5 for number in range(20)] + [30] * 12 + [17]
    return community(
        message=[{"native": name, "group": "hall", "author": name, "sent_at": NOON, "kind": "text"} for name in people],
        label=[
            *({"member": name, "dimension": "age", "value": str(age)} for name, age in zip(people, ages, strict=False)),
            *({"member": name, "dimension": "interest", "value": "sewing"} for name in people[20:32]),
        ],
        order_line=[
            {"native": name, "member": name, "ordered_at": NOON, "amount": amount}
            for name, amount in (("m00", 5), ("m01", 10), ("m02", 10))
        ],
    )


def test_ages_are_in_bands_and_the_unknown_among_them(store: Store) -> None:
    """One cell of one would be worked out from the rest, so the next least, that of the unknown, is hidden with it."""
    result = cube(store, dims="age")
    assert result.table.select("age", "cell_members", "status").rows() == [
        ("18-24", 20, "complete"),
        ("25-34", 12, "complete"),
        ("<18", None, "hidden"),
        ("unknown", None, "hidden"),
    ]
    assert result.total == {"of_members": 40}


def test_cells_of_two_dimensions(store: Store) -> None:
    table = cube(store, dims="age, interest").table
    assert table.select("age", "interest", "cell_members").rows()[:2] == [
        ("18-24", "unknown", 20),
        ("25-34", "sewing", 12),
    ]
    assert table["cell_rate"].to_list()[:2] == pytest.approx([0.5, 0.3])


def test_no_cell_of_fewer_than_five_is_shown(store: Store) -> None:
    for dims in ("age", "interest", "spend", "age,spend", "platform,channel,age", "interest,spend"):
        table = cube(store, dims=dims).table
        assert all(number is None or number >= 5 for number in table["cell_members"]), dims
        assert table["cell_members"].null_count() != 1, dims


def test_equal_spending_is_in_one_third(store: Store) -> None:
    """Of 5, 10 and 10, the two tens are in the middle third; whoever never bought is told apart."""
    table = cube(store, dims="spend").table
    assert table["spend"].to_list() == ["low", "middle", "never bought"]


@pytest.mark.parametrize("dims", ["", ",", "town", "age,town", "age,interest,spend,platform,channel"])
def test_dimensions_that_are_not_there_are_refused(store: Store, dims: str) -> None:
    with pytest.raises(WrongUse):
        cube(store, dims=dims)


def test_spending_needs_orders(community: Community) -> None:
    spoken = {"native": "1", "group": "hall", "author": "ana", "sent_at": NOON, "kind": "text"}
    with pytest.raises(NotEnoughData):
        cube(community(message=[spoken]), dims="spend")


def test_of_fewer_than_five_nothing_is_told(community: Community) -> None:
    told = [{"native": name, "group": "hall", "author": name, "sent_at": NOON, "kind": "text"} for name in "abcd"]
    result = cube(community(message=told))
    assert result.table.select("cell_members", "of_members", "status").rows() == [(None, None, "hidden")]
    assert result.total is None


def test_hidden_cells_are_at_least_five_together(community: Community) -> None:
    """Of 12 six live in x, four in y, and one each in v and w: six are hidden, of whom nothing more is known."""
    homes = ["x"] * 6 + ["y"] * 4 + ["v", "w"]
    people = [f"m{number:02}" for number in range(12)]
    store = community(
        message=[{"native": name, "group": "hall", "author": name, "sent_at": NOON, "kind": "text"} for name in people],
        label=[{"member": name, "dimension": "city", "value": home} for name, home in zip(people, homes, strict=True)],
    )
    table = cube(store, dims="city").table
    assert dict(table.select("city", "cell_members").rows()) == {"x": 6, "y": None, "v": None, "w": None}
