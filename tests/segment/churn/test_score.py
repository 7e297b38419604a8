from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from commkit.errors import CannotDo, NotEnoughData, WrongUse
from commkit.segment.churn import model_choice
from commkit.segment.churn.model_choice import choose_model
from commkit.segment.churn.risks import find_risks
from commkit.segment.churn.score import score
from commkit.segment.churn.snapshots import Lookout
from commkit.store.ask.cut import Cut
from commkit.store.model_file import save_model
from tests.segment.churn.crowds import LAST, fading_crowd, gather

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]
    Natives = Callable[[Store], dict[str, str]]


@pytest.fixture
def untried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models that are not tried on the past, for tests that are about something else."""

    def refuse(*_: object) -> None:
        raise NotEnoughData("", hint="")

    monkeypatch.setattr(model_choice, "score_past", refuse)


@pytest.mark.usefixtures("untried")
def test_whoever_fades_scores_above_whoever_writes_as_ever(community: Community, natives: Natives) -> None:
    """Both wrote last a week before the end: one who wrote daily until then, and one who writes once a week."""
    days = fading_crowd(1, 160)
    days["fades"] = [*range(200, 280), 293]
    days["steady"] = [*range(200, 294, 7), 293]
    table = score(gather(community, days)).table
    store = gather(community, days)
    called = natives(store)
    risk = {called[row["handle"]]: row["churn_rate"] for row in table.to_dicts()}

    assert risk["fades"] > 2 * risk["steady"]
    assert all(0 <= each <= 1 for each in risk.values())


@pytest.mark.usefixtures("untried")
def test_reasons_tell_the_members_own_numbers(community: Community, natives: Natives) -> None:
    """Silent wrote on days 200 to 270, a Thursday in September: 30 days before the last day, and 20 of 90 before it."""
    days = fading_crowd(1, 160)
    days["gone"] = list(range(251, 271))
    store = gather(community, days)
    called = natives(store)
    row = next(row for row in find_risks(store).to_dicts() if called[row["handle"]] == "gone")

    told = {row["reason_1"], row["reason_2"]}
    assert told & {f"last active {LAST - 270} days ago", "0 messages in 30 days, 20 in 90"}
    assert row["value"] == 20


def test_a_score_says_what_the_past_says_of_it(community: Community) -> None:
    result = score(gather(community, fading_crowd(1)))

    assert result.notes[0].startswith("better than recency")
    assert result.parameters is not None
    assert result.parameters["expected_churns"] == pytest.approx(result.table["churn_rate"].sum(), abs=0.05)


def test_too_few_are_refused(community: Community) -> None:
    with pytest.raises(NotEnoughData, match="too few members to learn from"):
        score(gather(community, fading_crowd(1, 30)))


@pytest.mark.usefixtures("untried")
def test_a_model_is_kept_and_scores_without_learning(
    community: Community, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = gather(community, fading_crowd(1, 160))
    store.path = tmp_path / "club.duckdb"
    store.session.keeps_models = False
    assert any("only commkit churn keeps a model" in note for note in score(store).notes)
    assert list(tmp_path.iterdir()) == []
    store.session.keeps_models = True
    first = score(store).table
    assert (tmp_path / "club.churn.json").exists()
    monkeypatch.setattr(model_choice, "teach_model", None)  # it is not asked again

    assert score(store).table.equals(first)


@pytest.mark.usefixtures("untried")
def test_a_model_that_knows_later_facts_is_passed_over(community: Community, tmp_path: Path) -> None:
    store = gather(community, fading_crowd(1, 160))
    store.path = tmp_path / "club.duckdb"
    kept = choose_model(Lookout(store)).model
    store.cut(Cut(as_of=store.as_of - timedelta(days=20)))
    chosen = choose_model(Lookout(store))

    assert chosen.model.taught_to < kept.taught_to
    assert any("knows later facts" in note for note in chosen.notes)
    assert json.loads((tmp_path / "club.churn.json").read_text())["taught_to"] == kept.taught_to


@pytest.mark.usefixtures("untried")
def test_a_model_is_stale_after_ninety_days(community: Community, tmp_path: Path) -> None:
    """Trained on all up to day 200, asked on day 300."""
    days = fading_crowd(1, 200)
    early = gather(community, days, 210)
    early.path = tmp_path / "club.duckdb"
    choose_model(Lookout(early))
    late = gather(community, days)
    late.path = tmp_path / "club.duckdb"

    assert any(note.startswith("stale") for note in choose_model(Lookout(late)).notes)


@pytest.mark.usefixtures("untried")
@pytest.mark.parametrize("text", ["", "{}", '{"version": 1, "digest": "0"}', "[1]", '{"digest": 3}'])
def test_a_model_that_is_damaged_is_refused_and_trained_anew(community: Community, tmp_path: Path, text: str) -> None:
    store = gather(community, fading_crowd(1, 160))
    store.path = tmp_path / "club.duckdb"
    (tmp_path / "club.churn.json").write_text(text)

    with pytest.raises(CannotDo, match="no churn model"):
        score(store)
    assert score(store, fit=True).table.height > 0


@pytest.mark.usefixtures("untried")
def test_no_ranking_is_that_of_the_probability_to_be_alive(community: Community, natives: Natives) -> None:
    """Whoever was active on one day only is not safe: those who have been silent long score high."""
    days = fading_crowd(1, 160)
    days |= {f"once{day}": [day] for day in (215, 250, 299)}
    store = gather(community, days)
    called = natives(store)
    risk = {called[row["handle"]]: row["churn_rate"] for row in score(store, everybody=True).table.to_dicts()}

    assert risk["once299"] < 0.2
    assert min(risk["once250"], risk["once215"]) > 0.5


@pytest.mark.usefixtures("untried")
def test_a_model_of_another_community_is_passed_over(community: Community, tmp_path: Path) -> None:
    store = gather(community, fading_crowd(1, 160))
    store.path = tmp_path / "club.duckdb"
    choose_model(Lookout(store))
    path = tmp_path / "club.churn.json"
    said = json.loads(path.read_text())
    del said["digest"]
    save_model(path, {**said, "community": "another", "rows": 7})

    assert choose_model(Lookout(store)).model.rows > 7


@pytest.mark.usefixtures("untried")
def test_a_model_of_a_past_day_or_of_other_days_ahead_replaces_none(community: Community, tmp_path: Path) -> None:
    store = gather(community, fading_crowd(1, 160))
    store.path = tmp_path / "club.duckdb"
    path = tmp_path / "club.churn.json"
    today = store.as_of
    store.cut(Cut(as_of=today - timedelta(days=20)))
    choose_model(Lookout(store))
    assert not path.exists()
    store.cut(Cut())
    choose_model(Lookout(store))
    choose_model(Lookout(store, ahead=20))

    assert json.loads(path.read_text())["ahead"] == 30
    choose_model(Lookout(store, ahead=20), anew=True)
    assert json.loads(path.read_text())["ahead"] == 20


@pytest.mark.parametrize("cut", [Cut(since=date(2024, 5, 1)), Cut(until=date(2024, 9, 1))])
def test_a_span_of_days_is_refused(community: Community, cut: Cut) -> None:
    store = gather(community, fading_crowd(1, 30))
    store.cut(cut)
    with pytest.raises(WrongUse, match="one day"):
        score(store)
