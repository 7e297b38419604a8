"""What people think: what they answer when asked, and what they say elsewhere."""

from random import Random

from sample.clock import END, moment
from sample.dice import kind, likely, poisson
from sample.people import Person
from sample.sheets import Cell, known, minute
from sample.story import DEAR, LATE, day, goodwill, strain
from sample.wecom import Row

# Each wave: its name, the day on which it was sent out, and how content people are then, from 0 to 1.
WAVES = {
    "2026年2月 春集前": (day(2026, 2, 9), 0.61),
    "2026年4月 春集后": (day(2026, 4, 13), 0.47),
    "2026年6月 回访": (day(2026, 6, 8), 0.58),
}
INVITED = 150
SURVEY_HEADER = (
    *("平台", "成员ID", "问卷名称", "提交时间"),
    *("您有多大可能向朋友推荐竹里？（0-10分）", "您对竹里总体满意吗？（1-5分）", "您对发货速度满意吗？（1-5分）"),
)
MENTION_HEADER = ("发布平台", "发布时间", "链接", "情感倾向", "话题", "阅读量", "点赞数", "评论数", "收藏数", "转发数")
SITES = {"小红书": 40, "微博": 22, "抖音": 16, "Reddit": 12, "Instagram": 10}
TOPICS = {"作品": 40, "课程": 25, "线下活动": 20, "客服": 15}


def survey(random: Random, people: list[Person]) -> list[tuple[Cell, ...]]:
    """Return a row for everybody who was asked, with the answers of those who gave any."""
    rows: list[tuple[Cell, ...]] = []
    for name, (sent, mood) in WAVES.items():
        asked = moment(random, sent)
        for person in random.sample([one for one in known(people, asked) if one.spans], INVITED):
            # Who is dissatisfied answers a little more often, and nobody knows why the others do not.
            if likely(random, 0.52 if mood > 0.5 else 0.6):  # noqa: PLR2004 (half of all)
                when = minute(min(moment(random, sent + random.randrange(8)), END - 1))
                rows.append((person.platform, person.native, name, when, *answers(random, mood)))
            else:
                rows.append((person.platform, person.native, name, None, None, None, None))
    return rows


def answers(random: Random, mood: float) -> tuple[int, int, int]:
    """Return one person's scores: would recommend, is content, is content with delivery."""
    own = random.gauss(mood, 0.17)
    recommends = round(max(0, min(10, 3 + 9 * own)))
    content = round(max(1, min(5, 1.6 + 3.9 * own)))
    delivery = round(max(1, min(5, 1.1 + 4.4 * (own if mood > 0.5 else own - 0.15))))  # noqa: PLR2004 (half of all)
    return recommends, content, delivery


def mentions(random: Random) -> list[Row]:
    """Return what was said of the community on other sites since October."""
    found = sorted(
        (moment(random, number), number)
        for number in range(day(2025, 10, 1), day(2026, 7, 1))
        for _ in range(poisson(random, 0.75 * (1 + (strain(number) - 1) / 3)))
    )
    return [mention(random, serial, when, number) for serial, (when, number) in enumerate(found, 1)]


def mention(random: Random, serial: int, when: int, number: int) -> Row:
    """Return one post about the community."""
    will = goodwill(number)
    mood = kind(random, {"正面": will, "中性": 0.22, "负面": (1 - will) * 0.55 if will < 0.6 else 0.1})  # noqa: PLR2004
    topic = topic_of(random, mood, number)
    reach = int(random.lognormvariate(6.2, 1.1)) * (2 if mood == "负面" else 1)
    likes, comments, saves, reposts = (int(reach * random.uniform(0, most)) for most in (0.08, 0.03, 0.02, 0.015))
    link = f"https://social.example.org/p/{serial:05d}"
    counts = (str(each) for each in (reach, likes, comments, saves, reposts))
    return (kind(random, SITES), minute(when), link, mood, topic, *counts)


def topic_of(random: Random, mood: str, number: int) -> str:
    """Return what a post is about."""
    if mood == "负面" and number in LATE:
        return random.choice(("发货", "发货", "发货", "春集"))
    if mood == "负面" and number in DEAR:
        return random.choice(("价格", "价格", "发货"))
    return "春集" if day(2026, 3, 2) <= number <= day(2026, 3, 29) and likely(random, 0.5) else kind(random, TOPICS)
