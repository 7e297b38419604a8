"""A question and its options as the words to type."""

from __future__ import annotations

import inspect
import shlex
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from commkit import catalog
from commkit.params import QuestionOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def spell(question: str, options: Mapping[str, Any], asked: Mapping[str, Any]) -> str:
    """The command line of a question with its own options and shared ones, as `commkit flow --every month`."""
    named = _name_options(question)
    exports = [str(path) for path in asked.get("exports") or ()]
    said = {name: value for name, value in {**options, **asked}.items() if name != "exports"}
    words = [word for name, value in said.items() for word in _write(named[name], value)]
    return shlex.join(["commkit", *question.split(), *exports, *words])


def keep_unusual(question: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Of these options those that the question takes as well, and that it would not have by itself."""
    known = inspect.signature(catalog.question(question)).parameters
    return {name: value for name, value in options.items() if name in known and value != known[name].default}


def _write(option: str, value: object) -> Iterator[str]:
    if value is None or value is False:
        return
    if value is True:
        yield option
    elif isinstance(value, list):
        for each in value:
            yield from (option, str(each))
    else:
        yield from (option, value.value if isinstance(value, StrEnum) else str(value))


def _name_options(question: str) -> dict[str, str]:
    """Each parameter with the option that says it."""
    own = inspect.signature(catalog.question(question), eval_str=True).parameters.values()
    shared = inspect.get_annotations(QuestionOptions, eval_str=True)
    kinds = {each.name: each.annotation for each in own} | shared
    return {name: _find_option(name, kind) for name, kind in kinds.items()}


def _find_option(name: str, kind: Any) -> str:  # noqa: ANN401 (an annotation)
    """The first spelling that the annotation declares, else the name of the parameter."""
    said = [text for each in getattr(kind, "__metadata__", ()) for text in (each.default, *(each.param_decls or ()))]
    own = next((text for text in said if isinstance(text, str) and text.startswith("--")), None)
    return own.partition("/")[0] if own else f"--{name.replace('_', '-')}"
