"""Gaps between kinds of people, planted and not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import NotEnoughData, WrongUse
from commkit.segment.churn import model_choice
from commkit.segment.churn.model_choice import Chosen, choose_model
from commkit.segment.persona import placements
from commkit.segment.persona.fairness import fairness
from commkit.segment.persona.fairness_options import PlacedBy
from tests.segment.churn.crowds import LAST, fading_crowd, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.segment.churn.snapshots import Lookout
    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

MONDAY = datetime.fromisoformat("2024-01-01 12:00")


def town(busy_north: int, busy_south: int, each: int = 50) -> dict[str, list[dict[str, Any]]]:
    """So many of 50 in each town buy on each of ten days, the others on the first alone."""
    people = [
        (f"{place}{number}", place, number < busy)
        for place, busy in (("north", busy_north), ("south", busy_south))
        for number in range(each)
    ]
    orders = [
        {"member": who, "native": f"{who}-{day}", "amount": 10, "ordered_at": MONDAY + timedelta(days=3 * day)}
        for who, _, is_busy in people
        for day in range(10 if is_busy else 1)
    ]
    labels = [{"member": who, "dimension": "town", "value": place} for who, place, _ in people]
    return {"member": [{"native": who} for who, *_ in people], "order_line": orders, "label": labels}


def verdicts(store: Store) -> dict[tuple[str, str], str | None]:
    table = fairness(store, of=PlacedBy.segments, attribute="town").table
    return {(row["class"], row["attribute"]): row["verdict"] for row in table.to_dicts()}


def test_a_planted_gap_is_found(community: Community) -> None:
    """Of the north 40 of 50 buy on ten days, of the south 5; whoever bought once, 27 days ago, is lost to RFM."""
    told = verdicts(community(**town(40, 5)))
    assert (told["lost", "north"], told["lost", "south"]) == ("below", "above")


def test_no_gap_is_found_where_there_is_none(community: Community) -> None:
    """25 of 50 in each."""
    assert set(verdicts(community(**town(25, 25))).values()) == {"undecided"}


def test_few_are_not_judged(community: Community) -> None:
    """Of 20 in each town, 18 and 1."""
    table = fairness(community(**town(18, 1, each=20)), of=PlacedBy.segments, attribute="town").table
    assert table["status"].unique().to_list() == ["low_n"]
    assert table["verdict"].null_count() == table.height


def test_an_attribute_that_nobody_has_is_refused(community: Community) -> None:
    with pytest.raises(WrongUse, match="no dimension is called twon") as refused:
        fairness(community(**town(5, 5)), of=PlacedBy.segments, attribute="twon")
    assert "did you mean town" in refused.value.hint


def test_an_attribute_of_which_all_have_one_value_is_refused(community: Community) -> None:
    with pytest.raises(NotEnoughData, match="fewer than two values"):
        fairness(community(**town(5, 5)), of=PlacedBy.segments, attribute="platform")


def crowd_of_towns(community: Community) -> Store:
    """Who wrote daily and fades lives in the north, who writes once a week and stays in the south."""
    days = fading_crowd(1, 160)
    labels = [{"member": who, "dimension": "town", "value": "north" if "fast" in who else "south"} for who in days]
    staff = {"native": "boss", "is_staff": True}
    return community(member=[staff], message=tell({**days, "boss": [1, LAST]}), label=labels)


def prove_as(monkeypatch: pytest.MonkeyPatch, proof: dict[str, Any]) -> None:
    """Let the score have proved itself so, which takes long to work out."""

    def refuse(*_: object) -> None:
        raise NotEnoughData("", hint="")

    def choose(lookout: Lookout) -> Chosen:
        return Chosen(replace(choose_model(lookout).model, proof=proof))

    monkeypatch.setattr(model_choice, "score_past", refuse)
    monkeypatch.setattr(placements, "choose_model", choose)


def test_a_score_that_has_not_proved_itself_is_not_judged(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    prove_as(monkeypatch, {"verdict": "unknown"})
    with pytest.raises(NotEnoughData, match="has not proved itself, and is not judged: not proved"):
        fairness(crowd_of_towns(community), of=PlacedBy.churn, attribute="town")


def test_a_score_that_has_is_judged(community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody of the south stops, and the score has learned it."""
    prove_as(monkeypatch, {"verdict": "better"})
    table = fairness(crowd_of_towns(community), of=PlacedBy.churn, attribute="town").table
    rates = {(row["class"], row["attribute"]): row["member_rate"] for row in table.to_dicts()}
    assert rates["at_risk", "south"] < rates["at_risk", "north"]
