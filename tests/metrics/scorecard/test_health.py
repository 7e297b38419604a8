"""The card answers what it can and leaves the rest open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.metrics.scorecard.health import health

if TYPE_CHECKING:
    from commkit.store.ask.community import Store


def test_facets_that_nothing_tells_are_not_covered(drawn_store: Store) -> None:
    """Nine Mondays: in January and February Ana writes each week, Ben in January only; one of two has gone silent.

    A churn rate of 50% is the floor. Nothing tells events or shares.

    ana  x x x x x x x x x x
    ben  x x x x . . . . . .
    """
    rows = {row["criterion"]: row for row in health(drawn_store).table.to_dicts()}
    assert (rows["churn_rate"]["value"], rows["churn_rate"]["points"]) == (0.5, 0)
    told = {name: (row["points"], row["status"]) for name, row in rows.items()}
    assert told["activity_rate"] == told["share_rate"] == (None, "not_covered")
    assert sum(row["weight"] for row in rows.values()) == 100
