"""Let the disk fill up under loads: exit 3 in two lines, nothing changed, and the same again once there is room."""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from campaigns.earlier import take_back
from campaigns.room import Contents, Room, contents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLENTY = 1 << 30
LITTLE_MEMORY = "120MB"  # so that the load of `many` spills
TOLD = 2  # lines of a refusal
START = """
import sys
limit, memory = int(sys.argv.pop(1)), sys.argv.pop(1)
if limit:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
from commkit.store import engine
engine.MEMORY_LIMIT = memory
from commkit.__main__ import main
main()
"""


@dataclass(frozen=True)
class Case:
    """What is done, which of a place's folders is on the small disk, and with how much memory."""

    words: tuple[str, ...]
    small: str = "db"
    memory: str = "1GB"
    is_new: bool = False
    piped: bool = False
    is_earlier: bool = False  # begins with a database of an earlier version
    is_tiny: bool = False  # so little is written that a disk with any room has room for it


CASES = {
    "new database": Case(("load", "second.csv"), is_new=True),
    "database that exists": Case(("load", "second.csv")),
    "private file": Case(("load", "second.csv", "--keep-text"), small="private"),
    "spill": Case(("load", "many.csv"), small="tmp", memory=LITTLE_MEMORY, is_new=True),
    "standard input": Case(("load", "-"), small="tmp", piped=True),
    "answer": Case(("load", "second.csv", "--output", "out/load.json"), small="out", is_tiny=True),
    "undo": Case(("loads", "undo", "1")),
    "rebuild": Case(("rebuild", "--tz", "Asia/Tokyo")),
    "migration": Case(("active",), is_earlier=True),
}


CLOSED = (
    ("new database", "db"),
    ("database that exists", "db"),
    ("database that exists", "db/community.duckdb"),
    ("database that exists", "db/community.private.duckdb"),
    ("answer", "out"),
    ("undo", "db"),
    ("rebuild", "db/community.duckdb"),
    ("migration", "db"),
)


@dataclass
class Tally:
    """What the points showed."""

    refused: Counter[str] = field(default_factory=Counter)
    fitted: int = 0
    faults: list[str] = field(default_factory=list)


def main() -> int:
    """Try as many points as asked; exit 1 if any left something behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    mounts = can_mount()
    if not mounts:
        print("no small disk can be mounted here (that needs root): files are limited in size instead (RLIMIT_FSIZE)")
    tally = campaign(asked.points, asked.seed, mounts=mounts, tell=lambda: print(".", end="", flush=True))
    print()
    told = ", ".join(f"{case} {number}" for case, number in tally.refused.items())
    print(f"{tally.refused.total()} refused ({told}), {tally.fitted} fitted, {len(tally.faults)} faults")
    if mounts:
        shut = closed()
        print(f"closed to writing: {shut.refused.total()} of {len(CLOSED)} refused, {len(shut.faults)} faults")
        tally.faults += shut.faults
    else:
        print("nothing can be mounted read-only here: folders and files closed to writing are not tried")
    print(*tally.faults, sep="\n")
    return 1 if tally.faults else 0


def can_mount() -> bool:
    """Whether a small disk can be mounted."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with small_disk(Path(folder), 1 << 20):
                return True
        except (OSError, subprocess.CalledProcessError):
            return False


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Callable[[], object]]:
    """A disk of this size on the folder; gives what frees it."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True, capture_output=True)
    try:
        yield lambda: subprocess.run(["mount", "-o", f"remount,size={PLENTY}", folder], check=True)
    finally:
        subprocess.run(["umount", folder], check=True)


@contextlib.contextmanager
def read_only(path: Path) -> Iterator[Callable[[], object]]:
    """A folder or a file that nobody can write to, root neither."""
    subprocess.run(["mount", "--bind", path, path], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", path], check=True)
        yield lambda: subprocess.run(["mount", "-o", "remount,bind,rw", path], check=True)
    finally:
        subprocess.run(["umount", path], check=True)


def closed() -> Tally:
    """Each case once for each thing that may be closed to writing."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="closed-") as name:
        trial = Trial(Path(name), mounts=True)
        for case, path in CLOSED:
            trial.need(case)
            trial.close(case, path, tally)
    return tally


def campaign(
    points: int,
    seed: int,
    *,
    mounts: bool,
    cases: tuple[str, ...] = tuple(CASES),
    tell: Callable[[], object] = lambda: None,
) -> Tally:
    """Points dealt to the cases in turn, each with less room than the case was seen to need."""
    chance = random.Random(seed)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="full-") as name:
        trial = Trial(Path(name), mounts=mounts)
        needs = {case: trial.need(case) for case in cases}
        for case in itertools.islice(itertools.cycle(cases), 20 * points):
            if tally.refused.total() + len(tally.faults) >= points:
                break
            least, most = needs[case]
            trial.fill(case, chance.randint(least, least + (most - least) * 2 // 3), tally)
            tell()
    return tally


class Trial:
    """Places in which cases run with as much room as they are given."""

    def __init__(self, folder: Path, *, mounts: bool) -> None:
        self.room = Room(folder)
        self.mounts = mounts
        self.starter = folder / "start.py"
        self.starter.write_text(START, "utf-8")
        self.whole: dict[str, Contents | None] = {}

    def need(self, name: str) -> tuple[int, int]:
        """Bytes that the small folder holds before an undisturbed run, and at most during it."""
        place = self.begin(name)
        case = CASES[name]
        least = size_of(place / case.small)
        most = least
        process = self.start_one(case, place, 0)
        while process.poll() is None:
            most = max(most, size_of(place / case.small))
            time.sleep(0.002)
        _, err = process.communicate()
        if process.returncode:
            raise RuntimeError(f"{name} does not work with room: {err}")
        self.whole[name] = contents(place / "db")
        return (least, max(most, least + 4096)) if self.mounts else (0, largest_of(place / case.small))

    def begin(self, name: str) -> Path:
        """Folders as they are before the case; what is small is still as large as the disk."""
        place = self.room.folder / "place"
        shutil.rmtree(place, ignore_errors=True)
        for folder in ("db", "tmp", "out", "private"):
            (place / folder).mkdir(parents=True)
        if not CASES[name].is_new:
            shutil.copytree(self.room.start, place / "db", dirs_exist_ok=True)
        if CASES[name].is_earlier:
            take_back(place / "db" / "community.duckdb")
        if CASES[name].small == "private":
            private = place / "db" / "community.private.duckdb"
            private.rename(place / "private" / private.name)
            private.symlink_to(place / "private" / private.name)
        return place

    def start_one(self, case: Case, place: Path, limit: int) -> subprocess.Popen[str]:
        """The case's command, its files limited in size unless `limit` is 0."""
        words = [str(self.room.export(word[:-4])) if word.endswith(".csv") else word for word in case.words]
        database = str(place / "db" / "community.duckdb")
        with (self.room.export("second") if case.piped else Path(os.devnull)).open("rb") as stdin:
            return subprocess.Popen(
                [sys.executable, str(self.starter), str(limit), case.memory, *words, "--db", database],
                cwd=place,
                env={**self.room.env(), "TMPDIR": str(place / "tmp")},
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )

    def fill(self, name: str, size: int, tally: Tally) -> None:
        """One point."""
        place, case = self.begin(name), CASES[name]
        before = contents(place / "db")
        if not self.mounts:
            self._look(name, place, size, before, tally, lambda: None)
            return
        kept = place / "kept"
        shutil.copytree(place / case.small, kept)
        with small_disk(place / case.small, max(size, 4096)) as free:
            shutil.copytree(kept, place / case.small, dirs_exist_ok=True)
            ballast = place / case.small / "ballast"
            if case.is_tiny:
                _fill_up(ballast)

            def make_room() -> None:
                ballast.unlink(missing_ok=True)
                free()

            self._look(name, place, 0, before, tally, make_room)

    def close(self, name: str, path: str, tally: Tally) -> None:
        """One case with one path closed to writing."""
        place = self.begin(name)
        before = contents(place / "db")
        with read_only(place / path) as free:
            self._look(name, place, 0, before, tally, free)

    def _look(
        self, name: str, place: Path, limit: int, before: Contents | None, tally: Tally, free: Callable[[], object]
    ) -> None:
        process = self.start_one(CASES[name], place, limit)
        out, err = process.communicate()
        try:
            if process.returncode == 0:
                tally.fitted += 1
                assert contents(place / "db") == self.whole[name], "acknowledged and not whole"
                return
            assert (process.returncode, out) == (3, ""), f"exit {process.returncode}: {err}"
            assert len(err.splitlines()) == TOLD, err
            left = contents(place / "db")
            assert left == before, f"something changed: {left} {err}"
            assert not any((place / "tmp").iterdir()), "something stays in the temporary folder"
            left_over = {each.name for each in (place / "out").iterdir()} - {"ballast"}
            assert not left_over, f"something stays where the answer was to be: {left_over}"
            drafts = [each.name for each in (place / "db").glob(".*.new*")]
            assert not drafts, f"half a file stays: {drafts}"
            if CASES[name].is_new:
                assert not any((place / "db").iterdir()), f"files stay: {list((place / 'db').iterdir())}"
            free()
            again = self.start_one(CASES[name], place, 0)
            _, err = again.communicate()
            assert again.returncode == 0, f"the same again fails: {err}"
            assert contents(place / "db") == self.whole[name], "the same again gives something else"
            tally.refused[name] += 1
        except (AssertionError, RuntimeError, duckdb.Error) as fault:
            tally.faults.append(f"{name}, {limit} bytes: {type(fault).__name__} {str(fault)[:400]}")


def _fill_up(ballast: Path) -> None:
    """Write until the disk is full."""
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(bytes(1024)):
            pass


def size_of(folder: Path) -> int:
    """Bytes that a folder's files take on disk."""
    return sum(_blocks(Path(at) / name) for at, _, names in os.walk(folder) for name in names)


def largest_of(folder: Path) -> int:
    """Bytes of the largest file."""
    return max((each.stat().st_size for each in folder.rglob("*") if each.is_file()), default=4096)


def _blocks(path: Path) -> int:
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_blocks * 512
    return 0


if __name__ == "__main__":
    sys.exit(main())
