from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from commkit.choices import Compare, Period
from commkit.errors import NotEnoughData, WrongUse
from commkit.indicators.inventory import CORE, INDICATORS
from commkit.metrics.overview.kpi import kpi
from commkit.metrics.overview.kpi_rows import find_trend
from commkit.presets.bands import Band
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


def spoken(group: str, day: int) -> Row:
    """A message of Ana's at noon, so many days after January 1."""
    at = datetime.fromisoformat("2024-01-01 12:00") + timedelta(days=day)
    return {"group": group, "author": "ana", "sent_at": at, "kind": "text"}


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
    at = [datetime.fromisoformat(day) for day in ("2024-01-01", "2024-01-04", "2024-01-15")]
    said = [{"group": where, "author": "ana", "sent_at": when, "kind": "text"} for where in ("a", "b") for when in at]
    store = community(message=said[:5])
    store.cut(Cut(by="group"))
    table = kpi(store, metric=["messages"]).table
    assert dict(zip(table["slice"], table["previous"], strict=True)) == {"a": 2, "b": 2}


def test_facts_that_were_never_loaded_are_named_and_not_zero(community: Callable[..., Store]) -> None:
    store = community(order_line=[{"member": "ana", "ordered_at": datetime.fromisoformat("2024-01-03"), "amount": 5}])
    result = kpi(store, metric=["wau"])
    [row] = result.table.to_dicts()
    assert (row["value"], row["status"]) == (None, "not_covered")
    assert any("no messages, so no WAU" in note for note in result.notes)


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


def test_the_twelve_core_metrics_have_a_row_each_whatever_was_loaded(community: Callable[..., Store]) -> None:
    """Orders alone tell nothing of talk: eleven rows say which facts they lack."""
    store = community(order_line=[{"member": "ana", "ordered_at": datetime.fromisoformat("2024-01-03"), "amount": 5}])
    result = kpi(store)
    assert result.table["indicator"].to_list() == list(CORE)
    lacking = result.table.filter(result.table["needs"].is_not_null())
    assert lacking["value"].null_count() == lacking.height == 11
    assert dict(zip(lacking["indicator"], lacking["needs"], strict=True))["comment_rate"] == "messages, replies"
    assert set(lacking["status"]) == {"not_covered"}


def test_a_list_shows_its_indicators_in_its_order_and_what_is_told_by_hand(drawn_store: Store) -> None:
    """Two weeks.

    ana   x x
    """
    result = kpi(drawn_store, preset="level-1")
    assert result.table.select("indicator", "status").rows()[1] == ("lifetime value", "manual")
    assert result.table["indicator"].to_list() == ["mau", "lifetime value", "referral_conversion"]
    assert any("told by hand: lifetime value" in note for note in result.notes)
    board = kpi(drawn_store, preset="scale-value-spread-brand").table
    assert set(board["panel"]) == {"scale", "value", "spread", "brand"}


def test_only_one_way_of_choosing_is_taken(drawn_store: Store) -> None:
    """One week.

    ana   x
    """
    with pytest.raises(WrongUse):
        kpi(drawn_store, preset="level-1", all=True)
    with pytest.raises(WrongUse):
        kpi(drawn_store, metric=["wau"], preset="level-1")


def test_a_clean_week_is_not_marked(drawn_store: Store) -> None:
    """Nine weeks between 5 and 7 messages; the tenth has begun.

    ana   5 6 7 6 5 6 7 6 7 x
    """
    row = told(drawn_store, "messages")
    assert (row["trend"], row["mark"], row["is_unusual"]) == ("better", None, False)


def test_what_left_its_usual_range_is_marked(drawn_store: Store) -> None:
    """After eight weeks between 5 and 7 messages, one.

    The median is 6, the middle distance from it 0.5: 3.5 x 1.4826 x 0.5 = 2.6, and 1 is 5 off.

    ana   5 6 7 6 5 6 7 6 1 x
    """
    row = told(drawn_store, "messages")
    assert (row["mark"], row["is_unusual"], row["usual_value"]) == ("worse", True, 6)
    assert told(drawn_store, "wau")["mark"] is None


def test_too_few_weeks_tell_nothing_of_what_is_usual(drawn_store: Store) -> None:
    """Three weeks before.

    ana   5 6 7 1 x
    """
    row = told(drawn_store, "messages")
    assert (row["mark"], row["is_unusual"], row["usual_value"]) == (None, None, None)


def test_bands_say_which_tier_is_reached_and_how_far_the_next_is(drawn_store: Store) -> None:
    """Nine messages: on the way from 6 to 12 half is done.

    ana   9 x
    """
    drawn_store.bands = {("messages", Period.week): Band(baseline=6, target=12, challenge=20)}
    row = told(drawn_store, "messages", explain=True)
    assert (row["band"], row["progress_percent"], row["target"]) == ("baseline", 50, 12)
    assert (row["baseline"], row["challenge"]) == (6, 20)
    drawn_store.bands, drawn_store.targets = {}, {"messages": 9.0}
    assert told(drawn_store, "messages")["band"] == "target"


@pytest.mark.parametrize(
    ("band", "head"),
    [
        (Band(baseline=20), "of baseline"),
        (Band(target=20), "of target"),
        (Band(baseline=6, target=12), "of target"),
        (Band(baseline=6, challenge=20), "of what comes next"),
        (Band(target=6, challenge=20), "of what comes next"),
    ],
)
def test_the_progress_says_what_it_is_of(drawn_store: Store, band: Band, head: str) -> None:
    """Nine messages.

    ana   9 x
    """
    drawn_store.bands = {("messages", Period.week): band}
    assert kpi(drawn_store, metric=["messages"], board=True).heads["progress_percent"] == head


@pytest.mark.parametrize(
    ("day", "named"),
    [(13, ("this week", "last week")), (17, ("that week", "week before"))],
    ids=["its last day", "four days later"],
)
def test_a_week_that_is_past_is_not_called_this_week(
    community: Callable[..., Store], day: int, named: tuple[str, str]
) -> None:
    """Ana speaks on the first day, and again on the Sunday of the second week or on the Thursday after it."""
    store = community(message=[spoken("a", 0), spoken("a", day)])
    heads = kpi(store, metric=["messages"], board=True).heads
    assert (heads["value"], heads["previous"]) == named


def test_what_has_two_bad_sides_is_better_nearer_to_its_band(drawn_store: Store) -> None:
    """Staff write 1 of 4 messages, then 3 of 4: within 5% to 40%, then beyond. Back in bounds is better.

    ana   3 x
    boss  x 3 staff
    cid   . . x
    """
    row = told(drawn_store, "staff_message_share")
    assert (row["value"], row["trend"], row["band"]) == (0.75, "worse", "too_high")
    between = {"good": "between", "low": 0.05, "high": 0.4}
    assert find_trend(between, 0.3, 0.75) == "better"
    assert find_trend(between, 0.3, 0.1) == "unchanged"
    assert find_trend(between, 0.01, 0.02) == "worse"


def test_by_owner_says_what_to_load_where_no_label_tells_it(drawn_store: Store) -> None:
    """One week.

    ana   x
    """
    with pytest.raises(NotEnoughData) as refused:
        drawn_store.cut(Cut(by="owner"))
    assert "owner" in refused.value.hint


def test_by_owner_sums_the_groups_of_each(community: Callable[..., Store]) -> None:
    """Lin owns a and b, with two messages and one; nobody owns c, with one."""
    said = [("a", 0), ("a", 1), ("b", 2), ("c", 0), ("a", 8)]
    labels = [{"group": name, "dimension": "owner", "value": "Lin"} for name in ("a", "b")]
    store = community(message=[spoken(*each) for each in said], label=labels)
    store.cut(Cut(by="owner"))
    table = kpi(store, metric=["messages"]).table
    assert table.select("slice", "value").rows() == [("Lin", 3), ("unknown", 1)]


def test_new_groups_stand_apart_from_older_ones(community: Callable[..., Store]) -> None:
    """As of day 130: a began on day 0, b on day 60, less than 90 days ago; both speak in the last whole week."""
    said = [("a", 0), ("b", 60), ("a", 120), ("b", 121), ("b", 122), ("a", 130)]
    store = community(message=[spoken(*each) for each in said])
    store.cut(Cut(by="group_age"))
    table = kpi(store, metric=["messages"]).table
    assert table.select("slice", "value").rows() == [("new groups", 2), ("older groups", 1)]


def test_a_rise_from_below_zero_is_a_rise_in_percent_too(community: Callable[..., Store]) -> None:
    """Two of three detract in the first week, one of three in the second: -66.7 points become -33.3, half as bad."""
    monday = datetime.fromisoformat("2024-01-01 12:00")
    answers = [
        {"member": f"m{week}{each}", "answered_at": monday + timedelta(weeks=week), "score": score, "question": "nps"}
        for week, scores in enumerate([(0, 0, 8), (0, 8, 8), (8,)])
        for each, score in enumerate(scores)
    ]
    row = told(community(survey=answers), "nps")
    assert (row["previous"], row["value"]) == (pytest.approx(-200 / 3), pytest.approx(-100 / 3))
    assert (row["change_percent"], row["trend"]) == (pytest.approx(50), "better")
