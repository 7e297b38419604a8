"""Who lives in the community: when each person comes, how long and how much they talk, and when they go."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate
from math import exp
from random import Random

from sample.clock import CAMPAIGN_DAYS, DAYS, day_of, moment
from sample.dice import kind, likely
from sample.names import HOSTILE, LONG, nickname

LIVES = {"lurker": 22, "visitor": 27, "passing": 22, "steady": 19, "returner": 6, "fader": 4}
FADE_DAYS = 49
FOUNDING_DAYS = 10


@dataclass(slots=True, eq=False)
class Person:
    """One account on one platform."""

    platform: str
    native: str
    name: str
    tongue: str
    life: str
    joined: int
    weight: float
    spans: list[tuple[int, int]]
    role: str = "member"
    left: int | None = None
    removed: bool = False
    inviter: "Person | None" = None
    rooms: dict[str, int] = field(default_factory=dict)

    def here(self, when: int) -> bool:
        """Tell whether the person is in the community at an instant."""
        return self.joined <= when and (self.left is None or when < self.left)

    def intensity(self, day: int) -> float:
        """Return how much the person is likely to say on a day."""
        if not any(first <= day < last for first, last in self.spans):
            return 0.0
        age = day - day_of(self.joined)
        novelty = 1.0 + 2.5 * exp(-age / 6)
        rest = max(0.0, (DAYS - day) / FADE_DAYS) if self.life == "fader" else 1.0
        return self.weight * novelty * min(1.0, rest * rest)


def arrival_weights() -> list[float]:
    """Return how likely each day is to bring a newcomer."""
    days = [0.6 + day / DAYS for day in range(DAYS - 3)]
    for day in range(7):
        days[day] += 12.0
    for day in CAMPAIGN_DAYS:
        days[day] += 2.2
    return list(accumulate(days))


def spans_of(random: Random, life: str, start: int) -> list[tuple[int, int]]:
    """Return the stretches of days in which a person of some kind of life talks."""
    if life == "lurker":
        return []
    if life == "visitor":
        return [(start, start + 1 + int(random.expovariate(1 / 5)))]
    if life == "passing":
        return [(start, start + 7 + int(random.expovariate(1 / 45)))]
    if life == "returner":
        pause = start + random.randrange(15, 60)
        again = pause + random.randrange(62, 190)
        return [(start, pause), (again, again + random.randrange(15, 90))]
    if life == "steady" and likely(random, 0.4):
        return [(start, start + 60 + int(random.expovariate(1 / 220)))]
    return [(start, DAYS)]


def newcomer(random: Random, platform: str, native: Callable[[int], str], arrivals: list[float]) -> Person:
    """Draw one member."""
    life = kind(random, LIVES)
    day = random.choices(range(len(arrivals)), cum_weights=arrivals)[0]
    if life == "fader":
        day = int(day * 0.7)
    joined = moment(random, day)
    tongue = random.choices(("zh", "en", "both"), (46, 44, 10))[0]
    weight = 0.4 * random.paretovariate(0.95)
    if life == "fader":
        weight = max(weight, 3.0)
    spans = spans_of(random, life, day)
    return Person(platform, native(joined), nickname(random, tongue), tongue, life, joined, weight, spans)


def part(random: Random, person: Person) -> None:
    """Decide whether and when a person leaves for good."""
    chance = {"lurker": 0.1, "visitor": 0.3, "passing": 0.22, "steady": 0.1}.get(person.life, 0.0)
    if not likely(random, chance):
        return
    last = person.spans[-1][1] if person.spans else day_of(person.joined) + 1
    day = last + int(random.expovariate(1 / 12))
    if day < DAYS:
        person.left = max(moment(random, day), person.joined + 3600)
        person.removed = likely(random, 0.12)


def appoint_staff(random: Random, people: list[Person], names: list[str]) -> None:
    """Turn the first people into staff, present and busy from the first day."""
    for person, name in zip(people, names, strict=False):
        person.name, person.role, person.tongue, person.life = name, "staff", "both", "steady"
        person.joined = moment(random, 0)
        person.weight, person.spans = random.uniform(3, 9), [(0, DAYS)]


def disturb(people: list[Person], hostile: list[str]) -> None:
    """Give some ordinary members the hostile names, and see to it that they are heard."""
    for number, name in enumerate(hostile):
        person = people[15 + 5 * number]
        person.name, person.life = name, "steady"
        person.weight, person.spans = min(3.0, max(person.weight, 2.0)), [(day_of(person.joined), DAYS)]


def invite(random: Random, people: list[Person], chance: float) -> None:
    """Let some newcomers be invited by someone who was already there, talkative people more often."""
    for person in people:
        if person.role == "staff" or day_of(person.joined) < FOUNDING_DAYS or not likely(random, chance):
            continue
        hosts = [other for other in people if other.spans and other is not person and other.here(person.joined)]
        person.inviter = random.choices(hosts, [host.weight**0.7 for host in hosts])[0]


def settle(
    random: Random,
    platform: str,
    count: int,
    native: Callable[[int], str],
    staff: list[str],
    hostile: list[str],
) -> list[Person]:
    """Draw the members of one platform."""
    arrivals = arrival_weights()
    people = [newcomer(random, platform, native, arrivals) for _ in range(count)]
    for person in people:
        # One voice may fill a tenth of a large place, never half of a small one.
        person.weight = min(person.weight, max(8.0, count / 20))
    appoint_staff(random, people, staff)
    disturb(people, hostile)
    for person in people[len(staff) :]:
        part(random, person)
    people[-1].name = people[-2].name
    invite(random, people, 0.16)
    return people


def hostile_names(platform: str) -> list[str]:
    """Return the hostile names that the export format of a platform can hold."""
    if platform == "whatsapp":
        return [HOSTILE[0], HOSTILE[3], HOSTILE[8], HOSTILE[9], HOSTILE[10], HOSTILE[13]]
    if platform == "discord":
        return list(HOSTILE)
    return [*HOSTILE, LONG, ""]
