from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from commkit.choices import Period
from commkit.errors import NotEnoughData
from commkit.segment.churn import model_choice
from commkit.segment.churn.backtest import backtest
from commkit.segment.churn.churn_options import ScoreModel
from commkit.segment.churn.proof import ScoreVerdict, prove
from commkit.segment.churn.risks import score_members
from commkit.segment.churn.score_verdicts import tell_verdict
from commkit.segment.churn.snapshots import Lookout
from tests.examples import tried
from tests.segment.churn.crowds import LAST, equal_crowd, fading_crowd, gather

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]


def test_where_silence_is_all_there_is_the_score_is_no_better_than_recency(community: Community) -> None:
    result = backtest(gather(community, equal_crowd(0)))

    assert result.notes[0].startswith("no better than recency")


def test_a_planted_drop_is_found(community: Community) -> None:
    """And recency has the people and the ties of the days of silence, and the rule two scores a day."""
    proof = prove(Lookout(gather(community, fading_crowd(1))))
    trial = proof.regulars.trial
    gap = trial.find_gap("score", "recency", "auc")

    assert gap.low > 0
    assert proof.verdict is ScoreVerdict.better
    assert tell_verdict(proof).startswith("better than recency")
    assert trial.measure("score", "auc") > trial.measure("rule", "auc")
    for (_,), day in proof.scored.group_by("review_on"):
        ranks = day.select(pl.col("recency").rank("dense"), pl.col("silent_days").rank("dense"))
        assert ranks["recency"].to_list() == ranks["silent_days"].to_list()
        assert day["rule"].n_unique() == 2


def test_a_score_of_the_past_is_that_of_a_database_that_never_held_what_came_later(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The crowd's last day is a Saturday, October 26; the days scored from are Sundays."""
    days = fading_crowd(2)
    proof = prove(Lookout(gather(community, days)))
    monkeypatch.setattr(model_choice, "score_past", _refuse)  # the model alone is asked about here
    for cutoff in proof.cutoffs[::3]:
        early = Lookout(gather(community, days, day_of(cutoff)))
        assert early.as_of == cutoff
        model, _ = model_choice.teach_model(early, ScoreModel.regression)
        now = score_members(early, model).select("handle", "churn_rate").sort("handle")
        then = proof.scored.filter(pl.col("review_on") == cutoff).select("handle", "score").sort("handle")
        assert now["handle"].to_list() == then["handle"].to_list()
        assert now["churn_rate"].to_list() == pytest.approx(then["score"].to_list(), abs=1e-8)


def _refuse(*_: object) -> None:
    raise NotEnoughData("", hint="")


def day_of(day: date) -> int:
    """The number of a day of 2024, from 1."""
    return (day - date(2023, 12, 31)).days


@given(seed=st.integers(0, 10**6))
@tried(1, 20, phases=(Phase.explicit, Phase.generate))
def test_what_happens_after_a_day_changes_no_score_of_it(community: Community, seed: int) -> None:
    """What members do after the last day scored from is left out, moved and made up; who churned then changes."""
    random = Random(seed)  # noqa: S311
    days = equal_crowd(seed, 200)
    before = score_last(gather(community, days))
    last = day_of(before["review_on"][0])
    others = {
        who: [*(day for day in each if day <= last), *random.sample(range(last + 1, LAST + 1), random.randint(0, 5))]
        for who, each in days.items()
    }
    after = score_last(gather(community, others))

    assert before["handle"].to_list() == after["handle"].to_list()
    assert before["score"].to_list() == pytest.approx(after["score"].to_list(), abs=1e-8)
    assert before["churned"].to_list() != after["churned"].to_list()


def score_last(store: Store) -> pl.DataFrame:
    """The scores of the last day that can be scored from."""
    scored = prove(Lookout(store), cutoffs=5).scored
    return scored.filter(pl.col("review_on") == scored["review_on"].max()).sort("handle")


def test_each_window_is_worth_what_it_says(community: Community) -> None:
    """300 days of history hold 120 days before each of five Sundays, and 180 before none that can be learned from."""
    table = backtest(gather(community, fading_crowd(1)), windows=True).table

    status = dict(zip(table["window_days"], table["status"], strict=True))
    assert status == {30: "complete", 60: "complete", 90: "complete", 120: "complete", 180: "not_covered"}
    assert table.filter(pl.col("window_days") == 180)["regulars_auc"].to_list() == [None]


def test_too_few_who_churned_are_refused(community: Community) -> None:
    store = gather(community, equal_crowd(0, 40))
    with pytest.raises(NotEnoughData, match="too few members to learn from"):
        backtest(store)


def test_a_short_past_is_refused(community: Community) -> None:
    store = gather(community, equal_crowd(0), 130)
    with pytest.raises(NotEnoughData, match="days of the past can be scored from"):
        backtest(store)


def test_the_days_of_a_watch_are_wholly_covered(community: Community) -> None:
    """From Monday, January 1 to Saturday, October 26: 90 days before March 31, and 30 days after September 22."""
    lookout = Lookout(gather(community, {"ana": [1, 2]}))
    weeks = lookout.list_reviews(Period.week)

    assert (str(weeks[0]), str(weeks[-1])) == ("2024-03-31", "2024-09-22")
    assert [str(day) for day in lookout.list_reviews(Period.month)] == [
        "2024-03-31",
        "2024-04-30",
        "2024-05-31",
        "2024-06-30",
        "2024-07-31",
        "2024-08-31",
    ]
