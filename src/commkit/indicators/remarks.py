"""What must be said beside indicators: how sure they are, and what they lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Compare
from commkit.store.ask.remedies import LOADS
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import polars as pl


def of_statuses(statuses: Collection[str]) -> list[str]:
    """What the statuses among these mean."""
    notes = []
    if "assumed_roster" in statuses:
        notes.append(say("without a member list, members are those who were seen and are not known to have left."))
    if "low_n" in statuses:
        notes.append(say("low n: fewer than 30, so the rate is uncertain."))
    return notes


def of_cuts(names: Collection[str], *, are_fixed: bool) -> list[str]:
    """By which cut-points value levels are told, where one of these indicators counts members by them."""
    if "high_value_share" not in names:
        return []
    if are_fixed:
        return [say("value levels: by the cut-points that `[rfm] cuts` in commkit.toml names, in every period.")]
    return [say("value levels: by the cut-points of as-of in every period; `[rfm] cuts` in commkit.toml fixes them.")]


def of_running(table: pl.DataFrame) -> list[str]:
    """That a period is not over, where one is not."""
    return [say("the last period is still running.")] if "running" in table["status"].to_list() else []


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
