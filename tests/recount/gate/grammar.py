"""The grammar of rules, as docs/checks.md writes it, read a second time."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

Table = dict[str, Any]

NUMBER = r"-?\d+(?:\.\d+)?"
BOUND = re.compile(rf"(<=|>=|<|>) *({NUMBER})(%?)$")
BAND = re.compile(rf"(not )?between ({NUMBER})(%?) and ({NUMBER})(%?)$")
CHANGE = re.compile(rf"(drop|rise|change) (<=|>=|<|>) *({NUMBER})(%|pp|)(?: vs ([a-z0-9_]+))?$")
LASTING = re.compile(r"(.*?) for (\d+)(?: of (\d+))?$")
FALLS = {"up": "<", "down": ">"}


class Clause(NamedTuple):
    """What must hold of one period: of its number, or of its change against another."""

    kind: str  # bound, band, outside, drop, rise, change, unusual
    sign: str = ""
    number: Fraction = Fraction(0)
    upper: Fraction = Fraction(0)
    unit: str = ""
    versus: str = ""


class Lasting(NamedTuple):
    """A clause, and in how many of how many periods it must hold."""

    clause: Clause
    times: int = 1
    among: int = 1


class Reading(NamedTuple):
    """One table of the file."""

    period: str
    fail: Lasting | None
    warn: Lasting | None
    floor: Clause | None
    meanwhile: Clause | None
    target: Fraction | None
    tiers: tuple[tuple[str, Fraction], ...]  # the lowest first
    good: str
    least: int
    on_no_data: str
    muted: tuple[date, date] | None


def read(table: Table, good: str) -> Reading:
    """One rule; `good` is the side on which its indicator is good."""
    fail, warn = (lasting(table[key]) if key in table else None for key in ("fail", "warn"))
    target = exact(table["target"]) if "target" in table else None
    is_compared = any(each and each.clause.versus == "target" for each in (fail, warn))
    if "baseline" in table:
        fail = Lasting(Clause("bound", FALLS[good], exact(table["baseline"])))
    if target is not None and not is_compared:
        warn = Lasting(Clause("bound", FALLS[good], target))
    return Reading(
        period=table.get("period", "week"),
        fail=fail,
        warn=warn,
        floor=clause(table["and"]) if "and" in table else None,
        meanwhile=clause(table["while"]["is"]) if "while" in table else None,
        target=target,
        tiers=tuple((name, exact(table[name])) for name in ("baseline", "target", "challenge") if name in table),
        good=good,
        least=table.get("min_sample", 30),
        on_no_data=table.get("on_no_data", "error"),
        muted=(table.get("muted_from", date.min), table["muted_until"]) if "muted_until" in table else None,
    )


def lasting(text: str) -> Lasting:
    """What `warn` or `fail` says."""
    found = LASTING.match(text)
    if found is None:
        return Lasting(clause(text))
    what, times, among = found.groups()
    return Lasting(clause(what), int(times), int(among or times))


def clause(text: str) -> Clause:
    """What must hold of one period."""
    if text == "unusual":
        return Clause("unusual")
    if found := BOUND.match(text):
        return Clause("bound", found[1], share(found[2], found[3]))
    if found := BAND.match(text):
        kind = "outside" if found[1] else "band"
        return Clause(kind, "", share(found[2], found[3]), share(found[4], found[5]))
    if found := CHANGE.match(text):
        kind, sign, number, unit, versus = found.groups()
        return Clause(kind, sign, share(number, unit), unit=unit, versus=versus or "")
    raise ValueError(text)


def share(number: str, unit: str) -> Fraction:
    """A number; percent and points are hundredths."""
    return Fraction(number) / (100 if unit else 1)


def exact(number: float) -> Fraction:
    """A number of the file, as it is written there."""
    return Fraction(str(number))
