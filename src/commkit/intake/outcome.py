"""The end of a load: committed, and told; a file of the answer is there if and only if the load is."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from commkit.errors import CannotDo
from commkit.intake.account import show_account
from commkit.render.delivery import is_file, promised
from commkit.result import Context
from commkit.store.load.transaction import commit
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from commkit.intake.exports import Gathered
    from commkit.params import Shown
    from commkit.store.load.count import Count
    from commkit.store.load.loading import Loading


def finish(
    command: str,
    all_gathered: Sequence[Gathered],
    loading: Loading,
    db: Path,
    shown: Shown,
    *,
    lock_timeout: float,
) -> None:
    """Commit what is staged, and show what became of the records of all exports."""

    def tell(done: Sequence[Mapping[str, Count]], output: Path | None) -> None:
        context = Context(command, tz=loading.tz, database=db.name)
        show_account(all_gathered, loading, done, context, replace(shown, output=output))

    if shown.output and is_file(shown.output) and loading.exports:
        with promised(shown.output) as draft:
            commit(loading, db, lock_timeout=lock_timeout, check=lambda done: tell(done, draft))
        return
    done = commit(loading, db, lock_timeout=lock_timeout) if loading.exports else []
    with _loaded():
        tell(done, shown.output)


@contextlib.contextmanager
def _loaded() -> Iterator[None]:
    """What cannot be told any more is loaded nevertheless: say so."""
    try:
        yield
    except CannotDo as refusal:
        what = say("the exports are loaded, but: {what}", what=refusal.message)
        raise CannotDo(what, hint=say("see `commkit loads list`; loading them again adds nothing")) from refusal
