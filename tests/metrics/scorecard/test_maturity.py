"""Points, totals, coverage and the next point, on communities that can be counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commkit.answer.layers import Layers
from commkit.metrics.scorecard.maturity import maturity
from commkit.presets.attestations import NOTHING, read_attested

if TYPE_CHECKING:
    from pathlib import Path

    from commkit.result import Result
    from commkit.store.ask.community import Store

CARD = """
title = "Mine"
version = "2"
[[criteria]]
metric = "messages"
period = "week"
weight = {first}
baseline = {baseline}
target = {target}
challenge = {challenge}
[[criteria]]
attested = "calm"
weight = {second}
"""


def hold(store: Store, tmp_path: Path, first: int, anchors: tuple[float, float, float] = (2, 4, 8)) -> Result:
    path = tmp_path / "mine.toml"
    names = dict(zip(("baseline", "target", "challenge"), anchors, strict=True))
    path.write_text(CARD.format(first=first, second=100 - first, **names))
    return maturity(store, card=path)


def total(result: Result) -> tuple[object, object]:
    assert result.total
    assert result.parameters
    return result.total["contribution"], result.parameters["grade"]


def attest(store: Store, points: float, on: str = "2024-01-20") -> None:
    store.attested = read_attested({"attested": [{"criterion": "calm", "points": points, "by": "Lin", "on": on}]})


def test_all_at_challenge_is_100_and_all_at_the_floor_is_0(drawn_store: Store, tmp_path: Path) -> None:
    """Eight messages in each of three weeks.

    ana  8 8 8 8
    """
    attest(drawn_store, 10)
    assert total(hold(drawn_store, tmp_path, 60)) == (100, "leading")
    attest(drawn_store, 0)
    assert total(hold(drawn_store, tmp_path, 100, (9, 10, 11)))[1] == "growing"


def test_all_at_the_floor_is_0(drawn_store: Store, tmp_path: Path) -> None:
    """Nobody writes in the last full week: 0 messages, which is the floor.

    ana  8 8 . x
    """
    attest(drawn_store, 0)
    assert total(hold(drawn_store, tmp_path, 60)) == (0, "starting")


def test_points_weigh_and_what_is_not_covered_is_counted_out(drawn_store: Store, tmp_path: Path) -> None:
    """Three messages are half-way from 2 to 4: 7 points; the week before there was 1: 3 points.

    With 5 points attested at 30% the total is .7 * 70 + .3 * 50 = 64; without it, 70, of 70% of the weight.

    ana  1 1 3 x
    """
    attest(drawn_store, 5)
    held = hold(drawn_store, tmp_path, 70)
    assert total(held) == (pytest.approx(64), "established")
    assert held.table["points"].to_list() == [7, 5]
    assert held.table["contribution"].to_list() == pytest.approx([49, 15])
    assert held.table["change_points"].to_list() == [4, None]
    drawn_store.attested = NOTHING
    alone = hold(drawn_store, tmp_path, 70)
    assert total(alone) == (pytest.approx(70), "established")
    assert alone.table["counted_weight"].to_list() == [100, None]
    assert alone.table["status"].to_list()[1] == "not_covered"
    assert any("not covered" in note and "calm" in note for note in alone.notes)
    assert "(+40.0 against the periods before)" in alone.summary[0]


def test_under_70_percent_of_evidence_there_is_no_grade(drawn_store: Store, tmp_path: Path) -> None:
    """69 of 100 are covered.

    ana  3 3 3 x
    """
    held = hold(drawn_store, tmp_path, 69)
    assert total(held) == (pytest.approx(70), None)
    assert "no grade: 69% of the weight is covered, 70% is needed" in held.summary[0]


def test_of_nothing_there_is_no_total(drawn_store: Store, tmp_path: Path) -> None:
    """One week that is not over.

    ana  x
    """
    held = hold(drawn_store, tmp_path, 69)
    assert total(held) == (None, None)
    assert held.summary == ("no total: nothing of this card is covered.",)


def test_what_is_attested_ends_after_180_days(drawn_store: Store, tmp_path: Path) -> None:
    """As of January 22 2024, of July 26 2023 it holds for the last day; of the day before no longer.

    ana  3 3 3 x
    """
    attest(drawn_store, 10, "2023-07-26")
    assert hold(drawn_store, tmp_path, 70).table["status"].to_list()[1] == "attested"
    attest(drawn_store, 10, "2023-07-25")
    [_, calm] = hold(drawn_store, tmp_path, 70).table.to_dicts()
    assert (calm["status"], calm["points"], calm["attested_by"], str(calm["until_on"])) == (
        *("expired", None, "Lin", "2024-01-21"),
    )
    attest(drawn_store, 10, "2024-01-23")
    assert hold(drawn_store, tmp_path, 70).table["status"].to_list()[1] == "not_covered"


def test_other_weights_stand_beside_ours(drawn_store: Store, tmp_path: Path) -> None:
    """Of ours only what people write is covered.

    ana  3 3 3 x
    """
    notes = hold(drawn_store, tmp_path, 70).notes
    assert any("by Maturity, version 1, the total is" in note and "by this card 70.0" in note for note in notes)


RATES = """
[[criteria]]
metric = "core_share"
weight = 3
floor = 0.39
baseline = 0.99
target = 0.995
challenge = 1
[[criteria]]
metric = "speaking_rate"
period = "week"
weight = 97
baseline = 0.5
target = 0.6
challenge = 1
"""


def test_the_cheapest_point_is_where_the_fewest_have_to_act(drawn_store: Store, tmp_path: Path) -> None:
    """Thirteen Mondays to March 25, five of April and one of May.

    As April starts, Ana and Ben are core, 2 of 5 alive: .1 points of 3%, and one more point of the total takes 10 / 3
    more, at .733, which is 4 of 5 and so 2 more people. In the last week of April 2 of 5 speak: 4.8 points of 97%,
    and one more point of the total takes .103 more, at .409, which is 3 of 5 and so 1 more.

    ana   x x x x x x x x x x x x x x x x x x x
    ben   x x x x x x x x x x x x x x x x x x x
    cleo  x . . . . . . . . . . . x . . . . . .
    dora  . . . . . . . . . . . . x x x . . . .
    eve   x x x x x x x x . . . . x . . . . . .
    """
    Layers().attach(drawn_store)
    path = tmp_path / "mine.toml"
    path.write_text(RATES)
    held = maturity(drawn_store, card=path)
    assert held.table["points"].to_list() == pytest.approx([0.1, 4.8])
    assert held.summary[1].startswith("cheapest next point: speaking rate, 1 more (now 2 of 5): ask those who read")
    whole = maturity(drawn_store).table
    assert whole["weight"].sum() == 100
    assert dict(whole.select("criterion", "next_step").iter_rows())["core_share"] is None
