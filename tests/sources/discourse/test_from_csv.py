"""What is read from a Discourse forum's list of users."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.errors import CannotDo
from commkit.sources.discourse import from_csv as discourse_users
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.source import Reading

if TYPE_CHECKING:
    from commkit.store.batch import Batch

DATA = Path(__file__).parents[2] / "data"


def batch_of(case: str) -> Batch:
    (batch,) = discourse_users.read(files_of(DATA / case), Reading())
    return batch


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts() if kind in batch.frames else []


def faults(batch: Batch) -> list[tuple[str, int, str]]:
    return sorted((reject.file.rpartition("/")[2], reject.line, reject.code) for reject in batch.rejects)


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def test_members_of_the_list() -> None:
    """The forum's own account, Ana, and Ben, who moderates and is suspended; three lines are broken."""
    batch = batch_of("discourse_users/list")
    assert batch.records == {"member": 6}
    assert faults(batch) == [
        ("user-list.csv", 6, "no-id"),
        ("user-list.csv", 7, "bad-time"),
        ("user-list.csv", 8, "bad-row"),
    ]
    found = [
        (row["native"], row["name"], row["is_bot"], row["is_staff"], row["joined_at"], row["left_at"])
        for row in rows(batch, "member")
    ]
    assert found == [
        ("system", "system", True, True, at("2020-01-01T00:00:00"), None),
        ("ana", "Ana", False, False, at("2020-02-03T04:05:06"), None),
        ("ben", "ben", False, True, at("2021-02-03T04:05:06.789"), None),
    ]


def test_a_list_without_its_header_is_refused() -> None:
    file = File("list.csv", 6, lambda: io.BytesIO(b"1,ana\n"))
    with pytest.raises(CannotDo):
        list(discourse_users.read([file], Reading()))
