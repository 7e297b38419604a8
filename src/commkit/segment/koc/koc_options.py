"""The options of the commands about influence."""

from __future__ import annotations

from typing import Annotated

from commkit.params import option
from commkit.words import say

MOST_SEEDS = 1000

Honours = Annotated[
    bool, option("--honours", help=say("The best of each component in the last complete month, to be thanked."))
]
Top = Annotated[int, option(min=1, max=MOST_SEEDS, metavar="N", help=say("Choose so many members."))]
Seeds = Annotated[int, option("--seeds", min=1, max=MOST_SEEDS, metavar="N", help=say("Begin with one to so many."))]
OwnSeeds = Annotated[
    str | None,
    option("--members", metavar="HANDLES", help=say("Begin with these, with commas between, in this order.")),
]
WorldSeed = Annotated[int, option("--seed", min=0, max=2**31, metavar="N", help=say("What decides which ties carry."))]
