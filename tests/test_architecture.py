"""The rules of the house, read off the house itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit import catalog
from commkit.indicators.inventory import INDICATORS
from commkit.store import engine
from commkit.store.ask import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "commkit"
MODULES = sorted(SOURCE.rglob("*.py"))
STATEMENTS = sorted(SOURCE.rglob("*.sql"))
HEAVY = ("duckdb", "polars", "numpy", "sklearn", "scipy", "matplotlib")
ALIKE = 6  # lines of one meaning that may stand twice
RUNS = {"execute", "executemany", "sql", "query"}
# Files of several statements: what is made when a connection or a database is.
SEVERAL = {
    "sources/table/quick_messages",
    "store/schema/behaviour",
    *(vocabulary.MACROS, "store/ask/views/outline", *vocabulary.VIEWS),
    *(f"store/ask/keep/{name}" for name in ("people", "origin", "stays", "layers")),
    "store/load/macros",
    "store/schema/staging",
    "store/schema/private",
    "store/load/insert/arrived",
    "store/load/insert/known",
}


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").as_posix()


def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["rfm", "--help"], ["load", "--help"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    told = (
        "import sys\n"
        f"sys.argv = ['commkit', *{words!r}]\n"
        "from commkit.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_modules_are_short() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > 250} == {}


def test_functions_are_short() -> None:
    """Options are not counted: a command has one a line."""
    lengths = {
        f"{name_of(path)}.{node.name}": (node.end_lineno or 0) - node.body[0].lineno + 1
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > 40} == {}


def shape_of(function: ast.FunctionDef) -> str:
    """The function's tree without names, strings, numbers, types, docstring and imports."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    function.body = [each for each in body if not isinstance(each, ast.Import | ast.ImportFrom)]
    function.decorator_list, function.returns = [], None
    for node in ast.walk(function):
        if isinstance(node, ast.arg | ast.AnnAssign):
            node.annotation = None
    return re.sub(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+""", "", ast.dump(function))


def test_no_two_functions_are_one_meaning() -> None:
    """No two functions of more than 6 lines differ only by names, strings and numbers."""
    twins = defaultdict(list)
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= ALIKE:
                where = f"{name_of(path)}.{node.name}"
                twins[shape_of(node)].append(where)
    assert [found for found in twins.values() if len(found) > 1] == []


@pytest.mark.parametrize("folder", ["metrics", "segment", "indicators"])
def test_questions_see_views_only(folder: str) -> None:
    files = (SOURCE / folder).rglob("*.sql")
    assert [name_of(path) for path in files if re.search(r"\braw\.", path.read_text("utf-8"))] == []


def test_questions_are_named_once() -> None:
    assert len(catalog.names()) == sum(map(len, catalog.CATALOG.values()))


def sql_of(path: Path) -> str:
    return path.read_text("utf-8").replace(engine.TABLE, "message")


def test_a_file_of_sql_is_one_statement() -> None:
    import duckdb

    with duckdb.connect() as con:
        numbers = {name_of(path): len(con.extract_statements(sql_of(path))) for path in STATEMENTS}
    assert {name for name, number in numbers.items() if number != 1} == SEVERAL


def test_sources_read_plain_tables_alone_by_sql() -> None:
    assert [name_of(path) for path in STATEMENTS if name_of(path).startswith("sources/")] == [
        "sources/table/quick_messages"
    ]


def names_formed(path: Path) -> Iterator[str]:
    """The f-strings of a module that name files of SQL, as patterns: `f"store/load/stage/{kind}"`."""
    for node in nodes(path):
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"(\w+)" for part in node.values]
            if "/" in "".join(parts):
                yield "".join(parts)


def test_every_file_of_sql_is_used() -> None:
    """A module names it whole, or names its folder in an f-string and the rest as a word of its own."""
    told = "".join(path.read_text("utf-8") for path in MODULES)
    words = set(re.findall(r"\w+", told))
    questions = {where for name in catalog.names() for where in catalog.sql(name)}
    questions |= {f"indicators/{indicator.family}" for indicator in INDICATORS.values()}
    formed = [re.compile(pattern) for path in MODULES for pattern in names_formed(path)]

    def is_used(name: str) -> bool:
        found = [match[1] in words for pattern in formed if (match := pattern.fullmatch(name))]
        return name in questions or f'"{name}"' in told or any(found)

    assert [name for name in map(name_of, STATEMENTS) if not is_used(name)] == []


def statements_run(path: Path) -> Iterator[ast.expr]:
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUNS and node.args:
            yield node.args[0]


def test_sql_is_never_put_together() -> None:
    """No f-string, no sum, no `%`, no .format(), .join() or .replace() goes to the engine.

    `engine.statement` alone fills in a name, that of one of our own tables.
    """

    def is_made(said: ast.expr) -> bool:
        shapes = {"format", "join", "replace"}
        is_shaped = isinstance(said, ast.Call) and isinstance(said.func, ast.Attribute) and said.func.attr in shapes
        return isinstance(said, ast.JoinedStr | ast.BinOp) or is_shaped

    found = [f"{name_of(path)}:{said.lineno}" for path in MODULES for said in statements_run(path) if is_made(said)]
    assert found == []


def test_no_statement_is_given_a_table_that_is_not_ours() -> None:
    for table in ("message where true; drop table raw.message; --", "Message", "", "pg_class"):
        with pytest.raises(ValueError, match="not one of our own tables"):
            engine.statement("store/undo/forget", table)
    with pytest.raises(ValueError, match="do not fit together"):
        engine.statement("store/undo/forget")
    with pytest.raises(ValueError, match="do not fit together"):
        engine.statement("store/ask/status", "message")


def test_the_tables_that_may_be_named_are_those_of_the_schema() -> None:
    made = "".join((SOURCE / f"store/schema/{name}.sql").read_text("utf-8") for name in ("behaviour", "staging"))
    assert set(re.findall(r"create table (?:raw|stage)\.(\w+)", made)) >= engine.TABLES


def test_a_name_is_filled_in_for_a_table_and_nothing_else() -> None:
    """Every brace of a file that serves several tables belongs to `{table}`, part of the name of a table or view."""
    served = {name_of(path): path.read_text("utf-8") for path in STATEMENTS if engine.TABLE in path.read_text("utf-8")}
    assert served
    for name, sql in served.items():
        assert re.findall(r"\{\w*\}", sql) == re.findall(r"\{table\}", sql), name
        named = re.findall(r"\b(?:from|join|into|update) (?:(?:old\.|new\.)?(?:raw|stage)\.|\w+_)\{table\}", sql)
        assert len(named) == sql.count(engine.TABLE), name


def test_no_two_files_of_sql_are_one_but_for_a_name() -> None:
    """Statements that differ by the name of one table are one statement, which says `{table}`."""
    tables = "|".join(sorted(engine.TABLES, key=len, reverse=True))
    seen: dict[str, str] = {}
    twins = []
    for path in STATEMENTS:
        plain = re.sub(rf"\b(raw|stage)\.(?:{tables})\b", r"\1.{table}", re.sub(r"--.*", "", path.read_text("utf-8")))
        twin = seen.setdefault(" ".join(plain.split()), name_of(path))
        if twin != name_of(path):
            twins.append((twin, name_of(path)))
    assert twins == []


def test_no_two_views_have_one_name() -> None:
    files = (vocabulary.MACROS, *vocabulary.VIEWS)
    made = [name for each in files for name in vocabulary.MADE.findall(engine.statement(each))]
    assert sorted(made) == sorted(vocabulary.views())
