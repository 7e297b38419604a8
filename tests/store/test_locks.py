"""One writes at a time; the others wait as long as they are told to."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import CannotDo, Locked
from commkit.store.ask.community import Store
from commkit.store.change import undo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Make = Callable[..., Any]

HOLD = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"


@pytest.fixture
def told(export: Make) -> Any:  # noqa: ANN401 (an export)
    return export(
        message=[{"native": "1", "author": "ana", "sent_at": datetime.fromisoformat("2024-01-01"), "kind": "text"}]
    )


@pytest.fixture
def holder(load: Make, told: Any, database: Path) -> Iterator[subprocess.Popen[str]]:  # noqa: ANN401
    """Another process that writes to the loaded database until it reads a line."""
    load(told)
    words = [sys.executable, "-c", HOLD, str(database)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.kill()


def test_whoever_does_not_get_the_lock_says_so(
    holder: subprocess.Popen[str],
    load: Make,
    told: Any,  # noqa: ANN401
    database: Path,
) -> None:
    """A question, a load and taking a load back."""
    assert holder.poll() is None
    before = database.read_bytes()
    for act in (
        lambda: Store.open(database, lock_timeout=0.1),
        lambda: load(told, lock_timeout=0.1),
        lambda: undo(database, 1, lock_timeout=0.1),
    ):
        with pytest.raises(Locked) as refusal:
            act()
        assert refusal.value.exit_code == 75
    assert database.read_bytes() == before


def test_a_question_waits_until_the_load_is_over(holder: subprocess.Popen[str], database: Path) -> None:
    release = threading.Timer(0.5, lambda: holder.communicate("\n"))
    began = time.monotonic()
    release.start()
    with Store.open(database, lock_timeout=30) as store:
        assert store.has["messages"]
    assert 0.4 < time.monotonic() - began < 25
    release.join()


@pytest.mark.parametrize("name", ["c.duckdb", "block.duckdb"])
@pytest.mark.parametrize("content", [b"", b"sender,time,text\nana,2024-01-01,hi\n" * 999])
def test_what_is_no_database_is_refused_at_once(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    began = time.monotonic()
    with pytest.raises(CannotDo):
        Store.open(path, lock_timeout=5)
    assert time.monotonic() - began < 4
    assert path.read_bytes() == content


def test_a_damaged_database_is_refused(load: Make, told: Any, database: Path) -> None:  # noqa: ANN401
    load(told)
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 3] + b"\0" * 4096)
    with pytest.raises(CannotDo):
        Store.open(database, lock_timeout=0)
