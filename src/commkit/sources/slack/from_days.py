"""What is left of a Slack export without its lists of users and channels: CHANNEL/YYYY-MM-DD.json alone.

Names come from the messages, ids as they are; see `from_json` for the whole export.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commkit.sources.slack.from_json import DAY, LIST, PLATFORM, read_export

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.store.batch import Batch

__all__ = ["LACKS", "PLATFORM", "parts", "read", "recognises"]

LACKS = frozenset({"roster", "bots"})

# Tokens of a day's first messages; the head may be cut inside one, so it is not parsed.
TOKENS = (re.compile(rb'"ts"\s{0,9}:\s{0,9}"[0-9]{9,10}\.[0-9]{6}"'), re.compile(rb'"type"\s{0,9}:\s{0,9}"message"'))


def recognises(file: File) -> bool:
    """Whether this is a day's list of messages in a channel's folder."""
    if not DAY.search(file.name):
        return False
    return bool(LIST.match(file.head)) and all(token.search(file.head) for token in TOKENS)


def parts(file: File, files: Sequence[File]) -> list[File]:
    """The days of all channels whose folders lie beside this one; days of a folder without messages are none."""
    root = _root(file)
    days = [each for each in files if each.name.startswith(root) and DAY.fullmatch(each.name[len(root) :])]
    channels = {each.folder for each in days if recognises(each)}
    return [file, *(each for each in days if each.folder in channels and each is not file)]


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch]:  # noqa: ARG001 (it speaks for itself)
    """The days, by the folders of their channels."""
    yield from read_export(files, _root(files[0]))


def _root(file: File) -> str:
    """The folder in which the folder of this day's channel lies."""
    return file.folder[: file.folder.rstrip("/").rfind("/") + 1]
