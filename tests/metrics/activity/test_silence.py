from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Period
from commkit.errors import NotEnoughData
from commkit.metrics.activity.silence import silence
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Row = dict[str, object]


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2024, 1, 1, hour) + timedelta(days=day - 1)  # noqa: DTZ001 (an export's instants carry no zone)


def said(who: str, day: int, hour: int = 12, **more: object) -> Row:
    return {"group": "hall", "author": who, "sent_at": at(day, hour), "kind": "text", **more}


def joined(*people: str) -> list[Row]:
    return [{"group": "hall", "member": who, "happened_at": at(1, 1), "change": "join"} for who in people]


def test_the_silent_and_the_loudest_of_a_week(drawn_store: Store) -> None:
    """Two weeks; in the second only Ana speaks, while Ben is still there.

    ana   3 2
    ben   1 .
    boss  9 9 staff
    """
    first, second = silence(drawn_store).table.to_dicts()
    assert (first["of_members"], first["silent_members"], first["silent_rate"]) == (2, 0, 0)
    assert (second["of_members"], second["silent_members"], second["silent_rate"]) == (2, 1, 0.5)
    assert (second["of_messages"], second["top10_messages"], second["top10_rate"]) == (2, 2, 1)


def test_regulars_who_fell_silent(drawn_store: Store) -> None:
    """In the fifth week those who spoke in three of the four before are regulars: Ana, Ben and Cleo, not Dora.

    ana   x x x x x x
    ben   x x . x . .
    cleo  . x x x x .
    dora  x . . x . .
    """
    table = silence(drawn_store).table
    assert table["of_regulars"].to_list() == [None] * 4 + [3, 2]
    assert table["silenced_regulars"].to_list() == [None] * 4 + [1, 1]
    assert table["silenced_rate"].to_list()[4:] == [pytest.approx(1 / 3), 0.5]


def test_a_span_knows_the_weeks_before_it(drawn_store: Store) -> None:
    """Only the fifth week, from Monday, January 29.

    ana  x x x . .
    ben  x x x x x
    """
    drawn_store.cut(Cut(since=date(2024, 1, 29)))
    row = silence(drawn_store).table.row(0, named=True)
    assert (row["of_regulars"], row["silenced_regulars"]) == (2, 1)


def test_a_span_that_begins_within_a_week_knows_the_days_of_it_before(community: Community) -> None:
    """Ana speaks on the second, third and fourth Monday, Ben every Wednesday; spans begin on Wednesdays."""
    ana = [said("ana", 7 * week + 1) for week in (1, 2, 3)]
    ben = [said("ben", 7 * week + 3) for week in range(6)]
    store = community(message=[*ana, *ben])
    store.cut(Cut(since=date(2024, 1, 24), until=date(2024, 1, 31)))
    _, fifth = silence(store).table.to_dicts()
    assert (fifth["of_regulars"], fifth["silenced_regulars"]) == (2, 1)
    store.cut(Cut(since=date(2024, 1, 31)))
    fifth, sixth = silence(store).table.to_dicts()
    assert (fifth["of_regulars"], fifth["silenced_regulars"]) == (2, 1)
    assert (sixth["of_regulars"], sixth["silenced_regulars"]) == (2, 1)


def test_members_who_spoke_only_before_the_span_are_silent_in_it(community: Community) -> None:
    """Ana and Ben speak on five Mondays; the span begins on the fifth Tuesday, when Ben speaks again."""
    days = [7 * week + 1 for week in range(5)]
    store = community(message=[said(who, day) for who in ("ana", "ben") for day in days] + [said("ben", 30)])
    store.cut(Cut(since=date(2024, 1, 30)))
    row = silence(store).table.row(0, named=True)
    assert (row["of_regulars"], row["silenced_regulars"], row["silent_members"]) == (2, 1, 1)


def test_where_nobody_ever_speaks_there_are_no_regulars(community: Community) -> None:
    """Ana, who is in the attic too, speaks in the hall alone: in the fifth week the attic has no regulars.

    The boss, who is staff, greets her in the attic, so its silence is known.
    """
    attic = {"group": "attic", "member": "ana", "happened_at": at(1, 1), "change": "join"}
    store = community(
        member=[{"native": "boss", "is_staff": True}],
        membership=[*joined("ana"), attic],
        message=[said("boss", 1) | {"group": "attic"}, *(said("ana", 7 * week + 1) for week in range(5))],
    )
    store.cut(Cut(by="group"))
    table = silence(store).table
    told = table.filter(table["slice"] == "attic")
    assert told["of_regulars"].to_list() == [None] * 4 + [0]
    assert told["silenced_rate"].to_list() == [None] * 5


def test_ever_fewer_speakers_among_as_many_members_trigger(drawn_store: Store) -> None:
    """Five speak, then four, three, two, and one; the sixth week has just begun.

    ana   x x x x x x
    ben   x x x x . .
    cleo  x x x . . .
    dora  x x . . . .
    eve   x . . . . .
    """
    result = silence(drawn_store)
    assert result.table["falling_periods"].to_list() == [0, 1, 2, 3, 4, None]
    assert any("spiral of silence" in note for note in result.notes)


def test_a_week_that_rises_breaks_the_fall(drawn_store: Store) -> None:
    """Three speak, two, one, two, one; the sixth week has just begun.

    ana   x x x x x x
    ben   x x . x . .
    cleo  x . . . . .
    """
    result = silence(drawn_store)
    assert result.table["falling_periods"].to_list() == [0, 1, 2, 0, 1, None]
    assert not any("spiral" in note for note in result.notes)


def test_fewer_speakers_because_members_left_is_not_silence(community: Community) -> None:
    """Every member speaks on Mondays; one of the four leaves on each of the first three Sundays."""
    stay_weeks = {"ana": 5, "ben": 1, "cleo": 2, "dora": 3}
    store = community(
        membership=[
            *joined(*stay_weeks),
            *(
                {"group": "hall", "member": who, "happened_at": at(7 * weeks, 20), "change": "leave"}
                for who, weeks in stay_weeks.items()
                if who != "ana"
            ),
        ],
        message=[said(who, 7 * week + 1) for who, weeks in stay_weeks.items() for week in range(weeks)],
    )
    table = silence(store).table
    assert table["of_members"].to_list() == [3, 2, 1, 1, 1]
    assert table["silent_members"].to_list() == [0] * 5
    assert table["falling_periods"].to_list()[:4] == [0] * 4


@pytest.fixture
def greeted(community: Community) -> Store:
    """All join on January 1, when the boss greets them, and say something, each on a day of their own, up to March.

    Ana, of the 2nd, is answered by Ben on the 3rd, which is his first message, and speaks again on the 20th.
    Cleo, of the 4th, is answered by the boss on the 10th and never speaks again.
    Dora, of the 5th, is answered by a bot, and Eve, of the 6th, only on the 20th; Eve speaks again on the 7th.
    Finn, of the 8th, speaks twice on that day and again after 30 days. Gus speaks first on March 1.
    """
    return community(
        member=[{"native": "boss", "is_staff": True}, {"native": "robo", "is_bot": True}],
        membership=joined("ana", "ben", "cleo", "dora", "eve", "finn", "gus"),
        message=[
            *(said("boss", 1), said("ana", 2, native="a"), said("ben", 3, native="b", reply_to="a"), said("ana", 20)),
            *(said("cleo", 4, native="c"), said("boss", 10, native="r", reply_to="c")),
            *(said("dora", 5, native="d"), said("robo", 5, 13, native="s", reply_to="d")),
            *(said("eve", 6, native="e"), said("eve", 7), said("ben", 20, native="f", reply_to="e")),
            *(said("finn", 8), said("finn", 8, 14), said("finn", 38), said("gus", 61)),
        ],
    )


def test_who_speaks_again_once_answered_and_once_not(greeted: Store) -> None:
    """Answered: Ana, who is back, and Cleo. Not: Dora and Eve, who is back; Finn comes back too late."""
    first, second = silence(greeted, first_messages=True).table.to_dicts()[:2]
    assert (first["of_answered_members"], first["answered_returners"], first["answered_return_rate"]) == (2, 1, 0.5)
    assert (first["of_unanswered_members"], first["unanswered_returners"]) == (2, 1)
    assert (second["of_unanswered_members"], second["unanswered_returners"], second["pending"]) == (1, 0, 0)
    assert second["answered_return_rate"] is None


def test_in_groups_a_first_message_is_the_first_of_all(community: Community) -> None:
    """On January 2, Ana opens in the hall, Ben answers her there, then opens in the attic; both came on the 1st.

    The log begins on that day with the boss, who is staff.
    Ben's first message is an answer, so his opening later that day does not count.
    """
    talk = [
        *(said("boss", 1), said("ana", 2, 9, native="a"), said("ben", 2, 10, reply_to="a")),
        *(said("ben", 2, 11) | {"group": "attic"}, said("ana", 60)),
    ]
    boss = {"native": "boss", "is_staff": True}
    store = community(member=[boss], membership=joined("ana", "ben"), message=talk)
    for by, counted in ((None, [(None, 1, 0)]), ("group", [("attic", 0, 0), ("hall", 1, 0)])):
        store.cut(Cut(by=by))
        table = silence(store, first_messages=True).table
        first = table.filter(table["starts_on"] == date(2024, 1, 1))
        assert first.select("slice", "of_answered_members", "of_unanswered_members").rows() == counted


def test_newcomers_of_less_than_four_weeks_are_pending(greeted: Store) -> None:
    table = silence(greeted, first_messages=True).table
    assert table["pending"].to_list() == [0] * 8 + [1]


def test_the_note_compares_with_both_numbers(greeted: Store) -> None:
    assert any("1 of 2 spoke again (50%); unanswered: 1 of 3 (33%)" in note for note in silence(greeted).notes)


def test_where_the_log_begins_first_messages_are_not_known(community: Community) -> None:
    """The log begins with Ana; of Ben, Cleo and Dora no export says when they came, and Dora is first seen on day 32.

    Ben and Cleo, first seen on days 3 and 9, may have spoken before; Dora's first message is not answered.
    """
    talk = [said("ana", 2, native="1"), said("ben", 3, native="2", reply_to="1"), said("cleo", 9), said("dora", 32)]
    table = silence(community(message=[*talk, said("ana", 70)]), first_messages=True).table
    counted = table.select("of_answered_members", "of_unanswered_members").rows()
    assert counted[4] == (0, 1)
    assert sum(map(sum, counted)) == 1


def test_regulars_who_left_are_out(community: Community) -> None:
    """Ana, Ben and Cleo speak in each of four weeks; Cleo leaves in the fifth, in which Ana alone speaks.

    Two members are there as it closes: one of two regulars fell silent, and one of two members is silent.
    """
    talk = [said(who, 7 * week + 2) for who in ("ana", "ben", "cleo") for week in range(4)]
    left = {"group": "hall", "member": "cleo", "happened_at": at(30), "change": "leave"}
    store = community(membership=[*joined("ana", "ben", "cleo"), left], message=[*talk, said("ana", 35)])
    for by in (None, "group"):
        store.cut(Cut(by=by))
        row = silence(store).table.row(-1, named=True)
        assert (row["of_members"], row["silent_members"]) == (2, 1)
        assert (row["of_regulars"], row["silenced_regulars"], row["silenced_rate"]) == (2, 1, 0.5)


def test_without_replies_it_is_refused(community: Community) -> None:
    store = community(message=[said("ana", 2), said("ana", 9)])
    with pytest.raises(NotEnoughData):
        silence(store, first_messages=True)
    assert not any("answered" in note for note in silence(store).notes)


def test_groups_have_regulars_of_their_own(community: Community) -> None:
    """Ana speaks weekly in the hall, and in three of four weeks in the attic but not in the fifth."""
    hall = [said("ana", 7 * week + 2) for week in range(5)]
    attic = [said("ana", 7 * week + 3) | {"group": "attic"} for week in range(3)]
    store = community(message=[*hall, *attic])
    store.cut(Cut(by="group"))
    table = silence(store).table
    last = table.filter(table["starts_on"] == date(2024, 1, 29))
    assert sorted(last.select("of_regulars", "silenced_regulars").rows()) == [(1, 0), (1, 1)]


def test_a_week_that_the_span_cuts_is_compared_with_none(drawn_store: Store) -> None:
    """Three speak, then two, then one; the span begins on the first Tuesday, so that its first week is cut.

    The second week is less than the first, but the first is not whole; the third is less than the second.

    ana   x x x x
    ben   x x . .
    cleo  x . . .
    """
    drawn_store.cut(Cut(since=date(2024, 1, 2)))
    assert silence(drawn_store).table["falling_periods"].to_list()[:3] == [None, 0, 1]


def test_the_list_says_which_earlier_periods_it_needs(drawn_store: Store) -> None:
    """From Monday, January 1 to February 12: January alone is a complete month; weeks go back far enough.

    ana   x x x x x x x
    ben   x x x x x . .
    """
    monthly = silence(drawn_store, every=Period.month, members=True)
    assert monthly.table.is_empty()
    assert monthly.notes[0] == (
        "four earlier months are needed; loaded: 0; shorter ones will do: commkit silence --members --every week"
    )
    weekly = silence(drawn_store, members=True)
    assert weekly.table.height == 1
    assert not any("are needed" in note for note in weekly.notes)


def test_the_list_asks_for_older_exports_where_no_period_is_short_enough(drawn_store: Store) -> None:
    """One day.

    ana   x
    """
    first = silence(drawn_store, members=True).notes[0]
    assert first == "four earlier weeks are needed; loaded: 0; load older exports."


def test_the_list_points_on_to_those_silent_for_longer(drawn_store: Store) -> None:
    """Ana was a regular until the fifth week, and is not in the list of the seventh.

    ana   x x x x . . . .
    ben   x x x x x x x x
    """
    listed = silence(drawn_store, members=True)
    assert listed.table.is_empty()
    assert any(note.endswith("commkit churn plan --names") for note in listed.notes)
