"""Order lines from a table: generic ones, Shopify's, which state the order once, and those of 有赞 (Youzan)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.kinds import first_fault
from commkit.sources.table.order_states import family_of, is_over

if TYPE_CHECKING:
    import polars as pl

    from commkit.sources.table.structure import Layout

UNPAID = "unpaid"  # why a line of such an order is skipped
# What Shopify states on the first line of an order only.
OF_ORDER = (
    "member",
    "phone",
    "member_name",
    "time",
    "paid_at",
    "order_amount",
    "refund",
    "refunded_at",
    "status",
    "currency",
    "email",
)


def shape_orders(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Order lines. One without a customer is anonymous; one that was not paid is skipped, one paid back is refunded.

    `unknown` is a state of which it is not known what it says; its lines count.
    """
    import polars as pl

    line = pl.coalesce("amount", pl.col("price") * pl.col("quantity"))
    cells = cells.with_columns(family=family_of(pl.col("status")))
    cells = cells.with_columns(_unpaid(layout)).with_columns(refund=_refund(line))
    refund = pl.col("refund")
    return cells.select(
        "platform",
        pl.col("order").alias("native"),
        "member",
        "member_name",
        pl.col("time").alias("ordered_at"),
        "product",
        "quantity",
        pl.coalesce(line, "order_amount").alias("amount"),
        "order_amount",
        refund.alias("refund_amount"),
        pl.when((refund > 0) | (pl.col("skip") == UNPAID)).then("refunded_at").alias("refunded_at"),
        *("currency", "email", "phone", "channel", "category", "cost"),
        pl.col("due_on_written").dt.date().alias("due_on"),
        "skip",
        is_over(pl.col("status")).alias("is_over"),
        pl.when(pl.col("family") == "unknown").then("status").alias("unknown"),
        code=first_fault(
            {
                "bad-time": pl.col("time").is_null() | pl.col("bad_time"),
                "bad-amount": pl.col("bad_amount") | pl.coalesce(line, "order_amount").is_null(),
            }
        ),
    )


def shape_unpaid(shaped: pl.DataFrame) -> pl.DataFrame:
    """What is told of orders that nobody paid: a load may know them as paid, or learn that they are."""
    import polars as pl

    return shaped.filter((pl.col("skip") == UNPAID) & pl.col("native").is_not_null())


def complete_orders(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """All lines, completed with what their orders say elsewhere: Shopify on the first line, Youzan on every item."""
    import polars as pl

    known = pl.col("order").is_not_null()
    if layout.dialect == "shopify":
        below = pl.col(OF_ORDER).fill_null(strategy="forward").over("order")
        cells = cells.with_columns(pl.when(known).then(below).otherwise(pl.col(OF_ORDER)).name.keep())
        return cells.with_columns(member=pl.coalesce("member", "phone"))
    if "amount" in layout.columns:
        refunded = pl.col("refund").sum().over("order")
        return cells.with_columns(refund=pl.when(known & (refunded > 0)).then(refunded).otherwise("refund"))
    return cells


def _refund(line: pl.Expr) -> pl.Expr:
    """What was paid back of the order: as stated, else all lines in such a state, else nothing is known."""
    import polars as pl

    is_whole = (pl.col("family") == "refunded").fill_null(value=False)
    lines = pl.when(is_whole).then(line)
    has_order = pl.col("order").is_not_null()
    together = pl.when(has_order).then(lines.sum().over("order")).otherwise(lines)
    all_of_it = pl.when(has_order).then(is_whole.all().over("order")).otherwise(is_whole)
    whole = pl.when(all_of_it).then(pl.coalesce("order_amount", together)).otherwise(together)
    is_stated = (pl.col("refund") > 0).fill_null(value=False)
    return pl.when(is_whole & ~is_stated).then(whole).otherwise("refund")


def _unpaid(layout: Layout) -> pl.Expr:
    """`unpaid` for an order in such a state, unless a payment is visible elsewhere (never for Shopify).

    One that was cancelled after it was paid was paid back, so that only a refund shows that it was bought.
    """
    import polars as pl

    refunded = (pl.col("refund") > 0).fill_null(value=False)
    has_moment = pl.col("paid_at").str.contains(r"\p{Nd}").fill_null(value=False)  # no word such as 未支付
    paid = refunded | ((pl.col("family") == "unpaid") & has_moment)
    if layout.dialect == "youzan" and "paid_at" not in layout.columns:
        paid |= (pl.col("order_amount") > 0).fill_null(value=False)
    if layout.dialect == "shopify":
        paid = pl.lit(value=False)
    unpaid = pl.col("family").is_in(["unpaid", "void"]) & ~paid
    return pl.coalesce("skip", pl.when(unpaid).then(pl.lit(UNPAID))).alias("skip")
