from __future__ import annotations

import io
from pathlib import Path

from commkit.sources.files.file import File
from commkit.sources.files.folder import files_of
from commkit.sources.registry import find

DATA = Path(__file__).parent.parent / "data"


def made(name: str, content: bytes) -> File:
    return File(name, len(content), lambda: io.BytesIO(content))


def test_a_folder_of_many_exports_is_sorted_out() -> None:
    """Two Slack exports, three Discord channels in JSON, one export of CSV; the canvas and a note belong to none."""
    files = [file for name in ("slack", "discord", "discord_csv") for file in files_of(DATA / name)]
    exports, foreign = find([*files, made("note.txt", b"bring cake")])
    assert [export.name for export in exports] == ["slack"] * 2 + ["discord"] * 3 + ["discord_csv"]
    assert [file.base for file in foreign] == ["canvas_in_the_conversation.json", "note.txt"]


def test_no_file_belongs_to_two_exports() -> None:
    """Slack's users and channels could both lead the one export."""
    files = files_of(DATA / "slack" / "today")
    [export], foreign = find(files)
    assert len(export.files) + len(foreign) == len(files)
    assert len({id(file) for file in export.files}) == len(export.files)


def test_an_empty_file_is_foreign() -> None:
    empty = made("general/2019-02-04.csv", b"")
    assert find([empty]) == ([], [empty])


def test_files_of_one_name_are_told_apart() -> None:
    [sample] = files_of(DATA / "discord" / "channel")
    one, other = (made("export.json", sample.content()) for _ in range(2))
    exports, _ = find([one, other])
    assert [export.files for export in exports] == [(one,), (other,)]
