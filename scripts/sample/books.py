"""The books: what came in and went out month by month beside the budget, campaigns, and points."""

from collections import Counter
from random import Random

from sample.clock import CAMPAIGN, DAYS, END, awake, day_of, moment
from sample.dice import likely, poisson
from sample.orders import Order
from sample.people import Person
from sample.sheets import Cell, known, minute
from sample.story import LATE, day, on
from sample.wecom import Row

MONTHS = [(2025, month) for month in range(7, 13)] + [(2026, month) for month in range(1, 7)]
LEDGER_HEADER = ("项目", "收支", "预算/实际", "活动", *(f"{year}年{month}月" for year, month in MONTHS))
CAMPAIGN_HEADER = ("campaign_name", "start_date", "end_date", "channel", "budget", "currency")
CAMPAIGNS = [
    ("带朋友来竹里", "2025-01-15", "2026-06-30", "referral", "6000", "CNY"),
    ("Mid-Autumn lanterns 中秋灯会", "2025-09-22", "2025-10-06", "wecom", "4000", "CNY"),
    ("Double Eleven 双十一", "2025-10-27", "2025-11-11", "shop", "7500", "CNY"),
    (CAMPAIGN, "2026-03-02", "2026-03-29", "all", "18000", "CNY"),
    ("Summer preview 夏季预展", "2026-06-15", "2026-07-12", "slack", "5000", "CNY"),
]
POINT_HEADER = ("transaction_id", "platform", "member_id", "happened_at", "points_change", "reason", "expires_on")
MARCH = MONTHS.index((2026, 3))
# What goes out: each category, its campaign, the usual month, and what the months from February 2026 on add to it.
OUT: dict[str, tuple[str | None, int, tuple[int, ...]]] = {
    "竹材采购费": (None, 4200, (900, 3800, 600, 0, 0)),
    "人员工资": (None, 9000, (0, 1800, 2600, 0, 0)),
    "快递物流费": (None, 1300, (0, 900, 2900, 200, 0)),
    "平台软件费": (None, 680, (0, 0, 0, 0, 0)),
    "课程场地费": (None, 1500, (-700, 600, 0, 0, 0)),
    "售后赔付费": (None, 260, (0, 500, 2600, 900, 100)),
    "春集推广费": (CAMPAIGN, 0, (2400, 6200, 0, 0, 0)),
    "春集礼品费": (CAMPAIGN, 0, (0, 5200, 300, 0, 0)),
    "春集摊位搭建费": (CAMPAIGN, 0, (1800, 4300, 0, 0, 0)),
}
COURSES, STALLS, HOPED = 5200, 7400, 9000


def month_of(number: int) -> tuple[int, int]:
    """Return year and month of a day."""
    return on(number).year, on(number).month


def sales(orders: list[Order]) -> list[int]:
    """Return what the orders of each month were paid, less what was paid back."""
    sums: Counter[tuple[int, int]] = Counter()
    for order in orders:
        sums[month_of(day_of(order.when))] += round(order.paid - order.refunded)
    return [sums[month] for month in MONTHS]


def ledger(random: Random, orders: list[Order]) -> list[tuple[Cell, ...]]:
    """Return a row for each category, as it happened and as it was planned."""
    sold = sales(orders)
    usual = sum(sold[:6]) // 600 * 100
    stalls, fair = ([amount if at == MARCH else 0 for at in range(len(MONTHS))] for amount in (STALLS, HOPED))
    rows: list[tuple[Cell, ...]] = [
        ("商品销售收入", "收入", "实际", None, *sold),
        ("商品销售收入", "收入", "预算", None, *(usual + (6000 if at == MARCH else 0) for at in range(len(MONTHS)))),
        ("课程收入", "收入", "实际", None, *(COURSES + random.randrange(-900, 900) for _ in MONTHS)),
        ("课程收入", "收入", "预算", None, *(COURSES for _ in MONTHS)),
        ("春集摊位收入", "收入", "实际", CAMPAIGN, *stalls),
        ("春集摊位收入", "收入", "预算", CAMPAIGN, *fair),
    ]
    for name, (campaign, month, more) in OUT.items():
        rows.append((name, "支出", "实际", campaign, *(spent(random, month, at, more) for at in range(len(MONTHS)))))
        rows.append((name, "支出", "预算", campaign, *(planned(month, at, more) for at in range(len(MONTHS)))))
    return rows


def spent(random: Random, month: int, at: int, more: tuple[int, ...]) -> int:
    """Return what went out in a month."""
    extra = more[at - MARCH + 1] if at >= MARCH - 1 else 0
    return round((month + extra) * random.uniform(0.94, 1.06))


def planned(month: int, at: int, more: tuple[int, ...]) -> int:
    """Return the budget of a month: the usual, and for the fair what it was thought to cost, but no late parcels."""
    extra = more[at - MARCH + 1] if MARCH - 1 <= at <= MARCH else 0
    return round((month + 0.85 * extra) / 100) * 100


def points(random: Random, people: list[Person], orders: list[Order]) -> list[Row]:
    """Return what members were given for coming and buying since the new year, and what they spent."""
    by_native = {(person.platform, person.native): person for person in people if person.role == "member"}
    found: list[tuple[int, Person, int, str]] = []
    for order in orders:
        person = by_native.get((order.platform, order.buyer))
        if person and order.paid and day(2026, 1, 1) <= day_of(order.when) < DAYS:
            found.append((order.when, person, round(order.paid), "purchase"))
    for number in range(day(2026, 1, 1), DAYS):
        for _ in range(poisson(random, 1.1)):
            when = moment(random, number)
            person = random.choice([one for one in known(people, when) if one.spans])
            found.append(
                (when, person, random.choice((5, 5, 10, 20)), random.choice(("check-in", "showcase", "answer")))
            )
    found += spendings(random, found) + amends(random, found)
    rows = sorted(found, key=lambda each: (each[0], each[1].native))
    return [entry(number, *row) for number, row in enumerate(rows, 1)]


def spendings(random: Random, gains: list[tuple[int, Person, int, str]]) -> list[tuple[int, Person, int, str]]:
    """Return how some of the points were spent, some weeks after they were given."""
    found = []
    for when, person, change, _ in gains:
        later = awake(when + random.randrange(7, 40) * 86400)
        if change > 50 and later < END and person.here(later) and likely(random, 0.4):  # noqa: PLR2004 (worth it)
            found.append((later, person, -(change // 10 * 10), "redeemed"))
    return found


def amends(random: Random, gains: list[tuple[int, Person, int, str]]) -> list[tuple[int, Person, int, str]]:
    """Return what was given to those whose parcels were late."""
    late = [(when, person) for when, person, _, why in gains if why == "purchase" and day_of(when) in LATE]
    return [(awake(when + 12 * 86400), person, 50, "late delivery") for when, person in late if likely(random, 0.5)]


def entry(number: int, when: int, person: Person, change: int, reason: str) -> Row:
    """Return one line of the points; what is given lasts to the end of the year."""
    expires = "2026-12-31" if change > 0 else ""
    return (f"P{number:05d}", person.platform, person.native, minute(when), str(change), reason, expires)
