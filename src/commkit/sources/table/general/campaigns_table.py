"""Campaigns: from when to when, where, and for how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.general_table import OF_ORDERS, GeneralTable
from commkit.sources.table.kinds import first_fault

if TYPE_CHECKING:
    import polars as pl

    from commkit.sources.table.structure import Layout

ROLES = {
    "campaign": "campaign_name campaign 活动名称 活动 推广活动 活动主题",
    "time": "starts_at starts_on start_date start_time started_at start 开始时间 开始日期 活动开始时间"
    " 起始日期 上线时间",
    "ends": "ends_at ends_on end_date end_time ended_at end 结束时间 结束日期 活动结束时间 截止时间 截止日期 下线时间",
    "channel": "channel source utm_source 渠道 推广渠道 投放渠道 来源",
    "budget": "budget_amount budget 预算 活动预算 预算金额",
    "currency": "currency currency_code 币种 货币",
}


def _shape(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:  # noqa: ARG001 (all shapes are made alike)
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


TABLES = (
    GeneralTable(
        name="campaigns",
        record="campaign",
        roles=ROLES,
        needs=("campaign", "time"),
        shape=_shape,
        times=("time", "ends"),
        amounts=("budget",),
        barred=OF_ORDERS,
        reasons={"no-campaign": "it names no campaign"},
    ),
)
