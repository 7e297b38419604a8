from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Counted, EntryChoice, Exclusion, StepOrder
from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.staying.funnel import funnel
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Run = Callable[..., Any]


def on(text: str) -> datetime:
    return datetime.fromisoformat(f"2024-01-{text}")


def did(who: str, name: str, text: str) -> dict[str, object]:
    return {"member": who, "name": name, "happened_at": on(text)}


def said(who: str, text: str, group: str = "hall") -> dict[str, object]:
    return {"group": group, "author": who, "sent_at": on(text), "kind": "text"}


def join(who: str, text: str, group: str = "hall") -> dict[str, object]:
    return {"group": group, "member": who, "happened_at": on(text), "change": "join"}


def came(store: Store, *steps: str, **options: Any) -> list[int]:  # noqa: ANN401 (the question's options)
    """How many entries whose window is over come to each step."""
    table = funnel(store, step=list(steps) or None, **options).table
    counts: list[int] = table["entries" if "entries" in table.columns else "members"].to_list()
    return counts


@pytest.fixture
def happened(community: Community) -> Callable[..., Store]:
    """Ana's events on one day, as `A 13:00`; the exports end much later."""

    def made(*events: str) -> Store:
        rows = [did("ana", name, f"05 {time}") for name, time in map(str.split, events)]
        return community(event=[*rows, did("zed", "end", "31 12:00")])

    return made


def test_the_first_entry_opens_the_window_the_best_comes_furthest(happened: Callable[..., Store]) -> None:
    """An hour from 13:00 is over before C at 14:15; an hour from 13:30 is not."""
    store = happened("A 13:00", "A 13:30", "B 13:45", "C 14:15")
    assert came(store, "A", "B", "C", window="60m") == [1, 1, 0]
    assert came(store, "A", "B", "C", window="60m", entry=EntryChoice.best) == [1, 1, 1]


def test_the_window_includes_its_last_instant(happened: Callable[..., Store]) -> None:
    store = happened("A 13:00", "B 14:00")
    assert came(store, "A", "B", window="1h") == [1, 1]
    assert came(store, "A", "B", window="59m") == [1, 0]


def test_a_repeated_step_needs_another_event(happened: Callable[..., Store]) -> None:
    assert came(happened("A 13:00", "B 13:10"), "A", "A") == [1, 0]
    assert came(happened("A 13:00", "A 13:00"), "A", "A") == [1, 1]
    assert came(happened("A 13:00", "B 13:00", "C 13:00"), "A", "B", "A") == [1, 1, 0]


def test_at_one_instant_the_order_of_steps_holds(happened: Callable[..., Store]) -> None:
    assert came(happened("B 13:00", "A 13:00"), "A", "B") == [1, 1]
    assert came(happened("B 12:59", "A 13:00"), "A", "B") == [1, 0]


def test_grace_forgives_a_step_dated_too_early(happened: Callable[..., Store]) -> None:
    store = happened("B 12:59", "A 13:00")
    assert came(store, "A", "B", grace="60s") == [1, 1]
    assert came(store, "A", "B", grace="59s") == [1, 0]
    assert funnel(store, step=["A", "B"], grace="60s").table["median_hours"].to_list() == [None, 0]


def test_strict_allows_nothing_of_the_funnel_between(happened: Callable[..., Store]) -> None:
    """Another A stands between A and B, so the first entry ends there; X is not a step."""
    store = happened("A 13:00", "A 13:10", "X 13:20", "B 13:30")
    assert came(store, "A", "B") == [1, 1]
    assert came(store, "A", "B", order=StepOrder.strict) == [1, 0]
    assert came(store, "A", "B", order=StepOrder.strict, entry=EntryChoice.best) == [1, 1]


def test_in_any_order_steps_count_as_they_come(happened: Callable[..., Store]) -> None:
    """C, then A; B is too late."""
    store = happened("C 13:00", "A 13:30", "B 14:30")
    result = funnel(store, step=["A", "B", "C"], window="1h", order=StepOrder.any)
    assert result.table["members"].to_list() == [1, 1, 0]
    assert set(result.table["step"]) == {"any step"}


def test_totals_enter_again_after_each_entry_is_over(happened: Callable[..., Store]) -> None:
    """13:00 converts at 13:20; the A of 13:10 lay within. 13:30 runs out at 14:30; 15:00 converts."""
    store = happened("A 13:00", "A 13:10", "B 13:20", "A 13:30", "A 15:00", "B 15:30")
    assert came(store, "A", "B", window="1h", count=Counted.totals) == [3, 2]


def test_an_excluded_event_drops_the_entry_or_stops_it(happened: Callable[..., Store]) -> None:
    """X comes between A and B, so between the first and the last step, but not between B and C."""
    store = happened("A 13:00", "X 13:10", "B 13:20", "C 13:30")
    assert came(store, "A", "B", "C", exclude=["X"]) == [0, 0, 0]
    assert came(store, "A", "B", "C", exclude=["X"], exclusion=Exclusion.stop) == [1, 0, 0]
    assert came(store, "A", "B", "C", exclude=["X"], exclude_between="2-3") == [1, 1, 1]
    assert "entries dropped for what they exclude: 1." in funnel(store, step=["A", "B"], exclude=["X"]).notes


def test_rates_are_of_the_first_and_of_the_step_before(community: Community) -> None:
    """Four join on Monday, the 1st, at noon. Three speak, after 1, 2 and 6 hours; one of these answers at once."""
    who = ("ana", "ben", "cleo", "dora")
    answer = {**said("ben", "01 14:00"), "native": "2", "reply_to": "1"}
    store = community(
        membership=[join(each, "01 12:00") for each in who],
        message=[{**said("ana", "01 13:00"), "native": "1"}, answer, said("cleo", "01 18:00"), said("zed", "31 12:00")],
    )
    table = funnel(store).table
    assert table["step"].to_list() == ["join", "message", "reply"]
    assert table["members"].to_list() == [4, 3, 1]
    assert table["of_entered"].to_list() == [4, 4, 4]
    assert table["overall_rate"].to_list() == [1, 0.75, 0.25]
    assert table["of_previous"].to_list() == [None, 4, 3]
    assert table["step_rate"].to_list() == [None, 0.75, pytest.approx(1 / 3)]
    assert table["median_hours"].to_list() == [None, 2, 2]
    assert table["mean_hours"].to_list() == [None, 3, 2]


@pytest.fixture
def late(community: Community) -> Store:
    """Until the 10th: on the 1st Ana joins and is silent; on the 5th Ben joins and speaks, Cleo joins and does not."""
    joins = [join("ana", "01 12:00"), join("ben", "05 12:00"), join("cleo", "05 12:00")]
    return community(membership=joins, message=[said("ben", "06 12:00"), said("zed", "10 12:00")])


def test_entries_whose_window_is_open_are_pending_or_wait(late: Store) -> None:
    table = funnel(late).table
    assert table["members"].to_list() == [1, 0]
    assert table["pending"].to_list() == [0, 1]
    assert table["raw_members"].to_list() == [3, 1]
    assert table["raw_rate"].to_list() == [1, pytest.approx(1 / 3)]
    assert any(note.startswith("pending") for note in funnel(late).notes)


def test_a_shorter_window_is_over_sooner(late: Store) -> None:
    """Five days from noon on the 5th end at noon on the 10th, before the 10th is over."""
    table = funnel(late, window="5d").table
    assert (table["members"].to_list(), table["pending"].to_list()) == ([3, 1], [0, 0])


def test_steps_after_the_span_count_entries_before_it_do_not(late: Store) -> None:
    late.cut(Cut(since=date(2024, 1, 2), until=date(2024, 1, 5)))
    assert came(late, "join", "message", window="5d") == [2, 1]


def test_events_after_as_of_have_not_happened(late: Store) -> None:
    late.cut(Cut(as_of=date(2024, 1, 5)))
    assert funnel(late).table["raw_members"].to_list() == [3, 0]


def test_where_nobody_enters_there_are_zeros_and_no_rates(late: Store) -> None:
    late.cut(Cut(since=date(2024, 1, 7)))
    result = funnel(late)
    assert result.table["members"].to_list() == [0, 0]
    assert result.table["overall_rate"].to_list() == [None, None]
    assert "nobody enters in this span." in result.notes


def test_groups_are_those_of_step_1_and_sum_to_the_whole(community: Community) -> None:
    """Ana joins the hall and speaks in the attic; Ben joins the attic and is silent."""
    store = community(
        membership=[join("ana", "01 12:00"), join("ben", "01 12:00", "attic")],
        message=[said("ana", "02 12:00", "attic"), said("zed", "31 12:00")],
    )
    store.cut(Cut(by="group"))
    rows = funnel(store).table.select("slice", "members").rows()
    assert rows == [("attic", 1), ("attic", 0), ("hall", 1), ("hall", 1)]


@pytest.mark.parametrize("by", ["group", "channel", "platform", "tenure", "segment"])
@pytest.mark.parametrize("count", Counted)
def test_slices_sum_to_the_whole(community: Community, by: str, count: Counted) -> None:
    """Three who came by two ways and speak on different days in two places, Ana in both."""
    channels = {"ana": "fair", "ben": "poster", "cleo": None}
    spoken = [*(("ana", "02", "hall"), ("ana", "20", "attic"), ("ana", "21", "hall")), ("ben", "03", "attic")]
    store = community(
        member=[{"native": who, "channel": channel} for who, channel in channels.items()],
        message=[said(who, f"{day} 12:00", group) for who, day, group in [*spoken, ("cleo", "04", "hall")]]
        + [said("ben", "05 12:00"), said("cleo", "31 12:00")],
    )
    whole = came(store, "message", "message", count=count)
    store.cut(Cut(by=by))
    table = funnel(store, step=["message", "message"], count=count).table
    value = "members" if count is Counted.uniques else "entries"
    assert [table.filter(number=number)[value].sum() for number in (1, 2)] == whole
    assert whole == ([3, 1] if count is Counted.uniques else [4, 2])


def test_staff_and_bots_do_not_enter_a_funnel(community: Community) -> None:
    store = community(
        member=[{"native": "boss", "is_staff": True}, {"native": "bot", "is_bot": True}],
        membership=[join(who, "01 12:00") for who in ("ana", "boss", "bot")],
        message=[said(who, "02 12:00") for who in ("boss", "bot")] + [said("zed", "31 12:00")],
    )
    assert came(store) == [1, 0]
    store.cut(Cut(include_staff=True))
    assert came(store) == [2, 1]


def test_orders_and_reactions_are_steps_too(community: Community) -> None:
    """Ana reacts on the 2nd to a message of the 1st and buys on the 3rd; Ben only reacts."""
    reacted = {"group": "hall", "message": "1", "receiver": "zed", "kind": "reaction"}
    store = community(
        message=[{**said("zed", "01 12:00"), "native": "1"}, said("zed", "31 12:00")],
        interaction=[{**reacted, "sender": who, "happened_at": on("02 12:00")} for who in ("ana", "ben")],
        order_line=[{"native": "1", "member": "ana", "ordered_at": on("03 12:00"), "amount": Decimal(10)}],
    )
    assert came(store, "reaction", "order") == [2, 1]


def test_steps_that_do_not_exist_are_refused_with_the_nearest(happened: Callable[..., Store]) -> None:
    with pytest.raises(WrongUse) as refused:
        came(happened("sign-up 13:00", "attend 13:10"), "sign-in", "attend")
    assert refused.value.exit_code == 2
    assert "did you mean sign-up?" in refused.value.hint
    assert "known: join, message, reply, reaction, order, attend, end, sign-up" in refused.value.hint


@pytest.mark.parametrize(
    "options",
    [
        {"window": "7"},
        {"window": "-7d"},
        {"window": "a week"},
        {"grace": "1y"},
        {"order": StepOrder.any, "grace": "5s"},
        {"exclude_between": "1-2"},
        {"exclude": ["A"], "exclude_between": "2-1"},
        {"exclude": ["A"], "exclude_between": "1-3"},
        {"exclude": ["A"], "exclude_between": "1"},
        {"exclude": ["nothing"]},
    ],
)
def test_options_that_make_no_sense_are_refused(happened: Callable[..., Store], options: dict[str, Any]) -> None:
    with pytest.raises(WrongUse):
        came(happened("A 13:00", "B 13:10"), "A", "B", **options)


def test_one_step_is_not_a_funnel(happened: Callable[..., Store]) -> None:
    with pytest.raises(WrongUse):
        came(happened("A 13:00"), "A")


def test_a_step_whose_facts_were_never_loaded_is_refused(happened: Callable[..., Store]) -> None:
    with pytest.raises(NotEnoughData) as refused:
        came(happened("A 13:00"), "A", "order")
    assert refused.value.exit_code == 4
    with pytest.raises(NotEnoughData):
        came(happened("A 13:00"))


def test_on_the_command_line(run: Run, tmp_path: Path) -> None:
    """Two messages of Ana's, ten days apart: the second comes after the window."""
    rows = "".join(f"ana,{on('01 12:00') + timedelta(days=10 * each)},hello,hall\n" for each in range(3))
    (tmp_path / "chat.csv").write_text("author,time,text,channel\n" + rows)
    asked = ("funnel", "chat.csv", "--step", "message", "--step", "message", "--format", "csv")
    assert [line.split(",")[:3] for line in run(*asked).out.splitlines()[1:]] == [
        ["1", "message", "1"],
        ["2", "message", "0"],
    ]
    assert "1,message,1" in run(*asked, "--window", "10d", "--exclusion", "stop").out
    assert run(*asked, "--step", "massage").code == 2
    assert run(*asked, "--step", "reply").code == 4


@pytest.mark.parametrize(
    ("window", "told"), [("7d", "7 days"), ("36h", "36 hours"), ("90m", "90 minutes"), ("30S", "30 seconds")]
)
def test_the_window_is_told_in_words(community: Community, window: str, told: str) -> None:
    store = community(message=[said("ana", "01 12:00")], event=[did("ana", "visit", "01 11:00")])
    notes = funnel(store, step=["visit", "message"], window=window).notes
    assert notes[0].startswith(f"window: {told} from step 1;")
