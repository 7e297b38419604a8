"""Order lines from a table: generic ones, Shopify's, which state the order once, and those of 有赞 (Youzan)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.kinds import first_fault

if TYPE_CHECKING:
    import polars as pl

    from commkit.sources.table.structure import Layout

# States of an order that nobody paid for.
UNPAID = (
    *("voided", "pending", "unpaid", "expired", "awaiting payment"),
    *("已关闭", "交易关闭", "待付款", "等待买家付款", "待支付", "未付款", "未支付"),
)
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
    """Order lines. One without a customer is anonymous; one that was not paid is skipped."""
    import polars as pl

    line = pl.coalesce("amount", pl.col("price") * pl.col("quantity"))
    refund = pl.col("refund")
    return cells.with_columns(_unpaid(layout)).select(
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
        pl.when(refund > 0).then("refunded_at").alias("refunded_at"),
        *("currency", "email", "phone", "channel", "category", "cost"),
        pl.col("due_on").dt.date(),
        "skip",
        code=first_fault(
            {
                "bad-time": pl.col("time").is_null() | pl.col("bad_time"),
                "bad-amount": pl.col("bad_amount") | pl.coalesce(line, "order_amount").is_null(),
            }
        ),
    )


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


def _unpaid(layout: Layout) -> pl.Expr:
    """`unpaid` for an order in such a state, unless a payment is visible elsewhere (never for Shopify)."""
    import polars as pl

    paid = pl.col("paid_at").is_not_null() | (pl.col("refund") > 0).fill_null(value=False)
    if layout.dialect == "youzan" and "paid_at" not in layout.columns:
        paid |= (pl.col("order_amount") > 0).fill_null(value=False)
    if layout.dialect == "shopify":
        paid = pl.lit(value=False)
    unpaid = pl.col("status").str.to_lowercase().is_in(UNPAID) & ~paid
    return pl.coalesce("skip", pl.when(unpaid).then(pl.lit("unpaid"))).alias("skip")
