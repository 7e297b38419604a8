"""The invented communities whose reports are looked at are what their names say."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from campaigns.communities import COMMUNITIES

if TYPE_CHECKING:
    from pathlib import Path


def column(path: Path, name: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


def written(community: str, folder: Path) -> Path:
    (exports,) = COMMUNITIES[community].find_exports(folder)
    return exports


def test_five_are_five(tmp_path: Path) -> None:
    exports = written("five", tmp_path / "five")
    assert {*column(exports / "messages.csv", "author")} == {"ana", "bo", "晨", "dee", "eli"}
    assert {*column(exports / "orders.csv", "customer_id")} == {"ana", "bo", "晨"}


def test_400_groups_have_long_names(tmp_path: Path) -> None:
    groups = {*column(written("groups", tmp_path / "groups") / "messages.csv", "channel")}
    assert len(groups) == 400
    assert min(map(len, groups)) >= 35


def test_counts_hold_no_message_and_no_member(tmp_path: Path) -> None:
    exports = written("counts", tmp_path / "counts")
    assert sorted(path.name for path in exports.iterdir()) == ["客户群统计.csv", "联系客户统计.csv"]
    assert {*column(exports / "客户群统计.csv", "群主")} == {"LinYi", "ZhouEr", "ChenSan"}


@pytest.mark.parametrize("name", COMMUNITIES)
def test_exports_are_there_and_always_the_same(name: str, tmp_path: Path) -> None:
    once, again = (COMMUNITIES[name].find_exports(tmp_path / each) for each in ("once", "again"))
    assert all(path.exists() for path in once)
    if COMMUNITIES[name].write:
        (first, second) = ({path.name: path.read_bytes() for path in each[0].iterdir()} for each in (once, again))
        assert first == second
