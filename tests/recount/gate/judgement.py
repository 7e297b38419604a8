"""What a rule says of a series, judged a second time in plain fractions."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.recount.gate.grammar import Clause, Lasting, Reading

DAY = timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "year": 12}
SETTLED = ("complete", "low_n", "assumed_roster")
ORDER = ("fail", "not_evaluated", "warn", "pending", "pass")
BAD = ("fail", "warn")
USUAL, FEWEST = 8, 4  # so many periods tell the usual range, and so many at least


class Told(NamedTuple):
    """One period of an indicator; `n` is None where it is a count, which needs no sample."""

    status: str
    value: Fraction | None
    n: int | None = None


class Verdict(NamedTuple):
    """What one rule says of the last period."""

    verdict: str
    state: str | None = None
    periods: int | None = None
    since_on: date | None = None
    held: str | None = None
    attained: str | None = None
    starts_on: date | None = None
    reference: Fraction | None = None


class Seen(NamedTuple):
    """What the tier that decides says of one period, and how often it held if not often enough."""

    word: str
    tier: Lasting
    held: str | None = None


class Series(NamedTuple):
    """The numbers of an indicator by period, how long its periods are, and of how many a rate must be."""

    period: str
    told: Mapping[date, Told]
    least: int

    def known(self, starts_on: date) -> Fraction | None:
        """The number of a period, where it may be judged."""
        told = self.told.get(starts_on)
        if told is None or told.status not in SETTLED or (told.n is not None and told.n < self.least):
            return None
        return told.value

    def back(self, starts_on: date, number: int) -> date:
        """The start of the period so many earlier."""
        if self.period in MONTHS:
            months = 12 * starts_on.year + starts_on.month - 1 - number * MONTHS[self.period]
            return date(months // 12, months % 12 + 1, 1)
        return starts_on - number * (7 if self.period == "week" else 1) * DAY

    def before(self, starts_on: date, number: int) -> list[Fraction] | None:
        """The numbers of so many periods before this; None where one is not known."""
        found = [self.known(self.back(starts_on, back)) for back in range(1, number + 1)]
        return None if None in found else [each for each in found if each is not None]

    def recent(self, starts_on: date, number: int) -> list[Fraction]:
        """The last so many numbers before this period that are known."""
        known = [self.known(at) for at in sorted(self.told) if at < starts_on]
        return [each for each in known if each is not None][-number:]

    def last_year(self, starts_on: date) -> date:
        """The same period a year ago; of days and weeks, the same weekday 52 weeks ago."""
        if self.period in MONTHS:
            return self.back(starts_on, 12 // MONTHS[self.period])
        return starts_on - 364 * DAY


def judge(rule: Reading, own: Series, last_on: date, other: Series | None, today: date) -> Verdict:
    """The verdict of the last period, which began on this day."""
    starts_on = last_on
    while (told := own.told.get(starts_on)) and told.status == "maturing":
        starts_on = own.back(starts_on, 1)
    seen = _see(rule, own, other, starts_on)
    state, periods, since_on = _episode(rule, own, other, starts_on)
    word = seen.word
    if word in BAD and rule.muted and rule.muted[0] <= today <= rule.muted[1]:
        word, state = "muted", None
    reference = _reference(seen.tier.clause, rule, own, starts_on) if seen.tier and word != "not_evaluated" else None
    attained = None if word == "not_evaluated" else _attained(rule, own.known(starts_on))
    return Verdict(word, state, periods, since_on, seen.held, attained, starts_on, reference)


def exit_code(verdicts: Sequence[tuple[str, str]], fail_on: str) -> int:
    """How a run ends, by each rule's verdict and what it says of what cannot be judged."""
    words = [said if word == "not_evaluated" else word for word, said in verdicts]
    if "error" in words:
        return 3
    return int({"fail": {"fail"}, "warn": {"fail", "warn"}, "never": set()}[fail_on].intersection(words) != set())


def _see(rule: Reading, own: Series, other: Series | None, at: date) -> Seen:
    """What is said of one period before mutes: the worst of what both tiers say."""
    found = [
        _hold(rule, name, tier, own, other, at) for name, tier in (("fail", rule.fail), ("warn", rule.warn)) if tier
    ]
    return min(found, key=lambda each: ORDER.index(each.word))


def _hold(rule: Reading, name: str, tier: Lasting, own: Series, other: Series | None, at: date) -> Seen:
    """Whether a tier holds in as many of the last periods as it must."""
    found = [_is_so(rule, tier.clause, own, own.back(at, back)) for back in range(tier.among)]
    times = found.count(True) if tier.among > tier.times else [*map(bool, found), False].index(False)
    if own.known(at) is None or (found[0] is None and times < tier.times):
        return Seen("not_evaluated", tier)
    if times < tier.times:
        return Seen("pending", tier, f"{times}/{tier.times}") if found[0] else Seen("pass", tier)
    meanwhile = True if rule.meanwhile is None else other and _told(rule, rule.meanwhile, other, at)
    return Seen("not_evaluated" if meanwhile is None else name if meanwhile else "pass", tier)


def _is_so(rule: Reading, clause: Clause, own: Series, at: date) -> bool | None:
    """Whether a clause holds of a period, and its floor; None if nobody can tell."""
    held = _told(rule, clause, own, at)
    if not held or rule.floor is None:
        return held
    return _told(rule, rule.floor._replace(versus=rule.floor.versus or clause.versus or "previous"), own, at)


def _told(rule: Reading, clause: Clause, series: Series, at: date) -> bool | None:
    value = series.known(at)
    if value is None:
        return None
    if clause.kind == "bound":
        return _compare(value, clause.sign, clause.number)
    if clause.kind in ("band", "outside"):
        return (clause.number <= value <= clause.upper) is (clause.kind == "band")
    if clause.kind == "unusual":
        before = series.recent(at, USUAL)
        return is_unusual(value, before) if len(before) >= FEWEST else None
    reference = _reference(clause, rule, series, at)
    if reference is None or (clause.unit == "%" and reference == 0):
        return None
    rise = (value - reference) / (abs(reference) if clause.unit == "%" else 1)
    moved = {"rise": rise, "drop": -rise, "change": abs(rise)}[clause.kind]
    return _compare(moved, clause.sign, clause.number)


def _reference(clause: Clause, rule: Reading, series: Series, at: date) -> Fraction | None:
    """What a number is compared with."""
    versus, _, number = clause.versus.rpartition("_")
    if clause.versus == "target":
        return rule.target
    if clause.versus == "previous":
        return series.known(series.back(at, 1))
    if clause.versus == "same_period_last_year":
        return series.known(series.last_year(at))
    if versus == "periods_ago":
        return series.known(series.back(at, int(number)))
    if versus in ("mean_last", "median_last") and (before := series.before(at, int(number))):
        return sum(before) / Fraction(len(before)) if versus == "mean_last" else Fraction(median(before))
    return None


def is_unusual(value: Fraction, before: Sequence[Fraction]) -> bool:
    """Whether it lies more than 3.5 robust deviations off the median, and 10% of it at least.

    The robust deviation is 1.4826 median absolute deviations; where that is 0, 1.2533 mean absolute deviations.
    """
    middle = Fraction(median(before))
    off = [abs(each - middle) for each in before]
    spread = Fraction("1.4826") * Fraction(median(off)) or Fraction("1.2533") * sum(off) / len(off)
    return abs(value - middle) > Fraction("3.5") * spread and 10 * abs(value - middle) >= abs(middle)


def _compare(number: Fraction, sign: str, bound: Fraction) -> bool:
    return {"<": number < bound, "<=": number <= bound, ">": number > bound, ">=": number >= bound}[sign]


def _episode(rule: Reading, own: Series, other: Series | None, at: date) -> tuple[str | None, int | None, date | None]:
    """New, ongoing with how many periods, recovered; and since when. A warning that becomes a failure is new."""
    word = _see(rule, own, other, at).word
    if word not in BAD:
        was_bad = _see(rule, own, other, own.back(at, 1)).word in BAD
        return ("recovered" if word == "pass" and was_bad else None), None, None
    as_bad = ("fail",) if word == "fail" else BAD
    periods = 1
    while _see(rule, own, other, own.back(at, periods)).word in as_bad:
        periods += 1
    return ("new" if periods == 1 else "ongoing"), periods, own.back(at, periods - 1)


def _attained(rule: Reading, value: Fraction | None) -> str | None:
    """The best tier that is reached."""
    if value is None or not rule.tiers:
        return None
    side = 1 if rule.good == "up" else -1
    reached = [name for name, bound in rule.tiers if side * value >= side * bound]
    return reached[-1] if reached else f"below_{rule.tiers[0][0]}"
