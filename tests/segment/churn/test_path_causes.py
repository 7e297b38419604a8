"""Signals of why members left, counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from commkit.errors import WrongUse
from commkit.segment.churn.cause_rules import CAUSES, make_signals, read_signals, shipped_signals
from commkit.segment.churn.path import path
from tests.segment.churn.grown import LAST, grow_leavers, list_members, met, talk
from tests.segment.days import noon

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]


def complained(*opened: tuple[str, int]) -> list[dict[str, object]]:
    """Complaints of these members on these days, each answered and closed at once."""
    return [
        {
            "native": str(at),
            "kind": "complaint",
            "member": who,
            **dict.fromkeys(("opened_at", "answered_at", "closed_at"), noon(day)),
        }
        for at, (who, day) in enumerate(opened)
    ]


def test_signals_are_counted_and_the_rest_is_unknown(community: Community) -> None:
    """Of twenty who left, three complained and two met an advertisement, one of them both; so sixteen are unknown.

    No survey and no points were loaded: of these nothing is known, and nothing is counted as zero.
    """
    leaving, days = grow_leavers()
    complaints = complained(("gone00", 115), ("gone01", 120), ("gone02", 122), ("here00", 1), ("here00", LAST))
    ads = met("ad", {"gone02": [121], "gone03": [120], "here01": [1, LAST]})
    store = community(message=talk(days), member=list_members(days, leaving), case=complaints, event=ads)
    table = path(store, causes=True).table

    def count(cause: str, signal: str) -> tuple[object, ...]:
        columns = ("ended_members", "of_ended_members", "regular_members", "status")
        return table.filter((pl.col("cause") == cause) & (pl.col("signal") == signal)).select(columns).row(0)

    assert count("all", "any") == (20, 20, 20, "low_n")
    assert count("bad_experience", "complaint") == (3, 20, 3, "low_n")
    assert count("bad_experience", "ad_message") == (2, 20, 2, "low_n")
    assert count("bad_experience", "any") == (4, 20, 4, "low_n")
    assert count("bad_experience", "slow_answer") == (0, 20, 0, "low_n")
    assert count("no_value", "low_score") == (None, None, None, "not_covered")
    assert count("no_value", "any") == (None, None, None, "not_covered")
    assert count("unknown", "any") == (16, 20, 16, "low_n")


def test_rules_can_be_ones_own(community: Community, tmp_path: Path) -> None:
    """Two complaints make the sign that is asked for; one of three has them."""
    leaving, days = grow_leavers(leavers=3, stayers=3)
    cases = complained(("gone00", 110), ("gone00", 112), ("gone01", 112), ("here00", 1), ("here00", LAST))
    store = community(message=talk(days), member=list_members(days, leaving), case=cases)
    rules = tmp_path / "mine.toml"
    rules.write_text('[[signals]]\ncause = "bad_experience"\nfacts = ["complaint"]\nat_least = 2\n')
    table = path(store, causes=True, rules=rules).table
    assert table.select("cause", "signal", "ended_members").rows()[3:5] == [
        ("bad_experience", "complaint", 1),
        ("no_value", "any", None),
    ]
    with pytest.raises(WrongUse):
        path(store, rules=rules)


def test_every_cause_has_signals_that_name_their_handbook() -> None:
    signals = shipped_signals()
    assert {signal.cause for signal in signals} == set(CAUSES)
    assert all("§" in signal.ref for signal in signals)
    assert read_signals(None) == signals


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"signals": [], "more": 1},
        {"signals": ["x"]},
        {"signals": [{"cause": "weather", "facts": ["refund"]}]},
        {"signals": [{"cause": "no_value", "facts": []}]},
        {"signals": [{"cause": "no_value", "facts": ["refnud"]}]},
        {"signals": [{"cause": "no_value", "facts": ["party"]}]},
        {"signals": [{"cause": "no_value", "facts": ["event: "]}]},
        {"signals": [{"cause": "no_value", "facts": ["refund"], "at_least": 0}]},
        {"signals": [{"cause": "no_value", "facts": ["refund"], "at_least": True}]},
        {"signals": [{"cause": "no_value", "facts": ["refund"], "atleast": 1}]},
    ],
)
def test_rules_that_cannot_be_read_are_refused(said: dict[str, object]) -> None:
    with pytest.raises(WrongUse):
        make_signals(said, "mine.toml")
