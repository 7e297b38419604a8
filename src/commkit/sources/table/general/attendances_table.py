"""Attendance: who came to what, or signed up for it, as events `attend` and `register` with the minutes they stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.general_table import GeneralTable
from commkit.sources.table.kinds import first_fault
from commkit.sources.table.yes_words import NO, YES, find_unsaid, read_yes

if TYPE_CHECKING:
    import polars as pl

    from commkit.sources.table.structure import Layout

ROLES = {
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
    "waiting": "in_waiting_room waiting_room 在等候室 是否在等候室 等候室 等候室中",
    "rsvp": "rsvp rsvp_status registration_status approval_status 报名状态",
    "group": "group_name group 群名称 群名 群聊 群 社群",
    "platform": "platform 平台",
}
CAME = YES | {
    *("attended", "checked in", "present", "late", "left early"),
    *("已签到", "已参会", "已出席", "出席", "签到", "参会", "迟到", "早退"),
}
AWAY = NO | {
    *("absent", "no show", "not attended", "did not attend", "not checked in", "registered", "excused", "no-show"),
    *("未签到", "未参会", "未出席", "缺席", "缺勤", "请假", "已报名"),
}
COMING = YES | {"going", "attending", "registered", "approved", "accepted", "已报名", "报名成功", "已通过"}
ELSEWHERE = NO | {
    *("not going", "not attending", "declined", "denied", "rejected", "cancelled", "canceled", "withdrawn", "maybe"),
    *(
        "interested",
        "waitlist",
        "waitlisted",
        "waiting",
        "pending",
        "已取消",
        "取消报名",
        "未报名",
        "报名失败",
        "已拒绝",
    ),
    *("未通过", "候补", "待审核", "审核中"),
}
HOURS = r"(?:^|\D)([0-9]{1,6}) ?(?:h|小时|时)"
MINUTES = r"(?:^|\D)([0-9]{1,6}) ?(?:m|分)"
SECONDS = r"(?:^|\D)([0-9]{1,6}) ?(?:s|秒)"
PLAIN = r"^([0-9]{1,6})(?:\.[0-9]*)?$"
CLOCK = r"^([0-9]{1,6}):([0-9]{2}):([0-9]{2})$"


def _shape(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    import polars as pl

    who = pl.coalesce("member", "name")
    came = read_yes(pl.col("attended"), CAME, AWAY)
    coming = read_yes(pl.col("rsvp"), COMING, ELSEWHERE)
    is_there = came if "attended" in layout.columns else pl.lit("rsvp" not in layout.columns)
    waited = read_yes(pl.col("waiting"))
    asked = {"attended": came, "rsvp": coming, "waiting": waited}
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
        pl.coalesce(
            "skip", pl.when(waited).then(pl.lit("waiting room")), pl.when(declined).then(pl.lit("declined"))
        ).alias("skip"),
        find_unsaid((pl.col(role), read) for role, read in asked.items()),
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


TABLES = (
    GeneralTable(
        name="attendances",
        record="event",
        roles=ROLES,
        needs=("member|name", "time", "duration|attended|rsvp"),
        shape=_shape,
        times=("time", "left"),
    ),
)
