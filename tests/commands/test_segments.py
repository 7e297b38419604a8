"""Members saved as a segment by name, and looked at with --segment."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tests.commands.conftest import LoadOnce

    Run = Callable[..., Any]

# Ana writes on three days, Ben on two, Cleo on one.
TALK = "author,time,text\n" + "".join(
    f"{name},2024-01-{day:02} 12:00,hi\n"
    for name, days in (("ana", 3), ("ben", 2), ("cleo", 1))
    for day in range(8, 8 + days)
)


@pytest.fixture(scope="module")
def folder(load_once: LoadOnce) -> Path:
    return load_once({"talk.csv": TALK}, "load talk.csv -q")


@pytest.fixture
def talk(folder: Path, tmp_path: Path) -> Path:
    """A copy of it, in which `run` runs."""
    return Path(shutil.copytree(folder, tmp_path, dirs_exist_ok=True))


def handles(run: Run) -> list[str]:
    """Ana's, Ben's and Cleo's."""
    rows = json.loads(run("rfm", "--members", "--format", "json", "-q").out)["rows"]
    return [row["handle"] for row in sorted(rows, key=lambda row: -row["active_days"])]


def members(run: Run, *options: str) -> int:
    """How many spoke in the week."""
    return int(json.loads(run("active", *options, "--format", "json", "-q").out)["rows"][0]["members"])


def test_a_saved_segment_is_looked_at_by_its_name(run: Run, talk: Path) -> None:
    ana, ben, cleo = handles(run)
    (talk / "two.csv").write_text(f"handle,n\n{ana},1\n{ben},2\n")
    assert run("segments", "save", "两位", "two.csv").code == 0
    assert [members(run, "--segment", "两位"), members(run, "--without", "segment=两位")] == [2, 1]
    (talk / "one.tsv").write_text(f"n\thandle\n1\t{cleo}\n")
    assert run("segments", "save", "两位", "one.tsv").code == 0
    assert members(run, "--segment", "两位") == 1
    [row] = json.loads(run("segments", "list", "--format", "json", "-q").out)["rows"]
    assert (row["segment"], row["members"], row["counted_members"]) == ("两位", 1, 1)
    assert run("segments", "drop", "两位").code == 0
    assert run("active", "--segment", "两位").code == 2


def test_a_saved_name_means_what_was_saved_though_a_segment_of_rfm_is_written_alike(run: Run, talk: Path) -> None:
    """Ana and Ben are saved as `Loyal`; whom RFM calls loyal is another matter."""
    ana, ben, _ = handles(run)
    (talk / "two.csv").write_text(f"handle\n{ana}\n{ben}\n")
    assert run("segments", "save", "Loyal", "two.csv").code == 0
    assert [members(run, "--segment", "Loyal"), members(run, "--without", "segment=Loyal")] == [2, 1]


def test_the_answer_itself_can_be_saved(run: Run, talk: Path) -> None:
    assert talk.exists()
    for number, name in enumerate(("all.json", "all.ndjson", "all.csv")):
        assert run("rfm", "--members", "-o", name, "-q").code == 0
        assert run("segments", "save", f"s{number}", name).code == 0
        assert members(run, "--segment", f"s{number}") == 3


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("champions", "handle\n{ana}\n", 2),
        ("a=b", "handle\n{ana}\n", 2),
        ("", "handle\n{ana}\n", 2),
        ("x", "member\n{ana}\n", 2),
        ("x", "handle\n", 2),
        ("x", "handle\n{ana}\nnobody99\n", 2),
        ("x", '{{"rows": 5}}', 2),
        ("x", "{{", 2),
    ],
)
def test_what_is_no_segment_is_refused_and_nothing_changes(
    run: Run, talk: Path, name: str, content: str, code: int
) -> None:
    (talk / "answer").write_text(content.format(ana=handles(run)[0]))
    before = (talk / "community.duckdb").read_bytes()
    assert run("segments", "save", name, "answer").code == code
    assert (talk / "community.duckdb").read_bytes() == before


def test_a_file_that_is_not_there_is_exit_3(run: Run, talk: Path) -> None:  # noqa: ARG001 (the database must be there)
    assert run("segments", "save", "x", "gone.csv").code == 3
