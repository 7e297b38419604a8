"""What the churn score looks at: features of members, and the few ideas that reasons are told by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commkit.segment.features import FEATURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import polars as pl

    from commkit.segment.churn.snapshots import Lookout

# Ideas and their columns: columns of one idea say nearly the same, so that a reason is told of them together.
IDEAS: Mapping[str, tuple[str, ...]] = {
    "silence": ("silent_days",),
    "days": (
        "active_days_7",
        "active_days_30",
        "active_days_60",
        "active_days_90",
        "active_weeks_28",
        "active_spans_90",
        "active_days_120",
        "active_days_180",
    ),
    "messages": ("messages_7", "messages_30", "messages_60", "messages_90", "messages_120", "messages_180"),
    "history": ("active_days", "messages"),
    "tenure": ("tenure_days",),
    "answers": ("replies_received_30", "replies_received_90", "reactions_received_30", "reactions_received_90"),
    "attention": ("replies_sent_30", "replies_sent_90", "reactions_sent_30", "reactions_sent_90"),
    "events": ("events_30", "events_90"),
    "orders": ("orders_90", "order_days", "net_amount_90"),
    "groups": ("groups",),
}
LONGER = ("active_days_120", "active_days_180", "messages_120", "messages_180")
COLUMNS = tuple(name for names in IDEAS.values() for name in names if name not in LONGER)
# The columns whose numbers the sentences tell.
TOLD = (
    "silent_days",
    "active_days_30",
    "active_days_90",
    "messages_30",
    "messages_90",
    "active_days",
    "tenure_days",
    "replies_received_90",
    "reactions_received_90",
    "replies_sent_90",
    "reactions_sent_90",
    "events_90",
    "orders_90",
    "groups",
)
_SIDES = {"silent_days": 1, "tenure_days": 0}
RECENCY, RULE = ("silent_days",), ("is_flagged",)


def list_ideas(columns: Sequence[str]) -> list[int]:
    """The number of the idea of each column."""
    places = {name: number for number, names in enumerate(IDEAS.values()) for name in names}
    return [places[name] for name in columns]


def list_told(columns: Sequence[str]) -> list[bool]:
    """Of each column whether sentences tell its number."""
    return [name in TOLD for name in columns]


def list_sides(columns: Sequence[str]) -> list[int]:
    """Of each column whether more of it is worse (1), less of it (-1), or either (0)."""
    return [_SIDES.get(name, -1) for name in columns]


def choose_columns(lookout: Lookout, first_review: date, columns: Sequence[str] = COLUMNS) -> tuple[str, ...]:
    """The columns whose facts are told at every review from the first on, and those that look further back."""
    told = tuple(name for name in columns if lookout.tells(name, first_review))
    return (*told, *(name for name in LONGER if name.rpartition("_")[0] + "_90" in told))


def make_matrix(known: pl.DataFrame, columns: Sequence[str], longest: int | None = None) -> Any:  # noqa: ANN401 (an array, of a library that only statistics know)
    """An array of a row a member and review: log(1 + count) of each column, NaN where it is not known.

    With `longest`, silence counts up to so many days, as one would see it in a history of that length.
    """
    import polars as pl

    def shrink(name: str) -> pl.Expr:
        count = pl.col(name).cast(pl.Float64)
        if longest is not None and FEATURES.get(name) and not FEATURES[name].days:
            count = count.clip(upper_bound=longest)
        return count.clip(lower_bound=0).log1p().fill_null(float("nan")).alias(name)

    return known.select(map(shrink, columns)).to_numpy()
