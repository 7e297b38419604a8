"""Ask a database by the command line and print what its recount disagrees on, by cause.

python -m tests.recount.comparing DATABASE COMMUNITY [QUESTION ...]; COMMKIT_DATA is the folder of all but the sample
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.recount.beside import COMMUNITIES, SAMPLE, Difference, days, disagreements, scope_of
from tests.recount.coverage import last_on
from tests.recount.facts import World
from tests.recount.questions import QUESTIONS
from tests.recount.scope import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.recount.questions import Question

    Row = dict[str, Any]
    Found = dict[tuple[str, str], list[tuple[str, Difference]]]

UNSLICED = ("groups", "kpi --all", "rfm")
REFUSED = 4  # the exit code where something is not loaded


def main(database: str, name: str, *questions: str) -> int:
    """Print every cause: question, column, in how many cells, and one example; of these questions, or of all."""
    source = COMMUNITIES[name]
    exports = SAMPLE if name == "sample" else Path(os.environ["COMMKIT_DATA"], source.path)
    world = World(source.read(exports))
    called = _called(database, world)
    found: Found = defaultdict(list)
    for asked, told in QUESTIONS.items():
        if questions and asked not in questions:
            continue
        if asked == "rfm" and last_on(world, told.needs) is None:
            continue  # without orders it is about activity, which is another question
        for way, difference in _differences(database, world, name, asked, told, called):
            found[asked, difference.cause].append((way, difference))
    for (asked, cause), its in sorted(found.items()):
        way, first = its[0]
        print(f"{asked} | {cause} | {len(its)} | {way} {_told(first)}")  # noqa: T201 (a command of its own)
    return bool(found)


def _told(difference: Difference) -> str:
    key = " ".join(str(each) for each in difference.key if each is not None)
    return f"{key}: answered {difference.answered}, counted {difference.counted}"


def _differences(
    database: str, world: World, name: str, asked: str, told: Question, called: dict[str, str]
) -> Iterator[tuple[str, Difference]]:
    for cut in ("whole", "span", "earlier"):
        for by in (None, "platform", "group") if cut == "whole" else (None,):
            if asked in UNSLICED and by:
                continue
            if cut != "whole" and not days(name, cut):
                continue
            every = ["--every", told.every] if told.every and "--distribution" not in asked else []
            narrowed = [
                part for key, day in days(name, cut).items() for part in (f"--{key.replace('_', '-')}", str(day))
            ]
            answer = ask(database, *asked.split(), *every, *(["--by", by] if by else []), *narrowed)
            scope = scope_of(world, name, cut, told.every or "week", by, needs=told.needs)
            if told.columns and answer:
                answer = [{name: row[name] for name in told.columns} for row in answer]
            for difference in _against(answer, told.recount(scope), called):
                yield f"[{cut}{' by ' + by if by else ''}]", difference


def _against(answer: list[Row] | None, recount: list[Row], called: dict[str, str]) -> list[Difference]:
    if answer is None:
        known = any(cell not in (None, 0) for row in recount for column, cell in row.items() if column not in HEADS)
        return [Difference("refused", (), "refused", "counted")] if known else []
    return disagreements(answer, recount, called)


HEADS = ("slice", "starts_on", "status", "age", "root", "indicator", "active_days", "weekday", "local_hour")


def ask(database: str, *words: str) -> list[Row] | None:
    """The rows of an answer; none where it is refused."""
    command = [sys.executable, "-m", "commkit", *words, "--db", database, "--format", "json", "--limit", "0", "-q"]
    command += ["--now", NOW.isoformat()]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode == REFUSED:
        return None
    done.check_returncode()
    rows: list[Row] = json.loads(done.stdout)["rows"]
    return rows


def _called(database: str, world: World) -> dict[str, str]:
    """The names of groups that are shown by handle."""
    rows = ask(database, "groups") or []
    shown = {row["group"] for row in rows}
    return dict(zip(sorted(shown - world.groups), sorted(world.groups - shown), strict=True))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
