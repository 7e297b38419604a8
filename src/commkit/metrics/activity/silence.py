"""Are ever fewer people carrying the talk, and do voices fall silent?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit import words
from commkit.about import About, Behind
from commkit.choices import Activity, Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.member_list import find_last_complete, list_members, refuse_beside_members
from commkit.indicators.periods import settle
from commkit.params.questions import Every, FirstMessages, Members
from commkit.result import Line, Result
from commkit.stats.nulls import divide
from commkit.store.ask.community import Store
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

ABOUT = About(
    needs_one_of=("messages",),
    examples=(
        "commkit silence  # how many say nothing, who fell silent, who carries the talk",
        "commkit silence --every month --by group  # month by month, in each group",
        "commkit silence --members --names -o write-to.csv  # who fell silent in the last whole week, with names",
        "commkit silence --first-messages  # whether newcomers who got an answer spoke again",
        "commkit silence exports/ -o silence.png  # a chart straight from the exports",
    ),
    headlines=("silent_rate", "silenced_rate", "top10_rate"),
    sql=("metrics/activity/silence", "indicators/engagement", "indicators/concentration"),
    behind=Behind("Who fell silent", "silence"),
)
_ASIDE = ("falling_periods", "of_messages", "top10_messages")
_ANSWERED = ("messages", "replies")
_NEWCOMERS = "metrics/activity/silence_newcomers"
_ALARM = 4  # falling periods in a row that are called a spiral


def silence(
    store: Store, *, every: Every = Period.week, members: Members = False, first_messages: FirstMessages = False
) -> Result:
    """Members who say nothing, regulars who fell silent and the top ten's share; or who spoke again, once answered."""
    if members:
        refuse_beside_members(first_messages=first_messages)
    if first_messages:
        return _follow_first_messages(store, every)
    table = _mark_falling(settle(store, _measure(store, every), every=every, needs=ABOUT.needs_one_of))
    return _list(store, table, every) if members else _present(store, table, every)


def _list(store: Store, table: pl.DataFrame, every: Period) -> Result:
    """The regulars who fell silent in the last complete period."""
    silenced = store.ask("metrics/activity/silence_members", every=every)
    last = find_last_complete(table)
    unknown = [] if last["silenced_regulars"].count() else [_tell_unknown(store, last, every)]
    return Result(
        say("Regulars who fell silent"),
        list_members(store, silenced, last, "silenced_regulars"),
        notes=(
            *unknown,
            say("in the last complete period."),
            say("regulars: members who spoke in three or more of the four periods before."),
            say("who has been silent for longer is not here; all to write to, with names: commkit churn plan --names"),
        ),
        keys=("slice", "handle"),
    )


def _tell_unknown(store: Store, last: pl.DataFrame, every: Period) -> str:
    """Why nobody is known to have been a regular, and the longest shorter period of which that is known."""
    told = store.ask("metrics/activity/silence", every=every).join(last, on="starts_on", how="semi")
    loaded = max(told["earlier_periods"].max() or 0, 0)
    why = say("four earlier {periods} are needed; loaded: {number}", periods=words.value(f"{every}s"), number=loaded)
    for shorter in reversed([*Period][: [*Period].index(every)]):
        known = settle(store, _measure(store, shorter), every=shorter, needs=ABOUT.needs_one_of)
        if find_last_complete(known)["silenced_regulars"].count():
            return say("{why}; shorter ones will do: commkit silence --members --every {every}", why=why, every=shorter)
    return say("{why}; load older exports.", why=why)


def _present(store: Store, table: pl.DataFrame, every: Period) -> Result:
    """The answer by period, with what else is to be said of it."""
    notes = [
        say("silent: members who said nothing in the period; silenced: regulars among them."),
        say("regulars: members who spoke in three or more of the four periods before; unknown where the log begins."),
        say("falling: for how many periods running fewer members spoke, and fewer of a hundred."),
    ]
    if table["falling_periods"].max() is not None and _is_falling(table):
        notes.append(say("a spiral of silence may be under way: ever fewer speak, for four periods or more."))
    if store.has["replies"]:
        notes += _compare(store.ask(_NEWCOMERS, every=every))
    if not store.has["roster"]:
        notes.append(say("without a member list, members are those who were seen and are not known to have left."))
    notes += remarks.of_periods(store, table, *ABOUT.needs_one_of)
    return Result(
        say("Silence"),
        table,
        Line("starts_on", ("silent_rate", "top10_rate")),
        tuple(notes),
        aside=_ASIDE,
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
    )


def _measure(store: Store, every: Period) -> pl.DataFrame:
    import polars as pl

    regulars = store.ask("metrics/activity/silence", every=every)
    members = store.ask("indicators/engagement", every=every, active_by=Activity.spoke)
    voices = store.ask("indicators/concentration", every=every)
    at = ("slice", "starts_on")
    joined = members.join(regulars, on=at, how="left", nulls_equal=True).join(
        voices.rename({"messages": "of_messages"}).drop("speakers"), on=at, how="left", nulls_equal=True
    )
    of_messages, top10 = (pl.col(name).fill_null(0) for name in ("of_messages", "top10_messages"))
    silent = (pl.col("members") - pl.col("speaking_members")).alias("silent_members")
    told = joined.sort(at, maintain_order=True).with_columns(
        silent, pl.col("members").alias("of_members"), of_messages, top10
    )
    return told.with_columns(
        divide("silent_members", "of_members").alias("silent_rate"),
        divide("top10_messages", "of_messages").alias("top10_rate"),
    )


def _mark_falling(table: pl.DataFrame) -> pl.DataFrame:
    """Add how many complete periods running had fewer speakers, and a lower share of them, than the one before."""
    import polars as pl

    speakers, silent, is_whole = pl.col("speaking_members"), pl.col("silent_rate"), pl.col("status") == "complete"
    falls = (speakers < speakers.shift(1).over("slice")) & (silent > silent.shift(1).over("slice"))
    are_both_whole = is_whole & is_whole.shift(1).over("slice")
    marked = table.with_columns((falls & are_both_whole).fill_null(value=False).alias("falls"))
    stretch = marked.with_columns((~pl.col("falls")).cast(pl.Int64).cum_sum().over("slice").alias("stretch"))
    running = pl.col("falls").cast(pl.Int64).cum_sum().over("slice", "stretch")
    return stretch.with_columns(pl.when(is_whole).then(running).alias("falling_periods")).select(
        *("slice", "starts_on", "status", "of_members", "silent_members", "silent_rate", "falling_periods"),
        *("of_regulars", "silenced_regulars", "silenced_rate", "of_messages", "top10_messages", "top10_rate"),
    )


def _is_falling(table: pl.DataFrame) -> bool:
    """Whether, in some slice, the fall up to the last complete period is long enough."""
    import polars as pl

    last = table.filter(pl.col("status") == "complete").group_by("slice").agg(pl.col("falling_periods").last())
    return bool((last["falling_periods"] >= _ALARM).any())


def _follow_first_messages(store: Store, every: Period) -> Result:
    store.need("replies")
    store.settle(*_ANSWERED)
    counted = store.ask(_NEWCOMERS, every=every)
    table = settle(store, counted, every=every, needs=_ANSWERED)
    notes = [
        say(
            "first messages that answer nobody: answered by anybody in 7 days or not; returned: spoke on days 1 to 28."
        ),
        *_compare(table),
    ]
    if table["pending"].sum():
        notes.append(say("pending: first spoke too lately for their 28 days to be over."))
    notes += remarks.of_settled(store, *_ANSWERED)
    drawn = ("answered_return_rate", "unanswered_return_rate")
    return Result(
        say("First messages"),
        table,
        Line("starts_on", drawn),
        tuple(notes),
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
    )


def _compare(table: pl.DataFrame) -> list[str]:
    """A note that compares answered with unanswered, where there are both."""
    names = ("answered_returners", "of_answered_members", "unanswered_returners", "of_unanswered_members")
    back, answered, silent_back, unanswered = (int(table[name].sum()) for name in names)
    if not answered or not unanswered:
        return []
    return [
        say(
            "first message answered: {back:,} of {answered:,} spoke again ({rate:.0%}); unanswered: {silent_back:,} of "
            "{unanswered:,} ({silent_rate:.0%}). This is association, not cause.",
            back=back,
            answered=answered,
            rate=back / answered,
            silent_back=silent_back,
            unanswered=unanswered,
            silent_rate=silent_back / unanswered,
        )
    ]
