"""General tables as people keep them: wide and long, in both languages, under titles, in GB18030 and in workbooks."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from commkit.sources.files.file import File
from commkit.sources.source import Reading
from commkit.sources.table import from_table as table
from commkit.sources.table.general.surveys_table import find_scale
from commkit.sources.table.layout import find_layout
from commkit.sources.table.months import read_month
from commkit.store.batch import Batch
from commkit.store.fields import RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Run = Callable[..., tuple[int, str, str]]

FORMATS = Path(__file__).parents[3] / "docs" / "formats.md"


def file_of(content: str | bytes, name: str = "table.csv") -> File:
    raw = content.encode() if isinstance(content, str) else content
    return File(name, len(raw), lambda: io.BytesIO(raw))


def book_of(*rows: Sequence[object], title: str = "Sheet1") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def read(content: str | bytes, name: str = "table.csv", **roles: str) -> Batch:
    """The one batch of a small table, every record of which is accounted for."""
    [batch] = table.read([file_of(content, name)], Reading(roles=roles))
    assert isinstance(batch, Batch)
    left = Counter(batch.records)
    left.subtract({kind: each.height for kind, each in batch.frames.items() if kind in RECORDS})
    left.subtract(Counter(reject.kind for reject in batch.rejects))
    left.subtract({kind: sum(n for (each, _), n in batch.skipped.items() if each == kind) for kind in batch.records})
    assert not any(left.values())
    return batch


def rows(batch: Batch, kind: str, *columns: str) -> list[tuple[object, ...]]:
    return batch.frames[kind].select(*columns).rows()


def codes(batch: Batch) -> list[tuple[int, str]]:
    return [(reject.line, reject.code) for reject in batch.rejects]


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def day(text: str) -> object:
    return at(text).date()


def kind_of(header: str, rest: str = "", name: str = "table.csv", **roles: str) -> str | None:
    found = find_layout(file_of(f"{header}\n{rest}", name), Reading(roles=roles))
    return found.kind if found else None


# Labels


def test_labels_of_members_have_dimensions_and_say_who_set_them() -> None:
    """One by 小王, one checked by hand, consent taken back, one not excluded after all; the last has no value."""
    batch = read(
        "用户ID,维度,标签值,标注人,生效时间,失效时间\n"
        "u1,兴趣,读书,小王,2026-01-05,永久\n"
        "u2,排除,刷单,核对,2026-01-05,2026-02-01\n"
        "u3,同意,撤回,,,\n"
        "u4,剔除,否,check,,\n"
        "u5,偏好,,小王,,\n"
    )
    assert rows(batch, "label", "member", "dimension", "value", "said_by", "labelled_by", "valid_until") == [
        ("u1", "interest", "读书", None, "小王", None),
        ("u2", "excluded", "刷单", "check", None, at("2026-02-01")),
        ("u3", "consent", "withdrawn", None, None, None),
        ("u4", "excluded", "no", "check", None, None),
    ]
    assert codes(batch) == [(6, "no-label")]


@pytest.mark.parametrize("cell", ["a,b", "a，b", "a、b", "a; b", "a；b", "a|b|", " a , b , a"])
def test_several_tags_of_a_cell_are_a_label_each(cell: str) -> None:
    batch = read(f'user_id,tags\nu1,"{cell}"\nu2,c\n')
    assert rows(batch, "label", "member", "dimension", "value") == [
        ("u1", "tag", "a"),
        ("u1", "tag", "b"),
        ("u2", "tag", "c"),
    ]


def test_labels_of_contents_groups_and_campaigns() -> None:
    """A content by a column of its own; the others by columns that say what each row is of."""
    contents = read("message_id,label,by\nm1,praise,bo\n")
    assert rows(contents, "label", "content", "dimension", "value", "labelled_by") == [("m1", "label", "praise", "bo")]
    mixed = read(
        "object type,object,dimension,value\ngroup,reading,region,east\n活动,Fair,kind,offline\nmember,u1,a,b\n"
    )
    assert rows(mixed, "label", "group", "campaign", "member", "value") == [
        ("reading", None, None, "east"),
        (None, "Fair", None, "offline"),
        (None, None, "u1", "b"),
    ]


def test_a_list_of_groups_has_a_dimension_a_column() -> None:
    """Two groups of two dimensions each, one cell of them blank; the number of members is none."""
    batch = read("群名称,区域,负责人,人数\n一群,华东,小王,200\n二群,,小李,150\n")
    assert rows(batch, "label", "group", "dimension", "value") == [
        ("一群", "region", "华东"),
        ("一群", "owner", "小王"),
        ("二群", "owner", "小李"),
    ]
    assert batch.skipped == {("label", "blank"): 1}


@pytest.mark.parametrize(
    ("said", "value"), [("同意", "granted"), ("yes", "granted"), ("拒绝", "withdrawn"), ("否", "withdrawn"), ("?", "?")]
)
def test_consent_is_granted_or_withdrawn(said: str, value: str) -> None:
    batch = read(f"member,dimension,value\nu1,consent,{said}\n")
    assert rows(batch, "label", "value") == [(value,)]


# Cases


@pytest.mark.parametrize(
    ("header", "row", "name", "kind"),
    [
        ("投诉编号,投诉人,投诉时间,处理结果", "C1,u1,2026-03-05,已解决", "a.csv", "complaint"),
        ("complaint_id,customer,created_at,closed_at", "C1,u1,2026-03-05,2026-03-06", "a.csv", "complaint"),
        ("建议人,建议内容,提交日期,采纳情况", "u1,夜跑,2026-03-05,已采纳", "a.csv", "suggestion"),
        ("任务名称,负责人,开始日期,完成日期,状态", "海报,小王,2026-03-01,2026-03-05,完成", "a.csv", "task"),
        ("决策日期,决策内容,数据依据", "2026-03-01,涨价,问卷", "a.csv", "decision"),
        ("编号,提出时间,处理人,结果", "1,2026-03-01,小王,完成", "2026年纠纷登记表.csv", "dispute"),
        ("id,created_at,owner,resolved_at", "1,2026-03-01,ana,2026-03-02", "incidents.csv", "incident"),
        ("工单号,创建时间,关闭时间", "1,2026-03-01,2026-03-02", "a.csv", "ticket"),
        ("id,type,opened,closed", "1,Complaint,2026-03-01,2026-03-02", "a.csv", "complaint"),
        ("编号,类型,登记日期,状态", "1,事故,2026-03-01,已处理", "a.csv", "incident"),
    ],
)
def test_headers_titles_and_cells_say_the_kind_of_case(header: str, row: str, name: str, kind: str) -> None:
    batch = read(f"{header}\n{row}\n", name)
    assert rows(batch, "case", "kind") == [(kind,)]


def test_complaints_in_a_workbook_under_a_title() -> None:
    """One closed, one open; the sheet says that they are complaints, and no time of the second was written."""
    content = book_of(
        ["客诉登记表"],
        [],
        ["统计时间：2026年3月"],
        ["编号", "客户", "登记日期", "处理人", "结案日期", "满意度", "级别"],
        [1, "u1", at("2026-03-05 10:00"), "小王", at("2026-03-06"), 4, "高"],
        [2, "u2", at("2026-03-07"), "小王", None, None, None],
        [3, "u3", "不详", "小王", None, None, None],
        title="投诉",
    )
    batch = read(content, "book.xlsx")
    columns = ("native", "kind", "member", "assignee", "opened_at", "closed_at", "satisfaction", "severity")
    assert rows(batch, "case", *columns) == [
        ("1", "complaint", "u1", "小王", at("2026-03-05 10:00"), at("2026-03-06"), 4, "高"),
        ("2", "complaint", "u2", "小王", at("2026-03-07"), None, None, None),
    ]
    assert codes(batch) == [(7, "bad-time")]


def test_cases_without_a_number_are_told_apart_by_their_words() -> None:
    batch = read(
        "建议人,建议内容,提交日期,采纳情况\nu1,夜跑,2026-03-05,\nu1,晨跑,2026-03-05,\nu1,夜跑,2026-03-05,已采纳\n"
    )
    first, second, third = (native for (native,) in rows(batch, "case", "native"))
    assert first == third != second
    assert "夜跑" not in str(first)


@pytest.mark.parametrize(
    ("header", "cell", "evidence"),
    [
        ("有数据依据", "是", True),
        ("有数据依据", "否", False),
        ("有数据依据", "", None),
        ("依据", "三月问卷", True),
        ("依据", "无", False),
        ("依据", "", False),
        ("evidence", "survey", True),
    ],
)
def test_evidence_is_yes_no_or_a_text(header: str, cell: str, evidence: bool | None) -> None:
    batch = read(f"决策日期,决策内容,结果,{header}\n2026-03-05,涨价,通过,{cell}\n")
    assert rows(batch, "case", "has_evidence") == [(evidence,)]


# Ledgers


def test_a_ledger_says_what_came_in_and_went_out() -> None:
    """A day, a month in figures, a month in Chinese; a flow that is no word for one; a sum."""
    batch = read(
        "日期,科目,收支,金额,预算/实际\n2026-03-05,场地费,支出,500,实际\n2026-03,会员费,收入,900,\n"
        "2026年4月,礼品,支出,80.5,预算\n2026-04-02,礼品,不详,1,\n合计,,,1481.5,\n"
    )
    assert rows(batch, "ledger", "day", "category", "flow", "scenario", "amount") == [
        (day("2026-03-05"), "场地费", "out", "actual", 500),
        (day("2026-03-01"), "会员费", "in", "actual", 900),
        (day("2026-04-01"), "礼品", "out", "budget", Decimal("80.5")),
    ]
    assert codes(batch) == [(5, "no-flow")]
    assert batch.skipped == {("ledger", "total"): 1}


def test_columns_of_both_flows_are_a_line_each() -> None:
    """900 came in; 500 went out beside a zero that is none; a row with both is two lines; a zero alone stays one."""
    batch = read(
        "日期,项目,收入,支出\n2026-03-05,会费,900,\n2026-03-06,场地,0,500\n2026-03-07,市集,300,120\n2026-03-08,茶,0,\n"
    )
    assert sorted(rows(batch, "ledger", "day", "flow", "amount"), key=str) == [
        (day("2026-03-05"), "in", 900),
        (day("2026-03-06"), "out", 500),
        (day("2026-03-07"), "in", 300),
        (day("2026-03-07"), "out", 120),
        (day("2026-03-08"), "in", 0),
    ]


def test_plans_and_what_became_of_them_are_a_line_each() -> None:
    batch = read("Month,Category,Budget,Actual\nMar 2026,Venue hire,100,90\n2026-04,Venue hire,110,\n")
    assert sorted(rows(batch, "ledger", "day", "scenario", "flow", "amount"), key=str) == [
        (day("2026-03-01"), "actual", "out", 90),
        (day("2026-03-01"), "budget", "out", 100),
        (day("2026-04-01"), "budget", "out", 110),
    ]


def test_a_column_a_month_is_a_line_a_cell() -> None:
    """Three months of rent and sponsorship, one cell of them blank; the sums are six cells, their column is named."""
    content = (
        "2026年预算\n\n科目,1月,2月,3月,合计\n房租,100,100,100,300\n赞助收入,,50,50,100\n"
        "支出合计,100,100,100,300\n结余,-100,-50,-50,-200\n"
    )
    batch = read(content.encode("gb18030"))
    assert rows(batch, "ledger", "day", "category", "flow", "scenario", "amount") == [
        (day("2026-01-01"), "房租", "out", "budget", 100),
        (day("2026-02-01"), "房租", "out", "budget", 100),
        (day("2026-03-01"), "房租", "out", "budget", 100),
        (day("2026-02-01"), "赞助收入", "in", "budget", 50),
        (day("2026-03-01"), "赞助收入", "in", "budget", 50),
    ]
    assert batch.skipped == {("ledger", "blank"): 1, ("ledger", "total"): 6}
    unplaced = table.find_unplaced(file_of(content.encode("gb18030")), Reading())
    assert unplaced is not None
    assert unplaced.columns == ("合计",)


def test_months_of_a_workbook_are_read_as_it_holds_them() -> None:
    content = book_of(["Category", at("2026-01-01"), at("2026-02-01")], ["Rent", 100, 200])
    assert rows(read(content, "book.xlsx"), "ledger", "day", "amount") == [
        (day("2026-01-01"), 100),
        (day("2026-02-01"), 200),
    ]


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("2026-03", 3),
        ("2026/3", 3),
        ("2026年3月", 3),
        ("2026年03月份", 3),
        ("202603", 3),
        ("03/2026", 3),
        ("Mar 2026", 3),
        ("September 2026", 9),
        ("Mar-26", 3),
        ("2026 Mar", 3),
        ("3月", 3),
        ("十一月", 11),
        ("Mar", 3),
        ("2026-13", None),
        ("2026-03-05", None),
        ("13月", None),
        ("合计", None),
        ("2026", None),
    ],
)
def test_months_are_written_in_many_ways(said: str, month: int | None) -> None:
    assert read_month(said, 2026) == (day(f"2026-{month:02}-01") if month else None)


def test_a_month_without_a_year_is_none() -> None:
    assert read_month("3月") is None


def test_money_that_went_neither_way_is_refused_row_by_row() -> None:
    batch = read("日期,科目,金额\n2026-03-05,场地费,5\n2026-03-05,甲,7\n")
    assert codes(batch) == [(3, "no-flow")]


# Mentions


def test_mentions_have_counts_and_a_sentiment() -> None:
    """Likes and comments are 35 interactions; the second has no address; a feeling that is none of three; no count."""
    batch = read(
        "平台,标题,链接,发布时间,情感倾向,阅读量,点赞数,评论数,转发数\n"
        "小红书,好,https://example.org/1,2026-03-05 10:00,正面,1.2万,30,5,2\n"
        '微博,不好,,2026-03-06,负面,"3,000",,,\n'
        "微博,嗯,,2026-03-06,复杂,1,,,\n"
        "微博,嗯,,2026-03-06,中性,很多,,,\n"
    )
    assert rows(batch, "mention", "site", "sentiment", "reach", "interactions", "reposts") == [
        ("小红书", "positive", 12000, 35, 2),
        ("微博", "negative", 3000, None, None),
    ]
    (first,), (second,) = rows(batch, "mention", "native")
    assert first == "https://example.org/1"
    assert str(second).startswith("2026-03-06")
    assert codes(batch) == [(4, "bad-sentiment"), (5, "bad-amount")]


def test_a_site_is_told_by_the_address_if_by_nothing_else() -> None:
    batch = read("url,posted at,tone,views,shares\nhttps://www.example.org/a,2026-03-05,Neutral,10k,3\n")
    assert rows(batch, "mention", "site", "sentiment", "reach", "reposts") == [("example.org", "neutral", 10000, 3)]


# Points


def test_points_are_given_and_spent() -> None:
    """Signs as written; without a number, no id."""
    batch = read(
        "会员ID,变动时间,积分变动,原因,有效期\nu1,2026-03-05,+100,签到,2027-03-05\nu1,2026-03-09,-40,兑换,长期\n,2026-03-09,1,,\n"
    )
    assert rows(batch, "points", "native", "member", "change", "reason", "expires_on") == [
        (None, "u1", 100, "签到", day("2027-03-05")),
        (None, "u1", -40, "兑换", None),
    ]
    assert codes(batch) == [(4, "no-member")]


def test_a_column_for_each_side_of_points() -> None:
    batch = read("流水号,会员,时间,获得,消耗,说明\n1,u1,2026-03-05,100,,签到\n2,u1,2026-03-09,0,40,兑换\n")
    assert rows(batch, "points", "native", "change", "reason") == [("1", 100, "签到"), ("2/spent", -40, "兑换")]


def test_a_word_gives_the_sign() -> None:
    batch = read("member,date,type,points\nana,2026-03-05,earn,50\nana,2026-03-06,Redeem,20\n")
    assert rows(batch, "points", "change") == [(50,), (-20,)]


# Daily counts


def test_daily_counts_by_name() -> None:
    batch = read("日期,指标,数值,群名称\n2026-03-05,签到人数,30,一群\n2026-03-06,签到人数,,一群\n")
    assert rows(batch, "daily_count", "day", "name", "value", "group") == [(day("2026-03-05"), "签到人数", 30, "一群")]
    assert codes(batch) == [(3, "bad-amount")]


def test_a_column_a_count_is_read_where_it_is_said() -> None:
    """Two days of two counts, one cell of them blank; words are no counts."""
    content = "日期,签到人数,志愿工时,备注\n2026-03-05,30,4.5,晴\n2026-03-06,28,,雨\n"
    assert kind_of(*content.split("\n", 1)) is None
    batch = read(content, kind="daily_counts")
    assert rows(batch, "daily_count", "day", "name", "value") == [
        (day("2026-03-05"), "签到人数", 30),
        (day("2026-03-05"), "志愿工时", Decimal("4.5")),
        (day("2026-03-06"), "签到人数", 28),
    ]
    assert batch.skipped == {("daily_count", "blank"): 1}


# Surveys


@pytest.mark.parametrize(
    ("said", "scale"),
    [
        ("推荐意愿（0-10分）", "0-10"),
        ("NPS", "0-10"),
        ("How likely are you to recommend us?", "0-10"),
        ("满意度（1～5）", "1-5"),
        ("1 to 7", "1-7"),
        ("5分制", "1-5"),
        ("满分100", "0-100"),
        ("满意度", None),
        ("Q1", None),
        ("", None),
    ],
)
def test_a_scale_is_told_by_a_header(said: str, scale: str | None) -> None:
    assert find_scale(said) == scale


def test_a_question_a_column() -> None:
    """Two who answered, one of them one question; a 6 is not on 1 to 5; the words are a column of their own."""
    batch = read(
        "序号,用户ID,提交答卷时间,1、您愿意推荐我们吗,2、您对活动满意吗（1-5分）,3、意见\n"
        "1,u1,2026-03-05 10:00,9,5,好\n2,u2,2026-03-05 11:00,10,,\n3,u3,2026-03-05 12:00,0,6,\n"
    )
    assert rows(batch, "survey", "member", "question", "scale", "score") == [
        ("u1", "1、您愿意推荐我们吗", "0-10", 9),
        ("u1", "2、您对活动满意吗（1-5分）", "1-5", 5),
        ("u2", "1、您愿意推荐我们吗", "0-10", 10),
        ("u2", "2、您对活动满意吗（1-5分）", "1-5", None),
        ("u3", "1、您愿意推荐我们吗", "0-10", 0),
    ]
    assert codes(batch) == [(4, "bad-score")]


def test_who_was_asked_and_has_not_answered_is_kept() -> None:
    batch = read(
        "user_id,answered_at,question,score,scale\nu1,2026-03-05,Mood,60,0-100\nu2,,Mood,,0-100\nu3,,Mood,50,\n"
    )
    assert rows(batch, "survey", "member", "score", "answered_at") == [
        ("u1", 60, at("2026-03-05")),
        ("u2", None, None),
    ]
    assert codes(batch) == [(4, "bad-time")]


def test_how_many_were_asked() -> None:
    batch = read("问卷,日期,发放数\n三月问卷,2026-03-05,200\n四月问卷,2026-04-05,1.5\n")
    assert rows(batch, "survey", "survey", "invited", "score") == [("三月问卷", 200, None)]
    assert codes(batch) == [(3, "bad-score")]


def test_an_answer_in_words_beside_a_question_is_no_score() -> None:
    batch = read("respondent,date,question,answer\nana,2026-03-05,Mood?,8\nana,2026-03-05,Why?,sun\n")
    assert rows(batch, "survey", "question", "score") == [("Mood?", 8)]
    assert batch.skipped == {("survey", "words"): 1}


# Member lists, events and orders


def test_what_a_member_list_says_of_members_becomes_labels() -> None:
    """Seven labels of the first, two of them interests, and one by --map; the second says nothing but that one."""
    batch = read(
        "成员ID,昵称,入群时间,性别,年龄,城市,兴趣,备注标签,等级,生肖\n"
        "u1,林一,2026-01-05,女,30,杭州,读书、跑步,活跃,银卡,龙\nu2,周二,2026-01-06,,,,,,,蛇\n",
        **{"label:zodiac": "生肖"},
    )
    assert batch.records == {"member": 2, "label": 9}
    assert rows(batch, "member", "native", "name") == [("u1", "林一"), ("u2", "周二")]
    assert set(rows(batch, "label", "member", "dimension", "value")) == {
        ("u1", "gender", "女"),
        ("u1", "age", "30"),
        ("u1", "city", "杭州"),
        ("u1", "interest", "读书"),
        ("u1", "interest", "跑步"),
        ("u1", "tag", "活跃"),
        ("u1", "level", "银卡"),
        ("u1", "zodiac", "龙"),
        ("u2", "zodiac", "蛇"),
    }


def test_a_shops_list_of_customers() -> None:
    """What a customer has in points is a label: it was neither given nor spent."""
    batch = read('客户姓名,手机号,性别,生日,标签,等级,积分\n林一,13800000000,女,1996-01-01,"老客,高频",VIP1,300\n')
    assert set(rows(batch, "label", "dimension", "value")) == {
        ("gender", "女"),
        ("birthday", "1996-01-01"),
        ("tag", "老客"),
        ("tag", "高频"),
        ("level", "VIP1"),
        ("points", "300"),
    }


def test_orders_and_events_have_more_columns() -> None:
    order = read(
        "order_id,customer,date,amount,sales channel,category,cost,due date\n1,ana,2026-03-05,10,web,tea,4,2026-04-01\n"
    )
    assert rows(order, "order_line", "channel", "category", "cost", "due_on") == [("web", "tea", 4, day("2026-04-01"))]
    event = read("用户ID,事件,时间,内容ID,对象\nu1,share,2026-03-05,m1,u2\n")
    assert rows(event, "event", "member", "content", "subject") == [("u1", "m1", "u2")]


# Which table it is


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("id,author,text,created_at,likes,retweets,platform", "messages"),
        ("message_id,sender,time,text,sentiment,platform", "messages"),
        ("用户ID,事件,时间,积分", "events"),
        ("customer,date,amount,description,category,type", "orders"),
        ("id,username,created_at,level", "members"),
        ("id,username,created_at,status", "members"),
        ("成员ID,注册时间,等级,积分", "members"),
        ("日期,渠道,曝光,互动,转发,花费", "costs"),
        ("活动名称,类型,开始时间,结束时间,状态", "campaigns"),
        ("user_id,date,rating,comment", "surveys"),
        ("user,date,score,原因", "surveys"),
        ("姓名,入会时间,参会时长", "attendances"),
        ("日期,客户,科目,收支,金额", "ledger"),
    ],
)
def test_tables_of_other_kinds_stay_what_they_are(header: str, kind: str) -> None:
    assert kind_of(header) == kind


@pytest.mark.parametrize(
    "header",
    ["customer,date,spent", "date,channel,impressions,clicks", "campaign,date,sent,opened", "客户名称,创建时间,负责人"],
)
def test_what_could_be_anything_is_not_guessed(header: str) -> None:
    assert kind_of(header) is None


def test_a_title_does_not_hide_a_table_of_punishments() -> None:
    assert kind_of("moderator,action,user,date", "bo,ban,ana,2026-03-05\n") is None


def test_rows_below_a_title_keep_their_places() -> None:
    content = "三月积分明细,,,\r\n\r\n会员ID,时间,积分变动,原因\r\nu1,2026-03-05,5,签到\r\nu1,不详,5,签到\r\n"
    batch = read(content)
    [reject] = batch.rejects
    assert (reject.line, reject.code) == (5, "bad-time")
    assert content.encode()[reject.start : reject.end] == "u1,不详,5,签到\r\n".encode()


def examples() -> list[str]:
    return re.findall(r"^```csv\n(.*?)^```$", FORMATS.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("content", examples(), ids=lambda each: each.split("\n")[0])
def test_the_examples_of_the_page_on_formats_are_read_whole(content: str) -> None:
    batch = read(content)
    assert batch.rejects == []
    assert sum(batch.records.values()) >= content.count("\n") - 1


def test_examples_are_there() -> None:
    assert len(examples()) >= 9
