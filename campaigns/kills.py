"""Kill loads at points spread over their run and look at what is left: each load whole or absent, none lost."""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from commkit import cli

COMMKIT = [sys.executable, "-m", "commkit"]
SIZES = {"first": (0, 20_000), "second": (12_000, 20_000), "third": (30_000, 6_000)}  # where each begins, how many
CASES = {
    "new database": ("first",),
    "database that exists": ("second",),
    "two exports at once": ("second", "third"),
    "undo": ("undo",),
}
TABLES = {"message": "message", "order_line": "purchase_line", "event": "event"}
TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass
class Tally:
    """What the kills met."""

    kills: int = 0
    whole: int = 0
    absent: int = 0
    survived: int = 0
    faults: list[str] = field(default_factory=list)


def main() -> int:
    """Kill as often as asked; exit 1 if anything was torn or lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tally = campaign(asked.kills, asked.seed)
    print(
        f"{tally.kills} kills, {tally.survived} runs were over before: "
        f"{tally.absent} absent, {tally.whole} whole, {len(tally.faults)} torn or lost"
    )
    print(*tally.faults, sep="\n")
    return 1 if tally.faults else 0


def campaign(kills: int, seed: int) -> Tally:
    """Kills dealt to the cases in turn: half by the CPU seconds used, half by the time since the first file changed."""
    chance = random.Random(seed)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        room = Room(Path(name))
        runs = {case: room.measure(case) for case in CASES}
        cases = itertools.cycle(CASES)
        while tally.kills < kills:
            case = next(cases)
            by_cpu = chance.random() < 0.5
            most = runs[case].cpu if by_cpu else runs[case].commit
            room.strike(case, chance.uniform(0, most), tally, by_cpu=by_cpu)
    return tally


@dataclass(frozen=True)
class Run:
    """An undisturbed run: its CPU seconds, and its seconds after the first change beside the database."""

    cpu: float
    commit: float


class Room:
    """A folder with exports, a database to start from, and a temporary folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.exports = {export: _write(folder / f"{export}.csv", *size) for export, size in SIZES.items()}
        self.start = folder / "start"
        self.start.mkdir()
        self.run(self.start, "load", str(self.exports["first"]), "--output", str(folder / "start.json"))

    def words(self, case: str) -> list[str]:
        """The command line of a case."""
        names = CASES[case]
        if case == "undo":
            return ["loads", "undo", "1"]
        return ["load", *(str(self.exports[name]) for name in names), "--output", str(self.folder / "load.json")]

    def begin(self, case: str, name: str) -> Path:
        """A folder as it is before this case."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        if case == "new database":
            place.mkdir()
        else:
            shutil.copytree(self.start, place)
        return place

    def measure(self, case: str) -> Run:
        """An undisturbed run."""
        place = self.begin(case, "measured")
        before = state(place)
        process = self.start_one(case, place)
        cpu, changed_at = 0.0, 0.0
        while process.poll() is None:
            cpu = used(process.pid) or cpu
            if not changed_at and state(place) != before:
                changed_at = time.perf_counter()
            time.sleep(0.001)
        if process.returncode or not changed_at:
            raise RuntimeError(f"{case} does not work undisturbed")
        return Run(cpu, time.perf_counter() - changed_at)

    def start_one(self, case: str, place: Path) -> subprocess.Popen[bytes]:
        """The case as a process group of its own."""
        null = subprocess.DEVNULL
        words = [*COMMKIT, *self.words(case)]
        return subprocess.Popen(words, cwd=place, env=self.env(), stdout=null, stderr=null, start_new_session=True)

    def run(self, place: Path, *words: str) -> None:
        """Run to the end, in this process."""
        database = str(place / "community.duckdb")
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            code = cli.run([*words, "--db", database, "--quiet"])
        if code:
            raise RuntimeError(f"{' '.join(words)}: exit {code}: {said.getvalue()}")

    def strike(self, case: str, after: float, tally: Tally, *, by_cpu: bool) -> None:
        """One kill, and what it left."""
        place = self.begin(case, "struck")
        before, untouched = contents(place), state(place)
        process = self.start_one(case, place)
        while process.poll() is None:
            if by_cpu and used(process.pid) >= after:
                time.sleep(after % TICK)
                break
            if not by_cpu and state(place) != untouched:
                time.sleep(after)
                break
            time.sleep(0.001)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
        tally.kills += code == -signal.SIGKILL
        tally.survived += code == 0
        try:
            self._look(case, place, before, code, tally)
        except (AssertionError, RuntimeError, duckdb.Error) as fault:
            how = "of CPU" if by_cpu else "after the first change"
            tally.faults.append(f"{case}, {after:.3f} s {how}: {type(fault).__name__} {str(fault)[:300]}")

    def _look(self, case: str, place: Path, before: Contents | None, code: int, tally: Tally) -> None:
        after = contents(place)
        balanced(place)
        undisturbed = contents(self._undisturbed(case))
        is_whole = after == undisturbed
        assert is_whole or after == before, f"neither as before nor whole: {after}"
        assert code or is_whole, "acknowledged and lost"
        tally.whole += is_whole
        tally.absent += not is_whole
        if case != "undo" or not is_whole:
            self.run(place, *self.words(case))
        assert contents(place) == undisturbed, "the same again gives something else"
        balanced(place)
        left = sorted(each.name for each in place.iterdir())
        strange = [name for name in left if not name.startswith(("community.", ".community."))]
        assert not strange, f"left behind: {strange}"
        if case != "undo":
            self.run(place, "active", "--output", str(self.folder / "active.json"))

    def _undisturbed(self, case: str) -> Path:
        place = self.folder / f"whole {case}"
        if not place.exists():
            shutil.copytree(self.begin(case, "measured"), place)
            self.run(place, *self.words(case))
        return place

    def env(self) -> dict[str, str]:
        kept = {name: text for name, text in os.environ.items() if not name.startswith("COMMKIT_")}
        return {**kept, "TMPDIR": str(self.temporary)}


Contents = dict[str, Any]


def used(pid: int) -> float:
    """CPU seconds that a process has used, to a tick; 0 when it is over."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(stat[11]) + int(stat[12])) * TICK


def state(place: Path) -> list[tuple[str, int, int]]:
    """The files of a folder with their sizes and times of change."""
    found = []
    for each in place.iterdir():
        with contextlib.suppress(FileNotFoundError):
            about = each.stat()
            found.append((each.name, about.st_size, about.st_mtime_ns))
    return sorted(found)


def contents(place: Path) -> Contents | None:
    """How many facts each table holds and what they sum to, whatever the numbers of loads; None without a database."""
    database = place / "community.duckdb"
    if not database.exists():
        return None
    with duckdb.connect(str(database), read_only=True) as con:
        if not con.execute("select 1 from duckdb_tables() where table_name = 'meta'").fetchall():
            return None
        queries = {
            "message": "select count(*), sum(key % 1000003) from raw.message",
            "loads": "select list_sort(list(digest)) from raw.load",
            "counts": "select kind, sum(records), sum(loaded), sum(duplicate) from raw.load_count group by kind",
            "days": "select sum(messages), count(*), count(distinct day) from raw.member_day",
            "account": "select count(*) from raw.account",
        }
        return {name: con.execute(query).fetchall() for name, query in queries.items()}


def balanced(place: Path) -> None:
    """Each load's count of what it loaded is that of its rows, and every row is of a load that is listed."""
    database = place / "community.duckdb"
    if contents(place) is None:
        return
    with duckdb.connect(str(database), read_only=True) as con:
        for kind, table in TABLES.items():
            said = con.execute(
                "select load_id, loaded from raw.load_count where kind = $kind and loaded > 0 order by load_id",
                {"kind": kind},
            ).fetchall()
            found = con.sql(f"select load_id, count(*) from raw.{table} group by load_id order by load_id").fetchall()  # noqa: S608
            assert said == found, f"{kind}: {said} are said, {found} are there"


def _write(path: Path, start: int, number: int) -> Path:
    """Messages of 300 people in 8 groups, one a minute, a fifth of them replies."""
    lines = ["id,author,time,text,channel,reply_to"]
    for each in range(start, start + number):
        hours, minute = divmod(each, 60)
        day, hour = divmod(hours, 24)
        at = f"2024-{day // 28 % 12 + 1:02}-{day % 28 + 1:02} {hour:02}:{minute:02}:00"
        answered = f"m{each - 1}" if each % 5 == 0 and each else ""
        lines.append(f"m{each},u{each * each % 300},{at},word {each},group-{each % 8},{answered}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())
