"""The list of --members is the number: as many rows as the answer counts, however it is cut."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from commkit.answer.question import ask_question
from commkit.choices import Kept
from commkit.cli import app as cli
from commkit.errors import WrongUse
from commkit.params import QuestionOptions
from commkit.settings import Config
from commkit.store.ask.community import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Row = dict[str, Any]
    Community = Callable[..., Store]

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
FIRST = datetime(2024, 1, 1, 12)  # noqa: DTZ001 (an export's instants carry no zone)


class Behind(NamedTuple):
    """What a list stands for: numbers of the answer, and which of its rows each counts; where list and answer meet."""

    numbers: Mapping[str, Callable[[Row], bool]]
    at: tuple[str, ...] = ("slice", "starts_on")
    is_of_last: bool = False  # complete period
    pick: Callable[[list[Row]], list[Row]] = list  # how the numbers are told from the rows of the answer
    asked: Mapping[str, object] = {}
    is_of_groups: bool = False  # and of all their members, whatever layer these are of


def has_come_to(number: int, row: Row) -> bool:
    return bool(row["number"] >= number)


def has_come_in_time_to(number: int, row: Row) -> bool:
    return has_come_to(number, row) and row["window_over"] == "yes"


def tell_steps(counted: list[Row]) -> list[Row]:
    """A row a slice, with the numbers of each step."""
    slices: dict[str | None, Row] = {}
    for row in counted:
        told = slices.setdefault(row.get("slice"), {"slice": row.get("slice")})
        told |= {f"{name} {row['number']}": row[name] for name in ("members", "raw_members")}
    return [*slices.values()]


def is_back_by(age: int, row: Row) -> bool:
    return row["last_interval"] is not None and row["last_interval"] >= age


def tell_cohorts(counted: list[Row]) -> list[Row]:
    """A row a cohort, with how many are back in each interval or later, where that is told of the cohort."""
    cohorts: dict[tuple[object, object], Row] = {}
    for row in counted:
        if row["root"] == "speaking" and row["starts_on"]:
            told = cohorts.setdefault((row.get("slice"), row["starts_on"]), dict(row))
            if row["retained_members"] is not None:
                told[f"back {row['age']}"] = row["retained_members"]
    return [*cohorts.values()]


def everybody(_: Row) -> bool:
    return True


def tell_unanswered(counted: list[Row]) -> list[Row]:
    return [{**row, "unanswered": (row["of_openings"] or 0) - (row["replied_openings"] or 0)} for row in counted]


def leave_untold_out(counted: list[Row]) -> list[Row]:
    """Where messages do not tell who spoke, nor do they tell whose time for it is over."""
    of_speech = {"pending", "of_joined_members", "of_second_week_members"}
    return [
        {name: row[name] for name in row if row["first_speak_members"] is not None or name not in of_speech}
        for row in counted
    ]


LISTS = {
    "newcomers": Behind(
        {
            "joined_members": everybody,
            "of_joined_members": lambda row: row["spoke"] in ("yes", "no"),
            "pending": lambda row: row["spoke"] == "pending",
            "first_speak_members": lambda row: row["spoke"] == "yes",
            "first_day_speakers": lambda row: row["spoke"] == "yes" and row["first_message_days"] == 0,
            "of_second_week_members": lambda row: row["second_week"] in ("yes", "no"),
            "second_week_members": lambda row: row["second_week"] == "yes",
            "of_telling_joined_members": lambda row: row["left_early"] in ("yes", "no"),
            "early_leave_members": lambda row: row["left_early"] == "yes",
            "first_day_leavers": lambda row: row["left_early"] == "yes" and row["left_on"] == row["joined_on"],
        },
        pick=leave_untold_out,
    ),
    "response": Behind({"unanswered": everybody}, pick=tell_unanswered),
    "lifecycle": Behind(
        {
            "active_members": lambda row: row["state"] in ("new", "returning", "resurrected", "unknown_origin"),
            "new_members": lambda row: row["state"] == "new",
            "returning_members": lambda row: row["state"] == "returning",
            "resurrected_members": lambda row: row["state"] == "resurrected",
            "unknown_members": lambda row: row["state"] == "unknown_origin",
            "dormant_members": lambda row: row["state"] == "dormant",
            "inactive_members": lambda row: row["state"] == "inactive",
            "first_speakers": lambda row: row["first_activity"] == "yes",
            "departed_members": lambda row: row["left_on"] is not None,
        },
        is_of_last=True,
    ),
    "funnel": Behind(
        {
            "raw_members 1": everybody,
            **{f"raw_members {number}": partial(has_come_to, number) for number in (2, 3)},
            **{f"members {number}": partial(has_come_in_time_to, number) for number in (1, 2, 3)},
        },
        at=("slice",),
        pick=tell_steps,
    ),
    "retention": Behind(
        {"of_cohort_members": everybody, **{f"back {age}": partial(is_back_by, age) for age in (1, 3)}},
        pick=tell_cohorts,
        asked={"kind": Kept.on_or_after},
    ),
    "repurchase": Behind(
        {
            "of_buyers": everybody,
            "repeat_buyers": lambda row: row["second_order_on"] is not None,
            "pending": lambda row: row["repeat90"] == "pending",
            "of_repeat90_buyers": lambda row: row["repeat90"] in ("yes", "no"),
            "repeat90_buyers": lambda row: row["repeat90"] == "yes",
        }
    ),
    "groups": Behind(
        {
            "of_members": everybody,
            "active_members": lambda row: row["active"] == "yes",
            "undated_members": lambda row: row["joined_on"] is None,
        },
        at=("group",),
        is_of_groups=True,
    ),
    "silence": Behind({"silenced_regulars": everybody}, is_of_last=True),
}
CUTS: dict[str, dict[str, Any]] = {
    "whole": {},
    "by group": {"by": "group"},
    "by platform": {"by": "platform", "include_staff": True},
    "by tenure": {"by": "tenure"},
    "span": {"since": "2024-02-07", "until": "2024-03-07"},
    "span by group": {"since": "2024-02-07", "until": "2024-03-07", "by": "group"},
    "as of": {"as_of": "2024-02-29"},
    "only": {"only": ["platform=here"], "by": "city"},
    "without": {"without": ["city=Chengdu"], "include_staff": True},
    "one group": {"group": "hall"},
    "by layer": {"by": "layer"},
    "of a layer": {"segment": "pyramid:occasional", "by": "group"},
}
SAMPLE_CUTS: dict[str, dict[str, Any]] = {
    "whole": {},
    "by group with staff": {"by": "group", "include_staff": True, "since": "2025-09-03", "until": "2026-03-12"},
    "by platform as of": {"by": "platform", "as_of": "2026-03-12", "without": ["platform=slack"]},
    "by tenure of some": {"by": "tenure", "only": ["platform=discord"]},
    "by layer": {"by": "layer", "since": "2025-12-01"},
}


@pytest.fixture
def small(community: Community) -> Store:
    """Ten people in two groups for twelve weeks: they come, speak, answer, buy, fall silent, leave and come back."""
    people = [f"m{number}" for number in range(10)]
    weeks = {who: [week for week in range(12) if (week * 7 + number * 5) % 11 < 7] for number, who in enumerate(people)}
    weeks["m3"], weeks["m4"] = [0, 1, 2, 3, 4, 5], [5, 6, 7, 8, 9]
    messages = [
        {
            "group": ("hall", "cafe")[(number + week // 4) % 2],
            "author": who,
            "native": f"{who}-{week}",
            "sent_at": FIRST + timedelta(weeks=week, days=number % 5),
            "kind": "text",
            "reply_to": f"m{number - 1}-{week}" if number % 3 == 1 and week in weeks[f"m{number - 1}"] else None,
        }
        for number, who in enumerate(people)
        for week in weeks[who]
    ]
    moves = [
        {"group": "hall", "member": who, "happened_at": FIRST + timedelta(weeks=number - 1), "change": "join"}
        for number, who in enumerate(people)
        if number != 5
    ]
    moves += [
        {"group": "hall", "member": who, "happened_at": FIRST + timedelta(days=day), "change": change}
        for who, day, change in (("m3", 16, "leave"), ("m6", 38, "leave"), ("m6", 60, "join"), ("m8", 81, "remove"))
    ]
    bought = [("m1", 3), ("m1", 20), ("m2", 9), ("m2", 9), ("m4", 30), ("m7", 44), ("m7", 80), ("m9", 82)]
    return community(
        member=[{"native": who, "is_staff": who == "m9"} for who in people],
        label=[{"member": who, "dimension": "city", "value": "Chengdu"} for who in people[::2]],
        message=messages,
        membership=moves,
        order_line=[
            {"native": str(number), "member": who, "ordered_at": FIRST + timedelta(days=day), "amount": 5}
            for number, (who, day) in enumerate(bought)
        ],
    )


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample, loaded once."""
    database = tmp_path_factory.mktemp("sample") / "community.duckdb"
    assert cli.run(["load", str(SAMPLE), "--db", str(database), "-q"]) == 0
    with Store.open(database, lock_timeout=60) as store:
        yield store


def rows_of(store: Store, name: str, parameters: Mapping[str, object], cut: Mapping[str, Any]) -> list[Row]:
    result, _ = ask_question(store, name, dict(parameters), QuestionOptions(**cut), Config())
    return result.table.to_dicts()


def compare(store: Store, name: str, cut: Mapping[str, Any], **asked: object) -> int:
    """Hold every number of the answer against its list; gives how many rows the list has."""
    behind = LISTS[name]
    asked = {**behind.asked, **asked}
    cut = {key: cut[key] for key in cut if not (behind.is_of_groups and key in ("by", "segment"))}
    counted = behind.pick(rows_of(store, name, asked, cut))
    listed = rows_of(store, name, {**asked, "members": True}, cut)

    def place_of(row: Row) -> tuple[object, ...]:
        return tuple(row.get(key) for key in behind.at)

    if behind.is_of_last:
        complete = [row for row in counted if row["status"] == "complete"]
        last = {row.get("slice"): row["starts_on"] for row in sorted(complete, key=lambda row: row["starts_on"])}
        counted = [row for row in complete if last[row.get("slice")] == row["starts_on"]]
    for number, is_counted in behind.numbers.items():
        told = {place_of(row): row[number] or 0 for row in counted if number in row}
        untold = {place_of(row) for row in counted if number not in row}
        found = Counter(place for row in listed if is_counted(row) and (place := place_of(row)) not in untold)
        assert found == Counter(told), (number, cut)
    assert all(row["handle"] and row["platform"] and "last_on" in row for row in listed)
    assert not listed or next(iter(listed[0])) == "handle"
    return len(listed)


@pytest.mark.parametrize("name", LISTS)
def test_the_list_is_the_number(small: Store, name: str) -> None:
    assert sum(compare(small, name, cut) for cut in CUTS.values())


@pytest.mark.parametrize("name", LISTS)
def test_the_list_is_the_number_in_the_sample(sample: Store, name: str) -> None:
    assert sum(compare(sample, name, cut) for cut in SAMPLE_CUTS.values())


def test_a_list_is_of_one_answer(small: Store) -> None:
    with pytest.raises(WrongUse, match="--members and --first-messages are two answers"):
        rows_of(small, "silence", {"members": True, "first_messages": True}, {})
