"""A scheme as far as a community can tell: which of its rules, and at which reviews."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from commkit.choices import Activity, PeriodStatus, Slice
from commkit.errors import NotEnoughData, WrongUse
from commkit.indicators.periods import needed_for, uncover
from commkit.segment.features import FEATURES
from commkit.store.ask.reach import DAY
from commkit.words import say

if TYPE_CHECKING:
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
            needs = needed_for(self.active_by, needs) if feature not in _WRITTEN else needs
        reaches = {kind: self.store.coverage.reach([kind]).last_on for kind in needs if can_tell(self.store, kind)}
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


def refuse_layers(store: Store) -> None:
    """Refuse to look at some layers alone. Raises WrongUse."""
    if store.asked.in_levels is not None:
        hint = say("leave the layer out of --segment, --only and --without")
        raise WrongUse(say("levels are told of everybody, and not of one level"), hint=hint)


def look(
    store: Store, scheme: Scheme, active_by: Activity = Activity.spoke, *, beside: Scheme | None = None
) -> list[Judge]:
    """The scheme, and another one, as this community can tell them, as of the last day that tells of both.

    --until is that day where it is earlier. Staff are looked at too where a scheme places them. Raises NotEnoughData,
    and WrongUse where one level alone is asked for.
    """
    refuse_layers(store)
    schemes, with_staff = [each for each in (scheme, beside) if each], store.asked.include_staff
    last_on = min((day for day in (store.asked.as_of, store.asked.until) if day), default=None)
    staff = with_staff or any(each.staff for each in schemes)
    store.cut(replace(store.asked, include_staff=staff, as_of=last_on, until=None))
    kinds = tuple(dict.fromkeys(kind for each in schemes for kind in Judge(store, each, active_by).needs))
    store.look_at(*(kinds or ("members",)))
    judges = [Judge(store, each, active_by, with_staff) for each in schemes]
    for judge in judges:
        _refuse_untold(judge)
    return judges


def _refuse_untold(judge: Judge) -> None:
    """Refuse a scheme of which no level above the bottom can be told."""
    store, scheme = judge.store, judge.scheme
    if len(judge.untold) < len(scheme.levels) - 1:
        return
    lacking = dict.fromkeys(kind for name in scheme.features for kind in FEATURES[name].needs_one_of)
    store.need(*(kind for kind in lacking if not store.has.get(kind, True)))
    raise NotEnoughData(
        say("no level of {scheme} can be told as of {day}", scheme=scheme.name, day=store.as_of),
        hint=say("see which facts reach how far: commkit status --by kind"),
    )


def refuse_empty(levels: pl.DataFrame, review: date) -> None:
    """Refuse where nobody who counts is there at a review. Raises NotEnoughData."""
    if not (levels["review_on"] == review).any():
        raise NotEnoughData(
            say("nobody who counts is there on {day}", day=review),
            hint=say("staff are left out: --include-staff counts them"),
        )


def blank_untold(judge: Judge, table: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The table without numbers where a level that cannot be told is named in one of these columns."""
    import polars as pl

    untold = [level.name for level in judge.untold]
    return uncover(table, pl.any_horizontal(pl.col(name).is_in(untold) for name in columns))


def can_tell(store: Store, kind: str) -> bool:
    """Whether anything tells of a kind of fact: of invitations somebody's, of others a platform that is looked at."""
    if kind == "referrals":
        return store.has["referrals"]
    asked = [wanted for key, wanted in store.asked.only if key == Slice.platform]
    return not asked or not set(asked) <= set(store.untold(kind))
