from __future__ import annotations

import pytest

from commkit.errors import WrongUse
from commkit.indicators.inventory import INDICATORS
from commkit.presets.lists import list_names, read_list


def test_there_is_a_list_for_each_board_level_and_role() -> None:
    assert list_names() == [
        *("campaign", "community", "content", "level-1", "level-2", "level-3", "scale-value-spread-brand"),
    ]


@pytest.mark.parametrize("name", list_names())
def test_every_entry_is_an_indicator_or_says_why_it_is_none(name: str) -> None:
    found = read_list(name)
    assert found.ref.split()[0] in {"用户增长五年策略", "社群运营与管理实战指南"}
    assert [each.name for each in found.entries if not each.manual and each.name not in INDICATORS] == []
    assert [each.name for each in found.entries if each.manual and each.name in INDICATORS] == []


def test_the_first_level_has_three() -> None:
    assert [each.name for each in read_list("level-1").entries] == ["mau", "lifetime value", "referral_conversion"]


def test_every_indicator_of_the_four_dimensions_is_in_one() -> None:
    entries = read_list("scale-value-spread-brand").entries
    assert list(dict.fromkeys(each.panel for each in entries)) == ["scale", "value", "spread", "brand"]
    assert len({each.name for each in entries}) == len(entries)


def test_an_unknown_list_is_refused_with_the_nearest() -> None:
    with pytest.raises(WrongUse) as refused:
        read_list("level-4")
    assert "level-" in refused.value.hint
