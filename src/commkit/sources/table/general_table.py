"""What a general table is: its kind, the headers that name its columns, what it needs, and what its rows become."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    import polars as pl

    from commkit.sources.table.structure import Head, Layout, Spread

    Shape = Callable[[pl.DataFrame, Layout], pl.DataFrame]
    # The columns whose cells are records, from the beginning of a table, the columns of its roles, and whether the
    # operator said that it is of this kind.
    FindSpread = Callable[[Head, Mapping[str, int], bool], Spread | None]

# Columns of an order: a table with one of them is rather one of orders, unless --map says what it is.
OF_ORDERS = frozenset({"order", "member", "quantity", "price", "refund"})


@dataclass(frozen=True, slots=True)
class GeneralTable:
    """One kind of table. Roles take columns in their order, one column each; a need is written as in headers.NEEDS."""

    name: str
    record: str  # the kind of record that its rows become
    roles: Mapping[str, str]  # role -> the headers that name it, the best first
    needs: tuple[str, ...]
    shape: Shape
    times: tuple[str, ...] = ("time",)  # the roles that are instants, the deciding one first
    amounts: tuple[str, ...] = ()  # the roles that are numbers
    months: tuple[str, ...] = ()  # the roles of days that may be whole months, which begin on their first day
    beside: frozenset[str] = frozenset()  # the roles that say nothing about the kind
    claim: str = ""  # columns that no other kind of table has, written like a need
    barred: frozenset[str] = frozenset()  # columns of an order that speak against this kind
    yields: Mapping[str, str] = field(default_factory=dict)  # to which kinds, unless it has these columns
    reasons: Mapping[str, str] = field(default_factory=dict)  # code -> why a row cannot be taken
    rank: int = 1  # where as much speaks for two kinds, the lower holds
    spread: FindSpread | None = None  # for wide tables, in which a row holds several records

    def claims(self, roles: Mapping[str, int], of_order: Collection[str]) -> bool:
        """Whether these columns are found in no other kind of table; none of an order, but for who bought, is there."""
        return is_met(self.claim, roles) and not (self.barred - {"member"}).intersection(of_order)


def is_met(need: str, roles: Mapping[str, int]) -> bool:
    """Whether these roles meet a need: one of those separated by bars, all of those joined by pluses."""
    return any(all(role in roles for role in way.split("+")) for way in need.split("|"))
