"""A small shop of two members, loaded once and copied for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from commkit.cli import app as cli
from commkit.store.private import beside

if TYPE_CHECKING:
    from pathlib import Path

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
