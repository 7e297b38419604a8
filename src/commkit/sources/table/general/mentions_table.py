"""Mentions: what was said of the community elsewhere, how it was meant, and how many saw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.general_table import GeneralTable
from commkit.sources.table.kinds import first_fault
from commkit.sources.table.native_ids import make_ids
from commkit.sources.table.wholes import read_whole

if TYPE_CHECKING:
    import polars as pl

    from commkit.sources.table.structure import Layout

ROLES = {
    "native": "url link permalink post_url source_url mention_id post_id note_id id 链接 网址 原文链接 帖子链接"
    " 文章链接 笔记链接 链接地址 地址 帖子ID 笔记ID 文章ID",
    "site": "site platform network media media_type channel source website 平台 媒体 发布平台 来源平台 站点 网站"
    " 来源 媒体名称 媒体类型 渠道",
    "time": "mentioned_at posted_at published_at publish_date publish_time post_date happened_at created_at 发布时间"
    " 发布日期 发帖时间 提及时间 发文时间 日期时间 timestamp datetime date 日期 time 时间",
    "sentiment": "sentiment sentiment_label tone polarity 情感 情感倾向 情感属性 情感分类 情绪 倾向 倾向性 正负面"
    " 褒贬 态度",
    "topic": "topic topic_name theme category 话题 主题 分类 议题 类别",
    "text": "text content title headline excerpt snippet post 内容 标题 正文 原文 摘要 文本 帖子内容 评论内容",
    "reach": "reach impressions views view_count read_count reads exposure 阅读 阅读量 阅读数 曝光 曝光量 曝光数"
    " 浏览 浏览量 浏览数 播放量 播放数 展现量 覆盖人数 触达",
    "interactions": "interactions engagement engagements total_engagement 互动 互动量 互动数 互动总数",
    "likes": "likes like_count favorites reactions 点赞 点赞数 点赞量 赞 获赞",
    "comments": "comments comment_count replies reply_count 评论 评论数 评论量 回复数",
    "saves": "saves bookmarks collects 收藏 收藏数 收藏量",
    "reposts": "reposts retweets shares share_count repost_count forwards 转发 转发数 转发量 分享 分享数 分享量",
}
COUNTS = ("reach", "interactions", "likes", "comments", "saves", "reposts")
SENTIMENTS = {
    **dict.fromkeys(("positive", "pos", "+", "正面", "正向", "积极", "好评", "正", "褒义", "赞扬"), "positive"),
    **dict.fromkeys(("negative", "neg", "负面", "负向", "消极", "差评", "负", "贬义", "敏感", "批评"), "negative"),
    **dict.fromkeys(("neutral", "neu", "mixed", "中性", "中立", "一般", "中", "混合", "客观"), "neutral"),
}


def _shape(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    import polars as pl

    counts = {name: read_whole(pl.col(name)) for name in COUNTS}
    rows = cells.with_columns(**{f"{name}_read": count for name, count in counts.items()})
    unread = pl.any_horizontal(pl.col(name).is_not_null() & pl.col(f"{name}_read").is_null() for name in COUNTS)
    parts = [f"{name}_read" for name in ("likes", "comments", "saves") if name in layout.columns]
    added = pl.when(pl.any_horizontal(pl.col(parts).is_not_null())).then(pl.sum_horizontal(parts)) if parts else None
    word = pl.col("sentiment").str.to_lowercase()
    sentiment = word.replace_strict(SENTIMENTS, default=None, return_dtype=pl.String)
    site = pl.coalesce("site", pl.col("native").str.extract(r"^https?://(?:www\.)?([^/:?#]{1,100})"))
    return rows.with_columns(site=site, made=make_ids(cells, ("time",), ("text", "topic"))).select(
        pl.coalesce("native", "made").alias("native"),
        *("site", "topic"),
        pl.col("time").alias("happened_at"),
        sentiment.alias("sentiment"),
        pl.col("reach_read").alias("reach"),
        (pl.coalesce("interactions_read", added) if added is not None else pl.col("interactions_read")).alias(
            "interactions"
        ),
        pl.col("reposts_read").alias("reposts"),
        "skip",
        code=first_fault(
            {
                "bad-time": pl.col("time").is_null(),
                "no-site": pl.col("site").is_null(),
                "bad-sentiment": pl.col("sentiment").is_not_null() & sentiment.is_null(),
                "bad-amount": unread,
            }
        ),
    )


TABLES = (
    GeneralTable(
        name="mentions",
        record="mention",
        roles=ROLES,
        needs=("site|native", "time", "sentiment|reach|interactions|reposts|likes+comments"),
        shape=_shape,
        beside=frozenset({"likes", "comments", "saves", "text"}),
        claim="sentiment+reach|sentiment+interactions|sentiment+reposts|sentiment+likes|sentiment+native",
        rank=2,
        reasons={
            "no-site": "it names no platform on which it was said",
            "bad-sentiment": "its sentiment is neither positive nor neutral nor negative",
        },
    ),
)
