"""`commkit export`: the table of every question, as Parquet and as CSV, in one folder."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from commkit import catalog, settings
from commkit.answer.question import ask_question, open_store
from commkit.errors import CannotDo, NotEnoughData, WrongUse
from commkit.params import DATABASE, AsOf, Database, Exports, LockTimeout, Maps, Now, QuestionOptions, Quiet, option
from commkit.render.columnar import render_parquet
from commkit.render.separated import marks_files, render_csv
from commkit.render.talk import note, progress
from commkit.render.whole_folder import promise_folder
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from commkit.settings import Config
    from commkit.store.ask.community import Store

Folder = Annotated[
    Path, option("--output", "-o", metavar="DIR", help=say("Write here: a new folder, or an earlier export."))
]
EXAMPLES = (
    "commkit export -o tables  # the table of every question, in one folder",
    "commkit export exports/ -o tables --as-of 2026-06-30  # as of the end of June, straight from the exports",
    "commkit --db community.duckdb export -o tables -q  # without a word, for a nightly job",
)
INDEX = "contents.csv"


class ContentsLine(NamedTuple):
    """A line of the index: how many rows as of when in which file, or what the question lacks."""

    question: str
    rows: int | None
    as_of_on: str | None
    file: str | None
    lacks: str | None


def export(
    *,
    exports: Exports = None,
    map: Maps = None,
    db: Database = DATABASE,
    folder: Folder,
    as_of: AsOf = None,
    now: Now = None,
    quiet: Quiet = False,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Write the table of every question into a folder, as Parquet and as CSV, with contents.csv as its index.

    Each question is asked as without options of its own, and people are handles. A question that lacks data is named
    in the index and on stderr. An earlier export in the same place is replaced whole.
    """
    asked = QuestionOptions(
        exports=exports, map=map, db=db, as_of=as_of, now=now, quiet=quiet, lock_timeout=lock_timeout
    )
    with promise_folder(folder, is_export) as draft, open_store(asked) as store:
        store.session.keeps_models = False
        config = settings.read()
        with progress(say("questions answered"), len(catalog.names()), quiet=quiet) as sign:
            told = [_write_answer(store, name, asked, config, draft) for name in sign.follow(catalog.names())]
        _write_index(draft, told)
        if not quiet:
            for line in told:
                if line.lacks is not None:
                    note(f"{line.question}: {line.lacks}")
        if all(line.file is None for line in told):
            raise NotEnoughData(
                say("no question can be answered from {file}", file=store.name),
                hint=say("load an export: commkit load EXPORT"),
            )


def is_export(folder: Path) -> bool:
    """Whether a folder holds an export and nothing beside it."""
    try:
        with (folder / INDEX).open(encoding="utf-8-sig", newline="") as index:
            begins_so = next(csv.reader(index), None) == list(ContentsLine._fields)
    except (OSError, UnicodeDecodeError, csv.Error):
        return False
    known = {INDEX, *(f"{_name_file(name)}.{end}" for name in catalog.names() for end in ("csv", "parquet"))}
    return begins_so and all(path.name in known and path.is_file() for path in folder.iterdir())


def _write_answer(store: Store, name: str, asked: QuestionOptions, config: Config, draft: Path) -> ContentsLine:
    try:
        result, context = ask_question(store, name, {}, asked, config)
    except (CannotDo, NotEnoughData, WrongUse) as refusal:
        return ContentsLine(name, None, None, None, refusal.message)
    base = _name_file(name)
    _write_table(draft / base, result.table)
    return ContentsLine(name, result.table.height, context.as_of, f"{base}.csv", None)


def _write_table(base: Path, table: pl.DataFrame) -> None:
    base.with_suffix(".parquet").write_bytes(render_parquet(table))
    base.with_suffix(".csv").write_text(
        "".join(render_csv(table, bom=marks_files())), "utf-8", "backslashreplace", newline=""
    )


def _write_index(draft: Path, told: Sequence[ContentsLine]) -> None:
    import polars as pl

    types = {"rows": pl.Int64}
    schema = {name: types.get(name, pl.String) for name in ContentsLine._fields}
    text = "".join(render_csv(pl.DataFrame(told, schema, orient="row"), bom=marks_files()))
    (draft / INDEX).write_text(text, "utf-8", newline="")


def _name_file(question: str) -> str:
    return question.replace(" ", "-")
