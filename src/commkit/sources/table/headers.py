"""Which roles the columns of a table can play, and the header words that name them."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.sources.table import traits
from commkit.sources.table.general import TABLES
from commkit.sources.table.general_table import is_met
from commkit.sources.table.structure import bare_header, squeeze_header
from commkit.words import say, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# kind of table -> role -> the headers for it, the best first; `-` if only --map can give it.
# Roles take columns in this order, one column each. Case, spaces, underscores and brackets do not matter.
KINDS: dict[str, dict[str, str]] = {
    "referrals": {
        "inviter": "inviter_id referrer_id 邀请人ID 推荐人ID inviter referrer referred_by 邀请人 邀请者 推荐人",
        "invitee": "invitee_id referred_id 被邀请人ID 被推荐人ID invitee referee referred 被邀请人 被邀请者 被推荐人",
        "time": "invited_at referred_at 邀请时间 推荐时间 timestamp created_at date time 日期 时间",
        "campaign": "campaign campaign_id 活动 活动名称 推广活动",
        "platform": "platform 平台",
    },
    "events": {
        "member": "member_id user_id customer_id 成员ID 用户ID 会员ID 用户编号 会员编号 会员号 会员卡号 成员编号"
        " 客户编号 member_no user_no userid uid member user username customer 成员 用户",
        "event": "event event_name event_type action 事件 事件名称 事件类型 行为 动作",
        "time": "happened_at event_time occurred_at timestamp created_at datetime 发生时间 事件时间 date 日期"
        " time 时间",
        "clock": "time 时间",
        "campaign": "campaign campaign_id utm_campaign 活动 活动名称",
        "variant": "variant variation test_group 版本 实验组 分组",
        "value": "value amount 数值 金额",
        "group": "group_name group room chat 群名称 群名 群聊名称 群聊 群 社群 group_id room_id chat_id 群ID",
        "platform": "platform 平台",
        "content": "content_id post_id article_id note_id message_id 内容ID 内容编号 帖子ID 文章ID 笔记ID 消息ID",
        "subject": "subject_id subject target target_id target_user to_user 对象 对象ID 目标用户 被操作人",
    },
    "orders": {
        "order": "order_id order_no order_number invoice_no invoice 订单号 订单编号 订单ID 交易编号 主订单编号",
        "member": "customer_id buyer_id member_id user_id uid 买家ID 客户ID 用户ID 会员ID 用户编号 会员编号 会员号"
        " 会员卡号 成员编号 客户编号 member_no user_no 买家手机号 客户手机号 收货人手机号/提货人手机号 收货人手机号"
        " 手机号 email customer buyer member user username 买家 客户 买家昵称 客户昵称 昵称 收货人/提货人 收货人"
        " 会员手机号 客户名称 客户姓名 会员 会员姓名 姓名 成员昵称 用户昵称",
        "phone": "-",
        "member_name": "customer_name buyer_name customer buyer username 买家昵称 客户姓名 客户昵称 客户名称"
        " 买家 客户 昵称 billing_name 会员姓名 姓名 成员昵称 用户昵称",
        "time": "ordered_at order_date order_time order_datetime invoice_date purchase_date purchased_at"
        " 下单日期 下单时间 订单创建时间 订单时间 created_at transaction_date 买家付款时间 付款时间 支付时间"
        " 订单提交时间 交易成功时间 消费日期 消费时间 timestamp datetime date 日期 time 时间",
        "clock": "order_time 下单时间 消费时间 time 时间",
        "paid_at": "paid_at 买家付款时间 付款时间 支付时间 支付完成时间",
        "order_amount": "order_total order_amount grand_total invoice_total total_price total_paid 订单实付金额"
        " 订单实收金额 订单总额 订单总价 订单金额 实付金额 实收金额 实付款 total",
        "amount": "line_amount line_total amount revenue sales 商品实际成交金额 小计 金额 消费金额 销售额"
        " dollar_value price_total",
        "price": "unit_price lineitem_price item_price price 商品单价 单价 价格",
        "quantity": "quantity qty lineitem_quantity number_of_items number_of_cds units 商品数量 数量 件数",
        "product": "description product_name product lineitem_name item_name item 商品名称 商品 产品名称 产品"
        " 全部商品名称 选购商品 sku stock_code product_id 商品编码",
        "refund": "refund_amount refunded_amount refund 订单已退款金额 商品已退款金额 已退款金额 退款金额",
        "refunded_at": "refunded_at refund_date 退款时间 cancelled_at canceled_at 取消时间",
        "status": "financial_status payment_status order_status status 订单状态 订单商品状态 支付状态 状态",
        "currency": "currency currency_code 币种 货币",
        "platform": "platform 平台",
        "email": "email customer_email buyer_email 邮箱",
        "channel": "sales_channel order_channel channel utm_source 渠道 销售渠道 订单渠道 来源渠道 订单来源",
        "category": "product_category item_category category 类目 商品类目 品类 商品分类 商品类别 分类",
        "cost": "line_cost item_cost cost_of_goods cogs cost 成本 商品成本 成本金额 商品成本价",
        "due_on": "due_on due_date payment_due due 应付日期 应付日 到期 到期日 到期日期 付款到期日",
    },
    "messages": {
        "id": "message_id msg_id mid 消息ID 消息编号 消息序号 id",
        "author": "author_id sender_id user_id member_id from_id uid 发送人ID 发送者ID 发言人ID 用户ID 成员ID author"
        " sender username user from 发送人 发送者 发言人 作者 nickname 发送者昵称 发言人昵称 成员昵称 昵称 用户 用户名"
        " 成员 姓名 发送人姓名 name member",
        "author_name": "author_name sender_name display_name nickname 发送人昵称 发送者昵称 发言人昵称 成员昵称 群昵称"
        " 昵称 author sender username user from 发送人 发送者 发言人 作者 用户名 姓名 发送人姓名 name",
        "time": "sent_at timestamp created_at datetime posted_at 发送日期 发送时间 消息时间 发言时间 发布时间 日期时间"
        " date 日期 time 时间 create_time ts",
        "clock": "发送时间 time 时间",
        "text": "text content message body msg message_text 消息内容 内容 消息 正文 发言内容 文本",
        "group": "channel_name group_name room_name chat_name 群名称 群名 群聊名称 channel group room chat 群聊"
        " 群 频道 会话 channel_id group_id room_id chat_id 群ID",
        "type": "message_type msg_type 消息类型 type 类型",
        "reply_to": "reply_to reply_to_id in_reply_to parent_id reply_to_message_id 回复消息ID 回复 引用消息ID"
        " 引用 thread thread_id",
        "to": "receiver receiver_id recipient 接收人 接收者",
        "platform": "platform 平台",
    },
    "members": {
        "member": "member_id user_id customer_id 成员ID 用户ID 会员ID 用户编号 会员编号 会员号 会员卡号 成员编号"
        " 客户编号 member_no user_no 客户ID userid uid id username 客户手机号 手机号 email member user 成员 用户"
        " 用户名 nickname 客户昵称 昵称 name 群成员ID 群成员昵称 成员名称 群成员 微信昵称 客户名称 客户姓名 会员"
        " 会员姓名 会员名称 会员昵称 成员昵称 用户昵称 姓名 customer_name full_name 微信号 微信ID",
        "name": "display_name nickname 群昵称 昵称 客户昵称 name full_name 姓名 客户姓名 username user 用户名 成员"
        " 用户 群成员昵称 成员昵称 用户昵称 成员名称 群成员 会员姓名 会员名称 会员昵称 微信昵称 备注名"
        " 客户名称 客户 customer_name contact_name",
        "joined": "joined_at join_time join_date joined 入群时间 加入时间 进群时间 入会时间 成为客户时间 注册时间"
        " registered_at signup_date created_at 注册日期 入会日期 入群日期 加入日期 进群日期 添加时间 添加日期"
        " join_on date_joined joined_on registration_date signed_up signup member_since created",
        "left": "left_at leave_time leave_date 退群时间 离开时间 退出时间",
        "channel": "channel source 来源渠道 渠道 来源 来源方式 join_source utm_source 入群方式 入群渠道",
        "inviter": "inviter_id invited_by inviter referrer 邀请人ID 邀请人 推荐人",
        "role": "role 角色 身份 群身份 成员类型",
        "bot": "is_bot bot 机器人",
        "group": "group_name group room 群名称 群名 群聊 群 社群",
        "platform": "platform 平台",
        "email": "email email_address e-mail 邮箱 电子邮箱 邮件",
        "phone": "phone phone_number mobile 手机号 手机号码 客户手机号 手机 电话",
        **traits.ROLES,
    },
    **{name: dict(table.roles) for name, table in TABLES.items()},
}
# What a kind needs: one of the roles separated by bars, all of those joined by pluses.
NEEDS: dict[str, tuple[str, ...]] = {
    "referrals": ("inviter", "invitee"),
    "events": ("member", "event", "time"),
    "orders": ("member", "time", "amount|order_amount|price+quantity"),
    "messages": ("author", "time", "text|group|to"),
    "members": ("member", f"joined|left|role|channel|group|{traits.ENOUGH}"),
    **{name: table.needs for name, table in TABLES.items()},
}
RECORD = {
    "referrals": "referral",
    "events": "event",
    "orders": "order_line",
    "messages": "message",
    "members": "member",
    **{name: table.record for name, table in TABLES.items()},
}
TIMES = ("time", "joined", "left", "refunded_at", "due_on")  # the roles that are instants, the deciding one first
AMOUNTS = ("amount", "order_amount", "price", "quantity", "refund", "value", "cost")
# The roles that say nothing about the kind, for they are found in tables of any.
BESIDE: dict[str, frozenset[str]] = {
    "events": frozenset({"content", "subject"}),
    "orders": frozenset({"channel", "category", "cost", "due_on"}),
    "members": frozenset(traits.ROLES),
    **{name: table.beside for name, table in TABLES.items()},
}
NAMES = {"author": "author_name", "member": "member_name"}  # who -> what they are called
WORDS = ("text", "name", "author_name", "member_name", "product")  # kept as they are, even where they read "-"


@cache
def times_of(kind: str) -> tuple[str, ...]:
    """The roles of this kind that are instants, the deciding one first."""
    return TABLES[kind].times if kind in TABLES else tuple(role for role in TIMES if role in KINDS[kind])


@cache
def amounts_of(kind: str) -> tuple[str, ...]:
    """The roles of this kind that are numbers."""
    return TABLES[kind].amounts if kind in TABLES else tuple(role for role in AMOUNTS if role in KINDS[kind])


@cache
def _wanted(kind: str) -> dict[str, tuple[str, ...]]:
    """The headers of each role as they are compared."""
    return {
        role: tuple(squeeze_header(word) for word in words.split() if word != "-")
        for role, words in KINDS[kind].items()
    }


@lru_cache(maxsize=64)  # every kind asks for the same headers
def _columns_named(header: tuple[str, ...]) -> tuple[Mapping[str, list[int]], Mapping[str, list[int]]]:
    """The columns by their names, and by their names without what stands in brackets."""
    whole, bare = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
    for at, name in enumerate(header):
        whole[squeeze_header(name)].append(at)
        bare[bare_header(name)].append(at)
    return dict(whole), dict(bare)


@lru_cache(maxsize=512)  # asked again for every way to cut the lines, and whenever the table is looked at
def match_roles(kind: str, header: tuple[str, ...]) -> Mapping[str, int]:
    """The column of each role by its header; the first one if columns share a name."""
    known = _columns_named(header)
    taken: dict[str, int] = {}
    for role, wanted in _wanted(kind).items():
        found = (at for columns in known for word in wanted for at in columns.get(word, ()))
        column = next((at for at in found if at not in taken.values()), None)
        if column is not None:
            taken[role] = column
    return taken


def is_name(role: str, kind: str, header: str) -> bool:
    """Whether this header also names the members of that role, if nothing else does."""
    return squeeze_header(header) in {squeeze_header(word) for word in KINDS[kind][role].split()}


def find_lacking(kind: str, roles: Mapping[str, int]) -> list[str]:
    """The needs of this kind that the roles do not meet."""
    return [need for need in NEEDS[kind] if not is_met(need, roles)]


def has_numbers(header: Sequence[str]) -> bool:
    """Whether a first row has numbers among its names, so that it looks like data."""
    return any(name.strip().replace(".", "", 1).isdecimal() for name in header)


def find_column(said: str, header: Sequence[str], *, named: bool) -> int:
    """The column with this name, or with this number from 1. Raises WrongUse."""
    names = [squeeze_header(name) for name in header] if named else []
    if squeeze_header(said) in names:
        return names.index(squeeze_header(said))
    if said.isdecimal() and 1 <= int(said) <= len(header):
        return int(said) - 1
    shown = named and not has_numbers(header)  # otherwise these may be cells, which must not be shown
    near = suggest(said, header) if shown else []
    there = say(", ").join(header) if shown else say("numbers 1 to {last}", last=len(header))
    hint = say("the columns are: {names}", names=there)
    if near:
        hint = say("did you mean {name}? the columns are: {names}", name=near[0], names=there)
    raise WrongUse(say("no column {name}", name=said), hint=hint)
