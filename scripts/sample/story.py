"""What the spring of 2026 did to the community: a fair, late parcels after it, new prices, and the mending."""

from datetime import date

from sample.clock import CAMPAIGN_DAYS, DAYS, FIRST_DAY


def day(year: int, month: int, number: int) -> int:
    """Return the number of a day of the calendar."""
    return (date(year, month, number) - FIRST_DAY).days


def on(number: int) -> date:
    """Return the calendar's day of a number."""
    return date.fromordinal(FIRST_DAY.toordinal() + number)


BOOKS_OPEN = day(2025, 7, 1)  # since then somebody keeps tables by hand
PRICES = day(2026, 5, 1)
LATE = range(CAMPAIGN_DAYS[14], day(2026, 4, 27))
DEAR = range(PRICES, PRICES + 21)
KEPT = range(BOOKS_OPEN, DAYS)


def strain(number: int) -> float:
    """Return how much there is to complain about on a day, beside an ordinary one."""
    if number in LATE:
        return 5.0
    return 2.2 if number in DEAR else 1.0


def grievance(number: int) -> dict[str, float]:
    """Return what complaints of a day are about, by weight."""
    if number in LATE:
        return {"发货延迟 late delivery": 70, "破损 damaged": 15, "缺货 out of stock": 10, "课程 course": 5}
    if number in DEAR:
        return {"价格 price": 60, "发货延迟 late delivery": 12, "破损 damaged": 13, "课程 course": 15}
    return {"发货延迟 late delivery": 20, "破损 damaged": 30, "课程 course": 25, "账号 account": 25}


def goodwill(number: int) -> float:
    """Return how well people think of the community on a day, from 0 to 1."""
    if number in LATE:
        return 0.32
    if number < PRICES:
        return 0.66
    return 0.5 if number in DEAR else 0.64
