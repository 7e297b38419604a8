"""The communities whose reports are looked at: the sample, parts of it, and invented ones that it cannot stand for."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
CONFIG = SAMPLE / "commkit.toml"
BEGAN = datetime(2026, 1, 5)  # noqa: DTZ001 - exports have a wall clock
DAYS = 182
GROUPS, PEOPLE, MESSAGES = 400, 900, 16_000
ANSWERED = 0.2  # of the messages that follow one of their group
TALK = ["id", "author", "time", "text", "channel", "reply_to"]
ORDERS = ["order_id", "customer_id", "order_date", "line_amount"]
CUSTOMER_GROUPS = ["日期", "群主", "新增客户群数量", "客户群总人数", "客户群消息总数（条）"]
CUSTOMERS = ["统计时间", "成员ID", "新增客户数", "发送消息数", "已回复聊天占比", "平均首次回复时长(分钟)"]
PLACES = (
    *("上海市浦东新区张江高科技园区", "新疆维吾尔自治区乌鲁木齐市天山区", "内蒙古自治区呼伦贝尔市海拉尔区"),
    *("广东省深圳市南山区粤海街道", "四川省成都市锦江区春熙路", "Prenzlauer-Berg-Kollwitzplatz"),
)
SUBJECTS = (
    *("周末亲子手作与绘本阅读交流分享群", "老客户专属福利与新品内测体验群", "竹编入门到进阶三十天打卡陪伴营"),
    *("茶席花艺器物收藏爱好者互助社", "DonaudampfschifffahrtsgesellschaftskapitänFreunde"),
)


@dataclass(frozen=True)
class Community:
    """The exports of a community, or what writes them into a folder."""

    exports: Sequence[Path] = ()
    config: Path | None = None
    write: Callable[[Path], None] | None = None

    def find_exports(self, folder: Path) -> list[Path]:
        """The exports, written into this folder where they are invented."""
        if self.write is None:
            return [*self.exports]
        folder.mkdir()
        self.write(folder)
        return [folder]


def write_five(folder: Path) -> None:
    """Five people in one group, two of them talkative, one silent since spring; three have bought."""
    chance = random.Random("five")
    people = {"ana": 0.5, "bo": 0.4, "晨": 0.15, "dee": 0.1, "eli": 0.1}
    rows: list[list[Any]] = []
    for day in range(DAYS):
        for name, share in people.items():
            if chance.random() < share and (name != "eli" or day < DAYS // 2):
                answered = rows[-1][0] if rows and chance.random() < share else ""
                rows.append([f"m{len(rows)}", name, _time(chance, day), "words", "kitchen table", answered])
    _write(folder / "messages.csv", TALK, rows)
    buyers = ["ana", "bo", "晨"]
    bought = [[f"o{each}", buyers[each % 3], _time(chance, each * 14), each % 4 * 20 + 19] for each in range(13)]
    _write(folder / "orders.csv", ORDERS, bought)


def write_groups(folder: Path) -> None:
    """400 groups with long names, a tenth of which say most, and orders."""
    chance = random.Random("groups")
    groups = [_group(each) for each in range(GROUPS)]
    weights = [1 / (1 + each) for each in range(GROUPS)]
    rows: list[list[Any]] = []
    for each in range(MESSAGES):
        place, day = chance.choices(range(GROUPS), weights)[0], each * DAYS // MESSAGES
        person = (place * 7 + int(chance.expovariate(0.1))) % PEOPLE
        answered = f"m{each - 1}" if each and chance.random() < ANSWERED and rows[-1][4] == groups[place] else ""
        rows.append([f"m{each}", f"顾客{person:03}", _time(chance, day), "你好", groups[place], answered])
    _write(folder / "messages.csv", TALK, rows)
    bought = [
        [f"o{each}", f"顾客{chance.randrange(PEOPLE) // 3:03}", _time(chance, each % DAYS), chance.randrange(20, 900)]
        for each in range(1_500)
    ]
    _write(folder / "orders.csv", ORDERS, bought)


def write_counts(folder: Path) -> None:
    """What WeCom's console counts of three owners, and no message."""
    chance = random.Random("counts")
    owners = {"LinYi": 400, "ZhouEr": 250, "ChenSan": 90}
    groups, customers = [], []
    for day in range(DAYS):
        date = (BEGAN + timedelta(days=day)).date()
        for owner, people in owners.items():
            came, said = chance.randrange(6), chance.randrange(20, 300)
            owners[owner] = people + came
            groups.append([date, owner, int(came == 0), people + came, said])
            customers.append([date, owner, came, said // 3, f"{chance.randrange(60, 99)}%", chance.randrange(1, 40)])
    _write(folder / "客户群统计.csv", CUSTOMER_GROUPS, groups)
    _write(folder / "联系客户统计.csv", CUSTOMERS, customers)


COMMUNITIES = {
    "sample": Community([SAMPLE], CONFIG),
    "five": Community(write=write_five),
    "groups": Community(write=write_groups),
    "counts": Community(write=write_counts),
    "orders": Community([SAMPLE / "订单.xlsx"], CONFIG),
    "chat": Community([SAMPLE / "discord", SAMPLE / "企微群聊天记录.csv"], CONFIG),
}


def _group(number: int) -> str:
    place, subject = PLACES[number % len(PLACES)], SUBJECTS[number % len(SUBJECTS)]
    return f"【{place}】{subject}（第{number + 1}群 · 2026春季）"


def _time(chance: random.Random, day: int) -> str:
    at = BEGAN + timedelta(days=day, hours=min(23, max(7, chance.gauss(18, 4))), seconds=chance.randrange(3_000))
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
