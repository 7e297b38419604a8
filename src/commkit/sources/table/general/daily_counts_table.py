"""Daily counts: what was counted on a day, by its name, for a group, for one of the staff, or for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.general_table import OF_ORDERS, GeneralTable
from commkit.sources.table.kinds import first_fault
from commkit.sources.table.spreads import free_columns, has_numbers_only
from commkit.sources.table.structure import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from commkit.sources.table.structure import Head, Layout

ROLES = {
    "time": "day date stat_date stat_day count_date 日期 统计日期 统计日 统计时间 数据日期 天 月份 month 时间 time"
    " stat_time 日 数据时间 采集日期",
    "name": "metric metric_name indicator indicator_name measure counter kpi 指标 指标名称 指标名 统计项 统计指标"
    " 数据项 项目 名称 name item stat statistic figure 统计指标名 指标项 数据名称 统计内容 数据指标",
    "value": "value count number 数值 值 指标值 统计值 数量 数据 次数 人数 数 figure_value total_count 指标数值"
    " 统计结果 统计数 数值（个） 结果 当日值 数目",
    "group": "group_name group room 群名称 群名 群聊 群 社群 社群名称 community team",
    "member": "member_id user_id staff staff_id employee operator 成员ID 员工 员工ID 运营 客服 成员 负责人 员工姓名",
    "platform": "platform 平台",
}


def _shape(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:  # noqa: ARG001 (all shapes are made alike)
    import polars as pl

    return cells.select(
        *("platform", "group", "member", "name", "value", "skip"),
        pl.col("time_written").dt.date().alias("day"),
        code=first_fault(
            {
                "bad-time": pl.col("time").is_null(),
                "no-name": pl.col("name").is_null(),
                "bad-amount": pl.col("value").is_null(),
            }
        ),
    )


def _find_counts(head: Head, roles: Mapping[str, int], is_asked: bool) -> Spread | None:
    """The columns of numbers, where the operator says that the table is of daily counts."""
    kept = {role: at for role, at in roles.items() if role not in ("name", "value")}
    if not is_asked or {"name", "value"} <= roles.keys():
        return None
    counts = {at: head.header[at].strip() for at in free_columns(head, kept) if has_numbers_only(head, at)}
    return Spread(counts, "name", "value") if counts else None


TABLES = (
    GeneralTable(
        name="daily_counts",
        record="daily_count",
        roles=ROLES,
        needs=("time", "name", "value"),
        shape=_shape,
        amounts=("value",),
        months=("time",),
        barred=OF_ORDERS - {"member"},
        rank=3,
        spread=_find_counts,
        reasons={"no-name": "it does not say what was counted"},
    ),
)
