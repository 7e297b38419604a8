from __future__ import annotations

import ast
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import commkit
from commkit.choices import Period
from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.money.ltv import ltv
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.result import Result
    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Row = dict[str, Any]

FIRST = datetime(2024, 1, 1, 12)  # noqa: DTZ001 (an export's instants carry no zone)
RANKS = {"sort", "sort_by", "sorted", "rank", "top_k", "max", "min"}


def on(day: int) -> date:
    return (FIRST + timedelta(days=day)).date()


def order(who: str, day: int, amount: float = 10, native: int = 0, **told: Any) -> Row:  # noqa: ANN401 (fields of an order)
    """An order so many days after New Year's Day."""
    at = FIRST + timedelta(days=day)
    return {"member": who, "native": f"{who}-{day}-{native}", "ordered_at": at, "amount": amount, **told}


def sales(**told: Any) -> list[Row]:  # noqa: ANN401 (fields of every order)
    """Forty customers k = 0, ..., 39 and one more.

    Customer k buys on day k, and then k % 4 times more, every 10 days: ten buy once, ten twice, ten three times, ten
    four times. These last come again on day 150. Customer `late` buys first on day 200, the last that is known.
    """
    days = [(k, k + 10 * times) for k in range(40) for times in range(1 + k % 4)]
    days += [(k, 150) for k in range(40) if k % 4 == 3]
    return [*(order(f"m{k}", day, **told) for k, day in days), order("late", 200, **told)]


@pytest.fixture
def shop(community: Community) -> Store:
    """The sales; besides, m0 orders twice on its first day, and m1 is paid back 4 of its second order on day 30."""
    lines = [line for line in sales() if line["native"] != "m1-11-0"]
    back = order("m1", 11, refund_amount=4, refunded_at=FIRST + timedelta(days=30))
    names = [*(f"m{k}" for k in range(40)), "late"]
    return community(
        member=[
            {"native": name, "joined_at": FIRST, "channel": "fair" if name in ("m0", "m1") else "web"} for name in names
        ],
        order_line=[*lines, order("m0", 0, native=1), back],
    )


def rows(store: Store, *, horizon: str = "30,90", every: Period | None = None, **cut: object) -> list[Row]:
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    return list(ltv(store, horizon=horizon, every=every).table.to_dicts())


def figures(told: Result) -> Any:  # noqa: ANN401 (numbers by name)
    assert told.parameters
    return told.parameters["backtest"]


def test_what_there_is_is_counted(shop: Store) -> None:
    """41 customers, 30 of them again; 100 purchases of the forty, 10 on day 150, 1 late; 112 orders of 10, less 4."""
    (soon, later) = rows(shop)
    told = ("customers", "repeat_customers", "purchases", "net_amount")
    assert [soon[name] for name in told] == [41, 30, 111, 1116.0]
    assert [row["horizon_days"] for row in (soon, later)] == [30, 90]
    assert 0 < soon["expected_purchases"] < later["expected_purchases"]


def test_a_purchase_is_worth_what_it_was_worth(shop: Store) -> None:
    """All orders are of 10 but one, so what is expected is worth 10 a purchase, give or take."""
    for row in rows(shop):
        assert row["expected_amount"] / row["expected_purchases"] == pytest.approx(10, rel=0.02)
        assert row["expected_mean_amount"] == pytest.approx(row["expected_amount"] / 41)


def test_slices_and_cohorts_add_up(shop: Store) -> None:
    """Two customers came by the fair.

    January has k = 0 to 30: 70 purchases of 28, 6 of three, 7 on day 150. February has k = 31 to 39: 24 and 3. July
    has the late one.
    """
    (whole,) = rows(shop, horizon="90")
    for parts in (rows(shop, horizon="90", by="channel"), rows(shop, horizon="90", every=Period.month)):
        for name in ("customers", "purchases", "net_amount", "expected_purchases", "expected_amount"):
            assert sum(row[name] for row in parts) == pytest.approx(whole[name])
    assert [(row["slice"], row["customers"], row["status"]) for row in rows(shop, horizon="90", by="channel")] == [
        ("fair", 2, "low_n"),
        ("web", 39, "complete"),
    ]
    cohorts = rows(shop, horizon="90", every=Period.month)
    assert [(row["starts_on"], row["customers"], row["purchases"]) for row in cohorts] == [
        (date(2024, 1, 1), 31, 83),
        (date(2024, 2, 1), 9, 27),
        (date(2024, 7, 1), 1, 1),
    ]


def test_a_part_is_told_as_it_is_told_beside_the_others(shop: Store) -> None:
    """One model of everybody: the two of the fair alone would be too few for any, and slice and cut are the same."""
    (fair, _) = rows(shop, horizon="90", by="channel")
    (cut,) = rows(shop, horizon="90", only=(("channel", "fair"),))
    assert {name: each for name, each in fair.items() if name != "slice"} == pytest.approx(
        {name: each for name, each in cut.items() if name != "slice"}
    )
    assert shop.asked == Cut(only=(("channel", "fair"),))


def test_since_chooses_who_ordered_first_from_then_on(community: Community) -> None:
    """From day 1 on: all but m0 and its one order; what they ordered counts whole."""
    (row,) = rows(community(order_line=sales()), horizon="90", since=on(1))
    assert (row["customers"], row["purchases"]) == (40, 110)


def test_a_horizon_beyond_the_history_is_called_so(shop: Store) -> None:
    """The first order lies 200 days back."""
    assert [row["status"] for row in rows(shop, horizon="200,201")] == ["complete", "extrapolated"]


def test_margin_is_told_where_every_order_carries_its_cost(community: Community) -> None:
    """Every order of 10 costs 6, so margin is 4 of 10 of what came and of what is to come; of one the cost is taken."""
    (row,) = rows(community(order_line=sales(cost=6)), horizon="90")
    assert row["margin_amount"] == 111 * 4
    assert row["expected_margin_amount"] == pytest.approx(row["expected_amount"] * 0.4)
    (row,) = rows(community(order_line=[*sales(cost=6)[:-1], order("late", 200)]), horizon="90")
    assert (row["margin_amount"], row["expected_margin_amount"]) == (None, None)


def test_what_is_held_out_is_told_from_what_came_before(shop: Store) -> None:
    """The last 100 of 200 days: ten buy, on day 150. Of the forty customers of day 100, twenty had under two repeats.

    The same is expected as on day 100, when nobody knew.
    """
    shop.cut(Cut())
    told = ltv(shop, holdout=100)
    backtest = figures(told)
    (then,) = rows(shop, horizon="100", as_of=on(100))
    assert backtest["expected_purchases"] == pytest.approx(then["expected_purchases"])
    assert backtest["expected_amount"] == pytest.approx(then["expected_amount"])
    assert (backtest["customers"], backtest["actual_purchases"], backtest["actual_amount"]) == (40, 10, 100)
    assert (backtest["low_history_members"], backtest["low_history_buyers"]) == (20, 0)
    assert backtest["error_rate"] == pytest.approx(backtest["expected_purchases"] / 10 - 1)
    pace = [k % 4 / (100 - k) * 100 for k in range(40)]
    wrong = [abs(each - (k % 4 == 3)) for k, each in enumerate(pace)]
    assert backtest["pace_mean_absolute_error"] == pytest.approx(sum(wrong) / 40)
    assert [row["actual_purchases"] for row in told.charted.to_dicts()] == [0] * 7 + [10] * 7


def test_the_error_is_compared_with_five_percent(shop: Store) -> None:
    shop.cut(Cut())
    told = ltv(shop, holdout=100)
    error = figures(told)["error_rate"]
    (said,) = [note for note in told.notes if "purchases expected" in note]
    assert f"{error:+.1%}, " + ("within 5%" if abs(error) <= 0.05 else "beyond 5%") in said


def test_a_third_is_held_out_unless_said(shop: Store) -> None:
    shop.cut(Cut())
    assert ltv(shop).parameters["holdout_days"] == 66  # type: ignore[index]


def test_without_enough_before_it_there_is_no_backtest(shop: Store) -> None:
    """By day 10 only m0 to m10 have bought."""
    shop.cut(Cut())
    told = ltv(shop, holdout=190)
    assert figures(told) is None
    assert any(note.startswith("no back-test") for note in told.notes)


def test_members_come_by_what_is_expected_of_them(shop: Store, natives: Callable[[Store], dict[str, str]]) -> None:
    """The probability to be alive is told of those with two repeats or more, k % 4 = 2 or 3, and orders nobody."""
    shop.cut(Cut())
    people = natives(shop)
    table = ltv(shop, members=True).table
    amounts = table["expected_amount"].to_list()
    assert amounts == sorted(amounts, reverse=True)
    alive = {people[row["handle"]]: row["still_buying_rate"] for row in table.to_dicts()}
    known = {name for name, rate in alive.items() if rate is not None}
    assert known == {f"m{k}" for k in range(40) if k % 4 >= 2}
    assert all(0 < alive[name] < 1 for name in known)
    assert dict(table.select("status", "btyd_frequency").group_by("status").max().rows()) == {
        "low_history": 1,
        "complete": 4,
    }
    m3 = next(row for row in table.to_dicts() if people[row["handle"]] == "m3")
    told = (m3["btyd_frequency"], m3["btyd_recency"], m3["btyd_T"], m3["horizon_days"])
    assert told == (4, pytest.approx(147 / 7), pytest.approx(197 / 7), 365)


def test_who_lapsed_after_one_order_does_not_lead(
    community: Community, natives: Callable[[Store], dict[str, str]]
) -> None:
    """Thirty-two come every 25 days until the end, on day 200; thirty bought once, on days 0 to 29.

    By the probability to be alive these thirty would stand before all.
    """
    regular = [order(f"r{k}", k % 25 + 25 * times) for k in range(32) for times in range(8)]
    store = community(order_line=[*regular, *(order(f"once{k}", k) for k in range(30)), order("r0", 200)])
    table = ltv(store, members=True).table
    assert all(natives(store)[handle].startswith("r") for handle in table["handle"][:32])
    assert table["still_buying_rate"][32:].null_count() == 30


def test_nothing_is_ranked_by_who_is_alive() -> None:
    """No call that orders or ranks anything names it, anywhere in the code."""
    found = [
        f"{path}:{node.lineno}"
        for path in Path(commkit.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", None) or getattr(node.func, "id", None)) in RANKS
        and re.search("be_alive|still_buying", "".join(map(ast.dump, [*node.args, *node.keywords])))
    ]
    assert found == []


def test_too_few_who_came_back_are_refused(community: Community) -> None:
    """Without k = 39, who buys four times, 29 have come back."""
    store = community(order_line=[line for line in sales() if line["member"] != "m39"])
    with pytest.raises(NotEnoughData, match="only 29 of 40 customers came back"):
        ltv(store)


def test_amounts_of_nothing_are_not_told(community: Community) -> None:
    """All orders are free, so what one is worth cannot be fitted."""
    (row,) = rows(community(order_line=[line | {"amount": 0} for line in sales()]), horizon="90")
    assert (row["status"], row["expected_amount"], row["expected_mean_amount"]) == ("no_amount", None, None)
    assert row["expected_purchases"] > 0


def test_what_cannot_be_asked_is_refused(shop: Store) -> None:
    for horizon in ("", "30,", "0", "-1", "30d", "4000", "1.5"):
        with pytest.raises(WrongUse, match="--horizon cannot hold"):
            ltv(shop, horizon=horizon)
    with pytest.raises(WrongUse, match="--members"):
        ltv(shop, members=True, every=Period.month)


def test_nobody_in_the_span_is_refused(shop: Store) -> None:
    shop.cut(Cut(since=on(60), until=on(90)))
    with pytest.raises(NotEnoughData, match="nobody ordered first"):
        ltv(shop)
