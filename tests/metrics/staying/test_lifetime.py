from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Ending
from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.staying.lifetime import lifetime
from commkit.store.ask.cut import Cut
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Row = dict[str, object]

FIRST = datetime.fromisoformat("2024-01-01 12:00")
SOME = tried(5)
ON_6MP = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
ON_PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def noon(day: int) -> datetime:
    """Noon of this many days after the last of 2023: 31 is January 31, 32 is February 1."""
    return FIRST + timedelta(days=day - 1)


def said(who: str, day: int, group: str = "hall") -> Row:
    return {"group": group, "author": who, "sent_at": noon(day), "kind": "text"}


def line(who: str, change: str, day: int, group: str = "hall") -> Row:
    return {"group": group, "member": who, "happened_at": noon(day), "change": change}


def row(store: Store, end: Ending | None = None, **cut: object) -> Row:
    store.cut(Cut(**cut))  # type: ignore[arg-type]
    [found] = lifetime(store, end=end).table.to_dicts()
    return found


def curve(store: Store) -> dict[int, float]:
    """The share that stays longer than each day."""
    drawn = lifetime(store).charted
    return dict(zip(drawn["days"], drawn["stay_rate"], strict=True))


@pytest.fixture
def moving(community: Community) -> Store:
    """January until the 28th: Ana stays for 27 days and is there, Eve for one.

    Ben leaves on his 8th day, Dora on her 2nd and Finn on his 1st; Cleo is removed on her 8th.
    """
    return community(
        membership=[
            *(line("ana", "join", 2), line("ben", "join", 3), line("ben", "leave", 10), line("cleo", "join", 9)),
            *(line("dora", "join", 11), line("dora", "leave", 12), line("cleo", "removed", 16)),
            *(line("finn", "join", 20), line("finn", "leave", 20), line("eve", "join", 28)),
        ],
        message=[said("ana", 28)],
    )


def test_half_have_left_by_the_eighth_day(moving: Store) -> None:
    """Day 1: Finn of six; day 2: Dora of four, for Eve is seen for one day; day 8: Ben of three, among them Cleo."""
    table = row(moving)
    assert (table["of_members"], table["ended_members"], table["median_days"]) == (6, 3, 8)
    stays = curve(moving)
    assert [stays[day] for day in (0, 1, 2, 7, 8, 27)] == pytest.approx([1, 5 / 6, 5 / 8, 5 / 8, 5 / 12, 5 / 12])
    assert max(stays) == 27


def test_milestones_that_nobody_reached_are_unknown(moving: Store) -> None:
    """Nobody is seen for 30 days, and Ana may stay for ever."""
    table = row(moving)
    assert (table["upper_days"], table["mean_days"], table["day30_rate"], table["day30_members"]) == (
        None,
        None,
        None,
        0,
    )


def test_those_who_came_in_the_span(moving: Store) -> None:
    """From January 9 to 20 came Cleo, Dora and Finn."""
    table = row(moving, since=noon(9).date(), until=noon(20).date())
    assert (table["of_members"], table["ended_members"]) == (3, 2)


def test_as_of_an_earlier_day_less_is_known(moving: Store) -> None:
    """On January 10 Ana is there for 9 days, Cleo for 2, and Ben has left."""
    table = row(moving, as_of=noon(10).date())
    assert (table["of_members"], table["ended_members"]) == (3, 1)
    assert curve(moving) == pytest.approx({day: 1 if day < 8 else 0.5 for day in range(10)})


def test_milestones(community: Community) -> None:
    """On day 40 Ben has left on his 30th day and Ana on her 31st; Cleo is there for 30 days and Dora for 29.

    Of the three seen for 30 days two stay longer; on day 31 Ana is the last. 30 days for all, one more for two thirds.
    """
    store = community(
        membership=[
            *(line("ana", "join", 1), line("ana", "leave", 31), line("ben", "join", 1), line("ben", "leave", 30)),
            *(line("cleo", "join", 11), line("dora", "join", 12)),
        ],
        message=[said("cleo", 40)],
    )
    table = row(store)
    assert (table["day30_rate"], table["day30_members"]) == (pytest.approx(2 / 3), 2)
    assert (table["day90_rate"], table["day90_members"]) == (0, 0)
    assert (table["median_days"], table["mean_days"]) == (31, pytest.approx(30 + 2 / 3))


def test_where_all_stay_there_is_no_median(community: Community) -> None:
    """Somebody outside this group has left: leaves are told, but nobody here leaves."""
    store = community(
        membership=[line("ana", "join", 1), line("ben", "join", 2), line("zed", "leave", 3, "attic")],
        message=[said("ana", 95)],
    )
    table = row(store, group="hall")
    assert (table["of_members"], table["ended_members"], table["median_days"]) == (2, 0, None)
    assert (table["day90_rate"], table["day90_members"]) == (1, 2)
    assert any("–: not reached" in note for note in lifetime(store).notes)


def test_only_the_first_stay_counts(community: Community) -> None:
    """Ana leaves on her 4th day and comes back for good."""
    store = community(
        membership=[line("ana", "join", 2), line("ana", "leave", 5), line("ana", "join", 8)], message=[said("ana", 28)]
    )
    table = row(store)
    assert (table["of_members"], table["ended_members"], table["median_days"]) == (1, 1, 4)


@pytest.fixture
def silent(community: Community) -> Store:
    """Day 91 is March 31, so that silence of 30 days is known until day 61, and all but three come on day 10.

    Ana speaks last on her 11th day and Ben on his 52nd, day 61; Cleo a day later, Zed on days 61 and 91, and Dora
    never; Ben, Cleo and Zed speak on day 35 too. Finn is there as the log begins, Eve comes on day 62; Gil is removed
    on day 20, eight days after his last message.
    """
    came = [line(who, "join", 10) for who in ("ana", "ben", "cleo", "dora", "zed", "gil")]
    return community(
        membership=[*came, line("eve", "join", 62), line("gil", "removed", 20)],
        message=[
            *(said("finn", 1), said("ana", 10), said("ana", 20), said("ben", 61), said("cleo", 62), said("zed", 91)),
            *(said("gil", 12), said("eve", 62), said("zed", 61)),
            *(said(who, 35) for who in ("ben", "cleo", "zed")),
        ],
    )


def test_silence_ends_a_stay_on_the_last_active_day(silent: Store) -> None:
    """Five count: Dora ends on day 1, Ana on day 11, Ben of three on day 52."""
    table = row(silent, Ending.silence)
    assert (table["of_members"], table["ended_members"], table["median_days"]) == (5, 3, 52)
    result = lifetime(silent, end=Ending.silence)
    stays = dict(zip(result.charted["days"], result.charted["stay_rate"], strict=True))
    assert [stays[day] for day in (1, 10, 11, 51, 52)] == pytest.approx([0.8, 0.8, 0.6, 0.6, 0.4])


def test_members_who_cannot_be_judged_are_left_out_and_counted(silent: Store) -> None:
    notes = lifetime(silent, end=Ending.silence).notes
    assert "left out: 1 who were there before the log begins." in notes
    assert "left out: 2 seen for at most 30 days, too few to tell silence." in notes


def test_longer_silence_is_asked_for(silent: Store) -> None:
    """60 days of silence are known until day 31: Ana's and Dora's."""
    [found] = lifetime(silent, end=Ending.silence, days=60).table.to_dicts()
    assert (found["of_members"], found["ended_members"]) == (5, 2)


def test_activity_after_a_leave_belongs_to_another_stay(community: Community) -> None:
    """Ana speaks on the third day of her first stay, of 49 days; what she says on day 60 belongs to her second."""
    store = community(
        membership=[line("ana", "join", 2), line("ana", "leave", 50), line("ana", "join", 60)],
        message=[said("zed", 1), said("ana", 4), said("ana", 60), said("zed", 90)],
    )
    table = row(store, Ending.silence)
    assert (table["of_members"], table["ended_members"], table["median_days"]) == (1, 1, 3)


def test_the_first_silence_ends_a_stay_although_the_member_speaks_again(community: Community) -> None:
    """All join on day 2, and the log ends on day 90. Ana is silent from day 5 to 34, Ben to 33, and both speak again.

    Ana ends on her third day; Ben speaks on days 34 and 60, is silent for 29 days and 25, and is seen to day 60.
    """
    talk = [*(("ana", day) for day in (4, 35, 60)), *(("ben", day) for day in (4, 34, 60, 85))]
    store = community(
        membership=[line("ana", "join", 2), line("ben", "join", 2)],
        message=[said("zed", 1), *(said(who, day) for who, day in talk), said("zed", 90)],
    )
    table = row(store, Ending.silence)
    assert (table["of_members"], table["ended_members"]) == (2, 1)
    assert lifetime(store, end=Ending.silence).charted["days"].max() == 59
    stays = lifetime(store, end=Ending.silence).charted
    assert dict(zip(stays["days"], stays["stay_rate"], strict=True))[3] == 0.5


def test_leaving_is_no_silence(community: Community) -> None:
    """Ana joins on day 2, speaks every 20 days and leaves on day 62, two days after her last message."""
    store = community(
        membership=[line("ana", "join", 2), line("ana", "leave", 62)],
        message=[said("zed", 1), said("ana", 20), said("ana", 40), said("ana", 60), said("zed", 120)],
    )
    table = row(store, Ending.silence)
    assert (table["of_members"], table["ended_members"]) == (1, 0)


def test_without_leaves_silence_ends_a_stay(community: Community) -> None:
    store = community(membership=[line("ana", "join", 2)], message=[said("ana", 2), said("ana", 60)])
    result = lifetime(store)
    assert result.parameters == {"end": "silence", "days": 30, "active_by": "spoke"}
    assert "silent" in result.title
    with pytest.raises(NotEnoughData):
        lifetime(store, end=Ending.leave)


def test_where_nobodys_joining_day_is_known_there_is_no_answer(community: Community) -> None:
    store = community(message=[said("ana", 1), said("ben", 5), said("ana", 60)])
    with pytest.raises(NotEnoughData, match="when they came"):
        lifetime(store)


def test_a_published_trial_as_two_groups(community: Community) -> None:
    """The leukaemia trial of Freireich and others, 1963: a week is a day, remission is membership, day 60 the end."""
    lives = [("6-MP", life) for life in ON_6MP] + [("placebo", life) for life in ON_PLACEBO]
    moves = []
    for number, (group, life) in enumerate(lives):
        came = 1 if life > 0 else 61 + life
        moves.append(line(f"m{number}", "join", came, group))
        if life > 0:
            moves.append(line(f"m{number}", "leave", life, group))
    store = community(membership=moves, message=[said("m3", 60, "6-MP"), said("m21", 1, "placebo")])
    store.cut(Cut(by="group"))
    result = lifetime(store)
    rows = result.table.select("slice", "of_members", "ended_members", "median_days").rows()
    assert rows == [("6-MP", 21, 9, 23), ("placebo", 21, 21, 8)]
    assert "log-rank test: chi-square 16.79 with 1 degrees of freedom, p < 0.001." in result.notes
    assert any("several groups" in note for note in result.notes)


def test_each_channel_has_its_own_curve(community: Community) -> None:
    """Ana and Ben come by friends and leave on their 5th day, Cleo and Dora by a poster and are there."""
    by = {"ana": "friend", "ben": "friend", "cleo": "poster", "dora": "poster"}
    left = {"ana": noon(5), "ben": noon(5)}
    store = community(
        member=[
            {"native": who, "joined_at": noon(1), "left_at": left.get(who), "channel": by[who]} for who in sorted(by)
        ],
        message=[said("cleo", 20)],
    )
    store.cut(Cut(by="channel"))
    result = lifetime(store)
    assert result.table.select("slice", "median_days").rows() == [("friend", 5), ("poster", None)]
    # Of four at risk on day 5 two end, one was to be expected in each: (2 - 1)^2 / (2 x 1/4 x 2/3).
    assert "log-rank test: chi-square 3.00 with 1 degrees of freedom, p = 0.083." in result.notes
    assert not any("several groups" in note for note in result.notes)


@pytest.mark.parametrize("by", ["tenure", "segment"])
def test_stays_cannot_be_broken_down_by_tenure_or_segment(moving: Store, by: str) -> None:
    moving.cut(Cut(by=by))
    with pytest.raises(WrongUse):
        lifetime(moving)


@SOME
@given(st.lists(st.tuples(st.integers(1, 40), st.none() | st.integers(0, 30), st.booleans()), min_size=1, max_size=12))
def test_the_curve_is_a_recount(community: Community, people: list[tuple[int, int | None, bool]]) -> None:
    """Each member comes on a day, and either is there on day 45, or leaves or is removed some days later."""
    moves, lives = [line("zed", "leave", 1, "attic")], []
    for number, (came, stays, leaves) in enumerate(people):
        moves.append(line(f"m{number}", "join", came))
        until = 45 if stays is None else min(45, came + stays)
        if stays is not None and came + stays <= 45:
            moves.append(line(f"m{number}", "leave" if leaves else "removed", until))
        lives.append((until - came + 1, stays is not None and came + stays <= 45 and leaves))
    store = community(membership=moves, message=[said("m0", 45)] if people[0][1] is None else [said("zed", 45)])
    store.cut(Cut(group="hall"))
    share, expected = Fraction(1), {0: Fraction(1)}
    for day in range(1, max(length for length, _ in lives) + 1):
        at_risk = sum(length >= day for length, _ in lives)
        share *= 1 - Fraction(sum(length == day and over for length, over in lives), at_risk)
        expected[day] = share
    assert curve(store) == pytest.approx({day: float(value) for day, value in expected.items()})
