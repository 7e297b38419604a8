"""A folder is the old one or the new one, whatever happens."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from commkit.errors import CannotDo, WrongUse
from commkit.render import whole_folder
from commkit.render.whole_folder import promise_folder

if TYPE_CHECKING:
    from pathlib import Path

OVER_AND_OVER = """
import sys
from pathlib import Path
from commkit.render.whole_folder import promise_folder
for round in range(10_000):
    with promise_folder(Path(sys.argv[1]), lambda folder: True) as draft:
        for name in "abc":
            (draft / name).write_text(str(round))
    print(round, flush=True)
"""


def written(folder: Path, **files: str) -> None:
    with promise_folder(folder, lambda found: (found / "mark").exists()) as draft:
        for name, text in {"mark": "", **files}.items():
            (draft / name).write_text(text)


def held(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


@pytest.mark.parametrize("can_exchange", [True, False])
def test_what_was_there_is_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool) -> None:
    if not can_exchange:
        monkeypatch.setattr(whole_folder, "_exchange", lambda one, other: False)  # noqa: ARG005
    written(tmp_path / "out", a="1", b="1")
    written(tmp_path / "out", b="2")
    assert held(tmp_path / "out") == {"mark": "", "b": "2"}
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    written(tmp_path / "out", a="1")
    assert held(tmp_path / "out") == {"mark": "", "a": "1"}


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letters").write_text("dear")
    with pytest.raises(WrongUse, match="out holds something else"):
        written(tmp_path / "out")
    with pytest.raises(WrongUse, match="letters is not a folder"):
        written(tmp_path / "out" / "letters")
    with pytest.raises(CannotDo, match="Cannot write below"):
        written(tmp_path / "nowhere" / "below")
    with pytest.raises(WrongUse, match="/ holds something else"):
        written(tmp_path / tmp_path.anchor)
    assert held(tmp_path / "out") == {"letters": "dear"}
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_what_fails_leaves_the_old(tmp_path: Path) -> None:
    written(tmp_path / "out", a="1")

    def fail() -> None:
        with promise_folder(tmp_path / "out", lambda _: True) as draft:
            (draft / "a").write_text("2")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert held(tmp_path / "out") == {"mark": "", "a": "1"}
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two folders in one step")
def test_a_kill_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    for number in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", OVER_AND_OVER, str(tmp_path / "out")], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "0\n"
            time.sleep(0.01 + 0.007 * number)
            process.kill()
        found = held(tmp_path / "out")
        assert found.keys() == {*"abc"}
        assert len({*found.values()}) == 1
