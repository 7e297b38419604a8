"""Surveys: answers as scores on a scale, one a row or a column a question, and who was asked and has not answered."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from commkit.sources.table.general_table import GeneralTable
from commkit.sources.table.kinds import first_fault
from commkit.sources.table.spreads import free_columns, has_numbers_only
from commkit.sources.table.structure import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from commkit.sources.table.structure import Head, Layout

ROLES = {
    "member": "respondent_id member_id user_id customer_id person_id 成员ID 用户ID 会员ID 用户编号 会员编号 会员号"
    " 会员卡号 成员编号 客户编号 member_no user_no 客户ID userid uid email respondent member user customer"
    " customer_name 答题人 答卷人 填写人 成员 用户 客户 会员 昵称 姓名 手机号 email_address respondent_email"
    " participant 答题者 受访者 受访人 被访者 参与者 微信昵称 客户姓名 会员姓名 员工",
    "score": "nps_score nps score nps评分 nps得分 nps分数 推荐意愿 推荐分 推荐分数 打分 评分 得分 分数 满意度"
    " 满意度评分 csat csat_score rating satisfaction nps分 推荐值 推荐度 评价得分 星级 评星 满意分 净推荐值评分",
    "time": "answered_at responded_at submitted_at completed_at submit_date response_date survey_date 提交答卷时间"
    " 提交时间 答题时间 填写时间 回答时间 评价时间 打分时间 填写日期 调研日期 调查日期 timestamp created_at date"
    " 日期 time 时间 response_time submission_date submission_time answered_on completed_on date_submitted submitted"
    " 提交日期 作答时间 作答日期 答卷时间 完成时间 回收时间 评价日期 调研时间 调查时间 结束答题时间 打分日期"
    " 评分时间 评分日期",
    "survey": "survey survey_name questionnaire 问卷名称 问卷 调研名称 调研 campaign campaign_name 活动名称 活动"
    " form form_name survey_title 问卷标题 调查名称 问卷主题 调查主题 表单名称 场次",
    "text": "comment comments feedback reason verbatim 评论 意见 建议 原因 反馈 评价内容 评语 remarks notes"
    " open_answer 备注 改进建议 意见建议 意见与建议 其他建议 补充说明 留言 why why_this_score 为什么 打分原因"
    " 原因说明",
    "group": "group_name group 群名称 群名 群聊 群 社群",
    "platform": "platform 平台",
    "question": "question question_text item 问题 题目 题干 题目名称 question_title prompt 题目内容 问题内容"
    " 问卷题目 调查项 评价项 评价项目 指标 维度",
    "answer": "answer value response 答案 回答 选项 选项分值 分值 数值",
    "scale": "scale score_scale 量表 分制 评分范围 分值范围 量程 range points_scale max_score 满分 评分制 分值"
    " 评分标准",
    "invited": "invited invited_count sample_size 发放数 发放数量 发放量 发放份数 邀请人数 邀请数 distributed"
    " number_invited 发放人数 邀请总数 发出问卷数 应答人数 发放问卷数 样本量",
}
# A header that asks, or that says what is scored.
ASKS = re.compile(
    r"^\s*(?:q|问题?|第)?\s*\d{1,3}\s*[题、.．:：)）]|^\s*(?:q|问题)\s*\d{1,3}\s*$|[?？]\s*$|满意|推荐|评分|打分|得分|归属感|获得感|体验|认可|意愿"
    r"|nps|csat|\bces\b|rating|satisf|recommend|\bscore\b|belong|\bhow (?:likely|satisfied|easy)",
    re.IGNORECASE,
)
RECOMMENDS = re.compile(r"nps|推荐|recommend", re.IGNORECASE)
RANGE = re.compile(r"(?<!\d)(\d{1,3})\s*(?:-|–|—|~|～|到|至|to)\s*(\d{1,3})(?!\d)")
OUT_OF = re.compile(
    r"(?:满分|/|out of)\s*(10|5|7|100)(?!\d)|(?<!\d)(10|5|7|100)\s*(?:分制|分满分|点量表|级量表|-point)"
)
SCALES = {10: "0-10", 5: "1-5", 7: "1-7", 100: "0-100"}
LEAST, MOST = 0, 10  # of a score whose scale is not told
SEVERAL = 2  # columns of questions make a wide table


def _shape(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    import polars as pl

    cells = cells.with_columns(score=pl.coalesce("score", "answer"))
    scale = _scales(cells, layout)
    low, high = (scale.str.extract(r"^([0-9]+)-([0-9]+)$", at).cast(pl.Decimal(38, 8)) for at in (1, 2))
    is_outside = ~pl.col("score").is_between(low.fill_null(LEAST), high.fill_null(MOST)).fill_null(value=True)
    is_whole = (pl.col("invited") == pl.col("invited").floor()).fill_null(value=True)
    is_answer = pl.col("score").is_not_null()
    in_words = pl.lit("question" in layout.columns and layout.spread is None) & pl.col("bad_amount")
    return cells.select(
        *("platform", "member", "group"),
        pl.col("time").alias("answered_at"),
        *("survey", "question", "score", "text"),
        pl.coalesce("skip", pl.when(in_words).then(pl.lit("words"))).alias("skip"),
        pl.col("invited").cast(pl.Int64),
        scale=scale,
        code=first_fault(
            {
                "bad-time": pl.col("bad_time") | (is_answer & pl.col("time").is_null()),
                "bad-score": pl.col("bad_amount") | is_outside | ~is_whole,
            }
        ),
    )


def _scales(cells: pl.DataFrame, layout: Layout) -> pl.Series:
    """The scale of each row: what its column says, else its question, else the header of the scores."""
    import polars as pl

    at = layout.columns.get("score", len(layout.header))
    by_header = find_scale(layout.header[at]) if at < len(layout.header) else None
    known = {
        text: found for name in ("scale", "question") for text in cells[name].unique() if (found := find_scale(text))
    }
    told = (pl.col(name).replace_strict(known, default=None, return_dtype=pl.String) for name in ("scale", "question"))
    return cells.select(scale=pl.coalesce(*told, pl.lit(by_header, pl.String)))["scale"]


def find_scale(text: str | None) -> str | None:
    """The scale that a header, a question or a cell names, such as 0-10; None if it names none."""
    said = unicodedata.normalize("NFKC", text or "")
    if (found := RANGE.search(said)) and int(found[1]) < int(found[2]):
        return f"{int(found[1])}-{int(found[2])}"
    if found := OUT_OF.search(said):
        return SCALES[int(found[1] or found[2])]
    return "0-10" if RECOMMENDS.search(said) else None


def _find_questions(head: Head, roles: Mapping[str, int], is_asked: bool) -> Spread | None:
    """The columns that hold a score for a question each. Those of words are left to be named."""
    if "question" in roles:
        return None
    kept = {role: at for role, at in roles.items() if role != "score"}
    asking = {
        at: head.header[at].strip() for at in free_columns(head, kept) if is_asked or ASKS.search(head.header[at])
    }
    asking = {at: name for at, name in asking.items() if at == roles.get("score") or has_numbers_only(head, at)}
    return Spread(asking, "question", "score") if len(asking) >= SEVERAL else None


TABLES = (
    GeneralTable(
        name="surveys",
        record="survey",
        roles=ROLES,
        needs=("score|invited|question+answer", "time", "member|survey|text|invited|question"),
        shape=_shape,
        amounts=("score", "answer", "invited"),
        beside=frozenset({"question", "scale", "invited", "answer"}),
        yields={"campaigns": "score"},
        reasons={"bad-score": "its score is missing, no number or not on its scale"},
        spread=_find_questions,
    ),
)
