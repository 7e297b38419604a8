"""Are messages and cases answered, how soon, and by whom?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About, Behind
from commkit.choices import Period, PeriodStatus, Served
from commkit.errors import WrongUse
from commkit.indicators import remarks
from commkit.indicators.member_list import list_members, refuse_beside_members
from commkit.indicators.periods import settle
from commkit.params.questions import BusinessHours, Every, Of, Threads, Unanswered, Within
from commkit.result import Bars, Line, Result
from commkit.stats.nulls import blank
from commkit.store.ask.community import Store
from commkit.typed import parse_hours, parse_microseconds
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

ABOUT = About(
    needs_one_of=("replies", "cases"),
    examples=(
        "commkit response  # how many are answered, how soon, and by whom",
        "commkit response --every month --by group  # where answers take long, group by group",
        "commkit response --members --names --by group  # messages left unanswered, and who wrote them",
        "commkit response --threads  # how deep talks go, and whether people answer each other",
        "commkit response --of complaints --within 2h,24h --business-hours 9-18  # complaints dealt with in time",
    ),
    headlines=("replied_rate", "median_reply_hours"),
    sql=("indicators/response",),
    behind=Behind("Who got no answer", "response"),
)
_NEEDS = ("messages", "replies")
_ASIDE = (
    "openings",
    "replied_openings",
    "staff_replied_openings",
    "peer_replied_openings",
    "median_staff_reply_hours",
    "median_peer_reply_hours",
)


def response(
    store: Store,
    *,
    every: Every = Period.week,
    of: Of = Served.messages,
    within: Within = None,
    business_hours: BusinessHours = None,
    threads: Threads = False,
    members: Unanswered = False,
) -> Result:
    """Messages that open a conversation: how many others answer within 7 days, staff and peers, and after how long."""
    if members:
        refuse_beside_members(threads=threads, within=within, of=of is not Served.messages)
    if threads:
        return _measure_threads(store, every)
    if of is not Served.messages or within:
        return _clock(store, of, within, business_hours)
    if business_hours:
        raise WrongUse(say("working hours count against limits"), hint="--within 2h,24h --business-hours 9-18")
    return _list(store, every) if members else _measure_replies(store, every)


def _count_replies(store: Store, every: Period) -> pl.DataFrame:
    _look(store)
    counted = store.ask("indicators/response", every=every)
    return settle(store, counted, every=every, needs=_NEEDS, matured=("openings", "of_openings"))


def _list(store: Store, every: Period) -> Result:
    """The messages that nobody answered, with who wrote them."""
    table = _count_replies(store, every)
    unanswered = store.ask("metrics/activity/response_members", every=every)
    return Result(
        say("Messages that nobody answered"),
        list_members(store, unanswered, table, "of_openings"),
        notes=(say("messages that open a conversation and that nobody else answered within 7 days, which are over."),),
        keys=("slice", "handle", "group", "sent_at"),
    )


def _measure_replies(store: Store, every: Period) -> Result:
    """Messages that open a conversation, and who answers them."""
    table = _count_replies(store, every)
    notes = [
        say("opening messages answer nobody; a rate is of those whose 7 days are over, others are pending."),
        say(
            "hours: the middle first reply, of the messages that were answered; the sender's own replies do not count."
        ),
    ]
    if not store.has["staff"]:
        staff = [name for name in table.columns if "staff" in name]
        table = blank(table, staff)
        notes.append(
            say("no staff are known, so who answers for the team cannot be told: name them in [community] staff.")
        )
    return Result(
        say("Response"),
        table,
        Line("starts_on", ("replied_rate", "median_reply_hours")),
        (*notes, *_remark_periods(store, table)),
        aside=_ASIDE,
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
    )


def _look(store: Store) -> None:
    store.need("replies")
    store.look_at("replies")
    store.settle(*_NEEDS)


def _remark_periods(store: Store, table: pl.DataFrame) -> list[str]:
    notes = remarks.of_untold(store, "replies") + remarks.of_periods(store, table, *_NEEDS)
    return [*notes, *remarks.of_settled(store, *_NEEDS)]


def _measure_threads(store: Store, every: Period) -> Result:
    """How deep conversations go, and whether people answer each other."""
    _look(store)
    counted = store.ask("metrics/activity/response_threads", every=every)
    table = settle(store, counted, every=every, needs=_NEEDS)
    notes = [
        say("threads: opening messages that were answered; depth: the longest chain of answers below one."),
        say("one-way: of pairs of whom one answered the other in the period, those never answered back in it."),
    ]
    return Result(
        say("Threads"),
        table,
        Line("starts_on", ("replies_per_message", "one_way_rate")),
        (*notes, *_remark_periods(store, table)),
        aside=("of_pairs", "one_way_pairs", "deepest"),
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
    )


def _clock(store: Store, of: Served, within: str | None, business_hours: str | None) -> Result:
    """How long cases waited, against limits."""
    import polars as pl

    store.need("replies" if of is Served.messages else of.value)
    kind = of.value.removesuffix("s")
    store.look_at(*(_NEEDS if of is Served.messages else (of.value,)))
    opens, closes = parse_hours(business_hours) if business_hours else (None, None)
    names = {parse_microseconds(each) / 1_000_000: each.strip() for each in within.split(",")} if within else {}
    limits: Sequence[float | None] = list(names) or [None]
    told = store.ask("metrics/activity/response_clock", kind=kind, opens=opens, closes=closes, limits=limits)
    answers, ends, raised, adopted = store.ask("metrics/activity/response_outcome", kind=kind).row(0)
    untold = [
        name for name, is_told in (("answered", answers or of is Served.messages), ("closed", ends)) if not is_told
    ]
    words = pl.col("limit_seconds").replace_strict(names, default=None, return_dtype=pl.String).alias("limit")
    table = told.filter(~pl.col("clock").is_in(untold)).with_columns(words)
    table = table.select("slice", "clock", "limit", pl.exclude("slice", "clock", "limit", "limit_seconds"))
    return Result(
        say("Response to {kind}", kind=value(of.value)),
        table if within else blank(table, ("of_cases", "on_time_cases", "on_time_rate", "late_cases", "pending")),
        Bars("cell", "on_time_rate" if within else "median_hours"),
        (*_remark_clock(business_hours, within), *_remark_untold(untold)),
        total={"adopted_cases": adopted, "of_raised": raised, "adopted_rate": adopted / raised}
        if of is Served.suggestions and raised
        else None,
        keys=("slice", "clock", "limit"),
        vocabulary={"clock": ("answered", "closed")},
        parameters={"of": of.value, "within": within, "business_hours": business_hours},
        aside=("of_cases", "on_time_cases", "p90_hours"),
        drawn=_draw(table),
    )


def _draw(table: pl.DataFrame) -> pl.DataFrame:
    """The rows with a name for each bar: what is waited for, and until when."""
    import polars as pl

    names = [
        " · ".join([value(clock), *filter(None, [limit])]) for clock, limit in table.select("clock", "limit").rows()
    ]
    return table.with_columns(pl.Series("cell", names, dtype=pl.String))


def _remark_clock(business_hours: str | None, within: str | None) -> list[str]:
    notes = [say("hours: of those that were answered, or closed; p90: nine of ten took no longer.")]
    if within:
        notes.append(
            say("late: over the limit, those among them that are still open; pending: open and not yet so old.")
        )
    if business_hours:
        notes.append(say("only {hours}, Monday to Friday, counts as time.", hours=business_hours))
    return notes


def _remark_untold(clocks: list[str]) -> list[str]:
    meanings = {
        "answered": say("when they were answered is not told."),
        "closed": say("when they were closed is not told."),
    }
    return [meanings[each] for each in clocks]
