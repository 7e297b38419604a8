"""What part of a community is asked about, and how an answer and its recount are laid side by side."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.recount.exports import community
from tests.recount.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

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
SPANS = {
    "sample": {"since": date(2025, 3, 5), "until": date(2026, 2, 10)},
    "houston": {"since": date(2015, 9, 16), "until": date(2016, 3, 15)},
}
EARLIER = {"sample": {"as_of": date(2025, 11, 20)}, "houston": {"as_of": date(2016, 2, 10)}}
KEYS = ("slice", "root", "indicator", "group", "starts_on", "age", "weekday", "local_hour", "tier", "active_days")


@cache
def scope_of(world: World, name: str, cut: str, every: str, by: str | None, active_by: str) -> Scope:
    return Scope(world, every, by, active_by=active_by, **days(name, cut))


def days(name: str, cut: str) -> dict[str, date]:
    return {"whole": {}, "span": SPANS[name], "earlier": EARLIER[name]}[cut]


def disagreements(answer: Sequence[Row], recount: Sequence[Row], called: Mapping[str, str]) -> list[str]:
    """What differs between an answer and its recount, cell by cell; `called` names groups that are shown by handle."""
    keys = [key for key in KEYS if answer and key in answer[0]]
    answered = {tuple(_named(plain(row[key]), called) for key in keys): row for row in answer}
    counted = {tuple(plain(row[key]) for key in keys): row for row in recount}
    found = [f"{key}: only one has it" for key in answered.keys() ^ counted.keys()]
    found += ["rows twice"] * (len(answered) != len(answer))
    for key in answered.keys() & counted.keys():
        one, other = answered[key], counted[key]
        found += [f"{key}: columns {sorted(one.keys() ^ other.keys())}"] * (one.keys() != other.keys())
        found += [
            f"{key} {column}: answered {one[column]}, counted {other[column]}"
            for column in one.keys() & other.keys()
            if column not in keys and not _agree(plain(one[column]), plain(other[column]))
        ]
    return sorted(found)


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
