"""What --help prints: what is answered, how it is asked, examples, and what can be said, panel by panel."""

from __future__ import annotations

from enum import Enum
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, NamedTuple

from typer import echo, style
from typer.core import TyperCommand, TyperGroup

from commkit.words import language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WIDEST = 100  # cells of a line: longer ones are hard to read
_LEFT = 26  # cells at most of what is said, where its meaning begins on the same line
_INDENT = 2


class Entry(NamedTuple):
    """What can be said, what it means, and the panel that it stands in."""

    said: str
    meaning: str
    panel: str


class HelpedCommand(TyperCommand):
    """A command whose help is ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 (Typer's own copy of Click has no types)
        """Print the help."""
        echo(write_help(self, ctx, ()))


class HelpedGroup(TyperGroup):
    """A group of commands whose help is ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 (as above)
        """Print the help, with the commands of the group."""
        named = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        echo(write_help(self, ctx, list(named.items())))


def write_help(command: Any, ctx: Any, members: Sequence[tuple[str, Any]]) -> str:  # noqa: ANN401 (as above)
    """The whole help of a command, or of a group with these members."""
    room = min(get_terminal_size().columns, _WIDEST)
    parameters = [each for each in command.get_params(ctx) if not getattr(each, "hidden", False)]
    arguments = [each for each in parameters if each.param_type_name == "argument"]
    options = [each for each in parameters if each.param_type_name == "option"]
    usage = [ctx.command_path, *(each.metavar or "" for each in arguments), *_follow(members, options)]
    blocks = [[" ".join(usage)], *_tell(command.help or "", room)]
    if command.epilog:
        blocks.append([_head(say("Examples")), *_show_examples(command.epilog.split("\n\n"), room)])
    entries = [
        *(Entry(each.metavar, each.help or "", say("What it takes")) for each in arguments),
        *(_describe_member(name, each) for name, each in members),
        *map(_describe, options),
    ]
    return "\n" + "\n\n".join("\n".join(block) for block in [*blocks, *_lay_out(entries, room)])


def _follow(members: object, options: object) -> Iterator[str]:
    """What follows the names in the usage."""
    if members:
        yield say("COMMAND")
    if options:
        yield say("[OPTIONS]")


def _tell(text: str, room: int) -> list[list[str]]:
    from commkit.render.widths import fold

    return [fold(_begin(paragraph), room) for paragraph in text.split("\n\n") if paragraph]


def _show_examples(examples: Iterable[str], room: int) -> Iterator[str]:
    """The lines of examples: what each is for, which is a comment of the shell in the code, and the command below."""
    from commkit.render.widths import fold

    for example in examples:
        command, _, caption = example.partition("  # ")
        if caption:
            yield from (" " * _INDENT + line for line in fold(_begin(say(caption)), room - _INDENT))
        yield " " * 2 * _INDENT + command


def _begin(sentence: str) -> str:
    """The sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def _head(title: str) -> str:
    return style(title, bold=True)


def _describe_member(name: str, command: Any) -> Entry:  # noqa: ANN401 (as above)
    """A command of a group: the first paragraph of its help."""
    return Entry(name, _begin((command.help or "").partition("\n\n")[0]), command.rich_help_panel or say("Commands"))


def _describe(option: Any) -> Entry:  # noqa: ANN401 (as above)
    """An option: its spellings, what is to be written after it, what it means, its choices, and what holds without."""
    kind = option.type_descriptor.annotation
    choices = [str(each.value) for each in kind] if isinstance(kind, type) and issubclass(kind, Enum) else []
    spelled = ", ".join([*sorted(option.opts, key=len), *option.secondary_opts])
    value = "" if option.is_flag or kind is bool else f" {option.metavar or ('WORD' if choices else 'N')}"
    parts = [_explain(option)]
    if choices:
        parts.append(say("One of: {names}.", names=say(", ").join(choices)))
    default = option.default.value if isinstance(option.default, Enum) else option.default
    if value and default is not None:
        parts.append(say("Default: {value}.", value=f"{default:g}" if isinstance(default, float) else default))
    told = ("" if language() == "zh" else " ").join(parts)
    return Entry(spelled + value, told, option.rich_help_panel or say("Options"))


def _explain(option: Any) -> str:  # noqa: ANN401 (as above)
    """What an option means; Typer's own are told in our words."""
    own = {
        "help": say("Print this help."),
        "install_completion": say("Let this shell complete commands and options."),
        "show_completion": say("Print what --install-completion would install."),
    }
    return own.get(option.name, option.help or "")


def _lay_out(entries: Sequence[Entry], room: int) -> Iterator[list[str]]:
    """A block a panel: what is said on the left, its meaning beside it."""
    panels: dict[str, list[Entry]] = {}
    for entry in entries:
        panels.setdefault(entry.panel, []).append(entry)
    left = max((len(entry.said) for entry in entries if len(entry.said) <= _LEFT), default=_LEFT)
    for panel in sorted(panels, key=_find_place):
        yield [_head(panel), *(line for entry in panels[panel] for line in _align(entry, left, room))]


def _find_place(panel: str) -> int:
    """Where a panel stands: those that all commands share come last, in one order."""
    shared = (say("What to look at"), say("How to show it"), say("Where to ask"))
    return shared.index(panel) + 1 if panel in shared else 0


def _align(entry: Entry, left: int, room: int) -> Iterator[str]:
    """The lines of an entry, its meaning beside it, or below where there is no room."""
    from commkit.render.widths import count_cells, fold

    margin = " " * (left + 2 * _INDENT)
    said = " " * _INDENT + entry.said
    lines = fold(entry.meaning, room - len(margin))
    gap = len(margin) - count_cells(said)
    yield said if gap < _INDENT else said + " " * gap + lines.pop(0)
    yield from (margin + line for line in lines)
