from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Activity, Period
from commkit.indicators.series import series
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]


def noon(day: int) -> datetime:
    return datetime(2024, 1, day, 12)  # noqa: DTZ001 (an export's instants carry no zone)


def said(who: str, day: int) -> dict[str, object]:
    return {"group": "hall", "author": who, "sent_at": noon(day), "kind": "text"}


def invited(inviter: str, invitee: str, day: int) -> dict[str, object]:
    return {"inviter": inviter, "invitee": invitee, "happened_at": noon(day)}


def told(store: Store, name: str) -> tuple[object, ...]:
    """Numerator, denominator, value and status in the first week."""
    row = series(store, [name], every=Period.week, active_by=Activity.spoke).row(0, named=True)
    return row["numerator"], row["denominator"], row["value"], row["status"]


@pytest.fixture
def growing(community: Community) -> Store:
    """Ana brings in Ben and Cleo on the 2nd and Dora on the 3rd, and names herself; Zoe names Ben too, but later.

    Ben speaks on the 5th, Cleo on the 9th, a day too late; Dora never does. Ben, Cleo and Eve are said to have joined.
    """
    joins = [
        {"group": "hall", "member": who, "happened_at": noon(2), "change": "join"} for who in ("ben", "cleo", "eve")
    ]
    return community(
        referral=[
            *(invited("ana", "ben", 2), invited("ana", "cleo", 2), invited("ana", "dora", 3)),
            *(invited("ana", "ana", 3), invited("zoe", "ben", 4)),
        ],
        membership=joins,
        message=[said("ana", 1), said("ben", 5), said("cleo", 9), said("ana", 31)],
    )


def test_of_three_invitees_one_is_active_within_seven_days(growing: Store) -> None:
    assert told(growing, "referral_conversion") == (1, 3, pytest.approx(1 / 3), "low_n")


def test_a_week_of_few_invitees_whose_days_are_not_all_over_is_maturing(growing: Store) -> None:
    """At the end of the 8th, the seven days of Ben and Cleo are over, Dora's are not: two are fewer than 30."""
    growing.cut(Cut(as_of=date(2024, 1, 8)))
    assert told(growing, "referral_conversion") == (1, 2, 0.5, "maturing")


def test_two_of_three_joiners_came_by_invitation(growing: Store) -> None:
    assert told(growing, "referred_share") == (2, 3, pytest.approx(2 / 3), "low_n")
