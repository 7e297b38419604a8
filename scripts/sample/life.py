"""Let people talk: openings, replies after plausible delays, mentions and reactions."""

from dataclasses import dataclass, field
from itertools import accumulate
from math import log
from random import Random

from sample.clock import DAYS, END, awake, day_of, moment, rhythm, weekday
from sample.dice import likely, poisson
from sample.people import Person
from sample.talk import say

REPLY_ACTS = {
    "ask": "answer",
    "shop": "answer",
    "show": "praise",
    "event": "thanks",
    "chat": "praise",
    "hello": "thanks",
}
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Room:
    """A place where people talk."""

    name: str
    share: float
    acts: tuple[str, ...]
    days: frozenset[int] = EVERY_DAY
    staffed: float = 0.12
    silent: float = 0.38


@dataclass(slots=True, eq=False)
class Post:
    """One message, with what hangs on it."""

    when: int
    author: Person
    room: Room
    act: str
    text: str
    root: "Post | None" = None
    replies: list["Post"] = field(default_factory=list)
    mentions: list[Person] = field(default_factory=list)
    reactions: dict[str, list[Person]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people who may talk on one day, by how likely they are to."""

    people: list[Person]
    weights: list[float]

    def pick(self, random: Random, room: Room, when: int) -> Person | None:
        """Draw someone who is in a room at an instant, or nobody when few are."""
        for _ in range(12):
            person = random.choices(self.people, cum_weights=self.weights)[0]
            if person.here(when) and person.rooms.get(room.name, END) <= when:
                return person
        return None


class Town:
    """The people and rooms of one platform, talking day by day."""

    def __init__(self, random: Random, people: list[Person], rooms: list[Room], emoji: tuple[str, ...]) -> None:
        """Prepare the crowds of every day."""
        self.random, self.people, self.rooms, self.emoji = random, people, rooms, emoji
        self.staff = [person for person in people if person.role == "staff"]
        self.crowds = [self.crowd(day) for day in range(DAYS)]

    def crowd(self, day: int) -> Crowd:
        """Return who may talk on a day."""
        heard = [(person, person.intensity(day)) for person in self.people]
        heard = [(person, weight) for person, weight in heard if weight > 0]
        return Crowd([person for person, _ in heard], list(accumulate(weight for _, weight in heard)))

    def talk(self, openings: int) -> list[Post]:
        """Return all posts in order of time, with about so many openings."""
        busy = [self.crowds[day].weights[-1] ** 0.8 * rhythm(day) for day in range(DAYS)]
        scale = openings / sum(busy)
        posts = self.greetings()
        for day in range(DAYS):
            for _ in range(poisson(self.random, busy[day] * scale)):
                posts += self.thread(day)
        return sorted(posts, key=lambda post: post.when)

    def greetings(self) -> list[Post]:
        """Return the words with which newcomers present themselves within a day or two."""
        posts = []
        for person in self.people:
            if person.spans and person.role == "member" and likely(self.random, 0.42):
                when = awake(person.joined + int(self.random.lognormvariate(log(1500), 1.4)))
                home = next(room for room in self.rooms if room.name in person.rooms)
                if when < min(END, person.left or END):
                    posts += self.around(self.opening(person, home, "hello", when))
        return posts

    def thread(self, day: int) -> list[Post]:
        """Return an opening of a day and what follows from it."""
        rooms = [room for room in self.rooms if weekday(day) in room.days]
        room = self.random.choices(rooms, [room.share for room in rooms])[0]
        when = moment(self.random, day)
        author = self.crowds[day].pick(self.random, room, when)
        if author is None:
            return []
        return self.around(self.opening(author, room, self.random.choice(room.acts), when))

    def opening(self, author: Person, room: Room, act: str, when: int) -> Post:
        """Return a first post."""
        return self.dress(Post(when, author, room, act, say(self.random, author.tongue, act)))

    def around(self, root: Post) -> list[Post]:
        """Return an opening with its replies."""
        random, room = self.random, root.room
        if not likely(random, room.silent):
            when = root.when
            for number in range(min(14, int(random.paretovariate(1.15)))):
                when = self.reply(root, when, first=number == 0)
        return [root, *root.replies]

    def reply(self, root: Post, after: int, first: bool) -> int:
        """Add one reply to a root, and return when it came."""
        random, room = self.random, root.room
        helper = first and likely(random, room.staffed)
        pace, spread = (13 * 60, 0.8) if helper else (32 * 60, 1.35)
        when = awake(after + 20 + int(random.lognormvariate(log(pace), spread)))
        crowd = self.crowds[min(day_of(root.when), DAYS - 1)]
        author = random.choice(self.staff) if helper else crowd.pick(random, room, when)
        back = not first and likely(random, 0.3)
        author = root.author if back else author
        if when >= END or author is None or not author.here(when) or (first and author is root.author):
            return after
        act = "thanks" if back else REPLY_ACTS[root.act]
        post = Post(when, author, room, act, say(random, author.tongue, act), root)
        root.replies.append(self.dress(post))
        return when

    def dress(self, post: Post) -> Post:
        """Put mentions and reactions on a post."""
        random, crowd = self.random, self.crowds[min(day_of(post.when), DAYS - 1)]
        if random.random() < (0.16 if post.root else 0.05):
            friend = post.root.author if post.root else crowd.pick(random, post.room, post.when)
            if friend is not None and friend is not post.author:
                post.mentions.append(friend)
        if random.random() < (0.45 if post.act == "show" else 0.14):
            for _ in range(random.choice((1, 1, 1, 2))):
                self.react(post, crowd)
        return post

    def react(self, post: Post, crowd: Crowd) -> None:
        """Put one emoji of one or several people on a post; now and then a lurker's."""
        random = self.random
        for _ in range(min(9, int(random.paretovariate(1.2)))):
            quiet = likely(random, 0.12)
            fan = random.choice(self.people) if quiet else crowd.pick(random, post.room, post.when)
            if fan is not None and fan is not post.author and fan.here(post.when):
                fans = post.reactions.setdefault(random.choice(self.emoji[: 1 + len(post.reactions) * 3]), [])
                if fan not in fans:
                    fans.append(fan)


def enter(random: Random, people: list[Person], rooms: list[Room], extra: int) -> None:
    """Let everybody join the first room at once, and a few others on the next day that these are open."""
    for person in people:
        others = rooms[1:] if person.role == "staff" else random.sample(rooms[1:], random.randint(0, extra))
        person.rooms[rooms[0].name] = person.joined
        for room in others:
            day = day_of(person.joined)
            while weekday(day) not in room.days:
                day += 1
            when = person.joined + 40 if day == day_of(person.joined) else moment(random, day)
            if when < min(END, person.left or END):
                person.rooms[room.name] = when
