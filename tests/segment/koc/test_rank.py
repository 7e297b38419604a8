"""Who ranks where: the influencer first, spam and rings last, what is not told left out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from commkit.choices import Activity, Period
from commkit.errors import NotEnoughData
from commkit.segment.koc.influence import COMPONENTS
from commkit.segment.koc.influence_preset import read_influence
from commkit.segment.koc.rank import rank
from commkit.store.ask.cut import Cut
from tests.segment.days import noon, reacted, spoke
from tests.segment.koc.crowd import CROWD, DAYS, answer, circle, crowd, spammer, star

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.result import Result
    from commkit.store.ask.community import Store

    Row = dict[str, Any]
    Community = Callable[..., Store]
    Natives = Callable[[Store], dict[str, str]]


def hush(store: Store) -> Store:
    """The same, whose export tells neither replies nor reactions."""
    store.con.execute("update raw.load set lacks = ['replies', 'reactions']")
    store.cut(Cut())
    return store


def rows(store: Store, natives: Natives, result: Result | None = None) -> dict[str, Row]:
    """The rows by the member's id on the platform."""
    who = natives(store)
    return {who[row["handle"]]: row for row in (result or rank(store)).table.to_dicts()}


def test_the_components_are_those_of_the_preset() -> None:
    assert tuple(read_influence().weights) == tuple(COMPONENTS)


def test_who_is_answered_by_many_ranks_first_and_who_only_writes_does_not(
    community: Community, natives: Natives
) -> None:
    store = community(message=[*crowd(), *star(), *spammer()])
    found = rows(store, natives)
    assert found["star"]["rank"] == 1
    assert found["star"]["reach"] == found["star"]["repliers"] == found["star"]["replies"] == 30
    assert found["spam"]["messages"] == 200
    assert found["spam"]["flag"] == "spam"
    assert found["spam"]["reason"] == "200 messages, which 1 member answered or reacted to"
    assert found["spam"]["rank"] == len(found) > 20
    assert [who for who, row in found.items() if row["flag"]] == ["spam"]


def test_a_ring_is_flagged_and_friends_are_not(community: Community, natives: Natives) -> None:
    """Friends answer each other as often as the ring does, and each of them two others too."""
    friends = circle(["f1", "f2", "f3"], {"f1": CROWD[:2], "f2": CROWD[2:4], "f3": CROWD[4:6]})
    found = rows(community(message=[*crowd(), *circle(["r1", "r2", "r3"]), *friends]), natives)
    flagged = {who for who, row in found.items() if row["flag"] == "ring"}
    assert flagged == {"r1", "r2", "r3"}
    assert sorted(found[who]["rank"] for who in flagged) == [len(found) - 2] * 3
    handles = sorted(found[who]["handle"] for who in ("r2", "r3"))
    assert found["r1"]["reason"] == f"answers and is answered almost only by {', '.join(handles)}"


def test_components_are_counted(community: Community, natives: Natives) -> None:
    """Ana writes in two of the three weeks and draws Ben twice, Cleo once and Boss, who is staff, once; Dan reacts."""
    message = [
        *spoke({"ana": [1, 2, 9], "ben": [3], "cleo": [3], "dan": [3], "eve": [21], "boss": [1]}),
        *(answer("ben", "ana", day) for day in (1, 2)),
        answer("cleo", "ana", 9),
        answer("boss", "ana", 9),
        answer("ana", "ana", 9),
    ]
    store = community(
        message=message, member=[{"native": "boss", "is_staff": True}], interaction=reacted(["dan", "ben"], "ana-1", 1)
    )
    store.cut(Cut(until=noon(21).date()))
    ana = rows(store, natives)["ana"]
    assert (ana["reach"], ana["repliers"], ana["replies"], ana["reactions"]) == (3, 2, 3, 2)
    assert (ana["active_periods"], ana["of_periods"], ana["active_rate"]) == (2, 3, pytest.approx(2 / 3))
    assert ana["betweenness"] == pytest.approx(6 / 10)  # all pairs of ben, cleo, dan and boss, none with eve
    assert ana["referrals"] is ana["sales_amount"] is None
    assert "boss" not in rows(store, natives)


def test_equal_scores_have_one_rank(community: Community, natives: Natives) -> None:
    """Cleo has most of all but reactions and bridging, of which nobody has any: 7 of a weight of 9."""
    message = [*spoke({"ana": [1], "ben": [1], "cleo": [1, 8]}), answer("ana", "cleo", 1)]
    found = rows(community(message=message), natives)
    assert (found["cleo"]["rank"], found["cleo"]["score"]) == (1, pytest.approx(100 * 7 / 9, abs=1e-6))
    assert {found[who]["rank"] for who in ("ben", "ana")} == {2}


def test_referrals_count_who_stayed_to_speak_and_what_they_spent(community: Community, natives: Natives) -> None:
    """Ana brought Ben, who spoke within the week and bought for 30 less 5; Cleo, whom Dan brought, spoke too late."""
    store = community(
        message=[*spoke({"ana": [1, 40], "dan": [1], "ben": [12], "cleo": [30]}), answer("dan", "ana", 1)],
        referral=[
            {"inviter": "ana", "invitee": "ben", "happened_at": noon(10)},
            {"inviter": "dan", "invitee": "cleo", "happened_at": noon(10)},
        ],
        order_line=[
            {"native": "1", "member": "ben", "ordered_at": noon(5), "amount": 100},
            {"native": "2", "member": "ben", "ordered_at": noon(15), "amount": 25},
            {"native": "3", "member": "cleo", "ordered_at": noon(38), "amount": 7},
        ],
    )
    found = rows(store, natives)
    assert {who: (row["referrals"], row["sales_amount"]) for who, row in found.items()} == {
        "ana": (1, 25),
        "dan": (0, 7),
        "ben": (0, 0),
        "cleo": (0, 0),
    }


def test_what_no_export_tells_is_null_and_leaves_the_score(community: Community, natives: Natives) -> None:
    """Without replies and reactions, who brought somebody leads; nobody drew 0 replies."""
    store = hush(
        community(
            message=spoke({"ana": [1, 8, 15], "ben": [8], "cleo": [8]}),
            referral=[{"inviter": "ben", "invitee": "cleo", "happened_at": noon(8)}],
        )
    )
    result = rank(store)
    found = rows(store, natives, result)
    assert all(
        row[name] is None for row in found.values() for name in COMPONENTS if name not in ("active_rate", "referrals")
    )
    assert found["ben"]["rank"] == 1
    assert found["ben"]["score"] == pytest.approx(100 * 2 / 3)
    assert "score: repliers: not covered." in result.notes


def test_where_nothing_tells_of_influence_there_is_no_rank(community: Community) -> None:
    with pytest.raises(NotEnoughData, match="needs replies"):
        rank(hush(community(message=spoke({"ana": [1, 8], "ben": [8]}))))


def test_the_honours_of_a_month_go_to_different_members(community: Community, natives: Natives) -> None:
    """As-of is April 30: Star leads in April's reach, and so the next one has the next component."""
    store = community(message=[*crowd(), *star(), *spammer(), *circle(["r1", "r2", "r3"])])
    result = rank(store, honours=True)
    who = natives(store)
    honoured = [who[handle] for handle in result.table["handle"]]
    assert result.parameters == {"month": "2024-04"}
    assert dict(result.table.select("component", "handle").iter_rows())["reach"] in who
    assert honoured[0] == "star"
    assert len(set(honoured)) == len(honoured) > 2
    assert not {"spam", "r1", "r2", "r3"} & set(honoured)


def test_no_month_no_honours(community: Community) -> None:
    store = community(message=[*crowd()])
    store.cut(Cut(since=noon(95).date(), until=noon(110).date()))
    with pytest.raises(NotEnoughData, match="no whole month"):
        rank(store, honours=True, every=Period.day, active_by=Activity.spoke)


def test_the_order_of_records_changes_nothing(community: Community) -> None:
    message = [*crowd(), *star()]
    first, second = (rank(community(message=each)).table for each in (message, message[::-1]))
    assert first.equals(second)


def test_the_crowd_is_told_in_a_span(community: Community, natives: Natives) -> None:
    store = community(message=[*crowd(), *star()])
    store.cut(Cut(since=(noon(DAYS[0]) + timedelta(days=1)).date()))
    assert rows(store, natives)["star"]["reach"] == 27
