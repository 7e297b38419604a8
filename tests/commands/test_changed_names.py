"""Talks in which people are called as the exporting phone calls them today: a number becomes a contact."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from commkit.sources.whatsapp import from_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

WEEK_1 = """1/13/24, 10:00 - Ana created group "Tea"
1/13/24, 10:01 - Ana: hi
1/13/24, 10:02 - +49 151 0000001: ok
1/13/24, 10:02 - Cy: ok
1/13/24, 10:03 - Cy: hey
"""
WEEK_2 = WEEK_1.replace("+49 151 0000001", "Bo") + "1/14/24, 09:00 - Bo: new day\n1/14/24, 09:01 - Cy: yes\n"


@pytest.fixture
def weeks(tmp_path: Path) -> tuple[str, str]:
    """Two exports of one talk: Ana once, Bo twice, Cy three times; in the first, Bo is a number."""
    for name, text in (("week1", WEEK_1), ("week2", WEEK_2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "WhatsApp Chat with Tea.txt").write_text(text)
    return "week1", "week2"


def spoken(run: Run) -> dict[str, int]:
    """How many messages each member has, by name."""
    said = [run("members", "--find", part, "--format", "json") for part in ("an", "bo", "cy", "+")]
    return {row["name"]: row["messages"] for each in said if each.code == 0 for row in json.loads(each.out)["rows"]}


@pytest.mark.parametrize("order", [[0, 1], [1, 0]], ids=["the older first", "the newer first"])
@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "one by one"])
def test_a_number_that_became_a_contact_is_one_member(
    run: Run, weeks: tuple[str, str], order: list[int], *, at_once: bool
) -> None:
    paths = [weeks[nth] for nth in order]
    for batch in [paths] if at_once else [[path] for path in paths]:
        assert run("load", *batch).code == 0
    (row,) = json.loads(run("active", "--format", "json").out)["rows"]
    assert (row["members"], row["messages"]) == (3, 6)
    assert {name: count for name, count in spoken(run).items() if count} == {"Ana": 1, "Bo": 2, "Cy": 3}


def test_a_database_that_knows_messages_by_names_goes_on_so(
    run: Run, weeks: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading the second week doubles what the number wrote, but nothing that others did."""
    with monkeypatch.context() as earlier:
        earlier.setattr(from_text, "LACKS", from_text.LACKS - {"lasting_names"})
        assert run("load", weeks[0]).code == 0
    assert run("load", weeks[1]).code == 0
    assert spoken(run) == {"Ana": 1, "Bo": 2, "Cy": 3, "+491510000001": 1}


SAID = "".join(f"1/13/24, 10:0{minute} - +49 151 0000001: word {minute}\n" for minute in range(2, 8))
NOTHING_NEW = f"1/13/24, 10:01 - Ana: hi\n{SAID}1/13/24, 10:08 - Cy: hey\n"


@pytest.mark.parametrize("order", [[0, 1], [1, 0]], ids=["the number first", "the contact first"])
@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "one by one"])
def test_an_export_with_nothing_new_said_makes_no_two_of_one(
    run: Run, tmp_path: Path, order: list[int], *, at_once: bool
) -> None:
    """Ana and Cy once, between them somebody six times: a number in one export, Bo in the other, never both."""
    for name, text in (("week1", NOTHING_NEW), ("week2", NOTHING_NEW.replace("+49 151 0000001", "Bo"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "WhatsApp Chat with Tea.txt").write_text(text)
    paths = [("week1", "week2")[nth] for nth in order]
    for batch in [paths] if at_once else [[path] for path in paths]:
        assert run("load", *batch).code == 0
    (row,) = json.loads(run("active", "--format", "json").out)["rows"]
    assert (row["members"], row["messages"]) == (3, 8)


COMINGS = """1/13/24, 10:00 - Ana created group "Tea"
1/13/24, 10:00 - You joined using this group's invite link
1/13/24, 10:01 - Ana added +49 151 0000001, Cy and +49 151 0000002
1/13/24, 10:02 - Ana: hi
1/13/24, 10:02 - Cy: ok
1/13/24, 10:03 - Ana: good
1/14/24, 09:00 - +49 151 0000001 left
1/14/24, 09:00 - +49 151 0000002 left
1/14/24, 09:00 - Cy left
"""
TALK = "1/22/24, 09:00 - Ana: new week\n"
ANAS = COMINGS.replace("You", "Dee").replace("Ana created", "You created").replace("Ana added", "You added")


@pytest.mark.parametrize("order", [[0, 1], [1, 0]], ids=["the older first", "the newer first"])
@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "one by one"])
@pytest.mark.parametrize(("later", "joins"), [(COMINGS, 4), (ANAS, 5)], ids=["of the same phone", "of another phone"])
def test_who_comes_and_goes_under_a_new_name_does_it_once(
    run: Run, tmp_path: Path, order: list[int], later: str, joins: int, *, at_once: bool
) -> None:
    """Ana makes the group, Dee joins, Ana adds Bo, Cy and Eva, who leave in one minute of the next day.

    Bo and Eva are numbers in the first export, which Dee's phone made: three are gone, Ana stays, and Dee is told of
    by Ana's phone alone.
    """
    named = later.replace("+49 151 0000001", "Bo").replace("+49 151 0000002", "Eva")
    for name, text in (("week1", COMINGS), ("week2", named + TALK)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "WhatsApp Chat with Tea.txt").write_text(text)
    paths = [("week1", "week2")[nth] for nth in order]
    for batch in [paths] if at_once else [[path] for path in paths]:
        assert run("load", *batch).code == 0
    asked = "select change, count(*), count(distinct account) from raw.membership group by all order by change"
    told = [tuple(row.values()) for row in json.loads(run("sql", asked, "--format", "json").out)["rows"]]
    assert told == [("join", joins, joins), ("leave", 3, 3)]
