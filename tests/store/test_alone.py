"""Records that stand alone: surveys, campaigns, labels, cases, ledgers, mentions, points and daily counts."""

from __future__ import annotations

from datetime import date, datetime
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import CannotDo
from commkit.store.ask.cut import Cut
from commkit.store.ask.select import select
from commkit.store.change import undo
from commkit.store.load.count import Count

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.store.ask.community import Store

    Make = Callable[..., Any]
    Query = Callable[..., list[Any]]

NOON = datetime.fromisoformat("2024-01-08 12:00")


def day(number: int) -> datetime:
    return datetime.fromisoformat(f"2024-01-{number:02} 12:00")


def ticket(native: str = "t1", **more: object) -> dict[str, object]:
    return {"native": native, "kind": "ticket", "member": "ana", "opened_at": day(1), **more}


def cost(number: int, amount: object = 5, **more: object) -> dict[str, object]:
    spent = {"day": date(2024, 1, number), "flow": "out", "scenario": "actual", "channel": "ads", "amount": amount}
    return {**spent, **more}


def test_all_kinds_balance_and_are_kept(load: Make, export: Make, rows: Query) -> None:
    told = export(
        survey=[{"member": "ana", "answered_at": NOON, "score": 9}],
        campaign=[{"campaign": "spring", "starts_at": NOON}],
        ledger=[cost(8, "12.50")],
        case=[ticket()],
        label=[{"content": "1", "dimension": "label", "value": "praise"}],
        mention=[{"native": "w1", "site": "weibo", "happened_at": NOON, "sentiment": "positive"}],
        points=[{"member": "ana", "happened_at": NOON, "change": 5}],
        daily_count=[{"day": date(2024, 1, 8), "name": "member_total", "value": 6}],
    )
    [counts] = load(told)
    assert set(counts.values()) == {Count(records=1, loaded=1)}
    for kind in counts:
        assert rows(f"select count(*) from raw.{kind}") == [(1,)]  # noqa: S608 (our own names)


def test_equal_answers_and_costs_without_ids_survive_and_do_not_double(load: Make, export: Make) -> None:
    """Two strangers give an 8 at the same noon and two cabs cost 5; the next export has a third of each."""
    answer, cab = {"answered_at": NOON, "score": 8}, cost(8, channel="cabs")
    [first] = load(export(survey=[answer] * 2, ledger=[cab] * 2))
    [second] = load(export(survey=[answer] * 3, ledger=[cab] * 3))
    assert first["survey"] == first["ledger"] == Count(records=2, loaded=2)
    assert second["survey"] == second["ledger"] == Count(records=3, loaded=1, duplicate=2)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_latest_export_says_how_a_ticket_stands(load: Make, export: Make, rows: Query, order: list[int]) -> None:
    """Opened, closed on the 3rd, and opened again: whichever is loaded first, it is open."""
    exports = [
        export(observed="2024-02-01", case=[ticket(outcome="open")]),
        export(observed="2024-02-02", case=[ticket(outcome="done", closed_at=day(3))]),
        export(observed="2024-02-03", case=[ticket(outcome="open")]),
    ]
    for number in order:
        load(exports[number])
    assert rows("select outcome, closed_at from raw.case") == [("open", None)]


def test_told_together_the_later_holds_too(load: Make, export: Make, rows: Query) -> None:
    counts = load(
        export(observed="2024-02-02", daily_count=[{"day": date(2024, 1, 8), "name": "msg_total", "value": 7}]),
        export(observed="2024-02-01", daily_count=[{"day": date(2024, 1, 8), "name": "msg_total", "value": 4}]),
    )
    assert [each["daily_count"].duplicate for each in counts] == [0, 1]
    assert rows("select value::integer from raw.daily_count") == [(7,)]


def test_a_campaign_goes_by_its_name(load: Make, export: Make, rows: Query) -> None:
    load(export(observed="2024-02-01", campaign=[{"campaign": "spring", "starts_at": day(1), "budget": 50}]))
    load(export(observed="2024-02-02", campaign=[{"campaign": "spring", "starts_at": day(2), "budget": 80}]))
    assert rows("select day(starts_at), budget::integer from raw.campaign") == [(2, 80)]


def test_what_an_undone_export_changed_is_told_again_by_the_first(
    load: Make, export: Make, rows: Query, database: Path
) -> None:
    first = export(observed="2024-02-01", case=[ticket(outcome="open")])
    load(first)
    load(export(observed="2024-02-02", case=[ticket(outcome="done")]))
    undo(database, 2, lock_timeout=0)
    load(first)
    assert rows("select outcome from raw.case") == [("open",)]


def campaign(budget: int) -> dict[str, object]:
    return {"campaign": "spring", "starts_at": day(1), "budget": budget}


@pytest.mark.parametrize(
    "undone",
    [
        {"ledger": [cost(8)]},  # nothing that was known
        {"campaign": [campaign(100)]},  # the same
    ],
)
@pytest.mark.parametrize("observed", ["2024-02-02", "2024-02-03"])
def test_an_older_export_is_not_believed_because_another_was_undone(
    load: Make, export: Make, rows: Query, database: Path, observed: str, undone: dict[str, Any]
) -> None:
    """A budget of 100, told again by an export that is undone; an older export that says 50 changes nothing."""
    load(export(observed="2024-02-02", campaign=[campaign(100)]))
    load(export(observed=observed, **undone))
    undo(database, 2, lock_timeout=0)
    load(export(observed="2024-02-01", campaign=[campaign(50)]))
    assert rows("select budget::integer from raw.campaign") == [(100,)]


KNOWN_AGAIN: dict[str, dict[str, object]] = {
    "survey": {"member": "ana", "answered_at": NOON, "score": 9},
    "campaign": campaign(100),
    "label": {"member": "ana", "dimension": "city", "value": "Chengdu", "valid_until": NOON},
    "case": ticket(),
    "ledger": cost(8),
    "mention": {"native": "w1", "site": "weibo", "happened_at": NOON, "reach": 100},
    "points": {"native": "p1", "member": "ana", "happened_at": NOON, "change": 5},
    "daily_count": {"day": date(2024, 1, 8), "name": "msg_total", "value": 7},
}


@pytest.mark.parametrize("kind", KNOWN_AGAIN)
def test_an_export_that_tells_what_is_known_is_marked_as_overlapping(
    load: Make, export: Make, rows: Query, kind: str
) -> None:
    for _ in range(2):
        load(export(**{kind: [KNOWN_AGAIN[kind]]}))
    assert rows("select is_overlapping from raw.load order by load_id") == [(False,), (True,)]


def test_a_comment_is_a_length_and_goes_to_the_private_file_only_if_asked(
    load: Make, export: Make, rows: Query, tmp_path: Path
) -> None:
    answer = {"member": "ana", "answered_at": NOON, "score": 3, "text": "too slow"}
    load(export(survey=[answer]))
    kept = tmp_path / "kept.duckdb"
    load(export(survey=[answer]), into=kept, keep_text=True)
    assert rows("select length from raw.survey") == [(8,)]
    assert rows("select text from private.text") == []
    assert rows("select text from private.text join raw.survey using (key)", kept) == [("too slow",)]


def test_costs_and_budgets_in_two_currencies_are_refused(load: Make, export: Make, database: Path) -> None:
    load(export(ledger=[cost(8, currency="CNY")]))
    before = database.read_bytes()
    with pytest.raises(CannotDo, match="2 currencies"):
        load(export(campaign=[{"campaign": "spring", "starts_at": NOON, "budget": 5, "currency": "USD"}]))
    assert database.read_bytes() == before


def test_one_currency_is_loaded_if_asked_for(load: Make, export: Make, rows: Query) -> None:
    costs = [cost(8, currency=each) for each in ("CNY", "USD", None)]
    [counts] = load(export(ledger=costs), currency="CNY")
    assert (counts["ledger"].loaded, counts["ledger"].skipped) == (2, 1)
    assert rows("select count(*) from raw.ledger where currency = 'USD'") == [(0,)]


def test_a_plan_does_not_tell_how_far_exports_reach(community: Callable[..., Store]) -> None:
    """A message of January 8, a cost budgeted for the 20th and a campaign for the 25th."""
    spoken = {"native": "1", "group": "hall", "author": "ana", "sent_at": NOON, "kind": "text"}
    planned = {"ledger": [cost(20, scenario="budget")], "campaign": [{"campaign": "x", "starts_at": day(25)}]}
    assert community(message=[spoken], **planned).covers_on == date(2024, 1, 8)
    assert community(**planned).covers_on == date(2024, 1, 25)
    assert community(message=[spoken], case=[ticket(closed_at=day(9))]).covers_on == date(2024, 1, 9)


@pytest.fixture
def store(community: Callable[..., Store]) -> Store:
    """Ana gives a 9 on the 2nd, Bo of the staff a 10 on the 3rd, somebody a 4 on the 10th; costs and tickets beside."""
    return community(
        message=[{"native": "m1", "group": "hall", "author": "ana", "sent_at": day(1), "kind": "text"}],
        member=[{"native": "bo", "is_staff": True}],
        survey=[
            {"member": "ana", "answered_at": day(2), "score": 9},
            {"member": "bo", "answered_at": day(3), "score": 10},
            {"answered_at": day(10), "score": 4},
        ],
        campaign=[
            {"campaign": "early", "starts_at": day(1), "ends_at": day(4)},
            {"campaign": "late", "starts_at": day(6)},
        ],
        ledger=[cost(number, number) for number in (2, 5, 9)],
        case=[ticket(closed_at=day(9)), ticket("t2", opened_at=day(12))],
        label=[
            {"content": "m1", "dimension": "label", "value": "praise", "labelled_by": "bo", "valid_from": day(2)},
            {"content": "m1", "dimension": "label", "value": "question"},
            {"content": "m1", "dimension": "label", "value": "spam", "valid_from": day(9)},
        ],
        daily_count=[{"day": date(2024, 1, number), "name": "msg_total", "value": number} for number in (4, 7)],
    )


def found(store: Store, query: str) -> list[tuple[object, ...]]:
    return select(store, query, timeout=60).rows()


def test_views_are_cut_to_the_span(store: Store) -> None:
    """From the 3rd to the 8th: no answer but that of the staff, the cost of the 5th, the count of either day."""
    assert found(store, "select day(answered_on), score::integer from survey order by all") == [(2, 9), (10, 4)]
    store.cut(Cut(since=date(2024, 1, 3), until=date(2024, 1, 8)))
    assert found(store, "from survey") == []
    assert found(store, "select amount::integer from ledger") == [(5,)]
    assert found(store, "select campaign from campaign order by all") == [("early",), ("late",)]
    assert found(store, "from cases") == []
    assert found(store, "select value::integer from daily_count order by all") == [(4,), (7,)]
    store.cut(Cut(since=date(2024, 1, 5), include_staff=True))
    assert found(store, "select campaign from campaign") == [("late",)]


def test_a_ticket_is_not_closed_before_it_is(store: Store) -> None:
    store.cut(Cut(as_of=date(2024, 1, 8)))
    assert found(store, "select day(opened_on), closed_at from cases") == [(1, None)]
    store.cut(Cut(as_of=date(2024, 1, 9)))
    assert found(store, "select day(opened_on), closed_at from cases") == [(1, day(9))]


def test_a_label_holds_from_its_day(store: Store) -> None:
    store.cut(Cut(as_of=date(2024, 1, 8)))
    assert found(store, "select value from label order by all") == [("praise",), ("question",)]


def test_a_label_finds_its_message(store: Store) -> None:
    query = "select value, handle from label join message on key = content left join everyone on member = "
    assert len(found(store, f"{query} message.member".replace("member = ", "everyone.member = "))) == 3


def test_answers_of_nobody_belong_to_no_segment_and_to_no_group_but_their_own(community: Callable[..., Store]) -> None:
    spoken = {"native": "1", "group": "hall", "author": "ana", "sent_at": NOON, "kind": "text"}
    answers = [{"answered_at": NOON, "score": number, "group": group} for number, group in ((1, "hall"), (2, None))]
    store = community(message=[spoken], survey=answers)
    store.cut(Cut(group="hall"))
    assert found(store, "select score::integer from survey") == [(1,)]
    store.cut(Cut(segment="new"))
    assert found(store, "from survey") == []


def test_a_months_entry_is_corrected_and_a_days_is_another(load: Make, export: Make, rows: Query) -> None:
    """Rent of January is 500, and a month later 550; of two taxis of one day neither corrects the other."""
    rent = {"until_on": date(2024, 1, 31), "category": "rent"}
    load(export(observed="2024-02-01", ledger=[cost(1, 500, **rent), cost(5, 20, category="taxi")]))
    load(export(observed="2024-03-01", ledger=[cost(1, 550, **rent), cost(5, 30, category="taxi")]))
    assert rows("select category, sum(amount)::integer from raw.ledger group by all order by all") == [
        ("rent", 550),
        ("taxi", 50),
    ]
