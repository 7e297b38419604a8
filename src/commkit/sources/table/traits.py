"""Columns of member lists that say what a member is like; each becomes a label of the member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.label_words import normalise_dimension, normalise_value, split_tags

if TYPE_CHECKING:
    import polars as pl

MEMBER_LABEL = "label:"  # a role of member lists: what follows is the dimension of the label
# The role of a column is the dimension of its labels, but for what people remark.
ROLES = {
    "gender": "gender sex 性别 性別",
    "age": "age age_group age_range 年龄 年龄段 年纪 年龄（岁） 周岁",
    "region": "region province state area 地区 省份 省 所在地区 所在省份 所在地 区域 大区 所属地区 所属区域 省市"
    " 省/市 所在地域 籍贯 location country 国家",
    "city": "city town 城市 所在城市 市 所属城市 居住城市 常驻城市 常住城市",
    "occupation": "occupation profession job job_title 职业 职位 行业 work occupation_type 工作 从事行业 身份职业 岗位",
    "interest": "interest interests hobby hobbies 兴趣 兴趣爱好 爱好 兴趣标签 interested_in likes 兴趣方向"
    " 感兴趣的内容 兴趣偏好 偏好",
    "birthday": "birthday birth_date birthdate date_of_birth dob 生日 出生日期 出生年月 born 生日日期 出生年月日",
    "tag": "tag tags labels member_tags 标签 用户标签 客户标签 会员标签 企业标签 标签名称 segments 标签列表"
    " 会员标签名称 全部标签",
    "remark": "remark_tags 备注标签 自定义标签 个人标签",
    "level": "level member_level tier grade vip_level 等级 会员等级 用户等级 客户等级 会员级别 客户级别 membership"
    " membership_level rank 会员级别名称 级别 会员类型 会员卡等级",
    "points": "points points_balance loyalty_points 积分 可用积分 当前积分 积分余额 剩余积分 当前可用积分 会员积分"
    " 剩余可用积分 总积分",
    "excluded": "excluded exclusion_reason 排除 是否排除 排除原因 剔除 是否剔除 剔除原因",
    "consent": "consent consent_status 同意 是否同意 授权 授权状态 是否授权",
}
ENOUGH = "gender|age|birthday|occupation|interest|level|remark|region|city"  # to make a member list
COLUMNS = ("member", "dimension", "value")
SEVERAL = ("tag", "remark", "interest")  # whose cells hold a label for each word


def shape_traits(members: pl.DataFrame) -> pl.DataFrame:
    """A label for all that a member list says of a member beside joining and leaving; blank cells say nothing."""
    import polars as pl

    said = [name for name in members.columns if name in ROLES or name.startswith(MEMBER_LABEL)]
    parts = [
        members.select(
            "platform",
            pl.col("native").alias("member"),
            pl.lit("tag" if name == "remark" else name.removeprefix(MEMBER_LABEL)).alias("dimension"),
            (split_tags(pl.col(name)) if name in SEVERAL else pl.concat_list(name)).alias("value"),
        )
        for name in said
        if members[name].null_count() < len(members)
    ]
    if not parts:
        return members.select("platform", *(pl.lit(None, pl.String).alias(name) for name in COLUMNS)).clear()
    rows = pl.concat(parts).explode("value").drop_nulls("value")
    rows = rows.with_columns(normalise_dimension(pl.col("dimension")))
    return rows.with_columns(normalise_value(pl.col("dimension"), pl.col("value")).alias("value"))
