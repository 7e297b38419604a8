"""In which level of a scheme each member stands at each review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from commkit.choices import Activity, PeriodStatus
from commkit.errors import NotEnoughData
from commkit.indicators.periods import TELLING_ACTIVE
from commkit.segment.features import FEATURES
from commkit.segment.schemes import COMPARE
from commkit.store.ask.reach import DAY
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from commkit.segment.schemes import Level, Rule, Scheme
    from commkit.store.ask.community import Store


@dataclass(frozen=True)
class Judge:
    """A scheme as far as a community can tell: which rules can be told, and of which reviews."""

    store: Store
    scheme: Scheme
    active_by: Activity = Activity.spoke
    with_staff: bool = False  # whether staff have a level where the scheme does not place them

    def kind_of(self, feature: str) -> str | None:
        """The kind of fact that tells of a feature, the one that reaches furthest; None where no export tells."""
        needs = FEATURES[feature].needs_one_of
        if needs == ("messages",):
            needs = (TELLING_ACTIVE.get(self.active_by, "messages"),) if feature not in _WRITTEN else needs
        reaches = {kind: self.store.coverage.reach([kind]).last_on for kind in needs}
        told = {kind: last_on for kind, last_on in reaches.items() if last_on is not None}
        return max(told, key=lambda kind: told[kind]) if told else None

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The kinds of fact without which some level could not be told, of those that there are."""
        kinds: dict[str, None] = {}
        for level in self.scheme.levels[1:]:
            of_rules = [{self.kind_of(each.feature) for each in rule} for rule in level.rules]
            kinds.update(dict.fromkeys(sorted(kind for kind in set.intersection(*of_rules) if kind)))
        return tuple(kinds)

    @property
    def as_of(self) -> date:
        """The last day of the answer that the scheme can tell of."""
        last_on = self.store.coverage.reach(self.needs or ("members",)).last_on
        return min(self.store.as_of, last_on or self.store.as_of)

    @cached_property
    def told(self) -> dict[str, tuple[Rule, ...]]:
        """The rules of each level that can be told as of the answer."""
        return {level.name: tuple(filter(self._can_tell, level.rules)) for level in self.scheme.levels}

    @property
    def untold(self) -> tuple[Level, ...]:
        """The levels above the bottom of which no rule can be told."""
        return tuple(level for level in self.scheme.levels[1:] if not self.told[level.name])

    @property
    def features(self) -> tuple[str, ...]:
        """The features that can be told and that rules read."""
        return tuple(dict.fromkeys(each.feature for rules in self.told.values() for rule in rules for each in rule))

    @property
    def days(self) -> int:
        """How many days the longest window looks back; 90 where nothing looks back a number of days."""
        return max((FEATURES[name].days for name in self.scheme.features), default=0) or _USUAL

    def _can_tell(self, rule: Rule) -> bool:
        return all(self._covers(each.feature, self.as_of) for each in rule)

    def _covers(self, feature: str, day: date) -> bool:
        """Whether a feature is known as of a day: what it counts has begun to be covered, and is up to it."""
        kind = self.kind_of(feature)
        reach = self.store.coverage.reach([kind]) if kind else None
        return bool(reach and reach.first_on and reach.last_on and reach.first_on <= day <= reach.last_on)

    def judge(self, review: date) -> PeriodStatus:
        """Whether the levels at a review are known and settled."""
        reach = self.store.coverage.reach(self.needs or ("members",))
        if reach.first_on is None or not reach.first_on <= review <= self.as_of:
            return PeriodStatus.not_covered
        if reach.settled_on is not None and review > reach.settled_on:
            return PeriodStatus.partly_covered
        is_cut = any(self._begins_late(name, review) for name in self.features)
        return PeriodStatus.cut if is_cut else PeriodStatus.complete

    def is_known(self, review: date) -> bool:
        """Whether levels at a review are known, be they settled or not."""
        return self.judge(review) in (PeriodStatus.complete, PeriodStatus.partly_covered)

    def _begins_late(self, feature: str, review: date) -> bool:
        days, kind = FEATURES[feature].days, self.kind_of(feature)
        first_on = self.store.coverage.reach([kind]).first_on if kind else None
        return days > 0 and first_on is not None and review - (days - 1) * DAY < first_on


_WRITTEN = (*(name for name in FEATURES if name.startswith("messages")), "groups")
_USUAL = 90


def look(store: Store, scheme: Scheme, active_by: Activity = Activity.spoke, *, beside: Scheme | None = None) -> Judge:
    """The scheme as this community can tell it; the answer is as of the last day that tells of it, and of another one.

    Raises NotEnoughData.
    """
    both = [Judge(store, each, active_by) for each in (scheme, beside) if each]
    kinds = tuple(dict.fromkeys(kind for each in both for kind in each.needs))
    store.look_at(*(kinds or ("members",)))
    judge = Judge(store, scheme, active_by)
    if len(judge.untold) == len(scheme.levels) - 1:
        lacking = dict.fromkeys(kind for name in scheme.features for kind in FEATURES[name].needs_one_of)
        store.need(*(kind for kind in lacking if not store.has.get(kind, True)))
        raise NotEnoughData(
            say("no level of {scheme} can be told as of {day}", scheme=scheme.name, day=store.as_of),
            hint=say("see which facts reach how far: commkit status --by kind"),
        )
    return judge


def list_month_ends(first_on: date, last_on: date) -> list[date]:
    """The last days of the months that end from one day to another."""
    ends: list[date] = []
    starts_on = first_on.replace(day=1)
    while True:
        starts_on = (starts_on.replace(day=28) + 4 * DAY).replace(day=1)
        if starts_on - DAY > last_on:
            return ends
        ends.append(starts_on - DAY)


def list_reviews(store: Store) -> list[date]:
    """Every month-end since the first record, and the day of the answer."""
    return sorted({*list_month_ends(store.begins_on, store.as_of), store.as_of})


def find_levels(judge: Judge, reviews: Iterable[date], *, beside: Sequence[str] = ()) -> pl.DataFrame:
    """Each member at each review: review_on, member, level (0 is the bottom) and the features named in `beside`.

    A level that was reached at one of the month-ends before, as many as the scheme holds, is the member's still.
    """
    import polars as pl

    wanted = sorted(set(reviews))
    hold = judge.scheme.hold
    before = {review: _list_before(judge.store, review, hold) for review in wanted}
    table = _ask(judge, sorted({*wanted, *(day for days in before.values() for day in days)}), beside)
    reached = table.select(pl.col("review_on").alias("earlier_on"), "member", pl.col("level").alias("reached"))
    for back in range(hold):
        pairs = [(review, days[back]) for review, days in before.items() if len(days) > back]
        earlier = pl.DataFrame(pairs, {"review_on": pl.Date, "earlier_on": pl.Date}, orient="row")
        table = (
            table.join(earlier, on="review_on", how="left")
            .join(reached, on=["earlier_on", "member"], how="left")
            .with_columns(pl.max_horizontal("level", "reached").alias("level"))
            .drop("earlier_on", "reached")
        )
    return table.filter(pl.col("review_on").is_in(wanted)) if hold else table


def _list_before(store: Store, review: date, number: int) -> list[date]:
    """The month-ends before a review, the latest first."""
    ends = list_month_ends(store.begins_on, review - DAY)
    return ends[::-1][:number]


def _ask(judge: Judge, reviews: Sequence[date], beside: Sequence[str]) -> pl.DataFrame:
    """The level whose rules are met at each review itself, of those that can be told."""
    import polars as pl

    store = judge.store
    names = list(dict.fromkeys((*judge.features, *beside, "is_staff")))
    store.session.shape(features=names)
    table = store.ask("segment/features", reviews=list(reviews), active_by=judge.active_by)
    if not (judge.scheme.staff or judge.with_staff):
        table = table.filter(pl.col("is_staff") == 0)
    return table.select("review_on", "member", _rank(judge), *beside)


def _rank(judge: Judge) -> pl.Expr:
    import polars as pl

    met = [
        pl.when(pl.any_horizontal(map(_meets, judge.told[level.name]))).then(pl.lit(number, pl.Int8))
        for number, level in enumerate(judge.scheme.levels)
        if judge.told[level.name]
    ]
    return pl.max_horizontal(pl.lit(0, pl.Int8), *met).alias("level")


def _meets(rule: Rule) -> pl.Expr:
    import polars as pl

    return pl.all_horizontal(
        COMPARE[each.sign](pl.col(each.feature), each.bound).fill_null(value=False) for each in rule
    )
