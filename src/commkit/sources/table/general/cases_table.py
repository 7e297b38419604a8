"""Cases: tickets, complaints, disputes, incidents, suggestions, tasks, decisions: opened, answered, closed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from commkit.sources.table.general_table import OF_ORDERS, GeneralTable
from commkit.sources.table.kinds import first_fault
from commkit.sources.table.native_ids import make_ids
from commkit.sources.table.structure import squeeze_header
from commkit.sources.table.yes_words import NO

if TYPE_CHECKING:
    import polars as pl

    from commkit.sources.table.structure import Layout

# What tickets and all other cases have in common.
PEOPLE = {
    "member": "requester_id customer_id member_id user_id 成员ID 用户ID 会员ID 用户编号 会员编号 会员号 会员卡号"
    " 成员编号 客户编号 member_no user_no 客户ID requester_email email reporter_id requester reporter complainant"
    " submitter proposer customer member user 提交人 发起人 反馈人 投诉人 投诉用户 投诉客户 建议人 提议人 提案人"
    " 上报人 报告人 举报人 申诉人 客户 用户 成员 会员 昵称 姓名 raised_by reported_by suggested_by proposed_by"
    " submitted_by requested_by filed_by complainer client contact 提出人 提出者 建议者 投诉者 提单人 申请人 发现人"
    " 登记人 来电人 投诉会员 客户昵称 客户姓名 客户名称 用户昵称 会员昵称 会员姓名 微信昵称",
    "assignee": "assignee_id assignee assigned_to owner handler handled_by agent responsible 处理人 负责人 跟进人"
    " 受理人 经办人 责任人 执行人 客服 处理客服 决策人 resolved_by decided_by agent_name assigned handler_name"
    " person_in_charge pic 决策者 决定人 拍板人 接待客服 受理客服 解决人 承办人 主责人 对接人 调解人 处理者 处理人员",
}
COURSE = {
    "answered": "answered_at first_response_at first_responded_at first_reply_at first_replied_at first_response"
    " replied_at accepted_at 首次响应时间 首次回复时间 首次受理时间 响应时间 回复时间 受理时间 答复时间 acknowledged"
    " acknowledged_at first_answer first_answered_at time_of_first_reply first_reply responded date_answered"
    " 首响时间 首次回应时间 首次答复时间 首回时间 接单时间 回复日期 答复日期 响应日期 反馈日期",
    "closed": "closed_at resolved_at solved_at completed_at closed_on resolved_on closed resolved finished_at"
    " done_at completed_on 关闭时间 解决时间 完成时间 办结时间 结束时间 结案时间 处理完成时间 完成日期 解决日期"
    " 结案日期 关闭日期 恢复时间 实际完成时间 solved date_closed date_resolved closing_date close_date"
    " resolution_date completion_date date_completed ended_at end_time done_on recovered_at restored_at fixed_at"
    " 完结时间 完结日期 办结日期 处理时间 处理日期 处理完成日期 修复时间 解除时间 结束日期 实际完成日期 调解日期"
    " decided_at decided_on",
}
FACTS = {
    "topic": "topic category issue_type problem_type 问题类型 工单类型 投诉类型 投诉类别 建议类型 事故类型 问题分类"
    " 类别 分类 主题 问题类别 complaint_type incident_type kind_of_issue subject_area area 投诉分类 投诉原因"
    " 纠纷类型 任务类型 决策类型 建议分类 建议类别 工单分类 归类 领域 所属类别",
    "severity": "severity priority urgency 级别 严重程度 严重级别 事故等级 优先级 紧急程度 事件级别 sev impact"
    " 等级划分 事故级别 投诉等级 影响程度 重要程度 紧急级别 严重性 风险等级 任务优先级",
    "satisfaction": "satisfaction csat csat_score satisfaction_score rating 满意度 满意度评分 评分 评价 rated stars"
    " 满意度打分 满意度得分 满意评分 回访满意度 客户满意度 用户满意度",
    "has_evidence": "has_evidence evidence data_backed evidence_based with_data based_on 有数据依据 是否有数据依据"
    " 有无数据依据 数据依据 是否有依据 依据 数据支撑 有无依据 based_on_data data_driven evidence_given"
    " supported_by_data with_evidence 是否有数据支撑 有数据支撑 是否数据支撑 决策依据 依据数据 支撑数据 论据"
    " 有无数据支撑",
    "matter": "投诉内容 建议内容 任务名称 任务内容 决策事项 决策内容 事故描述 事故经过 complaint suggestion incident"
    " task task_name decision dispute 投诉 建议 提案 决策 决定 事故 纠纷 投诉事项 任务描述 任务标题 纠纷内容"
    " 提案内容 任务 建议描述 complaint_text suggestion_text decision_text",
    "text": "title subject summary description content details 标题 内容 描述 问题描述 事项 详情 issue problem what"
    " request note 事件 问题 情况说明 问题内容 事件描述 事由 概述",
    "group": "group_name group 群名称 群名 群聊 群 社群",
    "platform": "platform 平台",
}
TICKETS = {
    "ticket": "ticket_id ticket_no ticket_number ticket case_id case_number 工单号 工单编号 工单ID 工单 投诉编号"
    " ticket_key request_id 工单流水号 工单号码",
    **PEOPLE,
    "time": "opened_at created_at created submitted_at date_opened reported_at raised_at 提单时间 提单日期 提交日期"
    " 创建日期 创建时间 提交时间 发起时间 反馈时间 投诉时间 opened_on created_on opened date 日期 time 时间"
    " created_date created_time start started start_on when 创建日 起始日期 起始时间 提交日",
    **COURSE,
    "status": "ticket_status status state 工单状态 状态 outcome resolution 处理结果 ticket_state 处理状态 当前状态",
    **FACTS,
    "topic": FACTS["topic"].replace("issue_type", "ticket_type issue_type type") + " 类型",
}
CASES = {
    "case": "complaint_id complaint_no complaint_number dispute_id dispute_no incident_id incident_no suggestion_id"
    " suggestion_no task_id task_no decision_id decision_no proposal_id 投诉编号 投诉单号 纠纷编号 纠纷单号 事故编号"
    " 事件编号 建议编号 提案编号 任务编号 任务ID 决策编号 案件编号 ref complaint_ref incident_key 投诉号 投诉序号"
    " 事故号 事件号 建议号 任务号 决议编号",
    "number": "ticket_id ticket_no 工单号 工单编号 工单ID case_no issue_id id 编号 单号 case_id ref_no reference key",
    "kind": "case_kind case_type kind record_type 案件类型 事项类型 单据类型 类型 type case_category 案件种类"
    " 事项类别 类别类型",
    **PEOPLE,
    "opened": "opened_at opened_on opened reported_at reported_on raised_at raised_on received_at received_on"
    " filed_at filed_on proposed_at proposed_on suggested_at suggested_on complained_at complaint_date incident_date"
    " decision_date suggestion_date task_date assigned_at assigned_on 投诉时间 投诉日期 建议时间 建议日期 提议时间"
    " 提议日期 提案时间 提案日期 上报时间 上报日期 事故时间 事故日期 发现时间 下达时间 派发时间 布置时间 分配时间"
    " 决策时间 决策日期 反馈时间 反馈日期 举报时间 纠纷时间 纠纷日期 date_received date_reported detected"
    " detected_at discovered_at raised reported received suggested proposed complaint_time date_opened date_raised"
    " opening_date incident_time 提出时间 提出日期 提单时间 提单日期 来电时间 受诉时间 下发时间 布置日期 派单时间"
    " 派单日期 申诉时间 立案时间 建议提出时间 decided_at decided_on decided 决定日期 会议日期 会议时间 投诉登记时间",
    "time": "created_at created_on created submitted_at submitted_on occurred_at started_at start_date 创建时间"
    " 创建日期 提交时间 提交日期 发起时间 发生时间 发生日期 开始时间 开始日期 登记时间 登记日期 受理日期 date 日期"
    " time 时间 created_date created_time start started start_on when 创建日 起始日期 起始时间 提交日",
    **COURSE,
    "outcome": "outcome resolution result decision_result status state 处理结果 处理状态 结果 状态 工单状态 完成情况"
    " 任务状态 处理情况 解决情况 投诉状态 是否解决 是否完成 decision_outcome accepted done measures action_taken"
    " 处理措施 执行结果 决策结果 处理意见 处理方式 调解结果 是否办结 进度 落实情况 执行情况 完成状态 执行状态"
    " 是否执行",
    "adopted": "采纳情况 采纳状态 是否采纳 采纳 采纳结果 adopted is_adopted adoption",
    **FACTS,
}
# The kind of a case by the words that name it in a cell, a header or a title; of several, the first holds.
NAMES = {
    "complaint": "投诉 complaint complaints",
    "dispute": "纠纷 争议 dispute disputes",
    "incident": "事故 事件 故障 incident incidents outage",
    "suggestion": "建议 提案 意见 suggestion suggestions proposal idea feedback",
    "task": "任务 待办 task tasks todo",
    "decision": "决策 决定 决议 decision decisions",
    "ticket": "工单 客服 咨询 ticket tickets request ticket_key request_id 工单流水号 工单号码",
}


def _shape(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    import polars as pl

    own = pl.col("kind").str.to_lowercase().replace_strict(_words(), default=None, return_dtype=pl.String)
    rows = _as_cases(cells)
    made = make_ids(rows, ("opened_written",), ("member", "group", "topic", "matter", "text"))
    has_number = pl.lit("ticket" in layout.columns)
    return rows.with_columns(made=made).select(
        *("platform", "member", "group", "assignee"),
        pl.coalesce("case", "number", pl.when(~has_number).then("made")).alias("native"),
        pl.coalesce(own, pl.lit(_find_kind(layout))).alias("kind"),
        pl.col("opened").alias("opened_at"),
        pl.col("answered").alias("answered_at"),
        pl.col("closed").alias("closed_at"),
        pl.coalesce("outcome", "adopted").alias("outcome"),
        *("severity", "satisfaction"),
        pl.coalesce("topic", pl.when(own.is_null()).then("kind")).alias("topic"),
        _has_evidence(layout).alias("has_evidence"),
        "skip",
        code=first_fault(
            {
                "bad-time": pl.col("opened").is_null() | pl.col("bad_time"),
                "no-ticket": has_number & pl.col("case").is_null(),
                "bad-amount": pl.col("bad_amount"),
            }
        ),
    )


def _as_cases(cells: pl.DataFrame) -> pl.DataFrame:
    """The columns of tickets by the roles of cases, and the day a case was opened from whichever column has it."""
    import polars as pl

    renamed = cells.rename({"ticket": "case", "status": "outcome"} if "ticket" in cells.columns else {})
    absent = {name: pl.lit(None, pl.String) for name in ("number", "kind", "adopted") if name not in renamed.columns}
    opened = [name for name in ("opened", "time") if name in renamed.columns]
    written = pl.coalesce(f"{name}_written" for name in opened)
    return renamed.with_columns(pl.coalesce(opened).alias("opened"), opened_written=written, **absent)


@cache
def _words() -> dict[str, str]:
    return {word: kind for kind, words in NAMES.items() for word in words.split()}


def _find_kind(layout: Layout) -> str:
    """The kind of all cases of a table, by its headers, else by its title, sheet or file; tickets if none tells it."""
    telling = [layout.header[at] for role, at in layout.columns.items() if role in TELLING and at < len(layout.header)]
    for said in (*telling, *layout.titles):
        squeezed = squeeze_header(said)
        found = next((kind for word, kind in _words().items() if squeeze_header(word) in squeezed), None)
        if found:
            return found
    return "ticket"


def _has_evidence(layout: Layout) -> pl.Expr:
    """Yes or no as it is said. Of a column of texts, one that is there is evidence, and a blank is none."""
    import polars as pl

    said = pl.col("has_evidence")
    word = said.str.to_lowercase()
    asks = layout.is_named("has_evidence", ASKING)
    blank = pl.lit(None if asks or "has_evidence" not in layout.columns else False, pl.Boolean)
    return pl.when(said.is_null()).then(blank).otherwise(~word.is_in(NO))


TELLING = ("case", "ticket", "opened", "time", "member", "matter", "text", "topic", "outcome")
ASKING = "has_evidence data_backed evidence_based with_data 有数据依据 是否有数据依据 有无数据依据 是否有依据 有无依据"
TIMES = ("opened", "time", "answered", "closed")
BESIDE = frozenset({"number", "text", "severity", "satisfaction", "has_evidence", "assignee"})
TABLES = (
    GeneralTable(
        name="tickets",
        record="case",
        roles=TICKETS,
        needs=("ticket", "time"),
        shape=_shape,
        times=TIMES[1:],
        amounts=("satisfaction",),
        beside=BESIDE,
        claim="ticket+answered|ticket+closed|ticket+assignee",
        reasons={"no-ticket": "it has no ticket number"},
    ),
    GeneralTable(
        name="cases",
        record="case",
        roles=CASES,
        needs=(
            "opened|time",
            "case|opened|closed|answered|has_evidence|adopted|kind+outcome|assignee+outcome+text|matter+outcome|matter+assignee",
            "case|number|member|text|matter|topic|kind",
        ),
        shape=_shape,
        times=TIMES,
        amounts=("satisfaction",),
        beside=BESIDE,
        barred=OF_ORDERS - {"member"},
        claim="adopted|closed+assignee|case+outcome|case+closed|case+assignee|opened+outcome|opened+closed|opened+assignee|has_evidence+outcome",
        yields={"campaigns": "case", "costs": "case", "ledger": "case"},
        rank=2,
    ),
)
