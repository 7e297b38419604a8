"""Are messages answered, how soon, and by whom?"""

from __future__ import annotations

from commkit.about import About
from commkit.choices import Period, PeriodStatus
from commkit.indicators import remarks
from commkit.indicators.periods import settle
from commkit.params import Every
from commkit.result import Line, Result
from commkit.stats.nulls import blank
from commkit.store.ask.community import Store
from commkit.words import say

ABOUT = About(
    needs_one_of=("replies",),
    examples=("commkit response", "commkit response --every month --by group", "commkit response -o response.png"),
    headlines=("replied_rate", "median_reply_hours"),
    sql=("indicators/response",),
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


def response(store: Store, *, every: Every = Period.week) -> Result:
    """Messages that open a conversation: how many others answer within 7 days, staff and peers, and after how long."""
    store.settle(*_NEEDS)
    counted = store.ask("indicators/response", every=every)
    table = settle(store, counted, every=every, needs=_NEEDS, matured=("openings", "of_openings"))
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
    notes += remarks.of_untold(store, "replies")
    notes += remarks.of_periods(store, table, *_NEEDS)
    notes += remarks.of_settled(store, *_NEEDS)
    return Result(
        say("Response"),
        table,
        Line("starts_on", ("replied_rate", "median_reply_hours")),
        tuple(notes),
        aside=_ASIDE,
        keys=("slice", "starts_on"),
        vocabulary={"status": PeriodStatus},
    )
