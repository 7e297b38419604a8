"""Layers where people meet them: schemes of their own, answers by layer and cut to one, and what is not covered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commkit import catalog
from commkit.answer import layers
from commkit.cli import app as cli

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store
    from tests.conftest import Said

    Run = Callable[..., Said]

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
# On features that no shipped scheme reads.
OWN = """
[layers.breadth]
title = "Breadth"
hold = 2
[[layers.breadth.levels]]
name = "narrow"
[[layers.breadth.levels]]
name = "wide"
rules = [{ groups = ">= 2" }, { messages = ">= 30", silent_days = "<= 60" }]
[[layers.breadth.levels]]
name = "广"
rules = [{ groups = ">= 3", active_days = ">= 10", replies_received_90 = ">= 1" }]
"""
CHURN = tuple(f"churn {name}" for name in ("rules", "score", "backtest", "path", "plan", "measure"))
TESTS = ("experiment test", "experiment impact", "plan track")
CARDS = tuple(name for name in catalog.names() if name.startswith("scorecard "))
KINDS = ("persona cluster", "persona classes", "persona fairness", "persona next")
KOC = tuple(f"koc {name}" for name in ("rank", "seeds", "network", "spread"))
NOT_BY_LAYER = ("groups", "lifetime", "persona cube", "pyramid", "transitions", *CHURN, *TESTS, *CARDS, *KINDS, *KOC)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("sample") / "community.duckdb"
    assert cli.run(["load", str(SAMPLE), "--db", str(database), "-q"]) == 0
    return database


@pytest.fixture
def asked(sample: Path, tmp_path: Path, run: Run) -> Callable[..., Any]:
    """Ask the sample; commkit.toml holds a scheme of one's own."""
    shutil.copy(sample, tmp_path)
    (tmp_path / "commkit.toml").write_text(OWN, "utf-8")

    def ask(line: str) -> Any:  # noqa: ANN401 (whatever JSON holds)
        said = run(*line.split(), "--format", "json")
        assert said.code == 0, said.err
        return json.loads(said.out)

    return ask


def test_a_scheme_of_ones_own_answers_everywhere(asked: Callable[..., Any]) -> None:
    """Its levels stand in its pyramid, its transitions, its cross, and in answers by layer and cut to one level."""
    levels = {row["level"]: row["members"] for row in asked("pyramid --scheme breadth")["rows"]}
    assert list(levels)[:3] == ["广", "wide", "narrow"]
    whole = sum(levels[name] for name in ("广", "wide", "narrow"))
    assert whole == sum(row["members"] for row in asked("pyramid")["rows"] if row["level"] != "left")
    assert {row["level"] for row in asked("transitions --scheme breadth")["rows"]} >= {"广", "wide", "narrow", "joined"}
    crossed = asked("pyramid --scheme value --cross breadth")["rows"]
    assert sum(row["members"] for row in crossed if row["cross_level"] == "广") == levels["广"]
    assert asked("transitions --scheme breadth --every month")["rows"]
    assert asked("transitions --scheme breadth --times")["rows"]
    listed = asked("pyramid --scheme breadth --members")["rows"]
    assert sum(row["level"] == "广" for row in listed) == levels["广"]


@pytest.fixture(scope="module")
def found() -> dict[object, Any]:
    """What `found_once` keeps."""
    return {}


@pytest.fixture
def found_once(found: dict[object, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where members stand is worked out once for all questions of one day, which takes longer than the questions."""
    find = layers._find_standing  # noqa: SLF001 (what takes so long)

    def kept(store: Store, asked: layers.Layers) -> Any:  # noqa: ANN401 (a frame)
        named = (
            asked.by and asked.by.name,
            asked.cut and asked.cut.name,
            asked.is_of_today,
            store.as_of,
            store.asked.include_staff,
        )
        if named not in found:
            found[named] = find(store, asked)
        return found[named]

    monkeypatch.setattr(layers, "_find_standing", kept)


@pytest.mark.usefixtures("found_once")
@pytest.mark.parametrize("name", [name for name in catalog.names() if name not in NOT_BY_LAYER])
def test_every_question_answers_by_layer_and_cut_to_a_level(asked: Callable[..., Any], name: str) -> None:
    """What a cut shows is what its slice shows, beside rows in which there is nothing that a slice need not have."""
    line = {"funnel": "funnel --step message --step order"}.get(name, name)
    sliced = [shorten(row) for row in asked(f"{line} --by layer:breadth")["rows"] if row.pop("slice") == "wide"]
    cut = [shorten(row) for row in asked(f"{line} --segment breadth:wide")["rows"]]
    assert [row for row in sliced if row not in cut] == []
    assert not any(map(holds_something, (row for row in cut if row not in sliced)))


def shorten(row: dict[str, Any]) -> dict[str, Any]:
    """The row to eight digits: the last ones of a sum depend on the order of its parts."""
    return {name: float(f"{value:.8g}") if isinstance(value, float) else value for name, value in row.items()}


def holds_something(row: dict[str, Any]) -> bool:
    """Whether a number is told; how many records loads rejected is told of nobody, and so stands in no slice."""
    if row.get("indicator") == "reject_ratio":
        return False
    numbers = [
        value for name, value in row.items() if name not in ("number", "target") and isinstance(value, int | float)
    ]
    return any(numbers)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("active --every month", "messages"),
        ("response --every month", "openings"),
        ("rfm", "net_amount"),
        ("rfm", "orders"),
    ],
)
def test_slices_by_layer_sum_to_the_whole(asked: Callable[..., Any], line: str, column: str) -> None:
    whole, sliced = (sum(row[column] or 0 for row in asked(f"{line}{by}")["rows"]) for by in ("", " --by layer"))
    assert sliced == pytest.approx(whole)


def test_all_but_a_level_and_the_level_are_the_whole(asked: Callable[..., Any]) -> None:
    core, rest, whole = (
        {row["starts_on"]: row["messages"] for row in asked(f"active --every month {cut}")["rows"]}
        for cut in ("--only layer=core", "--without layer=core", "")
    )
    assert {month: core[month] + rest[month] for month in core if core[month] is not None} == {
        month: whole[month] for month in core if core[month] is not None
    }


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("active --by layer:pyramids", "pyramids"),
        ("active --segment pyramid:cores", "cores"),
        ("active --only layer=core --only layer=value:value_1", "two schemes"),
        ("active --by segment --segment pyramid:core", "by segment"),
        ("pyramid --scheme nothing", "nothing"),
        ("pyramid --by layer", "layer"),
        ("pyramid --by group", "group"),
        ("pyramid --cross value --members", "--cross"),
        ("transitions --by platform", "platform"),
        ("transitions --from 2026-06-30 --to 2026-05-31", "2026-06-30"),
        ("transitions --from 2026-06-32", "2026-06-32"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_two_lines(sample: Path, run: Run, line: str, named: str) -> None:
    said = run(*line.split(), "--db", sample)
    assert said.code == 2
    assert named in said.err
    assert len(said.err.splitlines()) == 2


@pytest.mark.parametrize(
    ("line", "named"), [("transitions --from 2025-02-28", "2025-02-28"), ("transitions --to 2027-01-31", "2027-01-31")]
)
def test_days_without_levels_are_too_little_data(sample: Path, run: Run, line: str, named: str) -> None:
    said = run(*line.split(), "--db", sample)
    assert said.code == 4
    assert named in said.err


@pytest.mark.parametrize("said", ["layers = 3", "[layers]\nmine = 3", '[layers.mine]\nlevels = [{ name = "one" }]'])
def test_a_scheme_that_cannot_be_read_stops_every_command(sample: Path, run: Run, tmp_path: Path, said: str) -> None:
    (tmp_path / "commkit.toml").write_text(said, "utf-8")
    answer = run("active", "--db", sample)
    assert answer.code == 2
    assert "layers" in answer.err


def test_where_nothing_tells_of_replies_reactions_and_invitations_nobody_is_called_a_koc(
    run: Run, tmp_path: Path
) -> None:
    """A table of messages of four months, every day one of Ana's; it says nothing of whom a message answers."""
    days = [
        f"ana,2024-{month:02}-{day:02} 12:00,word"
        for month in range(1, 5)
        for day in range(1, 31 if month != 2 else 29)
    ]
    (tmp_path / "chat.csv").write_text("\n".join(["author,time,text", *days]) + "\n", "utf-8")
    answer = run("pyramid", "chat.csv", "--format", "json")
    rows = {row["level"]: row for row in json.loads(answer.out)["rows"]}
    assert (rows["koc"]["status"], rows["koc"]["members"]) == ("not_covered", None)
    assert (rows["core"]["status"], rows["core"]["members"]) == ("complete", 1)
    assert any("not covered" in note for note in json.loads(answer.out)["notes"])


def test_the_same_bytes_twice(sample: Path, run: Run) -> None:
    first, second = (run("transitions", "--levers", "--db", sample, "--format", "json").out for _ in range(2))
    assert first == second != ""


def test_a_title_cannot_steer_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """An escape in a title of `commkit.toml` is shown, and does nothing."""
    (tmp_path / "commkit.toml").write_text(OWN.replace('"Breadth"', '"\\u001b[2J\\u202eBreadth"'), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    told = run("explain", "layers").out
    assert "breadth: ␛[2JBreadth\n" in told
