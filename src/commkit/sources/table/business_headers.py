"""The header words of tables beside those of talk and trade: surveys, campaigns, costs, tickets, labels, attendance."""

from __future__ import annotations

KINDS: dict[str, dict[str, str]] = {
    "surveys": {
        "member": "respondent_id member_id user_id customer_id person_id 成员ID 用户ID 会员ID 客户ID userid uid email"
        " respondent member user customer customer_name 答题人 答卷人 填写人 成员 用户 客户 昵称 手机号",
        "score": "nps_score nps score nps评分 nps得分 nps分数 推荐意愿 推荐分 打分 评分 得分 分数 rating",
        "time": "answered_at responded_at submitted_at completed_at submit_date response_date survey_date 提交答卷时间"
        " 提交时间 答题时间 填写时间 回答时间 评价时间 打分时间 timestamp created_at date 日期 time 时间",
        "survey": "survey survey_name questionnaire 问卷名称 问卷 调研名称 调研 campaign campaign_name 活动名称 活动",
        "text": "comment comments feedback reason verbatim 评论 意见 建议 原因 反馈 评价内容 评语",
        "group": "group_name group 群名称 群名 群聊 群 社群",
        "platform": "platform 平台",
    },
    "campaigns": {
        "campaign": "campaign_name campaign 活动名称 活动 推广活动 活动主题",
        "time": "starts_at starts_on start_date start_time started_at start 开始时间 开始日期 活动开始时间"
        " 起始日期 上线时间",
        "ends": "ends_at ends_on end_date end_time ended_at end 结束时间 结束日期 活动结束时间 截止时间 截止日期"
        " 下线时间",
        "channel": "channel source utm_source 渠道 推广渠道 投放渠道 来源",
        "budget": "budget_amount budget 预算 活动预算 预算金额",
        "currency": "currency currency_code 币种 货币",
    },
    "costs": {
        "time": "spent_at spent_on cost_date date day 花费日期 投放日期 支出日期 发生日期 日期 time 时间",
        "campaign": "campaign_name campaign 活动名称 活动 推广活动 推广计划 计划名称",
        "channel": "channel source utm_source media 渠道 推广渠道 投放渠道 媒体 来源",
        "amount": "cost_amount cost costs spend amount_spent expense expenses amount 花费 消耗 费用 成本 支出 花费金额"
        " 投放金额 支出金额 金额",
        "currency": "currency currency_code 币种 货币",
    },
    "tickets": {
        "ticket": "ticket_id ticket_no ticket_number ticket case_id case_number 工单号 工单编号 工单ID 工单 投诉编号",
        "member": "requester_id customer_id member_id user_id 成员ID 用户ID 会员ID 客户ID requester_email email"
        " requester customer member user 提交人 发起人 反馈人 投诉人 客户 用户 成员 昵称",
        "time": "opened_at created_at created submitted_at 创建时间 提交时间 发起时间 反馈时间 投诉时间 date"
        " 日期 time 时间",
        "answered": "first_response_at first_responded_at first_reply_at first_replied_at 首次响应时间 首次回复时间"
        " 首次受理时间",
        "closed": "closed_at resolved_at solved_at completed_at 关闭时间 解决时间 完成时间 办结时间 结束时间",
        "status": "ticket_status status state 工单状态 状态",
        "topic": "topic category ticket_type issue_type type 问题类型 工单类型 类别 分类 类型",
        "group": "group_name group 群名称 群名 群聊 群 社群",
        "platform": "platform 平台",
    },
    "labels": {
        "content": "message_id msg_id content_id post_id 消息ID 内容ID 内容编号 帖子ID 文章ID 笔记ID",
        "label": "label content_label tag 标签 内容标签 标注 标注结果",
        "time": "labelled_at labeled_at tagged_at annotated_at 标注时间 打标时间",
        "member": "labelled_by labeled_by tagged_by annotator annotated_by by 标注人 标注员 打标人",
        "platform": "platform 平台",
    },
    "attendances": {
        "member": "member_id user_id 成员ID 用户ID 会员ID userid uid user_email attendee_email participant_email"
        " email 邮箱 电子邮箱 手机号",
        "name": "name attendee_name attendee participant_name participant user_name username 姓名 参会者 参会人 参与者"
        " 用户昵称 成员昵称 昵称 成员 用户",
        "campaign": "event_name event event_title meeting_topic topic meeting webinar 会议主题 会议名称 活动名称 活动"
        " campaign",
        "time": "join_time joined_at check_in_time checked_in_at check_in_date rsvped_on rsvp_date registered_at"
        " registration_time 入会时间 首次入会时间 签到时间 报名时间 进入时间 timestamp date 日期 time 时间",
        "left": "leave_time left_at check_out_time 离会时间 退会时间 退出时间 离开时间",
        "duration": "duration duration_minutes total_duration duration_in_minutes time_in_session 参会时长 累计参会时长"
        " 累计时长 入会时长 观看时长 在线时长 时长",
        "attended": "attended attendance attendee_status checked_in 是否参会 是否出席 是否签到 签到状态 参会状态",
        "rsvp": "rsvp rsvp_status registration_status approval_status 报名状态",
        "group": "group_name group 群名称 群名 群聊 群 社群",
        "platform": "platform 平台",
    },
}
NEEDS: dict[str, tuple[str, ...]] = {
    "surveys": ("score", "time", "member|survey|text"),
    "campaigns": ("campaign", "time"),
    "costs": ("time", "amount", "campaign|channel"),
    "tickets": ("ticket", "time"),
    "labels": ("content", "label"),
    "attendances": ("member|name", "time", "duration|attended|rsvp"),
}
RECORD = {
    "surveys": "survey",
    "campaigns": "campaign",
    "costs": "ledger",
    "tickets": "case",
    "labels": "label",
    "attendances": "event",
}
# A table with one of these columns is rather a table of orders, unless --map says what it is.
ORDERS_OWN = frozenset({"order", "member", "quantity", "price", "refund"})
BARRED = {"campaigns": ORDERS_OWN, "costs": ORDERS_OWN}
