"""Points: what members were given and what they spent, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.general_table import OF_ORDERS, GeneralTable
from commkit.sources.table.kinds import first_fault
from commkit.sources.table.sides import split_sides

if TYPE_CHECKING:
    import polars as pl

    from commkit.sources.table.structure import Layout

ROLES = {
    "native": "points_id transaction_id record_id entry_id flow_id serial_no 流水号 流水ID 流水编号 记录编号"
    " 交易流水号 单号 id",
    "member": "member_id user_id customer_id 成员ID 用户ID 会员ID 客户ID 会员编号 会员卡号 userid uid openid email"
    " 手机号 会员手机号 客户手机号 member user customer username 成员 用户 会员 客户 昵称 用户昵称 会员昵称 会员姓名"
    " 会员名称 姓名",
    "time": "happened_at changed_at occurred_at earned_at transaction_time 变动时间 变动日期 发生时间 交易时间"
    " 获取时间 获得时间 操作时间 积分时间 记录时间 created_at timestamp datetime date 日期 time 时间",
    "change": "points_change points_delta point_change change delta change_amount 积分变动 变动 变动积分 变动值"
    " 变动数量 变动数 积分变化 积分增减 增减 增减积分 积分变动值 变动分值 积分值",
    "gained": "points_earned earned gained points_in credit 获得 获得积分 增加 增加积分 收入积分 积分增加 新增积分"
    " 发放积分 发放",
    "spent": "points_spent points_redeemed redeemed spent used points_out debit 消耗 消耗积分 使用 使用积分 扣减"
    " 扣减积分 支出积分 积分减少 减少 兑换积分 扣除",
    "points": "points point 积分 积分数 分值",
    "direction": "direction change_type entry_type type 变动类型 增减类型 收支类型 收支 方向 类型",
    "reason": "reason source description remark note activity 原因 变动原因 积分来源 来源 说明 变动说明 备注 事由"
    " 规则 积分规则 行为 摘要 描述",
    "expires_on": "expires_on expires_at expiry expiry_date expiration valid_until 过期时间 过期日期 有效期 有效期至"
    " 到期时间 到期日 到期日期 失效时间",
    "platform": "platform 平台",
}
LESS = (
    *(
        "减少",
        "减",
        "扣减",
        "扣除",
        "消耗",
        "消费",
        "支出",
        "使用",
        "兑换",
        "过期",
        "失效",
        "扣",
        "-",
        "积分减少",
        "积分消耗",
    ),
    *(
        "spend",
        "spent",
        "redeem",
        "redeemed",
        "deduct",
        "deduction",
        "expire",
        "expired",
        "out",
        "debit",
        "burn",
        "used",
    ),
)


def _shape(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    import polars as pl

    sides = [(name, name, None) for name in ("gained", "spent") if name in layout.columns]
    rows = split_sides(cells.with_columns(pl.coalesce("change", "points").alias("change")), "change", sides)
    is_less = pl.col("direction").str.to_lowercase().is_in(LESS).fill_null(value=False)
    is_spent = pl.coalesce(pl.col("side") == "spent", is_less)
    number = pl.when(pl.col("side") == "spent").then(pl.col("native") + "/spent").otherwise("native")
    is_reason = "reason" not in layout.columns
    return rows.select(
        *("line", "start", "end", "platform", "member"),
        number.alias("native"),
        pl.col("time").alias("happened_at"),
        pl.when(is_spent).then(-pl.col("change").abs()).otherwise("change").alias("change"),
        (pl.col("direction") if is_reason else pl.col("reason")).alias("reason"),
        pl.col("expires_on").dt.date(),
        "skip",
        code=first_fault(
            {
                "bad-time": pl.col("time").is_null() | pl.col("bad_time"),
                "no-member": pl.col("member").is_null(),
                "bad-amount": pl.col("change").is_null() | pl.col("bad_amount"),
            }
        ),
    )


TABLES = (
    GeneralTable(
        name="points",
        record="points",
        roles=ROLES,
        needs=("member", "time", "change|gained|spent|points"),
        shape=_shape,
        times=("time", "expires_on"),
        amounts=("change", "gained", "spent", "points"),
        beside=frozenset({"direction"}),
        claim="change+reason|gained+spent|change+expires_on|gained+reason|gained+expires_on",
        barred=OF_ORDERS - {"member"},
        rank=2,
    ),
)
