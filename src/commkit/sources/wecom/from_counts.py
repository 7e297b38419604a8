"""What WeCom counts a day: answers of groupchat/statistic and get_user_behavior_data, and the console's tables.

Layout: https://developer.work.weixin.qq.com/document/path/92133 and .../92132
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from commkit.sources.rows import Rows
from commkit.sources.source import alone
from commkit.sources.text.json_values import items, mapping
from commkit.sources.text.stamps import read_unix_text
from commkit.sources.wecom import console
from commkit.sources.wecom.answers import count_empty, read_answers, single_id
from commkit.sources.wecom.counts import COUNTS, add_staff, read_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.sources.wecom.answers import Answer
    from commkit.store.batch import Batch

PLATFORM = "wecom"
LACKS = frozenset({"reactions", "replies", "joins", "leaves", "roster", "mentions", "bots", "ids"})

MARKS = re.compile(rb'"items"\s*:\s*\[|"behavior_data"\s*:\s*\[')
OWN = (b'"new_chat_cnt"', b'"chat_has_msg"', b'"stat_time"', b'"negative_feedback_cnt"')
BEIJING = timedelta(hours=8)  # WeCom's days are those of China

parts = alone


@dataclass(slots=True)
class MetCounts:
    """The counts and the staff of a file so far."""

    counts: set[tuple[str | None, date | None, str]] = field(default_factory=set)
    staff: set[str] = field(default_factory=set)


def recognises(file: File) -> bool:
    """Whether it begins with an answer that has such counts, or is a table with their names."""
    if file.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return MARKS.search(file.head) is not None and sum(mark in file.head for mark in OWN) > 1
    return console.find_table(file) is not None


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:
    """Every count of every day."""
    for file in files:
        if head := console.find_table(file):
            yield from console.read_console(file, head, reading)
            continue
        rows, met = Rows(), MetCounts()
        for answer in read_answers(file):
            _add(file.name, answer, met, rows)
            if rows.is_full:
                yield rows.batch()
                rows = Rows()
        yield rows.batch()


def _add(name: str, answer: Answer, met: MetCounts, rows: Rows) -> None:
    """The counts of one answer; the request's days and people may be kept beside them."""
    said = answer.said
    listed = items(said.get("items")) or items(said.get("behavior_data"))
    if not listed:
        count_empty("daily_count", name, answer, rows)
    for each in map(mapping, listed):
        day = _day(each.get("stat_time") or said.get("day_begin_time"))
        staff = single_id(each.get("owner")) or single_id(_asked(said))
        add_staff(staff, met.staff, rows)
        counts = mapping(each.get("data")) or {key: value for key, value in each.items() if key in COUNTS}
        for key, value in counts.items():
            rows.records["daily_count"] += 1
            if fault := _add_count((staff, day, key), value, met, rows):
                rows.reject("daily_count", (name, answer.line), *fault, (answer.start, answer.end))


def _asked(said: dict[str, object]) -> object:
    """The member or members that the request was about."""
    return said.get("userid") or mapping(said.get("owner_filter")).get("userid_list")


def _day(value: object) -> date | None:
    at = read_unix_text(value)
    return (at + BEIJING).date() if at else None


def _add_count(
    key: tuple[str | None, date | None, str], value: object, met: MetCounts, rows: Rows
) -> tuple[str, str] | None:
    """One count, or the code and the reason why there is none."""
    staff, day, name = key
    number = read_count(value)
    if day is None:
        return "no-day", "counts of no day: ask groupchat/statistic_group_by_day, or keep day_begin_time beside them"
    if number is None:
        return "bad-amount", "a count that is no number"
    if key in met.counts:
        return "told-twice", "counts of one day twice: keep the request's userid beside them"
    met.counts.add(key)
    rows.add("daily_count", member=staff, day=day, name=name, value=number)
    return None
