"""Change exports of every format at random and load them: refused or accounted for, in two seconds and 512 MB each."""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from typing import TYPE_CHECKING

from campaigns import limits
from campaigns.limits import forked, tell
from tests.sources import mutations

if TYPE_CHECKING:
    from tests.sources.mutations import Files

MOST_SECONDS = 2.0  # of the processor for one export
MOST_MEMORY = 512  # MB
BUG = 70
TOGETHER = 20  # exports that one process loads; where something is wrong with them, each has a process of its own
ODD: tuple[object, ...] = (None, True, -1, 0.5, 10**30, "", "\ud800", [], {}, [[]], [{}], {"type": {}}, "9" * 400)
LONG = 200_000  # bytes of one piece over and over


def main() -> int:
    """Load as many as asked; exit 1 if one crashed, hung or took too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    limits.prepare()
    mutations.good()
    codes: Counter[str] = Counter()
    slowest, largest, faults = 0.0, 0, 0
    for begin in range(asked.seed, asked.seed + asked.number, TOGETHER):
        seeds = range(begin, min(begin + TOGETHER, asked.seed + asked.number))
        ended, told = load(*seeds)
        if ended.code or ended.memory > MOST_MEMORY or any(is_bad(*each) for each in told):
            for seed in seeds:
                alone, each = load(seed)
                largest = max(largest, alone.memory)
                if alone.code or alone.memory > MOST_MEMORY or any(is_bad(*one) for one in each):
                    faults += 1
                    print(f"seed {seed} of {mutant(seed)[0]}: {tell(alone)}\n{alone.err[-1500:]}", flush=True)
        else:
            largest = max(largest, ended.memory)
        codes.update(str(code) for code, _ in told)
        slowest = max([slowest, *(seconds for _, seconds in told)])
    told_codes = ", ".join(f"exit {code} {count}" for code, count in sorted(codes.items()))
    print(f"{asked.number} exports: {told_codes}; the slowest {slowest:.2f} s, at most {largest} MB, {faults} faults")
    return int(faults > 0)


def load(*seeds: int) -> tuple[limits.Ended, list[tuple[int, float]]]:
    """How the process that loads these ended; and of each its exit code and CPU seconds."""

    def act() -> int:
        for seed in seeds:
            ending = mutations.load(mutant(seed)[1])
            print(json.dumps([ending.code, ending.seconds]), flush=True)
            if ending.fault:
                print(ending.fault, file=sys.stderr)
        return 0

    ended = forked(act, seconds=MOST_SECONDS * len(seeds) + 1)
    return ended, [tuple(json.loads(line)) for line in ended.out.splitlines()]


def is_bad(code: int, seconds: float) -> bool:
    """Whether a load crashed or took too long."""
    return code == BUG or seconds > MOST_SECONDS


def mutant(seed: int) -> tuple[str, Files]:
    """An export with wounds in its bytes, with values of other types, or with a piece that never seems to end."""
    chance = random.Random(seed)
    kind = chance.choice(("wounds", "types", "length"))
    if kind == "wounds":
        return mutations.mutant(seed)
    case = chance.choice(sorted(mutations.good()))
    files = dict(mutations.good()[case])
    name = chance.choice(sorted(files))
    change = retype if kind == "types" else lengthen
    return case, {**files, name: change(files[name], chance)}


def retype(content: bytes, chance: random.Random) -> bytes:
    """JSON, whole or line by line, with some values replaced by ones of other types; anything else is lengthened."""
    try:
        whole = json.loads(content)
    except ValueError:
        pass
    else:
        return json.dumps(_odd(whole, chance), ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")  # noqa: PLR2004 (one in two)
    try:
        lines = [json.loads(line) for line in content.splitlines()]
    except ValueError:
        return lengthen(content, chance)
    at = chance.randrange(len(lines) or 1)
    return b"\n".join(
        json.dumps(_odd(line, chance) if number == at else line).encode() for number, line in enumerate(lines)
    )


def _odd(value: object, chance: random.Random) -> object:
    """The value with one in it, at any depth, replaced."""
    places: list[tuple[dict[str, object] | list[object], object]] = []
    queue = [value]
    while queue:
        each = queue.pop()
        if isinstance(each, dict):
            places += [(each, key) for key in each]
            queue += each.values()
        elif isinstance(each, list):
            places += [(each, at) for at in range(len(each))]
            queue += each
    for holder, key in chance.sample(places, min(len(places), chance.choice((1, 1, 3)))):
        holder[key] = chance.choice(ODD)  # type: ignore[index, call-overload]
    return value


def lengthen(content: bytes, chance: random.Random) -> bytes:
    """The content with a short piece of it, or of white space, repeated at length in its place."""
    at, size = chance.randint(0, len(content)), chance.choice((1, 2, 5, 20, 60))
    piece = chance.choice((content[at : at + size], b"\n", b" ", b"\r\n", b"\t", b"<", b"[", b'"', b"@a ", b"> "))
    return content[:at] + piece * (LONG // max(len(piece), 1)) + content[at:]


if __name__ == "__main__":
    sys.exit(main())
