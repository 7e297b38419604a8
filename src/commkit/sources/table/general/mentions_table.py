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
    " 文章链接 笔记链接 链接地址 地址 帖子ID 笔记ID 文章ID link_to_post permalink_url mention_url article_url"
    " note_url 原文 原帖链接 视频链接 原始链接 作品链接 原文地址 文章URL",
    "site": "site platform network media media_type channel source website 平台 媒体 发布平台 来源平台 站点 网站"
    " 来源 媒体名称 媒体类型 渠道 where outlet publisher social_network 媒体平台 来源网站 来源媒体 渠道平台 发布渠道"
    " 发布媒体 网站名称 数据来源 社交平台",
    "time": "mentioned_at posted_at published_at publish_date publish_time post_date happened_at created_at 发布时间"
    " 发布日期 发帖时间 提及时间 发文时间 日期时间 timestamp datetime date 日期 time 时间 posted date_posted"
    " published date_published posted_on published_on mention_date seen_at found_at 发布日 发表时间 发表日期"
    " 采集时间 监测时间 监测日期 抓取时间 提及日期 日期/时间",
    "sentiment": "sentiment sentiment_label tone polarity 情感 情感倾向 情感属性 情感分类 情绪 倾向 倾向性 正负面"
    " 褒贬 态度 sentiment_type mood opinion attitude 属性 情感类型 情感判断 情绪倾向 舆情属性 舆情倾向 情感极性"
    " 正面/负面 正/负面 性质 评价倾向 情感标签",
    "topic": "topic topic_name theme category 话题 主题 分类 议题 类别 subject keyword tag 关键词 所属话题 涉及话题"
    " 舆情分类 标签",
    "text": "text content title headline excerpt snippet post 内容 标题 正文 原文 摘要 文本 帖子内容 评论内容"
    " mention quote comment_text message body note 提及内容 笔记标题 文章标题 帖子标题 评论原文 微博内容 笔记内容"
    " 原帖内容",
    "reach": "reach impressions views view_count read_count reads exposure 阅读 阅读量 阅读数 曝光 曝光量 曝光数"
    " 浏览 浏览量 浏览数 播放量 播放数 展现量 覆盖人数 触达 audience potential_reach est_reach viewed seen plays"
    " 触达人数 曝光人数 阅读人数 浏览次数 观看量 观看数 展示量 传播量 覆盖量",
    "interactions": "interactions engagement engagements total_engagement 互动 互动量 互动数 互动总数"
    " total_interactions interaction_count 总互动 互动总量 互动次数 互动人数",
    "likes": "likes like_count favorites reactions 点赞 点赞数 点赞量 赞 获赞 upvotes hearts 点赞次数 喜欢 获赞数",
    "comments": "comments comment_count replies reply_count 评论 评论数 评论量 回复数 comments_count 评论条数 留言数"
    " 跟帖数",
    "saves": "saves bookmarks collects 收藏 收藏数 收藏量 saved favourites 收藏次数",
    "reposts": "reposts retweets shares share_count repost_count forwards 转发 转发数 转发量 分享 分享数 分享量"
    " reshares boosts retweet_count reposted 转载 转载数 转载量 转发次数",
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
    return rows.with_columns(site=site, made=make_ids(cells, ("time_written",), ("text", "topic"))).select(
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
        needs=("site|native", "time", "sentiment|reach|interactions|reposts|likes+comments", "sentiment|native|text"),
        shape=_shape,
        beside=frozenset({"likes", "comments", "saves", "text"}),
        claim="sentiment+reach|sentiment+interactions|sentiment+reposts|sentiment+likes",
        yields={"costs": "sentiment", "ledger": "sentiment", "messages": "sentiment+reach"},
        rank=2,
        reasons={
            "no-site": "it names no platform on which it was said",
            "bad-sentiment": "its sentiment is neither positive nor neutral nor negative",
        },
    ),
)
