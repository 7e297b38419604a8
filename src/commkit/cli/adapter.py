"""A function becomes a command; a question gets the options that every question shares."""

from __future__ import annotations

import inspect
import os
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_type_hints

import typer

from commkit import catalog
from commkit.choices import Language
from commkit.cli.destinations import writing
from commkit.cli.help import HelpedCommand, HelpedGroup
from commkit.cli.texts import name_folders, refuse_undecoded
from commkit.params import QuestionOptions
from commkit.words import language, say, speak, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from typer.core import TyperCommand, TyperGroup

    Described = tuple[Callable[..., None], str, Iterable[str]]  # a function, its help and its examples


def make_question(name: str) -> TyperCommand:
    """Make a command of the question."""
    return make(name, *_described(name))


def make_group(group: str) -> TyperGroup:
    """Make a group of commands of the questions in it."""
    from commkit.cli import verbs  # which imports this module

    questions = {own: _described(f"{group} {own}") for own in catalog.groups()[group]}
    return gather(group, say(catalog.group_summary(group)), {**verbs.describe_beside(group), **questions})


def _described(name: str) -> Described:
    """The question as a function, what it asks and what its answer is, and its examples."""
    question = catalog.question(name)
    text = f"{say(catalog.summary(name))}\n\n{say(inspect.getdoc(question) or '')}"
    return join(question), text, catalog.about(name).examples


def make(name: str, act: Callable[..., None], text: str, examples: Iterable[str]) -> TyperCommand:
    """Make a command of a function; `text` is its help, and the examples stand below it."""
    alone = typer.Typer(add_completion=False)
    _add(alone, name, (act, text, examples))
    return cast("TyperCommand", typer.main.get_command(alone))


def gather(name: str, text: str, members: Mapping[str, Described]) -> TyperGroup:
    """Make a group of commands, each of a function, its help and its examples; `text` is the help of the group."""
    group = typer.Typer(name=name, help=text, no_args_is_help=True, cls=HelpedGroup)
    for own, described in members.items():
        _add(group, own, described)
    return typer.main.get_group(group)


def _add(app: typer.Typer, name: str, described: Described) -> None:
    act, text, examples = described
    app.command(name, help=text, epilog="\n\n".join(examples), cls=HelpedCommand)(spread(act))


def join(question: catalog.Question) -> Callable[..., None]:
    """A function that asks the question. It takes the question's own options, and the shared ones of other names."""
    own = list(inspect.signature(question, eval_str=True).parameters.values())[1:]
    names = {parameter.name for parameter in own}
    shared = [each for each in parameters_of(QuestionOptions) if each.name not in names]

    def command(**values: Any) -> None:  # noqa: ANN401 (whatever the joined options hold)
        from commkit.answer.question import answer

        asked = QuestionOptions(**{each.name: values.pop(each.name) for each in shared})
        answer(question, values, asked)

    return _sign(command, [*shared[:1], *own, *shared[1:]])


def spread(act: Callable[..., None]) -> Callable[..., None]:
    """The function with each parameter that is a class of options replaced by the fields of that class."""
    given = inspect.signature(act, eval_str=True).parameters.values()
    sets: dict[str, Any] = {each.name: each.annotation for each in given if is_dataclass(each.annotation)}

    def command(**values: Any) -> None:  # noqa: ANN401 (whatever the options hold)
        refuse_undecoded(values)
        values = {name: name_folders(value) for name, value in values.items()}
        quiet = bool(values.get("quiet", os.environ.get("COMMKIT_QUIET")))
        if not quiet:
            _warn_of_settings()
            _tell_of_waits()
        _draw_in_english(values, quiet=quiet)
        guard = writing(dict(values), quiet=quiet)
        for name, kind in sets.items():
            values[name] = kind(**{each.name: values.pop(each.name) for each in fields(kind)})
        with guard:
            act(**values)

    return _sign(command, [one for each in given for one in parameters_of(sets.get(each.name, each))])


def _tell_of_waits() -> None:
    """Say on stderr where a database is waited for."""
    from commkit.render.talk import note
    from commkit.store.locks import Waits

    Waits.tell = note


def _draw_in_english(values: dict[str, Any], *, quiet: bool) -> None:
    """Ask in English for a PNG in Chinese that no typeface of this machine draws: names in the answer are numbered."""
    output = values.get("output")
    of_name = output.suffix.lower().lstrip(".") if isinstance(output, Path) else ""
    if (values.get("format") or of_name) != "png" or (values.get("lang") or language()) != "zh":
        return
    from commkit.render.picture import fonts

    if fonts.find_chinese() is not None:
        return
    if not quiet:
        from commkit.render.picture.stand_ins import tell_language
        from commkit.render.talk import note

        with speaking("zh"):
            note(tell_language())
    speak("en")
    if "lang" in values:
        values["lang"] = Language.en


def _warn_of_settings() -> None:
    """Say that a commkit.toml lies here that is not read."""
    from commkit import settings

    if passed_over := settings.read().passed_over:
        from commkit.render.talk import warn

        warn(say("{path} belongs to another user and is not read; --config reads it.", path=passed_over))


def parameters_of(kind: Any) -> list[inspect.Parameter]:  # noqa: ANN401 (a class of options, or a parameter)
    """The fields of a class of options as parameters; a parameter stays as it is."""
    if isinstance(kind, inspect.Parameter):
        return [kind]
    hints = get_type_hints(kind, include_extras=True)
    keyword_only = inspect.Parameter.KEYWORD_ONLY
    return [
        inspect.Parameter(each.name, keyword_only, default=each.default, annotation=hints[each.name])
        for each in fields(kind)
    ]


def _sign(command: Callable[..., None], parameters: list[inspect.Parameter]) -> Callable[..., None]:
    """Give the function the signature from which Typer makes the options."""
    keyword_only = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    command.__signature__ = inspect.Signature(keyword_only)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command
