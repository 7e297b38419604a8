"""A question that the engine has too little memory for is refused in two lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.errors import CannotDo
from tests.conftest import MONDAY

if TYPE_CHECKING:
    from tests.conftest import Community

SAID = {"author": "ana", "group": "hall", "sent_at": MONDAY, "kind": "text", "text": "hi", "native": "1"}


@pytest.mark.parametrize(("database", "limit"), [(Path("community.duckdb"), "700MB"), (None, "1GB")])
def test_too_little_memory_is_refused(database: Path | None, limit: str, community: Community) -> None:
    """Two hundred million numbers cannot be kept in eight megabytes where nothing may be spilled.

    What is said is the limit of questions to a database, or that of a community made from exports in memory.
    """
    store = community(member=[{"native": "ana"}], message=[SAID])
    store.path = database
    store.con.execute("set memory_limit = '8MB'; set max_temp_directory_size = '0KB'")
    with pytest.raises(CannotDo, match=f"takes more memory than {limit}"), store:
        store.con.execute("select list(range) from range(200_000_000)")
