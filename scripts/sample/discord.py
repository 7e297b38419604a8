"""Write two Discord channels in the JSON of DiscordChatExporter."""

from random import Random
from typing import Any

from sample.clock import BEGIN, END, local, moment, rng
from sample.dice import likely
from sample.english import TEMPLATES
from sample.files import compact
from sample.life import Post, Room, Town
from sample.people import Person, hostile_names, settle
from sample.talk import say

Record = dict[str, Any]
GUILD = "1180000000000000000"
ROOMS = [
    Room("general", 3, ("chat", "show", "event")),
    Room("help", 2, ("ask", "shop"), staffed=0.4, silent=0.25),
]
EMOJI = ("👍", "❤️", "🎋", "🎉", "👀", "🙏", "😂", "🔥", "👍🏽", "👨‍👩‍👧‍👦")
STAFF = ["Alder 阿桤", "Hazel 小榛"]
BRIDGE = {"id": "1180000000000000090", "name": "tg-bridge", "discriminator": "4711", "nickname": "tg-bridge"}
PANDA = {
    "id": "1180000000000000091",
    "name": "Welcome Panda",
    "discriminator": "8018",
    "nickname": "Welcome Panda",
}
BOTS = (str(BRIDGE["id"]), str(PANDA["id"]))
ROLE = {"id": "1180000000000000050", "name": "竹里 Crew", "color": "#2E8B57", "position": 2}


class Snowflakes:
    """Discord's ids, which hold the millisecond of their making."""

    def __init__(self) -> None:
        """Start with no id given."""
        self.serial = 0

    def at(self, when: int, millis: int = 0) -> str:
        """Return a new id of an instant."""
        self.serial = (self.serial + 1) % 4096
        return str(((when * 1000 + millis - 1420070400000) << 22) + self.serial)


def population() -> list[Person]:
    """Return the people of the Discord server."""
    random, flakes = rng("discord people"), Snowflakes()

    def native(joined: int) -> str:
        return flakes.at(joined - random.randrange(3600, 8 * 365 * 86400))

    people = settle(random, "discord", 300, native, STAFF, hostile_names("discord"))
    for person in people:
        person.rooms = {room.name: person.joined for room in ROOMS}
    return people


def author(person: Person) -> Record:
    """Return a person as the exporter writes authors."""
    roles = [ROLE] if person.role == "staff" else []
    name = f"bamboo{person.native[-5:]}"
    names = {"id": person.native, "name": name, "discriminator": "0000", "nickname": person.name}
    return names | {"isBot": False, "roles": roles}


def bot(names: Record) -> Record:
    """Return a bot as the exporter writes authors."""
    return names | {"isBot": True, "roles": []}


def short(person: Person) -> Record:
    """Return a person as reactions and mentions show them."""
    row = author(person)
    return {key: row[key] for key in ("id", "name", "discriminator", "nickname", "isBot")}


class Channel:
    """One channel's file while it is written."""

    def __init__(self, number: int, room: Room, flakes: Snowflakes, random: Random) -> None:
        """Start an empty channel."""
        self.room, self.flakes, self.random = room, flakes, random
        self.native = f"118000000000000000{number}"
        self.records: list[Record] = []
        self.ids: dict[Post, str] = {}

    def record(self, when: int, kind: str, who: Record, content: str) -> Record:
        """Add one record."""
        millis = self.random.randrange(1000)
        stamp = f"{local(when):%Y-%m-%dT%H:%M:%S}.{millis:03d}+08:00"
        row: Record = {
            "id": self.flakes.at(when, millis),
            "type": kind,
            "timestamp": stamp,
            "timestampEdited": None,
        }
        row |= {"isPinned": False, "content": content, "author": who, "attachments": [], "embeds": []}
        row |= {"reactions": [], "mentions": []}
        self.records.append(row)
        return row

    def refer(self, row: Record, message: str) -> None:
        """Point a record to an earlier message."""
        row["reference"] = {
            "type": "Default",
            "messageId": message,
            "channelId": self.native,
            "guildId": GUILD,
        }

    def post(self, post: Post) -> None:
        """Add what a member said; some answers are not marked as replies, as in life."""
        reply = post.root is not None and post.root in self.ids and likely(self.random, 0.8)
        heads = "".join(f"@{person.name} " for person in post.mentions)
        row = self.record(post.when, "Reply" if reply else "Default", author(post.author), heads + post.text)
        self.ids[post] = row["id"]
        row["mentions"] = [short(person) for person in post.mentions]
        row["reactions"] = [
            {"emoji": {"id": "", "name": emoji}, "count": len(fans), "users": [short(fan) for fan in fans]}
            for emoji, fans in post.reactions.items()
        ]
        if reply and post.root is not None:
            self.refer(row, self.ids[post.root])
        if likely(self.random, 0.03):
            row["timestampEdited"] = f"{local(post.when + 80):%Y-%m-%dT%H:%M:%S}+08:00"
        if post.act == "show" and likely(self.random, 0.4):
            url = f"https://cdn.example.org/{row['id']}.jpg"
            row["attachments"] = [{"id": row["id"], "url": url, "fileName": "bamboo.jpg", "fileSizeBytes": 81920}]

    def document(self) -> bytes:
        """Return the file."""
        rows = sorted(self.records, key=lambda row: int(row["id"]))
        name = self.room.name
        head: Record = {"guild": {"id": GUILD, "name": "竹里", "iconUrl": "https://cdn.example.org/icon.png"}}
        channel = {
            "id": self.native,
            "type": "GuildTextChat",
            "categoryId": GUILD,
            "category": "Bamboo",
            "name": name,
        }
        head |= {"channel": channel | {"topic": "竹 & friends"}, "dateRange": {"after": None, "before": None}}
        head["exportedAt"] = f"{local(END):%Y-%m-%dT%H:%M:%S}+08:00"
        return compact(head | {"messages": rows, "messageCount": len(rows)}).replace(b'},{"id":"1', b'},\n{"id":"1')


def arrivals(channel: Channel, people: list[Person]) -> None:
    """Add the joins, which Discord shows in one channel, and a few welcomes of a bot."""
    for person in people:
        channel.record(person.joined, "GuildMemberJoin", author(person), "Joined the server.")
        if likely(channel.random, 0.25):
            row = channel.record(person.joined + 2, "Default", bot(PANDA), f"Welcome 欢迎 @{person.name} 🐼")
            row["mentions"] = [short(person)]


def bridge(channel: Channel, count: int) -> None:
    """Add what a bridge bot carries over from another network under its own account."""
    nicks = ["Bramble", "阿笋", "Quill_88", "半亩竹林", "[/]", "nick$\\badcmd$", "Otter", "小满未满"]
    weights = [8, 7, 4, 3, 1, 1, 2, 2]
    for _ in range(count):
        nick = channel.random.choices(nicks, weights)[0]
        act = channel.random.choice(("chat", "ask", "answer", "praise"))
        tongue = "zh" if nick in ("阿笋", "半亩竹林", "小满未满") else "en"
        quoted = f" (re @Otter: {TEMPLATES['chat'][1]})" if likely(channel.random, 0.1) else ""
        when = moment(channel.random, channel.random.randrange(120, (END - BEGIN) // 86400))
        channel.record(when, "Default", bot(BRIDGE), f"[telegram] <{nick}> {say(channel.random, tongue, act)}{quoted}")


def odds(channel: Channel, posts: list[Post]) -> None:
    """Add pins, started threads and forwards, which refer to messages without being replies."""
    kinds = ["ChannelPinnedMessage"] * 4 + ["ThreadCreated"] * 3 + ["Default"] * 2
    for kind, post in zip(kinds, channel.random.sample(posts, len(kinds)), strict=True):
        text = {
            "ChannelPinnedMessage": "Pinned a message.",
            "ThreadCreated": "Started a thread.",
            "Default": "",
        }[kind]
        row = channel.record(min(END - 1, post.when + 600), kind, author(post.author), text)
        channel.refer(row, channel.ids[post])
        if kind == "Default":
            row["reference"]["type"] = "Forward"
            row["forwardedMessage"] = {"content": post.text, "attachments": [], "embeds": []}


def export(people: list[Person]) -> dict[str, bytes]:
    """Return both files by name."""
    random, flakes = rng("discord talk"), Snowflakes()
    posts = Town(random, people, ROOMS, EMOJI).talk(192)
    files = {}
    for number, room in enumerate(ROOMS, 1):
        channel = Channel(number, room, flakes, random)
        own = [post for post in posts if post.room is room]
        for post in own:
            channel.post(post)
        if number == 1:
            arrivals(channel, people)
            bridge(channel, 150)
        odds(channel, own)
        files[f"discord/竹里 - {room.name} [{channel.native}].json"] = channel.document()
    return files
