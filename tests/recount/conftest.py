"""Whole communities, loaded once for all recounts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.cli import app as cli
from commkit.store.ask.community import Store
from tests.recount.facts import World

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
HOUSTON = Path(os.environ.get("COMMKIT_DATA", ""), "slack-houstondatavis")
COMMUNITIES = {"sample": SAMPLE, "houston": HOUSTON}


@pytest.fixture(scope="session", params=COMMUNITIES)
def name(request: pytest.FixtureRequest) -> str:
    """The name of a community of which there are exports."""
    if request.param == "houston" and not ("COMMKIT_DATA" in os.environ and HOUSTON.is_dir()):
        pytest.skip("COMMKIT_DATA names no folder with slack-houstondatavis")
    called: str = request.param
    return called


@pytest.fixture(scope="session")
def world(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The community, loaded once for all."""
    database = tmp_path_factory.mktemp(name) / "community.duckdb"
    config = COMMUNITIES[name] / "commkit.toml"
    given = ["--config", str(config)] if config.exists() else []
    assert cli.run([*given, "load", str(COMMUNITIES[name]), "--db", str(database), "-q"]) == 0
    os.environ.pop("COMMKIT_CONFIG", None)  # what --config leaves behind in this process
    with Store.open(database, lock_timeout=0) as store:
        yield World.of(store)
