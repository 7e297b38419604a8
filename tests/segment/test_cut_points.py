from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Basis, Scoring
from commkit.errors import CannotDo, WrongUse
from commkit.segment import cut_points
from commkit.segment.rfm import rfm
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from commkit.store.ask.community import Store

    Order = tuple[int, int, int]
    Shop = Callable[[Sequence[Order]], Store]

SOME = tried(3)
orders = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 12), st.integers(0, 9)), min_size=1, max_size=80)
# Five members, a score each: bought 0, 10, 20, 30, 40 days ago for 5, 4, 3, 2, 1.
LADDER = [(1, 0, 5), (2, 10, 4), (3, 20, 3), (4, 30, 2), (5, 40, 1)]
GOOD = 'on = "orders"\nrecency = [30, 20, 10, 0]\nfrequency = [1, 2, 3, 4]\nmonetary = [1, 2, 3, 4]\n'


def test_a_ladder_is_cut_at_every_rung(shop: Shop) -> None:
    """All bought once, so F is 1 for all and no higher score begins anywhere."""
    assert rfm(shop(LADDER)).cuts == {
        "recency": {"cuts": [30.0, 20.0, 10.0, 0.0], "members": [1, 1, 1, 1, 1]},
        "frequency": {"cuts": [None, None, None, None], "members": [5, 0, 0, 0, 0]},
        "monetary": {"cuts": [2.0, 3.0, 4.0, 5.0], "members": [1, 1, 1, 1, 1]},
    }


@SOME
@given(orders)
def test_fixed_cuts_saved_from_the_same_data_score_it_the_same(shop: Shop, tmp_path: Path, told: list[Order]) -> None:
    store, path = shop(told), tmp_path / "cuts.toml"
    free = rfm(store, members=True, save_cuts=path).table
    fixed = rfm(store, members=True, mode=Scoring.fixed, cuts=path).table
    assert fixed.equals(free)


def test_fixed_cuts_hold_when_the_data_moves_on(shop: Shop, tmp_path: Path) -> None:
    """A sixth member buys for 100: with quintiles the others fall, with fixed cuts they stay."""
    path = tmp_path / "cuts.toml"
    before = rfm(shop(LADDER), members=True, save_cuts=path).table
    store = shop([*LADDER, (6, 0, 100)])
    after = rfm(store, members=True, mode=Scoring.fixed, cuts=path).table
    assert after.filter(after["handle"].is_in(before["handle"].implode())).equals(before)
    newcomer = after.filter(~after["handle"].is_in(before["handle"].implode()))
    assert newcomer.select("r", "f", "m").row(0) == (5, 1, 5)


def test_saving_replaces_the_file_whole(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "cuts.toml"
    path.write_text("old")
    rfm(shop(LADDER), save_cuts=path)
    assert cut_points.read(path, Basis.orders)["recency"] == [30, 20, 10, 0]
    assert list(tmp_path.glob("*cuts*")) == [path]


def test_saving_without_permission_leaves_nothing(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match=r"cannot write cuts\.toml"):
        rfm(shop(LADDER), save_cuts=tmp_path / "no such folder" / "cuts.toml")


def test_cuts_that_a_person_wrote_are_read(tmp_path: Path) -> None:
    path = tmp_path / "cuts.toml"
    path.write_text(GOOD)
    assert cut_points.read(path, Basis.orders)["monetary"] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "text",
    [
        "recency = [30,",
        GOOD.replace("orders", "activity"),
        GOOD.replace("[30, 20, 10, 0]", "[0, 10, 20, 30]"),
        GOOD.replace("monetary = [1, 2, 3, 4]", "monetary = [4, 3, 2, 1]"),
        GOOD.replace("monetary = [1, 2, 3, 4]", "monetary = [1, 2, 3]"),
        GOOD.replace("monetary = [1, 2, 3, 4]", 'monetary = [1, 2, 3, "4"]'),
        GOOD.replace("monetary = [1, 2, 3, 4]", "monetary = [true, true, true, true]"),
        GOOD.replace("monetary = [1, 2, 3, 4]", "monetary = [nan, nan, nan, nan]"),
        GOOD.replace("monetary = [1, 2, 3, 4]", ""),
        "x = " + "[" * 20_000,
        "",
    ],
)
def test_a_file_that_does_not_hold_cut_points_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cuts.toml"
    path.write_text(text)
    with pytest.raises(WrongUse):
        cut_points.read(path, Basis.orders)


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "cuts.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(WrongUse):
        cut_points.read(path, Basis.orders)


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match=r"cannot read cuts\.toml"):
        cut_points.read(tmp_path / "cuts.toml", Basis.orders)
