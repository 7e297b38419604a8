"""Surveys, campaigns, costs, tickets, labels and attendance in the shape of their kind; `code` as in kinds.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.kinds import YES, first_fault

if TYPE_CHECKING:
    import polars as pl

    from commkit.sources.table.structure import Layout

MOST_SCORE = 10
CAME = (*YES, "attended", "checked in", "present", "已签到", "已参会", "已出席", "出席")
COMING = (*YES, "going", "attending", "registered", "approved", "accepted", "已报名", "报名成功", "已通过")
HOURS = r"(?:^|\D)(\d{1,6}) ?(?:h|小时|时)"
MINUTES = r"(?:^|\D)(\d{1,6}) ?(?:m|分)"
SECONDS = r"(?:^|\D)(\d{1,6}) ?(?:s|秒)"
PLAIN = r"^(\d{1,6})(?:\.\d*)?$"
CLOCK = r"^(\d{1,6}):(\d{2}):(\d{2})$"


def shape_surveys(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:  # noqa: ARG001 (all shapes are made alike)
    """Answers to surveys: a score of 0 to 10, and what was written beside it."""
    import polars as pl

    is_unanswered = pl.col("score").is_null() & ~pl.col("bad_amount")
    return cells.select(
        *("platform", "member", "group"),
        pl.col("time").alias("answered_at"),
        *("survey", "score", "text"),
        pl.coalesce("skip", pl.when(is_unanswered).then(pl.lit("unanswered"))).alias("skip"),
        code=first_fault(
            {
                "bad-time": pl.col("time").is_null(),
                "bad-score": ~pl.col("score").is_between(0, MOST_SCORE).fill_null(value=False),
            }
        ),
    )


def shape_campaigns(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:  # noqa: ARG001 (all shapes are made alike)
    """Campaigns: from when to when, where, and for how much."""
    import polars as pl

    return cells.select(
        "campaign",
        pl.col("time").alias("starts_at"),
        pl.col("ends").alias("ends_at"),
        *("channel", "budget", "currency", "skip"),
        code=first_fault(
            {
                "bad-time": pl.col("time").is_null() | pl.col("bad_time"),
                "no-campaign": pl.col("campaign").is_null(),
                "bad-amount": pl.col("bad_amount"),
            }
        ),
    )


def shape_costs(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:  # noqa: ARG001 (all shapes are made alike)
    """What was spent."""
    import polars as pl

    return cells.select(
        pl.col("time").dt.date().alias("day"),
        pl.lit("out").alias("flow"),
        pl.lit("actual").alias("scenario"),
        *("campaign", "channel", "amount", "currency", "skip"),
        code=first_fault({"bad-time": pl.col("time").is_null(), "bad-amount": pl.col("amount").is_null()}),
    )


def shape_tickets(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:  # noqa: ARG001 (all shapes are made alike)
    """Tickets: who asked for help, when they were answered, and when it was settled."""
    import polars as pl

    return cells.select(
        "platform",
        pl.col("ticket").alias("native"),
        pl.lit("ticket").alias("kind"),
        *("member", "group"),
        pl.col("time").alias("opened_at"),
        pl.col("answered").alias("answered_at"),
        pl.col("closed").alias("closed_at"),
        pl.col("status").alias("outcome"),
        *("topic", "skip"),
        code=first_fault(
            {"bad-time": pl.col("time").is_null() | pl.col("bad_time"), "no-ticket": pl.col("ticket").is_null()}
        ),
    )


def shape_labels(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:  # noqa: ARG001 (all shapes are made alike)
    """Labels of contents."""
    import polars as pl

    nothing = pl.any_horizontal(pl.col("content", "label").is_null())
    return cells.select(
        *("platform", "content"),
        pl.lit("label").alias("dimension"),
        pl.col("label").alias("value"),
        pl.col("time").alias("valid_from"),
        pl.col("member").alias("labelled_by"),
        "skip",
        code=first_fault({"no-label": nothing, "bad-time": pl.col("bad_time")}),
    )


def shape_attendances(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Who came to what, or signed up for it: events `attend` and `register`, with the minutes that they stayed."""
    import polars as pl

    who = pl.coalesce("member", "name")
    came = pl.col("attended").str.to_lowercase().is_in(CAME)
    coming = pl.col("rsvp").str.to_lowercase().is_in(COMING)
    is_there = came if "attended" in layout.columns else pl.lit("rsvp" not in layout.columns)
    declined = pl.lit("rsvp" in layout.columns) & ~coming.fill_null(value=False) & ~is_there.fill_null(value=False)
    return cells.select(
        "platform",
        who.alias("member"),
        "group",
        pl.when(is_there).then(pl.lit("attend")).otherwise(pl.lit("register")).alias("name"),
        pl.col("time").alias("happened_at"),
        "campaign",
        pl.lit(None, pl.String).alias("variant"),
        pl.coalesce(_minutes(), (pl.col("left") - pl.col("time")).dt.total_minutes()).alias("value"),
        pl.coalesce("skip", pl.when(declined).then(pl.lit("declined"))).alias("skip"),
        code=first_fault({"no-member": who.is_null(), "bad-time": pl.col("time").is_null() | pl.col("bad_time")}),
    )


def _minutes() -> pl.Expr:
    """How long in whole minutes: a number of them, 1:02:03, or 1 h 2 min, 1小时2分3秒."""
    import polars as pl

    said = pl.col("duration").str.to_lowercase()
    units = ((HOURS, 3600), (MINUTES, 60), (SECONDS, 1))
    parts = [said.str.extract(pattern).cast(pl.Int64, strict=False) * seconds for pattern, seconds in units]
    worded = pl.when(pl.any_horizontal(part.is_not_null() for part in parts)).then(pl.sum_horizontal(parts))
    clock = [said.str.extract(CLOCK, at).cast(pl.Int64, strict=False) * units[at - 1][1] for at in (1, 2, 3)]
    shown = clock[0] + clock[1] + clock[2]
    return pl.coalesce(said.str.extract(PLAIN).cast(pl.Int64), shown // 60, worded // 60)
