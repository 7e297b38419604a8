"""What is read from the days of a Slack export that lost its lists of users and channels."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.registry import find
from commkit.sources.slack import from_days
from commkit.sources.source import Reading
from commkit.store.fields import BOT
from tests.sources.portions import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.batch import Batch

    Run = Callable[..., Any]

DATA = Path(__file__).parents[2] / "data" / "slack_days"
ANA, BEN, CLEO = "U0ANA0001", "U0BEN0002", "U0CLEO003"


def read(files: list[File]) -> Batch:
    [export], _ = find(files)
    assert export.source is from_days
    return whole(export.source.read(export.files, Reading()))


def rows(batch: Batch, kind: str) -> list[dict[str, object]]:
    return batch.frames[kind].to_dicts()


def test_what_the_days_tell() -> None:
    """Six messages in two channels, of Ana, Ben, Cleo and a bot, one of them Cleo's join.

    One message has no time, one is none, one day is no list, and both lists are missing.
    """
    batch = read(files_of(DATA / "lost"))
    assert batch.records == {"member": 1, "group": 3, "message": 9}
    assert sorted((each.kind, each.code) for each in batch.rejects) == [
        ("group", "no-channel-list"),
        ("member", "no-user-list"),
        ("message", "bad-time"),
        ("message", "broken-file"),
        ("message", "not-an-object"),
    ]
    assert [(row["native"], row["title"], row["kind"]) for row in rows(batch, "group")] == [
        ("general", "general", "channel"),
        ("random", "random", "channel"),
    ]
    assert [(row["author"], row["author_name"], row["kind"], row["flags"]) for row in rows(batch, "message")] == [
        (ANA, "ana", "text", 0),
        (BEN, None, "text", 0),
        (CLEO, None, "system", 0),
        ("B0TEA0001", "tea bot", "text", BOT),
        (ANA, None, "text", 0),
        (CLEO, "Cleo", "text", 0),
    ]
    assert [(row["member"], row["group"], row["change"]) for row in rows(batch, "membership")] == [
        (CLEO, "general", "join")
    ]
    assert [(row["sender"], row["receiver"], row["kind"]) for row in rows(batch, "interaction")] == [
        (ANA, BEN, "mention"),
        (ANA, None, "reaction"),
    ]


def test_a_whole_export_is_led_by_its_lists() -> None:
    [export], foreign = find(files_of(DATA.parent / "slack" / "today"))
    assert (export.name, [file.base for file in foreign]) == ("slack", ["canvas_in_the_conversation.json"])


def test_two_that_lie_side_by_side_stay_apart_and_other_folders_are_foreign() -> None:
    """Two workspaces with a channel each, and a folder of days that are no messages."""
    said = b'[{"type": "message", "user": "U0ANA0001", "ts": "1714557600.000100", "text": "a"}]'
    names = ("one/tea/2024-05-01.json", "two/tea/2024-05-01.json", "two/steps/2024-05-01.json", "2024-05-01.json")
    texts = {name: b'[{"steps": 5}]' if "steps" in name else said for name in names}
    exports, foreign = find([File(name, len(text), lambda text=text: io.BytesIO(text)) for name, text in texts.items()])  # type: ignore[misc]
    assert [[file.name for file in export.files] for export in exports] == [[names[0]], [names[1]]]
    assert {file.name for file in foreign} == set(names[2:])


def test_the_load_says_what_is_missing(run: Run) -> None:
    done = run("load", DATA / "lost")
    assert done.code == 0
    said = " ".join(str(done.err).split())
    assert "users.json is missing, so names, bots and staff are unknown" in said
    assert "channels.json is missing, so channels go by the names of their folders" in said


@pytest.mark.parametrize(
    "order", [["lost", "whole"], ["whole", "lost"], ["."]], ids=["lost first", "whole first", "both"]
)
def test_the_load_says_what_an_export_without_its_channels_doubles(run: Run, tmp_path: Path, order: list[str]) -> None:
    """Ana and Ben say one each in general, and Ana again in the whole export: the two of both exports count twice."""
    said = [{"type": "message", "user": who, "ts": f"{at}.000100", "text": "a"} for who, at in ((ANA, 1), (BEN, 2))]
    users = [{"id": who, "profile": {}} for who in (ANA, BEN)]
    channels = [{"id": "C0GENERAL", "name": "general", "members": [ANA, BEN]}]
    later = {"type": "message", "user": ANA, "ts": "3.000100", "text": "b"}
    for name, lists, days in (("lost", {}, said), ("whole", {"channels": channels}, [*said, later])):
        (tmp_path / name / "general").mkdir(parents=True)
        for base, content in {"users": users, **lists, "general/2024-01-01": days}.items():
            (tmp_path / name / f"{base}.json").write_text(json.dumps(content))
    words = "2 messages are known in other groups of the same name and count twice"
    told = [words in " ".join(str(run("load", path, "--db", "c.duckdb").err).split()) for path in order]
    assert told == [False, True][-len(order) :]
