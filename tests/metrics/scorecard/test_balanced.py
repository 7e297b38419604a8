"""A line that departments share stands in each of them and counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commkit.metrics.scorecard.balanced import balanced

if TYPE_CHECKING:
    from pathlib import Path

    from commkit.store.ask.community import Store

CARD = """
[[criteria]]
metric = "messages"
period = "week"
weight = 60
baseline = 6
target = 8
challenge = 10
departments = ["sales", "product"]
[[criteria]]
metric = "active_members"
period = "week"
weight = 40
baseline = 6
target = 8
challenge = 10
departments = ["product"]
"""


def test_what_two_share_counts_once(drawn_store: Store, tmp_path: Path) -> None:
    """Three messages are 3 points of 60%, one member is 1 point of 40%: 18 and 4.

    ana  3 3 3 x
    """
    path = tmp_path / "mine.toml"
    path.write_text(CARD)
    held = balanced(drawn_store, card=path)
    rows = held.table.select("department", "criterion", "points", "contribution").rows()
    assert sorted(rows, key=str) == [
        ("product", "active_members", pytest.approx(1), pytest.approx(4)),
        ("product", "messages", pytest.approx(3), None),
        ("sales", "messages", pytest.approx(3), pytest.approx(18)),
    ]
    assert held.total
    assert held.total["contribution"] == pytest.approx(22)
    assert any("counts once" in note for note in held.notes)
