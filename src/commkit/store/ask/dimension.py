"""Dimensions by which answers are broken down and cut: groups, platforms, channels, segments, and what labels say."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from commkit.choices import Segment, Slice
from commkit.errors import NotEnoughData, WrongUse
from commkit.words import recognise, say, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    Pairs = Sequence[tuple[str, str]]
    Groups = Sequence[tuple[int, str, str | None, str]]  # number, handle, title, platform
    Labelled = Callable[[str, str], set[int]]  # the groups of which a label says this

SEPARATOR = "\x1f"
MOST_NAMED = 12
OWNER = "owner"  # the dimension of labels that says who looks after a group (群主) or a member (导购)
SAVED = "segment"  # the dimension of segments that were saved by name


class Picked(NamedTuple):
    """Whom to look at, as the views read it: by words that members have, by words that they have not, and by groups."""

    wanted: list[list[str]] | None = None
    unwanted: list[str] | None = None
    in_groups: list[int] | None = None


@dataclass(frozen=True)
class Dimensions:
    """What is known of members and of groups: the values of each dimension, by whose it is."""

    of_members: Mapping[str, frozenset[str]]
    of_groups: Mapping[str, frozenset[str]]

    def find_slice(self, wanted: str) -> tuple[str, str]:
        """How the views slice by this dimension of labels, or by what groups are: as whose, and which.

        Raises NotEnoughData where no label tells of owners, and WrongUse.
        """
        if wanted == Slice.group_age:
            return Slice.group.value, wanted
        if wanted in self.of_members:
            return "trait", wanted
        if wanted in self.of_groups:
            return Slice.group.value, wanted
        if wanted == OWNER:
            raise NotEnoughData(
                say("no label tells who owns which group or member"),
                hint=say("load a table of labels: group (or member), dimension, value, where dimension is owner"),
            )
        raise self._unknown(wanted, [*Slice, *self.of_members, *self.of_groups])

    def refuse_unknown(self, dimension: str, beside: Iterable[str]) -> None:
        """Refuse a dimension that no label of members has and that is none of these. Raises WrongUse."""
        if dimension not in self.of_members:
            raise self._unknown(dimension, [*self.of_members, *beside])

    @property
    def saved_segments(self) -> frozenset[str]:
        """The names of the segments that were saved and have members."""
        return self.of_members.get(SAVED, frozenset())

    def refuse_ungrouped(self, dimension: str) -> None:
        """Refuse a dimension that no label of groups has. Raises WrongUse."""
        if dimension not in self.of_groups:
            raise self._unknown(dimension, self.of_groups)

    def pick(self, only: Pairs, without: Pairs, groups: Groups, labelled: Labelled) -> Picked:
        """Those of whom one value of every dimension in `only` holds, and none in `without`. Raises WrongUse."""
        wanted, unwanted = (self._words(pairs) for pairs in (only, without))
        return Picked(
            list(wanted.values()) or None,
            list(chain.from_iterable(unwanted.values())) or None,
            self._pick_groups(only, without, groups, labelled),
        )

    def _words(self, pairs: Pairs) -> dict[str, list[str]]:
        """The words that members are picked by, dimension by dimension, without those of groups."""
        words: dict[str, list[str]] = {}
        for key, value in pairs:
            if key == Slice.group or (key in self.of_groups and key not in self.of_members):
                continue
            found = self._recognise(key, value, self.of_members)
            words.setdefault(key, []).append(f"{key}{SEPARATOR}{found}")
        return words

    def _pick_groups(self, only: Pairs, without: Pairs, groups: Groups, labelled: Labelled) -> list[int] | None:
        """The numbers of the groups of which one value of every dimension holds; None for all."""
        wanted, unwanted = (self._of_groups(pairs, groups, labelled) for pairs in (only, without))
        if not wanted and not unwanted:
            return None
        everywhere = {number for number, *_ in groups}
        return sorted(everywhere.intersection(*wanted.values()).difference(*unwanted.values()))

    def _of_groups(self, pairs: Pairs, groups: Groups, labelled: Labelled) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for key, value in pairs:
            if key == Slice.group:
                found.setdefault(key, set()).update(find_groups(value, groups))
            elif key in self.of_groups and key not in self.of_members:
                found.setdefault(key, set()).update(labelled(key, self._recognise(key, value, self.of_groups)))
        return found

    def _recognise(self, key: str, given: str, known: Mapping[str, frozenset[str]]) -> str:
        """The value of this dimension that is meant. Raises WrongUse."""
        if key == "member":
            return given
        if key == SAVED:
            known = {SAVED: known.get(SAVED, frozenset()) | frozenset(Segment)}
        if key not in known:
            raise self._unknown(key, [Slice.group, "member", *self.of_members, *self.of_groups])
        value = recognise(given, known[key], key)
        if value not in known[key]:
            near = suggest(value, known[key])
            there = say("there are: {names}", names=say(", ").join(sorted(known[key])[:MOST_NAMED]))
            hint = say("did you mean {name}?", name=near[0]) if near else there
            raise WrongUse(say("nobody is {key} = {value}", key=key, value=value), hint=hint)
        return value

    def _unknown(self, wanted: str, known: Iterable[str]) -> WrongUse:
        names = sorted(dict.fromkeys(map(str, known)))
        near = suggest(wanted, names)
        there = say("there are: {names}", names=say(", ").join(names))
        hint = say("did you mean {name}? {there}", name=near[0], there=there) if near else there
        return WrongUse(say("no dimension is called {name}", name=wanted), hint=hint)


def make_dimensions(rows: Iterable[tuple[str, str, str]]) -> Dimensions:
    """Dimensions from rows of whose, dimension and value."""
    found: dict[str, dict[str, set[str]]] = {"member": {}, "group": {}}
    for whose, dimension, value in rows:
        found[whose].setdefault(dimension, set()).add(value)
    of_members, of_groups = (
        {dimension: frozenset(values) for dimension, values in found[whose].items()} for whose in ("member", "group")
    )
    return Dimensions(of_members, of_groups)


def find_groups(wanted: str, groups: Groups) -> list[int]:
    """The numbers of the groups of this title or handle. Raises WrongUse."""
    called = recognise(wanted, [name for _, handle, title, _ in groups for name in (handle, title) if name])
    found = [number for number, handle, title, _ in groups if called in (handle, title)]
    if not found:
        near = suggest(wanted, [title or handle for _, handle, title, _ in groups])
        hint = say("try {name!r}", name=near[0]) if near else say("commkit groups lists them")
        raise WrongUse(say("no group is called {name!r}", name=wanted), hint=hint)
    return found


def split_segment(pairs: Pairs, find_saved: Callable[[], Container[str]]) -> tuple[str | None, Pairs]:
    """The RFM segment among these pairs, and the others; a saved name comes before one of RFM that is written alike.

    Raises WrongUse where there are two.
    """

    def recognise_segment(given: str) -> str:
        is_saved = given not in tuple(Segment) and given in find_saved()
        return given if is_saved else recognise(given, Segment, SAVED)

    named = [(key, recognise_segment(value) if key == SAVED else value) for key, value in pairs]
    scored = [value for key, value in named if key == SAVED and value in tuple(Segment)]
    if len(scored) > 1:
        raise WrongUse(
            say("two segments of RFM cannot be looked at together"), hint=say("save them as a segment of your own")
        )
    return (scored[0] if scored else None), [
        pair for pair in named if pair[0] != SAVED or pair[1] not in tuple(Segment)
    ]


def refuse_moving(by: str | None) -> None:
    """Refuse to break down what is of members as a whole by what they move through. Raises WrongUse."""
    if by in (Slice.tenure, Slice.segment, Slice.layer):
        raise undivided(by)


def undivided(by: str | None) -> WrongUse:
    """The refusal of a question that cannot be broken down by this."""
    return WrongUse(say("this question cannot be broken down by {slice}", slice=by), hint=say("leave --by out"))
