"""Points for what members gave: they add up, every part is shown, and volume alone never leads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.segment.contribution_score import PARTS, read_weights, remark_score, score_members, score_points
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Natives = Callable[[Store], dict[str, str]]

NOON = datetime.fromisoformat("2024-01-01 12:00")
WEIGHTS = read_weights()
COUNTS = ("messages", "replies", "newcomers", "referrals", "net_amount")


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"2024-{day} 12:00")


def says(who: str, day: str, number: int = 1, **more: object) -> list[dict[str, object]]:
    """So many messages of one member on a day, a minute apart."""
    moments = (at(day) + timedelta(minutes=minute) for minute in range(number))
    plain = {"group": "hall", "author": who, "kind": "text", **more}
    return [{**plain, "sent_at": moment, "text": f"{who} {moment} {plain.get('reply_to')}"} for moment in moments]


def scores_of(store: Store, natives: Natives) -> dict[str, dict[str, object]]:
    store.look_at("messages")
    people = natives(store)
    return {people[row["handle"]]: row for row in score_members(store).iter_rows(named=True)}


@pytest.fixture
def hall(community: Community) -> Store:
    """The 90 days to March 31, which begin on January 2.

    ana   5 messages on Mar 2, one of them to neo, who came the day before; 1 on Mar 3; bought for 30, before for 500
    ben   answers ana twice on Mar 3 and once on Mar 4; bought for 20 and got it all back
    neo   came on Mar 1, brought by ana; bought for 10
    loud  500 messages a day on the 31 days of March
    kim   brought lee on Jan 2, and ana brought ghost on Mar 28; neither has ever spoken
    """
    message = [
        *says("ana", "01-01"),
        *says("ben", "01-01"),
        *says("neo", "03-01", native="n1"),
        *says("ana", "03-02", native="a1", reply_to="n1"),
        *says("ana", "03-02", 4),
        *says("ana", "03-03"),
        *says("ben", "03-03", 2, reply_to="a1"),
        *says("ben", "03-04", reply_to="a1"),
        *(each for day in range(1, 32) for each in says("loud", f"03-{day:02}", 500)),
    ]
    orders = [
        {"native": "1", "member": "ana", "amount": 500, "ordered_at": at("01-01")},
        {"native": "2", "member": "ana", "amount": 30, "ordered_at": at("01-05")},
        {"native": "3", "member": "ben", "amount": 20, "ordered_at": at("01-03"), "refund_amount": 20}
        | {"refunded_at": at("03-10")},
        {"native": "4", "member": "neo", "amount": 10, "ordered_at": at("03-30")},
    ]
    brought = [("kim", "lee", "01-02"), ("ana", "neo", "03-01"), ("ana", "ghost", "03-28")]
    referral = [{"inviter": one, "invitee": other, "happened_at": at(day)} for one, other, day in brought]
    return community(message=message, order_line=orders, referral=referral)


def test_parts_and_points_by_hand(hall: Store, natives: Natives) -> None:
    """Of 100 points messages reach 20, replies 30, newcomers and referrals 20 each, money 10.

    Those who spent anything spent 30 and 10, the middle is 20, so that 60 is the most that counts.
    """
    scores = scores_of(hall, natives)
    assert hall.as_of == date(2024, 3, 31)
    ana = scores["ana"]
    assert [ana[name] for name in COUNTS] == [3 + 1, 2, 1, 1, 30]
    points = [20 * 4 / 90, 30 * (0.25 + 0.75 * 2 / 30), 20 * (0.25 + 0.75 / 10), 20 * (0.25 + 0.75 / 3), 10 * 0.625]
    assert [ana[f"{name}_points"] for name in COUNTS] == pytest.approx(points)
    assert ana["score"] == pytest.approx(sum(points))
    assert [ana[f"of_{name}_points"] for name in COUNTS] == pytest.approx([20, 30, 20, 20, 10])
    assert [scores["ben"][name] for name in COUNTS] == [2 + 1, 0, 0, 0, 0]
    assert scores["kim"]["score"] == 0


def test_who_writes_500_messages_a_day_does_not_lead(hall: Store, natives: Natives) -> None:
    scores = scores_of(hall, natives)
    assert (scores["loud"]["messages"], scores["loud"]["score"]) == (31 * 3, pytest.approx(20))
    assert max(scores, key=lambda who: float(str(scores[who]["score"]))) == "ana"
    assert list(remark_score(hall, WEIGHTS)) == []


@pytest.mark.parametrize(
    ("until", "amount", "of_replies", "note"),
    [
        ("2024-03-02", 30, 30, "covered from 2024-01-02 to 2024-03-01 only."),
        ("2024-02-01", None, 80 * 30 / 70, "not covered."),
    ],
)
def test_orders_that_end_early_are_named_or_left_out(
    hall: Store, natives: Natives, until: str, amount: int | None, of_replies: float, note: str
) -> None:
    """They are told until March 1, on 60 of the 90 days; or until January 31, on 30, which is too little."""
    hall.con.execute("update raw.coverage set until_at = $until::timestamp where kind = 'orders'", {"until": until})
    hall.cut(Cut())
    ana = scores_of(hall, natives)["ana"]
    assert (ana["net_amount"], ana["of_replies_points"]) == (amount, pytest.approx(of_replies))
    assert list(remark_score(hall, WEIGHTS)) == [f"score: money spent, less refunds: {note}"]


def test_with_messages_alone_there_is_no_score(community: Community, natives: Natives) -> None:
    """Ana and Ben write, nobody answers anybody, and nothing else is told."""
    store = community(message=[*says("ana", "01-01", 9), *says("ben", "03-31")])
    scores = scores_of(store, natives)
    assert {who: (row["messages"], row["replies"], row["score"]) for who, row in scores.items()} == {
        "ana": (0, None, None),
        "ben": (1, None, None),
    }
    assert "score: replies drawn: not covered." in list(remark_score(store, WEIGHTS))


def test_a_part_that_is_not_covered_gives_its_weight_to_the_others() -> None:
    """Without money and referrals 30 and 20 of 80 are left for 80 points: 48 and 32."""
    table = score_points(tabulate([(90, 30, 10, None, None)]), WEIGHTS)
    row = table.row(0, named=True)
    assert [row[f"{name}_points"] for name in COUNTS] == [
        pytest.approx(20),
        pytest.approx(48),
        pytest.approx(32),
        None,
        None,
    ]
    assert row["score"] == pytest.approx(100)


def test_where_nobody_talks_the_other_parts_make_100() -> None:
    row = score_points(tabulate([(None, None, None, 3, 10)]), WEIGHTS).row(0, named=True)
    assert [row[f"of_{name}_points"] for name in COUNTS] == [None, None, None, *map(pytest.approx, (200 / 3, 100 / 3))]
    assert row["score"] == pytest.approx(200 / 3 + 100 / 3 * (0.25 + 0.75 / 3))


def tabulate(rows: Sequence[tuple[float | None, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, dict.fromkeys(PARTS, pl.Float64), orient="row")


counts = st.one_of(st.integers(0, 200), st.sampled_from([0, 1, 10_000])).map(float)
people = st.lists(st.tuples(*[counts] * 5), min_size=1, max_size=6)


@given(people)
def test_points_add_up_to_at_most_100(rows: list[tuple[float, ...]]) -> None:
    for row in score_points(tabulate(rows), WEIGHTS).iter_rows(named=True):
        assert row["score"] == pytest.approx(sum(row[f"{name}_points"] for name in PARTS))
        assert all(0 <= row[f"{name}_points"] <= row[f"of_{name}_points"] + 1e-9 for name in PARTS)
        assert row["score"] <= 100 + 1e-9


@given(people, st.integers(0, 4), st.floats(0, 1000))
def test_giving_more_in_one_part_never_lowers_the_score(rows: list[tuple[float, ...]], part: int, more: float) -> None:
    first, *others = rows
    raised = tuple(count + more * (number == part) for number, count in enumerate(first))
    before, after = (score_points(tabulate([each, *others]), WEIGHTS)["score"][0] for each in (first, raised))
    assert after >= before - 1e-9


@given(people, st.floats(0, 1e9), st.lists(st.booleans(), min_size=4, max_size=4).filter(any))
def test_who_only_writes_is_below_who_gave_some_of_everything(
    rows: list[tuple[float, ...]], volume: float, told: list[bool]
) -> None:
    """Whatever of the other parts can be told, on either's platform."""
    all_round = (1.0, *(1.0 if is_told else None for is_told in told))
    score = score_points(tabulate([(volume, 0, 0, 0, 0), all_round, *rows]), WEIGHTS)["score"]
    assert score[0] < score[1]
