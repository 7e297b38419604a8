from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Activity, Period
from commkit.indicators.series import series
from commkit.segment.rfm import rfm
from commkit.store.ask.cut import Cut
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.store.ask.community import Store
    from tests.conftest import Said

    Community = Callable[..., Store]


def order(who: str, day: int, amount: int = 1, **more: object) -> dict[str, object]:
    noon = datetime(2024, 1, day, 12)  # noqa: DTZ001 (an export's instants carry no zone)
    return {"member": who, "native": f"{who}{day}{amount}", "ordered_at": noon, "amount": amount, **more}


def told(store: Store, name: str, **cut: object) -> list[tuple[object, object]]:
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    table = series(store, [name], every=Period.week, active_by=Activity.spoke)
    return list(table.select("numerator", "denominator").iter_rows())


@pytest.fixture
def shop(community: Community) -> Store:
    """Three weeks. Ana buys twice on one day; Ben buys in the first week and the second; Cleo in the second and third.

    Nobody buys for the first time in the third.
    """
    return community(
        order_line=[
            *(order("ana", 2), order("ana", 2, 7), order("ben", 3), order("ben", 9)),
            *(order("cleo", 10), order("cleo", 21)),
        ]
    )


def test_a_second_day_of_buying_makes_a_repeat_buyer_for_good(shop: Store) -> None:
    assert told(shop, "repurchase_rate") == [(0, 2), (1, 3), (2, 3)]


def test_a_span_cuts_the_weeks_and_not_the_history(shop: Store) -> None:
    assert told(shop, "repurchase_rate", since=date(2024, 1, 15)) == [(2, 3)]


def test_orders_after_as_of_are_not_known(shop: Store) -> None:
    assert told(shop, "repurchase_rate", as_of=date(2024, 1, 20)) == [(0, 2), (1, 3), (1, 3)]


def test_five_members_of_whom_one_is_worth_much(community: Community) -> None:
    """Ana, the last, the most often and for most, scores 5, 5 and 5: level 5. Ben scores 4, 1 and 4: 9, level 3.

    The others bought once, earlier and for less: Cleo 3, 1 and 3, Dora 2, 1 and 2, Eve 1, 1 and 1.
    """
    bought = [order("eve", 1), order("dora", 2, 2), order("cleo", 3, 3), order("ben", 4, 4)]
    store = community(order_line=[*bought, order("ana", 5, 5), order("ana", 7, 6)])
    assert told(store, "high_value_share") == [(1, 5)]


def test_every_period_is_scored_by_the_cut_points_of_as_of(community: Community) -> None:
    """Five buy on the first five days, for 1 to 5; a, who paid least, comes back on the 18th and pays 99.

    As of then R is 5 from 0 days, 4 from 13, F is 5 from 2 orders, M is 5 from 100, 4 from 5. As the first week ends,
    e scores 4, 1 and 4, and nobody more; by fifths of that week e would score 5, 1 and 5, which is level 4.
    """
    first = [order(who, day, day) for day, who in enumerate("abcde", 1)]
    store = community(order_line=[*first, order("a", 18, 99)])
    assert told(store, "high_value_share") == [(0, 5), (0, 5), (1, 5)]


def test_cut_points_that_are_fixed_are_used_in_every_period(community: Community) -> None:
    """Each score is 5 or 1: 5 within seven days, from one order, and from 5 paid. Five buy first, for 1 to 5.

    As the first week ends all score 5, 5 and 1 or better, which is level 4. As the second does, a, who came back on its
    last day and paid 2 in all, scores 5, 5 and 1, e 1, 5 and 5, and the others 1, 5 and 1.
    """
    store = community(order_line=[*(order(who, day, day) for day, who in enumerate("abcde", 1)), order("a", 14, 1)])
    store.session.fix_cuts({"recency": [7.0] * 4, "frequency": [1.0] * 4, "monetary": [5.0] * 4})
    assert told(store, "high_value_share") == [(5, 5), (2, 5)]


def test_saved_cut_points_are_those_that_kpi_scores_by(run: Callable[..., Said], tmp_path: Path) -> None:
    """Four buy for 1 to 4, one after the other, and the last again; saved cut-points of as-of change nothing.

    By cut-points that all reach, all are worth much.
    """
    days = [("ana", 1), ("ben", 2), ("cleo", 3), ("dora", 4), ("dora", 12)]
    rows = "".join(f"{who}{day},{who},2024-01-{day:02},{day}\n" for who, day in days)
    (tmp_path / "orders.csv").write_text("order_id,customer_id,order_date,amount\n" + rows)
    ask = ("kpi", "orders.csv", "--metric", "high_value_share", "--every", "day", "--format", "json", "-q")

    def shares() -> tuple[object, str]:
        said = json.loads(run(*ask).out)
        return [row["value"] for row in said["rows"]], " ".join(said["notes"])

    before, note = shares()
    assert before == [0.25]
    assert "by the cut-points of as-of" in note
    assert run("rfm", "orders.csv", "--save-cuts", "cuts.toml").code == 0
    (tmp_path / "commkit.toml").write_text('[rfm]\ncuts = "cuts.toml"\n')
    after, note = shares()
    assert after == before
    assert "that `[rfm] cuts` in commkit.toml names" in note
    low = "recency = [99, 99, 99, 99]\nfrequency = [1, 1, 1, 1]\nmonetary = [0, 0, 0, 0]\n"
    (tmp_path / "cuts.toml").write_text('on = "orders"\n' + low)
    assert shares()[0] == [1]
    (tmp_path / "cuts.toml").write_text('on = "activity"\n' + low)
    assert shares()[0] == before
    (tmp_path / "cuts.toml").unlink()
    assert run(*ask).code == 3
    assert run("repurchase", "orders.csv").code == 0


def test_a_value_on_a_bound_is_below_it(community: Community) -> None:
    """Ten members buy, in this order of days: a1 to a4 once, c1 to c4 three times, x and y twice, one after the other.

    R is 1, 1, 2, 2, then 3, 3, 4, 4, then 5, 5; F is 1, 4 and 3; by money they stand a1, a2, a3, x, y, a4, c1 to c4, so
    M is 1, 1, 2, 2, 3, 3, 4, 4, 5, 5. With 10, x misses level 4, which y and the four reach.
    """
    once = [order(f"a{each}", each, amount) for each, amount in ((1, 1), (2, 2), (3, 3), (4, 12))]
    thrice = [order(f"c{each}", 4 + each, 10 * each + more) for each in range(1, 5) for more in (10, 11, 12)]
    twice = [order("x", 9, 4), order("x", 9, 5), order("y", 10, 5), order("y", 10, 6)]
    assert told(community(order_line=[*once, *thrice, *twice]), "high_value_share")[-1] == (5, 10)


def test_refunds_lower_the_value_from_their_day_on(community: Community) -> None:
    """In the first week Ben alone is worth much: 4, 4 and 5. Ana, who bought once, scores 4, 1 and 4.

    In the second Ana buys again, the last of all: 5, 4 and 5. Ben is paid back all he paid: 4, 4 and 1 make 9, level 3;
    with his money he would stand at 13. As of then R is 5 from 0 days and 4 from 8, F is 4 from 2 orders, M is 5 from
    5, and 2, 3 and 4 from 1, 2 and 3.
    """
    back = datetime(2024, 1, 9, 12)  # noqa: DTZ001 (an export's instants carry no zone)
    others = [order(who, day, amount) for who, day, amount in (("cleo", 1, 1), ("dora", 1, 2), ("eve", 1, 3))]
    ben = [order("ben", 5, 8), order("ben", 6, 9, refund_amount=17, refunded_at=back)]
    store = community(order_line=[*others, *ben, order("ana", 4, 4), order("ana", 14, 1)])
    assert told(store, "high_value_share") == [(1, 5), (1, 5)]


sold = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 150)), min_size=1, max_size=40)


@tried(5)
@given(sales=sold, by=st.sampled_from([None, "platform"]))
def test_at_the_end_high_value_is_what_rfm_says(
    selling: Callable[..., Store], sales: list[tuple[int, int]], by: str | None
) -> None:
    """Slices too sum to it, as their members are scored by the same cut-points."""
    store = selling(sales)
    store.cut(Cut(by=by))
    table = store.ask("indicators/customers", every=Period.month)
    last = table.filter(pl.col("starts_on") == table["starts_on"].max())
    store.cut(Cut())
    total = rfm(store).total
    assert total is not None
    assert last["high_value_members"].sum() == total["high_value_members"]
    assert last["of_buyers"].sum() == total["members"]
