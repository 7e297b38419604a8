"""Every command by name, in the order that --help lists them; each is made when it is first needed."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from itertools import chain
from typing import TYPE_CHECKING, Any

from typer import echo
from typer.core import TyperCommand, TyperGroup

from commkit import catalog
from commkit.cli import verbs
from commkit.cli.adapter import make_group, make_question
from commkit.cli.help import write_help
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from commkit.settings import Sayable


class Menu(TyperGroup):
    """The app's commands. Help and completion read what the sources say, and import no command."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 (whatever Typer gives a group)
        super().__init__(**{**settings, "commands": Commands()})

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 (Typer's own copy of Click has no types)
        """The names. Typer's own version would make every command."""
        return list(self.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 (as above)
        """The command, or None. Typer's own version would take a KeyError inside a module for a missing command."""
        if cmd_name not in self.commands:
            return None
        return self.commands[cmd_name]

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 (as above)
        """Print the help, with the commands as their sources describe them."""
        echo(write_help(self, ctx, list(self._listed().commands.items())))

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:  # noqa: ANN401 (as above)
        """What an incomplete word can become."""
        ctx.command = self._listed()
        return TyperGroup.shell_complete(ctx.command, ctx, incomplete)

    def _listed(self) -> Menu:
        """A copy of this menu whose commands can be listed but not run."""
        listed = copy(self)
        listed.commands = {
            name: TyperCommand(name, help=say(text), rich_help_panel=say(panel)) for panel, name, text in entries()
        }
        return listed


class Commands(Mapping[str, "TyperCommand | TyperGroup"]):
    """The commands by name; looking one up imports its module and no other's."""

    def __init__(self) -> None:
        self._makers: dict[str, Callable[[str], TyperCommand | TyperGroup]] = {}
        for name in catalog.names():
            group = name.rpartition(" ")[0]
            self._makers[group or name] = make_group if group else make_question
        self._makers |= dict.fromkeys(chain.from_iterable(verbs.PANELS.values()), verbs.make_verb)
        self._made: dict[str, TyperCommand | TyperGroup] = {}

    def __getitem__(self, name: str) -> TyperCommand | TyperGroup:
        if name not in self._made:
            self._made[name] = self._makers[name](name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


class Options(Mapping[str, "Options | Sayable"]):
    """What can be said to each command, by command; a group inside the group is a map of its own.

    Looking a command up makes it.
    """

    def __init__(self, group: Any) -> None:  # noqa: ANN401 (as above)
        self._commands = group.commands

    def __getitem__(self, name: str) -> Options | Sayable:
        from commkit.settings import Sayable

        command = self._commands[name]
        if isinstance(command, TyperGroup):
            return Options(command)
        arguments = [each.name or "" for each in command.params if each.param_type_name == "argument"]
        options = [each.name or "" for each in command.params if each.param_type_name == "option"]
        return Sayable(options, arguments)

    def __iter__(self) -> Iterator[str]:
        return iter(self._commands)

    def __len__(self) -> int:
        return len(self._commands)


def entries() -> Iterator[tuple[str, str, str]]:
    """Panel, name and summary of each command, in English."""
    for panel, names in catalog.panels().items():
        for name in dict.fromkeys(each.partition(" ")[0] for each in names):
            told = catalog.group_summary(name) if name in catalog.groups() else catalog.summary(name)
            yield panel, name, told
    for panel, names in verbs.PANELS.items():
        yield from ((panel, name, verbs.summary(name)) for name in names)
