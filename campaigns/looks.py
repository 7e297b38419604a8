"""Look at pages in headless Chromium, on a phone, a desk and paper, in light and dark: pictures, and a list of faults.

Looks at the HTML files that are named, else at the reports of several communities in both languages, which it makes.
Runs in an environment of its own, which `make looks` makes; commkit runs beside it as a command.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from campaigns.browser import FEW_WAYS, NOTE, TALLEST, WAYS, Eye, Fault, Faults, opened
from campaigns.communities import COMMUNITIES
from campaigns.faulty_pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EDITIONS = ("weekly", "monthly", "quarterly", "risk", "audit")
LANGUAGES = ("en", "zh")
COMMKIT = Path(".venv/bin/commkit").absolute()
SECONDS = 900  # for a command, also where a machine has much else to do
SHOWN = 12  # faults of one kind and page


def main() -> int:
    """Make the pages, look at them, print what is wrong; 1 if anything is."""
    asked = _read_arguments()
    with tempfile.TemporaryDirectory(prefix="looks-") as name, opened(asked.chromium) as browser:
        if asked.self_test:
            return check_self(Eye(browser, FEW_WAYS), Path(name))
        folder = Path(asked.output)
        folder.mkdir(parents=True, exist_ok=True)
        eye = Eye(browser, WAYS, folder, asked.piece)
        pages = map(Path, asked.pages) if asked.pages else make_pages(Path(name), asked.community, asked.edition)
        faults = sum(_look(eye, page) for page in pages)
    print(f"{faults} faults; the pictures are in {folder}")
    return min(faults, 1)


def _look(eye: Eye, page: Path | str) -> int:
    """Print what is wrong with a page, or why it could not be made; gives the number of faults."""
    if isinstance(page, str):
        print(f"{page}\n", flush=True)
        return 1
    found = eye.look(page)
    faults = [fault for fault in found if fault.kind != NOTE]
    print(f"{page.name}: {len(faults)} faults", *_told(found), sep="\n  ", flush=True)
    return len(faults)


def _told(found: Faults) -> Iterator[str]:
    """A line a fault with the ways in which it is seen, the notes last."""
    said: Counter[str] = Counter()
    for fault, ways in sorted(found.items(), key=lambda each: (each[0].kind == NOTE, each[0])):
        said[fault.kind] += 1
        if said[fault.kind] <= SHOWN:
            where = "everywhere" if len(ways) == len(WAYS) else ", ".join(ways)
            yield f"{fault.kind}: {fault.words} [{where}]"
    yield from (f"{kind}: {number - SHOWN} more" for kind, number in said.items() if number > SHOWN)


def make_pages(folder: Path, communities: Sequence[str], editions: Sequence[str]) -> Iterator[Path | str]:
    """The reports of these communities in both languages, each when it is to be looked at, or why there is none."""
    for name in communities:
        community, place = COMMUNITIES[name], folder / name
        place.mkdir()
        chosen = ["--config", str(community.config)] if community.config else []
        database = ["--db", str(place / "community.duckdb"), *chosen]
        exports = map(str, community.find_exports(place / "exports"))
        if refusal := _run(place, "load", *exports, *database, "--quiet"):
            yield f"{name}: {refusal}"
            continue
        for edition in editions:
            for language in LANGUAGES:
                page = place / f"{name}-{edition}-{language}.html"
                refusal = _run(place, "report", edition, "-o", str(page), "--lang", language, *database)
                yield f"{page.name}: {refusal}" if refusal else page


def _run(place: Path, *words: str) -> str:
    """Run commkit; gives why it failed, if it did."""
    done = subprocess.run([COMMKIT, *words], cwd=place, capture_output=True, text=True, timeout=SECONDS, check=False)
    return f"exit {done.returncode}: {done.stderr.strip()}" if done.returncode else ""


def check_self(eye: Eye, folder: Path) -> int:
    """Look at pages whose faults are known: all must be found, and no others."""
    wrong = 0
    for name, (page, kinds) in PAGES.items():
        path = folder / f"{name}.html"
        path.write_text(page, "utf-8")
        found: list[Fault] = [fault for fault in eye.look(path) if fault.kind != NOTE]
        is_right = {fault.kind for fault in found} == kinds
        wrong += not is_right
        told = "; ".join(f"{kind}: {words}" for kind, words in found) or "no fault"
        print(
            f"{'ok   ' if is_right else 'WRONG'} {name}: {told if not is_right else ', '.join(sorted(kinds)) or told}"
        )
    print(f"{len(PAGES)} pages, {wrong} of them judged wrong")
    return min(wrong, 1)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m campaigns.looks", description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="PAGE.html", help="pages to look at instead of reports")
    parser.add_argument("-o", "--output", default="looks", help="the folder for pictures")
    parser.add_argument("--self-test", action="store_true", help="look at pages whose faults are known")
    parser.add_argument("--community", nargs="+", default=list(COMMUNITIES), choices=COMMUNITIES)
    parser.add_argument("--edition", nargs="+", default=EDITIONS, choices=EDITIONS)
    parser.add_argument("--piece", type=int, default=TALLEST, help="the height of a picture at most, in px")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
