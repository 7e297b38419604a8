"""The shop's orders as a spreadsheet: few buy often, most buy once or twice, some send things back."""

from dataclasses import dataclass
from io import BytesIO
from random import Random
from re import sub

import openpyxl

from sample.clock import BEGIN, DAYS, END, awake, day_of, local, moment, rng
from sample.dice import kind, likely
from sample.fair import Step
from sample.files import unzipped, zipped
from sample.people import Person

HEADER = ("订单号", "平台", "买家ID", "下单时间", "商品", "数量", "实付金额", "退款金额", "订单状态", "币种")
BUYERS = 400
OUTCOMES = {"fine": 930, "已退款": 35, "部分退款": 31, "gift": 4}
GOODS = (
    ("竹编茶盘 Tea tray", 128),
    ("竹书签 Bookmark", 12.5),
    ("手机架 Phone stand", 39),
    ("蒸笼 Steamer basket", 68),
    ("灯笼 Lantern kit", 88),
    ("发簪 Hair pin", 25.9),
    ("竹笛 Flute", 168),
    ("篾刀 Splitting knife", 145),
    ("杯垫四件 Coasters x4", 36),
    ("台灯 Desk lamp", 299),
    ("编织入门课 Weaving 101", 199),
    ("大漆基础课 Lacquer Basics", 499),
    ("毛竹篾条一捆 Moso strips", 45),
    ('[sale] 米筛 Rice sieve, "small"', 32),
    ("=竹礼盒 Gift box", 188),
)


@dataclass(frozen=True, slots=True)
class Order:
    """One order."""

    platform: str
    buyer: str
    when: int
    goods: str
    count: int
    paid: float
    refunded: float = 0.0
    status: str = "已完成"


def buyers(random: Random, people: list[Person]) -> list[Person]:
    """Draw the customers: talkative members rather than silent ones, but some of these too."""
    pool = [person for person in people if person.role == "member"]
    keys = {person: random.random() ** (1 / (0.25 + min(person.weight, 6) * bool(person.spans))) for person in pool}
    return sorted(pool, key=lambda person: keys[person], reverse=True)[: BUYERS - 20]


def order(random: Random, platform: str, buyer: str, when: int) -> Order:
    """Draw one order and what became of it."""
    goods, price = random.choice(GOODS)
    count = random.choice((1, 1, 1, 1, 2, 2, 3, 5))
    paid = round(price * count * random.choice((1, 1, 1, 0.95, 0.88)), 2)
    outcome = kind(random, OUTCOMES)
    if outcome == "gift":
        return Order(platform, buyer, when, goods, 1, 0.0)
    if outcome == "fine":
        return Order(platform, buyer, when, goods, count, paid, 0.0, "已发货" if when > END - 5 * 86400 else "已完成")
    back = paid if outcome == "已退款" else round(paid * random.choice((0.2, 0.5)), 2)
    return Order(platform, buyer, when, goods, count, paid, back, outcome)


def history(random: Random, platform: str, buyer: str, first: int) -> list[Order]:
    """Return all orders of one customer, who comes back at a pace of his own."""
    rows = []
    pace = random.uniform(12, 75) * 86400
    when = first
    for _ in range(min(22, int(random.paretovariate(0.8)))):
        if when >= END:
            break
        rows.append(order(random, platform, buyer, when))
        again = 1800 if likely(random, 0.03) else int(random.expovariate(1 / pace))
        when = awake(when + 600 + again)
    return rows


def debut(random: Random, person: Person) -> int:
    """Return when a member first buys."""
    start = day_of(person.joined)
    wait = int(random.expovariate(1 / 35))
    return max(person.joined + 900, moment(random, start + wait % max(1, DAYS - start)))


def ledger(people: list[Person], steps: list[Step]) -> list[Order]:
    """Return all orders in order of time."""
    random = rng("orders")
    rows: list[Order] = []
    for person in buyers(random, people):
        rows += history(random, person.platform, person.native, debut(random, person))
    for number in range(15):
        first = moment(random, random.randrange(30, DAYS))
        rows += history(random, "slack", f"U08ZHUX{number:04d}", first)
    for _ in range(26):
        rows.append(order(random, random.choice(("slack", "wecom", "")), "", moment(random, random.randrange(DAYS))))
    for step in steps:
        if step.event == "purchase" and step.value is not None:
            rows.append(
                Order(
                    step.person.platform,
                    step.person.native,
                    step.when,
                    "春集福袋 Fair bag",
                    1,
                    float(step.value),
                )
            )
    return sorted((row for row in rows if BEGIN <= row.when < END), key=lambda row: (row.when, row.buyer))


def workbook(rows: list[Order]) -> bytes:
    """Return the orders as XLSX."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "订单"
    sheet.append(HEADER)
    for number, row in enumerate(rows, 1):
        naive = local(row.when).replace(tzinfo=None)
        code = f"ZL{naive:%y%m%d}{number:05d}"
        buyer = row.buyer or None
        money = (row.paid, row.refunded, row.status, "CNY")
        sheet.append((code, row.platform or None, buyer, naive, row.goods, row.count, *money))
        sheet.cell(number + 1, 4).number_format = "yyyy-mm-dd hh:mm:ss"
        sheet.cell(number + 1, 5).data_type = "s"
    sheet.freeze_panes = "A2"
    return frozen(book)


def frozen(book: openpyxl.Workbook) -> bytes:
    """Return a workbook without the moment of its saving."""
    day = local(END).replace(tzinfo=None)
    book.properties.creator, book.properties.created = "Bamboo Makers 竹里", day
    buffer = BytesIO()
    book.save(buffer)
    members = unzipped(buffer.getvalue())
    # openpyxl overwrites the time of modification with the clock's while saving.
    core = members["docProps/core.xml"].decode()
    core = sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{day:%Y-%m-%dT%H:%M:%SZ}", core)
    members["docProps/core.xml"] = core.encode()
    return zipped(dict(sorted(members.items(), key=lambda item: (item[0] != "[Content_Types].xml", item[0]))))
