"""The words of labels: dimensions and values that are known by other words, and cells that hold several tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.yes_words import NO, YES

if TYPE_CHECKING:
    import polars as pl

DIMENSIONS = {
    **dict.fromkeys(
        ("excluded", "exclude", "exclusion", "排除", "是否排除", "排除原因", "剔除", "是否剔除", "剔除原因"), "excluded"
    ),
    **dict.fromkeys(("consent", "同意", "是否同意", "授权", "授权状态", "是否授权", "知情同意"), "consent"),
    **dict.fromkeys(("gender", "sex", "性别"), "gender"),
    **dict.fromkeys(("age", "年龄", "年龄段"), "age"),
    **dict.fromkeys(("region", "地区", "省份", "区域", "大区"), "region"),
    **dict.fromkeys(("city", "城市"), "city"),
    **dict.fromkeys(("occupation", "职业"), "occupation"),
    **dict.fromkeys(("interest", "interests", "兴趣", "兴趣爱好", "爱好"), "interest"),
    **dict.fromkeys(("birthday", "生日", "出生日期"), "birthday"),
    **dict.fromkeys(("tag", "tags", "标签"), "tag"),
    **dict.fromkeys(("owner", "负责人", "群主", "运营负责人", "群负责人"), "owner"),
    **dict.fromkeys(("language", "语言"), "language"),
    **dict.fromkeys(("parent", "上级", "上级社群", "上级群", "所属社群"), "parent"),
    **dict.fromkeys(("level", "等级", "会员等级"), "level"),
}
KEPT = NO | {"不排除", "未排除", "未剔除", "正常", "not excluded"}
GRANTED = YES | {"同意", "已同意", "granted", "agree", "agreed", "授权", "已授权"}
WITHDRAWN = NO | {
    *("撤回", "已撤回", "拒绝", "已拒绝", "不同意", "未同意", "未授权", "不授权", "取消授权", "取消", "已取消", "撤销"),
    *("已撤销", "withdrawn", "withdraw", "revoked", "refused", "denied", "opt-out"),
}
CHECKS = ("check", "checked", "spot check", "核对", "抽查", "人工核对", "人工抽查", "复核", "人工复核")
APART = "[,，、;；|]"


def normalise_dimension(said: pl.Expr) -> pl.Expr:
    """A dimension by the name that commkit knows it by, where it knows it; else as it is written."""
    return said.replace(DIMENSIONS)


def normalise_value(dimension: pl.Expr, said: pl.Expr) -> pl.Expr:
    """A value as it is written, but for who is excluded (`no` if not) and for consent (`granted` or `withdrawn`)."""
    import polars as pl

    word = said.str.to_lowercase()
    is_excluded, is_consent = dimension == "excluded", dimension == "consent"
    return (
        pl.when(is_excluded & word.is_in(KEPT))
        .then(pl.lit("no"))
        .when(is_consent & word.is_in(GRANTED))
        .then(pl.lit("granted"))
        .when(is_consent & word.is_in(WITHDRAWN))
        .then(pl.lit("withdrawn"))
        .otherwise(said)
    )


def split_tags(cell: pl.Expr) -> pl.Expr:
    """The tags of a cell, each once; an empty list if there are none."""
    import polars as pl

    parts = cell.str.replace_all(APART, "\n").str.split("\n")
    return parts.list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != "")).list.unique(
        maintain_order=True
    )
