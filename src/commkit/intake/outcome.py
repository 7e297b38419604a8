"""The end of a load: it is committed and its tally shown; the tally's file exists only if the load is committed."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from commkit.errors import CannotDo
from commkit.intake.tally import show_tally
from commkit.render.delivery import is_file, promise_file
from commkit.render.talk import progress
from commkit.result import Context
from commkit.store.load.transaction import commit
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from commkit.intake.exports import PathContents
    from commkit.params import FaceOptions
    from commkit.store.load.count import Count
    from commkit.store.load.loading import Loading


def commit_and_show(
    command: str,
    all_contents: Sequence[PathContents],
    loading: Loading,
    db: Path,
    face: FaceOptions,
    *,
    lock_timeout: float,
) -> None:
    """Commit the staged exports and show what became of their records; quiet, only in a face that is asked for."""

    def tell(done: Sequence[Mapping[str, Count]], output: Path | None) -> None:
        context = Context(command, tz=loading.tz, database=db.name)
        show_tally(all_contents, loading, done, context, replace(face, output=output))

    adding = say("adding to the database")
    if face.output and is_file(face.output) and loading.exports:
        with promise_file(face.output) as draft, progress(adding, quiet=face.quiet):
            commit(loading, db, lock_timeout=lock_timeout, check=lambda done: tell(done, draft))
        return
    with progress(adding, quiet=face.quiet):
        done = commit(loading, db, lock_timeout=lock_timeout) if loading.exports else []
    if face.quiet and face.format is None and face.output is None:
        return
    with _refusing_as_loaded():
        tell(done, face.output)


@contextlib.contextmanager
def _refusing_as_loaded() -> Iterator[None]:
    """Say that the exports are loaded where only the tally could not be shown."""
    try:
        yield
    except CannotDo as refusal:
        what = say("the exports are loaded, but: {what}", what=refusal.message)
        raise CannotDo(what, hint=say("see `commkit loads list`; loading them again adds nothing")) from refusal
