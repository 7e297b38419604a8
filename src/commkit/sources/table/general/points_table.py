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
    " 交易流水号 单号 id log_id order_no 流水 记录ID 明细编号 变动单号",
    "member": "member_id user_id customer_id 成员ID 用户ID 会员ID 用户编号 会员编号 会员号 会员卡号 成员编号"
    " 客户编号 member_no user_no 客户ID userid uid openid email 手机号 会员手机号 客户手机号 member user customer"
    " username 成员 用户 会员 客户 昵称 用户昵称 会员昵称 会员姓名 会员名称 姓名 name email_address phone mobile"
    " card_no 客户姓名 会员卡 会员名 微信昵称 客户昵称 手机 手机号码 员工",
    "time": "happened_at changed_at occurred_at earned_at transaction_time 变动时间 变动日期 发生时间 交易时间"
    " 获取时间 获得时间 操作时间 积分时间 记录时间 created_at timestamp datetime date 日期 time 时间"
    " transaction_date entry_date posted_on when 发生日期 交易日期 获取日期 记录日期 操作日期 变更时间 变更日期"
    " 入账时间 发放时间 发放日期 积分日期 创建时间 积分变动时间 积分变动日期 变动时刻",
    "change": "points_change points_delta point_change change delta change_amount 积分变动 变动 变动积分 变动值"
    " 变动数量 变动数 积分变化 积分增减 增减 增减积分 积分变动值 变动分值 积分值 points_changed points_amount"
    " 变更积分 积分数量 积分变更 积分变更值 变动额 本次积分 本次变动 变动积分数 积分增减数 增减值 交易积分 分数变动",
    "points": "points_earned points_awarded 获得积分 奖励积分 发放积分 积分获得 获取积分 points point 积分 积分数 分值",
    "gained": "points_earned earned gained points_in 获得 获得积分 增加 增加积分 收入积分 积分增加 新增积分 发放积分"
    " points_gained points_added 获取积分 获取 奖励积分 积分获取 积分获得 入账积分",
    "spent": "points_spent points_redeemed redeemed spent points_out 消耗 消耗积分 使用 使用积分 扣减 扣减积分"
    " 支出积分 积分减少 减少 兑换积分 扣除 points_used points_deducted redemption deducted burned 使用积分数"
    " 已用积分 积分消耗 积分使用 积分扣减 出账积分 消费积分",
    "direction": "direction change_type entry_type type 变动类型 增减类型 收支类型 收支 方向 类型 transaction_type"
    " flow kind 操作类型 积分操作 变更类型 积分类型 交易类型 收/支",
    "reason": "reason source description remark note activity 原因 变动原因 积分来源 来源 说明 变动说明 备注 事由"
    " 规则 积分规则 行为 摘要 描述 why activity_name event_name event action details memo comment 变更原因 变动来源"
    " 积分事由 获取途径 获取方式 来源类型 积分说明 项目 事件 活动 活动名称",
    "expires_on": "expires_on expires_at expiry expiry_date expiration valid_until 过期时间 过期日期 有效期 有效期至"
    " 到期时间 到期日 到期日期 失效时间 expires expire_date expiration_date 失效日期 到期 过期日 有效截止日期"
    " 积分有效期",
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
        pl.col("expires_on_written").dt.date().alias("expires_on"),
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
        needs=("member", "time", "change|points|gained+spent|gained+expires_on"),
        shape=_shape,
        times=("time", "expires_on"),
        amounts=("change", "gained", "spent", "points"),
        beside=frozenset({"direction"}),
        claim="change+reason|gained+spent|points+spent|change+expires_on",
        barred=OF_ORDERS - {"member"},
        rank=2,
    ),
)
