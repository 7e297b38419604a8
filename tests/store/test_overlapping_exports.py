"""Exports of real formats that overlap: any order gives the same community as all at once."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from commkit.intake.exports import find_exports, stage
from commkit.sources.source import Reading
from commkit.store.load.loading import Loading
from commkit.store.load.manifest import peek
from commkit.store.load.options import LoadOptions
from commkit.store.load.transaction import commit
from commkit.store.private import Secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[..., Any]

ORDERS = "order id,customer,order time,amount,refund\n"


def telegram(folder: Path) -> list[Path]:
    """Three exports of one chat of six messages; the second has its third edited, the last its fourth deleted."""
    paths = []
    for number, (first, last) in enumerate(((1, 4), (3, 6), (2, 6))):
        messages = [
            {
                "id": each, "type": "message", "date": f"2024-01-0{each}T12:00:00",
                "date_unixtime": str(1704110400 + 86400 * (each - 1)), "from": "Ana", "from_id": "user1",
                "text": "longer than it was" if each == 3 and number else f"word {each}",
                **({"edited": "2024-01-07T12:00:00", "edited_unixtime": "1704628800"} if each == 3 and number else {}),
                **({"reply_to_message_id": each - 1} if each > 2 else {}),
            }
            for each in range(first, last + 1)
            if not (number == 2 and each == 4)
        ]  # fmt: skip
        path = folder / f"telegram-{number}" / "result.json"
        path.parent.mkdir()
        path.write_text(json.dumps({"name": "Hall", "type": "private_group", "id": 7, "messages": messages}))
        paths.append(path.parent)
    return paths


def slack(folder: Path) -> list[Path]:
    """Days 1 and 2, days 2 and 3 with a message of day 2 edited and liked, and all days with the channel renamed."""
    exports = (((1, 2), False, "hall"), ((2, 3), True, "hall"), ((1, 2, 3), True, "new-hall"))
    paths = []
    for number, (days, is_edited, name) in enumerate(exports):
        path = folder / f"slack-{number}"
        (path / name).mkdir(parents=True)
        users = [{"id": f"U{who}", "name": who.lower(), "profile": {"real_name": who}} for who in ("ANA", "BEN")]
        (path / "users.json").write_text(json.dumps(users))
        channels = [{"id": "C1", "name": name, "created": 1704000000, "creator": "UANA", "members": ["UANA", "UBEN"]}]
        (path / "channels.json").write_text(json.dumps(channels))
        for day in days:
            edited = {
                "text": "said otherwise",
                "edited": {"user": "UANA", "ts": "1704300000.000000"},
                "reactions": [{"name": "+1", "users": ["UBEN"], "count": 1}],
            }
            said = {
                "type": "message", "user": "UANA", "text": "said", "ts": f"{1704110400 + 86400 * (day - 1)}.000100",
                **(edited if is_edited and day == 2 else {}),
            }  # fmt: skip
            (path / name / f"2024-01-0{day}.json").write_text(json.dumps([said]))
        paths.append(path)
    return paths


def tables(folder: Path) -> list[Path]:
    """Lists of members of three days, orders of which one is paid back later, messages in two windows."""
    contents = {
        "members.csv": "member,joined,channel\nana,2024-01-01,fair\nben,2024-01-02,\n",
        "more-members.csv": "member,joined,channel\nben,2024-01-02,friend\ncleo,2024-01-05,\n",
        "orders.csv": f"{ORDERS}1,ana,2024-01-02 10:00,5,\n2,ben,2024-01-03 10:00,7,\n",
        "more-orders.csv": f"{ORDERS}2,ben,2024-01-03 10:00,7,2\n3,cleo,2024-01-06 10:00,9,\n",
    }
    for name, content in contents.items():
        (folder / name).write_text(content)
    return [folder / name for name in contents]


@pytest.mark.parametrize("made", [telegram, slack, tables])
def test_any_order_of_overlapping_exports(contents: Make, tmp_path: Path, made: Callable[[Path], list[Path]]) -> None:
    """Six orders one by one, against all at once."""
    paths, secret = made(tmp_path), Secret.new()

    def load(database: Path, *some: Path) -> None:
        known = peek(database, 0)
        loading = Loading(tmp_path, LoadOptions(), secret, tz=known.tz, last_load=known.last_load)
        stage([find_exports(path, tmp_path, Reading()) for path in some], loading, Reading(), known.digests)
        commit(loading, database, lock_timeout=0)
        loading.close()

    at_once = tmp_path / "at-once.duckdb"
    load(at_once, *paths)
    expected = contents(at_once)
    assert expected["message"] or expected["purchase_line"]
    orders = list(permutations(paths))
    for number, order in enumerate(orders[:: len(orders) // 6]):
        database = tmp_path / f"{number}.duckdb"
        for path in order:
            load(database, path)
        assert contents(database) == expected, [path.name for path in order]
