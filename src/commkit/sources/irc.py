"""IRC logs: one file a day or one a channel, of the loggers, bouncers and clients that are in use.

Raku's loggers and Colabti's raw form, ZNC's log module, supybot's ChannelLogger, irssi, WeeChat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.errors import CannotDo
from commkit.sources.gathering import Gathering
from commkit.sources.irc_lines import RENAME, Line, channel_of, day_of_path, is_log, line_of, moment, new_day, texts
from commkit.sources.irc_people import bare, called, is_bot, is_bridge, person
from commkit.store.batch import BOT, BRIDGE
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from commkit.sources.files import File
    from commkit.sources.reading import Reading
    from commkit.store.batch import Batch

PLATFORM = "irc"
# A join is a session here and says nothing of membership: it happens with every connection.
LACKS = frozenset({"reactions", "replies", "joins", "leaves", "roster", "bots", "ids", "seconds"})
DAMAGED = "\ufffd"


def recognises(file: File) -> bool:
    """Whether the lines at the top open with a time and are those of a channel."""
    return is_log(file)


def parts(file: File, files: Sequence[File]) -> list[File]:
    """All days of this file's channel, that file first."""
    channel = channel_of(file)
    if channel is None:
        return [file]
    return [file, *(each for each in files if each is not file and channel_of(each) == channel and is_log(each))]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (logs speak for themselves)
    """The channel, then its lines; those that state their offset go into batches of their own."""
    channel = channel_of(files[0])
    if channel is None:
        raise CannotDo(
            say("{file} does not say which channel it is of", file=files[0].base),
            hint=say("load the folder above it: the channel is read from the path, as in raku/2021/2021-05-06"),
        )
    gathered = {False: Gathering(), True: Gathering()}
    gathered[True].records["group"] += 1
    gathered[True].add("group", channel, channel, "channel", False)
    spoken: set[str] = set()
    for file in files:
        yield from _read_file(file, channel, spoken, gathered)
    for naive, rest in gathered.items():
        if rest.records:
            yield rest.batch(naive=naive)


def _read_file(file: File, channel: str, spoken: set[str], gathered: dict[bool, Gathering]) -> Iterator[Batch]:
    """The lines of one file; what is full is handed over."""
    today = day_of_path(file.name)
    for number, text in texts(file):
        line = line_of(text)
        naive = line is None or not line.offset
        into = gathered[naive]
        into.records["message"] += 1
        says_day, day = new_day(text) if line is None else (False, None)
        if says_day:
            today = day
            into.skipped["message", "header"] += 1
        elif fault := _add(line, today, channel, spoken, into):
            into.reject("message", (file.name, number), *fault)
        if into.is_full:
            yield into.batch(naive=naive)
            gathered[naive] = Gathering()


def _add(
    line: Line | None, today: date | None, channel: str, spoken: set[str], into: Gathering
) -> tuple[str, str] | None:
    """One line's rows, or the code and the reason why there are none."""
    if line is None:
        return "bad-line", "a line without a time"
    day = line.day or (today.isoformat() if today else None)
    sent_at = moment(day, line.clock, line.offset) if day else None
    if sent_at is None:
        return "bad-time", "no such time, or nothing says of which day"
    if line.nick is None:
        _add_event(line, channel, sent_at, spoken, into)
        return None
    if DAMAGED in line.nick:
        return "bad-encoding", "bytes that are no text"
    _add_words(line, channel, sent_at, spoken, into)
    return None


def _add_event(line: Line, channel: str, sent_at: datetime, spoken: set[str], into: Gathering) -> None:
    """A line of the server's; a change of nick gives a person who has spoken the new name too."""
    renamed = RENAME.fullmatch(line.words) if line.kind == "event" else None
    author = name = None
    if renamed and (old := person(renamed[1])) != (new := person(renamed[2])):
        if not is_bot(old) and not is_bot(new):
            into.add("alias", old, new, "nick", sent_at)
        if old in spoken:
            author, name = old, bare(renamed[2])
    into.add("message", None, None, channel, author, name, sent_at, "system", line.words or None, None, 0)


def _add_words(line: Line, channel: str, sent_at: datetime, spoken: set[str], into: Gathering) -> None:
    """What somebody said or did; a bridge is marked as such, so that the store credits whom it names."""
    nick, words = line.nick or "", line.words
    author, name = person(nick), bare(nick)
    flags = BOT | BRIDGE if is_bridge(author) else BOT if is_bot(author) else 0
    into.add("message", None, None, channel, author, name, sent_at, "text", words or None, None, flags)
    spoken.add(author)
    receiver = called(words.partition("> ")[2] if flags & BRIDGE else words)
    if receiver and receiver != author and receiver in spoken:
        into.add("interaction", channel, None, author, receiver, "mention", sent_at)
