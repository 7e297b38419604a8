"""The closed lists of words: what options take and what columns of answers hold."""

from __future__ import annotations

from enum import StrEnum


class Period(StrEnum):
    """How long a period is; weeks are ISO weeks that begin on Monday."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


class PeriodStatus(StrEnum):
    """Whether a period's number is known and settled: the first that holds."""

    not_covered = "not_covered"
    running = "running"
    partly_covered = "partly_covered"
    cut = "cut"
    maturing = "maturing"
    assumed_roster = "assumed_roster"
    low_n = "low_n"
    complete = "complete"


# The first five enter no mean, comparison, trend or check.
UNSETTLED = (
    PeriodStatus.not_covered,
    PeriodStatus.running,
    PeriodStatus.partly_covered,
    PeriodStatus.cut,
    PeriodStatus.maturing,
)


class Weekday(StrEnum):
    """The days of an ISO week."""

    monday = "Monday"
    tuesday = "Tuesday"
    wednesday = "Wednesday"
    thursday = "Thursday"
    friday = "Friday"
    saturday = "Saturday"
    sunday = "Sunday"


class Slice(StrEnum):
    """What an answer can be broken down by."""

    group = "group"
    channel = "channel"
    platform = "platform"
    tenure = "tenure"
    segment = "segment"
    layer = "layer"
    group_age = "group_age"


class PlaceKind(StrEnum):
    """What coverage can be told by."""

    kind = "kind"
    platform = "platform"
    group = "group"


class Activity(StrEnum):
    """What counts as active."""

    spoke = "spoke"
    reacted = "reacted"
    event = "event"
    bought = "bought"
    any = "any"


class Compare(StrEnum):
    """Which earlier time an answer is compared with."""

    previous = "previous"
    last_year = "last-year"


class Kept(StrEnum):
    """What counts as being back in an interval after coming."""

    on = "on"
    on_or_after = "on-or-after"
    bracket = "bracket"
    streak = "streak"


class Birth(StrEnum):
    """What puts a member into a cohort."""

    came = "came"
    active = "active"
    recurring = "recurring"


class StepOrder(StrEnum):
    """Whether other steps may come between two steps, and whether their order matters."""

    ordered = "ordered"
    strict = "strict"
    any = "any"


class EntryChoice(StrEnum):
    """Which of a member's entries into a funnel counts."""

    first = "first"
    best = "best"


class Counted(StrEnum):
    """Whether a member enters a funnel once, or again after each entry is over."""

    uniques = "uniques"
    totals = "totals"


class Exclusion(StrEnum):
    """What an excluded event does to an entry into a funnel."""

    drop_entry = "drop-entry"
    stop = "stop"


class Basis(StrEnum):
    """What RFM is computed on."""

    orders = "orders"
    activity = "activity"


class Direction(StrEnum):
    """Which way members moved between levels."""

    up = "up"
    down = "down"


class Weight(StrEnum):
    """What members who rose and fell carried."""

    amount = "amount"
    replies = "replies"

    @property
    def column(self) -> str:
        """The column that counts it: money is net of refunds, replies are those written."""
        return "net_amount" if self is Weight.amount else self.value


class Ending(StrEnum):
    """What ends a stay."""

    leave = "leave"
    silence = "silence"


class Scoring(StrEnum):
    """Whether RFM's cut-points are quintiles of this data or fixed ones."""

    quintile = "quintile"
    fixed = "fixed"


class Segment(StrEnum):
    """The eleven RFM segments."""

    champions = "champions"
    loyal = "loyal"
    potential_loyalist = "potential_loyalist"
    new = "new"
    promising = "promising"
    need_attention = "need_attention"
    about_to_sleep = "about_to_sleep"
    at_risk = "at_risk"
    cannot_lose = "cannot_lose"
    hibernating = "hibernating"
    lost = "lost"


class Evidence(StrEnum):
    """How strong the evidence is that two members are one person."""

    weak = "weak"
    medium = "medium"
    strong = "strong"


class Served(StrEnum):
    """What can wait for an answer."""

    messages = "messages"
    tickets = "tickets"
    complaints = "complaints"
    disputes = "disputes"
    incidents = "incidents"
    suggestions = "suggestions"
    tasks = "tasks"


class Shared(StrEnum):
    """What overlap is told of."""

    platforms = "platforms"
    groups = "groups"
    profile = "profile"


class Face(StrEnum):
    """How an answer can look."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    ndjson = "ndjson"
    md = "md"
    xlsx = "xlsx"
    parquet = "parquet"
    png = "png"
    svg = "svg"


class Language(StrEnum):
    """The languages that commkit speaks."""

    en = "en"
    zh = "zh"


# How far back the earlier period lies, as Polars writes offsets; a year of days or weeks ends on the same weekday.
BACK = {
    Compare.previous: dict(zip(Period, ("-1d", "-1w", "-1mo", "-1q", "-1y"), strict=True)),
    Compare.last_year: dict(zip(Period, ("-52w", "-52w", "-12mo", "-4q", "-1y"), strict=True)),
}
