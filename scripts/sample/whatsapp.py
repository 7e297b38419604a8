"""Write one WhatsApp group as Android exports it."""

from random import Random

from sample.clock import BEGIN, END, local, rng
from sample.dice import kind, likely
from sample.life import Post, Room, Town, enter
from sample.people import Person, hostile_names, settle

ROOM = Room("Bamboo Meetup", 1, ("event", "chat", "ask", "show"), staffed=0.3, silent=0.3)
STAFF = ["Alder 阿桤", "Mica 云母"]
NOTICE = (
    "Messages and calls are end-to-end encrypted. "
    "Only people in this chat can read, listen to, or share them. Learn more."
)
SHAPES = {"text": 883, "media": 70, "deleted": 15, "edited": 15, "file": 10, "poll": 7}
FIXED = {"media": "<Media omitted>", "deleted": "This message was deleted"}
TWINS = 2
# These members are in nobody's address book; every fifth from the 15th bears a hostile name instead.
STRANGERS = set(range(3, 58, 4)) - set(range(15, 45, 5))
Lines = list[tuple[int, str]]


def population() -> list[Person]:
    """Return the people of the group, unsaved contacts by their numbers."""
    random = rng("whatsapp people")
    serial = iter(range(1, 1000))
    people = settle(random, "whatsapp", 60, lambda _: f"{next(serial)}", STAFF, hostile_names("whatsapp"))
    used: set[str] = set()
    for number, person in enumerate(people):
        if number >= len(people) - TWINS:
            person.name = "小满未满"
        elif number in STRANGERS:
            person.name = f"\u202a+00 10 0000 {int(person.native):04d}\u202c"
        while person.name in used and number < len(people) - TWINS:
            person.name += "~"
        used.add(person.name)
    enter(random, people, [ROOM], 0)
    return people


def system(random: Random, people: list[Person]) -> Lines:
    """Return the lines that nobody wrote."""
    owner = people[0]
    owner.joined = BEGIN + 9 * 3600
    lines: Lines = [(owner.joined, NOTICE), (owner.joined, f'{owner.name} created group "Bamboo Meetup"')]
    for person in people[1:]:
        by = owner if person.inviter is None else person.inviter
        added = f"{by.name} added {person.name}"
        linked = f"{person.name} joined using this group's invite link"
        lines.append((person.joined, added if likely(random, 0.45) else linked))
        if person.left is not None:
            lines.append(
                (
                    person.left,
                    f"{owner.name} removed {person.name}" if person.removed else f"{person.name} left",
                )
            )
    change = f'{owner.name} changed the subject from "Bamboo Meetup" to "Bamboo Meetup 竹里线下"'
    return [
        *lines,
        (BEGIN + 200 * 86400, change),
        (BEGIN + 400 * 86400, f"{owner.name} changed this group's icon"),
    ]


def body(random: Random, post: Post) -> str:
    """Return what stands after the name."""
    shape = kind(random, SHAPES)
    if shape in FIXED:
        return FIXED[shape]
    text = "".join(f"@\u2068{person.name}\u2069 " for person in post.mentions) + post.text
    if shape == "edited":
        return f"{text} <This message was edited>"
    if shape == "file":
        return f"\u200ebamboo.jpg (file attached)\n{text}"
    if shape == "poll":
        return f"POLL:\n{text}\nOPTION: yes ({post.when % 9} votes)\nOPTION: 下次 (2 votes)"
    return text


def export(people: list[Person]) -> bytes:
    """Return the text file."""
    random = rng("whatsapp talk")
    lines = system(random, people)
    for post in Town(random, people, [ROOM], ("👍",)).talk(540):
        if post.when < END and post.when > people[0].joined:
            lines.append((post.when, f"{post.author.name}: {body(random, post)}"))
    lines.sort(key=lambda line: line[0])
    return "".join(f"{local(when):%d/%m/%Y, %H:%M} - {text}\n" for when, text in lines).encode()
