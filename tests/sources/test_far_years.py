"""A record of a year that no community has is rejected, whoever states it: else no answer could be dated."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Any]

DATA = Path(__file__).parents[1] / "data"
UNIX = r"\b1[4-9]\d{8}\b"
CASES = [
    ("discord/channel", r"20\d\d-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d", "9999-12-31T23:59:59-12:00"),
    ("discord/channel", r"20\d\d-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d", "0001-01-01T00:00:00+14:00"),
    ("chatlab/json", UNIX, "253402300799"),
    ("telegram/old", UNIX, "99999999999"),
    ("slack/of_2015", UNIX, "9999999999"),
    ("mattermost/old", r"\b1[4-9]\d{11}\b", "253402300799000"),
]


@pytest.mark.parametrize(("case", "written", "far"), CASES)
def test_a_record_of_a_far_year_keeps_no_question_from_its_answer(
    run: Run, tmp_path: Path, case: str, written: str, far: str
) -> None:
    """The first times of each file, the end that it states among them, are in the year 1, 2286 or later."""
    shutil.copytree(DATA / case, tmp_path / "export")
    for path in filter(Path.is_file, (tmp_path / "export").rglob("*")):
        path.write_text(re.sub(written, far, path.read_text("utf-8"), count=3), "utf-8")
    said = run("load", "export", "--tz", "Pacific/Kiritimati", "--max-rejects", "100%", "--format", "json")
    assert said.code in (0, 3), said.err
    for words in ("active", "retention", "groups", "status --by kind") if said.code == 0 else ():
        assert run(*words.split()).code in (0, 4), words
    if said.code == 0:
        late = run("sql", "select count(*) as n from message where year(sent_at) not between 1900 and 2199")
        assert late.out in ("n\n0\n", ""), late.err
