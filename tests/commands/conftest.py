"""Communities that are loaded once and copied for each test: a small shop of two members, and a module's own."""

from __future__ import annotations

import contextlib
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

from commkit.cli import app as cli
from commkit.store.private import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    LoadOnce = Callable[..., Path]

MESSAGES = """author,time,text,channel
ana,2024-01-01 12:00,hello,hall
ben,2024-01-02 12:00,hi there,hall
ana,2024-01-08 12:00,again,attic
"""
ORDERS = """order_id,customer_id,order_date,line_amount
1,ana,2024-01-03,10
2,ben,2024-01-04,20
"""


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of three messages and two orders, which nobody may change."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "messages.csv").write_text(MESSAGES)
    (folder / "orders.csv").write_text(ORDERS)
    database = folder / "community.duckdb"
    assert cli.run(["load", str(folder / "messages.csv"), str(folder / "orders.csv"), "--db", str(database), "-q"]) == 0
    return database


@pytest.fixture
def shop(loaded: Path, tmp_path: Path) -> Path:
    """A copy of it, ./community.duckdb of the folder in which `run` runs, the exports beside."""
    for path in (loaded, beside(loaded), loaded.with_name("messages.csv"), loaded.with_name("orders.csv")):
        shutil.copy(path, tmp_path)
    return tmp_path / loaded.name


@pytest.fixture(scope="module")
def load_once(tmp_path_factory: pytest.TempPathFactory) -> LoadOnce:
    """Write files into a folder and run lines of `commkit load` there; tests change copies of the folder alone."""

    def loaded(files: Mapping[str, str | bytes], *lines: str) -> Path:
        folder = tmp_path_factory.mktemp("loaded")
        for name, content in files.items():
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        with contextlib.chdir(folder):
            assert [cli.run(shlex.split(line)) for line in lines] == [0] * len(lines)
        return folder

    return loaded
