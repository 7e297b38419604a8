from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from commkit.errors import WrongUse
from commkit.segment.features import FEATURES
from commkit.segment.levels import list_month_ends
from commkit.segment.schemes import find_scheme, make_scheme, shipped

BOTTOM = {"name": "low"}


def scheme(*levels: dict[str, Any], **said: object) -> dict[str, Any]:
    return {"levels": [BOTTOM, *levels], **said}


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scheme_can_be_read(name: str) -> None:
    found = find_scheme(name, {})
    assert len(found.levels) > 2
    assert set(found.features) <= FEATURES.keys()


def test_a_scheme_of_ones_own_comes_before_one_that_is_shipped() -> None:
    own = {"pyramid": scheme({"name": "high", "rules": [{"messages": ">= 3"}]})}
    assert find_scheme("pyramid", own).names == ("low", "high")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("words", "[layers.mine]"),
        ({}, "[layers.mine]"),
        (scheme(), "2 to 12 levels"),
        (scheme({"name": "high"}), "high in [layers.mine] has no rules"),
        (scheme({"name": "high", "rules": [{"mesages": ">= 3"}]}), "'mesages'"),
        (scheme({"name": "high", "rules": [{"messages": "many"}]}), "messages of high in [layers.mine]"),
        (scheme({"name": "high", "rules": [{"messages": 3}]}), "messages of high in [layers.mine]"),
        (scheme({"name": "low", "rules": [{"messages": ">= 3"}]}), "one name"),
        (scheme({"name": "left", "rules": [{"messages": ">= 3"}]}), "left is a word of answers"),
        (scheme({"name": "high", "rules": [{"messages": ">= 0"}]}), "of all or of nobody"),
        (scheme({"name": "high\x1b[2J", "rules": [{"messages": ">= 3"}]}), "a short name"),
        (scheme({"name": "a:b", "rules": [{"messages": ">= 3"}]}), "a short name"),
        (scheme({"name": "high", "rule": [{"messages": ">= 3"}]}), "'rule'"),
        (scheme({"name": "high", "rules": [{"messages": ">= 3"}]}, hold=-1), "hold"),
        (scheme({"name": "high", "rules": [{"messages": ">= 3"}]}, hold=True), "hold"),
        (scheme({"name": "high", "rules": [{"messages": ">= 3"}]}, staff="yes"), "staff"),
        (scheme({"name": "high", "rules": [{"messages": ">= 3"}]}, held=1), "'held'"),
        (
            scheme({"name": "mid", "rules": [{"messages": ">= 5"}]}, {"name": "high", "rules": [{"messages": ">= 3"}]}),
            "nobody can be in mid of [layers.mine]: high takes all of them",
        ),
        (
            scheme(
                {"name": "mid", "rules": [{"messages": "> 5", "orders": "= 2"}, {"groups": ">= 2"}]},
                {"name": "high", "rules": [{"messages": ">= 5"}, {"groups": "> 2"}]},
            ),
            None,
        ),
        (
            {
                "levels": [
                    {"name": "mid", "rules": [{"messages": ">= 1"}]},
                    {"name": "high", "rules": [{"messages": ">= 3"}]},
                ]
            },
            "no bottom level",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(said: object, named: str | None) -> None:
    """The one without a name can be read: whoever wrote in two groups alone is in mid."""
    if named is None:
        assert make_scheme("mine", said).names == ("low", "mid", "high")
        return
    with pytest.raises(WrongUse) as refused:
        make_scheme("mine", said)
    assert named in str(refused.value)


def test_an_unknown_scheme_is_refused_with_the_nearest() -> None:
    with pytest.raises(WrongUse) as refused:
        find_scheme("piramid", {})
    assert "pyramid" in str(refused.value.hint)


def test_month_ends_of_no_month_are_none() -> None:
    assert list_month_ends(date(2024, 1, 5), date(2024, 1, 30)) == []
