"""Kill reports and exports over older ones at points spread over their run: the old bytes or the new, never others."""

from __future__ import annotations

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
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from campaigns.kills import BY_CPU, COMMKIT, TICK, conduct, used
from commkit.drafts import YOUNG_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    State = dict[str, str]  # each file of an output with the digest of its bytes

CASES = {
    "report": ("report", "weekly", "--lang", "en", "-o", "week.html"),
    "export": ("export", "-o", "tables"),
}
EARLIER = "2024-01-14"  # the day of the older output
CLEANUP = 0.05  # seconds after the new output has its name in which a kill may still meet the run


@dataclass
class Tally:
    """What the kills met: which output stood there afterwards, and what was left beside it."""

    kills: int = 0
    survived: int = 0
    old: int = 0
    new: int = 0
    strays: int = 0
    largest: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """What is said of them."""
        return (
            f"{self.kills} kills, {self.survived} runs were over before: {self.old} old, {self.new} new, "
            f"{len(self.faults)} torn, absent or never swept; {self.strays} drafts were left beside it, "
            f"the largest of {self.largest:,} bytes"
        )


def main() -> int:
    """Kill each command as often as asked, in turn; exit 1 if an output was anything but the old or the new one."""
    return conduct(campaign, 200 * len(CASES), __doc__)


def campaign(kills: int, seed: int, tell: Callable[[], object] = lambda: None) -> Tally:
    """Kills dealt to the cases in turn: half by the CPU seconds used, half once anything is beside the output."""
    chance, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory(prefix="outputs-") as name:
        targets = {case: Target(Path(name) / case, words) for case, words in CASES.items()}
        for case in itertools.cycle(CASES):
            if tally.kills + len(tally.faults) >= kills:
                break
            targets[case].strike(chance, tally)
            tell()
        for target in targets.values():
            target.sweep(tally)
    return tally


class Target:
    """A community with an older output beside it, over which a command writes."""

    def __init__(self, folder: Path, words: tuple[str, ...]) -> None:
        self.place = folder / "place"
        self.place.mkdir(parents=True)
        self.words, self.output = words, self.place / words[-1]
        (self.place / "chat.csv").write_text(_talk(), "utf-8")
        self._finish("load", "chat.csv")
        self._finish(*words, "--as-of", EARLIER)
        self.kept = folder / "kept"
        self.output.rename(self.kept)
        self.old = read_state(self.kept)
        self._put_back()
        self.cpu, self.writing = self._measure()
        self.new = read_state(self.output)
        if self.old == self.new:
            raise RuntimeError(f"{words[0]} writes the same for another day")

    def strike(self, chance: random.Random, tally: Tally) -> None:
        """One kill, and what it left."""
        self._put_back()
        by_cpu, before = chance.random() < BY_CPU, self._drafts()
        after = chance.uniform(0, self.cpu if by_cpu else self.writing + CLEANUP)
        process = self._start()
        while process.poll() is None:
            if by_cpu and used(process.pid) >= after:
                time.sleep(after % TICK)
                break
            if not by_cpu and self._drafts() != before:
                time.sleep(after)
                break
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
        tally.kills += code == -signal.SIGKILL
        tally.survived += code == 0
        found = read_state(self.output)
        tally.old, tally.new = tally.old + (found == self.old), tally.new + (found == self.new)
        if found not in (self.old, self.new) or (code == 0 and found != self.new):
            how = "of CPU" if by_cpu else "after the first write"
            tally.faults.append(f"{self.words[0]}, {after:.4f} s {how}, exit {code}: {found or 'absent'}")
        left = self._drafts() - before
        tally.strays += len(left)
        tally.largest = max(tally.largest, *map(_weigh, left), 0)

    def sweep(self, tally: Tally) -> None:
        """Let what was left grow old: the next run leaves the output alone."""
        for draft in self._drafts():
            long_ago = time.time() - 2 * YOUNG_SECONDS
            os.utime(draft, (long_ago, long_ago))
        self._finish(*self.words)
        if left := self._drafts():
            tally.faults.append(f"{self.words[0]}: never swept: {sorted(path.name for path in left)}")

    def _start(self) -> subprocess.Popen[bytes]:
        null = subprocess.DEVNULL
        kept = {name: text for name, text in os.environ.items() if not name.startswith("COMMKIT_")}
        words = [*COMMKIT, *self.words, "--db", "community.duckdb", "-q"]
        return subprocess.Popen(words, cwd=self.place, env=kept, stdout=null, stderr=null, start_new_session=True)

    def _finish(self, *words: str) -> None:
        subprocess.run([*COMMKIT, *words, "--db", "community.duckdb", "-q"], cwd=self.place, check=True)

    def _measure(self) -> tuple[float, float]:
        """CPU seconds of an undisturbed run, and its seconds after the first write beside the output."""
        cpu, written_at, before = 0.0, 0.0, self._drafts()
        process = self._start()
        while process.poll() is None:
            cpu = used(process.pid) or cpu
            if not written_at and self._drafts() != before:
                written_at = time.perf_counter()
        if process.returncode:
            raise RuntimeError(f"{self.words[0]} does not work undisturbed")
        return cpu, time.perf_counter() - written_at if written_at else 0.0  # a file may come too quickly to be seen

    def _put_back(self) -> None:
        """The older output in its place; drafts stay where they are."""
        for remove in (shutil.rmtree, os.unlink):
            with contextlib.suppress(OSError):
                remove(self.output)
        (shutil.copytree if self.kept.is_dir() else shutil.copy)(self.kept, self.output)

    def _drafts(self) -> set[Path]:
        return {self.place / name for name in os.listdir(self.place) if name.startswith(".")}  # noqa: PTH208 (quick)


def read_state(output: Path) -> State:
    """Every file of an output; none where it is absent."""
    files: Iterator[Path] = output.rglob("*") if output.is_dir() else iter([output] if output.exists() else [])
    return {str(path.relative_to(output)): sha256(path.read_bytes()).hexdigest() for path in files if path.is_file()}


def _weigh(draft: Path) -> int:
    return sum(path.stat().st_size for path in (draft, *draft.rglob("*")) if path.is_file())


def _talk() -> str:
    """Three weeks in which one speaks every day and another every other day."""
    lines = ["author,time,text,channel"]
    for day in range(22):
        at = date(2024, 1, 1) + timedelta(days=day)
        lines += [f"ana,{at} 12:00,w{day},hall", *([f"ben,{at} 13:00,x{day},hall"] if day % 2 == 0 else [])]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
