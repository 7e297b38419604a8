"""The five dimensions, counted in a community of a few records."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from commkit.metrics.scorecard.quality import quality

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store

START = datetime.fromisoformat("2024-01-01 12:00")


def test_replies_into_nothing_and_orders_of_nobody_are_counted(community: Callable[..., Store]) -> None:
    """Four replies, one to a message that is not there: 3 of 4. Ten orders, one of nobody: 9 of 10, the gate.

    Nothing is rejected, and nothing comes twice.
    """
    told = [("m0", None), ("m1", "m0"), ("m2", "m0"), ("m3", "m0"), ("m4", "gone")]
    message = [
        {"native": name, "group": "hall", "author": "ana", "sent_at": START, "kind": "text", "reply_to": to}
        for name, to in told
    ]
    orders = [
        {"native": str(number), "member": "ben" if number else None, "ordered_at": START + timedelta(days=number)}
        | {"amount": 5}
        for number in range(10)
    ]
    held = quality(community(message=message, order_line=orders))
    rows = {row["criterion"]: row for row in held.table.to_dicts()}
    assert (rows["integrity"]["numerator"], rows["integrity"]["denominator"], rows["integrity"]["points"]) == (3, 4, 0)
    assert (rows["completeness"]["value"], rows["completeness"]["points"]) == (pytest.approx(0.9), 6)
    assert rows["validity"]["points"] == rows["uniqueness"]["points"] == 10
    [gate] = [note for note in held.notes if "gate" in note]
    assert "integrity" in gate
    assert "completeness" not in gate
