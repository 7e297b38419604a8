"""Indicators of cases, mentions, surveys, points, labels and ledgers: a week in January, counted by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Activity, Period
from commkit.indicators.series import series
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Rows = list[dict[str, object]]


def day(number: int) -> datetime:
    return datetime.fromisoformat(f"2024-01-{number:02} 12:00")


def weeks(store: Store, name: str) -> list[tuple[object, ...]]:
    """Status, numerator and denominator of each week, the first on January 1."""
    table = series(store, [name], every=Period.week, active_by=Activity.spoke)
    return list(table.select("status", "numerator", "denominator").iter_rows())


def cases(kind: str, *outcomes: str | None, **more: object) -> Rows:
    """A case for each outcome, opened one a day from the 8th on."""
    return [
        {"native": f"{kind}{at}", "kind": kind, "opened_at": day(8 + at % 7), "outcome": outcome, **more}
        for at, outcome in enumerate(outcomes)
    ]


def test_four_of_ten_suggestions_are_adopted(community: Community) -> None:
    taken = ("TRUE", "已采纳", "部分采纳", "Implemented")
    left = (None, "open", "未采纳", "不采纳", "rejected", "暂不采纳")
    assert weeks(community(case=cases("suggestion", *taken, *left)), "adopted_rate") == [("low_n", 4, 10)]


def test_complaints_are_counted_where_complaints_are_covered(community: Community) -> None:
    """Three complaints in the second week and one in the fourth; tickets tell nothing of complaints."""
    told = [
        *cases("complaint", None, None, None),
        {"native": "late", "kind": "complaint", "opened_at": day(28)},
        {"native": "help", "kind": "ticket", "opened_at": day(1)},
    ]
    store = community(case=told)
    values = [(status, number) for status, number, _ in weeks(store, "complaints")]
    assert values == [("not_covered", None), ("complete", 3), ("complete", 0), ("complete", 1)]


def test_decisions_with_evidence(community: Community) -> None:
    """Of five decisions three rest on evidence, of one it is not said."""
    said = [True, True, True, False, None]
    told = [
        {"native": str(at), "kind": "decision", "opened_at": day(8 + at), "has_evidence": each}
        for at, each in enumerate(said)
    ]
    [(_, numerator, denominator)] = weeks(community(case=told), "decided_with_evidence_rate")[:1]
    assert (numerator, denominator) == (3, 5)


def test_mentions(community: Community) -> None:
    """Two kind words, one unkind, one of unknown mood, and one neutral."""
    moods = ["positive", "positive", "negative", None, "neutral"]
    told = [
        {"native": str(at), "site": "weibo", "happened_at": day(8 + at), "sentiment": mood}
        for at, mood in enumerate(moods)
    ]
    store = community(mention=told)
    assert [weeks(store, name)[0][1:] for name in ("mentions", "negative_mentions", "positive_share")] == [
        (5, None),
        (1, None),
        (2, 4),
    ]


@pytest.mark.parametrize(("promoters", "passives", "detractors", "nps"), [(50, 30, 20, 30), (70, 20, 10, 60)])
def test_nps(community: Community, promoters: int, passives: int, detractors: int, nps: int) -> None:
    """Nines are promoters, eights passives, sixes detractors; a rating of 1 to 5 is no recommendation."""
    scores = [9] * promoters + [8] * passives + [6] * detractors
    told: Rows = [{"answered_at": day(8), "score": score} for score in scores]
    told += [{"answered_at": day(14), "score": 5, "question": "service", "scale": "1-5"}]
    store = community(survey=told)
    assert weeks(store, "nps") == [("complete", 100 * nps, 100)]


def test_csat_is_the_upper_two_of_each_scale(community: Community) -> None:
    """4 and 5 of 5, 6 of 7 and 9 of 10; a 3, a 5 of 7 and an 8 of 10 are not."""
    scored = [("1-5", 4), ("1-5", 5), ("1-7", 6), ("0-10", 9), ("1-5", 3), ("1-7", 5), ("0-10", 8)]
    told = [
        {"answered_at": day(8), "score": score, "scale": scale, "question": f"satisfied {scale}"}
        for scale, score in scored
    ]
    assert weeks(community(survey=told), "csat")[0][1:] == (4, 7)


def test_points(community: Community) -> None:
    """Ana is given 30 and 20 and spends 15."""
    told = [{"member": "ana", "happened_at": day(8 + at), "change": each} for at, each in enumerate((30, 20, -15))]
    store = community(points=told)
    assert [weeks(store, name)[0][1] for name in ("points_issued", "points_redeemed")] == [50, 15]


def test_nine_of_ten_members_are_tagged(community: Community) -> None:
    """Ten talk; nine have a city, one an age too, which a hand check repeats; a segment tells nothing of anybody."""
    people = [f"m{at}" for at in range(10)]
    talk = [{"native": name, "group": "hall", "author": name, "sent_at": day(8), "kind": "text"} for name in people]
    label = [{"member": name, "dimension": "city", "value": "x"} for name in people[:9]]
    label += [{"member": "m0", "dimension": "age", "value": "30"}]
    label += [{"member": "m0", "dimension": "age", "value": "30", "said_by": "check"}]
    label += [{"member": "m9", "dimension": "segment", "value": "vips"}]
    late = {"native": "last", "group": "hall", "author": "m0", "sent_at": day(14), "kind": "text"}
    store = community(message=[*talk, late], label=label)
    assert weeks(store, "tag_coverage")[0][1:] == (9, 10)
    assert weeks(store, "tags_per_member")[0][1:] == (10, 10)


def test_what_the_books_say(community: Community) -> None:
    """5 and 7 spent and 20 taken in; a budget of 100 is no spending."""
    rows = [("out", "actual", 5), ("out", "actual", 7), ("in", "actual", 20), ("out", "budget", 100)]
    told = [
        {"day": date(2024, 1, 8 + at), "flow": flow, "scenario": scenario, "amount": amount}
        for at, (flow, scenario, amount) in enumerate(rows)
    ]
    store = community(ledger=told)
    assert [weeks(store, name)[0][1] for name in ("spending", "income")] == [12, 20]


def test_a_month_says_nothing_of_its_weeks(community: Community) -> None:
    """100 of rent in January and 100 in February, and 7 on a day of February: weeks are unknown, February is 107."""
    months = [(date(2024, 1, 1), date(2024, 1, 31)), (date(2024, 2, 1), date(2024, 2, 29))]
    spent: dict[str, object] = {"flow": "out", "scenario": "actual"}
    rent = [{"day": first, "until_on": last, "amount": 100, **spent} for first, last in months]
    store = community(ledger=[*rent, {"day": date(2024, 2, 14), "amount": 7, **spent}])
    assert {status for status, *_ in weeks(store, "spending")} <= {"not_covered", "running"}
    table = series(store, ["spending"], every=Period.month, active_by=Activity.spoke)
    assert table.select("status", "value").rows() == [("complete", 100), ("complete", 107)]


def test_what_is_of_nobody_is_unknown_of_some(community: Community) -> None:
    """Rent is of no member: of the people of one city it is not known, and neither are mentions."""
    store = community(
        message=[{"native": "1", "group": "hall", "author": "ana", "sent_at": day(8), "kind": "text"}],
        label=[{"member": "ana", "dimension": "city", "value": "x"}],
        ledger=[{"day": date(2024, 1, 8 + at), "flow": "out", "scenario": "actual", "amount": 5} for at in range(7)],
        mention=[{"native": str(at), "site": "weibo", "happened_at": day(8 + at)} for at in range(7)],
    )
    assert [weeks(store, name)[0][:2] for name in ("spending", "mentions")] == [("complete", 35), ("complete", 7)]
    store.cut(Cut(only=[("city", "x")]))
    assert {weeks(store, name)[0][:2] for name in ("spending", "mentions")} == {("not_covered", None)}
