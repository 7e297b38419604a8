from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from commkit.errors import NotEnoughData
from commkit.segment.churn.flags import ChurnRule, find_flags
from commkit.segment.churn.rules import rules
from commkit.segment.churn.snapshots import Lookout
from tests.segment.days import LAST, frame, joined, spoke

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Natives = Callable[[Store], dict[str, str]]

EARLY = [40, 45, 50, 55, 60]  # five active days long before the last five weeks, so that a member is a regular
# The last day is 121; the last seven days are 115 to 121, the four weeks before them 87 to 114.
MONTH = [88, 95, 102, 109]  # one day in each of the four weeks


def flags_of(store: Store, natives: Natives, **rule: object) -> dict[str, tuple[bool, bool]]:
    """Of each member whether they are silent and whether they are down."""
    lookout = Lookout(store)
    called = natives(store)
    flagged = ChurnRule(**rule).flag(lookout.look([lookout.as_of]))  # type: ignore[arg-type]
    return {called[row["handle"]]: (row["is_silent"], row["is_down"]) for row in flagged.to_dicts()}


def test_silent_is_seven_whole_days_without_activity(community: Community, natives: Natives) -> None:
    """Seven days up to day 121 begin with day 115: whoever spoke on 114 is silent, on 115 not."""
    store = community(message=[*frame(), *spoke({"on": [*MONTH, 115], "off": [*MONTH, 114]})])

    found = flags_of(store, natives)

    assert (found["on"][0], found["off"][0]) == (False, True)


@pytest.mark.parametrize(("last", "is_down"), [(6, True), (7, True), (8, False), (10, False)])
def test_down_is_thirty_percent_below_a_mean_week(
    community: Community, natives: Natives, last: int, is_down: bool
) -> None:
    """Ten messages in each of four weeks, then 7 in the last: 30% less, which is down; 8 are 20% less."""
    usual = [day for week in range(4) for day in [87 + 7 * week] * 10]
    store = community(message=[*frame(), *messages("ana", usual), *messages("ana", [120] * last)])

    assert flags_of(store, natives)["ana"] == (False, is_down)


def messages(who: str, days: list[int]) -> list[dict[str, object]]:
    """A message for each day named, as often as it is named."""
    said = spoke({who: days})
    return [{**row, "native": f"{who}-{number}-{row['native']}"} for number, row in enumerate(said)]


def test_nothing_is_divided_by_a_baseline_of_nothing(community: Community) -> None:
    """Ana wrote nothing in the four weeks: there is no usual week, so she is not down, only silent."""
    store = community(message=[*frame(), *spoke({"ana": EARLY})])
    lookout = Lookout(store)
    row = ChurnRule().flag(lookout.look([lookout.as_of])).filter(pl.col("silent_days") > 1).to_dicts()[0]

    assert (row["usual_deeds"], row["drop_rate"], row["is_down"], row["is_silent"]) == (0, None, False, True)


def test_a_newcomer_needs_two_whole_weeks_of_baseline(community: Community, natives: Natives) -> None:
    """Weeks that lie wholly after the first day count: who joins on day 100 has two (101 to 114), on day 101 one."""
    store = community(
        member=joined({"two": 100, "one": 101}), message=[*frame(), *spoke({"two": [100, 101, 108], "one": [101, 108]})]
    )
    lookout = Lookout(store)
    called = natives(store)
    usual = {called[row["handle"]]: row["usual_deeds"] for row in lookout.look([lookout.as_of]).to_dicts()}

    assert (usual["two"], usual["one"]) == (1.0, None)


def test_any_flags_either_and_all_flags_both(community: Community, natives: Natives) -> None:
    """Silent: no usual week. Down: spoke on the last day, less than before. Both: nothing after a usual month."""
    twice = [day for day in MONTH for _ in range(4)]
    store = community(
        message=[
            *frame(),
            *spoke({"silent": EARLY}),
            *messages("down", [*EARLY, *twice, 121]),
            *messages("both", [*EARLY, *twice]),
        ]
    )
    called = natives(store)

    def listed(*, all_of: bool) -> set[str]:
        return {called[handle] for handle in rules(store, members=True, all_of=all_of).table["handle"]}

    assert listed(all_of=False) == {"silent", "down", "both"}
    assert listed(all_of=True) == {"both"}


def test_regulars_alone_are_listed_unless_everybody_is_asked_for(community: Community, natives: Natives) -> None:
    """Four active days make no regular."""
    store = community(message=[*frame(), *spoke({"rare": EARLY[:4], "regular": EARLY})])
    called = natives(store)

    assert {called[each] for each in rules(store, members=True).table["handle"]} == {"regular"}
    assert {called[each] for each in rules(store, members=True, everybody=True).table["handle"]} == {"rare", "regular"}
    assert {called[each] for each in find_flags(store)["handle"]} == {"regular"}


def test_staff_are_not_flagged(community: Community, natives: Natives) -> None:
    store = community(
        member=[{"native": "boss", "is_staff": True}], message=[*frame(), *spoke({"boss": EARLY, "ana": EARLY})]
    )

    assert {natives(store)[each] for each in rules(store, members=True).table["handle"]} == {"ana"}


def test_precision_is_that_of_the_past(community: Community) -> None:
    """One past month-end, March 31 (day 91), has 90 days before it and 30 after it (to day 121).

    Three regulars were silent on it. Two of them wrote nothing up to day 121; one came back on day 100. A fourth was
    active on day 91 and stopped then: she churned too, and was not flagged.
    """
    days = {"gone": EARLY, "lost": EARLY, "back": [*EARLY, 100], "sudden": [*EARLY, 91]}
    total = rules(community(message=[*frame(), *spoke(days)])).total

    assert total is not None
    assert (total["precision_churns"], total["of_flags"]) == (2, 3)
    assert total["base_rate"] == pytest.approx(3 / 4)


def test_nobody_regular_is_refused(community: Community) -> None:
    with pytest.raises(NotEnoughData, match="five days"):
        rules(community(message=[*frame(), *spoke({"ana": [100]})]))


def test_layers_stand_highest_first(community: Community) -> None:
    """Core: twelve days in 90, some in each 30, and as much in the last week as in a mean one. Active: five days."""
    core = [*range(60, 64), *range(70, 74), *range(95, 99), LAST]
    table = rules(community(message=[*frame(), *spoke({"ana": core, "bea": [80, 81, 82, 83, 84]})])).table

    assert table["layer"].to_list() == ["core", "active"]
    assert table["flagged_members"].to_list() == [0, 1]
