"""Slack exports, zip or folder: the schema of 2015 and today's.

Layout: https://slack.com/help/articles/220556107 (users.json, channels.json ... and CHANNEL/YYYY-MM-DD.json).
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from commkit.sources.files.portions import decode_bodies, group_portions
from commkit.sources.rows import Rows
from commkit.sources.slack.directory import GROUP_FILES, read_groups, read_members
from commkit.sources.slack.messages import read_day
from commkit.sources.text.json_values import refuse_heavy
from commkit.store.batch import Batch, Texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.slack.directory import SlackMembers
    from commkit.sources.source import Reading

    Day = tuple[str, File]  # a channel's id and the file of one of its days

PLATFORM = "slack"
LACKS: frozenset[str] = frozenset()

# Tokens of the first records of a lead file; the head may be cut inside a record, so it is not parsed.
LEADS = {
    "users.json": (re.compile(rb'"id"\s{0,9}:\s{0,9}"[UW][A-Z0-9]{2,30}"'), b'"profile"'),
    "channels.json": (re.compile(rb'"id"\s{0,9}:\s{0,9}"[CG][A-Z0-9]{2,30}"'), b'"creator"'),
}
LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\[\s{0,99}\{")
DAY = re.compile(r"([^/]+)/[0-9]{4}-[0-9]{2}-[0-9]{2}\.json")  # other files in a channel's folder are not messages
# Files of the export without members, groups or messages: they are known, and not read.
UNREAD = ("integration_logs", "canvases", "lists", "huddle_transcripts", "file_conversations")
SHAPED = "sources/slack/shaped"
ROWS = {
    "message": "sources/slack/message",
    "membership": "sources/slack/membership",
    "interaction": "sources/slack/interaction",
}
ROOT = {"users.json", *GROUP_FILES, *(f"{name}.json" for name in UNREAD)}


def recognises(file: File) -> bool:
    """Whether this is the list of users or of channels at an export's root."""
    if file.base not in LEADS:  # the layout is the format: the names are part of its content
        return False
    native, word = LEADS[file.base]
    return bool(LIST.match(file.head) and native.search(file.head) and word in file.head)


def parts(file: File, files: Sequence[File]) -> list[File]:
    """The lists beside the lead and the days in the folders under it."""
    own = [each for each in files if each.name.startswith(file.folder) and _belongs(each.name[len(file.folder) :])]
    return [file, *(each for each in own if each is not file)]


def _belongs(path: str) -> bool:
    return path in ROOT or DAY.fullmatch(path) is not None


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch | Texts]:  # noqa: ARG001 (it speaks for itself)
    """Members and groups first, then the days. A message's own stamp counts, not the day in its file's name."""
    by_path = {file.name[len(files[0].folder) :]: file for file in files}
    rows = Rows()
    users = read_members(by_path.get("users.json"), rows)
    groups = read_groups(by_path, rows)
    folders = [(day[1], file) for path, file in by_path.items() if (day := DAY.fullmatch(path))]
    days = [(groups.of_folder(folder, rows), file) for folder, file in folders]
    yield rows.batch(zone=users.zone)
    for some in group_portions(days, lambda day: day[1].size):
        yield _texts(some, users, groups.pins)


def _readable(day: bytes) -> bytes:
    """The day's text; of one that no memory holds, what is as little JSON, so that `read_day` rejects it."""
    try:
        refuse_heavy(day)
    except ValueError:
        return b"["
    return day


def _texts(days: Sequence[Day], users: SlackMembers, pins: Collection[str]) -> Texts:
    import polars as pl

    def read_doubtful(places: Sequence[tuple[int, int]]) -> Iterator[Batch]:
        rows = Rows()
        for row, pairs in groupby(places, key=itemgetter(0)):
            group, file = days[row]
            wanted = {place for _, place in pairs}
            read_day(file, group, users, pins, rows, None if 0 in wanted else wanted)
        yield rows.batch(zone=users.zone)

    bodies = [_readable(file.content()) for _, file in days]
    groups = [group for group, _ in days]
    frame = pl.DataFrame({"row": range(len(days)), "group": groups, "body": decode_bodies(bodies)})
    known = {"people": sorted(users.known) or [""], "bots": sorted(users.bots), "pins": sorted(pins)}
    longest = max(bodies, key=len)
    about = longest.count(b'"ts"') * sum(map(len, bodies)) // max(len(longest), 1)
    return Texts(SHAPED, ROWS, frame, read_doubtful, about, known)
