"""Experiments at the command line: sizes, tables kept elsewhere, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]


def rows(run: Run, *words: str) -> list[dict[str, Any]]:
    done = run(*words, "--format", "json")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["rows"]
    return found


@pytest.fixture
def cats(tmp_path: Path) -> Path:
    """Cookie Cats (Kaggle, "Mobile Games A/B testing"), as counts tell it: who was back on day 7, by gate."""
    path = tmp_path / "cats.csv"
    told = [("gate_30", 8502, 44_700), ("gate_40", 8279, 45_489)]
    lines = [
        f"{gate}-{number},{gate},{number < back}"
        for gate, back, whole in told
        for number in range(whole)
    ]  # fmt: skip
    path.write_text("\n".join(["userid,version,day7", *lines]), "utf-8")
    return path


def test_cookie_cats_as_published(run: Run, cats: Path) -> None:
    """By z 3.164359, p .001554; the split's p .0086 warns at .01 and does not stop at .001."""
    words = (
        "experiment",
        "test",
        "--table",
        str(cats),
        "--unit",
        "userid",
        "--variant",
        "version",
        "--outcome",
        "day7",
    )
    [base, gate] = rows(run, *words, "--control", "gate_40")
    assert (base["units"], gate["units"]) == (45_489, 44_700)
    assert gate["p"] == pytest.approx(0.001554, abs=1e-6)
    assert (gate["change_low"], gate["change_high"]) == pytest.approx((0.003121, 0.013282), abs=1e-6)
    assert (gate["verdict"], gate["status"]) == ("above", "complete")
    told = run(*words, "--format", "md").out
    assert "p 0.0086" in told
    assert "Nothing is told" not in told


def test_a_hundred_beside_a_hundred_and_thirty(run: Run, tmp_path: Path) -> None:
    """Of 1,000 each: p .035."""
    lines = [f"{name},{int(number < some)}" for name, some in (("a", 100), ("b", 130)) for number in range(1000)]
    (tmp_path / "t.tsv").write_text("\n".join(["variant\tsold", *(line.replace(",", "\t") for line in lines)]), "utf-8")
    [_, b] = rows(run, "experiment", "test", "--table", "t.tsv", "--outcome", "sold")
    assert b["p"] == pytest.approx(0.0355, abs=1e-4)


def test_columns_may_be_called_as_they_like(run: Run, tmp_path: Path) -> None:
    """An outcome that is asked for twice is told once; those whose past is not known count as anybody."""
    lines = [f"{'ab'[each % 2]},{each % 3},{each if each % 4 else ''}" for each in range(80)]
    (tmp_path / "t.csv").write_text("\n".join(["arm,earlier,variant", *lines]), "utf-8")
    asked = ("--variant", "arm", "--outcome", "earlier", "--outcome", "earlier", "--covariate", "variant")
    told = rows(run, "experiment", "test", "--table", "t.csv", *asked)
    assert [(row["outcome"], row["units"]) for row in told] == [("earlier", 40)] * 2


def test_how_many_are_needed(run: Run) -> None:
    """From 10% to 12% at 80%: 3,841 an arm (pooled); 400 a day bring both arms in 20 days."""
    [usual, more] = rows(run, "experiment", "size", "--from", "10%", "--to", "12%", "--per-day", "400")
    assert (usual["units"], usual["days"], more["power_rate"]) == (3841, 20, 0.9)
    [mean, _] = rows(run, "experiment", "size", "--from", "0", "--to", "5", "--deviation", "10")
    assert mean["units"] == 64


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("size", "--from", "10%", "--to", "10%"), "no test shows a change"),
        (("size", "--from", "0", "--to", "1", "--deviation", "1e9"), "no test shows a change"),
        (("size", "--from", "10", "--to", "12"), "a rate lies between"),
        (("size", "--from", "ten", "--to", "12"), "no number"),
        (("test", "--table", "t.csv"), "which outcome?"),
        (("test", "--table", "t.csv", "--outcome", "sole"), "no column is called 'sole'"),
        (("test", "--table", "t.csv", "--outcome", "name"), "holds no number in row 1"),
        (("test", "--table", "t.csv", "--outcome", "sold", "--unit", "name"), "repeat the name of another: 1"),
        (("test", "--table", "t.csv", "--outcome", "sold", "--campaign", "x"), "--table has no campaigns"),
        (("test", "--table", "t.csv", "--outcome", "sold", "--control", "z"), "no variant is called 'z'"),
    ],
)
def test_what_cannot_be_answered_is_refused(run: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "t.csv").write_text("variant,sold,name\na,1,ana\nb,0,ben\nb,,ben\n", "utf-8")
    done = run("experiment", *words)
    assert (done.code, len(done.err.splitlines())) == (2, 2)
    assert said in done.err


def test_a_table_that_cannot_be_read_is_no_bug(run: Run, tmp_path: Path) -> None:
    (tmp_path / "blob.csv").write_bytes(b"\xff\xfe\x00\x00" * 9)
    for name in ("blob.csv", "gone.csv", "."):
        done = run("experiment", "test", "--table", name, "--outcome", "sold")
        assert done.code in (2, 3), done.err
        assert len(done.err.splitlines()) == 2
