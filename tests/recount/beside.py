"""What part of a community is asked about, and how an answer and its recount are laid side by side."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.recount.exports import community
from tests.recount.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.recount.exports.community import Community
    from tests.recount.facts import World

    Row = dict[str, Any]


class Source(NamedTuple):
    """Where below COMMKIT_DATA the exports of a community lie, and who reads them."""

    path: str
    read: Callable[[Path], Community]


COMMUNITIES = {
    "sample": Source("sample", community.sample),
    "houston": Source("slack-houstondatavis", community.houston),
    "cdnow": Source("cdnow/CDNOW_master.txt", community.cdnow),
    "retail": Source("retail/online_retail.csv.gz", community.retail),
}
Needs = tuple[str, ...]
CHAT: Needs = ("messages",)
SPANS: dict[str, dict[str, date]] = {
    "sample": {"since": date(2025, 3, 5), "until": date(2026, 2, 10)},
    "houston": {"since": date(2015, 9, 16), "until": date(2016, 3, 15)},
}
EARLIER = {"sample": {"as_of": date(2025, 11, 20)}, "houston": {"as_of": date(2016, 2, 10)}}
SAMPLE = Path(__file__).parents[2] / "data" / "sample"
KEYS = (
    "slice",
    "root",
    "indicator",
    "group",
    "starts_on",
    "age",
    "weekday",
    "local_hour",
    "tier",
    "active_days",
    "segment",
)


@cache
def scope_of(
    world: World, name: str, cut: str, every: str, by: str | None, active_by: str = "spoke", needs: Needs = CHAT
) -> Scope:
    """The part of a community that is asked about."""
    return Scope(world, every, by, active_by=active_by, needs=needs, **days(name, cut))


def days(name: str, cut: str) -> dict[str, date]:
    """The days that a cut names."""
    return {"whole": {}, "span": SPANS.get(name, {}), "earlier": EARLIER.get(name, {})}[cut]


class Difference(NamedTuple):
    """A cell, a row or a column on which an answer and its recount disagree."""

    cause: str
    key: tuple[object, ...]
    answered: object
    counted: object


def disagreements(answer: Sequence[Row], recount: Sequence[Row], called: Mapping[str, str]) -> list[Difference]:
    """What differs between an answer and its recount, cell by cell; `called` names groups that are shown by handle."""
    keys = [key for key in KEYS if answer and recount and key in answer[0] and key in recount[0]]
    if "indicator" in keys and "conversions" not in answer[0]:
        keys = ["indicator"]
    answered = {tuple(_named(plain(row[key]), called) for key in keys): row for row in answer}
    counted = {tuple(plain(row[key]) for key in keys): row for row in recount}
    found = [Difference("rows twice", (), len(answer), len(answered))] * (len(answered) != len(answer))
    for key in answered.keys() - counted.keys():
        found.append(Difference("rows only answered", key, key, None))
    for key in counted.keys() - answered.keys():
        found.append(Difference("rows only counted", key, None, key))
    for key in answered.keys() & counted.keys():
        found += _cells(key, {*keys, "slice"}, answered[key], counted[key])
    return sorted(found, key=str)


def _cells(key: tuple[object, ...], heads: set[str], answered: Row, counted: Row) -> Iterator[Difference]:
    """A column that only one of them has is a cause of its own; an answer that is not broken down has no slice."""
    for column in answered.keys() - counted.keys() - heads:
        yield Difference(f"{column} only answered", key, answered[column], None)
    for column in counted.keys() - answered.keys() - heads:
        yield Difference(f"{column} only counted", key, None, counted[column])
    for column in (answered.keys() & counted.keys()) - heads:
        one, other = plain(answered[column]), plain(counted[column])
        if not _agree(one, other):
            yield Difference(column, key, one, other)


def plain(value: object) -> object:
    """A cell as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _named(value: object, called: Mapping[str, str]) -> object:
    return called.get(value, value) if isinstance(value, str) else value


def _agree(one: object, other: object) -> bool:
    if isinstance(one, float | int) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other
