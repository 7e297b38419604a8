"""A shop: forty members in memory; a test gives them its own orders."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest

from commkit.store import engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from commkit.store.ask.community import Store

    Order = tuple[int, int, int]  # member from 1, days before as-of, amount
    Shop = Callable[[Iterable[Order]], Store]

MEMBERS = 40
SELL = """
    insert into raw.purchase (order_key, account, ordered_at, ordered_on, amount, lines)
    select row_number() over (), member, $as_of::date - days, $as_of::date - days, amount, 1 from sold
"""


@pytest.fixture
def shop(community: Callable[..., Store]) -> Shop:
    """The shop with these orders and no others, one order per row, in this order."""
    first = {"ordered_at": datetime.fromisoformat("2024-06-30"), "amount": 1}
    members = [{"native": f"m{number:02}"} for number in range(1, MEMBERS + 1)]
    store = community(member=members, order_line=[{"member": "m01", "native": "0", **first}])
    as_of = store.as_of

    def sells(orders: Iterable[Order]) -> Store:
        store.con.execute("delete from raw.purchase")
        columns = {"member": pl.Int32, "days": pl.Int32, "amount": pl.Int32}
        engine.register(store.con, pl.DataFrame(list(orders), schema=columns, orient="row"), "sold")
        store.con.execute(SELL, {"as_of": as_of})
        store.session.views.forget_kept()
        return store

    return sells
