"""How far each entry into a funnel gets, and which entries count; all entries are walked at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from commkit.stats.deeds import Deeds, Spots

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from commkit.stats.deeds import Positions

_MOST = 500_000  # deeds


@dataclass(frozen=True, slots=True)
class Rules:
    """What a funnel asks for: `steps` and `excluded` are numbers of names, times are microseconds."""

    steps: tuple[int, ...]
    window: int
    grace: int = 0
    order: str = "ordered"
    best: bool = False
    totals: bool = False
    excluded: tuple[int, ...] = ()
    between: tuple[int, int] = (1, 2)
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """One column per entry: the deed that it begins with and the deed of each step; `dropped` counts the excluded."""

    begun: Positions
    path: Positions
    dropped: int


def walk(table: pl.DataFrame, rules: Rules) -> Entries:
    """The entries that count, each with its path, from columns member, happened_us, place and is_entry."""
    import numpy as np

    pieces = [_walk(table[start:end], start, len(table), rules) for start, end in _split(table["member"].to_numpy())]
    begun, paths, dropped = zip(*pieces, strict=True)
    return Entries(np.concatenate(begun), np.concatenate(paths, axis=1), sum(dropped))


def find_furthest(entries: Entries, never: int) -> tuple[Positions, Positions]:
    """The number of the furthest step of each entry, and the deed that it is; `never` stands where a step is not."""
    import numpy as np

    number = (entries.path < never).sum(axis=0)
    return number, entries.path[number - 1, np.arange(len(number))]


def _split(member: Positions) -> Iterator[tuple[int, int]]:
    """Stretches of whole members, short enough for memory."""
    import numpy as np

    begins = np.append(np.flatnonzero(member[1:] != member[:-1]) + 1, len(member))
    cuts = np.unique(begins[np.searchsorted(begins, np.arange(_MOST, len(member), _MOST))])
    yield from pairwise([0, *cuts[cuts < len(member)].tolist(), len(member)])


def _walk(table: pl.DataFrame, offset: int, whole: int, rules: Rules) -> tuple[Positions, Positions, int]:
    import numpy as np

    deeds = Deeds(table)
    begun = np.flatnonzero(table["is_entry"].to_numpy())
    if not (rules.best or rules.totals):
        begun = begun[_find_firsts(deeds, begun)]
    path = _walk_in_any_order(deeds, begun, rules) if rules.order == "any" else _walk_in_order(deeds, begun, rules)
    caught = _find_excluded(deeds, begun, path, rules)
    if rules.stops:
        path = np.where(deeds.time[path] > deeds.time[caught], len(table), path)
    else:
        path = np.where(caught < len(table), len(table), path)
    taken = _choose(deeds, begun, path, caught, rules)
    kept = taken[path[0, taken] < len(table)]
    path = path[:, kept]
    return begun[kept] + offset, np.where(path < len(table), path + offset, whole), len(taken) - len(kept)


def _find_firsts(deeds: Deeds, begun: Positions) -> Positions:
    """The number of each member's first entry."""
    import numpy as np

    member = deeds.member[begun]
    return np.flatnonzero(np.append(True, member[1:] != member[:-1])[: len(begun)])


def _walk_in_order(deeds: Deeds, begun: Positions, rules: Rules) -> Positions:
    """Each step is the first deed of its name at or after the step before; two steps of one name take two deeds."""
    import numpy as np

    spots = {step: deeds.spots(step) for step in rules.steps}
    every = deeds.spots(*rules.steps)
    limit = deeds.time[begun] + rules.window
    used = {rules.steps[0]: spots[rules.steps[0]].before[begun]}
    here, alive, path = begun, np.ones(len(begun), bool), [begun]
    for step in rules.steps[1:]:
        number = spots[step].before[deeds.since(here, rules.grace)]
        number = np.maximum(number, used[step] + 1) if step in used else number
        there = spots[step].nth(number)
        alive = alive & (deeds.member[there] == deeds.member[begun]) & (deeds.time[there] <= limit)
        if rules.order == "strict":
            alive &= every.before[deeds.ties[0][there]] <= every.before[deeds.ties[1][here]]
        used[step] = number
        here = np.where(alive & (deeds.time[there] >= deeds.time[here]), there, here)
        path.append(np.where(alive, here, len(deeds.place) - 1))
    return np.stack(path)


def _walk_in_any_order(deeds: Deeds, begun: Positions, rules: Rules) -> Positions:
    """The first deed of each name from the entry on, two for a name that is two steps; then sorted by time."""
    import numpy as np

    limit = deeds.time[begun] + rules.window
    path = []
    for step, times in Counter(rules.steps).items():
        spots = deeds.spots(step)
        first = spots.before[deeds.ties[0][begun]]
        for number in range(times):
            there = spots.nth(first + number)
            inside = (deeds.member[there] == deeds.member[begun]) & (deeds.time[there] <= limit)
            path.append(np.where(inside, there, len(deeds.place) - 1))
    return np.sort(np.stack(path), axis=0)


def _find_excluded(deeds: Deeds, begun: Positions, path: Positions, rules: Rules) -> Positions:
    """The first excluded deed between the two steps, or in the window where the second is never reached."""
    import numpy as np

    never = len(deeds.place) - 1
    if not rules.excluded:
        return np.full(len(begun), never)
    start, end = (path[step - 1] for step in rules.between)
    spots = deeds.spots(*rules.excluded)
    there = spots.nth(spots.before[np.minimum(deeds.ties[1][start], never)])
    inside = (deeds.member[there] == deeds.member[begun]) & (deeds.time[there] <= deeds.time[begun] + rules.window)
    return np.where((start < never) & inside & (deeds.time[there] < deeds.time[end]), there, never)


def _choose(deeds: Deeds, begun: Positions, path: Positions, caught: Positions, rules: Rules) -> Positions:
    """The numbers of the entries that count: a member's first or best; with totals, each once the last one is over."""
    import numpy as np

    following = _find_following(deeds, begun, path, caught, rules)
    chosen = (_choose_best(path, following, len(deeds.place) - 1) if rules.best else np.arange(len(begun))).tolist()
    taken, now, after = [], 0, following.tolist()
    while now < len(begun):
        taken.append(chosen[now])
        now = after[chosen[now]]
    return np.array(taken, np.int64)


def _find_following(deeds: Deeds, begun: Positions, path: Positions, caught: Positions, rules: Rules) -> Positions:
    """The number of the first entry that begins after each is over: converted, excluded, or its window past.

    With one entry per member, this is the next member's.
    """
    import numpy as np

    never = len(deeds.place) - 1
    behind = deeds.members[1][begun]
    if rules.totals:
        over = deeds.seek(begun, behind, deeds.time[begun] + rules.window + 1)
        last = np.where(caught < never, caught, path[-1])
        behind = np.where(last < never, deeds.ties[1][last], over)
    return np.searchsorted(begun, behind)


def _choose_best(path: Positions, following: Positions, never: int) -> Positions:
    """The number of the entry that gets furthest, the first among equals, before the following one."""
    import numpy as np

    chosen = np.arange(len(following))
    for step in path:
        reaching = Spots(step < never)
        further = reaching.nth(reaching.before[: len(following)])
        chosen = np.where(further < following, further, chosen)
    return chosen
