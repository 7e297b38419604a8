"""The handbooks' benchmarks as data: whole, true to print, and fit to be checked."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from commkit import catalog
from commkit.indicators.inventory import INDICATORS
from commkit.presets import (
    GATING,
    KINDS,
    MANUAL,
    QUESTION,
    SECTIONS,
    Preset,
    find_preset,
    read_benchmarks,
    read_section,
)
from tests.presets.printed import PRINTED

TITLES = ("活动社群运营方案", "社群运营与管理实战指南", "用户增长五年策略", "群建工作方案")
PERIODS = {"day", "week", "month", "quarter", "year"}
ROWS = read_benchmarks()
NUMBERED = [each for each in ROWS if each.target or each.figure or each.warn or each.fail]
CHINESE = tomllib.loads((files("commkit") / "locale" / "benchmarks.toml").read_text("utf-8"))


def numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d[\d,.]*\d|\d", text))


@pytest.mark.parametrize("section", SECTIONS)
def test_every_printed_row_is_there(section: str) -> None:
    """By section and kind, against the letters that were counted by hand."""
    assert Counter(each.kind for each in read_section(section)) == Counter("".join(PRINTED[section].values()))


def test_no_file_is_left_unread() -> None:
    found = {each.name for each in (files("commkit.presets") / "benchmarks").iterdir()}
    assert found == {f"{section}.toml" for section in SECTIONS}
    assert PRINTED.keys() == {*SECTIONS}


def test_every_row_has_an_indicator_or_says_why_not() -> None:
    assert [each.says for each in ROWS if (each.metric is None) == (each.manual is None)] == []
    assert {each.metric for each in ROWS if each.metric} <= INDICATORS.keys()
    assert {each.manual for each in ROWS if each.manual} == {*MANUAL}
    assert {each.kind for each in ROWS} == {*KINDS}


def test_a_question_that_tells_a_row_is_one() -> None:
    asked = {each.question.split(" --")[0] for each in ROWS if each.question}
    assert asked <= {*catalog.names()}
    assert [each.says for each in ROWS if (each.question is None) == (each.manual == QUESTION)] == []


def test_every_row_says_where_it_is_printed() -> None:
    place = re.compile(rf"(?:{'|'.join(TITLES)}) (?:§\d+(?:\.\d+)*(?:\(\d\))?(?:, §\d+(?:\.\d+)*)*|PART \d\d(?: \S+)?)")
    assert [each.ref for each in ROWS if not place.fullmatch(each.ref)] == []
    assert {each.ref.split(" ")[0] for each in ROWS} == {*TITLES}


def test_no_statement_stands_twice() -> None:
    assert [said for said, count in Counter((each.says, each.ref) for each in ROWS).items() if count > 1] == []


def test_industry_and_single_cases_gate_nothing() -> None:
    """What they report of an indicator or a column is a figure; a band or a rule is for what gates."""
    context = [each for each in ROWS if each.kind not in GATING]
    bounds = ("baseline", "target", "challenge", "low", "high", "warn", "fail", "floor", "plan")
    assert [each.says for each in context if any(getattr(each, key) is not None for key in bounds)] == []
    assert [each.says for each in context if each.list_check()] == []
    assert [each.says for each in context if bool(each.metric or each.column) == (each.figure is None)] == []
    assert [each.says for each in ROWS if each.kind in GATING and each.figure is not None] == []


def test_what_can_be_checked_says_what_of_and_over_which_period() -> None:
    checked = [each for each in ROWS if each.list_check()]
    assert [each.says for each in checked if each.period not in PERIODS] == []
    assert [each.says for each in checked if each.target is None and not (each.warn or each.fail)] == []
    assert [each.says for each in ROWS if not each.metric and (each.warn or each.fail or each.period)] == []
    assert [each.says for each in ROWS if each.floor and not (each.warn or each.fail)] == []


def test_every_check_can_be_parsed() -> None:
    rules = pytest.importorskip("commkit.gate.rules")
    checks = {str(number): each.list_check() for number, each in enumerate(ROWS) if each.list_check()}
    assert len(rules.parse_rules(checks)) == len(checks) > 0


def test_rates_are_fractions_of_one() -> None:
    rates = [each for each in ROWS if each.metric and INDICATORS[each.metric].unit == "rate"]
    assert rates
    assert [each.says for each in rates for bound in (each.target, each.figure) if not 0 < (bound or 0.5) < 1] == []


@pytest.mark.parametrize("row", NUMBERED, ids=lambda row: row.says)
def test_a_number_is_the_one_that_is_printed(row: Preset) -> None:
    """The target of 45% is .45, and a rule compares with a number of its sentence."""
    printed = row.says.replace(",", "").replace("−", "-")
    if row.warn or row.fail:
        said = re.search(r"[<>]=? ([\d.]+)", row.warn or row.fail or "")
        assert said
        assert re.search(rf"\b{said[1]}\b", printed)
    else:
        bound = row.target or row.figure or 0
        assert re.search(rf"\b{bound:g}\b|\b{bound:.0f}\b" if bound >= 1 else rf"\b{100 * bound:g}%", printed)


@pytest.mark.parametrize(
    ("says", "refs"),
    [
        ("monthly activity: (60%|65% or more) in year 1", ["用户增长五年策略 §1.2", "用户增长五年策略 §4.1"]),
        ("new users by word of mouth: 3[05]% in year 2", ["用户增长五年策略 §1.2", "用户增长五年策略 §4.1"]),
        ("users who share by themselves: [56]0% in", ["用户增长五年策略 §1.2", "用户增长五年策略 §4.1"]),
        (r"brand mentions: \+1[02]0%", ["用户增长五年策略 §1.2", "用户增长五年策略 §4.1"]),
        ("repurchase( of high-value users: 40%|: 45%)", ["用户增长五年策略 §1.2", "用户增长五年策略 §4.1"]),
        ("community's share of revenue: .*in year [35]", ["用户增长五年策略 §1.2", "用户增长五年策略 §4.1"]),
        (r"(core community )?users: (more than )?1,000,000", ["群建工作方案 §2.1", "群建工作方案 §2.2"]),
        ("social projects: ", ["群建工作方案 §2.1", "群建工作方案 §2.2"]),
        ("partners: (50|30)", ["群建工作方案 §2.1", "群建工作方案 §2.2"]),
        ("community's share of revenue: .*in (2 to )?3 years", ["群建工作方案 §2.1", "群建工作方案 §2.2"]),
    ],
)
def test_what_contradicts_itself_stands_twice(says: str, refs: list[str]) -> None:
    """Both statements of a handbook are there, each with its own place."""
    assert sorted(each.ref for each in ROWS if re.match(says, each.says)) == refs


def test_handbooks_that_differ_are_all_heard() -> None:
    within = [each.ref for each in ROWS if each.says == "complaints handled: within 24 hours"]
    assert sorted(within) == ["用户增长五年策略 §3.3", "群建工作方案 §2.3"]
    shares = [each.target for each in ROWS if each.metric == "community_revenue_share" and each.target]
    assert sorted(shares) == [0.25, 0.25, 0.3, 0.35, 0.4]


def test_questions_find_what_they_hold_their_columns_against() -> None:
    held = {
        ("money", "change_year_rate"): 0.05,
        ("money", "error_rate"): 0.05,
        ("money", "top20_staff_reply_rate"): 0.7,
        ("service", "tag_coverage"): 0.9,
        ("layers", "edge_to_active_rate"): 0.25,
    }
    assert {where: find_preset(*where).bound for where in held} == held
    with pytest.raises(KeyError):
        find_preset("money", "no_such_column")


def test_a_key_that_is_unknown_is_refused() -> None:
    with pytest.raises(TypeError, match="targt"):
        Preset(says="x", kind="T", ref="x", section="growth", targt=1)  # type: ignore[call-arg]


def test_a_row_without_a_number_bounds_nothing() -> None:
    with pytest.raises(ValueError, match="more care"):
        _ = Preset(says="more care", kind="T", ref="x", section="service").bound


def test_chinese_says_every_row_with_the_same_numbers() -> None:
    english = {each.says for each in ROWS} | {each.phase for each in ROWS if each.phase} | {*MANUAL}
    assert CHINESE.keys() == english
    odd = [said for said, chinese in CHINESE.items() if numbers(said) != numbers(chinese)]
    assert odd == []
    assert [chinese for chinese in CHINESE.values() if not re.search(r"[一-鿿]", chinese)] == []
