"""In which level of a scheme each member stands at each review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.segment.schemes import COMPARE
from commkit.store.ask.reach import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import polars as pl

    from commkit.segment.judge import Judge
    from commkit.segment.schemes import Rule
    from commkit.store.ask.community import Store


def list_month_ends(first_on: date, last_on: date) -> list[date]:
    """The last days of the months that end from one day to another."""
    ends: list[date] = []
    starts_on = first_on.replace(day=1)
    while True:
        starts_on = (starts_on.replace(day=28) + 4 * DAY).replace(day=1)
        if starts_on - DAY > last_on:
            return ends
        ends.append(starts_on - DAY)


def list_reviews(store: Store) -> list[date]:
    """Every month-end since the first record, and the day of the answer."""
    return sorted({*list_month_ends(store.begins_on, store.as_of), store.as_of})


def find_levels(judge: Judge, reviews: Iterable[date], *, beside: Sequence[str] = ()) -> pl.DataFrame:
    """Each member at each review: review_on, member, level (0 is the bottom) and the features named in `beside`.

    A level that was reached at one of the month-ends before, as many as the scheme holds, is the member's still.
    """
    import polars as pl

    wanted = sorted(set(reviews))
    hold = judge.scheme.hold
    before = {review: _list_before(judge.store, review, hold) for review in wanted}
    table = _ask(judge, sorted({*wanted, *(day for days in before.values() for day in days)}), beside)
    reached = table.select(pl.col("review_on").alias("earlier_on"), "member", pl.col("level").alias("reached"))
    for back in range(hold):
        pairs = [(review, days[back]) for review, days in before.items() if len(days) > back]
        earlier = pl.DataFrame(pairs, {"review_on": pl.Date, "earlier_on": pl.Date}, orient="row")
        table = (
            table.join(earlier, on="review_on", how="left")
            .join(reached, on=["earlier_on", "member"], how="left")
            .with_columns(pl.max_horizontal("level", "reached").alias("level"))
            .drop("earlier_on", "reached")
        )
    return table.filter(pl.col("review_on").is_in(wanted)) if hold else table


def _list_before(store: Store, review: date, number: int) -> list[date]:
    """The month-ends before a review, the latest first."""
    ends = list_month_ends(store.begins_on, review - DAY)
    return ends[::-1][:number]


def _ask(judge: Judge, reviews: Sequence[date], beside: Sequence[str]) -> pl.DataFrame:
    """The level whose rules are met at each review itself, of those that can be told."""
    import polars as pl

    store = judge.store
    leaves_staff_out = store.asked.include_staff and not (judge.scheme.staff or judge.with_staff)
    names = list(dict.fromkeys((*judge.features, *beside, *(["is_staff"] if leaves_staff_out else []))))
    store.session.shape(features=names)
    table = store.ask("segment/features", reviews=list(reviews), active_by=judge.active_by)
    if leaves_staff_out:
        table = table.filter(pl.col("is_staff") == 0)
    return table.select("review_on", "member", _rank(judge), *beside)


def _rank(judge: Judge) -> pl.Expr:
    import polars as pl

    met = [
        pl.when(pl.any_horizontal(map(_meets, judge.told[level.name]))).then(pl.lit(number, pl.Int8))
        for number, level in enumerate(judge.scheme.levels)
        if judge.told[level.name]
    ]
    return pl.max_horizontal(pl.lit(0, pl.Int8), *met).alias("level")


def _meets(rule: Rule) -> pl.Expr:
    import polars as pl

    return pl.all_horizontal(
        COMPARE[each.sign](pl.col(each.feature), each.bound).fill_null(value=False) for each in rule
    )
