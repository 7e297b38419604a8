"""Groups below dimensions of their labels: each person once in a node."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.activity.groups import groups
from commkit.store.ask.cut import Cut
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Row = dict[str, Any]

NOON = datetime.fromisoformat("2024-01-01 12:00")


def said(who: str, group: str, *days: int) -> list[Row]:
    """A message on each of these days of the log, counted from 1."""
    return [
        {"group": group, "author": who, "sent_at": NOON + timedelta(days=day - 1), "kind": "text", "native": None}
        for day in days
    ]


def label(group: str, dimension: str, value: str) -> Row:
    return {"group": group, "dimension": dimension, "value": value}


def grown(store: Store, dims: str, **cut: Any) -> dict[str, Row]:  # noqa: ANN401 (fields of Cut)
    store.cut(Cut(by="group", **cut))
    return {row["path"]: row for row in groups(store, tree=dims).table.to_dicts()}


def sizes(rows: Mapping[str, Row]) -> dict[str, tuple[object, ...]]:
    names = ("depth", "groups", "of_members", "active_members", "messages", "of_parent_members")
    return {path: tuple(row[name] for name in names) for path, row in rows.items()}


@pytest.fixture
def store(community: Community) -> Store:
    """Two regions: the north has the tea and the book group, the south a tea group; of the attic nothing is known.

    Ana talks in both groups of the north on day 60 and in the south on day 1, Ben in the north's tea group on days 1
    and 50, Cleo in the book group on day 10, Dan twice in the south, Eve in the attic.
    """
    talk = (
        *said("ana", "north tea", 1, 60), *said("ana", "north books", 60), *said("ana", "south tea", 1),
        *said("ben", "north tea", 1, 50), *said("cleo", "north books", 10), *said("dan", "south tea", 58, 59),
        *said("eve", "attic", 45),
    )  # fmt: skip
    labels = [
        label("north tea", "region", "north"), label("north books", "region", "north"),
        label("south tea", "region", "south"),
        label("north tea", "interest", "tea"), label("south tea", "interest", "tea"),
        label("north books", "interest", "books"),
    ]  # fmt: skip
    return community(message=talk, label=labels)


def test_people_are_counted_once_in_each_node(store: Store) -> None:
    """The last 28 days are days 33 to 60. Ana is in three groups, so the north's four stays are three people.

    Of the whole five people four are active: Ana, Ben, Dan and Eve, with six messages: two, one, two and one.
    """
    assert sizes(grown(store, "region,interest")) == {
        "community": (0, 4, 5, 4, 6, None),
        "community / north": (1, 2, 3, 2, 3, 5),
        "community / north / books": (2, 1, 2, 1, 1, 3),
        "community / north / books / north books": (3, 1, 2, 1, 1, 2),
        "community / north / tea": (2, 1, 2, 2, 2, 3),
        "community / north / tea / north tea": (3, 1, 2, 2, 2, 2),
        "community / south": (1, 1, 2, 1, 2, 5),
        "community / south / tea": (2, 1, 2, 1, 2, 2),
        "community / south / tea / south tea": (3, 1, 2, 1, 2, 2),
        "community / unknown": (1, 1, 1, 1, 1, 5),
        "community / unknown / unknown": (2, 1, 1, 1, 1, 1),
        "community / unknown / unknown / attic": (3, 1, 1, 1, 1, 1),
    }


def test_a_node_has_its_share_of_its_parent(store: Store) -> None:
    row = grown(store, "region")["community / north"]
    assert (row["active_rate"], row["parent_rate"], row["status"]) == (pytest.approx(2 / 3), 0.6, "low_n")


def test_a_day_in_between_and_a_group_alone(store: Store) -> None:
    """By day 20 Ana, Ben and Cleo have spoken, and all of their four messages are of the last 28 days."""
    assert sizes(grown(store, "region", as_of=date(2024, 1, 20)))["community"] == (0, 4, 3, 3, 4, None)
    assert sizes(grown(store, "interest", group="attic")) == {
        "community": (0, 1, 1, 1, 1, None),
        "community / unknown": (1, 1, 1, 1, 1, 1),
        "community / unknown / attic": (2, 1, 1, 1, 1, 1),
    }


def test_who_left_is_in_no_node(community: Community) -> None:
    """Ben speaks in the hall, leaves it, and stays in the den, where Cleo spoke: he is there, not active."""
    turned = [("ben", "hall", "join", 1), ("ben", "den", "join", 1), ("ben", "hall", "leave", 40)]
    store = community(
        message=[*said("ana", "hall", 1, 60), *said("ben", "hall", 39), *said("cleo", "den", 2)],
        membership=[
            {"group": group, "member": who, "happened_at": NOON + timedelta(days=day - 1), "change": change}
            for who, group, change, day in turned
        ],
        label=[label("hall", "region", "north"), label("den", "region", "north")],
    )
    assert sizes(grown(store, "region")) == {
        "community": (0, 2, 3, 1, 2, None),
        "community / north": (1, 2, 3, 1, 2, 3),
        "community / north / den": (2, 1, 2, 0, 0, 3),
        "community / north / hall": (2, 1, 1, 1, 2, 3),
    }


def test_parents_may_be_groups_or_regions(community: Community) -> None:
    """The den is below the hall, the hall below the north, the club below the south; both below China."""
    talk = [*said("ana", "hall", 60), *said("ben", "den", 60), *said("cleo", "club", 60), *said("dan", "attic", 60)]
    parents = {"den": "hall", "hall": "north", "club": "south", "north": "China", "south": "China"}
    store = community(message=talk, label=[label(child, "parent", parent) for child, parent in parents.items()])
    members = {path: row["of_members"] for path, row in grown(store, "parent").items()}
    assert members == {
        "community": 4,
        "community / China": 3,
        "community / China / north": 2,
        "community / China / north / hall": 2,
        "community / China / north / hall / den": 1,
        "community / China / north / hall / hall": 1,
        "community / China / south": 1,
        "community / China / south / club": 1,
        "community / unknown": 1,
        "community / unknown / attic": 1,
    }


def test_parents_in_a_circle_are_unknown_and_named(community: Community) -> None:
    """The hall is below the den and the den below the hall; the club is its own parent, which tells of no other."""
    talk = [*said("ana", "hall", 60), *said("ben", "den", 60), *said("cleo", "club", 60)]
    circle = {"hall": "den", "den": "hall", "club": "club"}
    store = community(message=talk, label=[label(child, "parent", parent) for child, parent in circle.items()])
    found = grown(store, "parent")
    places = ("unknown / club", "unknown / den", "unknown / hall")
    assert [*found] == ["community", *(f"community / {each}" for each in ("unknown", *places))]
    assert any("circle" in note and "den, hall" in note for note in groups(store, tree="parent").notes)


def test_groups_that_no_export_tells_of_lately(run: Callable[..., Any], tmp_path: Any) -> None:  # noqa: ANN401
    """The den's export ends in January, the hall's and the club's in March: of the north a part is known.

    The shed's ends on March 20, so some of its last 28 days are not covered.
    """
    talk = {"hall": "2024-03-31", "den": "2024-01-10", "club": "2024-03-31", "shed": "2024-03-20"}
    for group, last in talk.items():
        lines = f"author,time,text,channel\nana,2024-01-01 12:00,a,{group}\nben,{last} 23:50,b,{group}\n"
        (tmp_path / f"{group}.csv").write_text(lines)
        assert run("load", f"{group}.csv", "--covers-until", last).code == 0
    regions = {"hall": "north", "den": "north", "club": "south", "shed": "west"}
    lines = "".join(f"{group},region,{value}\n" for group, value in regions.items())
    (tmp_path / "labels.csv").write_text(f"group,dimension,value\n{lines}")
    assert run("load", "labels.csv").code == 0
    told = run("groups", "--tree", "region", "--format", "tsv")
    rows = [line.split("\t") for line in told.out.splitlines()]
    at = [rows[0].index(name) for name in ("node", "status", "groups", "of_members")]
    assert [tuple(row[each] for each in at) for row in rows[1:]] == [
        ("community", "partly_covered", "4", "2"),
        ("north", "partly_covered", "2", "2"),
        ("den", "not_covered", "1", ""),
        ("hall", "low_n", "1", "2"),
        ("south", "low_n", "1", "2"),
        ("club", "low_n", "1", "2"),
        ("west", "partly_covered", "1", "2"),
        ("shed", "partly_covered", "1", "2"),
    ]
    assert "last 28 days: den" in told.err
    assert "last 28 days are not all covered: shed" in told.err


def test_what_cannot_be_asked(community: Community, store: Store) -> None:
    for dims in ("rigion", "", "region,rigion"):
        with pytest.raises(WrongUse):
            groups(store, tree=dims)
    with pytest.raises(WrongUse):
        groups(store, tree="region", size=True)
    with pytest.raises(NotEnoughData):
        groups(community(message=said("ana", "hall", 1)), tree="region")


PEOPLE, PLACES = ("ana", "ben", "cleo", "dan"), ("hall", "den", "club", "attic")


@tried(5)
@given(
    talk=st.sets(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PLACES), st.integers(1, 60)), min_size=1),
    left=st.sets(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PLACES), st.integers(1, 60)), max_size=4),
    regions=st.dictionaries(st.sampled_from(PLACES), st.sampled_from(("north", "south")), min_size=1),
    parents=st.dictionaries(st.sampled_from(PLACES), st.sampled_from((*PLACES, "north")), min_size=1),
)
def test_a_parent_has_at_most_as_many_as_its_children_together(
    community: Community,
    talk: Iterable[tuple[str, str, int]],
    left: Iterable[tuple[str, str, int]],
    regions: Mapping[str, str],
    parents: Mapping[str, str],
) -> None:
    """And at least as many as any of them; messages and groups add up; each leaf is what the answer by group says."""
    store = community(
        message=[row for who, group, day in sorted(talk) for row in said(who, group, day)],
        membership=[
            {"group": group, "member": who, "happened_at": NOON + timedelta(days=day), "change": "leave"}
            for who, group, day in sorted(left)
        ],
        label=[
            *(label(group, "region", value) for group, value in regions.items()),
            *(label(group, "parent", value) for group, value in parents.items()),
        ],
    )
    store.cut(Cut(by="group"))
    alone = {row["group"]: row for row in groups(store).table.to_dicts()}
    for dims in ("region", "region,parent", "parent"):
        rows = grown(store, dims)
        below: dict[str, list[Row]] = {}
        for path, row in rows.items():
            below.setdefault(path.rpartition(" / ")[0], []).append(row)
        for path, row in rows.items():
            children = below.get(path, [])
            for name in ("of_members", "active_members"):
                each = [child[name] for child in children] or [alone[row["node"]][name]]
                assert max(each) <= row[name] <= sum(each), (dims, path, name)
            for name in ("messages", "groups"):
                total = (
                    sum(child[name] for child in children) if children else {**alone[row["node"]], "groups": 1}[name]
                )
                assert row[name] == total, (dims, path, name)
