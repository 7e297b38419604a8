"""Whether ever fewer people carry the talk, and whether those who are answered speak again."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.recount.concentration import concentration
from tests.recount.coverage import slice_called, status, tells
from tests.recount.engagement import engagement, present_of
from tests.recount.origin import birth_of
from tests.recount.response import HOURS
from tests.recount.scope import DAY, ratio, start_of
from tests.recount.talk import replies, said

if TYPE_CHECKING:
    from datetime import date

    from tests.recount.scope import Scope, Term
    from tests.recount.talk import Said

    Row = dict[str, Any]
    Spoken = dict[str | None, dict[date, set[int]]]

REGULARLY = 3  # of the four periods before
RETURN = 28 * DAY


def silence(scope: Scope) -> list[Row]:
    """Every column of the question."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in engagement(scope):
        found[row["slice"]].append(row)
    voices = {(row["slice"], row["starts_on"]): row for row in concentration(scope)}
    spoken = _spoken(scope)
    rows = []
    for key, held in found.items():
        falling = 0
        for row, term in zip(held, scope.terms, strict=True):
            row["status"] = status(scope, term, ("messages",), slice_called(scope.world, scope.by, key))
        for before, row, term in zip([None, *held], held, scope.terms, strict=False):
            falling = falling + 1 if before and _falls(before, row) else 0
            rows.append(
                _silent(row, falling)
                | _regulars(scope, term, spoken[key], present_of(scope)[key][term])
                | _voices(voices.get((key, term.starts_on), {"messages": 0, "top10_messages": 0}))
            )
    return rows


def _silent(row: Row, falling: int) -> Row:
    silent = row["members"] - row["speaking_members"]
    return {
        "slice": row["slice"],
        "starts_on": row["starts_on"],
        "status": row["status"],
        "of_members": row["members"],
        "silent_members": silent,
        "silent_rate": ratio(silent, row["members"]),
        "falling_periods": falling if row["status"] == "complete" else None,
    }


def _falls(before: Row, now: Row) -> bool:
    """Fewer speak, and fewer of a hundred; only whole periods are compared."""
    if (before["status"], now["status"]) != ("complete", "complete"):
        return False
    is_fewer = now["speaking_members"] < before["speaking_members"]
    # As products, for nobody has no share.
    of_a_hundred = now["speaking_members"] * before["members"] < before["speaking_members"] * now["members"]
    return bool(is_fewer and of_a_hundred)


def _spoken(scope: Scope) -> Spoken:
    """The days on which each spoke, in the whole history."""
    found: Spoken = defaultdict(lambda: defaultdict(set))
    for deed in scope.deeds:
        if deed.does == "speak":
            found[scope.slice_of(deed.member, deed.group)][deed.happened_at.date()].add(deed.member)
    return found


def _regulars(scope: Scope, term: Term, spoken: dict[date, set[int]], present: set[int]) -> Row:
    """Who is there and spoke in three of the four periods before; unknown where the talk does not reach back so far."""
    starts = [term.starts_on]
    for _ in range(4):
        starts.insert(0, start_of(starts[0] - DAY, scope.every))
    if starts[0] < start_of(_first_said(scope), scope.every):
        return dict.fromkeys(("of_regulars", "silenced_regulars", "silenced_rate"))
    times = Counter(chain.from_iterable(_between(spoken, *each) for each in pairwise(starts)))
    regulars = {who for who, number in times.items() if number >= REGULARLY and who in present}
    silenced = regulars - _between(spoken, term.opens_on, term.closes_on)
    return {
        "of_regulars": len(regulars),
        "silenced_regulars": len(silenced),
        "silenced_rate": ratio(len(silenced), len(regulars)),
    }


def _first_said(scope: Scope) -> date:
    return next(deed.happened_at.date() for deed in scope.deeds if deed.does == "speak")


def _between(spoken: dict[date, set[int]], opens_on: date, closes_on: date) -> set[int]:
    """Who spoke from a day until before another."""
    days = (opens_on + timedelta(after) for after in range((closes_on - opens_on).days))
    return {who for day in days for who in spoken.get(day, ())}


def _voices(row: Row) -> Row:
    return {
        "of_messages": row["messages"],
        "top10_messages": row["top10_messages"],
        "top10_rate": ratio(row["top10_messages"], row["messages"]),
    }


class First(NamedTuple):
    """Somebody's first message that answers nobody: whether it was answered, and whether they spoke again."""

    is_over: bool
    is_answered: bool
    is_back: bool


def first_messages(scope: Scope) -> list[Row]:
    """Every column of the second table."""
    spoken: dict[int, list[Said]] = defaultdict(list)
    for each in said(scope.world):
        if each.author in scope.world.people and each.said_at.date() <= scope.known_until:
            spoken[each.author].append(each)
    found: dict[str | None, dict[Term, list[First]]] = defaultdict(lambda: defaultdict(list))
    for person, messages in spoken.items():
        first = messages[0]
        term = scope.term_of(first.said_at.date())
        can_tell = first.place.platform in tells(scope.world, "replies") and birth_of(scope, person).is_followed
        if term and can_tell and first.reply_to is None:
            key = scope.slice_of(person, first.group)
            found[key][term].append(_followed(scope, *messages))
    spoke = {
        (scope.slice_of(deed.member, deed.group), scope.term_of(deed.happened_at.date()))
        for deed in scope.deeds
        if deed.does == "speak"
    }
    slices = {key for key, term in spoke if term}
    return [_first_row(term, key, found[key][term]) for key in slices for term in scope.terms]


def _followed(scope: Scope, first: Said, *later: Said) -> First:
    first_on = first.said_at.date()
    answers = [each for each in replies(scope.world).get(first.key, []) if each.hours_after(first) < HOURS]
    back = [each for each in later if DAY <= each.said_at.date() - first_on <= RETURN]
    return First(first_on + RETURN <= scope.known_until, bool(answers), bool(back))


def _first_row(term: Term, key: str | None, firsts: list[First]) -> Row:
    settled = [each for each in firsts if each.is_over]
    row: Row = {"slice": key, "starts_on": term.starts_on, "status": term.status, "pending": len(firsts) - len(settled)}
    for name, is_answered in (("answered", True), ("unanswered", False)):
        backs = [each.is_back for each in settled if each.is_answered is is_answered]
        row |= {
            f"of_{name}_members": len(backs),
            f"{name}_returners": sum(backs),
            f"{name}_return_rate": ratio(sum(backs), len(backs)),
        }
    return row
