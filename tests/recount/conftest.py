"""Whole communities, loaded once for all recounts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commkit.cli import app as cli
from commkit.store.ask.community import Store
from tests.recount.beside import COMMUNITIES, SAMPLE, disagreements
from tests.recount.facts import World

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from commkit.store.ask.cut import Cut
    from tests.recount.beside import Difference


ELSEWHERE = os.environ.get("COMMKIT_DATA", "")


@dataclass(frozen=True)
class Loaded:
    """A community as commkit loaded it, and its groups that are shown by handle with their names."""

    store: Store
    database: Path
    called: dict[str, str]

    def look(self, cut: Cut, needs: Sequence[str]) -> None:
        """Ask for a part of it, as of the last day on which all of this is known."""
        self.store.cut(cut)
        self.store.look_at(*needs)

    def differs(self, table: pl.DataFrame, recount: Sequence[dict[str, Any]]) -> list[Difference]:
        """The first of what differs between an answer and its recount."""
        answered = table.to_dicts()
        if "status" not in table.columns:
            recount = [{name: cell for name, cell in row.items() if name != "status"} for row in recount]
        return disagreements(answered, recount, self.called)[:10]


@pytest.fixture(scope="session", params=["sample", "houston"])
def name(request: pytest.FixtureRequest) -> str:
    """The name of a community in which people talk."""
    return _at_hand(request.param)


@pytest.fixture(scope="session", params=["sample", "cdnow", "retail"])
def shop(request: pytest.FixtureRequest) -> str:
    """The name of a community in which people buy."""
    return _at_hand(request.param)


def _at_hand(name: str) -> str:
    if name != "sample" and not (ELSEWHERE and exports_of(name).exists()):
        pytest.skip(f"COMMKIT_DATA names no folder with the exports of {name}")
    return name


def exports_of(name: str) -> Path:
    """Where the exports of a community lie."""
    return SAMPLE if name == "sample" else Path(ELSEWHERE, COMMUNITIES[name].path)


@pytest.fixture(scope="session")
def world(name: str) -> World:
    """The community as the exports tell it."""
    return World(COMMUNITIES[name].read(exports_of(name)))


@pytest.fixture(scope="session")
def loaded(name: str, world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The community as commkit loaded it."""
    yield from load(name, world, tmp_path_factory.mktemp(name))


@pytest.fixture(scope="session")
def shop_world(shop: str) -> World:
    """The shop as the exports tell it."""
    return World(COMMUNITIES[shop].read(exports_of(shop)))


@pytest.fixture(scope="session")
def loaded_shop(shop: str, shop_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The shop as commkit loaded it."""
    yield from load(shop, shop_world, tmp_path_factory.mktemp(shop))


def load(name: str, world: World, folder: Path) -> Iterator[Loaded]:
    """Load the exports of a community into a folder."""
    database, config = folder / "community.duckdb", exports_of(name) / "commkit.toml"
    given = ["--config", str(config)] if config.is_file() else []
    assert cli.run([*given, "load", str(exports_of(name)), "--db", str(database), "-q"]) == 0
    os.environ.pop("COMMKIT_CONFIG", None)  # what --config leaves behind in this process
    with Store.open(database, lock_timeout=0) as store:
        groups = store.con.sql("select title, handle from raw.talk_group").fetchall()
        untitled = [handle for title, handle in groups if title is None]
        unseen = sorted(world.groups - {title for title, _ in groups})
        yield Loaded(store, database, dict(zip(untitled, unseen, strict=True)))
