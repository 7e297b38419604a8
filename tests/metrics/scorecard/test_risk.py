"""The index of risk: none when clean, and never less where more goes wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from commkit.metrics.scorecard.risk import risk

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

START = datetime.fromisoformat("2024-01-01 12:00")


def store_with(community: Callable[..., Store], complaints: int) -> Store:
    """Five weeks of messages; a complaint in the first and so many in the fourth, and one ticket each week."""
    weeks = [START + timedelta(weeks=number) for number in range(5)]
    message = [
        {"native": str(number), "group": "hall", "author": "ana", "sent_at": when, "kind": "text"}
        for number, when in enumerate(weeks)
    ]
    cases = [{"native": f"t{number}", "kind": "ticket", "opened_at": when} for number, when in enumerate(weeks)]
    cases.append({"native": "first", "kind": "complaint", "opened_at": weeks[0]})
    cases += [{"native": f"c{number}", "kind": "complaint", "opened_at": weeks[3]} for number in range(complaints)]
    return community(message=message, case=cases)


def test_more_complaints_are_never_less_risk(community: Callable[..., Store]) -> None:
    """0, 3, 6 and 12 complaints in the last week are 0, 6, 8 and 10 points."""
    told = [risk(store_with(community, number)) for number in (0, 1, 3, 6, 12, 20)]
    points = [{row["criterion"]: row["points"] for row in each.table.to_dicts()}["complaints"] for each in told]
    assert points == [0, 2, 6, 8, 10, 10]
    totals = [float(str(each.total["contribution"])) for each in told if each.total]
    assert totals == sorted(totals)


def test_what_is_clean_is_0_and_calls_for_nothing(community: Callable[..., Store]) -> None:
    """Nothing happened, and what is not covered is no risk but unknown."""
    told = risk(store_with(community, 0))
    assert told.total
    assert told.total["contribution"] == 0
    rows = {row["criterion"]: row for row in told.table.to_dicts()}
    assert rows["complaints"]["next_step"] is None
    assert (rows["negative_mentions"]["points"], rows["negative_mentions"]["status"]) == (None, "not_covered")
    assert not any("cheapest" in each for each in told.summary)
