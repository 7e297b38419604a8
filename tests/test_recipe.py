"""What each question and indicator still lacks: all at once, a sentence each, with the file and what to write there.

`make lacks` runs this alone. The recipes are in CONTRIBUTING.md, "Add a metric" and "Add an indicator".
"""

from __future__ import annotations

import ast
import inspect
import re
import runpy
import tomllib
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commkit import catalog
from commkit.about import About
from commkit.choices import Activity, Period
from commkit.errors import NotEnoughData
from commkit.indicators.inventory import INDICATORS
from commkit.store.ask.cut import Cut
from commkit.store.ask.remedies import LOADS
from tests.sentences import said_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from commkit.indicators.indicator import Indicator
    from commkit.result import Result
    from commkit.store.ask.community import Store

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "src" / "commkit"
CHINESE = tomllib.loads((HOUSE / "locale" / "zh.toml").read_text("utf-8"))
NOT_FOR_QUESTIONS = ("commkit.settings", "commkit.render", "time", "datetime")
FREE = {
    "definition",
    "needs",
    "platform",
    "group",
    "ref",
    "next_step",
    "attested_by",
}  # columns of text that is no key and no word of a closed list
SPEAKS = re.compile(r"\n|[.!?]\s+[A-Z]")  # a second sentence or line


def test_nothing_is_lacking(busy: Store, uncatalogued: list[str]) -> None:
    lacks = [f'src/commkit/catalog.py: add the line "{module}", to its panel' for module in uncatalogued]
    lacks += chain.from_iterable(of_question(name, busy) for name in catalog.names())
    columns = {family: columns_of(family, busy) for family in {each.family for each in INDICATORS.values()}}
    lacks += chain.from_iterable(of_indicator(each, columns[each.family]) for each in INDICATORS.values())
    lacks = lacks or [*of_pages()]
    if lacks:
        pytest.fail("\n".join(["still to do:", *(f"- {each}" for each in lacks)]), pytrace=False)


@pytest.fixture
def uncatalogued(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Questions that the catalog lacks; it has them while the test runs, so that what else they lack is seen too."""
    listed = {path_of(name) for name in catalog.names()}
    paths = sorted([*HOUSE.glob("metrics/*/*.py"), *HOUSE.glob("segment/**/*.py")])
    found = [path for path in paths if path not in listed and "ABOUT = About(" in path.read_text("utf-8")]
    modules = [path.relative_to(HOUSE).with_suffix("").as_posix().replace("/", ".") for path in found]
    if modules:
        monkeypatch.setitem(catalog.CATALOG, "nowhere yet", tuple(modules))
    return modules


@pytest.fixture
def busy(community: Callable[..., Store]) -> Store:
    """Two months in which three people speak, answer, react and buy."""
    at = [datetime.fromisoformat(f"2024-{month:02}-{day:02} 12:00") for month in (1, 2) for day in range(1, 29, 3)]
    people = ("ana", "ben", "cleo")
    spoken = [(who, number, when) for number, when in enumerate(at) for who in people]
    return community(
        member=[{"native": who, "joined_at": at[0]} for who in people],
        message=[
            {
                "native": f"{who}{number}",
                "group": "hall",
                "author": who,
                "sent_at": when,
                "kind": "text",
                "reply_to": f"ana{number}" if who == "ben" else None,
            }
            for who, number, when in spoken
        ],
        interaction=[
            {"group": "hall", "message": "ana1", "sender": "ben", "kind": "reaction", "happened_at": at[2]},
        ],
        order_line=[{"native": str(day), "member": "ana", "ordered_at": at[day], "amount": 5} for day in range(9)],
        event=[{"member": who, "name": "visit", "happened_at": at[0]} for who in people],
        referral=[{"inviter": "ana", "invitee": "ben", "happened_at": at[0]}],
        label=[{"member": who, "dimension": "city", "value": "Chengdu"} for who in people],
        survey=[{"member": who, "answered_at": at[1], "score": 9, "question": "nps"} for who in people],
        case=[
            {"native": who, "kind": "ticket", "member": who, "opened_at": at[1], "closed_at": at[2]} for who in people
        ],
        mention=[{"native": str(day), "site": "weibo", "happened_at": at[day], "reach": 9} for day in range(9)],
        points=[{"member": who, "happened_at": at[1], "change": 5} for who in people],
        ledger=[
            {"day": at[day].date(), "flow": flow, "scenario": "actual", "amount": 5}
            for day in range(9)
            for flow in ("in", "out")
        ],
    )


def of_question(name: str, store: Store) -> Iterator[str]:
    """What the question lacks; of what builds on something missing nothing is said yet."""
    path = path_of(name)
    if not path.is_file():
        yield f"{shown(path)}: write it, or take its line out of src/commkit/catalog.py"
        return
    if lacks := [*of_module(name, path)]:
        yield from lacks
        return
    yield from of_sql(name)
    yield from of_test(path)
    yield from of_texts(name, path)
    if all((HOUSE / f"{each}.sql").is_file() for each in catalog.sql(name)):
        yield from of_answers(name, path, store)


def of_module(name: str, path: Path) -> Iterator[str]:
    """The module, its function, and what they say of themselves."""
    module: Any = import_module(f"commkit.{path.relative_to(HOUSE).with_suffix('').as_posix().replace('/', '.')}")
    own = catalog.function_of(name)
    question = getattr(module, own, None)
    if not (module.__doc__ or "").strip().endswith("?"):
        yield f'{shown(path)}: begin it with a docstring that is the question and ends in "?"'
    if not inspect.isfunction(question):
        yield f"{shown(path)}: define `def {own}(store: Store) -> Result:`"
        return
    first, *options = inspect.signature(question).parameters.values()
    if first.name != "store":
        yield f"{shown(path)}: call the first parameter of {own}() `store`"
    if any(each.kind is not each.KEYWORD_ONLY or each.default is each.empty for each in options):
        yield f"{shown(path)}: put `*` before the options of {own}() and give each a default"
    definition = inspect.getdoc(question) or ""
    if not definition.endswith(".") or SPEAKS.search(definition) or definition != catalog.definition(name):
        yield (
            f"{shown(path)}: define {own}() with `-> Result:` and, below, its definition in one line and one "
            'sentence: """...."""'
        )
    yield from of_about(name, path, getattr(module, "ABOUT", None))
    yield from of_manners(name, path, module.__name__)


def of_about(name: str, path: Path, about: About | None) -> Iterator[str]:
    if not isinstance(about, About):
        yield f'{shown(path)}: write ABOUT = About(needs_one_of=("messages",), examples=("commkit {name}",))'
        return
    if not about.needs_one_of or not set(about.needs_one_of) <= LOADS.keys():
        yield f"{shown(path)}: name in needs_one_of some of {', '.join(LOADS)}"
    if not about.examples or not all(f"{line} ".startswith(f"commkit {name} ") for line in about.examples):
        yield f'{shown(path)}: let each of the examples begin with "commkit {name}"'


def of_manners(name: str, path: Path, module: str) -> Iterator[str]:
    """A question stands alone: it imports no other, reads no clock and no configuration, and prints nothing."""
    found = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    imported = {node.module or "" for node in found if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in found if isinstance(node, ast.Import) for alias in node.names}
    others = {f"commkit.{each.replace(':', '.')}" for modules in catalog.CATALOG.values() for each in modules} - {
        module
    }
    for each in sorted(imported & {*others, *NOT_FOR_QUESTIONS}):
        yield f"{shown(path)}: do not import {each}; a question is asked of the store alone"
    if "print" in {node.func.id for node in found if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}:
        yield f"{shown(path)}: do not print; {name}() returns a Result"


def of_sql(name: str) -> Iterator[str]:
    for each in catalog.sql(name):
        if not (HOUSE / f"{each}.sql").is_file():
            yield (
                f"src/commkit/{each}.sql: write the statement that {name}() asks, or name in ABOUT what it reads: "
                f'sql=("indicators/...",)'
            )
        elif re.search(r"\braw\.", (HOUSE / f"{each}.sql").read_text("utf-8")):
            yield f"src/commkit/{each}.sql: read the views, such as `message`, not the tables in `raw`"


def of_test(path: Path) -> Iterator[str]:
    test = ROOT / "tests" / path.relative_to(HOUSE).parent / f"test_{path.stem}.py"
    if not test.is_file() or "def test_" not in test.read_text("utf-8"):
        yield f"{shown(test)}: write a test that draws a community and counts its numbers by hand"


def of_texts(name: str, path: Path) -> Iterator[str]:
    options = [*(HOUSE / "params").glob("*.py"), *path.parent.glob("*options.py")]
    said = {each for source in (path, *options) for each in said_in(source)}
    texts = {catalog.summary(name), catalog.definition(name), *said}
    yield from of_chinese("text", texts)


def of_answers(name: str, path: Path, store: Store) -> Iterator[str]:
    results = [*answers(name, store)]
    yield from dict.fromkeys(
        chain.from_iterable(chain(of_rows(path, each), of_columns(path, each)) for each in results)
    )
    columns = {*chain.from_iterable(each.table.columns for each in results)}
    if missing := sorted({*catalog.about(name).headlines} - columns):
        yield f"{shown(path)}: headlines name columns that no answer has: {', '.join(missing)}"


def answers(name: str, store: Store) -> Iterator[Result]:
    """The plain answer, of the whole and by platform, and those with one of its flags."""
    parameters = inspect.signature(catalog.question(name)).parameters.values()
    flags = [each.name for each in parameters if each.default is False]
    ways: list[tuple[str | None, dict[str, bool]]] = [
        ("platform", {}),
        (None, {}),
        *((None, {each: True}) for each in flags),
    ]
    for by, options in ways:
        store.cut(Cut(by=by))
        with suppress(NotEnoughData):
            yield catalog.question(name)(store, **options)


def of_answer(path: Path, result: Result) -> Iterator[str]:
    yield from of_rows(path, result)
    yield from of_columns(path, result)


def of_rows(path: Path, result: Result) -> Iterator[str]:
    """What names a row, and the words of closed lists."""
    table = result.table
    keys = [key for key in result.keys if key in table.columns]
    if not keys or len(keys) < len(result.keys) or table.select(keys).is_duplicated().any():
        yield f"{shown(path)}: let Result(keys=...) name the columns that tell each row from all others"
    for column, words in result.vocabulary.items():
        found = set(table[column].drop_nulls()) if column in table.columns else set()
        if strange := found - {*map(str, words)}:
            yield f"{shown(path)}: vocabulary lacks words of {column}: {', '.join(sorted(strange))}"
        yield from of_chinese("values", map(str, words))
    for column, kind in table.schema.items():
        if str(kind) == "String" and column not in {"slice", *result.keys, *result.vocabulary, *FREE}:
            yield (
                f'{shown(path)}: {column} holds text: give Result(vocabulary={{"{column}": (its words, ...)}}), '
                "or name it in keys"
            )


def of_columns(path: Path, result: Result) -> Iterator[str]:
    """Names of columns tell units; a rate stands beside the count that it is a part of, and the part."""
    table = result.table
    for column, kind in table.schema.items():
        ending = {"Date": "_on", "Datetime": "_at"}.get(str(kind).partition("(")[0], "")
        if not column.endswith(ending):
            yield f"{shown(path)}: let the name of {column} end in {ending}"
    for rate in (column for column in table.columns if column.endswith("_rate")):
        if not rate.startswith("change_"):  # the difference of two rates, which stand there
            yield from of_rate(path, result, rate)
    band = getattr(result.chart, "band", None) or ()  # drawn without a heading
    columns = {*table.columns, *result.charted.columns, *(result.total or ())}.difference(band)
    yield from of_chinese("columns", columns)


def of_rate(path: Path, result: Result, rate: str) -> Iterator[str]:
    """Beside `member_rate` stand a count that begins alike and a column `of_...`; the one by the other is the rate.

    Of two rates of the same count, `overall_rate` and `step_rate`, the count is `members` or `entries`.
    """
    table = result.table
    counts = [each.name for each in table if each.dtype.is_numeric() and each.name != rate]
    above = [column for column in counts if column.startswith(rate.removesuffix("_rate"))]
    above = above or [column for column in counts if column in ("members", "entries")]
    below = [column for column in table.columns if column.startswith("of_")]
    if not above or not below:
        beside = f"{rate.removesuffix('_rate')}_... (the count) and of_... (what it is of)"
        yield f"{shown(path)}: beside {rate} put the columns {beside}"
        return
    for row in table.drop_nulls(rate).to_dicts():
        if row[rate] not in [pytest.approx(row[above[0]] / row[each]) for each in below if row[each]]:
            yield f"{shown(path)}: {rate} is not {above[0]} by any of {', '.join(below)}"
            return


def columns_of(family: str, store: Store) -> list[str]:
    """The columns of its answer for the whole community."""
    store.cut(Cut())
    return store.ask(f"indicators/{family}", every=Period.week, active_by=Activity.spoke).columns


def of_indicator(indicator: Indicator, columns: list[str]) -> Iterator[str]:
    """Its columns among those of its family's SQL, and its Chinese."""
    named = {indicator.numerator, indicator.denominator, indicator.sample} - {None, *columns}
    for column in sorted(map(str, named)):
        yield f"src/commkit/indicators/{indicator.family}.sql: select {column}, which {indicator.name} names"
    if not set(indicator.needs) <= LOADS.keys():
        yield f"src/commkit/indicators/{indicator.family}.py: needs of {indicator.name} may be {', '.join(LOADS)}"
    yield from of_chinese("text", [indicator.definition])
    yield from of_chinese("values", [indicator.name, indicator.unit, indicator.good])


def of_chinese(section: str, words: Iterable[str]) -> Iterator[str]:
    known = CHINESE[section]
    for word in sorted({*words} - known.keys()):
        key = word if section == "columns" else '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
        yield f'src/commkit/locale/zh.toml, below [{section}]: {key} = "..."'


def of_pages() -> Iterator[str]:
    for path, text in runpy.run_path(str(ROOT / "scripts" / "make_docs.py"))["pages"]().items():
        if path.read_text("utf-8") != text:
            yield f"{shown(path)}: run `make docs`, which writes it"


def path_of(name: str) -> Path:
    lines = [each for lines in catalog.CATALOG.values() for each in lines]
    [module] = [each.replace(":", ".") for each in lines if each.replace(":", ".") == catalog.place_of(name)]
    return HOUSE / f"{module.replace('.', '/')}.py"


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
