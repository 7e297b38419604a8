"""The table of a verb, in the format that its options ask for."""

from __future__ import annotations

from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from commkit.render.output import show
from commkit.result import Context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commkit.params import FaceOptions, TableOptions
    from commkit.result import Result
    from commkit.store.ask.community import Store


def show_table(
    command: str,
    result: Result,
    face: FaceOptions | TableOptions,
    store: Store | None = None,
    *,
    names: bool = False,
    excluded: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Show the result of a verb; with a store, say as of when and in which zone."""
    context = Context(command, confidential=names)
    if store:
        context = Context(command, str(store.as_of), store.tz, store.name, excluded, names)
    show(result, context, **asdict(face))
