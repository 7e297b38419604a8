"""Communities drawn in a test's docstring, and the command line."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from commkit.store import Cut, Store
from commkit.store.batch import Batch, frame
from commkit.store.committing import commit
from commkit.store.loading import Choices, Export, Loading

MONDAY = datetime(2024, 1, 1, 12)
ROW = re.compile(r"^\s*(\w+)((?: +[.x\d])+) *(staff|bot)?\s*$")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def drawn(drawing: str) -> dict[str, tuple[list[int], str]]:
    """Each member's messages a week, from rows such as `ana  x . 3 .` (x is one message), and their role."""
    found = {}
    for line in drawing.splitlines():
        if match := ROW.match(line):
            marks = [{".": 0, "x": 1}.get(mark, int(mark) if mark.isdigit() else 0) for mark in match[2].split()]
            found[match[1]] = (marks, match[3] or "")
    return found


def batch_of(drawing: str) -> Batch:
    """The drawing's messages, sent at noon from each Monday of 2024 on, one a minute, all in one group."""
    messages = []
    members = []
    for name, (weeks, role) in drawn(drawing).items():
        members.append({"native": name, "name": name.title(), "is_staff": role == "staff", "is_bot": role == "bot"})
        for week, number in enumerate(weeks):
            messages += [
                {
                    "group": "hall",
                    "author": name,
                    "sent_at": MONDAY + timedelta(weeks=week, minutes=each),
                    "kind": "text",
                    "text": f"{name} {week} {each}",
                    "native": f"{name}-{week}-{each}",
                }
                for each in range(number)
            ]
    return Batch(
        {"message": frame("message", messages), "member": frame("member", members)},
        {"message": len(messages), "member": len(members)},
    )


@pytest.fixture
def drawn_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """The community drawn in the test's docstring, kept in memory, cut to nothing."""
    loading = Loading(tmp_path, Choices())
    loading.take(Export("0" * 32, "drawing", "drawing", "drawn", ()), [batch_of(request.function.__doc__)])
    commit(loading, None, lock_timeout=0, secret=b"drawn")
    with Store(loading.con, "drawing") as store:
        store.cut(Cut())
        yield store


@pytest.fixture
def commkit(tmp_path: Path) -> Run:
    """Run commkit as a user would, in an empty folder; gives exit code, stdout and stderr."""

    def run(*arguments: object, stdin: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        home = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8", **(env or {})}
        words = [sys.executable, "-m", "commkit", *map(str, arguments)]
        return subprocess.run(
            words, cwd=tmp_path, input=stdin, capture_output=True, text=True, check=False, timeout=120, env=home
        )

    return run
