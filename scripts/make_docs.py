"""Write what the code says of itself: questions and sources into README and docs/, the views' columns; or check it."""

from __future__ import annotations

import contextlib
import inspect
import itertools
import re
import sys
import textwrap
from argparse import ArgumentParser
from enum import EnumType
from operator import itemgetter
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, get_args

from typer.models import ArgumentInfo, OptionInfo

from commkit import catalog, words
from commkit.choices import PeriodStatus, Segment
from commkit.cli import adapter
from commkit.indicators.inventory import INDICATORS
from commkit.params import QuestionOptions
from commkit.segment.schemes import PYRAMID, find_scheme
from commkit.sources.registry import SOURCES
from commkit.sources.table import from_table as table
from commkit.sources.table import headers
from commkit.store import engine
from commkit.store.ask import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "commkit"
OUTLINE = PACKAGE / "store" / "ask" / "views" / "outline.sql"
METRICS = ROOT / "docs" / "metrics.md"
FORMATS = ROOT / "docs" / "formats.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
HEADS = {"en": ("question", "what it answers"), "zh": ("问题", "回答什么")}
BEGINS, ENDS = "<!-- {name}: written by make docs -->\n", "<!-- end of {name} -->"
OUTLINES = """-- Written by `make docs`; do not edit. What stands in for each view while those above it are made.
"""
COLUMNS = """
    select told.table_name, told.column_name, lower(told.data_type)
    from duckdb_columns() as told
    join duckdb_views() as made on made.view_name = told.table_name and made.database_name = told.database_name
    where told.database_name = 'temp' and not made.internal
    order by told.table_name, told.column_index
"""
PREFACE = """# Questions

Written by `make docs` from the questions themselves; do not edit. `commkit explain NAME` prints the same.

Every question reads the views and macros in [views/](../src/commkit/store/ask/views), which cut the community to the
span, the group and the people asked for; `commkit explain tables` prints them.
"""


GLOSSARY_PREFACE = """# Glossary · 词汇表

Written by `make docs`; do not edit. One word for each thing, in English and in Chinese. What an indicator needs,
and its formula: [metrics.md](metrics.md).
"""


def pages() -> dict[Path, str]:
    """Every page that is written here, with its text."""
    readmes = {path: readme(path.read_text("utf-8"), language) for language, path in READMES.items()}
    return {
        METRICS: metrics(),
        GLOSSARY: glossary(),
        FORMATS: formats(FORMATS.read_text("utf-8")),
        OUTLINE: outline(),
        **readmes,
    }


def outline() -> str:
    """The SQL of an empty table for each view, with the columns that the view has in an empty community."""
    with contextlib.closing(engine.connect()) as con:
        con.execute(engine.statement("store/schema/behaviour"))
        con.execute(vocabulary.definitions())
        columns = con.execute(COLUMNS).fetchall()
    parts = [OUTLINES]
    for view, named in itertools.groupby(columns, key=itemgetter(0)):
        told = textwrap.fill(", ".join(f"{name} {kind}" for _, name, kind in named), 116)
        lines = f"(\n{textwrap.indent(told, '    ')}\n)"
        parts.append(f"drop view if exists temp.{view};\ncreate temp table {view} {lines};\ndrop table temp.{view};\n")
    return "\n".join(parts)


def readme(page: str, language: str) -> str:
    """The page with its table of questions, in the order of the catalog."""
    words.speak(language)
    rows = [(f"`commkit {name}`", words.say(catalog.definition(name))) for name in catalog.names()]
    words.speak("en")
    return _filled(page, "questions", _table(HEADS[language], rows))


def metrics() -> str:
    """All questions in the order of the catalog, then the options that they share."""
    parts = [PREFACE]
    for panel, names in catalog.panels().items():
        parts.append(f"## {panel}\n")
        parts += [part for name in names for part in _question(name)]
    parts += ["## Indicators\n", _table(("indicator", "definition", "formula", "unit", "good", "needs"), _indicators())]
    shared = adapter.parameters_of(QuestionOptions)
    parts += ["## Options that every question takes\n", _options(shared)]
    return "\n".join(parts)


def _question(name: str) -> Iterator[str]:
    about = catalog.about(name)
    yield f"### `commkit {name}`\n"
    yield f"{catalog.summary(name)}\n"
    yield f"**Definition.** {catalog.definition(name)}\n"
    yield f"**Needs** {' or '.join(about.needs_one_of)}.\n"
    own = _parameters(catalog.question(name))[1:]
    yield _options(own) if own else "It has no options of its own.\n"
    yield _fenced("sh", "\n".join(about.examples))
    for path in (PACKAGE / f"{each}.sql" for each in (*catalog.sql(name), *catalog.further_sql(name))):
        yield f"[{path.name}](../{path.relative_to(ROOT).as_posix()}):\n"
        yield _fenced("sql", path.read_text("utf-8").rstrip())


def glossary() -> str:
    """The words of answers in both languages, with what they mean where code says it."""
    parts = [GLOSSARY_PREFACE]
    parts += ["## Indicators · 指标\n", _table(("English", "中文", "definition", "定义"), _defined())]
    for title, column, known in (
        ("Segments · 分群", "segment", Segment),
        ("Levels of the pyramid · 金字塔层级", "level", find_scheme(PYRAMID, {}).names[::-1]),
        ("Status of a period · 周期状态", "status", PeriodStatus),
    ):
        rows = zip(_named(column, known, "en"), _named(column, known, "zh"), strict=True)
        parts += [f"## {title}\n", _table(("English", "中文"), rows)]
    return "\n".join(parts)


def _defined() -> Iterator[tuple[str, ...]]:
    names = [each.name for each in INDICATORS.values()]
    english, chinese = _named("indicator", names, "en"), _named("indicator", names, "zh")
    with words.speaking("zh"):
        meant = [words.say(each.definition) for each in INDICATORS.values()]
    told = [each.definition for each in INDICATORS.values()]
    yield from zip(english, chinese, told, meant, strict=True)


def _named(column: str, known: Iterable[str], language: str) -> list[str]:
    """These words of a column, in a language."""
    with words.speaking(language):
        return [words.value(str(each), column) for each in known]


def _indicators() -> Iterator[tuple[str, ...]]:
    for each in INDICATORS.values():
        formula = " / ".join(filter(None, (each.numerator, each.denominator)))
        yield f"`{each.name}`", each.definition, formula, each.unit, each.good, ", ".join(each.needs)


def _parameters(function: Callable[..., object]) -> list[inspect.Parameter]:
    return list(inspect.signature(function, eval_str=True).parameters.values())


def _options(parameters: Sequence[inspect.Parameter]) -> str:
    rows = []
    for parameter in parameters:
        kind, said = get_args(parameter.annotation)
        if said.hidden:
            continue
        rows.append((_spelling(parameter.name, kind, said), said.help or "", _default(parameter.default)))
    return _table(("option", "what it does", "default"), rows)


def _spelling(name: str, kind: object, said: ArgumentInfo | OptionInfo) -> str:
    if isinstance(said, ArgumentInfo):
        return f"`{said.metavar}`"
    given = [said.default, *(said.param_decls or ())]  # in an annotation, what Typer calls the default is a name
    names = ", ".join(str(each) for each in given if str(each).startswith("-")) or f"--{name.replace('_', '-')}"
    plain = next((each for each in get_args(kind) if each is not NoneType), kind)
    if plain is bool:
        return f"`{names}`"
    closed = "|".join(map(str, plain)) if isinstance(plain, EnumType) else None
    return f"`{names} {closed or said.metavar or 'NUMBER'}`"


def _default(value: object) -> str:
    return "" if value is None or value is False else f"`{value}`"


def formats(page: str) -> str:
    """The page with its generated parts as the sources say them."""
    lacks = [
        (f"`{name}`", f"`{source.PLATFORM}`", ", ".join(sorted(source.LACKS)) or "nothing")
        for name, source in SOURCES.items()
    ]
    page = _filled(page, "sources", _table(("source", "platform", "lacks"), lacks))
    reasons = [(f"`{code}`", reason) for code, reason in table.REASONS.items()]
    page = _filled(page, "codes", _table(("code", "reason"), reasons))
    return _filled(page, "roles", "\n".join(_roles()))


def _roles() -> Iterator[str]:
    for kind, roles in headers.KINDS.items():
        needs = ", ".join(need.replace("|", " or ").replace("+", " with ") for need in headers.NEEDS[kind])
        yield f"#### {kind.capitalize()}\n\nNeeds {needs}.\n"
        rows = [
            (f"`{role}`", "only by --map" if words == "-" else ", ".join(words.split()))
            for role, words in roles.items()
        ]
        yield _table(("role", "headers that name it, the best first"), rows)


def _filled(page: str, name: str, content: str) -> str:
    begins, ends = BEGINS.format(name=name), ENDS.format(name=name)
    pattern = re.compile(f"{re.escape(begins)}.*?{re.escape(ends)}", re.DOTALL)
    assert len(pattern.findall(page)) == 1, f"a page has no one place for {name}"
    return pattern.sub(lambda _: f"{begins}\n{content}\n{ends}", page)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(_cell(each) for each in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```\n"


def main() -> int:
    """Run the command."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page differs")
    is_check = parser.parse_args().check
    differs = [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in differs:
        print(f"{'differs' if is_check else 'written'}: {path.relative_to(ROOT)}")
        if not is_check:
            path.write_text(pages()[path], "utf-8")
    return int(is_check and bool(differs))


if __name__ == "__main__":
    sys.exit(main())
