"""Labels: what is said of a member, a group, a content or a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.general_table import GeneralTable
from commkit.sources.table.kinds import first_fault
from commkit.sources.table.label_words import CHECKS, normalise_dimension, normalise_value, split_tags

if TYPE_CHECKING:
    import polars as pl

    from commkit.sources.table.structure import Layout

ROLES = {
    "content": "message_id msg_id content_id post_id article_id note_id 消息ID 内容ID 内容编号 帖子ID 文章ID 笔记ID",
    "member": "member_id user_id customer_id 成员ID 用户ID 会员ID 客户ID userid uid openid member user customer"
    " username 成员 用户 会员 客户 昵称 用户昵称 成员昵称 姓名 手机号 email",
    "group": "group_name group room 群名称 群名 群聊名称 群聊 群 社群 社群名称 group_id 群ID",
    "campaign": "campaign campaign_name campaign_id 活动 活动名称 推广活动",
    "subject_kind": "subject_kind subject_type object_type entity_type 对象类型 标注对象类型 主体类型",
    "subject": "subject subject_id object object_id entity entity_id 对象 对象ID 对象名称 标注对象 主体",
    "dimension": "dimension label_type label_name label_category tag_type tag_group tag_category attribute property"
    " label_dimension tag_name 维度 标签维度 标签类型 标签类别 标签分类 标签组 标签名 标签名称 属性 属性名 属性名称",
    "value": "label_value tag_value attribute_value value 标签值 取值 属性值 值 标签内容",
    "label": "label content_label labels tag tags 标签 内容标签 用户标签 客户标签 会员标签 标注 标注结果",
    "by": "labelled_by labeled_by tagged_by annotator annotated_by said_by marked_by by 标注人 标注员 打标人 打标签人"
    " 标记人 核对人 操作人 来源",
    "time": "labelled_at labeled_at tagged_at annotated_at valid_from effective_from effective_date start_date"
    " 生效时间 生效日期 打标时间 打标日期 标注时间 标注日期 标记时间 created_at date 日期 time 时间",
    "valid_until": "valid_until valid_to expires_at expires_on expiry_date end_date effective_to 失效时间 失效日期 到期"
    " 到期时间 到期日 到期日期 有效期至 截止日期",
    "platform": "platform 平台",
}
SUBJECTS = ("content", "member", "campaign", "group")  # of several, the first holds: each is found among the next
KINDS = {
    **dict.fromkeys(("content", "message", "post", "内容", "消息", "帖子", "笔记"), "content"),
    **dict.fromkeys(("member", "user", "person", "customer", "成员", "用户", "会员", "客户", "人"), "member"),
    **dict.fromkeys(("campaign", "活动"), "campaign"),
    **dict.fromkeys(("group", "room", "channel", "群", "社群", "群聊"), "group"),
}


def _shape(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    import polars as pl

    has_dimension = "dimension" in layout.columns
    tags = (
        split_tags(pl.col("label")) if not has_dimension and "value" not in layout.columns else pl.concat_list("label")
    )
    said = pl.when(pl.col("value").is_null()).then(tags).otherwise(pl.concat_list("value"))
    rows = _with_subjects(cells).with_columns(said.alias("said")).explode("said")
    bare = pl.when(pl.col("content").is_not_null()).then(pl.lit("label")).otherwise(pl.lit("tag"))
    rows = rows.with_columns(dimension=normalise_dimension(pl.col("dimension")) if has_dimension else bare)
    is_check = pl.col("by").str.to_lowercase().is_in(CHECKS).fill_null(value=False)
    nothing = pl.all_horizontal(pl.col(SUBJECTS).is_null()) | pl.any_horizontal(pl.col("said", "dimension").is_null())
    return rows.select(
        *("line", "start", "end", "platform", *SUBJECTS, "dimension", "skip"),
        pl.when(is_check).then(pl.lit("check")).alias("said_by"),
        pl.when(~is_check).then("by").alias("labelled_by"),
        pl.col("time").alias("valid_from"),
        "valid_until",
        value=normalise_value(pl.col("dimension"), pl.col("said")),
        code=first_fault({"no-label": nothing, "bad-time": pl.col("bad_time")}),
    )


def _with_subjects(cells: pl.DataFrame) -> pl.DataFrame:
    """The rows with one subject each, from a column of its own or from one of subjects beside one of their kinds."""
    import polars as pl

    kind = pl.col("subject_kind").str.to_lowercase().replace_strict(KINDS, default=None, return_dtype=pl.String)
    own = [pl.coalesce(name, pl.when(kind == name).then("subject")).alias(name) for name in SUBJECTS]
    rows = cells.with_columns(own)
    before = [pl.lit(value=False)]
    for name in SUBJECTS:
        before.append(before[-1] | pl.col(name).is_not_null())
    return rows.with_columns(
        pl.when(~taken).then(name).alias(name) for name, taken in zip(SUBJECTS, before, strict=False)
    )


TABLES = (
    GeneralTable(
        name="labels",
        record="label",
        roles=ROLES,
        needs=("content|member|group|campaign|subject_kind+subject", "label|value+dimension"),
        shape=_shape,
        times=("time", "valid_until"),
        claim="dimension+value|dimension+label",
        reasons={"no-label": "it names nothing that is labelled, or no label"},
    ),
)
