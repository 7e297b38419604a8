"""What [community] of commkit.toml could say: the zone, staff, bots and bridges, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.words import proper, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commkit.store.ask.community import Store

ZONELESS = "UTC"


@dataclass(frozen=True, slots=True)
class Fact:
    """One key of [community]: a text, or people as that key accepts them; and a reason for each."""

    key: str
    value: str | tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """The facts that a community tells, and how many people of each list could only be named by their names."""

    facts: tuple[Fact, ...]
    unnamed: int = 0


def propose_facts(store: Store, *, are_handles_kept: bool) -> KnownFacts:
    """What the community tells of itself.

    People stand by handle where the handles are kept. Handles of a community in memory change with its exports: there
    they stand by an id on their platform that names nobody, and are left out where there is none.
    """
    ids = None if are_handles_kept else dict(store.ask("proposal/ids").iter_rows())
    bridges, bots = _tell_bots(store, are_names_known=not are_handles_kept)
    facts, unnamed = [_zone(store, are_handles_kept=are_handles_kept)], 0
    for key, found in (("staff", _staff(store)), ("bots", bots), ("bridges", bridges)):
        people = {handle: reason for handle, reason in found if ids is None or handle in ids}
        unnamed += len(found) - len(people)
        if people:
            facts.append(Fact(key, tuple(ids[each] if ids else each for each in people), tuple(people.values())))
    return KnownFacts(tuple(facts), unnamed)


def _zone(store: Store, *, are_handles_kept: bool) -> Fact:
    if are_handles_kept:
        return Fact("tz", store.tz, (say("the zone of the database"),))
    if store.tz == ZONELESS:
        return Fact("tz", store.tz, (say("no export states another zone; write the one your community lives by"),))
    return Fact("tz", store.tz, (say("the zone that the exports state"),))


def _staff(store: Store) -> list[tuple[str, str]]:
    """Handles of staff, who wrote most first, and why they are."""
    rows = store.ask("proposal/staff").iter_rows(named=True)
    return [(row["handle"], _explain_staff(row)) for row in rows]


def _explain_staff(row: Mapping[str, object]) -> str:
    said = {"platform": _platform(row), "messages": f"{row['messages']:,}"}
    if row["is_stated"]:
        return say("an export of {platform} marks this account as staff; {messages} messages", **said)
    return say("listed as staff when the exports were read; {messages} messages", **said)


def _tell_bots(store: Store, *, are_names_known: bool) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Handles of bridges and of the other bots, and why they are."""
    stated = set(store.ask("proposal/stated_bridges")["handle"])
    named = set(store.ask("proposal/named_bridges")["handle"]) if are_names_known else set()
    bridges, bots = [], []
    for row in store.ask("store/ask/bots", suspected=False).iter_rows(named=True):
        handle = row["handle"]
        if handle in stated:
            bridges.append(
                (handle, say("an export of {platform} marks this account as a bridge", platform=_platform(row)))
            )
        elif row["reason"] == "bridge":
            bridges.append((handle, _explain_bot(row)))
        elif handle in named:
            bridges.append((handle, say("a bot whose name says that it carries what people say elsewhere")))
        else:
            bots.append((handle, _explain_bot(row)))
    suspects = store.ask("store/ask/bots", suspected=True).iter_rows(named=True)
    bridges += [(row["handle"], _explain_bot(row)) for row in suspects if row["reason"] == "by_its_text"]
    return bridges, bots


def _platform(row: Mapping[str, object]) -> str:
    return proper(str(row["platform"]))


def _explain_bot(row: Mapping[str, object]) -> str:
    said = {"platform": _platform(row), "messages": f"{row['messages']:,}"}
    match row["reason"]:
        case "by_the_export":
            return say("an export of {platform} marks this account as a bot; {messages} messages", **said)
        case "by_the_clock":
            return say(
                "posts by the clock: {hits} of {all} messages at one minute of every {minutes}",
                hits=row["hits"],
                all=row["of_hits"],
                minutes=row["every_minutes"],
            )
        case "at_intervals":
            return say(
                "posts at intervals: {hits} of {all} pauses last {minutes} minutes",
                hits=row["hits"],
                all=row["of_hits"],
                minutes=row["every_minutes"],
            )
        case "by_its_text":
            return say("{hits} of {all} messages begin with a name", hits=row["hits"], all=row["of_hits"])
        case _:
            return say("listed when the exports were read; {messages} messages", **said)
