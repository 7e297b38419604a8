"""What an indicator is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["count", "rate", "number", "hours", "amount"]
Good = Literal["up", "down", "between", "neither"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One KPI as columns of its family's SQL: numerator over denominator, or the numerator alone.

    `needs` are the kinds of fact without which it cannot be told, all of them. `sample` is the column with n where
    that is neither the denominator nor the numerator. `matured` names the columns with all people of a period and with
    those whose time is over, where people are given time. What is good `between` two bounds has `low` and `high`, which
    commkit.toml may set otherwise. Numbers of two versions are not compared.
    """

    name: str
    definition: str
    family: str
    unit: Unit
    good: Good
    needs: tuple[str, ...]
    numerator: str
    denominator: str | None = None
    sample: str | None = None
    matured: tuple[str, str] | None = None
    days_after: int = 0  # so many days after its end a period is still maturing
    is_from_before: bool = False  # of what people did in the period before
    is_of_now: bool = False  # measured as of the answer, not by period
    of_members: bool = False  # members of the period, who are assumed where no roster was loaded
    of_words: bool = False  # counts what people write, whatever tells who is active
    is_revised: bool = False  # as time goes on, the numbers of periods that are over may change
    warns_of_few: bool = False  # uncertain where it is of few, as every rate is
    low: float | None = None
    high: float | None = None
    levels: tuple[str, ...] = ()  # of the pyramid; of members who stand in one of them as the period starts
    adds_up: bool = True  # what its columns count of parts of the community is, added up, what they count of all
    version: int = 1

    @property
    def has_parts(self) -> bool:
        """Whether its change is the sum of those of parts of the community."""
        return self.adds_up and not self.is_of_now
