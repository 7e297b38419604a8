"""What was asked of the staff and what was decided: tickets in English, all other cases in Chinese."""

from dataclasses import dataclass
from random import Random

from sample.clock import END, awake, day_of, moment
from sample.dice import kind, likely, poisson
from sample.parcels import Parcel
from sample.people import Person
from sample.sheets import Cell, known, minute, of_staff
from sample.story import KEPT, LATE, PRICES, grievance, strain
from sample.wecom import Row

TICKET_HEADER = (
    *("ticket_id", "platform", "requester_id", "assignee_id", "opened_at", "first_response_at", "resolved_at"),
    *("status", "topic", "priority", "csat"),
)
CASE_HEADER = (
    *("编号", "类型", "平台", "提交人", "处理人", "提交时间", "首次回复时间", "完成时间"),
    *("处理结果", "问题分类", "级别", "满意度", "是否有数据依据"),
)
TOPICS = {"order status": 34, "course booking": 22, "login": 14, "address change": 18, "invoice": 12}
IDEAS = {"新品 goods": 30, "课程 courses": 25, "线下活动 meetups": 25, "发货 delivery": 20}
CHORES = {"直播排期 livestream": 30, "回访 call back": 30, "盘点 stock": 20, "海报 poster": 20}
DOWN = {"网站 website": 40, "直播 livestream": 35, "支付 payment": 25}
DECIDED = {"选品 goods": 30, "活动 campaign": 30, "价格 price": 15, "规则 rules": 25}
# kind -> how many a day on an ordinary day
PACE = {"投诉": 0.17, "纠纷": 0.02, "建议": 0.16, "任务": 0.14, "事故": 0.02, "决策": 0.07}


@dataclass(frozen=True, slots=True)
class Course:
    """When something was opened, answered and closed; as yet unknown is None."""

    opened: int
    answered: int | None
    closed: int | None


def course(random: Random, opened: int, hours: float, days: float) -> Course:
    """Draw how long an answer and an end took, which is longer while the staff packs late parcels."""
    slow = 3.0 if day_of(opened) in LATE else 1.0
    answered = awake(opened + 300 + int(random.expovariate(1 / (hours * slow * 3600))))
    closed = answered + 900 + int(random.expovariate(1 / (days * slow * 86400)))
    return Course(opened, answered if answered < END else None, closed if closed < END else None)


def score(random: Random, is_bad: bool) -> int:
    """Draw how content somebody was with how it went, from 1 to 5."""
    return random.choices((1, 2, 3, 4, 5), (28, 24, 22, 16, 10) if is_bad else (4, 6, 15, 38, 37))[0]


def tickets(random: Random, people: list[Person], sent: list[Parcel]) -> list[Row]:
    """Return the tickets of Slack and Discord: some at any time, and one for most of the late parcels."""
    asked = []
    for day in KEPT:
        for _ in range(poisson(random, 0.4)):
            when = moment(random, day)
            pool = [person for person in known(people, when) if person.platform != "wecom" and person.spans]
            asked.append((when, random.choice(pool), kind(random, TOPICS)))
    by_native = {(person.platform, person.native): person for person in people if person.platform != "wecom"}
    for parcel in sent:
        person = by_native.get((parcel.order.platform, parcel.order.buyer))
        if parcel.is_late and person and likely(random, 0.6):
            when = parcel.order.when + random.randrange(3, 8) * 86400
            asked.append((min(when, END - 1), person, "late delivery"))
    rows = sorted(asked, key=lambda each: (each[0], each[1].native))
    return [ticket(random, people, number, *row) for number, row in enumerate(rows, 1)]


def ticket(random: Random, people: list[Person], number: int, opened: int, person: Person, topic: str) -> Row:
    """Return one ticket as the helpdesk exports it."""
    run = course(random, opened, 2.5, 0.8)
    is_late = topic == "late delivery"
    status = "open" if run.answered is None else "pending" if run.closed is None else "solved"
    csat = str(score(random, is_late)) if run.closed and likely(random, 0.55) else ""
    priority = random.choice(("high", "urgent") if is_late else ("low", "normal", "normal"))
    by = of_staff(random, people, person.platform).native
    times = (minute(run.opened), minute(run.answered), minute(run.closed))
    return (f"T-{number:04d}", person.platform, person.native, by, *times, status, topic, priority, csat)


def cases(random: Random, people: list[Person]) -> list[tuple[Cell, ...]]:
    """Return complaints, disputes, suggestions, tasks, incidents and decisions, numbered as they came."""
    opened = [
        (moment(random, day), name)
        for day in KEPT
        for name, pace in PACE.items()
        for _ in range(poisson(random, pace * (strain(day) if name in ("投诉", "纠纷") else 1.0)))
    ]
    opened.append((moment(random, PRICES - 16), "调价"))
    return [case(random, people, number, when, name) for number, (when, name) in enumerate(sorted(opened), 1)]


def case(random: Random, people: list[Person], number: int, opened: int, name: str) -> tuple[Cell, ...]:
    """Return one case."""
    if name == "调价":
        return prices(random, people, number, opened)
    is_told = name in ("投诉", "纠纷", "建议")
    pool = [person for person in known(people, opened) if person.spans] if is_told else []
    person = random.choice(pool) if pool else None
    platform = person.platform if person else "wecom"
    run = course(random, opened, *{"投诉": (4, 1.5), "纠纷": (6, 5), "事故": (0.3, 0.15)}.get(name, (20, 6)))
    topic, result = about(random, name, opened), outcome(random, name, run)
    severity = random.choice(("高", "中", "中", "低")) if name in ("投诉", "纠纷", "事故") else None
    content = score(random, True) if name == "投诉" and run.closed and likely(random, 0.5) else None
    evidence = random.choice(("是", "是", "是", "否")) if name == "决策" else None
    by = of_staff(random, people, platform).native
    times = [minute(when) or None for when in (run.opened, run.answered, run.closed)]
    who = person.native if person else None
    return (f"S{number:04d}", name, platform, who, by, *times, result, topic, severity, content, evidence)


def about(random: Random, name: str, opened: int) -> str:
    """Return what a case is about."""
    if name in ("投诉", "纠纷"):
        return kind(random, grievance(day_of(opened)))
    return kind(random, {"建议": IDEAS, "任务": CHORES, "事故": DOWN, "决策": DECIDED}[name])


def outcome(random: Random, name: str, run: Course) -> str:
    """Return how a case stands."""
    if run.closed is None:
        return "处理中"
    if name == "建议":
        return random.choice(("已采纳", "已采纳", "未采纳", "未采纳", "未采纳"))
    return {"任务": "已完成", "决策": "已执行"}.get(name, "已解决")


def prices(random: Random, people: list[Person], number: int, opened: int) -> tuple[Cell, ...]:
    """Return the decision to change the prices on the first of May."""
    by = of_staff(random, people, "wecom").native
    times = (minute(opened), minute(opened + 86400), "2026-05-01 00:00")
    facts = ("已执行", "价格 price", None, None, "是")
    return (f"S{number:04d}", "决策", "wecom", None, by, *times, *facts)
