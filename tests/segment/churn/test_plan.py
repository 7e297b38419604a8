"""Whom to write to: ranked by what is at stake, without staff, leavers and members of other plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from commkit.errors import NotEnoughData, WrongUse
from commkit.segment.churn import at_risk
from commkit.segment.churn.plan import plan
from commkit.store.ask.cut import Cut
from tests.segment.days import LAST, joined, noon, spoke

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from commkit.result import Result
    from commkit.store.ask.community import Store

    Row = dict[str, Any]

# Probability of each, and days on which they spoke; the answer is as of day 121.
RISK = {"ana": 0.9, "ben": 0.6, "cleo": 0.5, "dan": 0.4, "eve": 0.8, "fay": 0.7, "gus": 0.9}
SPOKE = {
    "ana": range(100, 104),  # 4 messages: 3.6 at stake
    "ben": range(100, 110),  # 10 messages: 6.0
    "cleo": range(100, 110),  # 10 messages: 5.0
    "dan": range(80, 110),  # 30 messages, but less likely than 0.5
    "eve": range(100, 110),  # leaves on day 115
    "fay": range(100, 110),  # is in a plan of day 111
    "gus": range(100, 110),  # is staff
}


def label(who: str, value: str, day: int, until: int) -> Row:
    days = {"valid_from": noon(day), "valid_until": noon(until)}
    return {"member": who, "dimension": "plan:spring", "value": value, **days}


@pytest.fixture
def seven(community: Callable[..., Store]) -> Store:
    """The seven above, and one who only sees to it that all days are covered."""
    members = joined(dict.fromkeys(RISK, 1))
    members[-1]["is_staff"] = True
    return community(
        member=members,
        message=spoke({**SPOKE, "frame": [1, LAST]}),
        membership=[{"group": "hall", "member": "eve", "happened_at": noon(115), "change": "leave"}],
        label=[label("fay", "write", 111, 141)],
    )


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch, natives: Callable[[Store], dict[str, str]]) -> None:
    """Let the score be what RISK says."""

    def find(store: Store, _: object, **__: object) -> pl.DataFrame:
        numbers = dict(store.con.execute("select handle, account from raw.account").fetchall())
        rows = [
            {"member": numbers[handle], "handle": handle, "churn_rate": RISK[who], "reason_1": f"{who} is quiet"}
            for handle, who in natives(store).items()
            if who in RISK
        ]
        empty = pl.lit(None, pl.String)
        return pl.DataFrame(rows).with_columns(
            empty.alias("reason_2"), empty.alias("level"), pl.lit(1.0).alias("value")
        )

    monkeypatch.setattr(at_risk, "find_risks", find)


@pytest.fixture
def unscored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the score refuse."""

    def refuse(*_: object, **__: object) -> pl.DataFrame:
        raise NotEnoughData("too few have churned", hint="wait")

    monkeypatch.setattr(at_risk, "find_risks", refuse)


def listed(store: Store, called: Mapping[str, str], result: Result) -> list[str]:
    assert store.as_of.isoformat() == "2024-04-30"
    return [called[handle] for handle in result.table["handle"]]


@pytest.mark.usefixtures("scored")
def test_the_list_is_ranked_by_value_times_risk_and_leaves_out_who_must_not_be_in_it(
    seven: Store, natives: Callable[[Store], dict[str, str]]
) -> None:
    result = plan(seven)
    assert listed(seven, natives(seven), result) == ["ben", "cleo", "ana"]
    assert result.table["at_risk_messages"].to_list() == pytest.approx([6.0, 5.0, 3.6])
    assert result.table["messages"].to_list() == [10, 10, 4]
    assert result.table["reason_1"].to_list() == ["ben is quiet", "cleo is quiet", "ana is quiet"]
    assert "left out: 1 who were active and have left." in result.notes
    assert "left out: 1 who are in a plan that is still open." in result.notes
    assert "arm" not in result.table.columns
    assert result.assignment is None
    assert any("nothing is kept" in note for note in result.notes)


@pytest.mark.usefixtures("scored")
def test_staff_stay_out_where_staff_are_counted(seven: Store, natives: Callable[[Store], dict[str, str]]) -> None:
    seven.cut(Cut(include_staff=True))
    assert "gus" not in listed(seven, natives(seven), plan(seven))


@pytest.mark.usefixtures("scored")
def test_a_plan_is_open_until_its_last_day(seven: Store, natives: Callable[[Store], dict[str, str]]) -> None:
    """That of Fay is open to day 141. One to day 121 would be over."""
    seven.con.execute("update raw.label set valid_until = '2024-04-30 12:00'")
    assert listed(seven, natives(seven), plan(seven)) == ["fay", "ben", "cleo", "ana"]
    seven.con.execute("update raw.label set valid_until = '2024-05-01 12:00'")
    assert listed(seven, natives(seven), plan(seven)) == ["ben", "cleo", "ana"]


@pytest.mark.usefixtures("scored")
def test_how_likely_and_how_many_can_be_said(seven: Store, natives: Callable[[Store], dict[str, str]]) -> None:
    called = natives(seven)
    assert listed(seven, called, plan(seven, risk=0.0)) == ["dan", "ben", "cleo", "ana"]
    assert listed(seven, called, plan(seven, risk=0.6)) == ["ben", "ana"]
    assert listed(seven, called, plan(seven, most=1)) == ["ben"]


@pytest.mark.usefixtures("scored")
def test_a_plan_with_a_name_has_arms(seven: Store) -> None:
    """A third of three is one."""
    result = plan(seven, save="spring", hold_out=0.33)
    assert sorted(result.table["arm"]) == ["hold-out", "write", "write"]
    kept = result.assignment
    assert kept is not None
    assert kept.arms == dict(result.table.select("handle", "arm").iter_rows())
    assert (kept.name, str(kept.opens_on), str(kept.closes_on)) == ("spring", "2024-04-30", "2024-05-30")
    assert not {*kept.arms} & {*str(kept.entry).replace("'", " ").split()}
    again = plan(seven, save="spring", hold_out=0.33)
    assert again.table.equals(result.table)


@pytest.mark.usefixtures("unscored")
def test_where_the_score_refuses_the_rule_flags_regulars(
    seven: Store, natives: Callable[[Store], dict[str, str]]
) -> None:
    """Ben, Cleo and Dan spoke on five days or more, and last on day 109, twelve days ago; Ana on four days."""
    result = plan(seven)
    assert listed(seven, natives(seven), result) == ["dan", *sorted(("ben", "cleo"), key=_handles(seven, natives).get)]  # type: ignore[arg-type]
    assert "churn_rate" not in result.table.columns
    assert result.table["reason_1"].to_list() == ["silent for 12 days"] * 3
    assert result.notes[0] == "the churn score refuses: too few have churned."


def _handles(store: Store, natives: Callable[[Store], dict[str, str]]) -> dict[str, str]:
    return {who: handle for handle, who in natives(store).items()}


@pytest.mark.usefixtures("scored")
def test_value_is_money_where_orders_are_told(
    community: Callable[..., Store], natives: Callable[[Store], dict[str, str]]
) -> None:
    """Ana spent 100, of which 90% are at stake; Ben 120, of which 60%; Cleo nothing."""
    store = community(
        member=joined(dict.fromkeys(("ana", "ben", "cleo"), 1)),
        message=spoke({**{who: SPOKE[who] for who in ("ana", "ben", "cleo")}, "frame": [1, LAST]}),
        order_line=[
            {"native": str(number), "member": who, "ordered_at": noon(100), "amount": amount}
            for number, (who, amount) in enumerate((("ana", 60), ("ana", 40), ("ben", 120)))
        ],
    )
    table = plan(store).table
    assert [natives(store)[handle] for handle in table["handle"]] == ["ana", "ben", "cleo"]
    assert table["at_risk_amount"].to_list() == pytest.approx([90, 72, 0])


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize("name", ["", " ", "a=b", "a:b", "a,b", "x" * 41, "a\nb"])
def test_what_no_plan_can_be_called(seven: Store, name: str) -> None:
    with pytest.raises(WrongUse):
        plan(seven, save=name)


@pytest.mark.usefixtures("scored")
def test_a_plan_for_nobody_is_not_kept(seven: Store) -> None:
    assert plan(seven, risk=1.0).table.is_empty()
    with pytest.raises(NotEnoughData):
        plan(seven, risk=1.0, save="spring")


def test_levels_cannot_be_cut_to(seven: Store) -> None:
    seven.cut(Cut(in_levels=("koc",)))
    with pytest.raises(WrongUse):
        plan(seven)


@pytest.mark.usefixtures("scored")
def test_where_no_export_tells_who_leaves_nobody_is_said_to_have_left(community: Callable[..., Store]) -> None:
    store = community(message=spoke({"ana": SPOKE["ana"], "frame": [1, LAST]}))
    store.con.execute("update raw.load set lacks = ['leaves']")
    store.cut(Cut())
    notes = plan(store).notes
    assert not [note for note in notes if "have left" in note]
    assert "numbers that need leaves are without here: no export from there tells them." in notes
