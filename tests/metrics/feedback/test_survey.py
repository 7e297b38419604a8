"""What members answer: NPS and satisfaction with their intervals, who was asked, and whom to ask."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from commkit.metrics.feedback.survey import survey
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Rows = list[dict[str, object]]

NOON = datetime.fromisoformat("2024-01-08 12:00")


def answers(scores: dict[int | None, int], **more: object) -> Rows:
    """So many answers of each score."""
    return [{"answered_at": NOON, "score": score, **more} for score, times in scores.items() for _ in range(times)]


def test_nps_has_an_interval(community: Community) -> None:
    """Seventy promoters, twenty in between and ten detractors: 60, from 47.0 to 73.0."""
    [row] = survey(community(survey=answers({9: 70, 7: 20, 3: 10}))).table.to_dicts()
    assert (row["measure"], row["answers"], row["value"], row["status"]) == ("nps", 100, 60, "complete")
    assert (row["low_value"], row["high_value"]) == (pytest.approx(47.0, abs=0.05), pytest.approx(73.0, abs=0.05))
    assert (row["of_invited"], row["answer_rate"]) == (None, None)


def test_scales_are_never_mixed(community: Community) -> None:
    """Of "service" four of five answers of 1 to 5 are 4 or 5, and one of two of 0 to 10 is 9; neither recommends."""
    store = community(
        survey=[
            *answers({5: 2, 4: 2, 1: 1}, question="service", scale="1-5"),
            *answers({9: 1, 2: 1}, question="service", scale="0-10"),
        ]
    )
    rows = survey(store).table.select("scale", "measure", "answers", "value", "unit", "status").rows()
    assert sorted(rows) == [("0-10", "csat", 2, 0.5, "rate", "low_n"), ("1-5", "csat", 5, 0.8, "rate", "low_n")]


def test_who_was_asked(community: Community) -> None:
    """Two of eight who are listed answered in spring; in autumn four of forty, as the export says."""
    store = community(
        survey=[
            *answers({8: 2, None: 6}, survey="spring"),
            *answers({8: 4}, survey="autumn", invited=40),
        ]
    )
    rows = survey(store).table.select("survey", "answers", "of_invited", "answer_rate").rows()
    assert sorted(rows) == [("autumn", 4, 40, 0.1), ("spring", 2, 8, 0.25)]


def test_who_did_not_answer_has_no_day(community: Community) -> None:
    """Two of five who are listed answered in spring; of the other three the list tells no day."""
    store = community(
        survey=[
            *answers({8: 2}, survey="spring"),
            *({**row, "answered_at": None} for row in answers({None: 3}, survey="spring")),
        ]
    )
    assert survey(store).table.select("answers", "of_invited", "answer_rate").rows() == [(2, 5, 0.4)]


def test_one_question_of_several(community: Community) -> None:
    store = community(survey=[*answers({9: 1}, question="NPS"), *answers({4: 1}, question="service", scale="1-5")])
    assert survey(store, question="serv").table["question"].to_list() == ["service"]


@pytest.fixture
def crowd(community: Community) -> Store:
    """Twelve members, nine from Chengdu and three from Beijing; one of each has answered, both active lately."""
    people = [f"m{number:02}" for number in range(12)]
    return community(
        message=[{"native": name, "group": "hall", "author": name, "sent_at": NOON, "kind": "text"} for name in people],
        label=[
            {"member": name, "dimension": "city", "value": "Chengdu" if at < 9 else "Beijing"}
            for at, name in enumerate(people)
        ],
        survey=[{"member": name, "answered_at": NOON, "score": 9} for name in ("m00", "m11")],
    )


def test_a_sample_is_shared_out_and_the_seed_decides(crowd: Store) -> None:
    """Of four places Chengdu has three quarters."""
    crowd.cut(Cut(by="city"))
    first, again, other = (survey(crowd, sample=4, seed=seed).table for seed in (7, 7, 8))
    assert Counter(first["slice"]) == {"Chengdu": 3, "Beijing": 1}
    assert first.equals(again)
    assert not first.equals(other)
    crowd.cut(Cut())
    assert survey(crowd, sample=100).table.height == 12


def test_it_says_whether_the_active_answered(crowd: Store) -> None:
    assert any("100% were active" in note and "of all members 100%" in note for note in survey(crowd).notes)


def test_answers_are_broken_down_by_what_members_are(crowd: Store) -> None:
    crowd.cut(Cut(by="city"))
    assert sorted(survey(crowd).table.select("slice", "answers").rows()) == [("Beijing", 1), ("Chengdu", 1)]


def test_of_a_named_survey_each_members_last_answer_counts(community: Community) -> None:
    """Ana gives a 6 and then a 9; Ben was asked, and answers in a later export; Cleo was asked."""
    told = [("ana", 8, 6), ("ana", 9, 9), ("ben", 8, None), ("ben", 9, 10), ("cleo", 8, None)]
    rows = [
        {"member": name, "answered_at": NOON.replace(day=day), "score": score, "survey": "spring"}
        for name, day, score in told
    ]
    [row] = survey(community(survey=rows)).table.to_dicts()
    assert (row["answers"], row["of_invited"], row["value"]) == (2, 3, 100)
