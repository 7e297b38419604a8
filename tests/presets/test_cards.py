"""Cards as data: what is refused, and that each point leads to an indicator."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import WrongUse
from commkit.indicators.inventory import INDICATORS
from commkit.presets.anchors import Anchors
from commkit.presets.attestations import read_attested
from commkit.presets.card_steps import read_card_steps
from commkit.presets.cards import list_cards, make_card, read_card, read_own_card

if TYPE_CHECKING:
    from pathlib import Path

UP = {"floor": 0.1, "baseline": 0.2, "target": 0.4, "challenge": 0.5}


def criterion(**said: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"metric": "d7", "weight": 100, **UP, **said}


def test_points_are_linear_between_anchors_and_clamped() -> None:
    """Half-way from .1 to .2 are 3 points, from .2 to .4 are 7, from .4 to .5 are 9."""
    rising = Anchors(**UP)
    values = ["0", "0.1", "0.15", "0.2", "0.3", "0.4", "0.45", "0.5", "2"]
    assert [rising.award(Fraction(each)) for each in values] == [0, 0, 3, 6, 7, 8, 9, 10, 10]
    assert [rising.find_value(Fraction(each)) for each in (3, 7, 10)] == [
        Fraction(3, 20),
        Fraction(3, 10),
        Fraction(1, 2),
    ]


def test_less_is_better_where_anchors_fall() -> None:
    falling = Anchors(floor=0.5, baseline=0.4, target=0.2, challenge=0.1)
    assert falling.falls
    assert [falling.award(Fraction(each)) for each in ("0.6", "0.45", "0.4", "0.3", "0.1", "0")] == [0, 3, 6, 7, 10, 10]


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"criteria": []}, "needs 1 to"),
        ({"criteria": [criterion(weight=99)]}, "sum to 99"),
        ({"criteria": [criterion(weight=150), criterion(metric="d30", weight=-50)]}, "below 0"),
        ({"criteria": [criterion(weight=50), criterion(weight=50)]}, "twice"),
        ({"criteria": [criterion(target=0.1)]}, "not in order"),
        ({"criteria": [criterion(attested="calm")]}, "either metric or attested"),
        ({"criteria": [criterion(period="fortnight")]}, "no such period"),
        ({"criteria": [criterion(kind="X")]}, "no such kind"),
        ({"criteria": [criterion(departments="sales")]}, "is a list"),
        ({"criteria": [criterion(challenge="much")]}, "not a number"),
        ({"criteria": [criterion(wait=1)]}, "unknown key 'wait'"),
        ({"criteria": [criterion()], "rises": "up"}, "better or worse"),
        ({"criteria": [criterion()], "grades": [{"name": "low", "from": 5}]}, "begin at 0"),
    ],
)
def test_what_is_no_card_is_refused(said: dict[str, Any], match: str) -> None:
    with pytest.raises(WrongUse, match=match):
        make_card(said, "mine")


def test_grades_are_ours_or_the_cards_own() -> None:
    card = make_card({"criteria": [criterion()]}, "mine")
    named = [card.find_grade(Fraction(each)) for each in ("0", "39.9", "40", "60", "75", "90", "100")]
    assert named == ["starting", "starting", "growing", "established", "mature", "leading", "leading"]
    own = {"criteria": [criterion()], "grades": [{"name": "calm", "from": 0}, {"name": "wild", "from": 20}]}
    assert make_card(own, "mine").find_grade(Fraction(20)) == "wild"


@pytest.mark.parametrize("name", list_cards())
def test_every_point_leads_to_an_indicator(name: str) -> None:
    card = read_card(name)
    assert [each.name for each in card.criteria if each.anchors and each.name not in INDICATORS] == []
    assert [each.name for each in card.criteria if not each.anchors and each.name in INDICATORS] == []


@pytest.mark.parametrize("name", list_cards())
def test_every_indicator_of_a_card_has_a_next_step(name: str) -> None:
    assert {each.name for each in read_card(name).criteria if each.anchors} <= read_card_steps().keys()


@pytest.mark.parametrize("name", list_cards())
def test_anchors_go_where_the_indicator_is_better(name: str) -> None:
    """On a card on which more is worse, they go the other way."""
    card = read_card(name)
    rising = "up" if card.rises == "better" else "down"
    falling = "down" if card.rises == "better" else "up"
    told = [(each.name, INDICATORS[each.name].good, each.anchors.falls) for each in card.criteria if each.anchors]
    assert [each for each in told if each[1] != (falling if each[2] else rising)] == []


def test_a_card_of_ones_own_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("criteria = [")
    with pytest.raises(WrongUse, match="not TOML"):
        read_own_card(path)


def test_what_is_attested_has_points_who_and_when() -> None:
    """9 of 10 kept are 9 points."""
    said = {"criterion": "calm", "by": "Lin", "on": "2024-01-05"}
    [kept] = read_attested({"attested": [{**said, "kept": 9, "of": 10}]}).criteria
    assert (int(kept.points), kept.until_on.isoformat()) == (9, "2024-07-03")
    assert read_attested({"attested": [{**said, "points": 7.5}]}).criteria[0].points == Fraction(15, 2)


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"by": "Lin", "on": "2024-01-05"}, "lacks criterion"),
        ({"criterion": "calm", "by": "Lin", "on": "2024-01-05"}, "neither points"),
        ({"criterion": "calm", "by": "Lin", "on": "2024-01-05", "points": 11}, "not from 0 to 10"),
        ({"criterion": "calm", "by": "Lin", "on": "spring", "points": 1}, "has no day"),
        ({"criterion": "calm", "by": "Lin", "on": "2024-01-05", "score": 1}, "unknown key"),
    ],
)
def test_what_is_attested_by_halves_is_refused(said: dict[str, Any], match: str) -> None:
    with pytest.raises(WrongUse, match=match):
        read_attested({"attested": [said]})


def test_a_goal_without_its_principle_is_refused() -> None:
    told = read_attested({"goals": [{"goal": "100 active a week", "principle": "compliance"}]})
    assert told.goals[0].principle == "compliance"
    with pytest.raises(WrongUse, match="names no principle"):
        read_attested({"goals": [{"goal": "100 active a week"}]})
    with pytest.raises(WrongUse, match="must be tables"):
        read_attested({"goals": "many"})
