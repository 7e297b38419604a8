"""What `explain` and `config` show of the handbooks' benchmarks and plans."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from commkit import words
from commkit.commands import benchmark_texts
from commkit.presets import Preset
from tests.presets.printed import PRINTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Said

    Run = Callable[..., Said]

ALL = sum(len("".join(lines.values())) for lines in PRINTED.values())


def test_all_benchmarks_are_told_by_subject(run: Run) -> None:
    """A line a row, below the title of its subject."""
    told = run("explain", "benchmarks").out.splitlines()
    assert sum(line.startswith("  ") for line in told) == ALL
    assert [line for line in told if line and line[0] not in " T"][:2] == ["Growth and scale", "Activity of members"]
    growth = told[told.index("Growth and scale") + 1 : told.index("Activity of members") - 1]
    assert len(growth) == len("".join(PRINTED["growth"].values()))


def test_a_row_tells_what_measures_it_and_how_much(run: Run) -> None:
    told = run("explain", "benchmarks").out.splitlines()
    assert "  T  D7 retention: 45% · 活动社群运营方案 §2.2.3 · d7 by week; target 45.0%" in told
    assert "  C  NPS: 68 (Xiaomi) · 群建工作方案 §1.2 · nps by quarter; reported 68" in told
    assert "  H  complaints: more than 5 is level 2 · 活动社群运营方案 §4.1 · complaints by day; warning: > 5" in told
    assert (
        "  H  negative voice in a day: +100% is level 2 · 用户增长五年策略 §3.3 · negative_mentions by day; "
        "fault: rise >= 100% vs previous; and rise >= 5"
    ) in told


def test_a_row_without_an_indicator_tells_why(run: Run) -> None:
    told = run("explain", "benchmarks").out.splitlines()
    assert "  C  slogan recalled: 92% · 活动社群运营方案 §2.1.3 · no indicator: told by hand" in told
    within = "no indicator: a question tells it: commkit response --of complaints --within 24h"
    assert f"  S  complaints handled: within 24 hours · 群建工作方案 §2.3 · {within}" in told


def test_a_plan_is_told_by_month(run: Run) -> None:
    told = run("explain", "six-month-to-three-year").out.splitlines()
    assert [line for line in told[1:] if line and line[0] != " "] == [
        "6 months (month 6)",
        "1 year (month 12)",
        "3 years (month 36)",
    ]
    assert sum(line.startswith("  T  ") for line in told) == 7


def test_an_indicator_tells_its_benchmarks(run: Run) -> None:
    """Two targets and a case of d7; nothing of an indicator on which the handbooks are silent."""
    told = run("explain", "d7").out
    assert re.findall(r"(?m)^  ([THSIC])  ", told) == ["T", "C", "H"]
    assert "benchmarks:" not in run("explain", "gini").out


def test_a_plan_that_is_misspelled_is_refused_with_its_name(run: Run) -> None:
    refused = run("explain", "five-years")
    assert (refused.code, "five-year" in refused.err) == (2, True)


def test_config_counts_the_rows_and_the_reasons(run: Run) -> None:
    """The reasons add up to the rows without an indicator, and both kinds to all rows."""
    said = run("config").err
    found = re.search(r"benchmarks: (\d+) rows, (\d+) with an indicator, (\d+) without \((.*)\)", said)
    assert found
    rows, told, manual = map(int, found.groups()[:3])
    assert rows == ALL == told + manual
    assert sum(map(int, re.findall(r": (\d+)", found[4]))) == manual
    assert "told by hand: " in found[4]


@pytest.mark.usefixtures("run")
def test_all_is_told_in_chinese() -> None:
    """What stays English are commands, indicators, rules, kinds, places and names. Periods have a test of their own."""
    words.speak("zh")
    told = [*benchmark_texts.tell_benchmarks(), *benchmark_texts.tell_plan("five-year"), benchmark_texts.count_rows()]
    said = re.sub(r"commkit [a-z -]+|PART|(rise|drop) .*|\w+_\w+|\w+（按|five-year", "", "\n".join(told))
    assert sorted({*re.findall(r"[a-z]{3,}", said)} - {"quarter", "year"}) == ["iscourse"]


def test_a_row_of_no_period_is_told_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Preset(says="quiet", kind="H", ref="x", section="service", metric="hours_since_last_message", warn="> 36")
    monkeypatch.setattr(benchmark_texts, "read_benchmarks", lambda: (row,))
    told = list(benchmark_texts.tell_rows_of("hours_since_last_message"))
    assert told == ["benchmarks:", "  H  quiet · x · hours_since_last_message; warning: > 36"]
