"""The columns of a table in the shape of its kind; `code` says why a row cannot be taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commkit.sources.table import traits
from commkit.sources.table.yes_words import find_unsaid, read_yes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from commkit.sources.table.structure import Layout

# Words in a column of types; any other word means media.
TYPES = {
    **dict.fromkeys(("text", "文本", "文本消息", "文字", "reply", "引用消息", "1"), "text"),
    **dict.fromkeys(("system", "notice", "系统", "系统消息", "join", "leave", "10000"), "system"),
    **dict.fromkeys(("deleted", "revoke", "recall", "recalled", "撤回", "撤回消息", "已撤回"), "deleted"),
}
STAFF = (
    *("owner", "admin", "administrator", "moderator", "staff"),
    *("群主", "管理员", "运营", "员工", "工作人员", "企业成员"),
)
BOTS = ("bot", "robot", "机器人")
STREAM = "standard-input"
GROUP = "chat"  # the group of messages whose table has no group, and no name
# At the end of a file's name: its ending, a copy's number, a day or a month, a part.
ENDING = re.compile(
    r"\.\w{1,8}$|[\s_-]*[(（]\d{1,3}[)）]$|[\s_-]*(?:part|第)[\s_-]*\d{1,3}(?:部分)?$"
    r"|[\s_-]*(?:19|20)\d\d[-_.年]?(?:[01]?\d[-_.月]?(?:[0-3]?\d日?)?)?$",
    re.IGNORECASE,
)


def group_of(name: str) -> str:
    """The group of a chat's table that names none: its file's name, without a month, a part or a copy's number."""
    rest = name
    while (shorter := ENDING.sub("", rest).strip(" -_")) != rest:
        rest = shorter
    return rest if rest and rest != STREAM and not rest.isdecimal() else GROUP


def shape_messages(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Messages. One without words is media, if the table has a column of texts."""
    import polars as pl

    bare = pl.lit("media" if "text" in layout.columns else "text")
    typed = pl.col("type").str.to_lowercase().replace_strict(TYPES, default="media", return_dtype=pl.String)
    typed = pl.when(pl.col("type").is_not_null()).then(typed)
    kind = pl.coalesce(typed, pl.when(pl.col("text").is_null()).then(bare).otherwise(pl.lit("text")))
    nobody = pl.col("author").is_null() & (kind != "system")
    return cells.select(
        "platform",
        pl.col("id").alias("native"),
        pl.col("group").fill_null(layout.group),
        "author",
        "author_name",
        pl.col("time").alias("sent_at"),
        kind.alias("kind"),
        "text",
        "reply_to",
        pl.lit(0, pl.Int64).alias("flags"),
        "to",
        "skip",
        code=first_fault({"bad-time": pl.col("time").is_null(), "no-sender": nobody}),
    )


def shape_events(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:  # noqa: ARG001 (all shapes are made alike)
    """Events: who did what, when."""
    import polars as pl

    return cells.select(
        "platform",
        "member",
        "group",
        pl.col("event").alias("name"),
        pl.col("time").alias("happened_at"),
        "campaign",
        "variant",
        *("value", "content", "subject"),
        "skip",
        code=first_fault(
            {
                "bad-time": pl.col("time").is_null(),
                "no-member": pl.col("member").is_null(),
                "no-event": pl.col("event").is_null(),
                "bad-amount": pl.col("bad_amount"),
            }
        ),
    )


def shape_referrals(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:  # noqa: ARG001 (all shapes are made alike)
    """Referrals: who brought whom."""
    import polars as pl

    nobody = pl.any_horizontal(pl.col("inviter", "invitee").is_null())
    return cells.select(
        "platform",
        "inviter",
        "invitee",
        pl.col("time").alias("happened_at"),
        "campaign",
        "skip",
        code=first_fault({"no-member": nobody, "bad-time": pl.col("bad_time")}),
    )


def shape_members(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Members: who is there, since when, from where, and what they are like."""
    import polars as pl

    labels = [role for role in layout.columns if role in traits.ROLES or role.startswith(traits.MEMBER_LABEL)]
    role = pl.col("role").str.to_lowercase()
    said_bot = read_yes(pl.col("bot"))
    return cells.select(
        "platform",
        pl.col("member").alias("native"),
        "name",
        pl.coalesce(said_bot, role.is_in(BOTS)).alias("is_bot"),
        role.is_in(STAFF).alias("is_staff"),
        pl.col("joined").alias("joined_at"),
        pl.col("left").alias("left_at"),
        "channel",
        "inviter",
        "group",
        "email",
        "phone",
        *labels,
        "skip",
        find_unsaid([(pl.col("bot"), said_bot)]),
        code=first_fault({"no-member": pl.col("member").is_null(), "bad-time": pl.col("bad_time")}),
    )


def shape_mentions(shaped: pl.DataFrame) -> pl.DataFrame:
    """Who wrote to whom, from messages that say so."""
    import polars as pl

    own = pl.col("platform").is_null()  # a detail belongs to the platform of its export
    return shaped.filter(pl.col("to").is_not_null() & pl.col("author").is_not_null() & own).select(
        "group",
        pl.col("native").alias("message"),
        pl.col("author").alias("sender"),
        pl.col("to").alias("receiver"),
        pl.lit("mention").alias("kind"),
        pl.col("sent_at").alias("happened_at"),
    )


def shape_contacts(shaped: pl.DataFrame) -> pl.DataFrame:
    """How members are reached, from tables of members and orders."""
    import polars as pl

    known = shaped.rename({"native": "member"} if "member" not in shaped.columns else {})
    return known.filter(pl.col("member").is_not_null() & pl.any_horizontal(pl.col("email", "phone").is_not_null()))


def first_fault(faults: Mapping[str, pl.Expr]) -> pl.Expr:
    """The code of a row's first fault, or null."""
    import polars as pl

    return pl.coalesce(pl.when(fault).then(pl.lit(code)) for code, fault in faults.items())
