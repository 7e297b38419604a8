"""What became of whom: everybody in the arm that they were given, and an uplift where it can be told."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from commkit.choices import Activity
from commkit.errors import NotEnoughData, WrongUse
from commkit.segment.churn.measure import measure
from commkit.stats.effect import find_effect
from commkit.store.ask.cut import Cut
from tests.segment.days import LAST, joined, noon, spoke

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from commkit.result import Result
    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Row = dict[str, Any]

DAY, OVER = 80, 110  # the plan is of March 20, day 80, and open to April 19, day 110; as-of is day 121


def label(who: str, arm: str, name: str = "spring", day: int = DAY) -> Row:
    return {
        "member": who,
        "dimension": f"plan:{name}",
        "value": arm,
        "valid_from": noon(day),
        "valid_until": noon(day + 30),
    }


def row(result: Result, layer: str, arm: str) -> Row:
    [found] = [each for each in result.table.to_dicts() if (each["layer"], each["arm"]) == (layer, arm)]
    return found


@pytest.fixture
def six(community: Community) -> Store:
    """Six in a plan of day 80, and what they did after it.

    written to: Ana speaks on days 81 and 90, Ben on day 110, the last that counts, Cleo on day 111, too late, Dan on
    the day of the plan itself and no more. held out: Eve speaks on day 85 and buys twice, Fay leaves on day 90.
    All spoke on days 60 to 65, so that they are active; Eve on twelve days of each month, so that she is core.
    """
    days: Mapping[str, Iterable[int]] = {
        **{who: [*range(60, 66), *after] for who, after in {"ana": [81, 90], "ben": [OVER], "cleo": [111]}.items()},
        "dan": [*range(60, 66), DAY],
        "eve": [*range(1, 13), *range(31, 43), *range(61, 73), 85],
        "fay": range(60, 66),
        "frame": [1, LAST],
    }
    arms = {"ana": "write", "ben": "write", "cleo": "write", "dan": "write", "eve": "hold-out", "fay": "hold-out"}
    return community(
        member=joined(dict.fromkeys(arms, 1)),
        message=spoke(days),
        membership=[{"group": "hall", "member": "fay", "happened_at": noon(90), "change": "leave"}],
        label=[label(who, arm) for who, arm in arms.items()],
        order_line=[
            {"native": str(number), "member": "eve", "ordered_at": noon(day), "amount": amount}
            for number, (day, amount) in enumerate(((DAY, 7), (81, 10), (OVER, 5), (LAST, 20)))
        ],
    )


def test_everybody_counts_in_the_arm_that_they_were_given(six: Store) -> None:
    result = measure(six)
    written, held = row(result, "all", "write"), row(result, "all", "hold-out")
    assert (written["returned_members"], written["of_members"], written["returned_rate"]) == (2, 4, 0.5)
    assert (held["returned_members"], held["of_members"], held["gone_members"]) == (1, 2, 1)
    assert (written["buyers"], written["orders"], written["net_amount"]) == (0, 0, 0)
    assert (held["buyers"], held["orders"], held["net_amount"]) == (1, 2, 15)
    assert (row(result, "core", "hold-out")["of_members"], row(result, "core", "write")["of_members"]) == (1, 0)
    assert row(result, "active", "write")["of_members"] == 4
    assert {(each["status"], each["uplift_pp"]) for each in result.table.to_dicts()} == {("low_n", None)}
    assert result.notes[0] == "too few to tell: 4 to write to, 2 held out; each arm needs 30."


def test_days_can_be_said_and_what_is_not_over_is_not_told(six: Store) -> None:
    """In one day Ana came back alone. Of 42 days, the last is day 122, and as-of is day 121."""
    assert row(measure(six, days=1), "all", "write")["returned_members"] == 1
    assert row(measure(six, days=41), "all", "write")["returned_members"] == 3
    result = measure(six, days=42)
    written = row(result, "all", "write")
    assert (written["of_members"], written["returned_members"], written["returned_rate"]) == (4, None, None)
    assert (written["status"], written["gone_members"], written["orders"]) == ("running", None, None)
    assert result.notes[0] == "not told yet: the days are over on 2024-05-01."


def test_one_row_a_member(six: Store, natives: Callable[[Store], dict[str, str]]) -> None:
    table = measure(six, members=True).table
    rows = {natives(six)[each["handle"]]: each for each in table.to_dicts()}
    assert {who: str(each["returned_on"]) for who, each in rows.items() if each["returned_on"]} == {
        "ana": "2024-03-21",
        "ben": "2024-04-19",
        "eve": "2024-03-25",
    }
    assert [who for who, each in rows.items() if each["left_on"]] == ["fay"]
    assert table["arm"].to_list() == ["write"] * 4 + ["hold-out"] * 2


def test_who_became_staff_or_is_left_out_since_stays_in_the_arm(
    community: Community, natives: Callable[[Store], dict[str, str]]
) -> None:
    """Ana is staff by now and came back; Ben has withdrawn consent, so that what he did after it is not looked at."""
    store = community(
        member=[{**each, "is_staff": each["native"] == "ana"} for each in joined({"ana": 1, "ben": 1, "cleo": 1})],
        message=spoke({who: [60, 81] for who in ("ana", "ben", "cleo")} | {"frame": [1, LAST]}),
        label=[
            *(label(who, "write") for who in ("ana", "ben")),
            label("cleo", "hold-out"),
            {"member": "ben", "dimension": "consent", "value": "withdrawn", "valid_from": noon(100)},
        ],
    )
    result = measure(store)
    assert (row(result, "all", "write")["returned_members"], row(result, "all", "write")["of_members"]) == (1, 2)
    assert "left out of answers since, and counted as not returned: 1." in result.notes
    [ana] = [handle for handle, who in natives(store).items() if who == "ana"]
    store.cut(Cut(only=[("member", ana)]))
    assert measure(store).table.filter(layer="all")["of_members"].to_list() == [1, 0]


def test_two_plans_are_told_apart(six: Store) -> None:
    six.con.execute("""
        insert into raw.label by name
        select * replace ('plan:autumn' as dimension, 'write' as value, valid_from + interval 5 day as valid_from)
        from raw.label where value = 'hold-out'
    """)
    assert measure(six).parameters == {"plan": "autumn", "day": "2024-03-25", "days": 25, "active_by": "spoke"}
    assert row(measure(six, plan="autumn"), "all", "write")["of_members"] == 2
    assert row(measure(six, plan="spring"), "all", "write")["of_members"] == 4
    with pytest.raises(WrongUse, match="winter"):
        measure(six, plan="winter")


def test_without_a_plan_there_is_nothing_to_measure(community: Community) -> None:
    with pytest.raises(NotEnoughData):
        measure(community(message=spoke({"ana": [1, LAST]})))


def test_coming_back_can_be_buying(six: Store) -> None:
    result = measure(six, active_by=Activity.bought)
    assert [row(result, "all", arm)["returned_members"] for arm in ("write", "hold-out")] == [0, 1]


def planted(community: Community, written: float, held: float, seed: int) -> tuple[Result, list[int]]:
    """A hundred in each arm, who come back by these chances; and how many did, of whom."""
    random = Random(seed)  # noqa: S311 (a plan of members, no secret)
    chances = {f"w{number}": written for number in range(100)} | {f"h{number}": held for number in range(100)}
    back = {who: random.random() < chance for who, chance in chances.items()}
    days = {who: [60, *([90] if back[who] else [])] for who in back}
    store = community(
        message=spoke({**days, "frame": [1, LAST]}),
        label=[label(who, "write" if who[0] == "w" else "hold-out") for who in back],
    )
    counts = [sum(back[who] for who in back if who[0] == arm) for arm in "wh"]
    return measure(store), [counts[0], 100, counts[1], 100]


def test_a_planted_uplift_is_found_and_none_is_not(community: Community) -> None:
    """60% against 20% is a difference of six standard errors; 40% against 40%, with seed 1, is none."""
    result, counts = planted(community, 0.6, 0.2, seed=1)
    told, effect = row(result, "all", "write"), find_effect(*counts)
    assert effect is not None
    assert [told["returned_members"], row(result, "all", "hold-out")["returned_members"]] == [counts[0], counts[2]]
    assert told["low_pp"] > 0
    assert [told["uplift_pp"], told["low_pp"], told["p"]] == pytest.approx(
        [100 * effect.difference, 100 * effect.low, effect.p]
    )
    assert told["status"] == "complete"
    assert result.notes[0].startswith(f"writing helped: +{counts[0] - counts[2]}.0 pp (")
    result, _ = planted(community, 0.4, 0.4, seed=1)
    told = row(result, "all", "write")
    assert told["low_pp"] < 0 < told["high_pp"]
    assert result.notes[0].startswith("no difference can be told: ")
    result, _ = planted(community, 0.2, 0.6, seed=1)
    assert result.notes[0].startswith("writing did harm: -")
