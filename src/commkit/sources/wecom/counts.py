"""WeCom's daily counts: their names in the API and in the admin console, their values, and whose they are."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commkit.sources.rows import Rows

COUNTS: dict[str, tuple[str, ...]] = {
    # of customer groups
    "new_chat_cnt": ("新增客户群数量", "新增客户群数", "新增群聊数"),
    "chat_total": ("截至当天客户群总数量", "客户群总数量", "客户群总数", "群聊总数"),
    "chat_has_msg": ("截至当天有发过消息的客户群数量", "有发过消息的客户群数量", "有过消息的群聊数", "活跃客户群数"),
    "new_member_cnt": ("客户群新增群人数", "新增群人数", "新增群成员数", "新增入群人数"),
    "member_total": ("截至当天客户群总人数", "客户群总人数", "群总人数", "群成员总数", "群人数"),
    "member_has_msg": ("截至当天有发过消息的群成员数", "有发过消息的群成员数", "发过消息的群成员数", "活跃群成员数"),
    "msg_total": ("截至当天客户群消息总数", "客户群消息总数", "群消息总数", "消息总数", "群聊消息数"),
    "migrate_trainee_chat_cnt": ("截至当天新增迁移群数", "新增迁移群数"),
    # of the staff's talks with customers
    "chat_cnt": ("聊天总数", "单聊总数"),
    "message_cnt": ("发送消息数", "发送单聊消息数"),
    "reply_percentage": ("已回复聊天占比", "已回复单聊占比"),
    "avg_reply_time": ("平均首次回复时长",),
    "negative_feedback_cnt": ("删除/拉黑成员的客户数", "删除/拉黑的客户数", "客户删除/拉黑数"),
    "new_apply_cnt": ("发起申请数", "发送申请数"),
    "new_contact_cnt": ("新增客户数",),
}
MOST = 10**12
MOST_DIGITS = 24


def read_count(value: object) -> Decimal | None:
    """A count, a share in percent, or minutes: a number, perhaps with commas or its unit behind it."""
    words = str(value).strip().removesuffix("%").removesuffix("分钟").replace(",", "")
    if (
        isinstance(value, bool)
        or len(words) > MOST_DIGITS
        or not words.replace(".", "", 1).isdecimal()
        or not words.isascii()
    ):
        return None
    number = round(Decimal(words), 4)
    return number if number < MOST else None


def add_staff(native: str | None, met: set[str], rows: Rows) -> None:
    """Add an account that has counts of its own: it belongs to the company."""
    if native is not None and native not in met:
        met.add(native)
        rows.records["member"] += 1
        rows.add("member", native=native, is_bot=False, is_staff=True)
