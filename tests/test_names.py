"""Every room is found by its name: what a module, a class and a function may be called."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from commkit import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parent.parent / "src" / "commkit"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.stem not in ("__init__", "__main__"))
GERUNDS = 3  # modules at most
EVERYWHERE = {"read", "recognises", "parts"}  # what every source promises
MOST_ROOMS = 4  # in which one public function name may stand
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "tools"}


def room_of(path: Path) -> str:
    """The folder of a module; all platforms are one room, for they mirror each other."""
    folder = path.relative_to(SOURCE).parent.as_posix()
    is_platform = folder.startswith("sources/") and folder.split("/")[1] not in ("files", "text", "table")
    return "sources/PLATFORM" if is_platform else folder


def definitions(kind: type[ast.ClassDef | ast.FunctionDef]) -> Iterator[tuple[str, str]]:
    """Every public class or function of a module's top level, with its module."""
    for path in MODULES:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, kind) and not node.name.startswith("_"):
                yield node.name, path.relative_to(SOURCE).as_posix()


def test_a_module_is_found_by_its_name() -> None:
    """An indicator family may be called like its question, and a command in a group is called as people type it."""
    commands = {own for members in catalog.groups().values() for own in members}
    rooms = defaultdict(set)
    for path in MODULES:
        rooms[path.stem].add(room_of(path))
    twice = {
        name: sorted(found)
        for name, found in rooms.items()
        if len(found) > 1
        and name not in commands
        and not ("indicators" in found and len(found) == 2 and {*found} & questions_rooms())
    }
    assert twice == {}


def questions_rooms() -> set[str]:
    return {room_of(path) for path in MODULES if path.relative_to(SOURCE).parts[0] in ("metrics", "segment")}


def test_modules_are_named_by_what_they_are() -> None:
    gerunds = [path.relative_to(SOURCE).as_posix() for path in MODULES if path.stem.endswith("ing")]
    assert len(gerunds) <= GERUNDS, gerunds
    assert [path.as_posix() for path in SOURCE.rglob("*") if path.stem in VAGUE] == []


def test_a_class_name_means_one_thing() -> None:
    where = defaultdict(list)
    for name, module in definitions(ast.ClassDef):
        where[name].append(module)
    assert {name: found for name, found in where.items() if len(found) > 1} == {}


def test_a_function_name_means_few_things() -> None:
    where = defaultdict(set)
    for name, module in definitions(ast.FunctionDef):
        where[name].add(module)
    many = {name: sorted(found) for name, found in where.items() if len(found) > MOST_ROOMS and name not in EVERYWHERE}
    assert many == {}
