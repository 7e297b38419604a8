"""What is attested of principles, what it brings to the team's score, and goals with their principles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commkit.errors import WrongUse
from commkit.metrics.scorecard.principles import principles
from commkit.presets.attestations import read_attested

if TYPE_CHECKING:
    from pathlib import Path

    from commkit.store.ask.community import Store

KEPT = {"criterion": "kept", "kept": 9, "of": 10, "by": "Lin", "on": "2024-01-20"}
CARD = """
counts_for = 0.3
[[criteria]]
attested = "kept"
weight = 100
"""


def test_nine_of_ten_principles_bring_27_of_30(drawn_store: Store, tmp_path: Path) -> None:
    """9 of 10 are 90 of 100, and 30% of that are 27.

    ana  x x x x
    """
    path = tmp_path / "mine.toml"
    path.write_text(CARD)
    drawn_store.attested = read_attested({"attested": [KEPT]})
    held = principles(drawn_store, card=path)
    assert held.summary[0] == "90.0 of 100: leading; 100% of the weight is covered."
    assert held.summary[1] == "it counts for 30% of the team's score: 27.0 of 30 points."


def test_a_goal_names_a_principle_of_the_card(drawn_store: Store) -> None:
    """One that serves another is refused; with none it says so.

    ana  x x x x
    """
    assert any("no goal says which principle" in note for note in principles(drawn_store).notes)
    drawn_store.attested = read_attested({"goals": [{"goal": "100 a week", "principle": "care"}]})
    assert any("goal: 100 a week: serves care." in note for note in principles(drawn_store).notes)
    drawn_store.attested = read_attested({"goals": [{"goal": "100 a week", "principle": "profit"}]})
    with pytest.raises(WrongUse, match="which is no principle"):
        principles(drawn_store)
