"""Commands are made when they are needed, and listed as they are."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, cast

import pytest
import typer

from commkit import catalog
from commkit.cli import app as cli
from commkit.cli.menu import Menu, entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Run = Callable[..., Any]

MODULES = """
import sys
sys.argv = ['commkit', *{words!r}]
from commkit.__main__ import main
try:
    main()
except SystemExit:
    pass
print('loaded:', *sorted(name for name in sys.modules if name.startswith({prefixes!r})))
"""
ROOMS = ("commkit.metrics.", "commkit.segment.", "commkit.commands.")


def loaded(words: list[str], folder: Path) -> set[str]:
    """The questions and verbs that a command line imports."""
    script = MODULES.format(words=words, prefixes=ROOMS)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=folder)
    return set(done.stdout.splitlines()[-1].split()[1:])


def menu() -> Menu:
    return cast("Menu", typer.main.get_command(cli.app))


def test_what_is_listed_of_a_command_is_what_it_says_itself() -> None:
    made = menu().commands
    assert [name for _, name, _ in entries()] == list(made)
    for _, name, text in entries():
        assert (made[name].help or "").partition("\n\n")[0] == text.partition("\n\n")[0]


def test_help_imports_no_command(tmp_path: Path) -> None:
    assert loaded(["--help"], tmp_path) == set()


@pytest.mark.parametrize(
    ("words", "module"),
    [(["rfm", "--help"], "commkit.segment.rfm"), (["identity", "merge", "--help"], "commkit.commands.identity")],
)
def test_a_command_imports_itself_and_no_other(words: list[str], module: str, tmp_path: Path) -> None:
    others = loaded(words, tmp_path) - {module}
    assert [name for name in others if name.count(".") == module.count(".") and name in commands()] == []


def commands() -> set[str]:
    """The modules of all commands."""
    questions = {f"commkit.{module.replace(':', '.')}" for modules in catalog.CATALOG.values() for module in modules}
    return questions | {f"commkit.commands.{name}" for _, name, _ in entries()}


def test_settings_import_the_commands_that_they_name(tmp_path: Path) -> None:
    (tmp_path / "commkit.toml").write_text('[active]\nevery = "month"\n')
    found = loaded(["config"], tmp_path) & commands()
    assert found == {"commkit.commands.config", "commkit.metrics.activity.active"}


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("commkit re", ["response", "retention", "repurchase", "report", "rejects", "rebuild"]),
        ("commkit identity s", ["suggest", "split"]),
        ("commkit rfm --mode ", ["quintile", "fixed"]),
    ],
)
def test_a_shell_completes_commands_and_choices(line: str, offered: list[str], tmp_path: Path) -> None:
    asked = {"_COMMKIT_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    script = "import sys; sys.argv = ['commkit']; from commkit.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, **asked},
    )
    assert done.stdout.split() == offered


def test_a_fault_inside_a_module_is_not_an_unknown_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise KeyError("rfm")

    monkeypatch.setattr(catalog, "question", fail)
    assert run("rfm").code == 70
