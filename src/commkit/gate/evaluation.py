"""Rules judged on a community: each family of indicators is counted once for all rules that look at the same part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.check_choices import Verdict
from commkit.choices import Activity, Slice
from commkit.gate.episodes import Episode, find_last, follow
from commkit.gate.history import History, read_histories
from commkit.gate.verdicts import Finding, Sides, judge
from commkit.indicators.series import missing, series

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import polars as pl

    from commkit.choices import Period
    from commkit.gate.rules import Rule
    from commkit.store.ask.community import Store

    Part = tuple[str | None, tuple[str, ...]]  # what rules break down by, and what they look at only
    Look = Callable[[str | None, tuple[str, ...]], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule in one slice: what was found, for how long, and the numbers that it was found in."""

    rule: Rule
    slice: str | None
    finding: Finding
    episode: Episode
    history: History | None = None
    lacking: tuple[str, ...] = ()  # kinds of fact that were never loaded

    @property
    def needed_on(self) -> list[date]:
        """The periods whose numbers the verdict rests on."""
        starts_on = self.finding.starts_on
        if self.history is None or starts_on is None or self.rule.indicator.is_of_now:
            return []
        back = self.rule.depth
        return [self.history.before(starts_on, number) for number in range(back + 1)]


def evaluate(store: Store, rules: Sequence[Rule], look: Look) -> list[Judged]:
    """Every rule in every slice that it looks at; `look` shows the store the part that some rules look at."""
    found: dict[str, list[Judged]] = {rule.name: [] for rule in rules}
    for by, only in dict.fromkeys((rule.by, rule.only) for rule in rules):
        together = [rule for rule in rules if (rule.by, rule.only) == (by, only)]
        look(by, only)
        for every in dict.fromkeys(rule.period for rule in together):
            own = [rule for rule in together if rule.period is every]
            for judged in _evaluate_part(store, own, every):
                found[judged.rule.name].append(judged)
    return [judged for of_rule in found.values() for judged in of_rule]


def _evaluate_part(store: Store, rules: Sequence[Rule], every: Period) -> Iterator[Judged]:
    """The rules on periods of this length in the part that the store shows."""
    names = {rule.indicator.name: rule.indicator for rule in rules}
    names |= {rule.meanwhile[0].name: rule.meanwhile[0] for rule in rules if rule.meanwhile}
    frames = series(store, names, every=every, active_by=Activity.spoke).partition_by("indicator", as_dict=True)
    for rule in rules:
        lacking = tuple(missing(store, rule.indicator))
        if lacking:
            unknown = Finding(verdict=Verdict.not_evaluated, unknown="not_loaded")
            yield Judged(rule, None, unknown, Episode(), lacking=lacking)
            continue
        own = read_histories(frames.get((rule.indicator.name,)), every, rule.least)
        other = _read_meanwhile(rule, frames)
        for each in _choose_slices(store, own, rule):
            is_told = each is not None or rule.by is None
            history = (own.get(each) if is_told else None) or History(every, {})
            yield _judge_slice(rule, each, Sides(history, other.get(each)), store.as_of)


def _read_meanwhile(rule: Rule, frames: Mapping[tuple[object, ...], pl.DataFrame]) -> dict[str | None, History]:
    """The other indicator, which has a bound of its own on how few it may be of."""
    if rule.meanwhile is None:
        return {}
    other = rule.meanwhile[0]
    return read_histories(frames.get((other.name,)), rule.period, rule.find_least(other))


def _judge_slice(rule: Rule, called: str | None, sides: Sides, as_of: date) -> Judged:
    starts_on = find_last(sides.own, as_of, is_of_now=rule.indicator.is_of_now)
    if starts_on is None:
        return Judged(rule, called, Finding(verdict=Verdict.not_evaluated, unknown="unsettled"), Episode(), sides.own)
    finding = judge(rule, sides, starts_on)
    return Judged(rule, called, finding, follow(rule, sides, finding), sides.own)


def _choose_slices(store: Store, own: dict[str | None, History], rule: Rule) -> Iterable[str | None]:
    """The slices that are judged: the whole, or each part that has a name; of groups those that are not over."""
    if rule.by is None:
        return [None]
    named = [each for each in own if each is not None]
    if rule.by != Slice.group:
        return named or [None]
    places = {
        place.called for place in store.coverage.places if store.closed.intersection((place.called, place.handle))
    }
    return [each for each in named if each not in places] or [None]
