"""Who an event reached, and who or what it is held against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commkit.choices import Slice
from commkit.errors import WrongUse
from commkit.metrics.experiment.yardsticks import Yardstick
from commkit.words import say, suggest

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
    rows = store.ask("metrics/experiment/impact_groups", on_day=on_day).to_dicts()
    titles = {name: row["title"] for row in rows for name in (row["handle"], row["title"])}
    chosen = tuple(dict.fromkeys(_find(name, titles) for name in pilots))
    rest = {row["title"]: row["messages"] for row in rows if row["title"] not in chosen and row["messages"] > 0}
    if yardstick.is_groups and not rest:
        raise WrongUse(
            say("no other group was active before {day}", day=on_day), hint=say("hold it against last-year or before")
        )
    sizes = {row["title"]: row["messages"] for row in rows}
    matched = (
        _match([sizes[title] for title in chosen], rest) if yardstick is Yardstick.matched else tuple(sorted(rest))
    )
    return ImpactSides(chosen, matched, yardstick)


def _find(name: str, titles: Mapping[str, str]) -> str:
    """The title of the group that is called so. Raises WrongUse."""
    if name in titles:
        return titles[name]
    near = suggest(name, titles)
    raise WrongUse(
        say("no group is called {name!r}", name=name),
        hint=say("did you mean {name}?", name=near[0]) if near else say("see: commkit groups"),
    )


def _match(pilots: Sequence[float], rest: Mapping[str, float]) -> tuple[str, ...]:
    """For each group of the pilot, the largest first, the one of the rest that had most nearly as many messages."""
    left, chosen = dict(rest), []
    for size in sorted(pilots, reverse=True):
        if left:
            nearest = min(left, key=lambda title: (abs(left[title] - size), title))
            chosen.append(nearest)
            del left[nearest]
    return tuple(chosen)
