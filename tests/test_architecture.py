"""The rules of the house, read off the house itself."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit import catalog
from commkit.indicators.inventory import INDICATORS
from commkit.store import engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from commkit.store.ask.community import Store

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "commkit"
MODULES = sorted(SOURCE.rglob("*.py"))
STATEMENTS = sorted(SOURCE.rglob("*.sql"))
QUESTIONS = catalog.questions()
HEAVY = ("duckdb", "polars", "numpy", "sklearn", "scipy", "matplotlib")
RUNS = {"execute", "executemany", "sql", "query"}
# Files of several statements: what is made when a connection or a database is.
SEVERAL = {
    "sources/slack/message",
    "sources/telegram/shaped",
    "sources/table/quick_messages",
    "store/schema",
    *(f"store/views/{name}" for name in ("macros", *engine.VIEWS)),
    *(f"store/keep/{name}" for name in ("people", "stays")),
    "store/load/macros",
    "store/stage",
    "store/private",
    "store/load/shift_loads",
}
# Names that are put together from a prefix and a kind of record.
TOGETHER = re.compile(
    r"store/(?:undo/(?:age_)?|keep/|load/(?:stage|unstage|repeat|find_newer|newer|insert_new|insert)_)(\w+)|(\w+)_clean"
)


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


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_its_sql_its_examples_and_its_tests(name: str) -> None:
    question = QUESTIONS[name]
    folder, _, base = question.__module__.removeprefix("commkit.").replace(".", "/").rpartition("/")
    assert base == name
    assert all(where == f"{folder}/{base}" or where.startswith("indicators/") for where in catalog.sql(name))
    assert catalog.summary(name).endswith("?")
    assert all((SOURCE / f"{where}.sql").is_file() for where in catalog.sql(name))
    assert (ROOT / "tests" / folder / f"test_{base}.py").is_file()
    assert catalog.about(name).needs_one_of
    assert catalog.about(name).examples
    assert all(line.startswith(f"commkit {name}") for line in catalog.about(name).examples)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_says_what_it_computes_in_one_sentence(name: str) -> None:
    definition = inspect.getdoc(QUESTIONS[name]) or ""
    assert definition == catalog.definition(name)
    assert definition.endswith(".")
    assert not re.search(r"\n|[.!?]\s+[A-Z]", definition)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_asked_of_a_store_by_named_options(name: str) -> None:
    first, *rest = inspect.signature(QUESTIONS[name]).parameters.values()
    assert first.name == "store"
    assert {each.kind for each in rest} <= {inspect.Parameter.KEYWORD_ONLY}
    assert all(each.default is not inspect.Parameter.empty for each in rest)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_stands_alone(name: str) -> None:
    """It imports no other question, reads no clock and no configuration, and prints nothing."""
    found = nodes(Path(inspect.getfile(QUESTIONS[name])))
    imported = {node.module for node in found if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in found if isinstance(node, ast.Import) for alias in node.names}
    others = {question.__module__ for other, question in QUESTIONS.items() if other != name}
    assert imported.isdisjoint({*others, "commkit.settings", "commkit.render", "time", "datetime"})
    called = {node.func.id for node in found if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert "print" not in called


@pytest.mark.parametrize("folder", ["metrics", "segment", "indicators"])
def test_questions_see_views_only(folder: str) -> None:
    files = (SOURCE / folder).rglob("*.sql")
    assert [name_of(path) for path in files if re.search(r"\braw\.", path.read_text("utf-8"))] == []


def test_questions_are_named_once() -> None:
    assert len(QUESTIONS) == sum(map(len, catalog.CATALOG.values()))


@pytest.fixture
def busy(community: Callable[..., Store]) -> Store:
    """Two months in which three people speak, answer, react and buy."""
    at = [datetime.fromisoformat(f"2024-{month:02}-{day:02} 12:00") for month in (1, 2) for day in range(1, 29, 3)]
    people = ("ana", "ben", "cleo")
    spoken = [(who, number, when) for number, when in enumerate(at) for who in people]
    return community(
        member=[{"native": who, "joined_at": at[0]} for who in people],
        message=[
            {"native": f"{who}{number}", "group": "hall", "author": who, "sent_at": when, "kind": "text"}
            for who, number, when in spoken
        ],
        interaction=[
            {"group": "hall", "message": "ana1", "sender": "ben", "kind": "reaction", "happened_at": at[2]},
        ],
        order_line=[{"native": str(day), "member": "ana", "ordered_at": at[day], "amount": 5} for day in range(9)],
        event=[{"member": who, "name": "visit", "happened_at": at[0]} for who in people],
        referral=[{"inviter": "ana", "invitee": "ben", "happened_at": at[0]}],
    )


def test_a_rate_stands_with_what_it_is_of(busy: Store) -> None:
    """Beside `member_rate` stand a count that begins alike, and a column `of_...`; the one by the other is the rate.

    Of two rates of the same count, `overall_rate` and `step_rate`, the count is `members`.
    """
    for name, question in QUESTIONS.items():
        table = question(busy).table
        for rate in (column for column in table.columns if column.endswith("_rate")):
            counts = [each.name for each in table if each.dtype.is_numeric() and each.name != rate]
            above = [column for column in counts if column.startswith(rate[: -len("_rate")])]
            above = above or [column for column in counts if column == "members"]
            below = [column for column in table.columns if column.startswith("of_")]
            assert above, f"{name}: {rate} lacks its numerator"
            assert below, f"{name}: {rate} lacks its denominator"
            for row in table.drop_nulls(rate).to_dicts():
                assert row[rate] in [pytest.approx(row[above[0]] / row[each]) for each in below if row[each]]


def test_columns_are_named_for_their_units(busy: Store) -> None:
    """Days end in `_on`, instants in `_at`."""
    for name, question in QUESTIONS.items():
        for column, kind in question(busy).table.schema.items():
            ending = {"Date": "_on", "Datetime": "_at"}.get(str(kind).partition("(")[0], "")
            assert column.endswith(ending), f"{name}: {column}"


def test_a_file_of_sql_is_one_statement() -> None:
    import duckdb

    with duckdb.connect() as con:
        numbers = {name_of(path): len(con.extract_statements(path.read_text("utf-8"))) for path in STATEMENTS}
    assert {name for name, number in numbers.items() if number != 1} == SEVERAL


def test_every_file_of_sql_is_used() -> None:
    told = "".join(path.read_text("utf-8") for path in MODULES)
    words = set(re.findall(r"\w+", told))
    questions = {where for name in QUESTIONS for where in catalog.sql(name)}
    questions |= {f"indicators/{indicator.family}" for indicator in INDICATORS.values()}

    def is_used(name: str) -> bool:
        found = TOGETHER.search(name)
        return (
            name in questions
            or name in told
            or name.startswith("store/views/")
            or (found is not None and (found[1] or found[2]) in words)
        )

    in_a_loop = {f"store/rollup/{name}" for name in ("rolled_from", "rolled_until", "member_day", "account_day")}
    assert [name for name in map(name_of, STATEMENTS) if not is_used(name) and name not in in_a_loop] == []


def statements_run(path: Path) -> Iterator[ast.expr]:
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUNS and node.args:
            yield node.args[0]


def test_sql_is_never_put_together() -> None:
    """No f-string, no sum, no `%`, no .format(), .join() or .replace() goes to the engine."""

    def is_made(said: ast.expr) -> bool:
        shapes = {"format", "join", "replace"}
        is_shaped = isinstance(said, ast.Call) and isinstance(said.func, ast.Attribute) and said.func.attr in shapes
        return isinstance(said, ast.JoinedStr | ast.BinOp) or is_shaped

    found = [f"{name_of(path)}:{said.lineno}" for path in MODULES for said in statements_run(path) if is_made(said)]
    assert found == []
