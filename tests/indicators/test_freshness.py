from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from commkit.metrics.overview.kpi import kpi
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.store.ask.community import Store

    Community = Callable[..., Store]

MESSAGES = """author,time,text,channel
ana,2024-01-01 12:00,word,hall
ana,yesterday,word,hall
ben,2024-01-02 06:00,word,hall
ben,2024-01-02 07:00,word,hall
"""


def test_the_hours_since_the_last_message_are_to_now(drawn_store: Store) -> None:
    """The last message is sent at noon on Monday, January 8; it is Tuesday, half past one.

    ana  x x
    """
    drawn_store.cut(Cut(now=datetime(2024, 1, 9, 13, 30)))  # noqa: DTZ001 (in UTC)
    [row] = kpi(drawn_store, metric=["hours_since_last_message"]).table.to_dicts()
    assert (row["value"], row["status"], row["n"]) == (25.5, "complete", 2)


def test_parts_of_a_second_count(community: Community) -> None:
    """From 0.7 seconds before noon to 0.2 seconds after it is 0.9 seconds."""
    before, after = datetime(2024, 1, 1, 11, 59, 59, 300_000), datetime(2024, 1, 1, 12, 0, 0, 200_000)  # noqa: DTZ001
    store = community(message=[{"group": "hall", "author": "ana", "sent_at": before, "kind": "text"}])
    store.cut(Cut(now=after))
    [row] = kpi(store, metric=["hours_since_last_message"]).table.to_dicts()
    assert row["value"] * 3600 == pytest.approx(0.9)


def test_the_share_of_rejected_records(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    """One of four lines has no date."""
    (tmp_path / "messages.csv").write_text(MESSAGES)
    run("load", "messages.csv")
    _, out, _ = run(
        "kpi",
        "--metric",
        "reject_ratio",
        "--metric",
        "hours_since_last_message",
        "--explain",
        "--now",
        "2024-01-02T09:00",
        "--format",
        "json",
    )
    rejected, hours = json.loads(out)["rows"]
    assert (rejected["value"], rejected["numerator"], rejected["denominator"]) == (0.25, 1, 4)
    assert hours["value"] == 2


def test_a_malformed_instant_is_refused(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    (tmp_path / "messages.csv").write_text(MESSAGES)
    assert run("kpi", "messages.csv", "--now", "noon")[0] == 2
