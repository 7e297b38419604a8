"""How orders were sent: quickly in most months, late during and after the fair."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from sample.clock import DAYS, day_of, weekday
from sample.orders import Order
from sample.people import Person
from sample.story import KEPT, LATE, on

IN_TIME = 4  # days
Row = tuple[str, ...]
HEADER = ("day", "platform", "staff_id", "metric", "value")


@dataclass(frozen=True, slots=True)
class Parcel:
    """An order on its way."""

    order: Order
    sent: int

    @property
    def is_late(self) -> bool:
        """Tell whether it was sent later than the shop says."""
        return self.sent - day_of(self.order.when) > IN_TIME


def parcels(random: Random, orders: list[Order]) -> list[Parcel]:
    """Return the parcels of the orders that were sent while somebody counted."""
    found = []
    for order in orders:
        start = day_of(order.when)
        wait = (
            random.choices((5, 7, 9, 12, 15), (3, 3, 3, 2, 1))[0] if start in LATE else random.choice((1, 1, 2, 2, 3))
        )
        if random.random() < (0.4 if start in LATE else 0.97):
            wait = min(wait, 3)
        sent = start + wait
        sent += max(0, weekday(sent) - 4) and 7 - weekday(sent)  # nothing is sent on weekends
        if order.paid and sent in KEPT:
            found.append(Parcel(order, sent))
    return found


def counts(random: Random, sent: list[Parcel], people: list[Person]) -> list[Row]:
    """Return what was counted on each working day since January: parcels, late ones, and hours of two of the staff."""
    crew = [person for person in people if person.role == "staff" and person.platform == "wecom"][1:]
    all_sent, late = (Counter(parcel.sent for parcel in each) for each in (sent, [one for one in sent if one.is_late]))
    rows: list[Row] = []
    for day in range(DAYS - 181, DAYS):
        if weekday(day) > 4:  # noqa: PLR2004 (Saturday and Sunday)
            continue
        name = on(day).isoformat()
        rows += [(name, "", "", "parcels sent", str(all_sent[day])), (name, "", "", "parcels late", str(late[day]))]
        for person in crew:
            hours = random.choice((3, 3.5, 4, 4, 4.5)) + (2.5 if day in LATE else 0)
            rows.append((name, person.platform, person.native, "staff hours", f"{hours:g}"))
    return rows
