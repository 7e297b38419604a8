"""A plan kept by name: as labels that can be taken back, told to the log, and measured when its days are over."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commkit.errors import Locked
from commkit.result import Assignment
from commkit.store.segments.plans import save_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tests.commands.conftest import LoadOnce

    Run = Callable[..., Any]

TEN = [f"m{number}" for number in range(10)]


def talk(days: dict[str, range]) -> str:
    """A message at noon of each of these days of 2024 of each member."""
    lines = [
        f"{who},{date(2024, 1, 1) + timedelta(day - 1)} 12:00,hi {day}\n" for who, each in days.items() for day in each
    ]
    return "author,time,text\n" + "".join(lines)


@pytest.fixture(scope="module")
def folder(load_once: LoadOnce) -> Path:
    """Ten who spoke on ten days of March, and one on all days to April 30; in May three of the ten return."""
    spring = talk({**dict.fromkeys(TEN, range(61, 71)), "frame": range(1, 122)})
    files = {
        "spring.csv": spring,
        "may.csv": talk({"frame": range(122, 153), **dict.fromkeys(TEN[:3], range(130, 131))}),
    }
    return load_once(files, "load spring.csv -q")


@pytest.fixture
def ten(folder: Path, tmp_path: Path) -> Path:
    """A copy of it, in which `run` runs."""
    return Path(shutil.copytree(folder, tmp_path, dirs_exist_ok=True))


def rows(run: Run, *line: str) -> list[dict[str, Any]]:
    done = run("churn", *line, "--format", "json")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["rows"]
    return found


@pytest.mark.usefixtures("ten")
def test_a_plan_is_kept_measured_and_taken_back(run: Run, ten: Path) -> None:
    planned = rows(run, "plan", "--save", "spring", "--hold-out", "0.5")
    assert sorted(each["arm"] for each in planned) == ["hold-out"] * 5 + ["write"] * 5
    arms = {each["handle"]: each["arm"] for each in planned}
    assert run("churn", "plan", "--save", "autumn").code == 4  # all ten are in a plan that is open

    assert run("load", "may.csv", "-q").code == 0
    followed = rows(run, "measure", "--plan", "spring", "--members")
    assert {each["handle"]: each["arm"] for each in followed} == arms
    returned = [each["handle"] for each in followed if each["returned_on"]]
    assert {each["returned_on"] for each in followed} == {None, "2024-05-09"}
    counted = {each["arm"]: each for each in rows(run, "measure")[:2]}
    for arm in ("write", "hold-out"):
        assert counted[arm]["of_members"] == 5
        assert counted[arm]["returned_members"] == sum(arms[handle] == arm for handle in returned)
    assert len(returned) == 3

    assert run("loads", "undo", "2").code == 0
    assert run("churn", "measure").code == 4
    assert run("active", "--by", "plan:spring").code == 2
    [entry] = map(json.loads, (ten / "community.log.jsonl").read_text("utf-8").splitlines())
    told = {"event": "plan", "plan": "spring", "load": 2, "opens_on": "2024-04-30", "closes_on": "2024-05-30"}
    assert told.items() <= entry.items()
    assert entry["members"] == {"hold-out": 5, "write": 5}
    assert not [handle for handle in arms if handle in str(entry)]


@pytest.mark.usefixtures("ten")
def test_a_name_is_taken_once_and_a_member_planned_for_once(run: Run) -> None:
    first = rows(run, "plan", "--save", "春季", "--most", "4", "--hold-out", "0.25")
    second = rows(run, "plan", "--save", "autumn", "--hold-out", "0.5")
    assert (len(first), len(second)) == (4, 6)
    assert not {each["handle"] for each in first} & {each["handle"] for each in second}
    assert run("loads", "undo", "3").code == 0
    done = run("churn", "plan", "--save", "春季")
    assert (done.code, "commkit loads undo 2" in done.err) == (2, True)


@pytest.mark.usefixtures("ten")
def test_answers_can_be_broken_down_by_a_plan_and_labels_of_plans_describe_nobody(run: Run) -> None:
    assert rows(run, "plan", "--save", "spring", "--hold-out", "0.3")
    slices = json.loads(run("active", "--by", "plan:spring", "--every", "month", "--format", "json").out)["rows"]
    assert {each["slice"] for each in slices} == {"write", "hold-out", "unknown"}
    assert run("persona", "tags", "-q").code == 4  # no labels describe anybody
    assert json.loads(run("active", "--only", "plan:spring=hold-out", "--every", "month", "--format", "json").out)[
        "rows"
    ]


def test_a_plan_that_came_in_between_is_seen_when_the_next_is_kept(run: Run, ten: Path) -> None:
    handles = [each["handle"] for each in rows(run, "plan", "--save", "spring", "--most", "1")]
    late = Assignment("late", {handles[0]: "write"}, date(2024, 4, 30), date(2024, 5, 30), {})
    with pytest.raises(Locked):
        save_plan(ten / "community.duckdb", late, lock_timeout=0)
    over = Assignment("over", {handles[0]: "write"}, date(2024, 5, 30), date(2024, 6, 30), {})
    assert save_plan(ten / "community.duckdb", over, lock_timeout=0) == 3


def test_nothing_is_kept_of_exports_or_without_a_name(run: Run, ten: Path) -> None:
    before = (ten / "community.duckdb").read_bytes()
    assert run("churn", "plan", "spring.csv", "--save", "spring").code == 2
    assert run("churn", "plan", "--hold-out", "0.5").code == 0
    assert run("churn", "plan", "--save", "a=b").code == 2
    (ten / "commkit.toml").write_text('[churn.plan]\nsave = "spring"\n')
    assert run("churn", "plan").code == 2
    assert (ten / "community.duckdb").read_bytes() == before
    assert not (ten / "community.log.jsonl").exists()


def test_next_steps_are_ones_own(run: Run, ten: Path) -> None:
    (ten / "steps.toml").write_text('[[steps]]\ndo = "打电话"\nwhen = { silent_days = ">= 7" }\n', "utf-8")
    (ten / "commkit.toml").write_text('[churn.plan]\nnext_steps = "steps.toml"\n')
    assert {each["next_step"] for each in rows(run, "plan")} == {"打电话"}
    done = run("churn", "plan", "-o", "steps.toml", "--format", "csv")
    assert (done.code, (ten / "steps.toml").read_text("utf-8")[:9]) == (2, "[[steps]]")
