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

MOST_WORDS, LONGEST_WORD = 12, 40  # that one line names
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
        yield from _note_words(staged)
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


def _note_words(staged: Staged) -> Iterator[str]:
    """Which states of orders are not known, and which words where yes or no is asked."""
    if lines := staged.unknown_states.total():
        yield say(
            "{number} {lines} of states that commkit does not know, counted as paid: {names}",
            number=f"{lines:,}",
            lines=name_kind("order_line", lines),
            names=_name_words(staged.unknown_states),
        )
    for kind in sorted({kind for kind, _ in staged.unknown_answers}):
        words = Counter({word: number for (each, word), number in staged.unknown_answers.items() if each == kind})
        yield say(
            "{number} {records} with a word that commkit knows neither as yes nor as no, read as blank: {names}",
            number=f"{words.total():,}",
            records=name_kind(kind, words.total()),
            names=_name_words(words),
        )


def _name_words(words: Counter[str]) -> str:
    """Each word with its number; many different words are no answers of a closed list, and none is named."""
    if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
        return say_counted(len(words), "a word too long to be shown", "{number} different words")
    told = (
        say("{name} ({number})", name=show_path(word), number=f"{number:,}") for word, number in words.most_common()
    )
    return say(", ").join(told)


def _tell_orders(path: str, staged: Staged) -> str:
    orders = say_counted(staged.orders, "1 order", "{number} orders")
    if not staged.anonymous_lines:
        return say("{path}: {orders}", path=path, orders=orders)
    return say(
        "{path}: {orders}; {lines}",
        path=path,
        orders=orders,
        lines=say_counted(staged.anonymous_lines, "1 line has no customer", "{number} lines have no customer"),
    )
