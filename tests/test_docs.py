"""What the documents say is so: commands run, their output is what stands there, links lead somewhere."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import typer

from commkit import catalog, errors
from commkit.cli import app as cli
from commkit.cli.menu import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., tuple[int, str, str]]  # exit code, stdout, stderr

ROOT = Path(__file__).parent.parent
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
COMMENT = re.compile(r"  # .*")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#{1,6}) .+$", re.MULTILINE)
COMMAND = re.compile(r"^(?:\s*- run: )?(commkit .+?)(?: > \S+)?$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


class Shown(NamedTuple):
    """A command line of a document, and the lines of output below it, if any."""

    line: str
    output: list[str]


def blocks(page: Path) -> list[tuple[str, str]]:
    """Language and text of every code block."""
    return BLOCK.findall(page.read_text("utf-8"))


def commands(page: Path) -> Iterator[Shown]:
    """The command lines of commkit in blocks of sh and yaml; a block of text below shows the output of the last."""
    found = blocks(page)
    for (language, text), (following, output) in zip(found, [*found[1:], ("", "")], strict=True):
        lines = COMMAND.findall(text) if language in ("sh", "yaml") else []
        shows = following == "text" and language == "sh" and not output.startswith("commkit")
        for line in lines:
            yield Shown(line, output.splitlines() if shows and line is lines[-1] else [])


def without_code(page: Path) -> str:
    return BLOCK.sub("", page.read_text("utf-8"))


def test_generated_pages_are_up_to_date() -> None:
    for path, text in runpy.run_path(str(ROOT / "scripts" / "make_docs.py"))["pages"]().items():
        assert path.read_text("utf-8") == text, f"{path.name} is out of date: make docs"


def test_commands_of_the_readme_run_on_the_sample(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "data" / "sample", tmp_path / "exports")
    (tmp_path / "exports" / "commkit.toml").rename(tmp_path / "commkit.toml")
    monkeypatch.setenv("COLUMNS", "120")
    shown = list(commands(ENGLISH))
    assert len(shown) > 12
    for line, output in shown:
        arguments = shlex.split(line)[1:]
        code, out, err = run(*arguments, *(["--format", "table"] if output else []))
        assert code == 0, f"{line}: {err}"
        printed = [each.split() for each in (out + err).splitlines()]
        for each in output:
            assert each == "…" or each.split() in printed, f"{line} no longer prints {each}"


def test_the_walk_through_shows_the_example_as_it_is() -> None:
    pages = (ROOT / "src/commkit/metrics/activity/rhythm.py", ROOT / "tests/metrics/activity/test_rhythm.py")
    example = {line.strip() for page in pages for line in page.read_text("utf-8").splitlines()}
    shown = "".join(text for language, text in blocks(ROOT / "CONTRIBUTING.md") if language == "python")
    assert [line for line in shown.splitlines() if line.strip() not in example] == []


def test_readmes_have_the_same_code() -> None:
    """All but what is printed, and comments, which are in the language of the page."""
    english, chinese = (
        [(language, "" if language == "text" else COMMENT.sub("", text)) for language, text in blocks(page)]
        for page in (ENGLISH, CHINESE)
    )
    assert english == chinese


def test_the_chinese_readme_shows_what_is_printed_in_chinese(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "data" / "sample", tmp_path / "exports")
    (tmp_path / "exports" / "commkit.toml").rename(tmp_path / "commkit.toml")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("COMMKIT_LANG", "zh")
    assert run("load", "exports/", "-q")[0] == 0
    shown = [each for each in commands(CHINESE) if each.output]
    assert len(shown) > 1
    for line, output in shown:
        _, out, err = run(*shlex.split(line)[1:], "--format", "table")
        printed = [each.split() for each in (out + err).splitlines()]
        assert [each for each in output if each != "…" and each.split() not in printed] == []


def test_readmes_have_the_same_headings() -> None:
    levels = [HEADING.findall(without_code(page)) for page in (ENGLISH, CHINESE)]
    assert levels[0] == levels[1]


def test_readme_states_the_test_command() -> None:
    assert re.search(r"^## Test\n\n`make check`$", ENGLISH.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=lambda page: page.name)
def test_readme_lists_every_command(page: Path) -> None:
    table = "\n".join(line for line in page.read_text("utf-8").splitlines() if line.startswith("| `commkit "))
    for name, options in Options(typer.main.get_command(cli.app)).items():
        verbs = options if isinstance(options, Mapping) else {"": None}
        for verb in verbs:
            assert f"`commkit {name} {verb}".rstrip() + "`" in table, f"{name} {verb} is not listed"


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=lambda page: page.name)
def test_readme_lists_questions_once_in_the_order_of_help(page: Path) -> None:
    listed = re.findall(r"^\| `commkit ([\w -]+)` \|", page.read_text("utf-8"), re.MULTILINE)
    assert [name for name in listed if name in catalog.questions()] == [*catalog.questions()]


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=lambda page: page.name)
def test_readme_lists_no_command_twice(page: Path) -> None:
    rows = re.findall(r"^\| (`commkit [^|]+) \|", page.read_text("utf-8"), re.MULTILINE)
    listed = [command for row in rows for command in re.findall(r"`(commkit [^`]+)`", row)]
    assert sorted(listed) == sorted({*listed})


def test_readme_lists_no_command_that_there_is_not() -> None:
    known = Options(typer.main.get_command(cli.app))
    for name in re.findall(r"^\| `commkit (\w+)", ENGLISH.read_text("utf-8"), re.MULTILINE):
        assert name in known


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=lambda page: page.name)
def test_readme_lists_every_exit_code(page: Path) -> None:
    codes = {each.exit_code for each in errors.CommkitError.__subclasses__()} | {70, 0}
    listed = set(map(int, re.findall(r"^\| (\d+)\b", page.read_text("utf-8"), re.MULTILINE)))
    assert codes <= listed


def test_targets_that_documents_name_can_be_made() -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        for target in re.findall(r"`make ([a-z]+)`", page.read_text("utf-8")):
            assert target in known, f"{page.name}: make {target}"


def test_options_that_documents_name_exist() -> None:
    app = typer.main.get_command(cli.app)
    known = {*_options_of(app), "--help", "--version"}
    for page in PAGES:
        for option in re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", without_code(page)):
            assert option in known, f"{page.name}: {option}"


def _options_of(command: object) -> Iterator[str]:
    for parameter in getattr(command, "params", ()):
        yield from (*parameter.opts, *parameter.secondary_opts)
    for each in getattr(command, "commands", {}).values():
        yield from _options_of(each)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page: Path) -> None:
    for target in LINK.findall(without_code(page)):
        if "://" not in target:
            assert (page.parent / target).exists(), target
