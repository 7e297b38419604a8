"""Labels from tables, by which people break answers down, cut them, and leave members out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import LoadOnce

    Run = Callable[..., Any]

# In the week of January 8 Ana, Ben and Cleo write in the hall, Ana and Dan in the attic.
TALK = """author,time,text,group
Ana,2024-01-08 12:00,hi,hall
Ben,2024-01-08 12:00,hi,hall
Cleo,2024-01-08 12:00,hi,hall
Ana,2024-01-09 12:00,hi,attic
Dan,2024-01-14 12:00,hi,attic
"""
ROSTER = '成员名单导出,,\n,,\n成员,城市,标签\nAna,成都,"手作,VIP"\nBen,成都,\nCleo,北京,VIP\n'
REGIONS = "group,dimension,value\nhall,region,west\nattic,region,east\n"
LEFT_OUT = "member,dimension,value\nBen,excluded,fraud\nCleo,同意,撤回\n"


@pytest.fixture(scope="module")
def folder(load_once: LoadOnce) -> Path:
    files = {"talk.csv": TALK, "名单.csv": ROSTER.encode("gb18030"), "regions.csv": REGIONS}
    return load_once(files, "load talk.csv 名单.csv regions.csv -q")


@pytest.fixture
def talk(folder: Path, tmp_path: Path) -> Path:
    """A copy of it, in which `run` runs."""
    return Path(shutil.copytree(folder, tmp_path, dirs_exist_ok=True))


def weeks(run: Run, *options: str) -> dict[str | None, int]:
    """How many spoke in the week, slice by slice."""
    code, out, err = run("active", *options, "--format", "json", "-q")
    assert code == 0, err
    return {row.get("slice"): row["members"] for row in json.loads(out)["rows"]}


def test_by_what_the_roster_says(run: Run, talk: Path) -> None:
    assert talk.exists()
    assert weeks(run, "--by", "city") == {"成都": 2, "北京": 1, "unknown": 1}


def test_by_what_labels_say_of_groups(run: Run, talk: Path) -> None:
    assert talk.exists()
    assert weeks(run, "--by", "region") == {"west": 3, "east": 2}


@pytest.mark.parametrize(
    ("options", "members"),
    [
        (["--only", "city=成都"], 2),
        (["--only", "tag=VIP"], 2),
        (["--only", "tag=vip"], 2),
        (["--only", "platform=Table"], 4),
        (["--group", "Hall"], 3),
        (["--only", "tag=VIP", "--only", "city=成都"], 1),
        (["--without", "tag=VIP"], 2),
        (["--only", "region=east"], 2),
        (["--only", "region=east", "--without", "tag=手作"], 1),
        (["--group", "hall", "--only", "tag=VIP"], 2),
    ],
)
def test_cut_to_what_labels_say(run: Run, talk: Path, options: list[str], members: int) -> None:
    assert talk.exists()
    assert weeks(run, *options) == {None: members}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--by", "town"], "no dimension is called town"),
        (["--only", "city=chengdu"], "nobody is city = chengdu"),
        (["--only", "city"], "is no KEY=VALUE"),
        (["--segment", "champs"], "champions"),
    ],
)
def test_what_no_label_says_is_refused(run: Run, talk: Path, options: list[str], words: str) -> None:
    assert talk.exists()
    code, _, err = run("active", *options)
    assert (code, len(err.splitlines())) == (2, 2)
    assert words in err


def test_who_is_left_out_is_counted_by_reason(run: Run, talk: Path) -> None:
    (talk / "out.csv").write_text(LEFT_OUT)
    assert run("load", "out.csv", "-q").code == 0
    answer = json.loads(run("active", "--format", "json").out)
    assert [row["members"] for row in answer["rows"]] == [2]
    assert {reason: answer["excluded"][reason] for reason in ("fraud", "consent withdrawn")} == {
        "fraud": 1,
        "consent withdrawn": 1,
    }
    assert "1 fraud" in run("active", "--format", "table").out


def test_labels_of_nobody_known_are_told_by_the_doctor(run: Run, talk: Path) -> None:
    """Fay and Gus are labelled, and in no chat."""
    assert "labelled members" not in run("doctor", "--format", "csv").out
    (talk / "wrong.csv").write_text("member,dimension,value\nFay,city,x\nGus,city,x\nAna,job,potter\n")
    assert run("load", "wrong.csv", "-q").code == 0
    assert 'labelled members,note,"named by no chat, list or order: 2;' in run("doctor", "--format", "csv").out


def test_labels_of_moderators_make_nobody_active(run: Run, talk: Path) -> None:
    """Who is labelled has done nothing by it."""
    (talk / "muted.csv").write_text("member,dimension,value,valid_from\nEve,muted,yes,2024-01-10\n")
    assert run("load", "muted.csv", "-q").code == 0
    assert weeks(run, "--active-by", "any") == {None: 4}
