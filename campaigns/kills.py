"""Kill loads at points spread over their run and look at what is left: each load whole or absent, none lost."""

from __future__ import annotations

import argparse
import contextlib
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
from typing import TYPE_CHECKING, Protocol

import duckdb

from campaigns.room import Contents, Room, balanced, contents

if TYPE_CHECKING:
    from collections.abc import Callable

COMMKIT = [sys.executable, "-m", "commkit"]
CASES = {
    "new database": ("first",),
    "database that exists": ("second",),
    "two exports at once": ("second", "third"),
    "undo": ("undo",),
}
BY_CPU = 0.5  # of the kills; the others fall after the first write to the database or its log
DATABASE = ("community.duckdb", "community.duckdb.wal")
TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass
class Tally:
    """What the kills met."""

    kills: int = 0
    whole: int = 0
    absent: int = 0
    survived: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """What is said of them."""
        return (
            f"{self.kills} kills, {self.survived} runs were over before: "
            f"{self.absent} absent, {self.whole} whole, {len(self.faults)} torn or lost"
        )


class Met(Protocol):
    """What any campaign of kills met, with what it found wrong."""

    faults: list[str]


def main() -> int:
    """Kill as often as asked; exit 1 if anything was torn or lost."""
    return conduct(campaign, 200, __doc__)


def conduct(campaign: Callable[[int, int, Callable[[], object]], Met], kills: int, about: str | None) -> int:
    """Run a campaign of so many kills, or as many as the command line says; exit 1 if it found anything wrong."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--kills", type=int, default=kills)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tally = campaign(asked.kills, asked.seed, lambda: print(".", end="", flush=True))
    print()
    print(tally)
    print(*tally.faults, sep="\n")
    return 1 if tally.faults else 0


def campaign(kills: int, seed: int, tell: Callable[[], object] = lambda: None) -> Tally:
    """Kills dealt to the cases in turn: half by the CPU seconds used, half by the time since the first write."""
    chance = random.Random(seed)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        killing = Killing(Room(Path(name)))
        runs = {case: killing.measure(case) for case in CASES}
        cases = itertools.cycle(CASES)
        while tally.kills < kills:
            case = next(cases)
            by_cpu = chance.random() < BY_CPU
            most = runs[case].cpu if by_cpu else runs[case].commit
            killing.strike(case, chance.uniform(0, most), tally, by_cpu=by_cpu)
            tell()
    return tally


@dataclass(frozen=True)
class Run:
    """An undisturbed run: its CPU seconds, and its seconds after the first write to the database."""

    cpu: float
    commit: float


class Killing:
    """Runs of each case, undisturbed or killed."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def words(self, case: str) -> list[str]:
        """The command line of a case."""
        names = CASES[case]
        if case == "undo":
            return ["loads", "undo", "1"]
        return [
            "load",
            *(str(self.room.export(name)) for name in names),
            "--output",
            str(self.room.folder / "load.json"),
        ]

    def begin(self, case: str, name: str) -> Path:
        """A folder as it is before this case."""
        place = self.room.folder / name
        shutil.rmtree(place, ignore_errors=True)
        if case == "new database":
            place.mkdir()
        else:
            shutil.copytree(self.room.start, place)
        return place

    def measure(self, case: str) -> Run:
        """An undisturbed run."""
        place = self.begin(case, "measured")
        watch = Watch(place)
        process = self.start_one(case, place)
        cpu, changed_at = 0.0, 0.0
        while process.poll() is None:
            cpu = used(process.pid) or cpu
            if not changed_at and watch.has_seen_a_write():
                changed_at = time.perf_counter()
            time.sleep(0.001)
        if process.returncode or not changed_at:
            raise RuntimeError(f"{case} does not work undisturbed")
        return Run(cpu, time.perf_counter() - changed_at)

    def start_one(self, case: str, place: Path) -> subprocess.Popen[bytes]:
        """The case as a process group of its own."""
        null = subprocess.DEVNULL
        words = [*COMMKIT, *self.words(case)]
        return subprocess.Popen(words, cwd=place, env=self.room.env(), stdout=null, stderr=null, start_new_session=True)

    def strike(self, case: str, after: float, tally: Tally, *, by_cpu: bool) -> None:
        """One kill, and what it left."""
        place = self.begin(case, "struck")
        before, watch = contents(place), Watch(place)
        process = self.start_one(case, place)
        while process.poll() is None:
            if by_cpu and used(process.pid) >= after:
                time.sleep(after % TICK)
                break
            if not by_cpu and watch.has_seen_a_write():
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
            how = "of CPU" if by_cpu else "after the first write"
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
            self.room.run(place, *self.words(case))
        assert contents(place) == undisturbed, "the same again gives something else"
        balanced(place)
        left = sorted(each.name for each in place.iterdir())
        strange = [name for name in left if not name.startswith(("community.", ".community."))]
        assert not strange, f"left behind: {strange}"
        if case != "undo":
            self.room.run(place, "active", "--output", str(self.room.folder / "active.json"))

    def _undisturbed(self, case: str) -> Path:
        place = self.room.folder / f"whole {case}"
        if not place.exists():
            shutil.copytree(self.begin(case, "measured"), place)
            self.room.run(place, *self.words(case))
        return place


def used(pid: int) -> float:
    """CPU seconds that a process has used, to a tick; 0 when it is over."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(stat[11]) + int(stat[12])) * TICK


class Watch:
    """Looks for the first write to a database or to its log; that a new one gets its name, still empty, is none."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.before = self._state()

    def has_seen_a_write(self) -> bool:
        """Whether there was one by now."""
        now = self._state()
        if not self.before:
            self.before = now
        return now != self.before

    def _state(self) -> list[tuple[str, int, int]]:
        found = []
        for name in DATABASE:
            with contextlib.suppress(FileNotFoundError):
                about = (self.place / name).stat()
                found.append((name, about.st_size, about.st_mtime_ns))
        return found


if __name__ == "__main__":
    sys.exit(main())
