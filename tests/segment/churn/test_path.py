"""What comes before members leave or fall silent, beside those who stayed."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import polars as pl
import pytest

from commkit.choices import Ending
from commkit.errors import NotEnoughData, WrongUse
from commkit.segment.churn.path import path
from commkit.store.ask.cut import Cut
from tests.segment.churn.grown import LAST, grow_circles, grow_leavers, list_members, met, talk

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.result import Result
    from commkit.store.ask.community import Store

    Community = Callable[..., Store]


def row_of(result: Result, fact: str, name: str | None = None) -> dict[str, object]:
    [row] = result.table.filter((pl.col("fact") == fact) & pl.col("name").eq_missing(pl.lit(name))).to_dicts()
    return row


def test_an_advertisement_before_leaving_is_found_and_comes_first(community: Community) -> None:
    """Twenty leave, each three days after an advertisement; the forty who stay met one on day 60, long before.

    All speak every fifth day and came on one day, so everybody is alike, and each is set beside two of the forty.
    """
    leaving, days = grow_leavers()
    ads = {who: [day - 3] for who, day in leaving.items()}
    stayers = {who: [60, LAST] for who in days if who not in leaving}
    store = community(
        message=talk(days), member=list_members(days, leaving), event=[*met("ad", ads | stayers), *met("visit", days)]
    )
    result = path(store)
    first = result.table.row(0, named=True)
    assert (first["fact"], first["name"], first["status"]) == ("event", "ad", "stands_out")
    assert (first["ended_members"], first["of_ended_members"], first["ended_rate"]) == (20, 20, 1)
    assert (first["stayed_members"], first["of_stayed_members"]) == (0, 40)
    assert (first["change_rate"], first["median_days"]) == (1, 3)
    assert result.table.filter(pl.col("status") == "stands_out").height == 1
    assert row_of(result, "event", "visit")["change_rate"] == 0


def test_where_nothing_comes_before_nothing_stands_out(community: Community) -> None:
    """Twelve kinds of event come upon everybody at random, and who leaves is nobody's doing."""
    random = Random(1)  # noqa: S311 (invented days)
    leaving, days = grow_leavers()
    events = [
        row for name in "abcdefghijkl" for row in met(name, {who: random.sample(range(1, LAST), 5) for who in days})
    ]
    store = community(message=talk(days), member=list_members(days, leaving), event=events)
    assert path(store).table.filter(pl.col("fact") == "event")["status"].to_list() == ["alike"] * 12


def test_silence_after_a_complaint_is_found(community: Community) -> None:
    """The twenty fall silent instead: they complain the day after their last word, which is in the week that counts."""
    leaving, days = grow_leavers()
    last = {who: max(days[who]) for who in leaving}
    cases = [
        {"native": who, "kind": "complaint", "member": who, "opened_at": row["happened_at"]}
        for who, day in last.items()
        for row in met("", {who: [day + 1]})
    ]
    spread = [
        {"native": f"here00-{day}", "kind": "complaint", "member": "here00", "opened_at": row["happened_at"]}
        for day in (1, LAST)
        for row in met("", {"here00": [day]})
    ]
    store = community(message=talk(days), member=list_members(days, {}), case=[*cases, *spread])
    result = path(store, end=Ending.silence)
    first = result.table.row(0, named=True)
    assert (first["fact"], first["status"], first["median_days"]) == ("complaint", "stands_out", 0)
    assert first["ended_members"] == first["of_ended_members"]
    assert first["stayed_members"] == 0


def test_a_fall_in_what_they_write_is_not_matched_away(community: Community) -> None:
    """The twenty speak on one day only of the last thirty, and every fifth day before, as the others always do.

    The first of them leaves on day 120, and lacks a day of the 90 before the 30 days to compare with.
    """
    leaving, days = grow_leavers()
    fewer = {
        who: [day for day in each if who not in leaving or day < leaving[who] - 30 or day >= leaving[who] - 5]
        for who, each in days.items()
    }
    result = path(community(message=talk(fewer), member=list_members(days, leaving)))
    row = row_of(result, "wrote_less")
    assert (row["ended_members"], row["of_ended_members"], row["stayed_members"]) == (19, 19, 0)
    assert row["status"] == "stands_out"


def test_what_happens_later_changes_nothing(community: Community) -> None:
    """As of day 170 the answer is that of a community which never had the later facts."""
    random = Random(5)  # noqa: S311 (invented days)
    leaving, days = grow_leavers()
    until = {who: [day for day in each if day <= 170] for who, each in days.items()}
    events = met("ad", {who: random.sample(range(1, LAST), 6) for who in days})
    early = met("ad", {"here00": [1]})

    def ask(is_whole: bool) -> list[dict[str, object]]:
        cut = [row for row in events if is_whole or row["happened_at"].date() <= date(2024, 6, 18)]  # type: ignore[attr-defined]
        left = leaving if is_whole else {who: day for who, day in leaving.items() if day <= 170}
        frame = talk({"frame": [1, 170]})
        store = community(
            message=[*talk(days if is_whole else until), *frame],
            member=list_members([*days, "frame"], left),
            event=[*cut, *early, *met("ad", {"here01": [170]})],
        )
        store.cut(Cut(as_of=date(2024, 6, 18)))
        return path(store).table.to_dicts()

    assert ask(is_whole=True) == ask(is_whole=False)


def test_the_same_seed_gives_the_same_answer_and_days_before_must_be_covered(community: Community) -> None:
    """Of 120 and more days before the first leaves all are covered up to 119; ten pairs at least tell a difference."""
    leaving, days = grow_leavers()
    store = community(
        message=talk(days), member=list_members(days, leaving), event=met("ad", {who: [1, 100, LAST] for who in days})
    )
    assert path(store, seed=3).table.equals(path(store, seed=3).table)
    with pytest.raises(NotEnoughData, match="days before covered"):
        path(store, days=180)
    assert row_of(path(store, stayers=1), "event", "ad")["of_stayed_members"] == 20


def test_few_who_left_are_counted_and_no_difference_is_told(community: Community) -> None:
    leaving, days = grow_leavers(leavers=9)
    store = community(
        message=talk(days),
        member=list_members(days, leaving),
        event=met("ad", {who: [day - 1] for who, day in leaving.items()} | {"here00": [1, LAST]}),
    )
    row = row_of(path(store), "event", "ad")
    assert (row["ended_members"], row["of_ended_members"], row["change_rate"], row["status"]) == (9, 9, None, "low_n")


def test_what_cannot_be_asked_is_refused(community: Community) -> None:
    leaving, days = grow_leavers(leavers=3, stayers=3)
    store = community(message=talk(days), member=list_members(days, leaving))
    for options in ({"everybody": True}, {"neighbours": True, "causes": True}):
        with pytest.raises(WrongUse):
            path(store, **options)  # type: ignore[arg-type]
    for by in ("group", "tenure"):
        store.cut(Cut(by=by))
        with pytest.raises(WrongUse):
            path(store)
    store.cut(Cut(since=date(2024, 7, 1)))
    with pytest.raises(NotEnoughData):
        path(store)


def test_friends_of_core_members_who_left_follow_them(community: Community) -> None:
    """Of 24 circles, twelve lose their core member; their four friends each fall silent with it, others speak on.

    Silence lasts all of the 30 days, so all are lost; of friends who speak on one day in six, 0.4% are silent so long.
    """
    table = path(community(**grow_circles(is_catching=True)), neighbours=True).table
    days, lost = table.to_dicts()
    assert days["core_members"] >= 10
    assert days["neighbours"] >= 30
    assert (days["neighbours_after"], days["status"], lost["neighbours_after"], lost["status"]) == (
        0,
        "effect",
        1,
        "effect",
    )
    assert days["change_high"] < -3
    assert lost["change_low"] > 0.9


def test_friends_who_speak_on_show_no_effect(community: Community) -> None:
    table = path(community(**grow_circles(is_catching=False)), neighbours=True).table
    assert table["status"].to_list() == ["no_effect", "no_effect"]
    assert table["neighbours"].to_list()[0] >= 30


def test_of_few_core_members_no_effect_is_told(community: Community) -> None:
    table = path(community(**grow_circles(is_catching=True, circles=8)), neighbours=True).table
    assert table["status"].to_list() == ["low_n", "low_n"]
    assert table["change"].to_list() == [None, None]
    assert table["core_members"][0] == 4


def test_messages_labelled_as_advertisements_count_in_the_groups_of_members(community: Community) -> None:
    """Those who leave are in the hall, where one in ten days brings an advertisement; those who stay are in the attic.

    The spammer, who is in the hall too, is alike as well, and does not meet what is their own.
    """
    leaving, days = grow_leavers(leavers=12, stayers=24)
    rooms = {who: "hall" if who in leaving else "attic" for who in days}
    said = [row | {"group": rooms[str(row["author"])]} for row in talk(days)]
    members = [row | {"group": rooms[str(row["native"])]} for row in list_members(days, leaving)]
    ads = talk({"spammer": range(1, LAST, 10)})
    labels = [{"content": row["native"], "dimension": "class", "value": "广告"} for row in ads]
    row = row_of(path(community(message=[*said, *ads], member=members, label=labels)), "ad_message")
    assert (row["ended_members"], row["of_ended_members"], row["status"]) == (12, 12, "stands_out")
    assert row["stayed_members"] == 0
