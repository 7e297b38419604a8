"""What verbs show: a table through the same faces as an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit import render
from commkit.result import Context, Result

if TYPE_CHECKING:
    from pathlib import Path

    from commkit.choices import Face
    from commkit.store.ask.community import Store


def show_rows(
    command: str,
    result: Result,
    store: Store | None,
    face: Face | None,
    output: Path | None = None,
    limit: int | None = None,
    sort: str | None = None,
    *,
    quiet: bool = False,
    names: bool = False,
) -> None:
    """Show the result of a verb; with a store, say as of when and in which zone."""
    context = Context(command, confidential=names)
    if store:
        context = Context(command, str(store.as_of), store.tz, store.name, confidential=names)
    show(result, context, face, output, limit, sort, quiet=quiet)


def show(
    result: Result,
    context: Context,
    face: Face | None,
    output: Path | None = None,
    limit: int | None = None,
    sort: str | None = None,
    *,
    quiet: bool = False,
) -> None:
    """Show the result in this context."""
    render.show(
        result,
        context,
        format=face.value if face else None,
        output=output,
        limit=limit,
        sort=sort,
        quiet=quiet,
        color=None,
    )
