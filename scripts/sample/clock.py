"""The community's calendar: its days, its weekly and daily rhythm, its holidays and its campaign."""

from datetime import date, datetime, time, timedelta, timezone
from random import Random

SEED = "bamboo-makers-1"
# Shanghai has kept one offset since 1991, so no zone database is needed here.
ZONE = timezone(timedelta(hours=8))
FIRST_DAY = date(2025, 1, 6)
LAST_DAY = date(2026, 6, 30)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
CAMPAIGN = "Spring Fair 2026 春集"
CAMPAIGN_DAYS = range((date(2026, 3, 2) - FIRST_DAY).days, (date(2026, 3, 29) - FIRST_DAY).days + 1)
HOLIDAYS = (
    range((date(2025, 1, 28) - FIRST_DAY).days, (date(2025, 2, 5) - FIRST_DAY).days),
    range((date(2026, 2, 16) - FIRST_DAY).days, (date(2026, 2, 24) - FIRST_DAY).days),
)
HOUR_WEIGHTS = (3, 1, 1, 0, 0, 1, 2, 5, 9, 12, 12, 10, 13, 11, 9, 9, 10, 11, 14, 22, 30, 31, 20, 9)
SMALL_HOURS = range(6)
WEEKDAY_WEIGHTS = (1.0, 1.02, 1.1, 1.05, 0.95, 0.55, 0.6)
BEGIN = int(datetime.combine(FIRST_DAY, time(), ZONE).timestamp())
END = BEGIN + DAYS * 86400


def rng(part: str) -> Random:
    """Return the random stream of one part, independent of how much the others draw."""
    return Random(f"{SEED}:{part}")


def local(when: int) -> datetime:
    """Return an instant as the community's local time."""
    return datetime.fromtimestamp(when, ZONE)


def day_of(when: int) -> int:
    """Return the number of the local day of an instant."""
    return (when - BEGIN) // 86400


def weekday(day: int) -> int:
    """Return the weekday of a day number, Monday being 0."""
    return (FIRST_DAY.weekday() + day) % 7


def rhythm(day: int) -> float:
    """Return how busy a day is beside an ordinary Monday."""
    busy = WEEKDAY_WEIGHTS[weekday(day)]
    if any(day in holiday for holiday in HOLIDAYS):
        busy *= 0.4
    return busy * 1.9 if day in CAMPAIGN_DAYS else busy


def moment(random: Random, day: int) -> int:
    """Return a random instant of a day, most often in the evening."""
    hour = random.choices(range(24), HOUR_WEIGHTS)[0]
    return BEGIN + day * 86400 + hour * 3600 + random.randrange(3600)


def awake(when: int) -> int:
    """Move an instant that falls into the small hours to the morning after."""
    return when + (7 + when % 4) * 3600 if local(when).hour in SMALL_HOURS else when
