"""What Discord says is pinned, as the database holds it, whichever way the export is read."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any

from commkit.store.fields import EDITED, PINNED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

SERVER = {"guild": {"id": "1", "name": "Reef"}, "channel": {"id": "2", "type": "GuildTextChat", "name": "general"}}
ANA = {"id": "3", "name": "ana", "discriminator": "0000", "nickname": "Ana", "isBot": False}
PINS = {True: PINNED, False: 0, None: 0, "true": 0, "1": 0}


def test_only_true_is_pinned(run: Run, tmp_path: Path) -> None:
    """Edited or not, with UTC written in either way; what is no truth value says nothing."""
    cases = list(product(PINS, [None, "2024-01-05T11:00:00+00:00"], ["+00:00", "Z"]))
    messages: list[dict[str, object]] = [
        {
            "id": str(90 + at),
            "type": "Default",
            "timestamp": f"2024-01-05T10:{at:02}:00{utc}",
            "timestampEdited": edited,
        }
        | {"isPinned": pinned, "content": "hello", "author": ANA, "mentions": [], "reactions": []}
        for at, (pinned, edited, utc) in enumerate(cases)
    ]
    (tmp_path / "general.json").write_text(json.dumps({**SERVER, "messages": messages, "messageCount": len(messages)}))
    assert run("load", "general.json", "-q").code == 0
    found = json.loads(run("sql", "select flags from raw.message order by sent_at", "--format", "json").out)["rows"]
    assert [row["flags"] for row in found] == [PINS[pinned] + (EDITED if edited else 0) for pinned, edited, _ in cases]
