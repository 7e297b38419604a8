"""What is said beside the tally of a load: what was not read, not placed, or read more than once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from commkit.file_names import show_path
from commkit.intake.doubts import list_doubts, name_kind
from commkit.sources.files.encoding import AS_IT_IS, UNKNOWN
from commkit.store.batch import find_home
from commkit.words import say, say_counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from commkit.intake.exports import PathContents
    from commkit.sources.files.file import File
    from commkit.store.load.count import Count
    from commkit.store.load.credit.relay import Credited

MOST_NAMED = 8
MOST_ALIKE = 1 / 3  # of a first load's records that may be duplicates without a word
MOST_COLUMNS = 20  # that one line names


def list_notes(
    all_contents: Sequence[PathContents], details: Sequence[Mapping[str, Count]], *, is_first: bool
) -> Iterator[str]:
    """What must be said of each path; `details` are the counts of each by kind, in a first load or a later one."""
    for contents, detail in zip(all_contents, details, strict=True):
        if contents.known and not contents.staged:
            yield say("{path}: already loaded, nothing added.", path=contents.path.name)
        if is_first:
            yield from _note_duplicates(contents, detail)
        yield from _note_left(contents)
        yield from _note_encodings(contents)
        yield from _note_unplaced(contents)
        yield from list_doubts(contents)


def _note_duplicates(contents: PathContents, detail: Mapping[str, Count]) -> Iterator[str]:
    """In a first load, records are duplicates of others in it: many are, where a table is not what it seems."""
    is_table = any(found.name == "table" for found in contents.found)
    for kind, count in detail.items():
        if count.duplicate >= max(MOST_ALIKE * count.records, 2):
            number, records = f"{count.duplicate:,}", f"{count.records:,}"
            told = {"path": contents.path.name, "number": number, "records": records, "kind": name_kind(kind)}
            if is_table:
                yield say(
                    "{path}: {number} of {records} {kind} say the same as others in this first load: is it another kind"
                    " of table, or an id that is none? see --map",
                    **told,
                )
            else:
                yield say("{path}: {number} of {records} {kind} say the same as others in this first load", **told)


def _note_left(contents: PathContents) -> Iterator[str]:
    """What is not read: copies of other exports, tables with columns of no kind, and what is none of ours."""
    path = contents.path.name
    for name, other in list(contents.copies.items())[:MOST_NAMED]:
        yield _tell_copy(contents, name, other)
    for name, why in list(contents.unread.items())[:MOST_NAMED]:
        yield say("{path}: the table {name} is not read: {why}", path=path, name=show_path(name), why=why)
    names = [_name_foreign(file) for file in contents.foreign if file.name not in contents.unread]
    some = say(", ").join(names[:MOST_NAMED]) + (say(", …") if len(names) > MOST_NAMED else "")
    if names:
        yield say_counted(
            len(names),
            "{path}: 1 foreign file skipped: {names}",
            "{path}: {number} foreign files skipped: {names}",
            path=path,
            names=some,
        )


def _tell_copy(contents: PathContents, name: str, other: str) -> str:
    path = contents.path.name
    return say(
        "{path}: {name} holds the same as {other}, and is read once",
        path=path,
        name=show_path(name),
        other=show_path(other),
    )


def _name_foreign(file: File) -> str:
    name = show_path(file.name)
    return say("{name} ({reason})", name=name, reason=file.fault) if file.fault else name


def note_credit(credited: Credited | None) -> Iterator[str]:
    """How many messages were credited to people behind bridges."""
    if credited:
        yield say(
            "{messages} {what} credited to {people} behind a bridge",
            messages=f"{credited.messages:,}",
            what=name_kind("message", credited.messages),
            people=say_counted(credited.people, "1 person", "{number} people"),
        )


def note_twice(messages: int) -> Iterator[str]:
    """How many messages stand in two groups, because one of two exports does not tell the group's id."""
    if messages:
        yield say_counted(
            messages,
            "1 message is known in another group of the same name and counts twice: one export has lost its list of"
            " channels; take it back with `commkit loads undo`",
            "{number} messages are known in other groups of the same name and count twice: one export has lost its list"
            " of channels; take it back with `commkit loads undo`",
        )


def note_apart(*, is_apart: bool) -> Iterator[str]:
    """What to do where people may have accounts on several platforms."""
    if is_apart:
        yield say("people on two platforms count twice until they are joined: commkit identity suggest")


def note_zones(zones: Mapping[str, int], chosen: str | None) -> Iterator[str]:
    """What zone the days are counted in where exports place people in several, and fewer than half in any."""
    home, is_of_half = find_home(zones)
    if home is not None and not is_of_half:
        yield say(
            "{count} of {of_all} people are in {zone}, fewer than half: days are counted in {chosen}; say the"
            " community's zone: commkit rebuild --tz {zone}",
            count=f"{zones[home]:,}",
            of_all=f"{sum(zones.values()):,}",
            zone=show_path(home),
            chosen=chosen,
        )


def _note_encodings(contents: PathContents) -> Iterator[str]:
    """One line per encoding other than UTF-8 in which files are written, and one for those that cannot be told."""
    if unknown := [file for found in contents.found for file in found.files if file.encoding == UNKNOWN]:
        yield say_counted(
            len(unknown),
            "{path}: the encoding of 1 file cannot be told, and what is not ASCII in it is lost; "
            "say it with --encoding",
            "{path}: the encoding of {number} files cannot be told, and what is not ASCII in them is lost; "
            "say it with --encoding",
            path=contents.path.name,
        )
    files = [file for found in contents.found for file in found.files if file.encoding not in (None, *AS_IT_IS)]
    for name, number in sorted(Counter(file.encoding for file in files).items()):
        called = str(name).upper().replace("_", "-").removesuffix("-LE").removesuffix("-BE")
        yield say_counted(
            number,
            "{path}: 1 file read as {encoding}",
            "{path}: {number} files read as {encoding}",
            path=contents.path.name,
            encoding=called,
        )


def _note_unplaced(contents: PathContents) -> Iterator[str]:
    """One line per table with columns that nothing is read from, and how they could be placed."""
    for unplaced in contents.unplaced:
        if unplaced.sheets:
            yield say(
                "{path}: sheets that are not read: {names}; save one as a file of its own to --map its columns",
                path=contents.path.name,
                names=say(", ").join(map(show_path, unplaced.sheets[:MOST_NAMED])),
            )
        for name, other in unplaced.copies:
            yield _tell_copy(contents, name, other)
        if not unplaced.columns:
            continue
        some = say(", ").join(map(show_path, unplaced.columns[:MOST_COLUMNS]))
        cut = say(", …") if len(unplaced.columns) > MOST_COLUMNS else ""
        number = len(unplaced.columns)
        columns = say_counted(number, "1 column", "{number} columns")
        yield say(
            "{path}: {columns} not placed: {names}; --map ROLE=COLUMN places one as: {roles}",
            path=contents.path.name,
            columns=columns,
            names=some + cut,
            roles=say(", ").join(unplaced.roles),
        )
        if unplaced.takes_labels:
            yield say(
                "{path}: --map label:COLUMN keeps such a column as a label of each member", path=contents.path.name
            )
