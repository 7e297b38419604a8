"""`commkit rejects`: records that could not be read, where they stand, and reading them again."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commkit.answer.display import show_table
from commkit.errors import NotEnoughData, WrongUse
from commkit.intake.doubts import name_kind
from commkit.intake.exports import digest_of, find_all_exports, find_exports, stage_one
from commkit.intake.instructions import (
    AS_FOUND,
    Encoding,
    ExportZone,
    MaxRejects,
    Paths,
    ReadOptions,
    choose,
    make_reading,
    parse_limit,
)
from commkit.intake.outcome import commit_and_show
from commkit.intake.zone_names import parse_zone
from commkit.params import (
    DATABASE,
    FACE,
    MOST_LOADS,
    TABLE,
    Database,
    FaceOptions,
    LockTimeout,
    Names,
    Quiet,
    TableOptions,
    option,
)
from commkit.render.delivery import deliver
from commkit.render.talk import note, progress
from commkit.result import Result
from commkit.sources.files.excerpt import Place, can_cut, cut_out
from commkit.store.ask.community import Store
from commkit.store.load.loading import Loading
from commkit.store.load.manifest import RejectingLoads, find_rejecting_loads
from commkit.store.spool import private_folder
from commkit.words import say, say_counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from commkit.sources.registry import FoundExport
    from commkit.sources.source import Reading
    from commkit.store.private import Secret

EXAMPLES = (
    "commkit rejects list  # what could not be read, and where it stands",
    "commkit rejects export orders.csv -o rejected.csv  # the rejected rows, to mend by hand",
    "commkit rejects retry orders.csv --date-format dmy  # reads the same file again, dates day first",
    "commkit rejects retry mended.csv --load 3  # puts the mended file in the place of an old load",
)

OfLoad = Annotated[
    int | None,
    option(
        "--load", max=MOST_LOADS, metavar="ID", help=say("Only this load; for a mended file, the load that it mends.")
    ),
]
CutInto = Annotated[Path, option("--output", "-o", metavar="FILE", help=say("Write the records here; - for stdout."))]
Originals = Annotated[
    list[Path], typer.Argument(metavar="EXPORT...", help=say("The same files, folders or archives that were loaded."))
]


def list_(
    *,
    db: Database = DATABASE,
    load: OfLoad = None,
    names: Names = False,
    face: TableOptions = TABLE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Every rejected record: its load, kind, file, line, bytes, and why; files by handle, by name with --names."""
    with Store.open(db, lock_timeout=lock_timeout, names=names) as store:
        table = store.ask("store/ask/rejects", load_id=load)
        if names:
            files = store.ask("store/ask/files")
            table = table.join(files, left_on="file", right_on="handle", how="left", maintain_order="left")
            table = table.with_columns(file=table["name"]).drop("name")
        table = table.with_columns(
            table["kind"].replace({each: name_kind(each) for each in table["kind"].unique()}),
            table["reason"].replace({each: say(each) for each in table["reason"].unique()}),
        )
        result = Result(say("Rejected records"), table, aside=("first_byte", "last_byte"))
        show_table("rejects", result, face, store, names=names)


def export(
    paths: Originals,
    *,
    output: CutInto,
    db: Database = DATABASE,
    load: OfLoad = None,
    encoding: Encoding = None,
    quiet: Quiet = False,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Write the rejected records of exports as they are, below the table's header, to be looked at and mended.

    commkit keeps where a rejected record stands and not what it says, so it reads them from the files once more: give
    the same files, with the same --encoding. Text is written as UTF-8. What is written are members' words.
    """
    loads = find_rejecting_loads(db, lock_timeout)
    reading = make_reading(ReadOptions(encoding=encoding))
    with Store.open(db, lock_timeout=lock_timeout) as store, private_folder() as folder:
        everything = [found for path in paths for found in find_exports(path, folder, reading).found]
        pairs = [(found, store.ask("store/ask/rejects", load_id=_load_of(found, loads, load))) for found in everything]
        cut, left = 0, 0
        for found, rejects in pairs:
            able = sum(can_cut(found.name, place) for place in _places(rejects))
            cut, left = cut + able, left + rejects.height - able
        if not cut:
            raise NotEnoughData(
                say("these exports have no rejected record that can be cut out"),
                hint=say("see where they stand: commkit rejects list --names"),
            )
        deliver(chain.from_iterable(_cut(found, rejects, loads.secret, reading) for found, rejects in pairs), output)
    if not quiet:
        note(
            say_counted(
                cut,
                "1 rejected record written; confidential: it holds members' words.",
                "{number} rejected records written; confidential: they hold members' words.",
            )
        )
        if left:
            note(say("{number} stand inside JSON, a page or a workbook and are not cut out.", number=left))


def retry(
    paths: Paths,
    *,
    db: Database = DATABASE,
    load: OfLoad = None,
    export_tz: ExportZone = None,
    how: ReadOptions = AS_FOUND,
    max_rejects: MaxRejects = None,
    face: FaceOptions = FACE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Read exports again that had rejects, with other options or mended; each takes the place of its earlier load.

    The load of the same bytes is known by itself; say which load a mended file takes the place of with --load. All
    happens at once or not at all, and nothing happens where fewer records could be read than before.
    """
    reading = make_reading(how)
    choices = choose(export_tz=parse_zone(export_tz), currency=how.currency, max_rejects=parse_limit(max_rejects))
    loads = find_rejecting_loads(db, lock_timeout)
    with private_folder() as folder:
        all_contents = find_all_exports(paths, folder, reading, quiet=face.quiet)
        pairs = [(contents, found) for contents in all_contents for found in contents.found]
        if load is not None and len(pairs) > 1:
            raise WrongUse(say("--load is for one export"), hint=say("give the exports one by one"))
        loading = Loading(folder, choices, loads.secret, tz=loads.tz)
        with progress(say("records read"), quiet=face.quiet) as sign:
            for contents, found in pairs:
                place = _load_of(found, loads, load)
                chat = loads.groups.get(place)  # a mended file may have another name
                as_before = replace(reading, chat=chat, keeps_names=loads.has_names_in_keys)
                staged = stage_one(found, loading, as_before, sign.advance)
                staged.instead_of = place
                contents.staged.append(staged)
        commit_and_show("rejects", all_contents, loading, db, face, lock_timeout=lock_timeout)
    for staged in loading.exports if not face.quiet else ():
        note(say("load {new} took the place of load {old}.", new=staged.load_id, old=staged.instead_of))


def _load_of(found: FoundExport, loads: RejectingLoads, said: int | None) -> int:
    """The load named by --load, else the one that read this export. Raises WrongUse where there is none."""
    known = say(", ").join(map(str, loads.with_rejects)) or say("none")
    hint = say("loads with rejects: {known}; see `commkit rejects list`", known=known)
    if said is not None:
        if said not in loads.digests:
            raise WrongUse(say("there is no load {number}", number=said), hint=hint)
        return said
    digest = loads.secret.digest_of("export", digest_of(found.files))
    for load_id, each in loads.digests.items():
        if each == digest:
            return load_id
    raise WrongUse(say("no load read just these bytes: say with --load which is meant"), hint=hint)


def _places(rejects: pl.DataFrame) -> list[Place]:
    return [Place(*row) for row in rejects.select("line", "first_byte", "last_byte").rows()]


def _cut(found: FoundExport, rejects: pl.DataFrame, secret: Secret, reading: Reading) -> Iterator[bytes]:
    """The rejected records of each file. An export's only file may have been renamed since it was loaded."""
    for file in found.files:
        own = rejects if len(found.files) == 1 else rejects.filter(rejects["file"] == secret.file_handle(file.name))
        if places := [place for place in _places(own) if can_cut(found.name, place)]:
            yield from cut_out(file, found.name, places, found.above(reading))


VERBS = {"list": list_, "export": export, "retry": retry}
