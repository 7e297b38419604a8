"""The options of clusters."""

from __future__ import annotations

from typing import Annotated

from commkit.choices import Basis
from commkit.params import days_option, option
from commkit.words import say

Kinds = Annotated[
    int | None,
    option("--k", min=2, max=20, metavar="N", help=say("How many kinds; as many as are stable unless said.")),
]
ClusterSeed = Annotated[int, option("--seed", min=0, max=2**31, metavar="N", help=say("What decides where it begins."))]
LookBack = Annotated[int, days_option("--days", metavar="N", help=say("Of activity: how many days are looked at."))]
KindsBy = Annotated[
    Basis | None,
    option("--on", help=say("What members are told apart by: activity where there are messages, else orders.")),
]
Memberships = Annotated[
    bool, option("--members", help=say("One row for each class that a member is of, and how far, by handle."))
]
