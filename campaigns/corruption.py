"""Damage a database in many ways and run commands on it: each refuses it, or gives the answer of the whole one."""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from campaigns import limits
from campaigns.limits import run, tell
from commkit.cli import app as cli
from commkit.store.load import transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    Damage = Callable[[bytearray, random.Random], None]

MOST_SECONDS = 20
CANNOT, MEND = 3, 1
PAGE, BLOCK = 4096, 262_144
DATABASE = "community.duckdb"
FILES = (DATABASE, "community.private.duckdb", f"{DATABASE}.wal")
COMMANDS = (
    ("active",),
    ("rfm", "--names"),
    ("retention",),
    ("kpi",),
    ("status",),
    ("status", "--by", "group"),
    ("groups",),
    ("response",),
    ("silence",),
    ("funnel",),
    ("concentration",),
    ("rhythm",),
    ("lifecycle",),
    ("newcomers",),
    ("flow",),
    ("members", "--find", "u1"),
    ("members", "--bots"),
    ("identity", "list"),
    ("identity", "suggest"),
    ("loads", "list"),
    ("sql", "select member, count(*) as said, sum(length) as length from message group by all order by all"),
    ("load", "third.csv"),
    ("loads", "undo", "1"),
    ("rebuild", "--tz", "Asia/Tokyo"),
)
CHANGING = ("load", "loads", "rebuild")
WITHOUT_CLOCK = ("loads",)  # its list says when they were
EACH = 4  # commands that are run on each damaged database, beside doctor


class Setting(NamedTuple):
    """The folder with the whole database, and what each command answers there: with its log, and without."""

    place: Path
    answers: dict[tuple[str, ...], set[tuple[int, str]]]


def main() -> int:
    """Damage it as often as asked; exit 1 if a command failed in another way, or answered something else."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    limits.prepare()
    with tempfile.TemporaryDirectory(prefix="corruption-") as name:
        setting = begin(Path(name))
        found: Counter[str] = Counter()
        rota = itertools.cycle(COMMANDS)
        for seed in range(asked.seed, asked.seed + asked.number):
            for what, fault in strike(setting, seed, list(itertools.islice(rota, EACH))):
                found[what] += 1
                if fault:
                    print(f"seed {seed}: {fault}", flush=True)
    print(f"{asked.number} damaged: {', '.join(f'{what} {number}' for what, number in sorted(found.items()))}")
    return int(found["fault"] > 0)


def begin(folder: Path) -> Setting:
    """A database of two loads, the second still in its log, and what it answers."""
    place = folder / "whole"
    place.mkdir()
    for name, begins, number in (("first", 0, 3000), ("second", 2000, 3000), ("third", 4000, 2000)):
        (place / f"{name}.csv").write_text(export(begins, number), "utf-8")
    must(run("load", "first.csv", "--quiet", folder=place, seconds=MOST_SECONDS))
    without_log = folder / "before"
    shutil.copytree(place, without_log)
    limits.forked(lambda: _load_and_die(place), seconds=MOST_SECONDS)
    if not (place / FILES[2]).exists():
        raise RuntimeError("the second load left no log")
    answers: dict[tuple[str, ...], set[tuple[int, str]]] = {}
    for words, start in itertools.product(COMMANDS, (place, without_log)):
        shutil.rmtree(folder / "asked", ignore_errors=True)
        answers.setdefault(words, set()).add(ask(shutil.copytree(start, folder / "asked"), words)[1])
    return Setting(place, answers)


def _load_and_die(place: Path) -> int:
    """Load, and end as a kill would right after the commit."""
    inserted = transaction._insert  # noqa: SLF001 (between the commit and the end of the connection)

    def insert(*given: Any) -> Any:  # noqa: ANN401 (as it is)
        inserted(*given)
        os._exit(0)

    transaction._insert = insert  # type: ignore[assignment]  # noqa: SLF001
    os.chdir(place)
    return cli.run(["load", "second.csv", "--quiet"])


def must(ended: limits.Ended) -> None:
    """Raise RuntimeError unless it went well."""
    if ended.code:
        raise RuntimeError(tell(ended) + ended.err)


def ask(place: Path, words: tuple[str, ...]) -> tuple[limits.Ended, tuple[int, str]]:
    """How the command ends, and its answer; where it changes the database, what that holds afterwards."""
    ended = run(*words, folder=place, seconds=MOST_SECONDS)
    if ended.code or words[0] not in CHANGING or words[1] == "list":
        out = "" if words[0] in WITHOUT_CLOCK else ended.out
        return ended, (ended.code, out)
    after = run("status", "--by", "kind", folder=place, seconds=MOST_SECONDS)
    return ended, (after.code, after.out)


def strike(setting: Setting, seed: int, commands: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    """One damage, and what each command made of it: a word, and what is wrong if anything is."""
    chance = random.Random(seed)
    name = chance.choice(FILES)
    kind = chance.choice(sorted(DAMAGES))
    content = bytearray((setting.place / name).read_bytes())
    DAMAGES[kind](content, chance)
    told, refused, blamed = [], False, False
    for words in [*commands, ("doctor",)]:
        place = setting.place.parent / "struck"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(setting.place, place)
        (place / name).write_bytes(content)
        if words == ("doctor",):
            ended = run(*words, folder=place, seconds=MOST_SECONDS)
            mend = [line for line in ended.out.splitlines() if "\tmend\t" in line and "community" in line]
            blamed = bool(mend)
            if ended.code not in (0, MEND) or (refused and not blamed):
                told.append(("fault", f"{kind} of {name}: doctor: {tell(ended)} {ended.out[-300:]} {ended.err[-800:]}"))
            continue
        ended, answer = ask(place, words)
        if ended.code == CANNOT and len(ended.err.splitlines()) == 2 and not ended.out:  # noqa: PLR2004 (lines of a refusal)
            refused = True
            told.append(("refused", ""))
        elif answer == (CANNOT, ""):  # it did not need the damaged part, and the next command finds it
            refused = True
            told.append(("refused by the next", ""))
        elif answer in setting.answers[words]:
            told.append(("right", ""))
        else:
            told.append(("fault", f"{kind} of {name}: {' '.join(words)}: {tell(ended)}: {ended.err[-1200:]}"))
    return told


def export(start: int, number: int) -> str:
    """Messages of 60 people in 5 groups, one an hour."""
    lines = ["id,author,time,text,channel,reply_to"]
    for each in range(start, start + number):
        days, hour = divmod(each, 24)
        months, day = divmod(days, 28)
        at = f"{2024 + months // 12}-{months % 12 + 1:02}-{day + 1:02} {hour:02}:00:00"
        answered = f"m{each - 1}" if each % 5 == 0 and each else ""
        lines.append(f"m{each},u{each * each % 61},{at},word {each},group-{each % 5},{answered}")
    return "\n".join(lines) + "\n"


def flip(content: bytearray, chance: random.Random, times: int = 1) -> None:
    """Turn bits round."""
    for _ in range(times):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def fill(content: bytearray, chance: random.Random, size: int = PAGE, *, zeros: bool = True) -> None:
    """Write zeros, or noise, over a page."""
    at = chance.randrange(0, max(1, len(content) - size), PAGE)
    piece = min(size, len(content) - at)
    content[at : at + piece] = bytes(piece) if zeros else chance.randbytes(piece)


def swap(content: bytearray, chance: random.Random, size: int = PAGE) -> None:
    """Let two pages change places."""
    one, other = (chance.randrange(0, max(1, len(content) - size), size) for _ in range(2))
    content[one : one + size], content[other : other + size] = (
        content[other : other + size],
        content[one : one + size],
    )


def cut(content: bytearray, chance: random.Random) -> None:
    """End too early."""
    del content[chance.randrange(len(content)) :]


def flip_within(content: bytearray, chance: random.Random) -> None:
    """Turn a bit of what the file says of itself."""
    content[chance.randrange(min(len(content), 3 * PAGE))] ^= 1 << chance.randrange(8)


DAMAGES: dict[str, Damage] = {
    "a bit": flip,
    "a bit of the first pages": flip_within,
    "100 bits": lambda content, chance: flip(content, chance, 100),
    "a page of zeros": fill,
    "a block of zeros": lambda content, chance: fill(content, chance, BLOCK),
    "a page of noise": lambda content, chance: fill(content, chance, zeros=False),
    "two pages swapped": swap,
    "an end too early": cut,
}


if __name__ == "__main__":
    sys.exit(main())
