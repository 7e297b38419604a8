"""Whom to thank for a month: the best of each component of influence, nobody twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from commkit.errors import NotEnoughData
from commkit.segment.koc.influence import COMPONENTS, find_span, measure_influence
from commkit.segment.koc.talk_web import read_web
from commkit.store.ask.reach import DAY
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from commkit.choices import Activity, Period
    from commkit.store.ask.community import Store

_UNITS = {"betweenness": "count", "active_rate": "rate", "sales_amount": "amount"}


def cut_to_month(store: Store) -> date:
    """Look at the last complete month of what is looked at; gives its first day. Raises NotEnoughData for none."""
    opens_on, closes_on = find_span(store)
    ends_on = closes_on if (closes_on + DAY).day == 1 else closes_on.replace(day=1) - DAY
    starts_on = ends_on.replace(day=1)
    if starts_on < opens_on:
        raise NotEnoughData(
            say("no whole month lies in what is looked at"), hint=say("widen --since and --until, or load more")
        )
    store.cut(replace(store.asked, since=starts_on, until=ends_on))
    store.look_at("messages")
    return starts_on


def find_flagged(store: Store, every: Period, active_by: Activity) -> list[str]:
    """Whom something in all that is looked at flags: a month may be too short to tell."""
    import polars as pl

    members = measure_influence(store, read_web(store), every, active_by)
    return members.filter(pl.col("flag").is_not_null())["handle"].to_list()


def find_honours(store: Store, every: Period, active_by: Activity, flagged: Sequence[str]) -> pl.DataFrame:
    """A row a component that anybody has anything of: who is best, of equals whose score is higher, and by what.

    Who is flagged is left out, and who is honoured for one component is for no other.
    """
    import polars as pl

    ranked = measure_influence(store, read_web(store), every, active_by).filter(pl.col("flag").is_null())
    members = ranked.filter(~pl.col("handle").is_in(flagged))
    rows: list[dict[str, object]] = []
    for name in COMPONENTS:
        honoured = [row["handle"] for row in rows]
        left = members.filter(pl.col(name) > 0, ~pl.col("handle").is_in(honoured))
        for best in left.sort(name, "rank", "handle", descending=[True, False, False]).head(1).iter_rows(named=True):
            unit = _UNITS.get(name, "count")
            rows.append({"component": name, "handle": best["handle"], "value": float(best[name]), "unit": unit})
    schema = {"component": pl.String, "handle": pl.String, "value": pl.Float64, "unit": pl.String}
    return pl.DataFrame(rows, schema=schema)
