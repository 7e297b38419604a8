"""`commkit experiment`: how many people a test needs; the questions of experiments stand beside it."""

from __future__ import annotations

from math import ceil
from typing import Annotated

from commkit.answer.display import show_table
from commkit.errors import WrongUse
from commkit.params import FACE, FaceOptions, option
from commkit.result import Result
from commkit.stats.sample_size import size_means, size_rates
from commkit.typed import parse_number
from commkit.words import say

EXAMPLES = (
    "commkit experiment size --from 10% --to 12%  # how many people show such a rise of a rate",
    "commkit experiment size --from 20 --to 22 --deviation 9  # the same of a mean",
    "commkit experiment size --from 10% --to 12% --per-day 400  # and how many days that takes",
)
POWERS = (0.8, 0.9)
MOST = 10**10  # people: more do not live

From = Annotated[str, option("--from", metavar="NUMBER", help=say("The rate or mean without the change, as 10%."))]
To = Annotated[str, option("--to", metavar="NUMBER", help=say("What it is to become: the smallest change worth it."))]
Deviation = Annotated[
    float | None, option(min=0, metavar="NUMBER", help=say("Of a mean: the standard deviation of its numbers."))
]
Arms = Annotated[int, option(min=2, max=20, metavar="N", help=say("How many variants, the control among them."))]
PerDay = Annotated[int | None, option(min=1, metavar="N", help=say("How many people come into the test on a day."))]


def size(
    *,
    from_: From,
    to: To,
    deviation: Deviation = None,
    arms: Arms = 2,
    per_day: PerDay = None,
    face: FaceOptions = FACE,
) -> None:
    """How many people each variant needs so that a change of this size is found, 80 and 90 times in 100."""
    import polars as pl

    base, target = parse_number(from_), parse_number(to)
    needed = [] if base == target else [_size(base, target, deviation, power) for power in POWERS]
    if max(needed, default=MOST) >= MOST:
        raise WrongUse(
            say("no test shows a change from {base} to {target}", base=from_, target=to),
            hint=say("give a --to further off"),
        )
    in_all = [number * arms for number in needed]
    days = [None if per_day is None else ceil(number / per_day) for number in in_all]
    kinds = {"power_rate": pl.Float64, "units": pl.Int64, "units_in_all": pl.Int64, "days": pl.Int64}
    table = pl.DataFrame({"power_rate": POWERS, "units": needed, "units_in_all": in_all, "days": days}, kinds)
    formula = say("the z test of two rates, pooled") if deviation is None else say("the t test of two means")
    notes = (
        say("formula: {formula}; two-sided, so that 5% of tests of no change find one.", formula=formula),
        say("units: people in each variant. Set the end beforehand: who stops at the first finding is misled."),
    )
    unseen = () if per_day else ("days",)
    show_table("experiment size", Result(say("Size of an experiment"), table, notes=notes, unseen=unseen), face)


def _size(base: float, target: float, deviation: float | None, power: float) -> int:
    """How many people of each variant. Raises WrongUse."""
    if deviation is not None:
        return size_means(target - base, deviation, power)
    if not (0 <= base <= 1 and 0 <= target <= 1):
        raise WrongUse(say("a rate lies between 0 and 100%"), hint=say("give --deviation too where this is a mean"))
    return size_rates(base, target, power)


VERBS = {"size": size}
