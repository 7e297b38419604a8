"""The options of the commands about churn, and the words that they take."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from commkit.choices import Period
from commkit.params import option
from commkit.words import say


class ScoreModel(StrEnum):
    """What scores members for churn."""

    regression = "regression"
    trees = "trees"


SilentFor = Annotated[
    int, option("--silent", min=1, max=90, metavar="N", help=say("So many whole days without activity."))
]
Drop = Annotated[
    float,
    option(min=0.01, max=1, metavar="SHARE", help=say("The last week this far below a mean one of the four before.")),
]
AllOf = Annotated[bool, option("--all/--any", help=say("Flag whoever is silent and down, or whoever is either."))]
Everybody = Annotated[
    bool, option("--everybody", help=say("Look at all who were active in 90 days, not only at regulars."))
]
Cutoffs = Annotated[
    int, option("--cutoffs", min=5, max=200, metavar="N", help=say("From how many days in the past to score."))
]
CutoffEvery = Annotated[Period, option("--every", help=say("How far apart those days are: week or month."))]
Ahead = Annotated[
    int, option("--ahead", min=7, max=365, metavar="DAYS", help=say("Days without activity that count as churned."))
]
ModelKind = Annotated[ScoreModel, option("--model", help=say("A regression, or trees where they are better."))]
ModelChoice = Annotated[
    ScoreModel | None, option("--model", help=say("A regression, or trees where they are better; else what is kept."))
]
Fit = Annotated[bool, option("--fit", help=say("Train the model anew and keep it, though one is kept."))]
Reliability = Annotated[bool, option("--reliability", help=say("Score against what happened, span by span."))]
BacktestWindows = Annotated[bool, option("--windows", help=say("What 30 to 180 days of history are worth."))]
ByCutoff = Annotated[bool, option("--by-cutoff", help=say("One row for each of the days in the past."))]
