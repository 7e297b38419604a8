from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.segment.judge import Judge
from commkit.segment.levels import list_month_ends, list_reviews
from commkit.segment.schemes import find_scheme, shipped
from commkit.store.ask.cut import Cut
from tests.examples import least, tried
from tests.segment.days import LAST, frame, joined, levels_of, noon, reacted, spoke

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store
    from tests.segment.days import Natives, Row

    Community = Callable[..., Store]
    Facts = dict[str, list[Row]]

JANUARY, FEBRUARY, MARCH, APRIL = date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)
SPREAD = (32, 40, 50, 60, 62, 70, 80, 90, 92, 100, 110, 120)  # four days in each of the three spans before April 30


def test_the_five_levels_by_hand(community: Community, natives: Natives) -> None:
    """The window of April 30 begins on February 1, day 32; its spans begin on days 32, 62 and 92.

    Looker never spoke, Once did before the window. Core spoke on twelve days, four in each span; Burst on twelve of
    the last span alone. Star is core, and five others reacted.
    """
    everybody = ("looker", "once", "few", "some", "burst", "core", "star", "a", "b", "c", "d", "e")
    store = community(
        member=joined(dict.fromkeys(everybody, 1)),
        message=[
            *frame(),
            *spoke({"once": [31], "few": [32], "some": [40, 50, 60, 70, 80], "burst": range(100, 112)}),
            *spoke({"core": SPREAD, "star": SPREAD}),
        ],
        interaction=reacted("abcde", "star-120", 121),
    )
    assert levels_of(store, natives, "pyramid", APRIL)[APRIL] == {
        **dict.fromkeys(("looker", "once", "a", "b", "c", "d", "e"), "potential"),
        **dict.fromkeys(("few", "frame"), "occasional"),
        **dict.fromkeys(("some", "burst"), "active"),
        "core": "core",
        "star": "koc",
    }


def test_four_who_react_make_no_koc(community: Community, natives: Natives) -> None:
    """Four of the two active members' audience, where five are asked for."""
    store = community(
        message=[*frame(), *spoke({"star": SPREAD, "a": [1], "b": [1], "c": [1], "d": [1]})],
        interaction=reacted("abcd", "star-120", 121),
    )
    assert levels_of(store, natives, "pyramid", APRIL)[APRIL]["star"] == "core"


def test_three_who_came_by_invitation_and_spoke_make_a_koc(community: Community, natives: Natives) -> None:
    """Star brought x, y and z, who spoke on the day of coming, on the seventh, and, too late, on the eighth day."""
    referral = [{"inviter": "star", "invitee": who, "happened_at": noon(100)} for who in "wxyz"]
    spoken = spoke({"star": SPREAD, "w": [100], "x": [101], "y": [106], "z": [107]})
    store = community(message=[*frame(), *spoken], referral=referral)
    levels = levels_of(store, natives, "pyramid", APRIL, date(2024, 4, 14))
    assert levels[APRIL]["star"] == "koc"
    store = community(message=[*frame(), *spoken], referral=referral[1:])
    assert levels_of(store, natives, "pyramid", APRIL)[APRIL]["star"] == "core"


def test_a_level_is_held_for_one_more_month_end(community: Community, natives: Natives) -> None:
    """Ana spoke on four days of January and on one of February: active, then active still, then what February gave."""
    store = community(message=[*frame(), *spoke({"ana": [10, 11, 12, 13, 50]})])
    levels = levels_of(store, natives, "watching-potential-active", JANUARY, FEBRUARY, MARCH, APRIL)
    assert [levels[day]["ana"] for day in (JANUARY, FEBRUARY, MARCH, APRIL)] == [
        "active",
        "active",
        "potential",
        "watching",
    ]


def test_a_day_between_month_ends_looks_back_over_month_ends(community: Community, natives: Natives) -> None:
    """On March 10 Ana's 30 days hold nothing; the month-end before is February 29, at which she was active."""
    store = community(message=[*frame(), *spoke({"ana": [35, 36, 37, 38]})])
    day = date(2024, 3, 20)
    assert levels_of(store, natives, "watching-potential-active", day)[day]["ana"] == "active"


def test_newcomers_begin_at_the_edge(community: Community, natives: Natives) -> None:
    """Both spoke on ten days of April; Old joined on day 1, New on day 100, 21 days before the review."""
    days = range(105, 115)
    store = community(member=joined({"old": 1, "new": 100}), message=[*frame(), *spoke({"old": days, "new": days})])
    levels = levels_of(store, natives, "core-active-edge", APRIL)[APRIL]
    assert (levels["old"], levels["new"]) == ("core", "edge")


def test_silent_is_who_did_nothing_on_seven_whole_days(community: Community, natives: Natives) -> None:
    """The last seven days to April 30 begin on day 115: Early spoke on day 114, Late on day 115."""
    store = community(message=[*frame(), *spoke({"early": [114], "late": [115]})])
    levels = levels_of(store, natives, "core-active-silent", APRIL)[APRIL]
    assert (levels["early"], levels["late"]) == ("silent", "active")


def test_a_review_whose_window_begins_before_the_data_is_cut(community: Community) -> None:
    """The data begin on January 1; 90 days to March 31 begin on January 2, those to February 29 earlier."""
    judge = Judge(community(message=frame()), find_scheme("pyramid", {}))
    assert [judge.judge(day).value for day in (JANUARY, FEBRUARY, MARCH, APRIL)] == [
        "cut",
        "cut",
        "complete",
        "complete",
    ]
    assert judge.judge(date(2024, 5, 31)).value == "not_covered"


def test_who_left_has_no_level_and_who_comes_back_has_one(community: Community, natives: Natives) -> None:
    """Ben joins on day 5, leaves on day 70 and joins again on day 110."""
    turns = [("join", 5), ("leave", 70), ("join", 110)]
    store = community(
        message=frame(),
        membership=[
            {"group": "hall", "member": "ben", "happened_at": noon(day), "change": change} for change, day in turns
        ],
    )
    levels = levels_of(store, natives, "pyramid", FEBRUARY, MARCH, APRIL)
    assert [levels[day].get("ben") for day in (FEBRUARY, MARCH, APRIL)] == ["potential", None, "potential"]


@pytest.mark.parametrize(("first", "last", "ends"), [("2024-01-31", "2024-02-28", 1), ("2024-01-31", "2024-02-29", 2)])
def test_month_ends(first: str, last: str, ends: int) -> None:
    assert len(list_month_ends(date.fromisoformat(first), date.fromisoformat(last))) == ends


# The cut-points of `value` are those of as-of, unless they are fixed.
FROM_FACTS = [name for name in shipped() if name != "value"]
PEOPLE = ("ana", "ben", "cleo", "dan", "eve", "fay")
people, days = st.sampled_from(PEOPLE), st.integers(2, LAST - 1)


@st.composite
def drawn_facts(draw: st.DrawFn) -> Facts:
    """Who spoke, reacted, joined, left, invited and bought on which day."""
    said = draw(st.sets(st.tuples(people, days), min_size=least(29) + 1, max_size=60))
    messages = [
        *spoke({"frame": [1, 60, 91, LAST]}),
        *spoke({who: sorted(day for each, day in said if each == who) for who in PEOPLE}),
    ]
    natives = sorted(str(row["native"]) for row in messages)
    answered = draw(st.lists(st.tuples(people, st.sampled_from(natives)), min_size=least(5), max_size=20, unique=True))
    reactions = [
        reacted([who], message, min(LAST, int(message.rpartition("-")[2]) + draw(st.integers(0, 20))))[0]
        for who, message in answered
    ]
    turns = draw(
        st.lists(
            st.tuples(people, days, st.sampled_from(("join", "leave"))),
            min_size=least(2),
            max_size=6,
            unique_by=lambda turn: turn[:2],
        )
    )
    brought = draw(
        st.lists(st.tuples(people, people, days), min_size=least(1), max_size=5, unique_by=lambda each: each[1])
    )
    bought = draw(st.lists(st.tuples(people, days, st.integers(1, 9)), min_size=least(2), max_size=8))
    return {
        "message": messages,
        "interaction": reactions,
        "membership": [
            {"group": "hall", "member": who, "happened_at": noon(day), "change": change} for who, day, change in turns
        ],
        "referral": [
            {"inviter": who, "invitee": other, "happened_at": noon(day)} for who, other, day in brought if who != other
        ],
        "order_line": [
            {"member": who, "native": str(number), "amount": amount, "ordered_at": noon(day)}
            for number, (who, day, amount) in enumerate(bought)
        ],
    }


def until(facts: Facts, day: int) -> Facts:
    """What had happened by the end of a day; every fact names the instant at which it did."""
    times = {"message": "sent_at", "order_line": "ordered_at"}
    return {
        kind: [row for row in rows if str(row[times.get(kind, "happened_at")]) <= str(noon(day))]
        for kind, rows in facts.items()
    }


@tried(3)
@given(drawn_facts(), st.sampled_from(FROM_FACTS), st.sampled_from([60, 91]))
def test_what_happens_after_a_review_changes_no_level_up_to_it(
    community: Community, natives: Natives, facts: Facts, scheme: str, day: int
) -> None:
    whole, before = community(**facts), community(**until(facts, day))
    reviews = [end for end in (JANUARY, FEBRUARY, MARCH) if end <= noon(day).date()]
    assert levels_of(whole, natives, scheme, *reviews) == levels_of(before, natives, scheme, *reviews)


@tried(3)
@given(drawn_facts(), st.sampled_from(shipped()), st.integers(0, 2**16))
def test_the_order_of_facts_and_the_first_day_looked_at_change_nothing(
    community: Community, natives: Natives, facts: Facts, scheme: str, seed: int
) -> None:
    shuffled = {kind: Random(seed).sample(rows, len(rows)) for kind, rows in facts.items()}  # noqa: S311 (an order, no secret)
    store, other = community(**facts), community(**shuffled)
    found = levels_of(store, natives, scheme, MARCH, APRIL)
    assert found == levels_of(other, natives, scheme, MARCH, APRIL)
    assert found == levels_of(store, natives, scheme, MARCH, APRIL, cut=Cut(since=date(2024, 4, 10)))


@tried(3)
@given(
    drawn_facts(),
    st.sampled_from(shipped()),
    people,
    st.sets(days, max_size=12),
    st.sets(people, max_size=5),
    st.sets(people, max_size=3),
)
def test_more_of_their_own_never_lowers_a_member(
    community: Community,
    natives: Natives,
    facts: Facts,
    scheme: str,
    who: str,
    more: set[int],
    givers: set[str],
    invitees: set[str],
) -> None:
    """More days of speaking, more people who react, more people brought, all else the same."""
    own = {int(str(row["native"]).rpartition("-")[2]) for row in facts["message"] if row["author"] == who}
    added = spoke({who: sorted(more - own)})
    drawn = [row for row in [*facts["message"], *added] if row["author"] == who][:1]
    raised = {
        **facts,
        "message": [*facts["message"], *added],
        "interaction": [
            *facts["interaction"],
            *(reacted(sorted(givers - {who}), str(drawn[0]["native"]), LAST) if drawn else ()),
        ],
        "referral": [
            *facts["referral"],
            *({"inviter": who, "invitee": f"{who}-{each}", "happened_at": noon(60)} for each in invitees),
        ],
    }
    store, other = community(**facts), community(**raised)
    names = find_scheme(scheme, {}).names
    before, after = (levels_of(each, natives, scheme, *list_reviews(store)) for each in (store, other))
    for review, levels in before.items():
        if who in levels:
            assert names.index(after[review][who]) >= names.index(levels[who]), review


@tried(2)
@given(drawn_facts())
def test_everybody_who_is_there_has_exactly_one_level(community: Community, natives: Natives, facts: Facts) -> None:
    store = community(**facts)
    there = {frozenset(levels_of(store, natives, scheme, APRIL)[APRIL]) for scheme in shipped()}
    assert len(there) == 1


def test_where_no_rule_can_be_told_the_members_are_still_there(drawn_store: Store) -> None:
    """Nothing is asked of them beside who they are.

    ana   x
    ben   x
    """
    drawn_store.session.shape(features=[])
    table = drawn_store.ask("segment/features", reviews=[date(2024, 1, 1)], active_by="spoke")
    assert (table.columns, table.height) == (["review_on", "member"], 2)
