"""What each source still lacks: all of it at once, a sentence each, with the file and what to write there.

`make lacks` runs this. The recipe is in CONTRIBUTING.md, "Add a source".
"""

from __future__ import annotations

import ast
import inspect
import re
import runpy
import tomllib
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import CommkitError
from commkit.sources.files.folder import files_of
from commkit.sources.registry import SOURCES, find
from commkit.sources.source import CANNOT_TELL, Reading
from tests.sentences import literal
from tests.sources.portions import batches

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "src" / "commkit"
SAMPLES = ROOT / "tests" / "data"
CHINESE = tomllib.loads((HOUSE / "locale" / "zh.toml").read_text("utf-8"))
FORMATS = (ROOT / "docs" / "formats.md").read_text("utf-8")
PLATFORM = re.compile(r"[a-z][a-z0-9_]*")
CODE = re.compile(r"[a-z]+(-[a-z]+)+")
CONTRACT = {"recognises": ["file"], "parts": ["file", "files"], "read": ["files", "reading"]}
HEADINGS = ("**Export.**", "**Tells.**", "| record | becomes |", "**Rejects.**")


def test_no_source_lacks_anything() -> None:
    lacks = [*outside_the_registry(), *chain.from_iterable(of_source(name) for name in SOURCES)]
    lacks = lacks or [*of_generated_page()]
    if lacks:
        pytest.fail("\n".join(["still to do:", *(f"- {each}" for each in lacks)]), pytrace=False)


def outside_the_registry() -> Iterator[str]:
    known = {module_of(name) for name in SOURCES}
    for path in sorted(HOUSE.glob("sources/*/from_*.py")):
        if path not in known:
            package = path.parent.name
            yield (
                f"src/commkit/sources/registry.py: import {path.stem} of commkit.sources.{package} as its key, and add "
                f'"{package}": {package} to SOURCES, above "table"'
            )


def of_source(name: str) -> Iterator[str]:
    """What a source lacks; nothing is said yet of what builds on something missing."""
    module: Any = SOURCES[name]
    lacks = [*of_module(name, module)]
    yield from lacks
    yield from of_samples(name, module, is_whole=not lacks)
    yield from of_texts(name, module)


def of_module(name: str, module: Any) -> Iterator[str]:  # noqa: ANN401 (a module that may lack anything)
    """The module and the names of the contract."""
    where = shown(module_of(name))
    if not (module.__doc__ or "").strip():
        yield f"{where}: begin it with a docstring: what is read, who writes it, and where the format is described"
    if not PLATFORM.fullmatch(getattr(module, "PLATFORM", "")):
        yield f'{where}: define PLATFORM, the platform of the accounts in lower case, such as PLATFORM = "slack"'
    lacks = getattr(module, "LACKS", None)
    if not isinstance(lacks, frozenset) or not lacks <= CANNOT_TELL:
        words = ", ".join(sorted(CANNOT_TELL))
        yield f"{where}: define LACKS, a frozenset of what the format cannot tell, out of: {words}"
    for function, parameters in CONTRACT.items():
        found = getattr(module, function, None)
        if found is None or [*inspect.signature(found).parameters] != parameters:
            shape = f"{function}({', '.join(parameters)})"
            yield f"{where}: define {shape}, as Source in src/commkit/sources/source.py says"
    if not (module_of(name).parent / "__init__.py").is_file():
        package = shown(module_of(name).parent)
        yield f"{package}/__init__.py: write one line, a docstring that says whose exports they are"


def of_samples(name: str, module: Any, *, is_whole: bool) -> Iterator[str]:  # noqa: ANN401 (as above)
    """The samples, what becomes of them, and the test that says so."""
    test = ROOT / "tests" / module_of(name).relative_to(HOUSE).parent / f"test_{module_of(name).stem}.py"
    if not test.is_file():
        yield f"{shown(test)}: write it, and say there what each record of the samples becomes"
    cases = sorted((SAMPLES / name).glob("*"))
    if not cases:
        yield f"tests/data/{name}/CASE/: put a small invented export there, with a record of every kind"
        return
    if is_whole:
        try:
            yield from of_cases(name, module, cases)
        except Exception as error:  # noqa: BLE001 (whatever it raises is told)
            yield f"{shown(module_of(name))}: its samples cannot be read: {type(error).__name__}: {error}"


def of_cases(name: str, module: Any, cases: list[Path]) -> Iterator[str]:  # noqa: ANN401 (as above)
    for case in cases:
        exports, _ = find(files_of(case))
        others = sorted({export.name for export in exports} - {name})
        if not exports:
            yield f"{shown(case)}: no source recognises it; mend recognises() in {shown(module_of(name))}"
        elif others:
            yield (
                f"{shown(case)}: {', '.join(others)} takes it; make recognises() of one of them stricter, or move the "
                "line in src/commkit/sources/registry.py"
            )
    if not any(rejects(module, case) for case in cases):
        yield f"tests/data/{name}/: put a record into a sample that must be rejected, such as one without a time"


def rejects(module: Any, case: Path) -> bool:  # noqa: ANN401 (as above)
    """Whether a record of this sample is rejected, or all of it is refused."""
    try:
        exports, _ = find(files_of(case))
        portions = chain.from_iterable(module.read(export.files, Reading()) for export in exports)
        return any(batch.rejects for batch in batches(portions))
    except CommkitError:
        return True


def of_texts(name: str, module: Any) -> Iterator[str]:  # noqa: ANN401 (as above)
    """What users read: the page on formats, and reasons in both languages."""
    listed = re.search(rf"^\| \[([^\]]+)\]\(#([^)]+)\) \| `{name}` \| .+ \|$", FORMATS, re.MULTILINE)
    if listed is None:
        yield (
            f"docs/formats.md: add a line to the first table, | [Title](#title) | `{name}` | what it is |, at its "
            f'place in SOURCES, and the section "## Title" with {", ".join(HEADINGS)}, as ChatLab has it'
        )
    elif section := re.search(rf"^## {re.escape(listed[1])}\n(.*?)(?=^## |\Z)", FORMATS, re.MULTILINE | re.DOTALL):
        missing = [heading for heading in HEADINGS[:1] if heading not in section[1]]
        yield from (f"docs/formats.md: say {each} in the section {listed[1]}" for each in missing)
    else:
        headings = ", ".join(HEADINGS)
        yield f'docs/formats.md: add the section "## {listed[1]}" with {headings}, as ChatLab has it'
    for reason in sorted(reasons_in(Path(module.__file__).parent) - CHINESE["text"].keys()):
        yield (
            f'src/commkit/locale/zh.toml: under [text], add "{reason}" with its Chinese, or reject with one of '
            "src/commkit/sources/faults.py"
        )


def of_generated_page() -> Iterator[str]:
    pages = runpy.run_path(str(ROOT / "scripts" / "make_docs.py"))["pages"]()
    if any(path.name == "formats.md" and path.read_text("utf-8") != text for path, text in pages.items()):
        yield "docs/formats.md: run `make docs`, which writes its table of what each source lacks"


def reasons_in(folder: Path) -> set[str]:
    """Every reason in these modules: the text that stands right after a code."""
    nodes = chain.from_iterable(ast.walk(ast.parse(path.read_text("utf-8"))) for path in folder.glob("*.py"))
    rows = [node.args if isinstance(node, ast.Call) else getattr(node, "elts", []) for node in nodes]
    pairs = chain.from_iterable(pairwise(map(literal, row)) for row in rows)
    return {reason for code, reason in pairs if code and reason and CODE.fullmatch(code) and " " in reason}


def module_of(name: str) -> Path:
    module: Any = SOURCES[name]
    return Path(module.__file__)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
