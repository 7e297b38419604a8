"""What is said of the records of staged exports: skipped, rejected, wrongly dated, or in words that are not known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from commkit.file_names import show_path
from commkit.indicators import remarks
from commkit.store.fields import STRANGE, UNDERSTOOD, UNPLACED
from commkit.words import call_counted, count, say, say_counted, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.intake.exports import PathContents
    from commkit.store.load.stage.staged_export import Staged

MOST_STATES, LONGEST_STATE = 12, 40  # of orders, that one line names
KINDS = {
    "group": "groups",
    "member": "members",
    "message": "messages",
    "order_line": "order_lines",
    "event": "events",
    "referral": "referrals",
    "survey": "survey_answers",
    "campaign": "campaigns",
    "label": "labels",
    "case": "cases",
    "ledger": "ledger_entries",
    "mention": "mentions",
    "points": "points",
    "daily_count": "daily_counts",
}


def name_kind(kind: str, number: int = 2) -> str:
    """A kind of record as people call it, of which there are so many."""
    return call_counted(value(KINDS.get(kind, kind).replace("_", " ")), number)


def list_doubts(contents: PathContents) -> Iterator[str]:
    """What must be said of the exports of a path."""
    yield from _note_notices(contents)
    for staged in contents.staged:
        yield from _note_faults(staged)
        yield from _note_states(staged)
        if staged.orders:
            yield _tell_orders(contents.path.name, staged)


def _note_notices(contents: PathContents) -> Iterator[str]:
    """Where most notices are in strange words, and how many joins and leaves are left out."""
    told, path = [staged.notices for staged in contents.staged], contents.path.name
    strange = [each for each in told if each[STRANGE] > each[UNDERSTOOD]]
    if number := sum(each[STRANGE] for each in strange):
        whole = count(number + sum(each[UNDERSTOOD] for each in strange), "notices")
        yield say(
            "{path}: {number} of {notices} by the platform in words that commkit does not know, so joins and leaves may"
            " be missing, and media and deleted messages may count as texts",
            path=path,
            number=f"{number:,}",
            notices=whole,
        )
    if number := sum(each[UNPLACED] for each in told):
        what = say_counted(number, "1 join, leave or removal", "{number} joins, leaves and removals")
        yield say("{path}: {what} left out, because the export does not tell whose", path=path, what=what)


def _note_faults(staged: Staged) -> Iterator[str]:
    """One line for each reason why records were skipped or rejected, and for those that are wrongly dated."""
    yield from remarks.of_misdated(staged.wrong)
    for (kind, reason), number in sorted(staged.skipped.items()):
        yield say(
            "skipped {number} {kind}: {reason}",
            number=f"{number:,}",
            kind=name_kind(kind, number),
            reason=value(reason),
        )
    codes = Counter((reject.kind, reject.code) for reject in staged.rejects)
    for (kind, code), number in sorted(codes.items()):
        first = next(reject for reject in staged.rejects if (reject.kind, reject.code) == (kind, code))
        yield say(
            "rejected {kind}: {number} {code}, first at line {line} ({reason})",
            number=f"{number:,}",
            kind=name_kind(kind),
            code=code,
            line=first.line,
            reason=say(first.reason),
        )


def _note_states(staged: Staged) -> Iterator[str]:
    """Which states of orders are not known; a column of many different words is none of states, and none is named."""
    states = staged.unknown_states.most_common()
    if not states:
        return
    named = len(states) <= MOST_STATES and all(len(state) <= LONGEST_STATE for state, _ in states)
    told = [say("{name} ({number})", name=show_path(state), number=f"{number:,}") for state, number in states]
    yield say(
        "{number} {lines} of states that commkit does not know, counted as paid: {names}",
        number=f"{staged.unknown_states.total():,}",
        lines=name_kind("order_line", staged.unknown_states.total()),
        names=say(", ").join(told)
        if named
        else say_counted(len(states), "a word too long to be shown", "{number} different words"),
    )


def _tell_orders(path: str, staged: Staged) -> str:
    return say(
        "{path}: {orders}; {lines}",
        path=path,
        orders=say_counted(staged.orders, "1 order", "{number} orders"),
        lines=say_counted(staged.anonymous_lines, "1 line has no customer", "{number} lines have no customer"),
    )
