"""The card answers what it can and leaves the rest open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.metrics.scorecard.scale_value_spread_brand import scale_value_spread_brand

if TYPE_CHECKING:
    from commkit.store.ask.community import Store


def test_each_aim_weighs_a_quarter(drawn_store: Store) -> None:
    """Two of two speak in February: more than 80%, and so 10 points; of money and brand nothing is told.

    ana  x x x x x x x x x x
    ben  x x x x x x x x x x
    """
    told = scale_value_spread_brand(drawn_store)
    weights = dict(told.table.select("panel", "weight").group_by("panel").sum().iter_rows())
    assert weights == dict.fromkeys(("scale", "value", "spread", "brand"), 25)
    rows = {row["criterion"]: row for row in told.table.to_dicts()}
    assert (rows["speaking_rate"]["value"], rows["speaking_rate"]["points"]) == (1, 10)
    assert {rows[name]["points"] for name in ("nps", "repurchase_rate")} == {None}
    assert told.parameters
    assert told.parameters["grade"] is None
