"""A club and its shop, loaded once: who talks in two groups, answers, joins and buys, in forty weeks of 2024."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from commkit.cli import app as cli

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = datetime.fromisoformat("2024-01-01 12:00")
WEEKS, PEOPLE = 40, 14


@pytest.fixture(scope="session")
def club(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with club.duckdb and the exports that it was loaded from; nobody may change them."""
    folder = tmp_path_factory.mktemp("club")
    (folder / "messages.csv").write_text(list_messages())
    (folder / "members.csv").write_text(list_members())
    (folder / "orders.csv").write_text(list_orders())
    (folder / "campaigns.csv").write_text("campaign,start_date,end_date,channel\nspring,2024-09-02,2024-09-08,street\n")
    paths = [str(folder / f"{name}.csv") for name in ("messages", "members", "orders", "campaigns")]
    assert cli.run(["load", *paths, "--db", str(folder / "club.duckdb"), "-q"]) == 0
    return folder


def list_messages() -> str:
    """Each writes every week from the one after joining, on the day and at the hour of their number, and answers."""
    rows = ["id,author,time,text,channel,reply_to"]
    for week in range(WEEKS):
        for one in range(PEOPLE):
            if week < one or (one % 5 == 4 and week > 30):
                continue
            at = MONDAY + timedelta(weeks=week, days=one % 7, hours=one % 8)
            answered = f"{week}-{one - 1}" if one % 3 == 1 and week >= one - 1 else ""
            rows.append(f"{week}-{one},m{one},{at:%Y-%m-%d %H:%M},word,{'hall' if one % 2 else 'attic'},{answered}")
    rows.append(f"end,m0,{MONDAY + timedelta(weeks=WEEKS, hours=-13):%Y-%m-%d %H:%M},word,hall,")
    return "\n".join(rows) + "\n"


def list_members() -> str:
    """Who joined on which Monday; the fifth and the tenth leave in the thirty-second week."""
    rows = ["member,joined,left"]
    for one in range(PEOPLE):
        left = f"{MONDAY + timedelta(weeks=31):%Y-%m-%d}" if one % 5 == 4 else ""
        rows.append(f"m{one},{MONDAY + timedelta(weeks=one):%Y-%m-%d},{left}")
    return "\n".join(rows) + "\n"


def list_orders() -> str:
    """Every third member buys for 10 every second week, from the fourth after joining on."""
    rows = ["order_id,customer_id,order_date,line_amount"]
    rows += [
        f"{week}-{one},m{one},{MONDAY + timedelta(weeks=week):%Y-%m-%d},10"
        for week in range(WEEKS)
        for one in range(0, PEOPLE, 3)
        if week >= one + 3 and week % 2 == one % 2
    ]
    return "\n".join(rows) + "\n"
