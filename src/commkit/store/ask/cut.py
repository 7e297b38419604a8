"""What part of a community a question sees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from commkit.errors import BeyondData, NotEnoughData, WrongUse
from commkit.store.ask.remedies import LOADS
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    import polars as pl

APART = "\x1f"  # marks what belongs to layers that are not looked at
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cut:
    """What part of the community a question sees. Days are inclusive and local."""

    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    group: str | None = None
    by: str | None = None  # a Slice, or a dimension of labels
    only: Sequence[tuple[str, str]] = ()  # dimensions and values, one of each dimension's must hold
    without: Sequence[tuple[str, str]] = ()
    segment: str | None = None
    in_levels: Sequence[str] | None = None  # the layers, at the start of each period, that are looked at
    keeps_whole: bool = False  # the segment selects rows of the answer, but everybody is scored
    include_staff: bool = False
    now: datetime | None = None  # the instant in UTC that freshness is measured to; the end of as-of if None

    @property
    def whole(self) -> Cut:
        """The same of everybody."""
        return replace(self, group=None, only=(), without=(), segment=None, in_levels=None)

    @property
    def is_of_everything(self) -> bool:
        """Whether all groups and members are looked at, undivided."""
        return not (self.group or self.only or self.without or self.by)

    def refuse_beyond(self, last_on: date, kinds: Sequence[str]) -> None:
        """Refuse to look beyond the last day that these kinds of fact cover. Raises NotEnoughData."""
        if self.as_of and self.as_of > last_on:
            raise BeyondData(
                say("as-of {day} is beyond the data, which cover up to {last}", day=self.as_of, last=last_on),
                hint=say("leave --as-of out, or load a later export: commkit status --by kind"),
                last_on=last_on,
            )
        if self.since and self.since > last_on and not (self.until and self.until < self.since):
            told = say(", ").join(map(value, kinds)) or say("the data")
            load = say(LOADS[kinds[0]]) if kinds else say("load a later export")
            raise NotEnoughData(
                say(
                    "since {day} is too late: {kinds} are covered up to {last}",
                    day=self.since,
                    kinds=told,
                    last=last_on,
                ),
                hint=say("{load}, of {day} and later; see commkit status --by kind", load=load, day=last_on + DAY),
            )

    def variables(self, as_of: date, groups: Sequence[int] | None) -> Mapping[str, object]:
        """The variables that the views read. Raises WrongUse where the span is empty."""
        last = min(self.until or as_of, as_of)
        if self.since and self.since > last:
            raise WrongUse(
                say("the span is empty: since {since}, until {until}", since=self.since, until=last),
                hint=say("swap the days, or widen them"),
            )
        return {
            "since_on": self.since,
            "until_on": self.until,
            "as_of_on": as_of,
            "in_groups": groups,
            "in_segment": None if self.keeps_whole else self.segment,
            "in_levels": self.in_levels,
            "with_staff": self.include_staff,
            "now_at": self.now,
        }


UNCUT = Cut()  # a community as it is opened


def drop_apart(table: pl.DataFrame) -> pl.DataFrame:
    """The rows without those of layers that are not looked at."""
    if "slice" not in table.columns:
        return table
    return table.filter(~table["slice"].cast(str).str.starts_with(APART).fill_null(value=False))
