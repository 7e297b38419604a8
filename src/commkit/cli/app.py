"""The app: the options that stand before the command, and a command line run to its exit code."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commkit import __version__
from commkit.cli import signals
from commkit.cli.menu import Menu, Options
from commkit.cli.streams import fault_of_stdout, tell
from commkit.cli.texts import refuse_empty
from commkit.errors import CannotDo, CommkitError
from commkit.file_names import show_path
from commkit.params import Lang, Quiet, option
from commkit.store import notice
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
app = typer.Typer(
    name="commkit",
    cls=Menu,
    help=say("Answers about your community, from its exports, on this machine."),
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "COMMKIT"},
)


def print_version(asked: bool) -> None:
    """Print the version and end, if that is asked."""
    if asked:
        typer.echo(f"commkit {__version__}")
        raise typer.Exit


@app.callback()
def begin(
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
    """Apply the options that stand before the command, and the defaults from commkit.toml."""
    from commkit import settings

    before = {"COMMKIT_DB": db, "COMMKIT_LANG": lang, "COMMKIT_CONFIG": config_file}
    os.environ.update({name: str(value) for name, value in before.items() if value is not None})
    if no_color:
        os.environ["NO_COLOR"] = "1"
    if quiet:
        os.environ["COMMKIT_QUIET"] = "1"
    config = settings.read(config_file)
    settings.check(config, Options(context.command), indicators())
    _check_layers(config.values.get("layers", {}))
    _check_rules(config.values.get("checks", {}))
    context.default_map = dict(config.defaults)
    context.obj = config


def _check_layers(said: object) -> None:
    """Refuse schemes of layers that cannot be read. Raises WrongUse."""
    if said:
        from commkit.segment.schemes import check_schemes

        check_schemes(said)


def _check_rules(said: object) -> None:
    """Refuse checks that cannot be read. Raises WrongUse."""
    if said:
        from commkit.gate.rules import check_rules

        check_rules(said)


def indicators() -> Iterator[str]:
    """The names of all indicators; they are imported when the first name is asked for."""
    from commkit.indicators.inventory import INDICATORS

    yield from INDICATORS


def run(arguments: list[str] | None = None) -> int:  # noqa: PLR0911 (one return for each way to end)
    """Run one command line and give its exit code; every refusal is two lines on stderr."""
    notice.listen(_note)
    try:
        words = lead(sys.argv[1:] if arguments is None else arguments)
        code = app(words, prog_name="commkit", standalone_mode=False)
    except CommkitError as refusal:
        return signals.caught_code() or refuse(refusal)
    except typer.Exit as ended:
        return int(ended.exit_code)
    except typer.TyperException as fault:
        from commkit.cli.misuse import translate

        if fault.format_message():
            command = getattr(getattr(fault, "ctx", None), "command_path", "commkit")
            report(translate(fault.format_message()), say("see {command} --help", command=command))
        return int(fault.exit_code)
    except typer.Abort:
        return 130
    except SystemExit:  # of a signal, or of Typer where whoever read stdout has gone
        if signals.caught_code() or not isinstance(fault_of_stdout(), BrokenPipeError):
            raise
        return 0
    except BaseException as bug:  # the last line of defence: no traceback, no data
        from commkit.cli.crash import is_panic

        if not isinstance(bug, Exception) and not is_panic(bug):
            raise
        return signals.caught_code() or _explain(bug)
    return code if isinstance(code, int) else 0


def _note(line: str) -> None:
    from commkit.render.talk import note

    note(line)


def refuse(refusal: CommkitError) -> int:
    """Report the refusal, and give its exit code."""
    report(refusal.message, refusal.hint)
    return refusal.exit_code


def _explain(bug: BaseException) -> int:
    """Say what failed: stdout, a path, or commkit. That whoever read it has gone is no fault."""
    fault = fault_of_stdout() if isinstance(bug, OSError) else None
    if isinstance(bug, BrokenPipeError):
        return 0
    if fault:
        return refuse(unprinted(fault))
    if isinstance(bug, OSError) and bug.filename and bug.strerror:
        what = say("cannot use {path}: {reason}", path=show_path(str(bug.filename)), reason=say(bug.strerror))
        return refuse(CannotDo(what, hint=say("check the path and the permissions")))
    from commkit.cli.crash import describe

    report(*describe(bug))
    return 70


def unprinted(fault: OSError) -> CannotDo:
    """The refusal where stdout cannot be written."""
    what = say("Cannot write {file}: {reason}.", file="stdout", reason=say(fault.strerror or type(fault).__name__))
    return CannotDo(what, hint=say("check where stdout leads"))


def lead(arguments: list[str]) -> list[str]:
    """The words with --lang and --config moved to the front: they may stand anywhere on the command line.

    Raises WrongUse for an empty one.
    """
    refuse_empty(arguments)
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


def report(what: str, hint: str) -> None:
    """Two lines on stderr: what happened, and what to try."""
    from commkit.render.safe import safe

    tell(f"commkit: {safe(what, None)}\n  {safe(say('try: {hint}', hint=hint), None)}")
