"""Rules and series that nobody thought of, judged by the program and by a second hand from the docs alone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commkit.check_choices import FailOn
from commkit.gate.rules import parse_rules
from commkit.gate.summary import sum_up
from commkit.gate.verdicts import Sides
from tests.examples import THOROUGH
from tests.gate.conftest import decide, tell_series
from tests.recount.gate.grammar import read, share
from tests.recount.gate.judgement import Series, Told, exit_code, judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.recount.gate.grammar import Table

Number = Any  # as tests/gate tells series
Case = tuple[dict[str, Any], list[Number], list[Number]]

TODAY = date(2026, 6, 29)
LAST = {  # the periods that are over on Sunday, June 28, 2026
    "day": date(2026, 6, 28),
    "week": date(2026, 6, 22),
    "month": date(2026, 5, 1),
    "quarter": date(2026, 1, 1),
    "year": date(2025, 1, 1),
}
A_YEAR = {"day": 364, "week": 52, "month": 12, "quarter": 4, "year": 1}
GOOD = {"active_members": "up", "left_members": "down", "net_growth": "up", "speaking_rate": "up", "leave_rate": "down"}
TIERS = ("baseline", "target", "challenge")
RATES = ("speaking_rate", "leave_rate")
UNSETTLED = ("not_covered", "running", "partly_covered", "cut", "maturing")
SHARES, HEADS = ("10%", "20%", "25%", "0.5", "33.3%"), ("0", "5", "8", "10", "12")
SIGNS = st.sampled_from(("<", "<=", ">", ">="))
VERSUS = st.sampled_from(
    ("previous", "previous", "mean_last_2", "median_last_3", "periods_ago_3", "same_period_last_year")
)
LASTING = st.sampled_from(("", "", "", " for 2", " for 3", " for 2 of 3", " for 1 of 2", " for 3 of 4"))
FLOORS = {True: ("drop >= 5pp", "drop >= 5%", "> 10%"), False: ("drop >= 2", "> 6", "drop >= 1 vs periods_ago_2")}
MEANWHILE = ("drop <= 2% vs periods_ago_4", "> 8", "drop <= 0 vs previous")


def worth(text: str) -> Fraction:
    """The number that is written so."""
    return share(text.rstrip("%"), "%" if "%" in text else "")


@st.composite
def clauses(draw: st.DrawFn, *, is_rate: bool) -> str:
    """A condition on an indicator, and for how long."""
    number = st.sampled_from(SHARES if is_rate else HEADS)
    kind = draw(st.sampled_from(("bound", "between", "not between", "unusual", "drop", "rise", "change")))
    if kind == "bound":
        text = f"{draw(SIGNS)} {draw(number)}"
    elif kind in ("between", "not between"):
        low, high = sorted(
            (draw(number), draw(number)), key=lambda each: Fraction(each.rstrip("%")) / (1 + 99 * ("%" in each))
        )
        text = f"{kind} {low} and {high}"
    elif kind == "unusual":
        text = kind
    else:
        unit = draw(st.sampled_from(("%", "pp" if is_rate else "")))
        amount = draw(st.sampled_from(("5", "10", "20", "50") if unit else ("0", "1", "2", "5")))
        text = f"{kind} {draw(SIGNS)} {amount}{unit} vs {draw(VERSUS)}"
    return text + draw(LASTING)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A rule as commkit.toml has it."""
    metric = draw(st.sampled_from(sorted(GOOD)))
    is_rate = metric in RATES
    table: Table = {"metric": metric, "period": draw(st.sampled_from(sorted(LAST)))}
    if draw(st.integers(0, 3)) == 0:
        easiest = st.sampled_from((0.1, 0.2, 0.25, 0.5) if is_rate else (5, 8, 10, 12))
        bars = sorted((draw(easiest), draw(easiest), draw(easiest)), reverse=GOOD[metric] == "down")
        kept = draw(
            st.sampled_from(("baseline target challenge", "baseline", "target challenge", "baseline challenge"))
        )
        table |= {
            tier: bar for tier, bar in zip(("baseline", "target", "challenge"), bars, strict=True) if tier in kept
        }
    else:
        for tier in draw(st.sampled_from((("fail",), ("warn",), ("fail", "warn")))):
            table[tier] = draw(clauses(is_rate=is_rate))
        if draw(st.integers(0, 3)) == 0:
            table["and"] = draw(st.sampled_from(FLOORS[is_rate]))
        if metric == "active_members" and draw(st.booleans()):
            table["while"] = {"metric": "members", "is": draw(st.sampled_from(MEANWHILE))}
    table["min_sample"] = draw(st.sampled_from((0, 10, 30)))
    table["on_no_data"] = draw(st.sampled_from(("error", "fail", "warn", "skip")))
    if draw(st.integers(0, 4)) == 0:
        until, since = draw(st.sampled_from((28, 29, 30))), draw(st.sampled_from((1, 28)))
        table |= {"muted_from": date(2026, 6, since), "muted_until": date(2026, 6, until), "reason": "holiday"}
    return table


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A rule, its series and that of the other indicator; now and then longer than a year."""
    table = draw(tables())
    head = st.integers(0, 20) | st.integers(8, 12)
    number = st.builds(lambda of, part: (min(of, part), of), st.sampled_from((0, 29, 30, 40, 100)), st.integers(0, 40))
    told = number if table["metric"] in RATES else head
    gap = st.none() | st.sampled_from(UNSETTLED)
    each = st.integers(0, 9).flatmap(lambda dice: told if dice else gap)
    long_ago = [draw(told)] * draw(st.sampled_from((0, 0, 0, A_YEAR[table["period"]])))
    numbers = [*long_ago, *draw(st.lists(each, min_size=1, max_size=12))]
    return table, numbers, draw(st.lists(head, min_size=1, max_size=6)) if "while" in table else []


def spread(table: Table, numbers: Sequence[Number]) -> Series:
    """The series by the days on which its periods start."""
    series = Series(table["period"], {}, table["min_sample"])
    starts = [series.back(LAST[table["period"]], back) for back in range(len(numbers))]
    found = zip(starts, reversed(numbers), strict=True)
    return series._replace(told={at: tell(number) for at, number in found if number is not None})


def tell(number: Number) -> Told:
    """One period."""
    if isinstance(number, str):
        return Told(number, None)
    if isinstance(number, int):
        return Told("complete", Fraction(number))
    part, of = number
    return Told("complete", Fraction(part, of) if of else None, of)


@settings(max_examples=2000 if THOROUGH else 100)
@given(case=cases(), fail_on=st.sampled_from(list(FailOn)))
@example(  # a floor that names its own reference
    case=(
        {
            "metric": "active_members",
            "period": "week",
            "fail": "drop >= 1 vs previous",
            "and": "drop >= 1 vs periods_ago_2",
            "min_sample": 0,
            "on_no_data": "error",
        },
        [5, 9, 8],
        [],
    ),
    fail_on=FailOn.fail,
)
def test_a_rule_says_what_the_docs_say(case: Case, fail_on: FailOn) -> None:
    """Verdict, state, periods, days, how often it held, tier, reference and exit code."""
    table, numbers, meanwhile = case
    (rule,) = parse_rules({"rule": table})
    sides = Sides(tell_series(rule, numbers), tell_series(rule, meanwhile) if meanwhile else None)
    code, judged = decide([rule], [sides], TODAY, fail_on)
    row = sum_up(judged, [], TODAY).table.row(0, named=True)
    other = spread(table, meanwhile) if meanwhile else None
    counted = judge(read(table, GOOD[table["metric"]]), spread(table, numbers), LAST[table["period"]], other, TODAY)
    names = ("verdict", "state", "periods", "since_on", "held", "attained", "starts_on")
    assert {name: row[name] for name in names} == {name: getattr(counted, name) for name in names}
    assert code == exit_code([(counted.verdict, table["on_no_data"])], fail_on.value)
    if counted.verdict != "not_evaluated":
        expected = None if counted.reference is None else pytest.approx(float(counted.reference))
        assert row["reference"] == expected
