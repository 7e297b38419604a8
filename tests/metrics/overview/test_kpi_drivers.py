from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.answer.layers import Layers
from commkit.choices import Activity, Compare, Period
from commkit.errors import NotEnoughData, WrongUse
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.series import missing
from commkit.metrics.overview.kpi import kpi
from commkit.metrics.overview.kpi_parts import DIMENSIONS, HOUR, Asked, count_parts, count_whole
from commkit.stats.decomposition import contribute
from commkit.store.ask.cut import Cut
from tests.examples import least, tried

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from commkit.indicators.indicator import Indicator
    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Said = tuple[int, int, int, int]  # member, group, day after January 1, hour

MONDAY = datetime.fromisoformat("2024-01-01 00:00")
WEEKS = (MONDAY.date(), (MONDAY + timedelta(weeks=1)).date())
FAIR = {"native": "ana", "channel": "fair", "joined_at": MONDAY}
ADDED_UP = [each for each in INDICATORS.values() if each.adds_up and not each.is_of_now]
SUMS = [each for each in ADDED_UP if each.denominator in (None, "days")]


def at(day: int, hour: int = 12) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


def messages(*said: tuple[str, str, int], hour: int = 12) -> list[dict[str, object]]:
    """A message a row: who, where, how many days after January 1."""
    return [
        {
            "author": who,
            "group": where,
            "sent_at": at(day, hour),
            "kind": "text",
            "native": f"{who}-{day}-{hour}-{where}",
        }
        for who, where, day in said
    ]


def drivers(store: Store, name: str, dimension: str, **asked: Any) -> dict[str, tuple[object, ...]]:  # noqa: ANN401
    """Before, now and contribution of each part of this dimension."""
    table = kpi(store, drivers=name, **asked).table
    shown = table.filter(pl.col("dimension") == dimension)
    return {row[0]: row[1:] for row in shown.select("part", "previous", "value", "change_part").rows()}


def test_messages_by_group_channel_platform_and_hour(community: Community) -> None:
    """In the first week Ana writes twice in a and Ben once in b; in the second Ana once in a, Ben three times in b.

    So a brings -1 of +1, b +2; by channel Ana came from the fair, of Ben nothing is told; all write at noon.
    """
    said = messages(*[("ana", "a", 0), ("ana", "a", 1), ("ben", "b", 2)])
    said += messages(*[("ana", "a", 7), ("ben", "b", 8), ("ben", "b", 9), ("ben", "b", 10), ("ana", "a", 14)], hour=13)
    store = community(message=said, member=[FAIR])
    assert drivers(store, "messages", "group") == {"b": (1, 3, 2), "a": (2, 1, -1)}
    assert drivers(store, "messages", "channel") == {"unknown": (1, 3, 2), "fair": (2, 1, -1)}
    assert drivers(store, "messages", "platform") == {"here": (3, 4, 1)}
    assert drivers(store, "messages", "hour") == {"13:00": (0, 4, 4), "12:00": (3, 0, -3)}


def test_who_is_active_in_two_groups_counts_half_in_each(community: Community) -> None:
    """In the first week Ana speaks in a and b, in the second only in a, and Cid in c: 1/2 and 1/2 become 1, 0 and 1.

    The log of c begins in the second week, so that it has no number in the first.
    """
    said = messages(("ana", "a", 0), ("ana", "b", 1), ("ana", "a", 7), ("cid", "c", 8), ("ana", "a", 14))
    found = drivers(community(message=said), "wau", "group")
    assert found == {
        "c": (None, 1, 1),
        "a": (0.5, 1, Decimal("0.5")),
        "b": (0.5, 0, Decimal("-0.5")),
    }


def test_members_of_several_groups_are_taken_off_once_too_often_counted(community: Community) -> None:
    """Ana is first seen in b in the second week, so soon after its log begins that she counts as there before: as one
    member of all and two of groups in both weeks. In the first, the log of b tells nothing to show.
    """
    said = messages(("ana", "a", 0), ("ana", "a", 7), ("ana", "b", 8), ("ana", "a", 14))
    assert drivers(community(message=said), "members", "group") == {
        "in several": (-1, -1, 0),
        "b": (None, 1, 0),
        "a": (1, 1, 0),
    }


def test_a_rate_says_what_mix_and_what_rate_bring(community: Community) -> None:
    """Ana came from the fair and speaks in both weeks; Ben, of whom nothing is told, is silent in the second.

    2 of 2 become 1 of 2. Both shares are 1/2 all along, so all is rate: Ben's 1/2 x (0 - 1).
    """
    said = messages(("ana", "a", 0), ("ben", "a", 1), ("ana", "a", 7), ("ana", "a", 14))
    store = community(message=said, member=[FAIR])
    table = kpi(store, drivers="speaking_rate").table.filter(pl.col("dimension") == "channel")
    assert dict(zip(table["part"], table["change_by_rate"], strict=True)) == {"unknown": Decimal("-0.5"), "fair": 0}
    assert set(table["change_by_mix"]) == {Decimal(0)}


def test_what_the_facts_do_not_tell_is_named_and_not_zero(community: Community) -> None:
    """An order belongs to no group and to no hour; nothing is known of channels, nor of layers without reviews."""
    orders = [
        {"member": who, "native": f"{who}{day}", "amount": 5, "ordered_at": at(day)}
        for who in "ab"
        for day in (0, 8, 15)
    ]
    store = community(order_line=orders)
    result = kpi(store, drivers="orders")
    shown = result.table.filter(pl.col("part").is_null())
    assert set(shown["dimension"]) == {"group", "layer", "channel", "hour"}
    assert set(shown["status"]) == {"not_covered"}
    assert shown["change_part"].null_count() == shown.height
    assert any("not covered" in note and "hour" in note for note in result.notes)


def test_content_of_30_days_and_who_went_silent(community: Community) -> None:
    """Of the 60 days to January 31, Ben speaks in the first 30 only, Ana in both halves."""
    said = messages(("ben", "a", -22), ("ana", "a", -20), *(("ana", "a", day) for day in (16, 20, 24, 30)))
    table = kpi(community(message=said), drivers="messages").table.filter(pl.col("dimension") == "group")
    [row] = table.select("recent_messages", "recent_media", "gone_silent_members").rows()
    assert row == (4, 0, 1)


def test_status_and_dates_are_shown(community: Community) -> None:
    result = kpi(community(message=messages(("ana", "a", 0), ("ana", "a", 7), ("ana", "a", 14))), drivers="messages")
    assert set(result.table["status"].drop_nulls()) == {"complete", "not_covered"}
    assert (result.table["previous_starts_on"][0], result.table["starts_on"][0]) == WEEKS
    assert result.parameters is not None
    assert result.parameters["starts_on"] == "2024-01-08"
    assert any("2024-01-01" in note and "2024-01-08" in note for note in result.notes)


def test_the_store_is_left_as_it_was(community: Community) -> None:
    store = community(message=messages(("ana", "a", 0), ("ana", "a", 7), ("ana", "a", 14)))
    before = store.as_of, store.asked, store.by
    kpi(store, drivers="messages")
    assert (store.as_of, store.asked, store.by) == before


@pytest.mark.parametrize("name", ["gini", "median_messages_per_speaker", "hours_since_last_message"])
def test_what_does_not_add_up_is_refused(community: Community, name: str) -> None:
    with pytest.raises(WrongUse):
        kpi(community(message=messages(("ana", "a", 0), ("ana", "a", 14))), drivers=name)


def test_one_week_alone_is_too_little(community: Community) -> None:
    store = community(message=messages(("ana", "a", 0), ("ana", "a", 7)))
    with pytest.raises(NotEnoughData):
        kpi(store, drivers="messages")
    with pytest.raises(NotEnoughData):
        kpi(store, drivers="messages", compare=Compare.last_year)
    with pytest.raises(NotEnoughData):
        kpi(store, drivers="orders")


def test_by_and_metric_are_refused_beside_it(community: Community) -> None:
    store = community(message=messages(("ana", "a", 0), ("ana", "a", 7), ("ana", "a", 14)))
    with pytest.raises(WrongUse):
        kpi(store, drivers="messages", metric=["wau"])
    store.cut(Cut(by="group"))
    with pytest.raises(WrongUse):
        kpi(store, drivers="messages")


SAID = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(-30, 13), st.integers(0, 23))


def populate(community: Community, said: Sequence[Said], sold: Sequence[tuple[int, int, int]]) -> Store:
    """Up to four members in three groups and two channels, with orders by member, day and cents, told to January 15."""
    rows = [
        {"author": f"m{who}", "group": f"g{where}", "sent_at": at(day, hour), "kind": "text", "native": f"{number}"}
        for number, (who, where, day, hour) in enumerate([*said, (1, 1, 0, 9), (2, 2, 8, 9), (1, 1, 14, 9)])
    ]
    orders = [
        {"member": f"m{who}", "native": f"o{number}", "ordered_at": at(day), "amount": Decimal(cents) / 100}
        for number, (who, day, cents) in enumerate([*sold, (1, 0, 101), (2, 14, 107)])
    ]
    members = [{"native": f"m{who}", "channel": f"c{who % 2}", "joined_at": at(-who)} for who in (1, 2, 3)]
    joins = [{"group": "g1", "member": f"m{who}", "happened_at": at(4 * who), "change": "join"} for who in (1, 2, 3)]
    store = community(message=rows, order_line=orders, member=members, membership=joins)
    Layers().attach(store)
    return store


@tried(2)
@given(
    st.lists(SAID, min_size=least(10), max_size=20),
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 13), st.integers(1, 999)), min_size=least(3), max_size=5),
    st.sampled_from(SUMS),
    st.sampled_from(ADDED_UP),
)
def test_parts_add_up_to_the_change_to_the_last_unit(
    community: Community,
    said: list[Said],
    sold: list[tuple[int, int, int]],
    total: Indicator,
    rate: Indicator,
) -> None:
    """Any indicator that is a sum, and any rate of sums, in every dimension that is told."""
    store = populate(community, said, sold)
    add_up(store, total)
    add_up(store, rate)
    assert add_up(store, INDICATORS["messages"]) >= 4


def add_up(store: Store, indicator: Indicator) -> int:
    """In how many dimensions its parts are told; all of them add up to its change exactly."""
    asked = Asked(indicator, Period.week, Activity.spoke, WEEKS)
    whole = None if missing(store, indicator) else count_whole(store, asked)
    if whole is None or whole.before.value is None or whole.now.value is None:
        return 0
    told = [parts for each in (*DIMENSIONS, HOUR) if (parts := count_parts(store, asked, each, whole))]
    for parts in told:
        brought = contribute(parts.counts, whole).values()
        assert sum((each.change for each in brought), Fraction(0)) == whole.now.value - whole.before.value
    return len(told)


@pytest.mark.parametrize("name", ["dau", "net_revenue"])
def test_what_is_printed_adds_up_in_each_dimension(community: Community, name: str) -> None:
    """To the nearest of nine decimals, which whole numbers and amounts never need."""
    said = [(1, 1, 1, 8), (1, 2, 2, 9), (1, 3, 2, 9), (2, 1, 3, 9), (3, 3, 9, 1), (3, 2, 9, 2), (4, 1, 10, 9)]
    store = populate(community, said, [(3, 7, 33), (2, 8, 10)])
    table = kpi(store, drivers=name).table.filter(pl.col("part").is_not_null())
    sums = {part["change_part"].sum() for _, part in table.group_by("dimension")}
    assert len(sums) == 1
    [row] = kpi(store, metric=[name]).table.to_dicts()
    assert float(sums.pop()) == pytest.approx(row["change"], abs=1e-8)
