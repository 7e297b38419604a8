"""What is wrong: at most five findings, the most pressing first, each with its evidence and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.check_choices import Light
from commkit.edition import Command, Sentence
from commkit.indicators.inventory import INDICATORS
from commkit.report.chance import is_larger, is_one_sided
from commkit.report.concern import make_concern
from commkit.report.late_cases import tell_late
from commkit.report.signs import Sign, read_sign
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.edition import Figure
    from commkit.report.citable import Citable, Row
    from commkit.report.concern import Concern, Lists
    from commkit.report.signs import Words

MOST = 5
MISSED = ("below_baseline", "below_target", "too_low", "too_high")


def find_problems(cells: Citable, words: Words, lists: Lists) -> list[Concern]:
    """The findings, the most pressing first."""
    told = (
        *_tell_alarms(cells),
        *tell_late(cells),
        *_tell_worse(cells, words, lists),
        *_tell_risk(cells, lists),
        *_tell_missed(cells),
        *_tell_slipped(cells, lists),
        *_tell_newcomers(cells, lists),
    )
    return list(told[:MOST])


def _tell_alarms(cells: Citable) -> Iterator[Concern]:
    """Alarms that fire, red before yellow."""
    for row in cells.list_rows("lights"):
        if row["light"] not in (Light.red, Light.yellow):
            continue
        cited: dict[str, Figure | Command | str] = {
            name: row.cite(name) for name in ("light", "alarm", "slice", "value", "reference", "since_on", "act")
        }
        cited |= {"where": row.cite("slice") if row["slice"] else say("the whole community")}
        cited |= {"command": Command(cells.command("lights"))}
        yield make_concern(
            cited,
            problem=say("{light} light: {alarm}, in {where}"),
            evidence=say("{value}, beside {reference} as the yardstick; since {since_on}"),
            action=say("{act}. All alarms: {command}"),
            outlook=say("The light is green again: {command}"),
            todo=say("To do first: {alarm} fires in {where}, at {value} beside {reference}: {act}. See {command}"),
        )


def _tell_worse(cells: Citable, words: Words, lists: Lists) -> Iterator[Concern]:
    """Metrics that left their usual range for the worse."""
    for row in cells.list_indicators():
        if read_sign(row) is not Sign.worsened_far:
            continue
        has_drivers = INDICATORS[row["indicator"]].has_parts
        command = f"{lists.drivers} {row['indicator']}" if has_drivers else cells.command(row.chapter)
        cited = _cite_metric(row) | words.parts | {"usual": row.cite("usual_value"), "command": Command(command)}
        yield make_concern(
            cited,
            problem=say("{indicator}: worse than usual"),
            evidence=say("{value}, after {previous} {before} ({change}); usually {usual}"),
            action=say("Find the groups and layers that drove it: {command}")
            if has_drivers
            else say("See how it stands beside the others: {command}"),
            outlook=say("{indicator} is back in its usual range"),
            todo=say("To do first: find why {indicator} is worse than usual ({value}, usually {usual}): {command}"),
        )


def _tell_risk(cells: Citable, lists: Lists) -> Iterator[Concern]:
    """Regulars who are silent or down, where they are surely a larger share than at the month-ends before."""
    row = cells.find_total("at_risk")
    if row is None or not row["of_members"] or not row["of_base"]:
        return
    if not is_larger((row["flagged_members"], row["of_members"]), (row["of_flags"], row["of_base"])):
        return
    yield make_concern(
        _cite_risk(row, lists.at_risk),
        problem=say("More regulars are silent or down than at month-ends before"),
        evidence=say(
            "{flagged} of {members} now, {flags} of {base} then: {churned} of those flagged churned, and "
            "{left} of all {base}"
        ),
        action=say("Write to them, the highest layer first: {command}"),
        outlook=say("Fewer silent or down than {flagged}"),
        todo=say(
            "To do first: write to the regulars who are silent or down, {flagged} of {members}; at month-ends before "
            "it was {flags} of {base}: {command}"
        ),
    )


def tell_risk(cells: Citable, command: str) -> Sentence | None:
    """How many regulars fall silent where that is not surely more than before; null where the past is unknown."""
    row = cells.find_total("at_risk")
    if row is None or not row["of_base"]:
        return None
    return Sentence(_choose_calm(row), _cite_risk(row, command))


def _choose_calm(row: Row) -> str:
    if not row["flagged_members"]:
        return say(
            "None of the lights, metrics, rules and cases below calls for action. Regulars who are silent or down: "
            "{flagged} of {members}; at month-ends before it was {flags} of {base}. See {command}"
        )
    if row["flagged_members"] * row["of_base"] <= row["of_flags"] * row["of_members"]:
        return say(
            "None of the lights, metrics, rules and cases below calls for action. Regulars who are silent or down: "
            "{flagged} of {members}, no larger a share than at month-ends before ({flags} of {base}). "
            "Whom to write to: {command}"
        )
    return say(
        "None of the lights, metrics, rules and cases below calls for action. Regulars who are silent or down: "
        "{flagged} of {members}, a larger share than at month-ends before ({flags} of {base}), but chance alone may "
        "bring that. Whom to write to: {command}"
    )


def _tell_missed(cells: Citable) -> Iterator[Concern]:
    """Metrics that miss their target, or the floor of a handbook."""
    for row in cells.list_rows("metrics"):
        if row["band"] not in MISSED or row["value"] is None or row["status"] == "low_n":
            continue
        cited = _cite_metric(row) | {"command": Command(cells.command("metrics"))}
        cited |= {"band": row.cite("band"), "target": row.cite("target"), "progress": row.cite("progress_percent")}
        is_told = row["target"] is not None
        yield make_concern(
            cited,
            problem=say("{indicator} misses what it should reach"),
            evidence=say("{value}, beside a target of {target}")
            if is_told
            else say("{value}, after {previous}: {band}"),
            action=say("Decide what to change, or the target: {command}"),
            outlook=say("{indicator} comes nearer to {target}")
            if is_told
            else say("{indicator} is better than {value}"),
            todo=say("To do first: {indicator} is at {value}, beside a target of {target}. See {command}")
            if is_told
            else say("To do first: {indicator} is at {value}, after {previous}: {band}. See {command}"),
        )


def _tell_slipped(cells: Citable, lists: Lists) -> Iterator[Concern]:
    """More members slipped a level than rose, and by more than chance brings."""
    rows = {row["direction"]: row for row in cells.list_rows("moves")}
    risen, fallen = rows.get("risen"), rows.get("fallen")
    if not (risen and fallen) or not is_one_sided(fallen["members"] or 0, risen["members"] or 0):
        return
    cited: dict[str, Figure | Command | str] = {
        "fallen": fallen.cite("members"),
        "risen": risen.cite("members"),
        "all": fallen.cite("of_members"),
        "command": Command(lists.fallen),
    }
    yield make_concern(
        cited,
        problem=say("More members slipped a level than rose"),
        evidence=say("{fallen} slipped and {risen} rose, of {all}"),
        action=say("Write to those who slipped: {command}"),
        outlook=say("No more members slip than the {risen} who rose"),
        todo=say("To do first: write to those who slipped a level; {fallen} slipped and {risen} rose: {command}"),
    )


def _tell_newcomers(cells: Citable, lists: Lists) -> Iterator[Concern]:
    """A smaller share of newcomers speaks than in the period before, and by more than chance brings."""
    rows = [row for row in cells.list_rows("newcomers") if row["status"] in ("complete", "low_n", "assumed_roster")]
    *_, before, now = (None, None, *rows)
    if before is None or now is None or not (before["of_joined_members"] and now["of_joined_members"]):
        return
    spoke_before, spoke = ((row["first_speak_members"], row["of_joined_members"]) for row in (before, now))
    if not is_larger(spoke_before, spoke):
        return
    cited: dict[str, Figure | Command | str] = {
        "spoke": now.cite("first_speak_members"),
        "joined": now.cite("of_joined_members"),
        "rate": now.cite("first_speak_rate"),
        "before_rate": before.cite("first_speak_rate"),
        "week": now.cite("starts_on"),
        "command": Command(lists.never_spoke),
    }
    yield make_concern(
        cited,
        problem=say("Fewer newcomers speak in their first week"),
        evidence=say("{spoke} of {joined} who joined from {week} on ({rate}), after {before_rate} of those before"),
        action=say("Greet those who stand lowest: {command}"),
        outlook=say("{before_rate} of newcomers speak, as before"),
        todo=say(
            "To do first: greet the newcomers who never spoke; {rate} spoke, after {before_rate} before: {command}"
        ),
    )


def _cite_metric(row: Row) -> dict[str, Figure | Command | str]:
    columns = {"indicator": "indicator", "value": "value", "previous": "previous", "change": "change_percent"}
    return {name: row.cite(column) for name, column in columns.items()}


def _cite_risk(row: Row, command: str) -> dict[str, Figure | Command | str]:
    columns = {"flagged": "flagged_members", "members": "of_members", "flags": "of_flags", "base": "of_base"}
    columns |= {"churned": "precision_churns", "left": "base_churns"}
    return {**{name: row.cite(column) for name, column in columns.items()}, "command": Command(command)}
