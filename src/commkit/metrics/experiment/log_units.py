"""An experiment as the log tells it: members with a variant, and what they did in the days after coming into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData, WrongUse
from commkit.metrics.experiment.experiment_units import EARLIER, VARIANT, Units
from commkit.store.ask.reach import DAY
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from commkit.store.ask.community import Store

DONE = {"spoke": "messages", "messages": "messages", "active_days": "messages", "bought": "orders", "amount": "orders"}
PAST = ("messages", "active_days", "amount")  # what can be taken out, of the four weeks before
_RATES = {"spoke": "messages", "bought": "purchases"}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Members that no comparison counts: in several variants, or with days that are not over."""

    torn: int
    pending: int


def find_units(
    store: Store,
    campaign: str | None,
    dimension: str | None,
    outcomes: Sequence[str],
    covariate: str | None,
    days: int,
) -> tuple[Units, LeftOut]:
    """The members of the campaign or dimension, and who is left out. Raises NotEnoughData and WrongUse."""
    import polars as pl

    if covariate is not None and covariate not in PAST:
        raise WrongUse(
            say("the past is told by {names}", names=say(", ").join(PAST)), hint=say("give one of them to --covariate")
        )
    events: Sequence[str] = ()
    if dimension is None:
        campaign, events = _choose_campaign(store, campaign)
    chosen = _choose_outcomes(store, outcomes, events)
    people = store.ask("metrics/experiment/test", campaign=campaign, dimension=dimension, days=days)
    own = people.filter(pl.col("variants") == 1)
    last_on = _find_last(store, chosen)
    over = own.filter(pl.col("entered_on") <= last_on - (days - 1) * DAY)
    if own.height and not over.height:
        raise NotEnoughData(
            say("nobody's {days} days are over: what is compared is covered up to {day}", days=days, day=last_on),
            hint=say("give fewer --days, other outcomes, or load a later export"),
        )
    told = over.select(
        pl.col("variant").alias(VARIANT),
        *(_tell(name).alias(name) for name in chosen),
        *([pl.col(f"earlier_{covariate}").alias(EARLIER)] if covariate else []),
    )
    units = Units(told, tuple(chosen), has_earlier=covariate is not None)
    return units, LeftOut(people.height - own.height, own.height - over.height)


def _choose_campaign(store: Store, wanted: str | None) -> tuple[str, list[str]]:
    """The campaign, and its events with the most common first. Raises NotEnoughData and WrongUse."""
    named = store.ask("metrics/experiment/test_names")
    tested = named.filter(named["variants"] > 1)["campaign"].unique(maintain_order=True).to_list()
    if not tested:
        raise NotEnoughData(
            say("no campaign has events of two variants"),
            hint=say("load events with a column variant, name --label, or give --table"),
        )
    if (wanted is None and len(tested) > 1) or (wanted is not None and wanted not in tested):
        what = say("which campaign?") if wanted is None else say("no test is called {name!r}", name=wanted)
        raise WrongUse(what, hint=say("there are: {names}", names=say(", ").join(tested)))
    campaign = wanted or tested[0]
    return campaign, named.filter(named["campaign"] == campaign)["name"].to_list()


def _choose_outcomes(store: Store, wanted: Sequence[str], events: Sequence[str]) -> list[str]:
    """What was asked for, else all events but the one that all begin with, else how active they were and who bought."""
    usual = [*(("active_days",) if store.has["messages"] else ()), *(("bought",) if store.has["orders"] else ())]
    chosen = list(dict.fromkeys(wanted)) or list(events[1:]) or usual
    for name in chosen:
        if name not in (*events, *DONE):
            raise WrongUse(
                say("no outcome is called {name!r}", name=name),
                hint=say("there are: {names}", names=say(", ").join((*events, *DONE))),
            )
        store.need(DONE.get(name, "events"))
    return chosen


def _find_last(store: Store, outcomes: Sequence[str]) -> date:
    """The last day that all the outcomes are told of, at most the day of the answer."""
    kinds = {DONE.get(name, "events") for name in outcomes}
    last = [found for kind in kinds if (found := store.coverage.reach([kind]).last_on)]
    return min(store.as_of, *last) if last else store.as_of


def _tell(outcome: str) -> pl.Expr:
    import polars as pl

    if outcome in _RATES:
        return (pl.col(_RATES[outcome]) > 0).cast(pl.Float64)
    if outcome in DONE:
        return pl.col(outcome)
    return pl.col("events").list.contains(outcome).cast(pl.Float64)
