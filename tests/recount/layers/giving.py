"""How many stand at each level, and what each level gives in the time that the scheme looks back."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.recount.coverage import reaches
from tests.recount.layers.doings import DAY, done, invitees
from tests.recount.layers.scheme import month_end_before, window_of
from tests.recount.layers.standing import members_on, standing_on
from tests.recount.talk import replies, said
from tests.recount.trade import trade

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.layers.scheme import Ladder

    Row = dict[str, Any]

NEEDS = {
    "messages": "messages",
    "replies": "replies",
    "reactions": "reactions",
    "staff_replies": "replies",
    "net_amount": "orders",
    "referrals": "joins",
}
NEW = 30  # days of tenure


def pyramid(ladder: Ladder, day: date) -> list[Row]:
    """A row a level from the top down, and one for those who have left, if anybody has."""
    given, names = _given(ladder, day), ladder.scheme.levels
    told = {reach.kind for reach in reaches(ladder.world)}
    rows = [_row(ladder, day, level) | {"its": _at(ladder, day, level)} for level in range(len(names) - 1, -1, -1)]
    gone = ladder.world.people - members_on(ladder.world, ladder.until, day)
    rows += [{"level": "left", "its": gone}] if _have_left(ladder, day) else []
    for row in rows:
        its = row.pop("its")
        is_open = row["level"] == "left" or row["members"] is not None
        row |= {name: sum(given[name][who] for who in its) if is_open else None for name in NEEDS}
    for name, kind in NEEDS.items():
        whole = sum(row[name] or 0 for row in rows)
        for row in rows:
            row[f"of_{name}"] = whole if row[name] is not None and kind in told else None
            row[name] = row[name] if kind in told else None
    return rows


def _have_left(ladder: Ladder, day: date) -> bool:
    """Whether anybody who was a member is one no more."""
    return bool(ladder.gone(day))


def _at(ladder: Ladder, day: date, level: int) -> set[int]:
    return {member for member, its in ladder.levels(day).items() if its == level}


def _row(ladder: Ladder, day: date, level: int) -> Row:
    its, standing = _at(ladder, day, level), standing_on(ladder.world, ladder.until, day)
    name, levels = ladder.scheme.levels[level], ladder.levels(day)
    columns = ("members", "of_members", "of_alive_members", "change_members", "newcomers")
    if not ladder.is_open(level):
        return {"level": name} | dict.fromkeys((*columns, "never_members", "lapsed_members"))
    never = {member for member in its if not standing.active_until(member)} if level == 0 else set()
    tenures = [standing.tenure(member) for member in its]
    return {
        "level": name,
        "members": len(its),
        "of_members": len(levels),
        "of_alive_members": sum(at > 0 for at in levels.values()) if level else None,
        "change_members": len(its) - len(_at(ladder, month_end_before(day), level)) if ladder.is_whole(day) else None,
        "newcomers": sum(tenure is not None and tenure < NEW for tenure in tenures),
        "never_members": len(never),
        "lapsed_members": len(its - never) if level == 0 else 0,
    }


def _given(ladder: Ladder, day: date) -> dict[str, dict[int, Any]]:
    """What each gave in the days that the scheme looks back, 90 if it looks at all that is known."""
    days = max(map(window_of, ladder.told))
    first_on, world = day - ((days or 90) - 1) * DAY, ladder.world
    found: dict[str, dict[int, Any]] = {name: defaultdict(Decimal if name == "net_amount" else int) for name in NEEDS}
    for name, does in (("messages", "speak"), ("reactions", "react"), ("replies", "reply")):
        for member, its in done(world, does).items():
            found[name][member] = len(its.within(day, days or 90))
    authors = {each.key: each.author for each in said(world)}
    for key, answers in replies(world).items():
        for each in answers:
            found["staff_replies"][authors[key]] += each.is_staff and first_on <= each.said_at.date() <= day
    for payments, sign in ((trade(world).orders, 1), (trade(world).refunds, -1)):
        for payment in payments:
            if payment.buyer is not None and first_on <= payment.happened_at.date() <= day:
                found["net_amount"][payment.buyer] += sign * payment.amount
    for one in invitees(world):
        found["referrals"][one.inviter] += first_on <= one.came_on <= day
    return found
