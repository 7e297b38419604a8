"""Kill migrations at points spread over their run and look at what is left: the old or the new, never neither."""

from __future__ import annotations

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
from typing import TYPE_CHECKING

import duckdb

from campaigns.earlier import take_back, version_of
from campaigns.kills import COMMKIT, TICK, conduct, used
from campaigns.room import Contents, Room, contents

if TYPE_CHECKING:
    from collections.abc import Callable

BY_CPU = 0.3  # of the kills; the others fall between the first sign of the new file and a little after its last
EARLIER = 6
AFTER = 1.1  # times that span
DATABASE = "community.duckdb"
KEPT = "community.v6.duckdb"
DRAFTS = ".community.duckdb.*"


@dataclass
class Tally:
    """What the kills met."""

    kills: int = 0
    old: int = 0
    new: int = 0
    survived: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """What is said of them."""
        return (
            f"{self.kills} kills, {self.survived} runs were over before: "
            f"{self.old} old, {self.new} new, {len(self.faults)} neither"
        )


def main() -> int:
    """Kill as often as asked; exit 1 if a database was torn or lost."""
    return conduct(campaign, 50, __doc__)


def campaign(kills: int, seed: int, tell: Callable[[], object] = lambda: None) -> Tally:
    """Kills by the CPU seconds used, or by the time since the new file appeared."""
    chance = random.Random(seed)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="migrations-") as name:
        killing = Killing(Room(Path(name)))
        cpu, copying = killing.measure()
        while tally.kills < kills:
            by_cpu = chance.random() < BY_CPU
            killing.strike(chance.uniform(0, cpu if by_cpu else copying), tally, by_cpu=by_cpu)
            tell()
    return tally


class Killing:
    """Questions that bring a database up to date, undisturbed or killed."""

    def __init__(self, room: Room) -> None:
        self.room = room
        room.run(room.start, "load", str(room.export("middle")), "--output", str(room.folder / "load.json"))
        self.whole = contents(room.start)
        self.answer = self._ask(room.start)
        take_back(room.start / DATABASE)

    def _ask(self, place: Path) -> str:
        """What a question answers here."""
        output = self.room.folder / "active.tsv"
        self.room.run(place, "active", "--format", "tsv", "--output", str(output))
        return output.read_text("utf-8")

    def begin(self) -> Path:
        """A folder with the old database."""
        place = self.room.folder / "struck"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.room.start, place)
        return place

    def start_one(self, place: Path) -> subprocess.Popen[bytes]:
        """The question as a process group of its own."""
        null = subprocess.DEVNULL
        words = [*COMMKIT, "active"]
        return subprocess.Popen(words, cwd=place, env=self.room.env(), stdout=null, stderr=null, start_new_session=True)

    def measure(self) -> tuple[float, float]:
        """CPU seconds of an undisturbed run, and for how long the new file has no name of its own."""
        place = self.begin()
        process = self.start_one(place)
        cpu, seen_at = 0.0, []
        while process.poll() is None:
            cpu = used(process.pid) or cpu
            if any(place.glob(DRAFTS)):
                seen_at.append(time.perf_counter())
            time.sleep(0.001)
        if process.returncode or not seen_at:
            raise RuntimeError("it does not work undisturbed")
        return cpu, AFTER * (seen_at[-1] - seen_at[0])

    def strike(self, after: float, tally: Tally, *, by_cpu: bool) -> None:
        """One kill, and what it left."""
        place = self.begin()
        process = self.start_one(place)
        while process.poll() is None:
            if by_cpu and used(process.pid) >= after:
                time.sleep(after % TICK)
                break
            if not by_cpu and (any(place.glob(DRAFTS)) or (place / KEPT).exists()):
                time.sleep(after)
                break
            time.sleep(0.001)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
        tally.kills += code == -signal.SIGKILL
        tally.survived += code == 0
        try:
            self._look(place, code, tally)
        except (AssertionError, RuntimeError, duckdb.Error) as fault:
            how = "of CPU" if by_cpu else "after the new file appeared"
            tally.faults.append(f"{after:.3f} s {how}: {type(fault).__name__} {str(fault)[:300]}")

    def _look(self, place: Path, code: int, tally: Tally) -> None:
        version = version_of(place / DATABASE)
        assert contents_of_any(place) == counted(self.whole), f"version {version} holds something else"
        assert code or version != EARLIER, "it is over, and the database is the old one"
        tally.old += version == EARLIER
        tally.new += version != EARLIER
        assert version == EARLIER or version_of(place / KEPT) == EARLIER, "the old one is not kept"
        assert self._ask(place) == self.answer, "the next question answers something else"
        assert contents(place) == self.whole, "the next question finds something else"
        left = sorted(each.name for each in place.iterdir())
        assert left == [DATABASE, "community.private.duckdb", KEPT], f"left behind: {left}"


def counted(whole: Contents | None) -> Contents:
    """What both versions call the same."""
    return {name: rows for name, rows in (whole or {}).items() if name != "counts"}


def contents_of_any(place: Path) -> Contents:
    """What a database of either version holds."""
    return counted(contents(place))


if __name__ == "__main__":
    sys.exit(main())
