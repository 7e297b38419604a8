"""What is said of members, groups and messages: labels, some of them checked by hand."""

import json
from random import Random

from sample.dice import kind, likely
from sample.fair import Step
from sample.orders import Order
from sample.people import Person
from sample.sheets import Cell, of_staff
from sample.story import on
from sample.wecom import Row

CITIES = {
    "成都 Chengdu": 30,
    "杭州 Hangzhou": 16,
    "安吉 Anji": 12,
    "上海 Shanghai": 14,
    "北京 Beijing": 9,
    "广州 Guangzhou": 8,
    "海外 abroad": 11,
}
AGES = {"18-24": 14, "25-34": 40, "35-44": 28, "45+": 18}
WORK = {
    "设计师 designer": 22,
    "教师 teacher": 14,
    "学生 student": 14,
    "工程师 engineer": 18,
    "手艺人 craftsperson": 20,
    "退休 retired": 12,
}
INTERESTS = {"竹编 weaving": 42, "家具 furniture": 20, "茶器 tea ware": 24, "园艺 garden": 14}
TAGS = {"常客 regular": 40, "讲师 host": 8, "批发 bulk buyer": 12, "海外订单 abroad": 10, "摄影 photos": 30}
OF_MEMBERS = {"age": AGES, "city": CITIES, "interest": INTERESTS, "occupation": WORK}
KNOWN = {"age": 0.86, "city": 0.93, "interest": 0.8, "occupation": 0.62}
DESCRIBED = 330  # members of Slack and Discord of whom somebody keeps labels
CHECKED = 60
RIGHT = 0.9
HEADER = ("platform", "member_id", "dimension", "value", "labelled_by", "labelled_at")
LIST_HEADER = ("平台", "成员ID", "年龄段", "城市", "兴趣爱好", "职业", "企业标签")
GROUP_HEADER = ("平台", "群名称", "维度", "标签值")
CONTENT_HEADER = ("platform", "message_id", "dimension", "value", "labelled_by")
MOST_CONTENTS = 240
Traits = dict[str, str]
LeftOut = dict[Person, tuple[str, str]]  # the dimension and the value of the label that leaves somebody out


def described(random: Random) -> Traits:
    """Return what is known of one member."""
    return {name: kind(random, values) for name, values in OF_MEMBERS.items() if likely(random, KNOWN[name])}


def members(random: Random, people: list[Person], out: LeftOut) -> list[Row]:
    """Return the labels of members of Slack and Discord, long, and those who are left out, of whom no more is kept."""
    talkers = [person for person in people if person.role == "member" and person.spans and person.platform != "wecom"]
    chosen = [person for person in random.sample(talkers, DESCRIBED) if person not in out]
    rows: list[Row] = []
    for number, person in enumerate(chosen):
        traits = described(random)
        by = of_staff(random, people, person.platform).native
        when = on(random.randrange(330, 500)).isoformat()
        rows += [(person.platform, person.native, name, value, by, when) for name, value in traits.items()]
        if likely(random, 0.4):
            rows.append((person.platform, person.native, "tag", kind(random, TAGS), by, when))
        if number < CHECKED:
            rows += checks(random, person, traits)
    for person, (dimension, value) in out.items():
        by = of_staff(random, people, person.platform).native
        rows.append((person.platform, person.native, dimension, value, by, ""))  # without a day it holds always
    return sorted(rows, key=lambda row: (row[5], row[1], row[2]))


def checks(random: Random, person: Person, traits: Traits) -> list[Row]:
    """Return what the member said when asked: nearly always what the label says."""
    asked = {name: traits[name] for name in ("age", "city") if name in traits}
    told = {name: value if likely(random, RIGHT) else kind(random, OF_MEMBERS[name]) for name, value in asked.items()}
    return [(person.platform, person.native, name, value, "check", "2026-06-12") for name, value in told.items()]


def left_out(people: list[Person], steps: list[Step], orders: list[Order]) -> LeftOut:
    """Return two silent accounts that took part in the fair for its prizes, and one member who wants no analysis."""
    came = {step.person for step in steps if step.event == "register"}
    bought = {(order.platform, order.buyer) for order in orders}
    silent = [
        person
        for person in people
        if person.role == "member"
        and not person.spans
        and person.left is None
        and (person.platform, person.native) not in bought
    ]
    fraud = [person for person in silent if person.platform == "slack" and person in came][:2]
    withdrawn = next(person for person in silent if person.platform == "wecom" and person not in came)
    return {**dict.fromkeys(fraud, ("excluded", "fraud")), withdrawn: ("consent", "withdrawn")}


def roster(random: Random, people: list[Person], out: LeftOut) -> list[tuple[Cell, ...]]:
    """Return the members of WeCom with a column for each thing that is known of them."""
    rows: list[tuple[Cell, ...]] = []
    for person in people:
        if person.platform != "wecom" or person.role == "staff" or person.left is not None or person in out:
            continue
        traits = described(random)
        tags = "、".join(tag for tag, weight in TAGS.items() if likely(random, weight / 160))
        rows.append((person.platform, person.native, *(traits.get(name) for name in OF_MEMBERS), tags or None))
    return rows


GROUPS = {
    ("discord", "general"): ("线上 online", "综合 general", "both", "Alder 阿桤", "ordinary"),
    ("discord", "help"): ("线上 online", "竹编 weaving", "both", "Juniper 小柏", "ordinary"),
    ("slack", "general"): ("线上 online", "综合 general", "both", "Alder 阿桤", "ordinary"),
    ("slack", "help"): ("线上 online", "竹编 weaving", "both", "Juniper 小柏", "ordinary"),
    ("slack", "shop"): ("线上 online", "茶器 tea ware", "both", "Tansy 艾菊", "ordinary"),
    ("slack", "showcase"): ("线上 online", "竹编 weaving", "both", "Juniper 小柏", "ordinary"),
    ("slack", "courses"): ("线上 online", "竹编 weaving", "both", "Fern 阿蕨", "ordinary"),
    ("slack", "meetups"): ("华东 East", "综合 general", "both", "Onyx 墨石", "ordinary"),
    ("slack", "materials"): ("线上 online", "家具 furniture", "both", "Onyx 墨石", "ordinary"),
    ("slack", "random-闲聊"): ("线上 online", "综合 general", "zh", "Fern 阿蕨", "ordinary"),
    ("wecom", "竹里手作一群"): ("西南 Southwest", "竹编 weaving", "zh", "竹里小助手", "ordinary"),
    ("wecom", "竹里手作二群"): ("华东 East", "竹编 weaving", "zh", "竹里小助手", "ordinary"),
    ("wecom", "竹里课程群"): ("西南 Southwest", "竹编 weaving", "zh", "Fern 阿蕨", "ordinary"),
    ("wecom", "竹里VIP群"): ("华东 East", "茶器 tea ware", "zh", "Alder 阿桤", "VIP"),
    ("wecom", "成都分舵"): ("西南 Southwest", "综合 general", "zh", "Fern 阿蕨", "ordinary"),
}
OF_GROUPS = ("地区", "兴趣", "language", "owner", "等级")


def groups() -> list[Row]:
    """Return the labels of the groups."""
    return [
        (platform, title, name, value)
        for (platform, title), values in GROUPS.items()
        for name, value in zip(OF_GROUPS, values, strict=True)
    ]


def contents(random: Random, channels: dict[str, bytes], people: list[Person]) -> list[Row]:
    """Return what some messages of Discord were found to be: of which kind, and made by whom."""
    rows: list[Row] = []
    for content in channels.values():
        for record in json.loads(content)["messages"]:
            if record["type"] == "Default" and record["content"] and not record["author"]["isBot"]:
                by = of_staff(random, people, "discord").native
                is_staff = bool(record["author"]["roles"])
                rows.append(("discord", record["id"], "class", class_of(record["content"]), by))
                rows.append(("discord", record["id"], "maker", "PGC" if is_staff else "UGC", by))
    return rows[: 2 * MOST_CONTENTS]


def class_of(text: str) -> str:
    """Return what a reader takes a message for."""
    said = text.lower()
    if any(mark in said for mark in ("?", "？", "how", "怎么")):
        return "question 求助"
    if any(word in said for word in ("shop", "order", "sale", "price", "价", "店", "买")):
        return "offer 商品"
    if any(word in said for word in ("class", "course", "meetup", "课", "活动", "workshop")):
        return "event 活动"
    return "chat 闲聊" if len(said) < 25 else "story 分享"  # noqa: PLR2004 (a line or so)
