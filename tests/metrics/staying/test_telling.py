"""Where no export can tell who leaves, nobody is counted as staying."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Ending
from commkit.errors import NotEnoughData
from commkit.metrics.staying.flow import flow
from commkit.metrics.staying.lifetime import lifetime
from commkit.metrics.staying.newcomers import newcomers
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

DISCORD = Path(__file__).parents[3] / "data" / "sample" / "discord"
MUTE = """
    insert into raw.load by name
    select 2 as load_id, 'mute' as source, 'mute' as platform, ['leaves', 'roster'] as lacks
"""
TOLD_BY_MUTE = """
    update raw.coverage set load_id = 2
    where group_id in (select group_id from raw.talk_group where title = 'attic')
"""
MUTED = "numbers that need leaves are without mute: no export from there tells them."
TALK = """
    insert into raw.coverage
    select
        2, kind, name, (select group_id from raw.talk_group where title = 'attic'), is_wrong, records, first_at,
        last_at, until_at
    from raw.coverage
    where kind = 'messages'
"""


def noon(day: int) -> datetime:
    return datetime(2024, 1, 1, 12) + timedelta(days=day - 1)  # noqa: DTZ001 (an export's instants carry no zone)


def line(who: str, change: str, day: int, group: str) -> dict[str, object]:
    return {"group": group, "member": who, "happened_at": noon(day), "change": change}


@pytest.fixture
def mixed(community: Community) -> Store:
    """Two groups on two platforms; exports of `mute`, that of the attic, cannot tell who leaves.

    Ana, Ben and Cleo join the hall on January 1, Dora and Eve the attic; in the second week Ben leaves and Finn joins
    the hall, and leaves on the day after. The log of both groups ends on January 28.
    """
    store = community(
        membership=[
            *(line(who, "join", 1, "hall") for who in ("ana", "ben", "cleo")),
            *(line(who, "join", 1, "attic") for who in ("dora", "eve")),
            *(line("ben", "leave", 9, "hall"), line("finn", "join", 10, "hall"), line("finn", "leave", 11, "hall")),
        ],
        message=[{"group": "hall", "author": "ana", "sent_at": noon(day), "kind": "text"} for day in (1, 28)],
    )
    store.con.execute(MUTE)
    store.con.execute(TOLD_BY_MUTE)
    store.con.execute(TALK)
    store.con.execute("update raw.talk_group set platform = 'mute' where title = 'attic'")
    muted = "select account from raw.membership join raw.talk_group using (group_id) where title = 'attic'"
    store.con.execute(f"update raw.account set platform = 'mute' where account in ({muted})")  # noqa: S608 (our own)
    store.cut(Cut())
    return store


def test_the_leave_rate_is_of_members_whose_leaving_can_be_told(mixed: Store) -> None:
    """Of five who open the second week Ana, Ben and Cleo could be seen to leave, and Ben does; Finn left too."""
    result = flow(mixed)
    row = result.table.row(1, named=True)
    assert (row["of_opening_members"], row["of_telling_members"], row["leave_members"]) == (5, 3, 1)
    assert row["leave_rate"] == pytest.approx(1 / 3)
    assert (row["left_members"], row["joined_members"], row["members"]) == (2, 1, 4)
    assert MUTED in result.notes


@pytest.mark.parametrize("by", ["platform", "group"])
def test_a_slice_that_cannot_tell_has_no_leavers(mixed: Store, by: str) -> None:
    """The attic, which is all of `mute`, opens the second week with Dora and Eve."""
    mixed.cut(Cut(by=by))
    table = flow(mixed).table
    [row] = [row for row in table.to_dicts() if row["slice"] in ("mute", "attic") and row["starts_on"].day == 8]
    assert row["of_opening_members"] == 2
    assert [row[name] for name in ("left_members", "removed_members", "leave_members", "of_telling_members")] == [
        None
    ] * 4
    assert row["leave_rate"] is None


def test_early_leavers_are_of_joiners_whose_leaving_can_be_told(mixed: Store) -> None:
    """Of five joiners of the first week three could be seen to leave, and none did in seven days; Finn did."""
    table = newcomers(mixed).table
    counted = table.select("joined_members", "of_telling_joined_members", "early_leave_members", "early_leave_rate")
    assert counted.rows()[:2] == [(5, 3, 0, 0.0), (1, 1, 1, 1.0)]


def test_lifetimes_are_of_members_whose_leaving_can_be_told(mixed: Store) -> None:
    """Ana, Ben, Cleo and Finn; two of them leave. Dora and Eve are in no curve, and no test compares them."""
    result = lifetime(mixed)
    assert result.table.select("of_members", "ended_members").rows() == [(4, 2)]
    assert MUTED in result.notes
    mixed.cut(Cut(by="platform"))
    assert not any("log-rank" in note for note in lifetime(mixed).notes)


def test_a_group_that_cannot_tell_is_refused(mixed: Store) -> None:
    mixed.cut(Cut(group="attic"))
    with pytest.raises(NotEnoughData, match="can tell who leaves"):
        lifetime(mixed, end=Ending.leave)


def test_discord_alone_cannot_tell_who_leaves(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run("flow", DISCORD, "--every", "month", "--format", "json")
    rows = json.loads(out)["rows"]
    assert code == 0
    assert {row["leave_rate"] for row in rows} == {row["left_members"] for row in rows} == {None}
    assert sum(row["joined_members"] for row in rows) > 0
    code, _, err = run("lifetime", DISCORD, "--end", "leave")
    assert code == 4
    assert "export that states who left" in err


def test_groups_of_one_name_tell_of_those_who_can_be_told(mixed: Store) -> None:
    """Both groups are called hall: of five who open the second week three could be seen to leave, and Ben does."""
    mixed.con.execute("update raw.talk_group set title = 'hall'")
    mixed.cut(Cut(by="group"))
    row = flow(mixed).table.row(1, named=True)
    assert (row["of_opening_members"], row["of_telling_members"], row["leave_members"]) == (5, 3, 1)


def test_a_platform_that_cannot_tell_has_no_curve(mixed: Store) -> None:
    """Of Dora and Eve nobody knows whether they left, so `mute` has no row, not one of zeros."""
    mixed.cut(Cut(by="platform"))
    assert "mute" not in lifetime(mixed).table["slice"].to_list()


def test_a_list_tells_of_leaving_from_its_first_line_on(mixed: Store) -> None:
    """The first to leave the hall does on January 9; in the first week, which the same notices cover, nobody did."""
    mixed.cut(Cut(by="group"))
    table = flow(mixed).table
    assert table.filter(table["slice"] == "hall")["left_members"].to_list() == [0, 2, 0, 0]
