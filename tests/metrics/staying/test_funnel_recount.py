"""Every funnel counted again in plain Python, member by member and event by event, on events drawn at random."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import fmean, median
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.choices import Counted, EntryChoice, Exclusion, StepOrder
from commkit.metrics.staying.funnel import funnel
from commkit.stats import funnel_walk
from commkit.store import engine
from commkit.store.ask.cut import Cut
from tests.examples import tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from commkit.store.ask.community import Store

    Event = tuple[int, int, str]  # member from 1, hours after the first midnight, name

SOME = tried(10)
FIRST = date(2024, 1, 1)
LAST_HOUR = 10 * 24  # exports cover ten days
NEVER = float("inf")
EACH = [(1, hour, name) for hour, name in enumerate("abx")]  # so that every name is known
FILL = """
    insert into raw.event by name
    select row_number() over () as key, member as account, name, $first::timestamp + to_hours(hour) as happened_at,
        1 as load_id
    from given
"""

events = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, LAST_HOUR - 1) | st.integers(0, 8), st.sampled_from("aabbx")),
    max_size=40,
).map(lambda drawn: [*EACH, *drawn])


@dataclass(frozen=True)
class Asked:
    steps: list[str]
    window: int
    grace: int
    order: StepOrder
    entry: EntryChoice
    count: Counted
    exclude: list[str] | None
    between: tuple[int, int]
    exclusion: Exclusion


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    steps = draw(st.lists(st.sampled_from("aab"), min_size=2, max_size=4))
    order = draw(st.sampled_from(StepOrder))
    exclude = draw(st.none() | st.just(["x"]) | st.just(["b"]))
    first = draw(st.integers(1, len(steps) - 1))
    last = draw(st.integers(first + 1, len(steps)))
    return Asked(
        steps,
        draw(st.sampled_from((0, 1, 4, 48, 500))),
        0 if order is StepOrder.any else draw(st.sampled_from((0, 0, 2))),
        order,
        draw(st.sampled_from(EntryChoice)),
        draw(st.sampled_from(Counted)),
        exclude,
        (first, last) if exclude else (1, len(steps)),
        draw(st.sampled_from(Exclusion)),
    )


class Entry:
    """One entry of one member: the hour of each step, when it is over, whether it is dropped."""

    def __init__(self, done: list[tuple[int, str]], start: int, asked: Asked) -> None:
        self.begun = done[start][0]
        self.limit = self.begun + asked.window
        find = self._in_any_order if asked.order is StepOrder.any else self._in_order
        times = [self.begun, *find(done, start, asked)]
        self.times = times + [NEVER] * (len(asked.steps) - len(times))
        after, before = (self.times[step - 1] for step in asked.between)
        forbidden = [hour for hour, name in done if name in (asked.exclude or ())]
        caught = min((hour for hour in forbidden if after < hour < before and hour <= self.limit), default=NEVER)
        self.dropped = caught < NEVER and asked.exclusion is Exclusion.drop_entry
        self.times = [hour if hour <= caught and not self.dropped else NEVER for hour in self.times]
        self.over = caught if caught < NEVER else self.times[-1] if self.times[-1] < NEVER else self.limit
        self.depth = sum(hour < NEVER for hour in self.times)

    def _in_order(self, done: list[tuple[int, str]], start: int, asked: Asked) -> Iterator[float]:
        clock, last_used = self.begun, {asked.steps[0]: start}
        for step in asked.steps[1:]:
            for number, (hour, name) in enumerate(done):
                if name == step and hour >= clock - asked.grace and number > last_used.get(step, -1):
                    break
            else:
                return
            between = [each for each, name in done if name in asked.steps and clock < each < hour]
            if hour > self.limit or (asked.order is StepOrder.strict and between):
                return
            last_used[step] = number
            clock = max(clock, hour)
            yield clock

    def _in_any_order(self, done: list[tuple[int, str]], start: int, asked: Asked) -> Iterator[float]:
        wanted = list(asked.steps)
        wanted.remove(done[start][1])
        tied = [(hour, name) for number, (hour, name) in enumerate(done) if hour >= self.begun and number != start]
        for hour, name in tied:
            if name in wanted and hour <= self.limit:
                wanted.remove(name)
                yield hour


def entries_of(done: list[tuple[int, str]], asked: Asked, since: int) -> Iterator[Entry]:
    opening = asked.steps if asked.order is StepOrder.any else asked.steps[:1]
    possible = [
        Entry(done, start, asked) for start, (hour, name) in enumerate(done) if name in opening and hour >= since
    ]
    while possible:
        entry = possible[0]
        if asked.entry is EntryChoice.best:
            meanwhile = [each for each in possible if asked.count is Counted.uniques or each.begun <= entry.over]
            entry = max(meanwhile, key=lambda each: each.depth)
        yield entry
        possible = [each for each in possible if asked.count is Counted.totals and each.begun > entry.over]


def recount(told: Sequence[Event], asked: Asked, since: int, until: int) -> list[dict[str, object]]:
    people = groupby(sorted(each for each in told if each[1] < until), lambda event: event[0])
    found = [
        entry
        for _, each in people
        for entry in entries_of([(hour, name) for _, hour, name in each], asked, since)
        if not entry.dropped
    ]
    ripe = [entry for entry in found if entry.limit <= until]
    rows = []
    for step in range(len(asked.steps)):
        taken = [entry.times[step] - entry.begun for entry in ripe if entry.times[step] < NEVER]
        pending = [entry for entry in found if entry.limit > until and entry.times[step] == NEVER]
        row: dict[str, object] = {
            "number": step + 1,
            "came": len(taken),
            "of_entered": len(ripe),
            "pending": len(pending),
            "raw": sum(entry.times[step] < NEVER for entry in found),
            "of_raw_entered": len(found),
            "median_hours": pytest.approx(median(taken)) if taken and step else None,
            "mean_hours": pytest.approx(fmean(taken)) if taken and step else None,
        }
        rows.append(row)
    return rows


@pytest.fixture
def quiet(community: Callable[..., Store], monkeypatch: pytest.MonkeyPatch) -> Store:
    """Three members, the last message on the tenth day; deeds are walked a few at a time."""
    monkeypatch.setattr(funnel_walk, "_MOST", 7)
    last = {"group": "hall", "author": "m1", "kind": "text", "sent_at": datetime.fromisoformat("2024-01-10 12:00")}
    return community(member=[{"native": f"m{number}"} for number in (1, 2, 3)], message=[last])


def answered(store: Store, told: Sequence[Event], asked: Asked) -> pl.DataFrame:
    store.con.execute("delete from raw.event")
    schema = {"member": pl.Int32, "hour": pl.Int32, "name": pl.String}
    engine.register(store.con, pl.DataFrame(list(told), schema=schema, orient="row"), "given")
    store.con.execute(FILL, {"first": FIRST})
    store.session.views.forget_kept()
    return funnel(
        store,
        step=asked.steps,
        window=f"{asked.window}h",
        grace=f"{asked.grace}h",
        order=asked.order,
        entry=asked.entry,
        count=asked.count,
        exclude=asked.exclude,
        exclude_between="{}-{}".format(*asked.between) if asked.exclude else None,
        exclusion=asked.exclusion,
    ).table


@SOME
@given(events, questions(), st.integers(0, 3), st.integers(4, 10))
def test_every_number_is_that_of_a_count_by_hand(
    quiet: Store, told: list[Event], asked: Asked, since: int, as_of: int
) -> None:
    quiet.cut(Cut(since=FIRST + timedelta(days=since) if since else None, as_of=FIRST + timedelta(days=as_of - 1)))
    table = answered(quiet, told, asked).rename({"entries": "came", "raw_entries": "raw"}, strict=False)
    table = table.rename({"members": "came", "raw_members": "raw"}, strict=False)
    expected = recount(told, asked, since * 24, as_of * 24)
    assert table.select(expected[0].keys()).to_dicts() == expected


@SOME
@given(events, questions())
def test_steps_only_narrow_and_converters_stay_in_the_window(quiet: Store, told: list[Event], asked: Asked) -> None:
    quiet.cut(Cut())
    for row in answered(quiet, told, asked).to_dicts():
        assert row["overall_rate"] is None or 0 <= row["overall_rate"] <= 1
        assert row["step_rate"] is None or 0 <= row["step_rate"] <= 1
        assert row["median_hours"] is None or row["median_hours"] <= asked.window
        assert row["raw_rate"] is None or row["raw_rate"] <= 1
