"""What to do next: the first rule that holds wins, and what is not known holds of nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from commkit.errors import CannotDo, WrongUse
from commkit.segment.churn.next_steps import as_scheme, choose_steps, make_steps, read_steps
from commkit.segment.judge import Judge
from tests.segment.days import spoke

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.store.ask.community import Store

LAYERS = ("active", "core", "koc")


@pytest.fixture
def talk(community: Callable[..., Store]) -> Store:
    """Messages, which tell nothing of orders."""
    return community(message=spoke({"ana": [1, 40, 121]}))


def steps(*said: dict[str, Any]) -> Any:  # noqa: ANN401 (a tuple of Step)
    return make_steps({"steps": list(said)}, LAYERS)


def chosen(store: Store, said: Any, **columns: object) -> list[str | None]:  # noqa: ANN401 (a tuple of Step)
    row = {"layer": "active", "churn_rate": 0.6, "reason_1": "silent for 9 days", "reason_2": None}
    table = pl.DataFrame([{**row, **columns}], schema_overrides={"reason_2": pl.String})
    judge = Judge(store, as_scheme(said))
    return table.select(choose_steps(judge, said).alias("next_step"))["next_step"].to_list()


def test_the_first_step_of_which_everything_holds_wins(talk: Store) -> None:
    said = steps(
        {"do": "call", "layer": ["core", "koc"], "when": {"silent_days": ">= 7"}},
        {"do": "hurry", "when": {"churn_rate": ">= 0.9"}},
        {"do": "wake", "when": {"silent_days": ">= 7"}, "reason": "Silent for"},
        {"do": "ask"},
        {"do": "never"},
    )
    assert chosen(talk, said, silent_days=9) == ["wake"]
    assert chosen(talk, said, silent_days=9, layer="core") == ["call"]
    assert chosen(talk, said, silent_days=3, layer="core") == ["ask"]
    assert chosen(talk, said, silent_days=3, churn_rate=0.9) == ["hurry"]
    assert chosen(talk, said, silent_days=9, reason_1="down") == ["ask"]
    assert chosen(talk, said, silent_days=9, reason_1=None, reason_2="is silent for long") == ["wake"]


def test_what_no_export_tells_holds_of_nobody(talk: Store) -> None:
    """Nobody tells of orders here, so that none of them are not known to be none."""
    said = steps({"do": "sell", "when": {"orders": "= 0"}}, {"do": "wake", "when": {"silent_days": ">= 7"}})
    assert chosen(talk, said, silent_days=9, orders=0) == ["wake"]
    assert chosen(talk, said, silent_days=None, orders=0) == [None]
    assert chosen(talk, steps({"do": "hurry", "when": {"churn_rate": "> 0.1"}}), churn_rate=None) == [None]


def test_the_steps_that_come_with_commkit_leave_nobody_out(talk: Store) -> None:
    said = read_steps(None, LAYERS)
    features = {each.feature: None for step in said for each in step.conditions}
    assert chosen(talk, said, **features) == ["Ask them about a subject that they know, in their group."]
    assert chosen(talk, said, **features, layer="koc") == ["Call them: thank, ask what has changed, offer a role."]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"steps": []},
        {"steps": 5},
        {"steps": [5]},
        {"stops": []},
        {"steps": [{"when": {}}]},
        {"steps": [{"do": " "}]},
        {"steps": [{"do": "x", "wenn": {}}]},
        {"steps": [{"do": "x", "when": 5}]},
        {"steps": [{"do": "x", "when": {"silent_day": ">= 7"}}]},
        {"steps": [{"do": "x", "when": {"silent_days": "many"}}]},
        {"steps": [{"do": "x", "when": {"silent_days": 7}}]},
        {"steps": [{"do": "x", "layer": 5}]},
        {"steps": [{"do": "x", "layer": ["gold"]}]},
        {"steps": [{"do": "x", "reason": 5}]},
    ],
)
def test_what_cannot_be_understood_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(WrongUse):
        make_steps(said, LAYERS)


def test_a_file_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "steps.toml"
    path.write_text('[[steps]]\ndo = "打电话"\nlayer = "koc"\n', "utf-8")
    assert [(each.do, each.layers) for each in read_steps(path, LAYERS)] == [("打电话", ("koc",))]
    path.write_text("[[steps\n")
    with pytest.raises(WrongUse):
        read_steps(path, LAYERS)
    with pytest.raises(CannotDo):
        read_steps(tmp_path / "gone.toml", LAYERS)
