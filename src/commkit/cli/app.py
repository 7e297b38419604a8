"""The app: each question becomes a command, each refusal two lines and an exit code."""

from __future__ import annotations

import inspect
import itertools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commkit import __version__, catalog
from commkit import settings as config
from commkit.answer import question as answering
from commkit.cli import crash, misuse
from commkit.cli.verbs import register
from commkit.errors import CommkitError
from commkit.indicators.inventory import INDICATORS
from commkit.params import (
    DATABASE,
    AsOf,
    By,
    Comparing,
    Database,
    Exports,
    Format,
    Group,
    IncludeStaff,
    InSegment,
    Lang,
    Limit,
    LockTimeout,
    Names,
    Now,
    Output,
    Quiet,
    Since,
    Sort,
    Until,
    option,
)
from commkit.render import safe
from commkit.render.line_breaks import break_between_characters
from commkit.words import language, say

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(
    name="commkit",
    help=say("Answers about your community, from its exports, on this machine."),
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "COMMKIT"},
)


def shared(
    exports: Exports = None,
    *,
    db: Database = DATABASE,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    now: Now = None,
    group: Group = None,
    by: By = None,
    segment: InSegment = None,
    compare: Comparing = None,
    include_staff: IncludeStaff = False,
    names: Names = False,
    format: Format = None,
    output: Output = None,
    limit: Limit = None,
    sort: Sort = None,
    lang: Lang = None,
    quiet: Quiet = False,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """What every question can be told beside its own options."""


def as_command(question: catalog.Question) -> Callable[..., None]:
    """The question as a command: its own options joined with the shared ones that it does not define itself."""
    own = list(inspect.signature(question, eval_str=True).parameters.values())[1:]
    mine = {parameter.name for parameter in own}
    common = [each for each in inspect.signature(shared, eval_str=True).parameters.values() if each.name not in mine]
    parameters = [*common[:1], *own, *common[1:]]

    def command(**values: Any) -> None:  # noqa: ANN401 (whatever the joined options hold)
        asked = answering.Asked(**{each.name: values.pop(each.name) for each in common})
        answering.answer(question, values, asked)

    keyword_only = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    command.__signature__ = inspect.Signature(keyword_only)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    command.__name__ = question.__name__
    command.__doc__ = say(inspect.getdoc(question) or "")
    return command


def print_version(asked: bool) -> None:
    """Print the version and end, if that is asked."""
    if asked:
        typer.echo(f"commkit {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    *,
    db: Annotated[Path | None, option("--db", metavar="FILE", help=say("The community's database."))] = None,
    lang: Lang = None,
    config_file: Annotated[Path | None, option("--config", metavar="FILE", help=say("Read this commkit.toml."))] = None,
    quiet: Quiet = False,
    no_color: Annotated[bool, option("--no-color", help=say("No colours."))] = False,
    version: Annotated[  # noqa: ARG001 (answered by its callback)
        bool, option("--version", "-V", is_eager=True, callback=print_version, help=say("Print the version."))
    ] = False,
) -> None:
    """Take the options that stand before the command, and the defaults that commkit.toml gives."""
    before = {"COMMKIT_DB": db, "COMMKIT_LANG": lang, "COMMKIT_CONFIG": config_file}
    os.environ.update({name: str(value) for name, value in before.items() if value is not None})
    if no_color:
        os.environ["NO_COLOR"] = "1"
    if quiet:
        os.environ["COMMKIT_QUIET"] = "1"
    said = config.read(config_file)
    config.check(said, options_of(context.command), INDICATORS)
    context.default_map = dict(said.defaults)
    context.obj = said


def options_of(command: Any) -> dict[str, Any]:  # noqa: ANN401 (Typer's own copy of Click has no public types)
    """Every command's options by name, groups of commands as maps of their own: what commkit.toml may set."""
    return {
        name: options_of(each) if hasattr(each, "commands") else [parameter.name for parameter in each.params]
        for name, each in command.commands.items()
    }


for panel, group in catalog.panels().items():
    for each in group:
        epilog = "\n\n".join(catalog.about(each).examples)
        app.command(each, rich_help_panel=say(panel), epilog=epilog)(as_command(catalog.question(each)))
register(app)
if language() == "zh":
    break_between_characters()


def run(arguments: list[str] | None = None) -> int:  # noqa: PLR0911 (one return for each way to end)
    """Run one command line and give its exit code; every refusal is two lines on stderr."""
    try:
        code = app(led(sys.argv[1:] if arguments is None else arguments), standalone_mode=False)
    except CommkitError as refusal:
        tell(refusal.message, refusal.hint)
        return refusal.exit_code
    except typer.Exit as ended:
        return int(ended.exit_code)
    except typer.TyperException as fault:
        if fault.format_message():
            tell(misuse.told(fault.format_message()), say("see commkit --help"))
        return int(fault.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 (nothing more can be written: stay silent at exit)
        return 0
    except Exception as bug:  # noqa: BLE001 (the last line of defence: no traceback, no data)
        tell(*crash.describe(bug))
        return 70
    return code if isinstance(code, int) else 0


def led(arguments: list[str]) -> list[str]:
    """The same words with --lang and --config first, which belong to every command and may stand anywhere."""
    leading: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return [*leading, *rest, word, *words]
        if word in ("--lang", "--config"):
            leading += [word, *itertools.islice(words, 1)]
        elif word.startswith(("--lang=", "--config=")):
            leading.append(word)
        else:
            rest.append(word)
    return [*leading, *rest]


def tell(what: str, hint: str) -> None:
    """Two lines on stderr: what happened, and what to try."""
    sys.stderr.write(f"commkit: {safe(what, None)}\n  {safe(say('try: {hint}', hint=hint), None)}\n")
