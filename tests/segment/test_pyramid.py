from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.activity.active import active
from commkit.segment.contributions import share_to_top
from commkit.segment.pyramid import pyramid
from commkit.segment.rfm import rfm
from commkit.store.ask.cut import Cut
from tests.examples import tried
from tests.segment.days import LAST, frame, joined, noon, reacted, spoke
from tests.segment.test_levels import SPREAD, drawn_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store
    from tests.segment.test_levels import Facts

    Community = Callable[..., Store]
    Natives = Callable[[Store], dict[str, str]]

SUMMED = ("messages", "replies", "reactions", "net_amount", "referrals")


def order(who: str, amount: int, day: int = 100) -> dict[str, object]:
    return {"member": who, "native": f"{who}-{amount}", "amount": amount, "ordered_at": noon(day)}


def by_level(store: Store, *columns: str, **asked: Any) -> dict[str, tuple[Any, ...]]:  # noqa: ANN401 (any option)
    return {row["level"]: tuple(row[name] for name in columns) for row in pyramid(store, **asked).table.to_dicts()}


def test_five_percent_with_thirty_five_percent_of_the_money_have_index_seven(community: Community) -> None:
    """Of twenty members one is core; the core's one order is of 35, a looker's of 65."""
    lookers = [f"m{number}" for number in range(1, 20)]
    store = community(
        member=joined(dict.fromkeys(["core", *lookers], 1)),
        message=spoke({"core": (1, *SPREAD, LAST)}),
        order_line=[order("core", 35), order("m1", 65), order("m2", 1, 1)],
    )
    found = by_level(store, "members", "member_rate", "net_amount", "net_amount_rate", "net_amount_index")
    assert found["core"] == (1, pytest.approx(0.05), 35, pytest.approx(0.35), pytest.approx(7.0))
    assert found["potential"] == (19, pytest.approx(0.95), 65, pytest.approx(0.65), pytest.approx(0.65 / 0.95))


def test_shares_of_the_alive_leave_the_bottom_out(community: Community) -> None:
    """Of four members one is core, one is occasional and two only look on, of whom one spoke before the window."""
    store = community(
        member=joined(dict.fromkeys(("core", "few", "never", "lapsed"), 1)),
        message=spoke({"core": (1, *SPREAD, LAST), "few": [100], "lapsed": [31]}),
    )
    found = by_level(store, "members", "of_alive_members", "alive_rate", "never_members", "lapsed_members")
    assert found["core"] == (1, 2, 0.5, 0, 0)
    assert found["occasional"] == (1, 2, 0.5, 0, 0)
    assert found["potential"] == (2, None, None, 1, 1)


def test_newcomers_are_counted_whatever_their_level(community: Community) -> None:
    """New joined 29 days before April 30, day 92, and Old 30 days before; both only look on."""
    store = community(member=joined({"new": 92, "old": 91}), message=frame())
    assert by_level(store, "members", "newcomers")["potential"] == (2, 1)


def test_the_change_is_since_the_month_end_before(community: Community) -> None:
    """On March 31 Ana had spoken on no day of the window; on April 30 she had on one. Both days are covered."""
    store = community(message=[*spoke({"frame": [1, 50, LAST]}), *spoke({"ana": [1, 110]})])
    found = by_level(store, "members", "change_members")
    assert found["occasional"] == (2, 1)
    assert found["potential"] == (0, -1)


def test_what_those_who_left_gave_stands_in_a_row_of_its_own(community: Community) -> None:
    """Ben spoke on days 40 and 50 and left on day 60."""
    store = community(
        message=[*frame(), *spoke({"ben": [40, 50]})],
        membership=[{"group": "hall", "member": "ben", "happened_at": noon(60), "change": "leave"}],
    )
    found = by_level(store, "members", "messages", "messages_rate")
    assert found["left"] == (None, 2, pytest.approx(2 / 3))
    assert found["occasional"] == (1, 1, pytest.approx(1 / 3))


def test_sixty_five_percent_of_staffs_replies_are_five_points_short(community: Community) -> None:
    """Staff answer 13 times the one of five members who spends, and 7 times another."""
    boss = [{"native": "boss", "is_staff": True}]
    answers = [
        {**spoke({"boss": [100]})[0], "reply_to": f"{who}-99", "native": f"{who}{number}"}
        for who, times in (("ana", 13), ("ben", 7))
        for number in range(times)
    ]
    store = community(
        member=[*joined(dict.fromkeys(("ana", "ben", "cleo", "dan", "eve"), 1)), *boss],
        message=[*spoke({"ana": [1, 99, LAST], "ben": [99]}), *answers],
        order_line=[order("ana", 50), order("ben", 5, 1), order("ben", 6, LAST)],
    )
    notes = " ".join(pyramid(store).notes)
    assert "65.0% of staff's replies" in notes
    assert "-5.0 pp" in notes


def test_members_who_tie_share_what_is_left_of_the_fifth() -> None:
    """The fifth of ten members is two places: one goes to the first, and the other to four who tie, a quarter each."""
    import polars as pl

    here = pl.DataFrame({"messages": [9, 5, 5, 5, 5, 1, 1, 1, 1, 1], "staff_replies": [4, 4, 0, 0, 0, 0, 0, 0, 0, 2]})
    assert share_to_top(here, "messages") == pytest.approx((4 + 4 / 4) / 10)
    assert share_to_top(here.with_columns(staff_replies=0), "messages") is None


@tried(3)
@given(drawn_facts())
def test_levels_and_those_who_left_give_what_other_questions_count(community: Community, facts: Facts) -> None:
    """The same days, from February 1 on, asked of `active` and `rfm`: counted apart, nothing normalised."""
    store = community(**facts)
    table = pyramid(store).table
    store.cut(Cut(since=date(2024, 2, 1), until=store.as_of))
    assert table["messages"].sum() == active(store).table["messages"].sum()
    if table["net_amount"].null_count() == 0:
        has_sold = any(str(row["ordered_at"]) >= str(noon(32)) for row in facts["order_line"])
        spent = sum(rfm(store, members=True).table["net_amount"]) if has_sold else 0
        assert float(table["net_amount"].sum()) == pytest.approx(float(spent))
    for name in SUMMED:
        rates = table[f"{name}_rate"].drop_nulls()
        assert rates.is_empty() or rates.sum() == pytest.approx(1)


def test_each_margin_of_a_cross_is_that_of_its_scheme(community: Community) -> None:
    """Core spoke on twelve days, Few on one; of both the value level is unknown, as nobody bought."""
    store = community(
        message=[*frame(), *spoke({"core": SPREAD, "few": [100]})], interaction=reacted("x", "few-100", 100)
    )
    table = pyramid(store, cross="watching-potential-active").table
    for column, scheme in (("level", "pyramid"), ("cross_level", "watching-potential-active")):
        margins = {level: sum(rows["members"]) for (level,), rows in table.partition_by(column, as_dict=True).items()}
        members = {level: number or 0 for level, (number,) in by_level(store, "members", scheme=scheme).items()}
        assert margins.items() <= members.items()
        assert sum(margins.values()) == sum(map(int, members.values()))


def test_the_same_thresholds_move_nobody_and_lower_ones_do(community: Community, natives: Natives) -> None:
    """Ten days in all three spans: core where ten are asked for, active where twelve are."""
    ten = SPREAD[:3] + SPREAD[4:8] + SPREAD[9:]
    store = community(message=[*spoke({"frame": [1, 50, LAST]}), *spoke({"ana": ten, "core": SPREAD})])
    same = pyramid(store, tune=["core.active_days_90 >= 12"])
    assert same.table.select("in_members", "out_members").sum().row(0) == (0, 0)
    assert pyramid(store, tune=["core.active_days_90 >= 12"], members=True).table.is_empty()
    lower = pyramid(store, tune=["core.active_days_90 >= 10"], members=True).table.to_dicts()
    assert [(natives(store)[row["handle"]], row["level"], row["tuned_level"]) for row in lower] == [
        ("ana", "active", "core")
    ]


@pytest.mark.parametrize(
    "rule", ["core", "core.messages_90 >= 3", "nobody.active_days_90 >= 3", "core.active_days_90 >> 3"]
)
def test_a_rule_that_the_scheme_has_not_is_refused(community: Community, rule: str) -> None:
    store = community(message=spoke({"frame": [1, 50, LAST]}))
    with pytest.raises(WrongUse):
        pyramid(store, tune=[rule])


def test_a_threshold_that_leaves_a_level_to_nobody_is_refused(community: Community) -> None:
    """Occasional asks for one day, and so would active, which is higher."""
    store = community(message=spoke({"frame": [1, 50, LAST]}))
    with pytest.raises(WrongUse, match="nobody can be in occasional"):
        pyramid(store, tune=["active.active_days_90 >= 1"])


def test_what_is_missing_for_the_next_level(community: Community, natives: Natives) -> None:
    """Ana spoke on eleven days of the last two spans, and lacks one day and the first span."""
    days = (*range(70, 76), *range(100, 105))
    store = community(message=[*frame(), *spoke({"ana": days})])
    rows = {natives(store)[row["handle"]]: row for row in pyramid(store, members=True).table.to_dicts()}
    assert rows["ana"]["next_level"] == "core"
    assert rows["ana"]["missing"] == (
        "days with activity in 90 days: 11, needs >= 12; "
        "of the last three spans of 30 days, those with activity in 90 days: 2, needs >= 3"
    )


def test_since_when_a_level_is_held_without_a_gap(community: Community, natives: Natives) -> None:
    """Ana is occasional on March 31 and active on April 30; Ben is occasional at both; both are covered."""
    store = community(message=[*spoke({"frame": [1, 50, LAST], "ben": [50, 100], "ana": [50, 110, 111, 112, 113]})])
    rows = {
        natives(store)[row["handle"]]: str(row["since_on"]) for row in pyramid(store, members=True).table.to_dicts()
    }
    assert (rows["ana"], rows["ben"]) == ("2024-04-30", "2024-03-31")


def test_staff_have_a_level_where_the_scheme_places_them(community: Community) -> None:
    store = community(
        member=[{"native": "boss", "is_staff": True}, *joined({"ana": 1})],
        message=[*spoke({"ana": [1, 100, LAST], "boss": [50]})],
        interaction=reacted("b", "ana-100", 100),
    )
    with pytest.raises(NotEnoughData):
        pyramid(store, scheme="value")  # there are no orders
    found = by_level(store, "members", scheme="admin-kol-ordinary")
    assert found["admin"] == (1,)
    assert "admin" not in by_level(store, "members")
