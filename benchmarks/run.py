"""Measure start-up, load and questions, each beside its floor in the same run, and write the table to README.md."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from exports import make
from with_pandas import ANSWERS

from commkit import catalog

HERE = Path(__file__).parent
COMMKIT = [sys.executable, "-m", "commkit"]
FLOORS = [sys.executable, str(HERE / "floors.py")]
IMPORTS = "import typer, rich"
DUMMIES = 20
TYPER = "import typer; app = typer.Typer(); app.command()(lambda: None); app()"
KINDS = ("", "-members", "-orders", "-events")  # the tables that are generated
FUNNEL = "funnel --step message --step reply --step message --step reply --step message"
ASKED = {"funnel": [FUNNEL], "rfm": ["rfm", "rfm --on activity"]}  # all others as they stand
HEADINGS = {"start": "Start-up", "load": "Load", "exports": "Exports", "questions": "Questions"}
NOTHING = "select records from loaded"
MANY = 10_000_000  # messages
NOT_ENOUGH = 4  # the exit code of a question that lacks facts
# How much faster than pandas a question must be: of the rollup, and of messages.
ROLLUP = "active stickiness concentration groups flow newcomers retention lifecycle lifetime convert"
FASTER = dict.fromkeys([*ROLLUP.split(" "), "rfm --on activity"], 20)
FASTER |= dict.fromkeys(["rhythm", "response", "silence", FUNNEL], 4)


EXPORTED = 1_000_000  # messages
CHATS = {"slack": (), "irc": (), "discord": (), "telegram": (), "whatsapp": ("--date-format", "dmy")}  # options of each


Pair = tuple[float, float]  # wall and CPU seconds


@dataclass(frozen=True)
class Cost:
    """One process: wall and CPU seconds, peak megabytes, what it printed."""

    wall: float
    cpu: float
    peak: float
    out: str


def run(*words: str, may_refuse: bool = False, **variables: str) -> Cost:
    """Run a command to its end, with these variables added to the environment; whether it may lack facts (exit 4)."""
    with tempfile.TemporaryFile() as out:
        started = time.perf_counter()
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.DEVNULL, env={**os.environ, **variables})
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        out.seek(0)
        printed = out.read().decode()
    if status and not (may_refuse and os.waitstatus_to_exitcode(status) == NOT_ENOUGH):
        raise SystemExit(f"{' '.join(words)} failed with {os.waitstatus_to_exitcode(status)}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed)


def median(costs: list[Cost], name: str) -> float:
    """The middle one of some runs."""
    return statistics.median(getattr(cost, name) for cost in costs)


def startup(folder: Path, rows: list[str]) -> None:
    """Version and help beside an import of typer and rich; help once more with questions that do nothing added."""
    more = {"PYTHONPATH": str(with_dummies(folder))}
    commands: dict[str, tuple[list[str], dict[str, str]]] = {
        "python -c pass": ([sys.executable, "-c", "pass"], {}),
        IMPORTS: ([sys.executable, "-c", IMPORTS], {}),
        "--help of an empty typer app": ([sys.executable, "-c", TYPER, "--help"], {}),
        "commkit --version": ([*COMMKIT, "--version"], {}),
        "commkit --help": ([*COMMKIT, "--help"], {}),
        "commkit rfm --help": ([*COMMKIT, "rfm", "--help"], {}),
        f"commkit --help, {DUMMIES} more questions": ([*COMMKIT, "--help"], more),
        f"commkit rfm --help, {DUMMIES} more questions": ([*COMMKIT, "rfm", "--help"], more),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(11):
        for name, (words, variables) in commands.items():
            costs[name].append(run(*words, **variables))
    floor = median(costs[IMPORTS], "cpu")
    for name, each in costs.items():
        rows.append(f"| {name} | {median(each, 'cpu') * 1000:.0f} ms | {median(each, 'cpu') / floor:.2f} |")


def with_dummies(folder: Path) -> Path:
    """A copy of the package with so many more questions, each a copy of rfm."""
    package = Path(shutil.copytree(Path(catalog.__file__).parent, folder / "dummies" / "commkit"))
    rfm = (package / "segment" / "rfm.py").read_text("utf-8")
    names = [f"dummy{number}" for number in range(DUMMIES)]
    for name in names:
        (package / "segment" / f"{name}.py").write_text(rfm.replace("def rfm(", f"def {name}("), "utf-8")
    listed = "".join(f'"segment.{name}", ' for name in names)
    contents = package / "catalog.py"
    contents.write_text(contents.read_text("utf-8").replace('("segment.rfm",', f'({listed}"segment.rfm",'), "utf-8")
    return package.parent


def load(folder: Path, number: int, repeats: int, rows: list[str]) -> None:
    """A CSV of messages, without text and with, beside CREATE TABLE AS."""
    csv = generated(folder, number, "csv")
    for kept, option in (("no text", []), ("text kept", ["--keep-text"])):
        ours: list[Cost] = []
        floor: list[Cost] = []
        for turn in range(repeats):
            for old in folder.glob("*.duckdb*"):
                old.unlink()
            word = "text" if option else "none"
            floor.append(run(*FLOORS, "load", str(csv), str(folder / f"floor{turn}.duckdb"), word))
            ours.append(run(*COMMKIT, "load", str(csv), "--db", str(folder / "c.duckdb"), "-q", *option))
        ratio = statistics.median(a.cpu / b.cpu for a, b in zip(ours, floor, strict=True))
        figures = f"{median(ours, 'cpu'):.1f} s | {median(floor, 'cpu'):.1f} s | {ratio:.2f}"
        rows.append(f"| load {number:,} messages, {kept} | {figures} | {max(cost.peak for cost in ours):.0f} MB |")


def exports(folder: Path, rows: list[str]) -> None:
    """Each platform's export beside a CSV of the same messages, both loaded by commkit."""
    paths = make(EXPORTED, folder / "exports")
    paths["irc"] = paths["irc"].parents[1]  # the channel is read from the path
    for name, options in CHATS.items():
        ours, table = [], []
        for _ in range(3):
            for old in folder.glob("*.duckdb*"):
                old.unlink()
            table.append(run(*COMMKIT, "load", str(paths["lines"]), "--db", str(folder / "t.duckdb"), "-q"))
            ours.append(run(*COMMKIT, "load", str(paths[name]), "--db", str(folder / "c.duckdb"), "-q", *options))
        ratio = statistics.median(a.cpu / b.cpu for a, b in zip(ours, table, strict=True))
        figures = f"{median(ours, 'cpu'):.1f} s | {median(table, 'cpu'):.1f} s | {ratio:.2f}"
        rows.append(f"| {name} | {figures} | {max(cost.peak for cost in ours):.0f} MB |")
        print(rows[-1], flush=True)


def generated(folder: Path, number: int, suffix: str) -> Path:
    """The messages, with the other tables beside them."""
    target = folder / f"{number}.{suffix}"
    if not target.exists():
        run(sys.executable, str(HERE / "generate.py"), str(number), str(target))
    return target


def database(folder: Path, number: int) -> str:
    """A community of all tables."""
    csv = generated(folder, number, "csv")
    target = folder / f"{number}.duckdb"
    run(*COMMKIT, "load", *(str(csv.with_stem(f"{csv.stem}{kind}")) for kind in KINDS), "--db", str(target), "-q")
    return str(target)


def questions(database: str, parquet: Path, repeats: int, rows: list[str]) -> None:
    """Each question less the cost of asking nothing, beside the same SQL alone and beside pandas, in turn."""
    for asked in (words for name in catalog.questions() for words in ASKED.get(name, [name])):
        words = [*asked.split(), "--db", database]
        plan = run(*FLOORS, "plan", *words).out
        ours, floor, analyst = [], [], []
        for turn in range(repeats):
            nothing = run(*COMMKIT, "sql", NOTHING, "--db", database)
            ours.append(less(run(*COMMKIT, *words, "--format", "json"), nothing))
            alone = run(*FLOORS, *(["funnel", database] if asked == FUNNEL else ["ask", database, plan]))
            floor.append(tuple(map(float, alone.out.split())))
            if turn == 0 and (name := answering(asked)) in ANSWERS:
                script = run(sys.executable, str(HERE / "with_pandas.py"), str(parquet), name)
                analyst.append(tuple(map(float, script.out.split())))
        rows.append(told(asked, ours, floor, analyst))
        print(rows[-1], flush=True)


def less(cost: Cost, nothing: Cost) -> tuple[float, float]:
    """Wall and CPU seconds without those of asking nothing."""
    return cost.wall - nothing.wall, cost.cpu - nothing.cpu


def answering(asked: str) -> str:
    """The name of the pandas function."""
    return "rfm_activity" if asked == "rfm --on activity" else asked.split(maxsplit=1)[0]


def told(asked: str, ours: list[Pair], floor: list[Pair], analyst: list[tuple[float, ...]]) -> str:
    """A row of the table: medians, and the medians of the turns' ratios; CPU seconds, wall in brackets."""
    ratios = [statistics.median(a[at] / b[at] for a, b in zip(ours, floor, strict=True)) for at in (1, 0)]
    wall, cpu = (statistics.median(each[at] for each in ours) for at in (0, 1))
    base_wall, base = (statistics.median(each[at] for each in floor) for at in (0, 1))
    row = [asked, f"{cpu:.2f} s ({wall:.2f})", f"{base:.2f} s ({base_wall:.2f})", "{:.2f} ({:.2f})".format(*ratios)]
    if analyst:
        read_wall, read, think_wall, think = analyst[0]
        faster = f"{(read + think) / cpu:.1f} ({(read_wall + think_wall) / wall:.1f})"
        row += [f"{read:.1f} s + {think:.1f} s ({read_wall:.1f} + {think_wall:.1f})", faster]
    else:
        row += ["-", "-"]
    return f"| {' | '.join([*row, str(FASTER.get(asked, '-'))])} |"


def kept(heading: str) -> list[str]:
    """The rows that the page has under this heading now."""
    part = (HERE / "README.md").read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [line for line in part.splitlines() if line.startswith("| ")][1:]


def main() -> None:
    """Measure the headings that the arguments name (all without any) and write it down, keeping the rest."""
    asked = set(sys.argv[1:]) or set(HEADINGS)
    rows: dict[str, list[str]] = {name: [] if name in asked else kept(HEADINGS[name]) for name in HEADINGS}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "start" in asked:
            startup(folder, rows["start"])
        if "load" in asked:
            for number, repeats in ((1_000_000, 5), (10_000_000, 3)):
                load(folder, number, repeats, rows["load"])
        if "exports" in asked:
            exports(folder, rows["exports"])
        if "questions" in asked:
            questions(database(folder, MANY), generated(folder, MANY, "parquet"), 3, rows["questions"])
    template = (HERE / "template.md").read_text("utf-8")
    text = template.format(**{name: "\n".join(each) for name, each in rows.items()})
    (HERE / "README.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
