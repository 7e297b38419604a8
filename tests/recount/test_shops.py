"""What is bought, counted a second time, on the sample and on two shops' own lists of orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from commkit import catalog
from commkit.choices import Activity, Period, Slice
from commkit.store.ask.cut import Cut
from tests.recount.questions import FAMILIES, QUESTIONS
from tests.recount.scope import Scope

if TYPE_CHECKING:
    from tests.recount.conftest import Loaded
    from tests.recount.facts import World


@pytest.mark.parametrize("family", ["customers", "orders"])
@pytest.mark.parametrize("every", [Period.week, Period.month])
def test_a_family_of_a_shop_agrees_with_its_recount(
    shop_world: World, loaded_shop: Loaded, family: str, every: Period
) -> None:
    told = FAMILIES[family]
    for by in (None, Slice.platform):
        loaded_shop.look(Cut(by=by), told.needs)
        table = loaded_shop.store.ask(f"indicators/{family}", every=every, active_by=Activity.spoke)
        scope = Scope(shop_world, every, by, needs=told.needs)
        assert loaded_shop.differs(table, told.recount(scope)) == [], by


@pytest.mark.parametrize("question", ["rfm", "repurchase", "convert"])
def test_a_question_of_a_shop_agrees_with_its_recount(shop_world: World, loaded_shop: Loaded, question: str) -> None:
    told = QUESTIONS[question]
    options: dict[str, Any] = {"every": Period(told.every)} if told.every else {}
    loaded_shop.look(Cut(), told.needs)
    table = catalog.questions()[question](loaded_shop.store, **options).table
    scope = Scope(shop_world, told.every or "week", needs=told.needs)
    assert loaded_shop.differs(table, told.recount(scope)) == []
