"""Who an event reached, and who or what it is held against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commkit.choices import Slice
from commkit.errors import WrongUse
from commkit.metrics.experiment.yardsticks import Yardstick
from commkit.store.ask.dimension import find_groups
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from commkit.store.ask.community import Store


@dataclass(frozen=True, slots=True)
class ImpactSides:
    """The titles of the pilot's groups, all where there are none; those of the control, else all other groups."""

    pilots: tuple[str, ...]
    controls: tuple[str, ...]
    yardstick: Yardstick


def choose_sides(store: Store, on_day: date, pilots: Sequence[str], against: Yardstick | None) -> ImpactSides:
    """The sides that were asked for; a pilot is held against the rest unless said. Raises WrongUse."""
    yardstick = against or (Yardstick.rest if pilots else Yardstick.before)
    if yardstick.is_groups and not pilots:
        raise WrongUse(
            say("which groups are the pilot's?"),
            hint=say("name them with --pilot, or hold it against last-year or before"),
        )
    if not pilots:
        return ImpactSides((), (), yardstick)
    store.cut(replace(store.asked, by=Slice.group))
    told = store.ask("metrics/experiment/impact_groups", on_day=on_day)
    groups = told.drop("messages").rows()
    numbers = {number for name in pilots for number in find_groups(name, groups)}
    chosen = tuple(dict.fromkeys(title for number, _, title, _ in groups if number in numbers))
    sizes = dict(told.select("title", "messages").iter_rows())
    rest = {title: size for title, size in sizes.items() if title not in chosen and size > 0}
    if yardstick.is_groups and not rest:
        raise WrongUse(
            say("no other group was active before {day}", day=on_day), hint=say("hold it against last-year or before")
        )
    matched = (
        _match([sizes[title] for title in chosen], rest) if yardstick is Yardstick.matched else tuple(sorted(rest))
    )
    return ImpactSides(chosen, matched, yardstick)


def _match(pilots: Sequence[float], rest: Mapping[str, float]) -> tuple[str, ...]:
    """For each group of the pilot, the largest first, the one of the rest that had most nearly as many messages."""
    left, chosen = dict(rest), []
    for size in sorted(pilots, reverse=True):
        if left:
            nearest = min(left, key=lambda title: (abs(left[title] - size), title))
            chosen.append(nearest)
            del left[nearest]
    return tuple(chosen)
