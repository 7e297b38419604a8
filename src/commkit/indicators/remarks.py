"""What must be said beside indicators: how sure they are, and what they lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Compare
from commkit.store.ask.remedies import LOADS
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import polars as pl

    from commkit.store.ask.community import Store


def of_statuses(statuses: Collection[str]) -> list[str]:
    """What the statuses among these mean."""
    notes = []
    if "assumed_roster" in statuses:
        notes.append(say("without a member list, members are those who were seen and are not known to have left."))
    if "low_n" in statuses:
        notes.append(say("low n: fewer than 30, so the rate is uncertain."))
    return notes


def of_running(table: pl.DataFrame) -> list[str]:
    """That a period is not over, where one is not."""
    return [say("the last period is still running.")] if "running" in table["status"].to_list() else []


def of_untold_leaves(store: Store) -> list[str]:
    """Which platforms are left out of leaving because nothing of them can tell it."""
    silent = store.ask("indicators/flow_untold")["platform"].to_list()
    if not silent:
        return []
    return [say("{platforms} cannot tell who leaves: left out of leaving.", platforms=say(", ").join(silent))]


def earlier(against: Compare) -> str:
    """What a number is compared with."""
    return say("a year earlier") if against is Compare.last_year else say("the period before")


def of_lacking(lacking: Mapping[str, list[str]]) -> list[str]:
    """Per kind of fact that was never loaded: the indicators that cannot be told, and what to load."""
    by_kind: dict[str, list[str]] = {}
    for name, kinds in lacking.items():
        for kind in kinds:
            by_kind.setdefault(kind, []).append(value(name))
    return [
        say(
            "no {kind}, so no {indicators}: {load}.",
            kind=value(kind),
            indicators=say(", ").join(named),
            load=say(LOADS[kind]),
        )
        for kind, named in by_kind.items()
    ]
