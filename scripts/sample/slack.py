"""Write the Slack export: people, channels and one file per channel and local day."""

from collections import defaultdict
from collections.abc import Callable
from random import Random
from typing import Any

from sample.clock import BEGIN, END, local, rng
from sample.files import compact, zipped
from sample.life import Room, Town, enter
from sample.people import Person, hostile_names, settle
from sample.slack_records import Stamps, message, noise, removed, roster, service
from sample.slack_records import bots as bot_users

TUE, WED, THU, FRI, SUN = (frozenset({day}) for day in (1, 2, 3, 4, 6))
ROOMS = [
    Room("general", 5.5, ("chat", "chat", "event", "show"), silent=0.42),
    Room("help", 5.5, ("ask",), staffed=0.34, silent=0.24),
    Room("shop", 3.0, ("shop", "shop", "ask"), THU, staffed=0.4, silent=0.2),
    Room("showcase", 4.0, ("show",), WED, silent=0.2),
    Room("courses", 3.0, ("event", "ask"), TUE, staffed=0.3),
    Room("meetups", 2.5, ("event", "chat"), FRI, silent=0.45),
    Room("materials", 3.0, ("ask", "chat"), TUE),
    Room("random-闲聊", 3.0, ("chat",), SUN, silent=0.5),
]
EMOJI = ("+1", "heart", "bamboo", "tada", "eyes", "pray", "joy", "fire", "+1::skin-tone-4", "panda_face")
STAFF = ["Alder 阿桤", "Juniper 小柏", "Tansy 艾菊", "Onyx 墨石", "Fern 阿蕨"]
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def natives(random: Random) -> Callable[[int], str]:
    """Return a function that makes Slack user ids, each once."""
    used: set[str] = set()

    def native(_joined: int) -> str:
        while (name := "U08ZHU" + "".join(random.choices(DIGITS, k=5))) in used:
            pass
        used.add(name)
        return name

    return native


def population() -> list[Person]:
    """Return the people of the Slack workspace."""
    random = rng("slack people")
    people = settle(random, "slack", 900, natives(random), STAFF, hostile_names("slack"))
    enter(random, people, ROOMS, 4)
    return people


def channel_id(room: Room) -> str:
    """Return the id of a channel."""
    return f"C08ZHU{ROOMS.index(room):05d}"


def channels(people: list[Person]) -> list[dict[str, Any]]:
    """Return what channels.json says."""
    owner = people[0].native
    rows = []
    for room in ROOMS:
        members = [p.native for p in people if p.rooms.get(room.name, END) < END and p.left is None]
        purpose = f"{room.name} of Bamboo Makers 竹里"
        rows.append(
            {
                "id": channel_id(room),
                "name": room.name,
                "created": BEGIN,
                "creator": owner,
                "is_archived": False,
                "is_general": room.name == "general",
                "members": members,
                "topic": {"value": "", "creator": "", "last_set": 0},
                "purpose": {"value": purpose, "creator": owner, "last_set": BEGIN},
            }
        )
    return rows


def integrations(people: list[Person]) -> list[dict[str, Any]]:
    """Return what integration_logs.json says."""
    owner = people[0]
    return [
        {
            "user_id": owner.native,
            "user_name": "alder",
            "date": str(BEGIN + 600 + number),
            "change_type": "added",
            "service_id": f"90000{number}",
            "service_type": bot["real_name"],
            "scope": "chat:write",
        }
        for number, bot in enumerate(bot_users())
    ]


def export(people: list[Person]) -> bytes:
    """Return the whole zip."""
    random = rng("slack talk")
    posts = Town(random, people, ROOMS, EMOJI).talk(5700)
    stamps = Stamps()
    days: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(room: str, record: dict[str, Any]) -> None:
        days[f"{room}/{local(int(record['ts'].split('.')[0])):%Y-%m-%d}.json"].append(record)

    for post in posts:
        stamps.of(post)
    deleted = set(random.sample([p for p in posts if len(p.replies) > 1 and p.author.role == "member"], 9))
    for number, post in enumerate(posts):
        add(
            post.room.name,
            removed(post, stamps) if post in deleted else message(random, post, stamps, number),
        )
    for room, record in [*service(people, ROOMS, stamps), *noise(random, people, posts, stamps)]:
        add(room, record)
    members = {path: compact(sorted(rows, key=lambda row: str(row["ts"]))) for path, rows in sorted(days.items())}
    heads = {
        "channels.json": compact(channels(people)),
        "integration_logs.json": compact(integrations(people)),
        "users.json": compact(roster(random, people)),
    }
    return zipped({**heads, **members})
