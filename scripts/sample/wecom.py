"""Write the WeCom group log as a GB18030 table, and the roster of its groups."""

import csv
from io import StringIO
from random import Random

from sample.clock import END, local, rng
from sample.dice import kind, likely
from sample.life import Post, Room, Town
from sample.people import Person, hostile_names, settle

ROOMS = [
    Room("竹里手作一群", 4, ("chat", "ask", "show"), silent=0.35),
    Room("竹里手作二群", 3, ("chat", "ask", "shop"), silent=0.35),
    Room("竹里课程群", 2.5, ("event", "ask"), staffed=0.4, silent=0.25),
    Room("竹里VIP群", 2, ("shop", "show"), staffed=0.5, silent=0.2),
    Room("成都分舵", 1.5, ("event", "chat"), silent=0.4),
]
STAFF = ["竹里小助手", "Alder 阿桤", "阿蕨"]
KINDS = {"文本": 94, "图片": 1, "语音": 3, "链接": 2}
SHOW_KINDS = {"文本": 50, "图片": 50}
SOURCES = ("扫码", "扫码", "好友邀请", "公众号", "小红书", "线下活动", "订单卡片")
LOG_HEADER = ("平台", "群名称", "发送人ID", "发送人", "发送时间", "消息类型", "消息内容")
ROSTER_HEADER = ("平台", "成员ID", "昵称", "群名称", "入群时间", "退群时间", "来源渠道", "邀请人ID", "角色")
Row = tuple[str, ...]


def table(header: Row, rows: list[Row]) -> str:
    """Return a table as CSV."""
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([header, *rows])
    return text.getvalue()


def population() -> list[Person]:
    """Return the people of the groups; everybody is in one, some are in two."""
    random = rng("wecom people")
    serial = iter(range(1000))
    people = settle(
        random, "wecom", 288, lambda _: f"wm{next(serial) * 7919 % 99991:05d}", STAFF, hostile_names("wecom")
    )
    for number, person in enumerate(people):
        if person.role == "staff":
            person.native = f"ZhuLi0{number + 1}"
        count = 5 if person.role == "staff" else 1 + likely(random, 0.07)
        rooms = random.choices(ROOMS, [room.share for room in ROOMS], k=count)
        homes = ROOMS if person.role == "staff" else rooms
        person.rooms = {room.name: person.joined for room in homes}
    return people


def told(instant: int | None) -> str:
    """Return an instant as the tables write it."""
    return "" if instant is None else f"{local(instant):%Y-%m-%d %H:%M:%S}"


def row_of(random: Random, post: Post) -> Row:
    """Return the row of a post."""
    text = "".join(f"@{person.name} " for person in post.mentions) + post.text
    shape = kind(random, SHOW_KINDS if post.act == "show" else KINDS)
    if shape == "图片":
        text = "[图片]"
    elif shape == "语音":
        text = f"[语音] {random.randint(2, 59)}秒"
    elif shape == "链接":
        text = f"https://shop.example.org/item/{post.when % 97}, {post.text}"
    return ("wecom", post.room.name, post.author.native, post.author.name, told(post.when), shape, text)


def system(people: list[Person]) -> list[Row]:
    """Return the rows in which the groups tell of comers and goers."""
    rows: list[Row] = []
    for person in people:
        for room in person.rooms:
            host = person.inviter
            came = f"{host.name} 邀请 {person.name} 加入了群聊" if host else f"{person.name} 通过扫描二维码加入群聊"
            if person.role != "staff" and int(person.native[2:]) % 2:
                rows.append(("wecom", room, "", "", told(person.joined), "系统", came))
            if person.left is not None and person.removed:
                rows.append(("wecom", room, "", "", told(person.left), "系统", f"{person.name} 被移出群聊"))
    return rows


def export(people: list[Person]) -> bytes:
    """Return the message log."""
    random = rng("wecom talk")
    emoji = ("👍",)
    rows = [row_of(random, post) for post in Town(random, people, ROOMS, emoji).talk(980) if post.when < END]
    rows = sorted(rows + system(people), key=lambda row: row[4])
    return table(LOG_HEADER, rows).encode("gb18030")


def roster(people: list[Person]) -> bytes:
    """Return who is or was in which group, those who never spoke included."""
    random = rng("wecom roster")
    rows: list[Row] = []
    for number, person in enumerate(people):
        role = ("群主", "管理员", "管理员")[number] if person.role == "staff" else "成员"
        source = "好友邀请" if person.inviter else random.choice(SOURCES)
        host = person.inviter.native if person.inviter else ""
        for room in person.rooms:
            times = (told(person.joined), told(person.left))
            rows.append(("wecom", person.native, person.name, room, *times, source, host, role))
    return table(ROSTER_HEADER, sorted(rows, key=lambda row: (row[4], row[1], row[3]))).encode()
