"""From paths on the command line to staged exports; an export that was loaded before is not read again."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from commkit.errors import CannotDo
from commkit.file_names import decode_name
from commkit.render.talk import progress
from commkit.sources.files.encoding import UNKNOWN
from commkit.sources.files.file import undecided
from commkit.sources.files.folder import file_of_stream, files_of, find_hidden
from commkit.sources.source import Reading
from commkit.store.ask.community import Store
from commkit.store.load.loading import Loading
from commkit.store.load.options import LoadOptions
from commkit.store.load.stage.staged_export import ExportFacts
from commkit.store.load.transaction import commit
from commkit.store.private import SECRET_BYTES, Secret
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.registry import FoundExport
    from commkit.sources.table.structure import Unplaced
    from commkit.store.batch import Portion
    from commkit.store.load.count import Count
    from commkit.store.load.stage.staged_export import Staged

STANDARD_INPUT = Path("-")
MOST_EXPLAINED = 100  # foreign files of a folder that are looked at for being tables
# Formats in which the name of a file or folder says what its bytes do not, such as the day or the channel.
NAMED = frozenset({"irc", "discord_csv", "discord_html", "zulip", "slack", "slack_days"})
_ADDRESS = re.compile(r"[a-z]{3,5}:/")
_DATABASE = b"DUCK"  # what stands in a file of the engine after its checksum
LARGE_BYTES = 200 * 1024**2


@dataclass(slots=True)
class PathContents:
    """What one path on the command line holds: exports, foreign files, and what became of the exports."""

    path: Path
    found: list[FoundExport] = field(default_factory=list)
    foreign: list[File] = field(default_factory=list)
    staged: list[Staged] = field(default_factory=list)
    known: list[Mapping[str, Count]] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)  # foreign files that are tables, and what their columns lack
    copies: dict[str, str] = field(default_factory=dict)  # exports of the same bytes as another, and that other's name
    unplaced: list[Unplaced] = field(default_factory=list)  # of each table that was read


def find_all_exports(paths: Iterable[Path], folder: Path, reading: Reading, *, quiet: bool) -> list[PathContents]:
    """The exports and the foreign files of each path, with a sign of life where that takes long."""
    with progress(say("looking for exports"), quiet=quiet):
        return [find_exports(path, folder, reading) for path in paths]


def find_exports(path: Path, folder: Path, reading: Reading) -> PathContents:
    """The exports and the foreign files of a path; none is read yet. Raises CannotDo where no export is found."""
    from commkit.sources import registry

    _refuse_address(path)
    is_stream = path == STANDARD_INPUT
    files = file_of_stream(sys.stdin.buffer, "standard-input", folder) if is_stream else files_of(path)
    for file in files:
        file.encoding = reading.encoding
    found, foreign = registry.find(files, reading)
    if not found:
        raise _unrecognised(path, foreign, registry.explanation(foreign, reading))
    unread = registry.explanations(foreign[:MOST_EXPLAINED], reading)
    return PathContents(path, found, foreign, unread=unread)


def _refuse_address(path: Path) -> None:
    """Refuse what is no path but an address. Raises CannotDo."""
    if _ADDRESS.match(str(path)):
        raise CannotDo(
            say("{path} is an address", path=str(path).replace(":/", "://")),
            hint=say("nothing is fetched from the network: download it, then give the file"),
        )


def _unrecognised(path: Path, foreign: Sequence[File], why: str | None) -> CannotDo:
    hidden, count = find_hidden(path) if not foreign and path.is_dir() else ("", 0)
    if hidden:
        what = say(
            "{file} has files in its hidden folder {name} alone: {count}", file=path.name, name=hidden, count=count
        )
        return CannotDo(what, hint=say("hidden folders are passed over: give that folder itself"))
    what = say("{file} is no export that commkit recognises", file=path.name)
    if len(foreign) == 1 and next(foreign[0].raw(), b"")[8:12] == _DATABASE:
        return CannotDo(what, hint=say("it is a database: give it with --db {name}", name=path))
    if not any(file.size for file in foreign):
        what = say("{file} is empty", file=path.name)
    elif len(foreign) > 1:
        what = say("none of the {count} files in {file} is an export", count=len(foreign), file=path.name)
    elif foreign[0].encoding == UNKNOWN:
        return undecided(foreign[0])
    if why:
        return CannotDo(f"{what}: {why}", hint=say("name a table's columns with --map ROLE=COLUMN"))
    return CannotDo(what, hint=say("see which exports it reads: commkit load --help"))


def stage(
    all_contents: Sequence[PathContents],
    loading: Loading,
    reading: Reading,
    known: Mapping[str, Mapping[str, Count]],
    tell: Callable[[int], None] = lambda _: None,
) -> None:
    """Read every export whose digest is not in `known`; `tell` gets the number of records with each batch.

    Exports are read in the order of the registry, not of the paths: formats that state a time zone come before formats
    that do not. What was staged of them before is forgotten.
    """
    from commkit.sources import registry

    ranks = list(registry.SOURCES)
    pairs = [(found, contents) for contents in all_contents for found in contents.found]
    for contents in all_contents:
        contents.staged, contents.known, contents.unplaced, contents.copies = [], [], [], {}
    read: dict[str, str] = {}
    for found, contents in sorted(pairs, key=lambda pair: ranks.index(pair[0].name)):
        digest = loading.secret.digest_of("export", digest_of(found.files))
        if digest in known:
            contents.known.append(known[digest])
            continue
        if digest in read and found.name not in NAMED:
            contents.copies[found.files[0].name] = read[digest]
            continue
        read[digest] = found.files[0].name
        contents.staged.append(stage_one(found, loading, reading, tell))
        contents.unplaced += filter(None, [found.unplaced(reading)])


def stage_one(
    found: FoundExport, loading: Loading, reading: Reading, tell: Callable[[int], None] = lambda _: None
) -> Staged:
    """Read one export; `tell` gets the number of records with each batch."""
    source = found.source
    platform, lacks = reading.platform or source.PLATFORM, tuple(sorted(found.lacks(reading)))
    first, digest = found.files[0], loading.secret.digest_of("export", digest_of(found.files))
    folder = loading.secret.file_handle(decode_name(str(first.path.parent))) if first.path else digest
    export = ExportFacts(digest, first.name, found.name, platform, lacks, folder)
    reading = replace(reading, own_zone=loading.find_own_zone(), clock_zone=loading.options.export_tz)
    return loading.stage(export, _count(source.read(found.files, reading), tell))


def _count(pieces: Iterable[Portion], tell: Callable[[int], None]) -> Iterator[Portion]:
    for piece in pieces:
        tell(piece.size)
        yield piece


def digest_of(files: Sequence[File]) -> str:
    """The digest of an export's bytes in 32 hex digits; the names of its files do not matter."""
    return blake2b("".join(sorted(file.digest for file in files)).encode(), digest_size=16).hexdigest()


def build_community(
    paths: Sequence[Path], choices: LoadOptions, reading: Reading, folder: Path
) -> tuple[Store, list[PathContents]]:
    """A community in memory. Handles come from the exports' bytes, so the same files give the same handles."""
    all_contents = [find_exports(path, folder, reading) for path in paths]
    loading = Loading(folder, choices, _secret_of(all_contents))
    stage(all_contents, loading, reading, {})
    commit(loading, None, lock_timeout=0)
    name = decode_name(paths[0].name) if len(paths) == 1 else say("{count} exports", count=len(paths))
    return Store(loading.con, name), all_contents


def _secret_of(all_contents: Sequence[PathContents]) -> Secret:
    digests = "".join(sorted(digest_of(found.files) for contents in all_contents for found in contents.found))
    return Secret(blake2b(digests.encode(), digest_size=SECRET_BYTES).digest())


def is_large(all_contents: Sequence[PathContents]) -> bool:
    """Whether the exports are so large that reading them again for each question is a waste."""
    return sum(file.size for contents in all_contents for found in contents.found for file in found.files) > LARGE_BYTES
