"""`commkit alerts`: planted communities, scheme by scheme."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from commkit.gate.alarms import read_scheme
from commkit.gate.told_alarms import list_alarms, list_lights, pair
from tests.gate.conftest import judge_series

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.conftest import Said

    Run = Callable[..., Said]

NEGATIVE = "negative_mentions"
ALARMS: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "10 to 15": ("negative-voice", {NEGATIVE: [10, 15], "severe_incidents": [0, 0]}, ["notice"]),
    "10 to 20": ("negative-voice", {NEGATIVE: [10, 20], "severe_incidents": [0, 0]}, ["warning"]),
    "1 to 2": ("negative-voice", {NEGATIVE: [1, 2], "severe_incidents": [0, 0]}, []),
    "10 to 14": ("negative-voice", {NEGATIVE: [10, 14], "severe_incidents": [0, 0]}, []),
    "0 to 2 is no wave": ("negative-voice", {NEGATIVE: [0, 2], "severe_incidents": [0, 0]}, []),
    "an incident": ("negative-voice", {NEGATIVE: [1, 1], "severe_incidents": [0, 1]}, ["critical"]),
    "5 complaints": ("incidents", {NEGATIVE: [9, 9, 9, 9], "complaints": [5]}, []),
    "6 complaints": ("incidents", {NEGATIVE: [9, 9, 9, 9], "complaints": [6]}, ["warning"]),
    "three days more": ("incidents", {NEGATIVE: [7, 8, 9, 10], "complaints": [0]}, ["critical"]),
    "three days more of few": ("incidents", {NEGATIVE: [1, 2, 3, 4], "complaints": [0]}, []),
    "two falls": ("response", {"active_members": [100, 90, 81], "severe_incidents": [0]}, ["warning"]),
    "one fall": ("response", {"active_members": [100, 90, 82], "severe_incidents": [0]}, []),
}
QUIET = {"severe_incidents": [0], NEGATIVE: [3, 3], "members": [200] * 5}
LIGHTS: dict[str, tuple[dict[str, Any], str]] = {
    "-10, -10": (QUIET | {"active_members": [100, 90, 81]}, "yellow"),
    "-10, -9": (QUIET | {"active_members": [100, 90, 82]}, "green"),
    "8, 7, 6 is under the floor": (QUIET | {"active_members": [8, 7, 6]}, "green"),
    "four falls while members hold": (QUIET | {"active_members": [50, 49, 48, 47, 46]}, "yellow"),
    "four falls with the members": (
        QUIET | {"active_members": [50, 49, 48, 47, 46], "members": [200, 190, 180, 170, 160]},
        "green",
    ),
    "red beats yellow": (QUIET | {"active_members": [100, 90, 81], "severe_incidents": [1]}, "red"),
    "negative voice": (QUIET | {"active_members": [100, 100, 100, 100, 100], NEGATIVE: [10, 15]}, "yellow"),
    "not covered": (QUIET | {"active_members": [100, 90, None]}, "unknown"),
    "nobody is left who could fall silent": (QUIET | {"active_members": [5, 0, 0]}, "unknown"),
    "some are back": (QUIET | {"active_members": [0, 0, 4]}, "green"),
    "no mentions": (QUIET | {"active_members": [100] * 5, NEGATIVE: []}, "unknown"),
}


@pytest.mark.parametrize("name", ALARMS)
def test_what_fires(name: str) -> None:
    """Each level at its bound; of a ladder the worst alone."""
    scheme, series, severities = ALARMS[name]
    alarms = read_scheme(scheme)
    found = list_alarms(pair(alarms, judge_series([each.rule for each in alarms if each.rule], series)))
    assert found["severity"].drop_nulls().to_list() == severities


@pytest.mark.parametrize("name", LIGHTS)
def test_lights(name: str) -> None:
    """The light of the whole community."""
    series, light = LIGHTS[name]
    alarms = [each for each in read_scheme("lights") if each.rule and each.rule.by is None]
    found = list_lights(pair(alarms, judge_series([each.rule for each in alarms if each.rule], series)))
    assert found["light"].unique().to_list() == [light]


def test_what_only_people_can_tell_is_not_evaluable() -> None:
    """Sensitive words: no export tells them, and that is said."""
    alarms = read_scheme("incidents")
    found = list_alarms(pair(alarms, judge_series([each.rule for each in alarms if each.rule], {NEGATIVE: [0] * 4})))
    assert {"sensitive_words", "complaints"} <= set(found["alarm"])
    assert found["severity"].null_count() == found.height


def rows(said: Said) -> list[dict[str, Any]]:
    """The rows of an answer in JSON."""
    found: list[dict[str, Any]] = json.loads(said.out)["rows"]
    return found


def chat(speakers: dict[str, Sequence[int]]) -> str:
    """A chat from Monday, January 1, 2024: so many members of a group speak in each week, each once."""
    lines = [
        f"m{group}{member},2024-01-{1 + 7 * week + member % 7:02} 12:{member % 60:02},word,{group}"
        for group, weeks in speakers.items()
        for week, number in enumerate(weeks)
        for member in range(number)
    ]
    return "author,time,text,channel\n" + "\n".join([*lines, "last,2024-01-28 23:00,word,east"]) + "\n"


def test_lights_of_groups(run: Run, tmp_path: Path) -> None:
    """East falls from 20 to 17 to 14 speakers; west has 20 in each week; a group of eight falls to six."""
    (tmp_path / "chat.csv").write_text(chat({"east": [20, 20, 17, 13], "west": [20] * 4, "small": [8, 8, 7, 6]}))
    said = run("alerts", "chat.csv", "--now", "2024-01-29T00:00", "--format", "json")
    found = {row["slice"]: row for row in rows(said) if row["slice"]}
    assert {name: row["light"] for name, row in found.items()} == {"east": "green", "west": "green", "small": "green"}
    (tmp_path / "chat.csv").write_text(chat({"east": [20, 26, 20, 14], "west": [20] * 4, "small": [8, 8, 7, 6]}))
    found = {
        row["slice"]: row for row in rows(run("alerts", "chat.csv", "--now", "2024-01-29T00:00", "--format", "json"))
    }
    assert {name: row["light"] for name, row in found.items() if name} == {
        "east": "yellow",
        "west": "green",
        "small": "green",
    }
    assert (found["east"]["alarm"], found["east"]["since_on"]) == ("group_activity_falling", "2024-01-22")
    assert (found["east"]["value"], found["east"]["reference"], found["east"]["within"]) == (15, 20, "24h")


def test_lights_go_by_the_worst_group_first(run: Run, tmp_path: Path) -> None:
    """Of 46, 40 and 35 speakers east has 26, 20 and 15: the community and the east are yellow, and stand first."""
    (tmp_path / "chat.csv").write_text(chat({"west": [20] * 4, "east": [20, 26, 20, 14]}))
    said = run("alerts", "chat.csv", "--now", "2024-01-29T00:00", "--format", "json")
    assert [row["light"] for row in rows(said)] == ["yellow", "yellow", "green"]
    assert run("alerts", "chat.csv", "--now", "2024-01-29T00:00", "-q", "-o", "lights.svg").code == 0
    drawn = (tmp_path / "lights.svg").read_text("utf-8")
    assert all(f">{text}<" in drawn for text in ("yellow", "the whole community", "east", "green", "west"))


def test_an_unusual_day(run: Run, tmp_path: Path) -> None:
    """Twenty messages a day for 90 days, and on the day before the last a hundred."""
    days = [(month, day) for month, last in ((1, 31), (2, 29), (3, 30)) for day in range(1, last + 1)]
    lines = [
        f"m{number % 20},2024-{month:02}-{day:02} {8 + number % 12}:{number % 60:02},word {number},hall"
        for month, day in days
        for number in range(100 if (month, day) == (3, 29) else 20)
    ]
    (tmp_path / "chat.csv").write_text("author,time,text,channel\n" + "\n".join(lines) + "\n")
    said = run("alerts", "chat.csv", "--scheme", "statistical", "--now", "2024-03-31T00:00", "--format", "json")
    (found,) = [row for row in rows(said) if row["alarm"] == "unusual_day" and row["indicator"] == "messages"]
    assert (found["starts_on"], found["value"], round(found["reference"])) == ("2024-03-29", 100, 20)
    assert "messages 0 of 6" in " ".join(json.loads(said.out)["notes"])


def test_few_days_are_not_judged(run: Run, tmp_path: Path) -> None:
    """Four weeks are too few, and nothing is called quiet."""
    (tmp_path / "chat.csv").write_text(chat({"east": [20] * 4}))
    said = run("alerts", "chat.csv", "--scheme", "statistical", "--now", "2024-01-29T00:00", "--format", "json")
    assert all("not evaluable" in row["reason"] for row in rows(said))
