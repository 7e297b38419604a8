"""Who or what was in an experiment, one a row: the variant, the outcomes, and what was before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

VARIANT, EARLIER = "\0variant", "\0earlier"  # beside outcomes, whose names others choose
_CONTROLS = ("control", "hold out", "hold-out", "holdout", "placebo", "none", "a", "对照", "对照组", "空白")


@dataclass(frozen=True, slots=True)
class Units:
    """A row each: `told` has the variant and one column of numbers an outcome, null where it is not known.

    `earlier` is what each did before, where that is to be taken out. An outcome of 0 and 1 alone is a rate.
    """

    told: pl.DataFrame
    outcomes: tuple[str, ...]
    has_earlier: bool = False

    @property
    def sizes(self) -> dict[str, int]:
        """How many are in each variant, in the order of their names."""
        counted = self.told.group_by(VARIANT).len().sort(VARIANT)
        return dict(counted.iter_rows())

    def is_rate(self, outcome: str) -> bool:
        """Whether it either happens or not."""
        return bool(self.told[outcome].drop_nulls().is_in([0.0, 1.0]).all())

    def choose_control(self, wanted: str | None) -> str:
        """The variant that others are compared with: the one named, else one called so, else the first by name.

        Raises WrongUse where there is nothing to compare, or no variant is called so.
        """
        names = list(self.sizes)
        if len(names) < 2:  # noqa: PLR2004 (an experiment compares)
            raise WrongUse(
                say("an experiment compares two variants or more; here is {count}", count=len(names)),
                hint=say("name another column, campaign or dimension"),
            )
        if wanted is None:
            return next((name for known in _CONTROLS for name in names if name.casefold() == known), names[0])
        if wanted not in names:
            raise WrongUse(
                say("no variant is called {name!r}", name=wanted),
                hint=say("there are: {names}", names=say(", ").join(names)),
            )
        return wanted
