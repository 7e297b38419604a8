"""Labels: what is said of a member, a group, a content or a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.general_table import GeneralTable
from commkit.sources.table.kinds import first_fault
from commkit.sources.table.label_words import CHECKS, DIMENSIONS, normalise_dimension, normalise_value, split_tags
from commkit.sources.table.spreads import free_columns
from commkit.sources.table.structure import Spread, squeeze_header

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from commkit.sources.table.structure import Head, Layout

ROLES = {
    "content": "message_id msg_id content_id post_id article_id note_id 消息ID 内容ID 内容编号 帖子ID 文章ID 笔记ID"
    " 内容编码 作品ID 视频ID tweet_id comment_id",
    "member": "member_id user_id customer_id 成员ID 用户ID 会员ID 用户编号 会员编号 会员号 会员卡号 成员编号"
    " 客户编号 member_no user_no 客户ID userid uid openid member user customer username 成员 用户 会员 客户 昵称"
    " 用户昵称 成员昵称 姓名 手机号 email 微信昵称 客户昵称 客户姓名 客户名称 会员姓名 会员名称 会员昵称 contact"
    " contact_name customer_name name full_name 名称",
    "group": "group_name group room 群名称 群名 群聊名称 群聊 群 社群 社群名称 group_id 群ID 社群名 群组 community"
    " chat_name room_name group_title",
    "campaign": "campaign campaign_name campaign_id 活动 活动名称 推广活动 活动主题 campaign_title",
    "subject_kind": "subject_kind subject_type object_type entity_type 对象类型 标注对象类型 主体类型",
    "subject": "subject subject_id object object_id entity entity_id 对象 对象ID 对象名称 标注对象 主体",
    "dimension": "dimension label_type label_name label_category tag_type tag_group tag_category attribute property"
    " label_dimension tag_name 维度 标签维度 标签类型 标签类别 标签分类 标签组 标签名 标签名称 属性 属性名 属性名称"
    " facet field key trait category_name 标签组名称 标签分组 标签种类 标签大类 一级标签 字段 字段名 特征 画像维度",
    "value": "label_value tag_value attribute_value value 标签值 取值 属性值 值 标签内容 label_content 标签取值"
    " 二级标签 字段值 特征值 结果 选项",
    "label": "label content_label labels tag tags 标签 内容标签 用户标签 客户标签 会员标签 标注 标注结果 内容分类"
    " 内容类型 类型标签 画像标签 客户标签名称",
    "by": "labelled_by labeled_by tagged_by annotator annotated_by said_by marked_by by 标注人 标注员 打标人"
    " 打标签人 标记人 核对人 操作人 来源 set_by added_by labeler labeller assigned_by reviewer checked_by marker"
    " tagger 标记者 标注者 添加人 打标员 审核人 核查人 复核人 判定人 设置人",
    "time": "labelled_at labeled_at tagged_at annotated_at valid_from effective_from effective_date start_date"
    " 生效时间 生效日期 打标时间 打标日期 标注时间 标注日期 标记时间 created_at date 日期 time 时间 from since"
    " set_on set_at added_at added_on label_date labelled_on labeled_on tagged_on tag_date marked_at valid_since"
    " starts_on 添加时间 添加日期 标签时间 设置时间 更新时间 开始时间 开始日期 起始日期 有效期起",
    "valid_until": "valid_until valid_to expires_at expires_on expiry_date end_date effective_to 失效时间 失效日期"
    " 到期 到期时间 到期日 到期日期 有效期至 截止日期 to until ends_on ends_at end expires 结束时间 结束日期"
    " 有效期止 终止日期 有效期",
    "platform": "platform 平台",
}
SUBJECTS = ("content", "member", "campaign", "group")  # of several, the first holds: each is found among the next
CATALOGUE = (
    "topic format class content_class content_type origin quality 话题 主题 格式 形式 内容形式 体裁 内容类型 内容类别"
    " 内容分类 内容性质 来源类型 内容来源 品牌相关 内容格式 原创 是否原创 是否广告"
)
OF_PERMISSION = {word for word, dimension in DIMENSIONS.items() if dimension in ("excluded", "consent")}
OF_CONTENTS = set(map(squeeze_header, CATALOGUE.split()))
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


def _find_dimensions(head: Head, roles: Mapping[str, int], is_asked: bool) -> Spread | None:
    """The columns that are a dimension each: known ones of groups and contents, or all where the operator says so."""
    if roles.keys() & {"label", "value", "dimension"} or not roles.keys() & {*SUBJECTS, "subject"}:
        return None
    is_list = "group" in roles and not roles.keys() & {"member", "content", "campaign", "time"}
    is_catalogue = "content" in roles and not roles.keys() & {"member", "group", "campaign"}
    known = OF_CONTENTS if is_catalogue else DIMENSIONS if is_list else OF_PERMISSION if "member" in roles else ()
    free = {at: head.header[at].strip() for at in free_columns(head, roles)}
    told = {at: name for at, name in free.items() if is_asked or squeeze_header(name) in known}
    return Spread(told, "dimension", "value") if told else None


TABLES = (
    GeneralTable(
        name="labels",
        record="label",
        roles=ROLES,
        needs=("content|member|group|campaign|subject_kind+subject", "label|value+dimension"),
        shape=_shape,
        times=("time", "valid_until"),
        yields={"members": "content|campaign|dimension"},
        spread=_find_dimensions,
        claim="dimension+value|dimension+label",
        reasons={"no-label": "it names nothing that is labelled, or no label"},
    ),
)
