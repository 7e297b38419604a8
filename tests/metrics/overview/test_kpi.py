from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Compare, Period
from commkit.errors import WrongUse
from commkit.indicators.inventory import INDICATORS
from commkit.metrics.overview.kpi import kpi
from commkit.store.ask.cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commkit.store.ask.community import Store

    Row = dict[str, object]


def told(store: Store, name: str, **asked: object) -> Row:
    """The one row of this indicator."""
    [row] = kpi(store, metric=[name], **asked).table.to_dicts()  # type: ignore[arg-type]
    return row


def test_the_last_week_that_is_over_beside_the_one_before(drawn_store: Store) -> None:
    """The third week has begun and does not count; Ana and Ben send three messages in the second, Ana one in the first.

    ana   x x x
    ben   . 2 .
    """
    row = told(drawn_store, "messages")
    assert (row["starts_on"], row["value"], row["previous"], row["change"]) == (date(2024, 1, 8), 3, 1, 2)
    assert (row["change_percent"], row["trend"], row["status"]) == (pytest.approx(200), "better", "complete")
    assert told(drawn_store, "active_members")["value"] == 2


def test_a_mean_stands_with_what_it_divides(drawn_store: Store) -> None:
    """In the first week, five messages by two members; the middle one of 1 and 4 is 2.5.

    ana   x x
    ben   4 .
    """
    row = told(drawn_store, "messages_per_speaker", explain=True)
    assert (row["value"], row["numerator"], row["denominator"], row["n"]) == (2.5, 5, 2, 2)
    assert told(drawn_store, "median_messages_per_speaker")["value"] == 2.5


def test_equal_values_are_unchanged_and_lower_ones_are_worse(drawn_store: Store) -> None:
    """Two speak in each of the first two weeks, at first three messages, then two.

    ana   2 x x
    ben   x x .
    """
    assert told(drawn_store, "active_members")["trend"] == "unchanged"
    assert told(drawn_store, "messages")["trend"] == "worse"


def test_months_are_compared_with_months(drawn_store: Store) -> None:
    """Five Mondays of January with one message each, four of February with two, then March begins.

    ana   x x x x x 2 2 2 2 x
    """
    row = told(drawn_store, "messages", every=Period.month)
    assert (row["starts_on"], row["value"], row["previous"]) == (date(2024, 2, 1), 8, 5)


def test_a_year_earlier_is_unknown_to_a_young_log(drawn_store: Store) -> None:
    """Three weeks are less than a year.

    ana   x x x
    """
    row = told(drawn_store, "messages", compare=Compare.last_year)
    assert (row["value"], row["previous"], row["change"], row["trend"]) == (1, None, None, None)


def test_a_week_that_is_not_over_has_no_value_yet(drawn_store: Store) -> None:
    """One Monday.

    ana   x
    """
    row = told(drawn_store, "messages")
    assert (row["value"], row["status"]) == (None, "running")


def test_each_slice_has_rows_of_its_own(community: Callable[..., Store]) -> None:
    """Ana speaks on Monday and Thursday of the first week in both groups, and in the third week in one of them."""
    from datetime import datetime

    at = [datetime.fromisoformat(day) for day in ("2024-01-01", "2024-01-04", "2024-01-15")]
    said = [{"group": where, "author": "ana", "sent_at": when, "kind": "text"} for where in ("a", "b") for when in at]
    store = community(message=said[:5])
    store.cut(Cut(by="group"))
    table = kpi(store, metric=["messages"]).table
    assert dict(zip(table["slice"], table["previous"], strict=True)) == {"a": 2, "b": 2}


def test_facts_that_were_never_loaded_are_named_and_not_zero(community: Callable[..., Store]) -> None:
    from datetime import datetime

    store = community(order_line=[{"member": "ana", "ordered_at": datetime.fromisoformat("2024-01-03"), "amount": 5}])
    result = kpi(store, metric=["wau"])
    [row] = result.table.to_dicts()
    assert (row["value"], row["status"]) == (None, "not_covered")
    assert any("no messages, so no wau" in note for note in result.notes)


def test_targets_stand_beside_the_values(drawn_store: Store) -> None:
    """Two weeks.

    ana   x x
    """
    drawn_store.targets = {"messages": 12.0}
    assert told(drawn_store, "messages")["target"] == 12
    assert told(drawn_store, "wau")["target"] is None


def test_every_indicator_has_a_row_in_the_order_of_the_registry(drawn_store: Store) -> None:
    """Two weeks.

    ana   x x
    """
    assert kpi(drawn_store, all=True).table["indicator"].to_list() == list(INDICATORS)


def test_an_unknown_indicator_is_refused(drawn_store: Store) -> None:
    """One week.

    ana   x
    """
    with pytest.raises(WrongUse) as refused:
        kpi(drawn_store, metric=["mesages"])
    assert "messages" in refused.value.hint


def test_targets_come_from_the_configuration(run: Callable[..., object], database: Path, tmp_path: Path) -> None:
    (tmp_path / "commkit.toml").write_text("[targets]\nwau = 3\n")
    said = run("kpi", "--metric", "wau", "--db", database, "--format", "tsv")
    assert "\t3.0\t" in said.out or "\t3\t" in said.out  # type: ignore[attr-defined]
    (tmp_path / "commkit.toml").write_text("[targets]\nwao = 3\n")
    assert run("kpi", "--db", database).code == 2  # type: ignore[attr-defined]
    (tmp_path / "commkit.toml").write_text("[targets]\nwau = 'many'\n")
    assert run("kpi", "--db", database).code == 2  # type: ignore[attr-defined]
