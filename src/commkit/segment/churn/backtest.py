"""Would the churn score have been right in the past, and better than the days since the last activity?"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from commkit.about import About
from commkit.choices import Activity, Period
from commkit.errors import WrongUse
from commkit.params.questions import ActiveBy
from commkit.result import Line, Result
from commkit.segment.churn.backtest_windows import try_windows
from commkit.segment.churn.churn_options import (
    Ahead,
    BacktestWindows,
    ByCutoff,
    CutoffEvery,
    Cutoffs,
    ModelKind,
    Reliability,
    ScoreModel,
)
from commkit.segment.churn.proof import CUTOFFS, Proof, prove
from commkit.segment.churn.score_verdicts import tell_verdict
from commkit.segment.churn.snapshots import AHEAD, Lookout, find_churn_rate, open_lookout
from commkit.stats.score_measures import MEASURES, bin_scores
from commkit.store.ask.community import Store
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

ABOUT = About(
    needs_one_of=("messages", "orders", "reactions", "events"),
    examples=(
        "commkit churn backtest  # whether past scores came true",
        "commkit churn backtest --reliability -o reliability.png  # a chart of what was foretold and what happened",
        "commkit churn backtest --by-cutoff --every month  # whether they came true in every month",
        "commkit churn backtest --windows  # how much history the score needs",
    ),
    sql=("segment/features", "segment/churn/weeks", "segment/churn/outcomes"),
)
_WHOM = ("regulars", "everybody")


def backtest(
    store: Store,
    *,
    cutoffs: Cutoffs = CUTOFFS,
    every: CutoffEvery = Period.week,
    ahead: Ahead = AHEAD,
    model: ModelKind = ScoreModel.regression,
    by_cutoff: ByCutoff = False,
    reliability: Reliability = False,
    windows: BacktestWindows = False,
    active_by: ActiveBy = Activity.spoke,
) -> Result:
    """The score of past days against what happened then, beside recency and the rule, with intervals of differences."""
    if by_cutoff + reliability + windows > 1:
        raise WrongUse(
            say("--by-cutoff, --reliability and --windows are different answers"), hint=say("ask for one of them")
        )
    if every not in (Period.week, Period.month):
        raise WrongUse(
            say("the past is looked at from the ends of weeks or of months"),
            hint=say("choose --every week or --every month"),
        )
    lookout = open_lookout(store, active_by, ahead)
    if windows:
        return try_windows(lookout, every, cutoffs)
    proof = prove(lookout, every, cutoffs, model)
    if by_cutoff:
        return _list_cutoffs(proof)
    if reliability:
        return _draw_reliability(proof)
    return _measure(proof, lookout)


def _measure(proof: Proof, lookout: Lookout) -> Result:
    """A row for each kind of people and each measure."""
    import polars as pl

    others = ["recency", "rule", *(["regression"] if "regression" in proof.trial.rankings else [])]
    parts = dict(zip(_WHOM, (proof.regulars, proof), strict=True))
    rows = [_compare(people, parts[people], name, others) for people, name in product(_WHOM, MEASURES)]
    return Result(
        say("Back-test of the churn score"),
        pl.DataFrame(rows).fill_nan(None),
        _PLOT,
        notes=(tell_verdict(proof), *_describe(proof, lookout), *_explain()),
        keys=("whom", "statistic"),
        vocabulary={"whom": _WHOM, "statistic": tuple(MEASURES)},
        parameters={"ahead_days": lookout.ahead, "verdict": proof.verdict.value},
        aside=("rule_low", "rule_high"),
        drawn=_bin(proof),
    )


def _compare(people: str, proof: Proof, name: str, others: list[str]) -> dict[str, object]:
    row: dict[str, object] = {"whom": people, "statistic": name, "score": None}
    if not proof.can_rank:
        return row | {f"{other}{part}": None for other in others for part in ("", "_low", "_high")}
    row["score"] = proof.trial.measure("score", name)
    for other in others:
        gap = proof.trial.find_gap("score", other, name)
        row |= {other: proof.trial.measure(other, name), f"over_{other}": gap.difference}
        row |= {f"{other}_low": gap.low, f"{other}_high": gap.high}
    return row


_PLOT = Line("mean_score_rate", ("churn_rate", "ideal_rate"))


def _bin(proof: Proof) -> pl.DataFrame:
    import polars as pl

    rows = [
        (bin_.mean_score, bin_.churned / bin_.people, bin_.mean_score)
        for bin_ in bin_scores(proof.trial.rankings["score"])
    ]
    names = {"mean_score_rate": pl.Float64, "churn_rate": pl.Float64, "ideal_rate": pl.Float64}
    return pl.DataFrame(rows, names, orient="row")


def _draw_reliability(proof: Proof) -> Result:
    """A row for each kind of people and each tenth of the score that holds anybody."""
    import polars as pl

    parts = dict(zip(_WHOM, (proof.regulars, proof), strict=True))
    rows = [
        (people, bin_.mean_score, bin_.churned, bin_.people, bin_.churned / bin_.people)
        for people, part in parts.items()
        for bin_ in bin_scores(part.trial.rankings["score"])
    ]
    names = ("whom", "mean_score_rate", "churns", "of_scores", "churn_rate")
    return Result(
        say("Score against what happened"),
        pl.DataFrame(rows, names, orient="row"),
        _PLOT,
        notes=(
            say("each row: a tenth of the scale from 0 to 1. A score that means what it says churns at its own rate."),
        ),
        keys=("whom", "mean_score_rate"),
        vocabulary={"whom": _WHOM},
        drawn=_bin(proof),
    )


def _list_cutoffs(proof: Proof) -> Result:
    """A row for each day that was scored from."""
    import polars as pl

    rows = []
    for day in proof.cutoffs:
        here = Proof(proof.scored.filter(pl.col("review_on") == day))
        for people, part in zip(_WHOM, (here.regulars, here), strict=True):
            aucs = {
                way: part.trial.measure(way, "auc") if part.can_rank else None for way in ("score", "recency", "rule")
            }
            churns, members = part.scored["churned"].sum(), part.scored.height
            rows.append({"review_on": day, "whom": people, "churned_members": churns, "of_members": members})
            rows[-1] |= {"churn_rate": churns / members if members else None}
            rows[-1] |= {f"{way}_auc": auc for way, auc in aucs.items()}
    return Result(
        say("Back-test of the churn score by day"),
        pl.DataFrame(rows),
        Line("review_on", ("score_auc", "recency_auc", "rule_auc")),
        notes=(tell_verdict(proof),),
        keys=("review_on", "whom"),
        vocabulary={"whom": _WHOM},
        drawn=pl.DataFrame(rows).filter(pl.col("whom") == "regulars"),
    )


def _describe(proof: Proof, lookout: Lookout) -> tuple[str, ...]:
    regulars = proof.regulars.scored
    return (
        say(
            "scored from {days} days, {from_on} to {to_on}, each by what was known on it; churned: no activity in the "
            "{ahead} days after.",
            days=len(proof.cutoffs),
            from_on=proof.cutoffs[0],
            to_on=proof.cutoffs[-1],
            ahead=lookout.ahead,
        ),
        say(
            "{all:,} scores of {members:,} members, {rate:.0%} churned; of regulars {regulars:,}, {regular_rate:.0%}.",
            all=proof.scored.height,
            members=proof.scored["member"].n_unique(),
            rate=find_churn_rate(proof.scored),
            regulars=regulars.height,
            regular_rate=find_churn_rate(regulars) or 0,
        ),
    )


def _explain() -> tuple[str, ...]:
    return (
        say(
            "auc: the share of pairs, one who churned and one who stayed, that are in the right order; pr_auc: "
            "precision over recall; brier and ece: how far the score is from what happened, 0 is best; at 10: of the "
            "tenth that scores highest."
        ),
        say("recency and the rule have the same people, ties and calibration; low and high: 95%, drawn by member."),
    )
