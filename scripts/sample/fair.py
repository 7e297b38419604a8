"""The campaign: who saw it, clicked, registered, came, bought and shared, under two variants."""

from dataclasses import dataclass
from random import Random

from sample.clock import CAMPAIGN, CAMPAIGN_DAYS, awake, day_of, local, moment, rng
from sample.dice import likely
from sample.people import Person
from sample.wecom import Row, table

HEADER = ("platform", "member_id", "event", "happened_at", "campaign", "variant", "value")
CLICK_CHANCE = {"A": 0.34, "B": 0.44}
REGISTER_CHANCE = {"A": 0.45, "B": 0.5}
PRICES = (39, 59, 68, 88, 128, 168, 299)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that one member did about the campaign."""

    person: Person
    event: str
    when: int
    variant: str
    value: int | None = None


def stamp(when: int) -> str:
    """Return an instant with its offset."""
    return f"{local(when):%Y-%m-%dT%H:%M:%S}+08:00"


def path(random: Random, person: Person) -> list[Step]:
    """Return how far one member came."""
    variant = random.choice("AB")
    when = moment(random, random.choice(CAMPAIGN_DAYS[:-4]))
    steps = [Step(person, "impression", when, variant)]
    keen = 1.25 if person.spans else 0.6
    when += 5 + int(random.expovariate(1 / 400))
    if not likely(random, CLICK_CHANCE[variant] * keen):
        return steps
    steps.append(Step(person, "click", when, variant))
    when = awake(when + 60 + int(random.lognormvariate(7.5, 1.6)))
    if not likely(random, REGISTER_CHANCE[variant]):
        return steps
    steps.append(Step(person, "register", when, variant))
    return steps + outcome(random, person, when, variant)


def outcome(random: Random, person: Person, when: int, variant: str) -> list[Step]:
    """Return what a registered member did: came to a workshop, bought, told others."""
    steps = []
    if likely(random, 0.25):
        steps.append(Step(person, "share", when + random.randrange(60, 90000), variant))
    workshop = when + random.randrange(1, 4) * 86400
    if likely(random, 0.62):
        steps.append(Step(person, "attend", workshop, variant))
        if likely(random, 0.45):
            steps.append(
                Step(
                    person,
                    "purchase",
                    workshop + random.randrange(900, 150000),
                    variant,
                    random.choice(PRICES),
                )
            )
    return steps


def steps(people: list[Person]) -> list[Step]:
    """Return everything that members did about the campaign, in order of time."""
    random = rng("fair")
    rows: list[Step] = []
    for person in people:
        if person.role == "member" and likely(random, 0.66):
            rows += [step for step in path(random, person) if person.here(step.when)]
    return sorted(rows, key=lambda step: (step.when, step.person.native))


def export(rows: list[Step]) -> bytes:
    """Return the events as CSV."""
    lines: list[Row] = []
    for step in rows:
        value = "" if step.value is None else f"{step.value}.00"
        person = step.person
        lines.append((person.platform, person.native, step.event, stamp(step.when), CAMPAIGN, step.variant, value))
    return table(HEADER, lines).encode()


def referrals(people: list[Person]) -> bytes:
    """Return who invited whom, an invitation coming some hours before the arrival."""
    random = rng("referrals")
    rows: list[Row] = []
    for person in people:
        if person.inviter is None:
            continue
        host = person.inviter
        when = max(host.joined, person.joined - int(random.lognormvariate(9.2, 1.0)))
        spring = day_of(person.joined) in CAMPAIGN_DAYS
        campaign = CAMPAIGN if spring else random.choice(("", "", "带朋友来竹里"))
        rows.append((person.platform, host.native, person.native, stamp(when), campaign))
    header = ("platform", "inviter_id", "invitee_id", "invited_at", "campaign")
    return table(header, sorted(rows, key=lambda row: row[3])).encode()
