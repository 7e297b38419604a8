"""Slack exports, zip or folder: the schema of 2015 and today's.

Layout: https://slack.com/help/articles/220556107 (users.json, channels.json ... and CHANNEL/YYYY-MM-DD.json).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from commkit.sources.rows import Rows
from commkit.sources.slack.directory import GROUP_FILES, USERS, add_leavers, read_groups, read_members
from commkit.sources.slack.messages import add_through_apps, read_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

PLATFORM = "slack"
LACKS: frozenset[str] = frozenset()

# Tokens of the first records of a lead file; the head may be cut inside a record, so it is not parsed.
LEADS = {
    USERS: (re.compile(rb'"id"\s{0,9}:\s{0,9}"[UW][A-Z0-9]{1,30}"'), re.compile(rb'"profile"')),
    **dict.fromkeys(
        GROUP_FILES, (re.compile(rb'"id"\s{0,9}:\s{0,9}"[CDG][A-Z0-9]{1,30}"'), re.compile(rb'"creator"|"members"'))
    ),
}
LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\[\s{0,99}\{")
DAY = re.compile(r"([^/]+)/[0-9]{4}-[0-9]{2}-[0-9]{2}\.json\Z")  # other files in a channel's folder are not messages
# Files of the export without members, groups or messages: they are known, and not read.
UNREAD = ("integration_logs", "canvases", "lists", "huddle_transcripts", "file_conversations")
ROOT = {USERS, *GROUP_FILES, *(f"{name}.json" for name in UNREAD)}


def recognises(file: File) -> bool:
    """Whether this is the list of users, of channels or of chats at an export's root."""
    if file.base not in LEADS:  # the layout is the format: the names are part of its content
        return False
    return bool(LIST.match(file.head)) and all(token.search(file.head) for token in LEADS[file.base])


def parts(file: File, files: Sequence[File]) -> list[File]:
    """The lists beside the lead and the days in the folders under it."""
    own = [each for each in files if each.name.startswith(file.folder) and _belongs(each.name[len(file.folder) :])]
    return [file, *(each for each in own if each is not file)]


def _belongs(path: str) -> bool:
    return path in ROOT or DAY.fullmatch(path) is not None


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (it speaks for itself)
    """The export at whose root the first file lies."""
    yield from read_export(files, files[0].folder)


def read_export(files: Sequence[File], root: str) -> Iterator[Batch]:
    """Members and groups, then the days, then who has left. A message's own stamp counts, not its file's name."""
    by_path = {file.name[len(root) :]: file for file in files}
    rows = Rows()
    users = read_members(by_path.get(USERS), rows)
    groups = read_groups(by_path, users, rows)
    folders = [(day[1], file) for path, file in by_path.items() if (day := DAY.fullmatch(path))]
    days = [(groups.of_folder(folder, rows), file) for folder, file in folders]
    zone = users.zone
    yield replace(rows.batch(zone=zone), zones=users.zones)
    rows = Rows()
    for group, file in days:
        read_day(file, group, users, groups.pins, rows)
        if rows.is_full:
            yield rows.batch(zone=zone)
            rows = Rows()
    add_through_apps(users, groups.pins, rows)
    add_leavers(users, rows)
    yield rows.batch(zone=zone)
