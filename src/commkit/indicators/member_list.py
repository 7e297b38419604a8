"""The people behind a number: a list of as many rows as the answer counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Activity, PeriodStatus, Slice
from commkit.errors import WrongUse
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from commkit.store.ask.community import Store

OUTCOMES = ("yes", "no", "pending")  # of the macro of that name


def list_members(
    store: Store,
    rows: pl.DataFrame,
    counted: pl.DataFrame,
    number: str,
    *,
    parts: Mapping[str, str] | None = None,
    at: Sequence[str] = ("slice", "starts_on"),
    active_by: Activity = Activity.spoke,
) -> pl.DataFrame:
    """The rows, of a `member` each, that `number` counts in the answer `counted`; nobody where that is not told.

    `parts` names, for columns of the list, the numbers that they stand for, without which they are null. Rows and
    answer meet in the columns `at`.
    """
    import polars as pl

    parts = parts or {}
    told = counted.filter(pl.col(number).is_not_null())
    told = told.select(*at, *(pl.col(of).is_not_null().alias(f"tells_{name}") for name, of in parts.items()))
    listed = rows.join(told, on=list(at), how="inner", nulls_equal=True)
    listed = listed.with_columns(pl.when(f"tells_{name}").then(name).alias(name) for name in parts)
    facts = [name for name in rows.columns if name not in (*at, "member")]
    return _introduce(store, listed.select("member", *at, *facts), active_by)


def find_last_complete(counted: pl.DataFrame) -> pl.DataFrame:
    """The row of each slice's last complete period."""
    import polars as pl

    complete = counted.filter(pl.col("status") == PeriodStatus.complete.value)
    return complete.filter(pl.col("starts_on") == pl.col("starts_on").max().over("slice"))


def refuse_beside_members(**others: object) -> None:
    """Refuse options, by parameter, that ask for another answer than the one whose people are listed.

    Raises WrongUse.
    """
    for name, asked in others.items():
        if asked:
            told = say("--members and {option} are two answers", option=f"--{name.replace('_', '-')}")
            raise WrongUse(told, hint=say("ask for one of them"))


def _introduce(store: Store, listed: pl.DataFrame, active_by: Activity) -> pl.DataFrame:
    """The rows by handle, with platform and the last active day: in the group, where the answer is by group."""
    import polars as pl

    groups = [name for name in ("slice", "group") if name in listed.columns]
    place = pl.col(groups[0]) if store.by == Slice.group and groups else pl.lit(None, pl.String)
    placed = listed.with_columns(place.alias("place"))
    people = store.ask_whole(
        "store/ask/last_active",
        members=placed["member"].to_list(),
        places=placed["place"].to_list(),
        active_by=active_by,
    )
    found = placed.join(people, on=["member", "place"], how="left", nulls_equal=True)
    facts = [name for name in listed.columns if name not in ("member", "group")]
    ends = [name for name in ("platform", "group", "last_on") if name in found.columns]
    order = [name for name in ("slice", "group", "starts_on") if name in found.columns]
    return found.sort(*dict.fromkeys([*order, "handle", *facts])).select("handle", *facts, *ends)
