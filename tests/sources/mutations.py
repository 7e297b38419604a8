"""Good exports, wounded at random: `python -m tests.sources.mutations 10000` loads so many of them."""

from __future__ import annotations

import io
import random
import sys
import tarfile
import time
import traceback
import zipfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

from commkit.errors import CommkitError
from commkit.intake.exports import find_exports, stage
from commkit.sources.source import Reading
from commkit.store.load.count import Count
from commkit.store.load.loading import Loading
from commkit.store.load.options import LoadOptions
from commkit.store.load.transaction import commit
from commkit.store.private import Secret
from commkit.store.spool import private_folder

HOUSE = Path(__file__).parent.parent.parent
SAMPLE_LINES = 40  # of a large text
MOST_SECONDS = 2.0  # of the processor for one export
BUG = 70
SPLICED = (
    b'"',
    b"\n",
    b"\r",
    b"\0",
    b"null",
    b"9" * 30,
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"[" * 50,
    b"{}",
    b",",
    b"-1",
    b"\\",
)

Files = dict[str, bytes]  # by path


class Ending(NamedTuple):
    """How a load ended: its exit code, and what went wrong in commkit itself."""

    code: int
    fault: str
    messages: tuple[int, ...] | None  # records, loaded, duplicate, rejected and skipped; none where it is refused
    seconds: float = 0.0


@cache
def good() -> dict[str, Files]:
    """All samples of all sources, the beginnings of the sample community's, and archives of some."""
    found = {case.relative_to(HOUSE).as_posix(): _read(case) for case in sorted(HOUSE.glob("tests/data/*/*/"))}
    for path in sorted((HOUSE / "data/sample").rglob("*")):
        if path.suffix in {".csv", ".txt"}:
            found[path.name] = {path.name: b"".join(path.read_bytes().splitlines(keepends=True)[:SAMPLE_LINES])}
    for name in ("slack/of_2015", "table/workbook", "qq/all"):
        files = found[f"tests/data/{name}"]
        found |= {f"{name}.{kind}": {f"export.{kind}": _packed(files, kind)} for kind in ("zip", "tar", "tar.gz")}
    return found


def _read(case: Path) -> Files:
    return {path.relative_to(case).as_posix(): path.read_bytes() for path in sorted(case.rglob("*")) if path.is_file()}


def _packed(files: Files, kind: str) -> bytes:
    target = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    else:
        with tarfile.open(fileobj=target, mode="w:gz" if kind == "tar.gz" else "w") as tar:
            for name, content in files.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
    return target.getvalue()


def mutant(seed: int) -> tuple[str, Files]:
    """A good export of which one file has up to five wounds; the same seed gives the same."""
    chance = random.Random(seed)  # noqa: S311 (wounds, no secrets)
    case = chance.choice(sorted(good()))
    files = dict(good()[case])
    name = chance.choice(sorted(files))
    content = bytearray(files[name])
    for _ in range(chance.randint(1, 5)):
        _wound(content, chance)
    return case, {**files, name: bytes(content)}


def _wound(content: bytearray, chance: random.Random) -> None:
    at, length = chance.randint(0, len(content)), chance.choice([1, 1, 2, 7, 40])
    some = bytes(content[at : at + length])
    match chance.choice(["flip", "delete", "insert", "double", "truncate", "splice", "swap"]):
        case "flip" if some:
            content[at] ^= 1 << chance.randrange(8)
        case "delete":
            del content[at : at + length]
        case "insert":
            content[at:at] = chance.randbytes(length)
        case "double":
            content[at:at] = some * chance.choice([1, 2, 50])
        case "truncate" if chance.random() < 0.5:
            del content[at:]
        case "splice":
            content[at:at] = chance.choice(SPLICED)
        case _:
            other = chance.randint(0, len(content))
            content[other : other + length] = some


def load(files: Files) -> Ending:
    """Load these into a community in memory, as the command does."""
    begun = time.process_time()
    with private_folder() as folder:
        root = folder / "export"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        ending = _ending(root, folder)
    return ending._replace(seconds=time.process_time() - begun)


def _ending(root: Path, folder: Path) -> Ending:
    loading = Loading(folder, LoadOptions(), Secret(b"mutant"))
    messages = Count()
    try:
        gathered = [find_exports(root, folder, Reading())]
        stage(gathered, loading, Reading(), {})
        for counts in commit(loading, None, lock_timeout=0) if loading.exports else ():
            assert all(count.balances for count in counts.values())
            messages = messages.plus(counts.get("message", Count()))
    except CommkitError as refusal:
        return Ending(refusal.exit_code, traceback.format_exc() if refusal.exit_code == BUG else "", None)
    except Exception:  # noqa: BLE001 (what is looked for)
        return Ending(BUG, traceback.format_exc(), None)
    finally:
        loading.close()
    return Ending(0, "", tuple(messages))


def tried(seed: int) -> tuple[int, str, Ending]:
    """The seed, the export that it wounds, and how loading it ends."""
    case, files = mutant(seed)
    return seed, case, load(files)


def main(number: int) -> int:
    """Load so many mutants on two processors; say what is wrong with which."""
    codes: Counter[int] = Counter()
    slowest, faults = 0.0, 0
    with ProcessPoolExecutor(2) as pool:
        for seed, case, ending in pool.map(tried, range(number), chunksize=50):
            codes[ending.code] += 1
            slowest = max(slowest, ending.seconds)
            if ending.code == BUG or ending.seconds > MOST_SECONDS:
                faults += 1
                print(f"seed {seed} of {case}: {ending.seconds:.1f} s\n{ending.fault}", flush=True)  # noqa: T201
    print(f"{number} mutants: exit codes {dict(sorted(codes.items()))}, the slowest {slowest:.2f} s")  # noqa: T201
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
