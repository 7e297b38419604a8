"""What a weekly report costs beside its chapters' questions, each asked alone, in CPU and wall seconds and memory.

`python benchmarks/reports.py make FOLDER` generates ten million messages of fifty thousand people in two hundred
groups, with members, orders and events, and loads them into FOLDER/many.duckdb, which
`python benchmarks/reports.py FOLDER/many.duckdb` measures. A question's cost is its command's less that of
`commkit sql` reading next to nothing, as in `run.py`.
"""

from __future__ import annotations

import shlex
import sys
import tempfile
from pathlib import Path

from generate import events, members, messages, orders, write
from run import COMMKIT, MANY, NOTHING, Cost, less, run

GROUPS, USUAL = 200, 195
LIMIT, MOST = 1.5, 1024  # times its questions, and megabytes
KIND = "weekly"


def make(folder: Path) -> None:
    """The exports and the database that they are loaded into."""
    folder.mkdir(parents=True, exist_ok=True)
    said = messages(MANY, GROUPS, USUAL)
    made = {"messages": said, "members": members(said), "orders": orders(MANY), "events": events(MANY)}
    for name, frame in made.items():
        write(frame, folder / f"{name}.csv")
    run(*COMMKIT, "load", *(str(folder / f"{name}.csv") for name in made), "--db", str(folder / "many.duckdb"), "-q")


def list_commands(database: str) -> list[list[str]]:
    """The commands of the chapters, each once: of what the report asks, also where a chapter lacks facts."""
    from commkit.answer.command_line import spell
    from commkit.answer.question import open_store
    from commkit.params import QuestionOptions
    from commkit.report.asks import list_asks
    from commkit.report.editor import EVERY
    from commkit.report.span import find_span
    from commkit.report_choices import ReportKind

    kind = ReportKind(KIND)
    with open_store(QuestionOptions(db=Path(database))) as store:
        span = find_span(store, EVERY[kind])
    said = {}
    for ask in list_asks(kind, span, names=False, active={}):
        since = {"since": str(ask.since(span))} if ask.since else {}
        if ask.key != "scores":  # a report of so large a community trains no score
            said[spell(ask.question, ask.options, {"as_of": str(span.as_of), **since})] = None
    lights = (f"commkit alerts --as-of {span.as_of}", "commkit status --by kind")
    return [shlex.split(each)[1:] for each in (*said, *lights)]


def measure(database: str) -> None:
    """Print what each question, all of them, and the report cost."""
    nothing = run(*COMMKIT, "sql", NOTHING, "--db", database)
    print(f"| nothing | {nothing.wall:.1f} s | {nothing.cpu:.1f} s | {nothing.peak:.0f} MB |", flush=True)
    alone = [tell(" ".join(words), ask(words, database), nothing) for words in list_commands(database)]
    wall, cpu = (sum(each[at] for each in alone) for at in (0, 1))
    with tempfile.TemporaryDirectory() as folder:
        words = ["report", KIND, "-o", f"{folder}/week.html"]
        cost = run(*COMMKIT, *words, "--db", database, "-q")
    report = tell(f"report {KIND}", cost, nothing)
    print(f"| all questions | {wall:.1f} s | {cpu:.1f} s | |")
    print(f"| report / questions | {report[0] / wall:.2f} | {report[1] / cpu:.2f} | limit {LIMIT}, {MOST} MB |")


def ask(words: list[str], database: str) -> Cost:
    """One question alone, its answer thrown away; those that refuse for lack of facts cost what they cost."""
    return run(*COMMKIT, *words, "--db", database, "--format", "json", may_refuse=True)


def tell(name: str, cost: Cost, nothing: Cost) -> tuple[float, float]:
    """A row of the table: wall and CPU seconds without those of asking nothing, and the peak of memory."""
    wall, cpu = less(cost, nothing)
    print(f"| {name} | {wall:.1f} s | {cpu:.1f} s | {cost.peak:.0f} MB |", flush=True)
    return wall, cpu


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]))
    else:
        measure(sys.argv[1])
