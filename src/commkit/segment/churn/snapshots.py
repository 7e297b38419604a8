"""What is known of each member on a day that is looked from, and whether they were silent in the 30 days after it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from commkit.choices import Activity, Period
from commkit.errors import NotEnoughData, WrongUse
from commkit.indicators.periods import find_telling
from commkit.segment.features import FEATURES
from commkit.segment.judge import Judge, refuse_layers
from commkit.segment.levels import find_levels, list_month_ends
from commkit.segment.schemes import PYRAMID, find_scheme
from commkit.store.ask.reach import DAY, find_gaps
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    import polars as pl

    from commkit.store.ask.community import Store

AHEAD = 30  # days without activity that make a member one who churned
BEFORE = 90  # days in which whoever is looked at was active
REGULAR = 5  # active days in those that make a regular
_BESIDE = ("handle", "active_days_90", "silent_days")


def open_lookout(store: Store, active_by: Activity, ahead: int = AHEAD) -> Lookout:
    """The community as looked at for a question of churn.

    Raises NotEnoughData where nothing tells of the activity, and WrongUse for a layer alone or for a span of days.
    """
    refuse_part(store)
    lookout = Lookout(store, active_by, ahead)
    store.need(lookout.kind)
    return lookout


def refuse_part(store: Store) -> None:
    """Refuse to look at some layers alone, or at a span of days: all is looked at from one day. Raises WrongUse."""
    refuse_layers(store)
    if store.asked.since or store.asked.until:
        raise WrongUse(
            say("churn is told from one day, by as much history as it needs"),
            hint=say("leave --since and --until out; another day is --as-of DAY"),
        )


@dataclass(frozen=True)
class Lookout:
    """A community as looked at for churn: what counts as active, and the days on which one can look."""

    store: Store
    active_by: Activity = Activity.spoke
    ahead: int = AHEAD

    @cached_property
    def judge(self) -> Judge:
        """The pyramid, whose levels stand beside each member, and what facts can be told."""
        scheme, with_staff = find_scheme(PYRAMID, self.store.layers), self.store.asked.include_staff
        return Judge(self.store, scheme, self.active_by, with_staff)

    @property
    def kind(self) -> str:
        """The kind of fact that tells of activity."""
        return find_telling(self.active_by)

    @property
    def as_of(self) -> date:
        """The day of the answer, or the last before it from which no group is missing."""
        return min(self.store.as_of, self.store.coverage.settled_on([self.kind]) or self.store.as_of)

    @cached_property
    def first_on(self) -> date:
        """The first day that tells of activity."""
        return self.store.coverage.reach([self.kind]).first_on or self.store.begins_on

    def tells(self, feature: str, first_review: date) -> bool:
        """Whether a feature is told at every review from one on, with the days that it looks back."""
        kind = self.judge.kind_of(feature)
        reach = self.store.coverage.reach([kind]) if kind else None
        if reach is None or reach.first_on is None or reach.last_on is None:
            return False
        days = FEATURES[feature].days or BEFORE
        return reach.first_on <= first_review - (days - 1) * DAY and reach.last_on >= self.as_of

    def list_reviews(self, every: Period) -> list[date]:
        """The ends of weeks or months around which all days that are looked at are covered, the oldest first."""
        last_on = self.as_of - self.ahead * DAY
        opens_on = self.first_on + (BEFORE - 1) * DAY
        if every is Period.month:
            ends = list_month_ends(opens_on, last_on)
        else:
            sunday = opens_on + (6 - opens_on.weekday()) * DAY
            ends = [sunday + 7 * week * DAY for week in range((last_on - sunday).days // 7 + 1)]
        return [day for day in ends if opens_on <= day and self._is_whole(day)]

    def _is_whole(self, review: date) -> bool:
        """Whether no gap lies in what is looked at around a review."""
        opens_on, closes_on = review - (BEFORE - 1) * DAY, review + self.ahead * DAY
        return not any(start.date() <= closes_on and again.date() > opens_on for start, again in self._gaps)

    @cached_property
    def _gaps(self) -> list[tuple[datetime, datetime]]:
        reach = self.store.coverage.reach([self.kind])
        return [gap for spans in reach.spans for gap in find_gaps(spans)]

    def look(self, reviews: Iterable[date], features: Sequence[str] = (), *, weeks: bool = True) -> pl.DataFrame:
        """A row for each review and member who was active in the 90 days before it.

        Columns: review_on, member, handle, level, active_days_90, silent_days and the features; and with `weeks`, which
        the rule reads and the score does not, deeds_7 and usual_deeds.
        """
        import polars as pl

        wanted = sorted(set(reviews))
        known = find_levels(self.judge, wanted, beside=list(dict.fromkeys((*_BESIDE, *features))))
        watched = known.filter(pl.col("active_days_90") > 0)
        if weeks:
            done = self.store.ask("segment/churn/weeks", reviews=wanted, active_by=self.active_by)
            watched = watched.join(done, on=["review_on", "member"], how="left")
        return watched.sort("review_on", "handle")

    def look_now(self, features: Sequence[str] = (), *, everybody: bool, weeks: bool = True) -> pl.DataFrame:
        """The rows of the day of the answer, of regulars or of everybody. Raises NotEnoughData where there are none."""
        known = self.look([self.as_of], features, weeks=weeks)
        if not everybody:
            known = known.filter(is_regular())
        if known.is_empty():
            raise NotEnoughData(
                say("nobody was active in the last 90 days")
                if everybody
                else say("nobody was active on five days of the last 90"),
                hint=say("look at all who were active: --everybody"),
            )
        return known

    def look_back(self, reviews: Iterable[date], features: Sequence[str] = (), *, weeks: bool = True) -> pl.DataFrame:
        """The same as `look` with `churned`: whether no activity followed in the days after the review."""
        import polars as pl

        wanted = sorted(set(reviews))
        after = self.store.ask("segment/churn/outcomes", reviews=wanted, days=self.ahead, active_by=self.active_by)
        returned = after.with_columns(pl.lit(value=False).alias("churned"))
        return (
            self.look(wanted, features, weeks=weeks)
            .join(returned, on=["review_on", "member"], how="left")
            .with_columns(pl.col("churned").fill_null(value=True))
        )

    def name_level(self) -> pl.Expr:
        """The column `level` as the name of the layer, in the column `layer`."""
        import polars as pl

        names = dict(enumerate(self.judge.scheme.names))
        return pl.col("level").replace_strict(names, default=None, return_dtype=pl.String).alias("layer")


def find_churn_rate(rows: pl.DataFrame) -> float | None:
    """The share of these rows that churned; None where there are no rows."""
    return int(rows["churned"].sum()) / rows.height if rows.height else None


def is_regular() -> pl.Expr:
    """Whether a member was active on five or more of the 90 days."""
    import polars as pl

    return pl.col("active_days_90") >= REGULAR
