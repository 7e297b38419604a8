"""What a run of rules comes to: its rows, the worst first, and its exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commkit.check_choices import FailOn, NoData, Verdict
from commkit.choices import PeriodStatus
from commkit.gate.spoken import speak_rule, tell
from commkit.indicators.periods import end_of
from commkit.store.ask.reach import DAY
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from fractions import Fraction

    import polars as pl

    from commkit.gate.evaluation import Judged
    from commkit.gate.published import Restated
    from commkit.gate.rules import Rule

FAILED, CANNOT = 1, 3
STATES = ("new", "ongoing", "recovered", "restated")
_MOST = 10**15  # percent that are told: of next to nothing, everything is a multiple
_ORDER = {verdict.value: place for place, verdict in enumerate(Verdict)}
_DAYS = ("starts_on", "as_of_on", "since_on", "muted_until_on")
_NUMBERS = ("value", "reference", "change_percent", "n", "weight")
_COLUMNS = (
    *("verdict", "check", "slice", "value", "condition", "reference", "note"),
    *("indicator", "rule", "change_percent", "state", "periods"),
    *("held", "reason", "starts_on", "since_on", "n", "attained", "weight", "owner", "why", "runbook", "as_of_on"),
    *("muted_until_on", "period", "unit", "version"),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """The rows of a run, how many there are of each verdict, and what was attained of the weights."""

    table: pl.DataFrame
    counts: Counter[Verdict]
    attained: dict[str, object]


def sum_up(judged: Sequence[Judged], restated: Sequence[Restated], today: date) -> Summary:
    """The rows of a run: failing ones first, by owner; what a mute holds back is muted."""
    import polars as pl

    rows = [describe(each, today) for each in judged] + [_describe_restated(each) for each in restated]
    rows = [row | {"note": tell(row)} for row in rows]
    rows.sort(key=lambda row: (_ORDER[row["verdict"]], row["owner"] or "", row["check"], row["slice"] or ""))
    schema: dict[str, Any] = dict.fromkeys(_COLUMNS, pl.String)
    schema |= dict.fromkeys(_DAYS, pl.Date) | dict.fromkeys(_NUMBERS, pl.Float64)
    schema |= dict.fromkeys(("periods", "version"), pl.Int64)
    table = pl.DataFrame(rows, schema=schema)
    return Summary(table, Counter(Verdict(row["verdict"]) for row in rows), _weigh(judged))


def choose_code(judged: Sequence[Judged], summary: Summary, fail_on: FailOn) -> int:
    """The exit code: what cannot be judged counts as its rule says, and outranks what is found."""
    unknown = {each.rule.on_no_data for each in judged if each.finding.verdict is Verdict.not_evaluated}
    if NoData.error in unknown:
        return CANNOT
    warned = bool(summary.counts[Verdict.warn]) or NoData.warn in unknown
    failed = bool(summary.counts[Verdict.fail]) or NoData.fail in unknown
    is_found = (failed and fail_on is not FailOn.never) or (warned and fail_on is FailOn.warn)
    return FAILED if is_found else 0


def show_verdict(judged: Judged, today: date | None) -> Verdict:
    """The verdict, or that it is muted today."""
    is_muted = today is not None and judged.finding.is_found and judged.rule.is_muted(today)
    return Verdict.muted if is_muted else judged.finding.verdict


def describe(judged: Judged, today: date | None) -> dict[str, Any]:
    """One row; without a day nothing is muted."""
    rule, finding, episode = judged.rule, judged.finding, judged.episode
    measured, condition = finding.measured, finding.condition
    number = measured.ratio if measured else None
    verdict = show_verdict(judged, today)
    return _about(rule) | {
        "verdict": verdict.value,
        "slice": judged.slice,
        "value": _float(number),
        "rule": _write_rule(rule, judged),
        "condition": speak_rule(rule, condition),
        "reference": _float(finding.reference),
        "change_percent": _change(number, finding.reference),
        "state": None if verdict is Verdict.muted else episode.state,
        "periods": episode.periods or None,
        "held": f"{finding.hits}/{condition.hits}" if condition and finding.hits else None,
        "reason": _give_reason(judged, verdict, today),
        "starts_on": None if rule.indicator.is_of_now else finding.starts_on,
        "since_on": episode.since_on,
        "n": measured.sample if measured else None,
        "attained": None if finding.verdict is Verdict.not_evaluated else attain(rule, number),
        "as_of_on": measured.as_of_on if measured else None,
    }


def _about(rule: Rule) -> dict[str, Any]:
    return {
        "check": rule.name,
        "indicator": rule.indicator.name,
        "weight": rule.weight,
        "owner": rule.owner,
        "why": rule.why,
        "runbook": rule.runbook,
        "muted_until_on": rule.muted_until,
        "period": rule.period.value,
        "unit": rule.indicator.unit,
        "version": rule.indicator.version,
    }


def _describe_restated(restated: Restated) -> dict[str, Any]:
    judged = restated.judged
    return (
        dict.fromkeys(_COLUMNS)
        | _about(judged.rule)
        | {
            "verdict": Verdict.warn.value,
            "slice": judged.slice,
            "value": _float(restated.after),
            "reference": _float(restated.before),
            "change_percent": _change(restated.after, restated.before),
            "state": "restated",
            "reason": say(
                "it was told otherwise on {day}; a load or commkit.toml has changed it", day=restated.told_on
            ),
            "starts_on": restated.starts_on,
        }
    )


def _write_rule(rule: Rule, judged: Judged) -> str:
    """The condition that decided, with its floor; else all that the rule says."""
    condition = judged.finding.condition
    texts = [condition.text] if condition else [each.text for each in rule.conditions]
    if rule.floor and (condition is None or condition.is_relative):
        texts.append(f"and {rule.floor.text}")
    return ", ".join(texts)


def _give_reason(judged: Judged, verdict: Verdict, today: date | None) -> str | None:
    """Why there is no verdict, or why a finding is not told; that a mute is over."""
    if judged.finding.unknown:
        return explain(judged)
    rule = judged.rule
    if verdict is Verdict.muted:
        return rule.reason
    if today and rule.muted_until and rule.muted_until < today and judged.finding.is_found:
        return say("the mute ended on {day}", day=rule.muted_until)
    return None


def explain(judged: Judged) -> str:
    """Why a rule cannot be judged."""
    match judged.finding.unknown:
        case "not_loaded":
            return say("not loaded: {kinds}", kinds=say(", ").join(map(value, judged.lacking)))
        case "few":
            return say("n is under {number}", number=judged.rule.least)
        case "no_reference":
            return say("what it is compared with is not known")
        case "zero_base":
            return say("what it is compared with is 0, so there is no percentage")
    return _explain_status(judged)


def _explain_status(judged: Judged) -> str:
    """Why the period that is judged is not settled."""
    measured = judged.finding.measured
    match measured.status if measured else PeriodStatus.not_covered:
        case PeriodStatus.partly_covered:
            return say("exports of groups end before the period does: commkit status --by group")
        case PeriodStatus.cut:
            return say("the data begin or end inside the period")
        case PeriodStatus.maturing:
            return say("the time that its people are given is not over")
    starts_on = judged.finding.starts_on
    ends = [each.as_of_on for each in judged.history.periods.values()] if judged.history else []
    if not ends or starts_on is None or max(ends) + DAY >= end_of(starts_on, judged.rule.period):
        return say("nothing tells of it")
    return say("its data end on {day}, before the period is over", day=max(ends))


def attain(rule: Rule, number: Fraction | None) -> str | None:
    """The tier that is reached, or that the first is not."""
    return None if number is None else rule.band.find_reached(number, rule.indicator.good)


def _weigh(judged: Sequence[Judged]) -> dict[str, object]:
    """The weights of all rules that can be judged, and of those that reach their target or, without one, pass."""
    weighted = [each for each in judged if each.rule.weight and each.finding.verdict is not Verdict.not_evaluated]
    if not weighted:
        return {}
    attained = sum(each.rule.weight or 0 for each in weighted if _is_attained(each))
    whole = sum(each.rule.weight or 0 for each in weighted)
    return {"attained_weight": attained, "of_weight": whole}


def _is_attained(judged: Judged) -> bool:
    measured = judged.finding.measured
    tier = attain(judged.rule, measured.value if measured else None)
    return not judged.finding.is_found if judged.rule.band.target is None else tier in ("target", "challenge")


def _change(number: Fraction | None, reference: Fraction | None) -> float | None:
    if number is None or not reference:
        return None
    change = 100 * (number - reference) / abs(reference)
    return float(change) if abs(change) < _MOST else None


def _float(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
