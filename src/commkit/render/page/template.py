"""Templates of pages, filled so that nothing of the data becomes markup."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from commkit.render.page.prose import keep_dates, mark_command, mark_words

if TYPE_CHECKING:
    from jinja2 import Environment


def fill_template(name: str, **values: object) -> str:
    """The template of this name with these values. Raises UndefinedError where the template asks for another."""
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(read_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"keep_dates": keep_dates, "mark_command": mark_command, "mark_words": mark_words}
    return environment


def read_asset(name: str) -> str:
    """A template or a stylesheet of this folder."""
    return (files("commkit.render.page") / name).read_text("utf-8")
