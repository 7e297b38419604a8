"""Odd messages are read alike, whether their stretch fits its types at once or is made to fit field by field."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.errors import CommkitError
from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.registry import SOURCES, find
from commkit.sources.source import Reading
from commkit.sources.text import json_structs
from commkit.store.batch import Batch

DATA = Path(__file__).parent.parent / "data"


def one_of(*values: object) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


ODD: tuple[object, ...] = (None, "", 5, 1.5, True, [], {}, "[x]", "{y}", "3.5", "true", "null")
WORDS = one_of(
    *ODD,
    *("hi", "社群 👍", "a\x00b", "one \ud83d alone", "@ana @Ann", "<@100> hello"),
    *("<@U1AAAA|ana> hi", "<@U2BBBB>, <@U2BBBB|>", "<@U1AAAA|@> &lt;b&gt; &amp;lt;", "<https://a.b|c> <https://a.b>"),
    *("<!here> <!subteam^S1|@crew> <!x|y>", "<#C1|dock> <#C1|#dock> <#C1>", "<<@U1AAAA>x>", "<", "a > b < c", "<|x>"),
)
LISTS = one_of(None, [], [{"id": "F1", "type": "x"}], {}, "x", [5])
FLAGS = one_of(None, {}, {"user": "U1AAAA"}, True, False, "true", 0)
SLACK_PEOPLE = one_of("U1AAAA", "U2BBBB", "U3BOTX", "U9GUEST", "USLACKBOT", *ODD)
SLACK_STAMPS = one_of(
    "1700000001.000100", "1700000002.000200", "1700000003.000300", "17.5", "1700000004", 17.25, "x", None
)
SLACK = st.fixed_dictionaries(
    {"type": st.just("message"), "ts": SLACK_STAMPS, "text": WORDS, "user": SLACK_PEOPLE},
    optional={
        "subtype": one_of(
            "channel_join", "channel_leave", "group_join", "bot_message", "me_message", "tombstone", "x", *ODD
        ),
        "thread_ts": SLACK_STAMPS,
        "inviter": SLACK_PEOPLE,
        "edited": FLAGS,
        "pinned_to": one_of(None, [], ["C1"]),
        "files": LISTS,
        "attachments": LISTS,
        "blocks": LISTS,
        "comment": one_of(None, {}, {"user": "U1AAAA", "comment": "ok"}),
        "reactions": one_of(None, [], {}, [5], [{"name": "x", "users": ["U1AAAA", "", 5, None]}, {"users": "U2BBBB"}]),
        "bot_id": one_of(None, "B1"),
        "username": one_of(None, "hook"),
        "user_profile": one_of(None, {"display_name": "Guest"}, 5),
    },
)
USERS: list[dict[str, object]] = [
    {"id": "U1AAAA", "profile": {"real_name": "ana"}},
    {"id": "U2BBBB"},
    {"id": "U3BOTX", "is_bot": True},
]
PINS = [{"id": "1700000001.000100"}]


def test_samples() -> None:
    for name in ("slack",):
        for case in sorted((DATA / name).iterdir()):
            [export], _ = find(files_of(case))
            _compare(name, {file.name: file.content() for file in export.files})


@given(st.lists(st.lists(one_of(5, None) | SLACK, max_size=4), min_size=1, max_size=3))
def test_slack(days: list[list[object]]) -> None:
    """Up to three days of one channel."""
    channel = {"id": "C1", "name": "hall", "creator": "U1", "pins": PINS}
    files: dict[str, object] = {"users.json": [{"profile": {}} | user for user in USERS], "channels.json": [channel]}
    files |= {f"hall/2023-11-0{number}.json": day for number, day in enumerate(days, 1)}
    _compare("slack", {name: json.dumps(value).encode() for name, value in files.items()})


def _compare(name: str, contents: dict[str, bytes]) -> None:
    """Both ways end alike: the same rows, or the same refusal."""
    at_once = _ended(name, contents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_structs, "_at_once", lambda *_: msgspec.json.decode(b""))  # it never fits
        assert _ended(name, contents) == at_once


def _ended(name: str, contents: dict[str, bytes]) -> object:
    files = [File(path, len(each), lambda each=each: io.BytesIO(each)) for path, each in contents.items()]  # type: ignore[misc]
    try:
        found = list(SOURCES[name].read(files, Reading()))
    except CommkitError as refusal:
        return type(refusal), str(refusal)
    return [
        ({kind: rows.to_dicts() for kind, rows in each.frames.items()}, each.records, each.rejects, each.skipped)
        for each in found
        if isinstance(each, Batch)
    ]
