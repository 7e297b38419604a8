"""The records of a Slack export in today's schema."""

from html import escape
from random import Random
from typing import Any

from sample.clock import BEGIN, DAYS, END, moment
from sample.dice import kind, likely
from sample.life import Post, Room
from sample.people import Person
from sample.talk import say

Record = dict[str, Any]
EXTRAS = {"none": 934, "edited": 30, "blocks": 18, "thread_broadcast": 12, "me_message": 6}
NUL_NUMBER = 7777
DIGEST, ORDERS = "B08ZHUDIGES", "B08ZHUORDER"


class Stamps:
    """Slack's message ids: an instant with microseconds, unique in its channel."""

    def __init__(self) -> None:
        """Start with no id given."""
        self.used: set[tuple[str, str]] = set()
        self.given: dict[Post, str] = {}

    def free(self, room: str, when: int) -> str:
        """Return an id that no other message of the channel has."""
        micros = 100 + when % 9 * 100
        while (room, stamp := f"{when}.{micros:06d}") in self.used:
            micros += 100
        self.used.add((room, stamp))
        return stamp

    def of(self, post: Post) -> str:
        """Return the id of a post."""
        if post not in self.given:
            self.given[post] = self.free(post.room.name, post.when)
        return self.given[post]


def account(person: Person, deleted: bool) -> Record:
    """Return the users.json entry of a person."""
    slug = person.native.lower()
    staff = person.role == "staff"
    return {
        "id": person.native,
        "team_id": "T08ZHULI000",
        "name": slug,
        "deleted": deleted,
        "real_name": person.name,
        "tz": "Asia/Shanghai",
        "tz_offset": 28800,
        "profile": {"real_name": person.name, "display_name": person.name, "email": f"{slug}@example.org"},
        "is_admin": staff,
        "is_owner": staff and person.name.startswith("Alder"),
        "is_restricted": False,
        "is_bot": False,
        "updated": person.joined,
    }


def bots() -> list[Record]:
    """Return the users.json entries of the bots and of Slack itself."""
    rows = []
    for native, name, bot in (
        ("U08ZHUBOT01", "Morning Leaf", DIGEST),
        ("U08ZHUBOT02", "Order Bell", ORDERS),
        ("USLACKBOT", "Slackbot", "B01"),
    ):
        profile = {"real_name": name, "display_name": name, "bot_id": bot}
        is_bot = native != "USLACKBOT"
        rows.append(
            {
                "id": native,
                "name": name,
                "deleted": False,
                "real_name": name,
                "profile": profile,
                "is_bot": is_bot,
            }
        )
    return rows


def roster(random: Random, people: list[Person]) -> list[Record]:
    """Return what users.json says; some who left have deactivated accounts."""
    rows = [account(person, person.left is not None and likely(random, 0.3)) for person in people]
    return rows + bots()


def words(post: Post) -> str:
    """Return the text as Slack writes it: mentions first, three characters escaped."""
    heads = "".join(f"<@{person.native}> " for person in post.mentions)
    return heads + escape(post.text, quote=False)


def message(random: Random, post: Post, stamps: Stamps, number: int) -> Record:
    """Return the record of a post."""
    stamp, author = stamps.of(post), post.author.native
    record: Record = {"type": "message", "user": author, "text": words(post), "ts": stamp}
    record["client_msg_id"] = f"00000000-0000-4000-8000-{number:012x}"
    if post.root is not None:
        record |= {"thread_ts": stamps.of(post.root), "parent_user_id": post.root.author.native}
    elif post.replies:
        record |= thread(post, stamps)
    if post.reactions:
        record["reactions"] = [
            {"name": name, "users": [fan.native for fan in fans], "count": len(fans)}
            for name, fans in post.reactions.items()
        ]
    return adorn(random, post, record, number)


def thread(post: Post, stamps: Stamps) -> Record:
    """Return what an opening says about its replies."""
    users = list(dict.fromkeys(reply.author.native for reply in post.replies))
    return {
        "thread_ts": stamps.of(post),
        "reply_count": len(post.replies),
        "reply_users_count": len(users),
        "latest_reply": stamps.of(post.replies[-1]),
        "reply_users": users,
        "replies": [{"user": reply.author.native, "ts": stamps.of(reply)} for reply in post.replies],
    }


def adorn(random: Random, post: Post, record: Record, number: int) -> Record:
    """Add what few messages have: edits, files, blocks, subtypes, and one NUL character."""
    extra = kind(random, EXTRAS)
    if post.act == "show" and likely(random, 0.37):
        file = {"id": f"F08ZHU{number:05d}", "created": post.when, "name": f"bamboo-{number}.jpg"}
        file |= {"mimetype": "image/jpeg", "filetype": "jpg", "user": post.author.native, "size": 90000 + number}
        record |= {"files": [file], "upload": False}
    elif extra == "edited":
        record["edited"] = {"user": post.author.native, "ts": f"{post.when + 95}.000000"}
    elif extra == "blocks":
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": post.text}]}
        record["blocks"] = [{"type": "rich_text", "block_id": f"b{number}", "elements": [section]}]
    elif extra == "thread_broadcast" and post.root is not None:
        record["subtype"] = extra
    elif extra == "me_message" and post.root is None and not post.replies:
        record["subtype"] = extra
        del record["client_msg_id"]
    if number == NUL_NUMBER:
        record["text"] += " \0 end"
    return record


def removed(post: Post, stamps: Stamps) -> Record:
    """Return what stands in the place of a deleted opening that has replies."""
    gone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "hidden": True}
    return gone | {"text": "This message was deleted.", "ts": stamps.of(post)} | thread(post, stamps)


def service(people: list[Person], rooms: list[Room], stamps: Stamps) -> list[tuple[str, Record]]:
    """Return joins and leaves with their channels."""
    rows: list[tuple[str, Record]] = []
    for person in people:
        for room, when in person.rooms.items():
            row = event(person, "channel_join", "has joined the channel", stamps.free(room, when))
            if person.inviter is not None and room == rooms[0].name:
                row["inviter"] = person.inviter.native
            rows.append((room, row))
            if person.left is not None:
                stamp = stamps.free(room, person.left)
                rows.append((room, event(person, "channel_leave", "has left the channel", stamp)))
    return rows


def event(person: Person, subtype: str, what: str, stamp: str) -> Record:
    """Return a record about one person."""
    text = f"<@{person.native}> {what}"
    return {"type": "message", "subtype": subtype, "user": person.native, "text": text, "ts": stamp}


def noise(random: Random, people: list[Person], posts: list[Post], stamps: Stamps) -> list[tuple[str, Record]]:
    """Return what bots and pins and topics add."""
    rows: list[tuple[str, Record]] = []
    for day in range(DAYS):
        when = BEGIN + day * 86400 + 8 * 3600
        text = f"Good morning 早上好! Today in the workshop: {say(random, 'both', 'event')}"
        digest = {"type": "message", "user": "U08ZHUBOT01", "bot_id": DIGEST, "text": text}
        rows.append(("general", digest | {"ts": stamps.free("general", when)}))
    for number in range(600):
        when = min(END - 1, moment(random, int(DAYS * random.random() ** 0.8)))
        text = f"New order 新订单 #{4000 + number}: {say(random, 'en', 'shop')}"
        bell = {
            "type": "message",
            "subtype": "bot_message",
            "username": "Order Bell",
            "bot_id": ORDERS,
            "text": text,
        }
        rows.append(("general", bell | {"ts": stamps.free("general", when)}))
    for post in random.sample(posts, 14):
        person = random.choice(people[:5])
        kind, what = random.choice(
            (("pinned_item", "pinned a message"), ("channel_topic", "set the channel topic: 竹"))
        )
        stamp = stamps.free(post.room.name, min(END - 1, post.when + 3600))
        row = event(person, kind, what, stamp)
        rows.append((post.room.name, row | ({"topic": "竹"} if kind == "channel_topic" else {})))
    return sorted(rows, key=lambda row: str(row[1]["ts"]))
