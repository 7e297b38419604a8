"""How do newcomers settle in: who speaks, who is back in the second week, who leaves at once?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.about import About, Behind
from commkit.choices import Activity, Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.member_list import OUTCOMES, list_members
from commkit.indicators.periods import are_young, settle
from commkit.params.questions import ActiveBy, Every, Members
from commkit.result import Line, Result
from commkit.stats.nulls import blank
from commkit.store.ask.community import Store
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

ABOUT = About(
    needs_one_of=("joins",),
    examples=(
        "commkit newcomers  # how each week's newcomers settle in",
        "commkit newcomers --every month --by channel  # which channels bring newcomers who settle in",
        "commkit newcomers --since 30d --members --names  # the newcomers of the last 30 days, by name",
        "commkit newcomers exports/ --since 2026-01-01 -o newcomers.png  # a chart of this year's, from the exports",
    ),
    headlines=("first_speak_rate", "second_week_rate", "early_leave_rate"),
    sql=("indicators/newcomers",),
    behind=Behind("Who they are", "newcomers"),
)
_ASIDE = (
    *("pending", "first_speak_members", "first_day_speakers", "median_first_message_days", "early_leave_members"),
    *("first_day_leavers", "of_telling_joined_members", "of_second_week_members", "second_week_members"),
)
_SPEAKING = (
    *("first_speak_members", "first_speak_rate", "first_day_speakers", "median_first_message_days"),
    *("second_week_members", "second_week_rate"),
)
_LEAVING = ("of_telling_joined_members", "early_leave_members", "early_leave_rate", "first_day_leavers")
_RATES = {
    "first_speak": "of_joined_members",
    "early_leave": "of_telling_joined_members",
    "second_week": "of_second_week_members",
}
_PARTS = {
    "spoke": "first_speak_members",
    "first_message_days": "first_speak_members",
    "second_week": "second_week_members",
    "left_early": "early_leave_members",
}


def newcomers(
    store: Store, *, every: Every = Period.week, members: Members = False, active_by: ActiveBy = Activity.spoke
) -> Result:
    """Those who joined in each period: who spoke within 7 days, was active on days 7 to 13, or left within 7 days."""
    store.need("messages")
    store.settle("messages")
    told = store.ask("indicators/newcomers", every=every, active_by=active_by)
    counted = settle(
        store,
        told,
        every=every,
        needs=("joins",),
        matured=("joined_members", "of_joined_members"),
        apart={("messages", "joins"): _SPEAKING, ("leaves", "joins"): _LEAVING},
    )
    is_young = are_young("joined_members", "of_second_week_members")
    table = blank(counted.drop("second_week_pending"), ["second_week_rate"], is_young)
    notes = list(_remark(told))
    if store.has["leaves"]:
        notes += remarks.of_untold(store, "leaves")
    else:
        table = blank(table, _LEAVING)
        notes.append(say("no export says who left, so who left early is not known."))
    if members:
        return _list(store, table, every, active_by)
    notes += remarks.of_periods(store, table, "joins", "messages")
    notes += remarks.of_settled(store, "messages")
    total = _sum_up(table) if table["slice"].n_unique() == 1 else None
    return Result(
        say("Newcomers"),
        table,
        Line("starts_on", ("first_speak_rate", "second_week_rate")),
        tuple(notes),
        total,
        aside=_ASIDE,
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
    )


def _remark(told: pl.DataFrame) -> Iterator[str]:
    """What the rates are of, and what is not known yet or at all."""
    yield say("joined: by an export's word; rates are of those whose 7 or 14 days, the first included, are over.")
    if told["second_week_pending"].sum():
        yield say("pending: joined too lately for their first 7 days, or their second, to be over.")
    if told.height and told["first_speak_members"].null_count() == told.height:
        yield say("no newcomer is on a platform with messages, so who spoke is not known: commkit identity suggest")


def _list(store: Store, table: pl.DataFrame, every: Period, active_by: Activity) -> Result:
    """Those who joined in the periods looked at."""
    joined = store.ask("metrics/staying/newcomers_members", every=every, active_by=active_by)
    return Result(
        say("Newcomers"),
        list_members(store, joined, table, "joined_members", parts=_PARTS, active_by=active_by),
        notes=(
            say("spoke: within 7 days of joining; second week: active on days 7 to 13; left early: within 7 days."),
            say("pending: the time for it is not over."),
        ),
        keys=("slice", "handle"),
        vocabulary=dict.fromkeys(("spoke", "second_week", "left_early"), OUTCOMES),
    )


def _sum_up(table: pl.DataFrame) -> dict[str, object]:
    """All periods together; columns with an unknown value are left out."""
    counts = [name for name in table.columns if name.endswith("_members") or name == "pending"]
    sums = {name: int(table[name].sum()) for name in counts if not table[name].null_count()}
    rates = {
        f"{name}_rate": sums[f"{name}_members"] / sums[of]
        for name, of in _RATES.items()
        if f"{name}_members" in sums and sums[of]
    }
    return {**sums, **rates}
