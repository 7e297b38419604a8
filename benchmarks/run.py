"""Measure start-up, load and questions, each beside its floor in the same run, and write the table to README.md."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from with_pandas import ANSWERS

from commkit import catalog

HERE = Path(__file__).parent
COMMKIT = [sys.executable, "-m", "commkit"]
FLOORS = [sys.executable, str(HERE / "floors.py")]
TYPER = "import typer; app = typer.Typer(); app.command()(lambda: None); app()"
HELD = {"messages", "replies", "roster", "joins", "leaves"}  # the kinds of fact that are generated
NOT_BY_DEFAULT = {"segment/rfm_r_package"}


@dataclass(frozen=True)
class Cost:
    """One process: wall and CPU seconds, peak megabytes, what it printed."""

    wall: float
    cpu: float
    peak: float
    out: str


def run(*words: str) -> Cost:
    """Run a command to its end."""
    with tempfile.TemporaryFile() as out:
        started = time.perf_counter()
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        out.seek(0)
        printed = out.read().decode()
    if status:
        raise SystemExit(f"{' '.join(words)} failed with {os.waitstatus_to_exitcode(status)}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed)


def median(costs: list[Cost], name: str) -> float:
    """The middle one of some runs."""
    return statistics.median(getattr(cost, name) for cost in costs)


def startup(rows: list[str]) -> None:
    """Help and version beside a bare Python and a bare import of typer."""
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import typer": [sys.executable, "-c", "import typer"],
        "--help of an empty typer app": [sys.executable, "-c", TYPER, "--help"],
        "commkit --version": [*COMMKIT, "--version"],
        "commkit --help": [*COMMKIT, "--help"],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(7):
        for name, words in commands.items():
            costs[name].append(run(*words))
    floor = median(costs["--help of an empty typer app"], "cpu")
    for name, each in costs.items():
        rows.append(f"| {name} | {median(each, 'cpu') * 1000:.0f} ms | {median(each, 'cpu') / floor:.2f} |")


def load(folder: Path, number: int, repeats: int, rows: list[str]) -> None:
    """A CSV of messages, without text and with, beside CREATE TABLE AS."""
    csv = folder / f"{number}.csv"
    run(sys.executable, str(HERE / "generate.py"), str(number), str(csv))
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


def measurable() -> dict[str, list[str]]:
    """The questions that the generated facts can answer, each with its SQL files."""
    found = {
        name: [file for file in catalog.sql_of(question) if file not in NOT_BY_DEFAULT]
        for name, question in catalog.questions().items()
        if HELD & {*catalog.needs(question)}
    }
    return {name: files for name, files in found.items() if files}


def pandas(parquet: Path, name: str) -> str:
    """Seconds that a script needs to read and to answer; a dash where there is none."""
    if name not in ANSWERS:
        return "-"
    read, think = map(float, run(sys.executable, str(HERE / "with_pandas.py"), str(parquet), name).out.split())
    return f"{read:.1f} s + {think:.1f} s"


def questions(folder: Path, number: int, repeats: int, rows: list[str]) -> None:
    """Each question less the cost of asking nothing, beside the same SQL alone and beside pandas."""
    for old in folder.glob("*.duckdb*"):
        old.unlink()
    database = str(folder / "c.duckdb")
    run(*COMMKIT, "load", *(str(folder / f"{number}{kind}.csv") for kind in ("", "-members")), "--db", database, "-q")
    parquet = folder / f"{number}.parquet"
    run(sys.executable, str(HERE / "generate.py"), str(number), str(parquet))
    for name, files in measurable().items():
        ours, floor = [], []
        for _ in range(repeats):
            nothing = run(*COMMKIT, "sql", "select 1", "--db", database).wall
            ours.append(run(*COMMKIT, name, "--db", database, "--format", "json").wall - nothing)
            floor.append(sum(float(run(*FLOORS, "ask", database, file).out) for file in files))
        ratio = statistics.median(a / b for a, b in zip(ours, floor, strict=True))
        us, base = statistics.median(ours), statistics.median(floor)
        rows.append(f"| {name}, {number:,} | {us:.2f} s | {base:.2f} s | {ratio:.2f} | {pandas(parquet, name)} |")


def main() -> None:
    """Measure what the arguments name (start, 1m, 10m; all without) and write it down."""
    asked = set(sys.argv[1:]) or {"start", "1m", "10m"}
    started, loaded, answered = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "start" in asked:
            startup(started)
        for word, number, repeats in (("1m", 1_000_000, 5), ("10m", 10_000_000, 3)):
            if word in asked:
                load(folder, number, repeats, loaded)
                questions(folder, number, repeats, answered)
    template = (HERE / "template.md").read_text("utf-8")
    text = template.format(start="\n".join(started), load="\n".join(loaded), questions="\n".join(answered))
    (HERE / "README.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
