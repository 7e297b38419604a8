"""What each edition asks: the chapters of every report, in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from commkit.choices import Direction, Period, Served
from commkit.metrics.overview.kpi_rows import TIERS
from commkit.render.latest import LAST
from commkit.report.cohorts import keep_speaking
from commkit.report.directions import count_directions, keep_present
from commkit.report.proved import refuse_unproved
from commkit.report_choices import ReportKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from commkit.choices import Activity
    from commkit.report.span import ReportPeriod
    from commkit.result import Result

DAYS_OF_RHYTHM = 28


@dataclass(frozen=True, slots=True)
class Ask:
    """A chapter: its key, the question that it asks and with which options, and what is shown of the answer.

    `columns` are those shown, all where there are none. `needs` is the kind of fact without which there is no answer.
    `told` asks again for the indicators of which this column is known. `last` keeps the last so many periods, `first`
    the first so many rows. `since` gives the first day looked at. Rows of one that `lists_people` are members, whose
    names are shown where that is asked. `shape` makes another table of the answer.
    """

    key: str
    question: str
    options: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    needs: str | None = None
    last: int | None = None
    first: int | None = None
    told: str | None = None
    since: Callable[[ReportPeriod], Any] | None = None
    lists_people: bool = False
    shape: Callable[[Result], Result] | None = None


def list_asks(kind: ReportKind, span: ReportPeriod, active: Mapping[str, Activity], *, names: bool) -> list[Ask]:
    """The chapters of an edition; `active` says what tells who is active, where that is not what they say."""
    match kind:
        case ReportKind.weekly:
            return [*_moves(span, active, names=names), *_money(span)]
        case ReportKind.monthly:
            return [*_moves(span, active, names=names), *_money(span), *_effects(span), _word_of_mouth(span)]
        case ReportKind.quarterly:
            return [*_quarter(span, active), *_money(span), _word_of_mouth(span), *_worth(span)]
        case ReportKind.risk:
            return [_metrics(span, active), *_at_risk(active), *_cases()]
    return [_metrics(span, active), _all_metrics(span, active)]


_ON_BOARD = (
    *("indicator", "starts_on", "value", "previous", "change_percent", "last_year"),
    *(
        "target",
        "band",
        "progress_percent",
        "to_date",
        "recent_values",
        "mark",
        "is_unusual",
        "usual_value",
        "status",
        "unit",
    ),
)


def _metrics(span: ReportPeriod, active: Mapping[str, Activity]) -> Ask:
    return Ask("metrics", "kpi", {"board": True, "every": span.every, **active}, _ON_BOARD)


def _all_metrics(span: ReportPeriod, active: Mapping[str, Activity]) -> Ask:
    return Ask("all_metrics", "kpi", {"board": True, "all": True, "every": span.every, **active}, _ON_BOARD)


def _board(key: str, span: ReportPeriod, *metrics: str) -> Ask:
    return Ask(key, "kpi", {"board": True, "every": span.every, "metric": list(metrics)}, _ON_BOARD)


def _moves(span: ReportPeriod, active: Mapping[str, Activity], *, names: bool) -> Iterable[Ask]:
    """What a community did: scale, flow, levels, staying, rhythm, newcomers, risk, funnel."""
    every = {"every": span.every}
    yield _metrics(span, active)
    yield Ask("activity", "active", {**every, **active}, last=LAST)
    yield Ask("flow", "flow", every, _FLOW, last=LAST)
    yield from _levels(span, active, names=names)
    retained = {**every, "periods": 8, **active}
    yield Ask("retention", "retention", retained, _RETENTION, last=LAST, shape=keep_speaking)
    yield Ask("rhythm", "rhythm", since=lambda span: span.days_back(DAYS_OF_RHYTHM))
    yield Ask("newcomers", "newcomers", {**every, **active}, _NEWCOMERS, last=LAST)
    yield from _at_risk(active)
    yield Ask("funnel", "funnel", {}, _FUNNEL, needs="messages")


_FLOW = (
    *("starts_on", "status", "joined_members", "first_seen_members", "left_members", "members"),
    *("leave_members", "of_telling_members", "leave_rate"),
)
_RETENTION = ("root", "starts_on", "status", "age", "of_cohort_members", "retained_members", "retained_rate")
_NEWCOMERS = (
    *("starts_on", "status", "joined_members", "pending", "first_speak_members", "of_joined_members"),
    *("first_speak_rate", "median_first_message_days"),
    *("second_week_members", "of_second_week_members", "second_week_rate"),
)
_FUNNEL = ("number", "step", "members", "of_entered", "overall_rate", "of_previous", "step_rate", "pending")


def _levels(span: ReportPeriod, active: Mapping[str, Activity], *, names: bool) -> Iterable[Ask]:
    between = {"from_day": str(span.before_on), "to_day": str(span.as_of), **active}
    since_month_end = ("change_members",) if span.every is Period.month else ()
    shown = ("level", "members", "of_members", "member_rate", *since_month_end)
    yield Ask("levels", "pyramid", active, shown, shape=keep_present)
    yield Ask("moves", "transitions", between, shape=count_directions)
    if names:
        yield Ask("risen", "transitions", {**between, "members": Direction.up}, lists_people=True)
        yield Ask("fallen", "transitions", {**between, "members": Direction.down}, lists_people=True)


def _at_risk(active: Mapping[str, Activity]) -> Iterable[Ask]:
    yield Ask("at_risk", "churn rules", active, _AT_RISK)
    yield Ask("scores", "churn score", active, first=10, lists_people=True, shape=refuse_unproved)


_AT_RISK = (
    *("layer", "silent_members", "down_members", "flagged_members", "of_members", "flagged_rate"),
    *("precision_churns", "of_flags", "precision_rate", "base_churns", "of_base", "base_rate"),
)


def _money(span: ReportPeriod) -> Iterable[Ask]:
    yield _board("revenue", span, "gmv", "refunded", "net_revenue", "orders", "buyers", "aov", "arpu")
    yield Ask("repurchase", "repurchase", {"every": Period.month}, _REPURCHASE, last=LAST)


_REPURCHASE = (
    *("starts_on", "status", "repeat_buyers", "of_buyers", "repeat_rate"),
    *("repeat30_buyers", "of_repeat30_buyers", "repeat30_rate"),
    *("repeat60_buyers", "of_repeat60_buyers", "repeat60_rate"),
    *("repeat90_buyers", "of_repeat90_buyers", "repeat90_rate"),
)


def _effects(span: ReportPeriod) -> Iterable[Ask]:
    """What was carried out, and what came of it."""
    yield _board(
        *("execution", span, "staff_message_share", "reply_coverage", "median_first_reply_hours", "activity_rate"),
        *("tickets", "adopted_rate", "spending", "points_issued"),
    )
    yield _board("effect", span, "content_participation", "speaking_rate", "first_speak_rate", "net_growth", "nps")


def _word_of_mouth(span: ReportPeriod) -> Ask:
    spread = ("referral_conversion", "referred_share", "share_rate")
    return _board("word_of_mouth", span, *spread, "mentions", "positive_share", "negative_mentions", "nps")


def _quarter(span: ReportPeriod, active: Mapping[str, Activity]) -> Iterable[Ask]:
    yield _metrics(span, active)
    judged = {"board": True, "all": True, "explain": True, "every": span.every, **active}
    yield Ask("targets", "kpi", judged, tuple(dict.fromkeys((*_ON_BOARD, *TIERS))), told="band")
    yield Ask("card", "scorecard maturity", {}, _CARD)
    yield Ask("outlook", "plan forecast", {"metric": "wau", "periods": _WEEKS_AHEAD, **active}, _OUTLOOK, last=2 * LAST)
    yield Ask("activity", "active", {"every": span.every, **active}, last=LAST)
    yield Ask("flow", "flow", {"every": span.every}, _FLOW, last=LAST)
    yield from _levels(span, active, names=False)
    yield from _at_risk(active)


_CARD = ("panel", "criterion", "value", "points", "change_points", "counted_weight", "contribution", "status", "unit")
_WEEKS_AHEAD = 13
_OUTLOOK = ("starts_on", "value", "forecast_value", "low_value", "high_value", "status", "unit")


def _worth(span: ReportPeriod) -> Iterable[Ask]:
    """What the community is worth to its members, to the organisation and to society, each by indicators."""
    yield _board("user_value", span, "d30", "reply_coverage", "median_first_reply_hours", "csat", "nps")
    yield _board(
        "organisation_value", span, "net_revenue", "community_revenue_share", "repurchase_rate", "adopted_rate"
    )
    yield _board(
        "society_value", span, "positive_share", "referral_conversion", "severe_incidents", "content_participation"
    )


# Handbooks say how long each may wait: 社群运营与管理 §4.1, 用户增长五年策略 §4.3(2).
_LIMITS = {Served.complaints: "24h", Served.disputes: "7d", Served.incidents: "2h,48h", Served.tickets: "2h,24h"}


def _cases() -> Iterable[Ask]:
    """Cases that waited beyond their limit, of those opened in the last twelve weeks."""
    for served, limits in _LIMITS.items():
        asked = {"of": served, "within": limits}
        yield Ask(f"late_{served}", "response", asked, needs=served, since=lambda span: span.days_back(84))
