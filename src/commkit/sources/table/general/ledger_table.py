"""Ledgers: what came in and what went out, as it happened or as it is planned; and costs, which all went out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.general_table import OF_ORDERS, GeneralTable
from commkit.sources.table.kinds import first_fault
from commkit.sources.table.months import read_month, year_of
from commkit.sources.table.sides import split_sides
from commkit.sources.table.structure import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from commkit.sources.table.structure import Head, Layout

COSTS = {
    "time": "spent_at spent_on cost_date date day 花费日期 投放日期 支出日期 发生日期 日期 time 时间 month 月份 月"
    " paid_on transaction_date when 付款日期 支付日期 报销日期 收款日期 业务日期 账期 会计期间",
    "campaign": "campaign_name campaign 活动名称 活动 推广活动 推广计划 计划名称",
    "channel": "channel source utm_source media 渠道 推广渠道 投放渠道 媒体 来源",
    "amount": "cost_amount cost costs spend amount_spent expense expenses amount 花费 消耗 费用 成本 支出 花费金额"
    " 投放金额 支出金额 金额 net_amount price total 金额（元） 金额元 发生金额 实付金额 费用金额",
    "currency": "currency currency_code 币种 货币",
}
ROLES = {
    "time": "booked_on entry_date posting_date date day month period 记账日期 入账日期 发生日期 交易日期 日期 年月"
    " 月份 期间 月 time 时间 paid_on transaction_date when 付款日期 支付日期 报销日期 收款日期 业务日期 账期"
    " 会计期间",
    "category": "category account account_name expense_type cost_type line_item subject 科目 会计科目 类目 费用类型"
    " 费用类别 费用项目 收支项目 收支科目 科目名称 类别 分类 项目 项目名称 项目月份 科目月份 明细 item"
    " expense_category income_category heading ledger_account budget_line cost_center description details memo"
    " 费用科目 预算科目 收入科目 支出科目 支出项目 收入项目 预算项目 用途 摘要 事项 内容 名目 大类 二级科目 一级科目"
    " 费用明细 支出类别 收入类别 budget_category",
    "flow": "flow direction in_out income_expense 收支 收支类型 收支方向 方向 借贷 dr_cr debit_credit in_or_out"
    " money_flow 收支类别 收/支 收入支出 收入/支出 进出 资金流向 收支方式 资金方向",
    "type": "type entry_type 类型 kind transaction_type 交易类型 类别类型",
    "scenario": "scenario version plan_or_actual budget_or_actual 预算实际 预算/实际 口径 版本 场景 plan_actual"
    " basis 预算或实际 计划/实际 数据类型 性质",
    "income": "income revenue in credit received 收入 收入金额 进账 贷方 贷方金额 money_in inflow receipts amount_in"
    " 进项 收入额 收入（元） 收款 收款金额 流入 入账金额",
    "expense": "expense expenses spend spending out debit paid 支出 支出金额 花费 费用 出账 借方 借方金额 成本"
    " money_out outflow outgoings payments amount_out 出项 支出额 付款 付款金额 流出 费用金额 开支 支出费用",
    "budget": "budget budget_amount planned plan 预算 预算金额 预算额 计划金额 budgeted plan_amount planned_amount"
    " 预算数 计划数 预算（元） 年度预算 月度预算",
    "actual": "actual actual_amount 实际 实际金额 实际发生 实际发生额 实际支出 actuals actual_spend 实际数 实际花费"
    " 实际费用 实支 实际（元） 执行数",
    "amount": "amount amount_total value sum 金额 发生额 数额 总额 合计金额 net_amount price total 金额（元） 金额元"
    " 发生金额 实付金额 费用金额",
    "campaign": "campaign campaign_name 活动 活动名称 所属活动 推广活动",
    "channel": "channel source 渠道 推广渠道 投放渠道",
    "currency": "currency currency_code 币种 货币",
}
IN = ("in", "income", "revenue", "credit", "received", "收入", "进账", "入账", "收", "贷", "收款", "进项")
OUT = (
    "out",
    "expense",
    "expenses",
    "cost",
    "spend",
    "debit",
    "paid",
    "支出",
    "花费",
    "费用",
    "成本",
    "支",
    "借",
    "付款",
)
ACTUAL = ("actual", "actuals", "real", "实际", "实际数", "实绩", "实际发生")
BUDGET = ("budget", "plan", "planned", "forecast", "预算", "计划", "预算数", "预测")
OF_IN = (
    "收入|营收|销售额|销售款|赞助|会费|会员费|门票|捐|income|revenue|sales|sponsor|donat|membership|ticket|subscription"
)
OF_OUT = (
    "支出|费|成本|花费|开支|薪|工资|奖励|奖品|礼品|物料|投放|推广|广告|采购|房租|场地|餐|设计|外包|培训|差旅|快递|印刷|服务器"
    "|软件|税|cost|expense|spend|salar|wage|rent|fee|purchase|gift|prize|venue|food|catering|advert|marketing|software"
    "|server|hosting|travel|printing|training|tax|supplies|material"
)
SUMS = (
    r"(?i)(?:合计|总计|小计|汇总|总额|\btotal|\bsum)$|^(?:合计|总计|total)|^(?:净?利润|毛利|净?结余|盈余|余额|差额)"
    r"|^(?:gross |net )?(?:profit|balance|margin)|^net (?:income|result)"
)
MOST_LONG = 2  # columns named by months make a wide table


def _shape(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    import polars as pl

    sides = [("income", "in", None), ("expense", "out", None), ("budget", None, "budget"), ("actual", None, "actual")]
    rows = split_sides(cells, "amount", [side for side in sides if side[0] in layout.columns])
    said = _word("flow", IN, OUT, "in", "out")
    told = pl.coalesce("side", said, _word("type", IN, OUT, "in", "out"), _flow_of_category(), pl.lit(_flow_of(layout)))
    flow = pl.when(pl.col("flow").is_null() | said.is_not_null()).then(told)
    word = _word("scenario", BUDGET, ACTUAL, "budget", "actual")
    blank = pl.when(pl.col("scenario").is_null()).then(pl.lit(_scenario_of(layout)))
    scenario = pl.coalesce("other", word, blank)
    is_sum = pl.col("category").str.contains(SUMS).fill_null(value=False)
    return rows.select(
        *("line", "start", "end"),
        pl.col("time_written").dt.date().alias("day"),
        _until(),
        *("category", "campaign", "channel", "amount", "currency"),
        flow=flow,
        scenario=scenario,
        skip=pl.coalesce("skip", pl.when(is_sum).then(pl.lit("total"))),
        code=first_fault(
            {
                "bad-time": pl.col("time").is_null() | pl.col("bad_time"),
                "bad-amount": pl.col("amount").is_null() | pl.col("bad_amount"),
                "no-flow": flow.is_null(),
                "no-scenario": scenario.is_null(),
            }
        ),
    )


def _until() -> pl.Expr:
    """The last day of a whole month, where the row is of one."""
    import polars as pl

    return pl.when("time_is_month").then(pl.col("time_written").dt.month_end().dt.date()).alias("until_on")


def _word(role: str, one: tuple[str, ...], other: tuple[str, ...], first: str, second: str) -> pl.Expr:
    """`first` where the cell is one of these words, `second` where it is one of the others, else null."""
    import polars as pl

    said = pl.col(role).str.to_lowercase()
    return pl.when(said.is_in(one)).then(pl.lit(first)).when(said.is_in(other)).then(pl.lit(second))


def _flow_of_category() -> pl.Expr:
    """Which way the money goes by the name of its category, such as 场地费 or 会员费收入."""
    import polars as pl

    said = pl.col("category").str.to_lowercase()
    return pl.when(said.str.contains(OF_IN)).then(pl.lit("in")).when(said.str.contains(OF_OUT)).then(pl.lit("out"))


def _flow_of(layout: Layout) -> str | None:
    """Which way all of the table's money goes, by the header of its amounts or categories, or by its title."""
    heads = [layout.header[at] for role, at in layout.columns.items() if at < len(layout.header) and role in NAMING]
    for said in (" ".join(heads).lower(), " ".join(layout.titles).lower()):
        found = {word for word, words in (("in", FLOW_IN), ("out", FLOW_OUT)) if any(each in said for each in words)}
        if len(found) == 1:
            return found.pop()
    return None


NAMING = ("amount", "category", "actual")
FLOW_IN = ("收入", "营收", "income", "revenue")
FLOW_OUT = ("支出", "费用", "花费", "成本", "开支", "expense", "cost", "spend")


def _scenario_of(layout: Layout) -> str:
    """Whether what does not say it is planned or has happened, by the header of the amounts or by the title."""
    if "scenario" in layout.columns:
        return "actual"
    amount = layout.columns.get("amount", len(layout.header))
    said = " ".join([*layout.header[amount : amount + 1], *layout.titles]).lower()
    is_budget = any(word in said for word in ("预算", "计划", "budget", "forecast"))
    return "budget" if is_budget and not any(word in said for word in ("实际", "actual")) else "actual"


def _find_months(head: Head, roles: Mapping[str, int], is_asked: bool) -> Spread | None:  # noqa: ARG001 (as FindSpread)
    """The columns that are named by months."""
    year = year_of(head.titles)
    months = {at: f"{day:%Y-%m}" for at, name in enumerate(head.header) if (day := read_month(name, year))}
    return Spread(months, "time", "amount") if len(months) >= MOST_LONG else None


def _shape_costs(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:  # noqa: ARG001 (all shapes are made alike)
    import polars as pl

    return cells.select(
        pl.col("time_written").dt.date().alias("day"),
        _until(),
        pl.lit("out").alias("flow"),
        pl.lit("actual").alias("scenario"),
        *("campaign", "channel", "amount", "currency", "skip"),
        code=first_fault({"bad-time": pl.col("time").is_null(), "bad-amount": pl.col("amount").is_null()}),
    )


TABLES = (
    GeneralTable(
        name="costs",
        record="ledger",
        roles=COSTS,
        needs=("time", "amount", "campaign|channel"),
        shape=_shape_costs,
        amounts=("amount",),
        months=("time",),
        barred=OF_ORDERS,
    ),
    GeneralTable(
        name="ledger",
        record="ledger",
        roles=ROLES,
        needs=(
            "time",
            "amount|income|expense|budget|actual",
            "category|flow|type|income+expense|budget+actual|campaign|channel",
        ),
        shape=_shape,
        amounts=("amount", "income", "expense", "budget", "actual"),
        months=("time",),
        beside=frozenset({"scenario", "type"}),
        claim="category+flow|income+expense+category|income+expense+flow",
        barred=OF_ORDERS,
        reasons={
            "no-flow": "it does not say whether the money came in or went out; give the column with --map flow=COLUMN",
            "no-scenario": "it is neither called budget nor actual",
        },
        spread=_find_months,
    ),
)
