"""Records = loaded + duplicate + rejected + skipped, always."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from commkit.store.batch import Reject
from commkit.store.load.count import Count, UnbalancedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Query = Callable[..., list[Any]]
    Make = Callable[..., Any]


def said(native: str | None, text: str = "hi", **more: object) -> dict[str, object]:
    at = datetime.fromisoformat("2024-01-01 12:00")
    return {"native": native, "group": "hall", "author": "ana", "sent_at": at, "kind": "text", "text": text, **more}


def bad(line: int) -> Reject:
    return Reject("message", "day.json", line, 0, 9, "bad-time", "no such day")


def test_every_record_is_accounted_for(load: Make, export: Make, rows: Query) -> None:
    """Seven messages read: two are new, one comes twice, two cannot be read, two are not wanted."""
    told = export(
        message=[said("1"), said("2"), said("2")],
        said={"records": {"message": 7}, "rejects": [bad(4), bad(5)], "skipped": {("message", "repeated"): 2}},
    )
    [counts] = load(told)
    assert counts == {"message": Count(records=7, loaded=2, duplicate=1, rejected=2, skipped=2)}
    assert rows("select kind, records, loaded, duplicate, rejected, skipped from raw.load_count") == [
        ("message", 7, 2, 1, 2, 2)
    ]
    assert rows("select kind, reason, records from raw.load_skip") == [("message", "repeated", 2)]


def test_a_rejected_record_is_kept_with_place_and_reason_but_not_its_files_name(
    load: Make, export: Make, rows: Query
) -> None:
    load(export(message=[said("1")], said={"records": {"message": 2}, "rejects": [bad(4)]}))
    [(handle, *place)] = rows("select file, line, first_byte, last_byte, code, reason from raw.reject")
    assert place == [4, 0, 9, "bad-time", "no such day"]
    assert rows("select handle from private.file where name = 'day.json'") == [(handle,)]


def test_each_kind_balances_alone(load: Make, export: Make) -> None:
    told = export(
        group=[{"native": "hall", "title": "Hall"}],
        member=[{"native": "ana"}, {"native": "ana"}],
        message=[said("1")],
        order_line=[{"member": "ana", "ordered_at": datetime.fromisoformat("2024-01-01"), "amount": 1}],
        event=[{"member": "ana", "name": "visit", "happened_at": datetime.fromisoformat("2024-01-01")}],
        referral=[{"inviter": "ana", "invitee": "ben"}],
    )
    [counts] = load(told)
    assert {kind: (count.records, count.loaded, count.duplicate) for kind, count in counts.items()} == {
        "group": (1, 1, 0),
        "member": (2, 1, 1),
        "message": (1, 1, 0),
        "order_line": (1, 1, 0),
        "event": (1, 1, 0),
        "referral": (1, 1, 0),
    }


@pytest.mark.parametrize("records", [{"message": 3}, {"message": 1}, {}])
def test_a_source_that_miscounts_is_refused_and_nothing_changes(
    load: Make, export: Make, database: Path, records: dict[str, int]
) -> None:
    """Two messages arrive, whatever the source says that it read."""
    load(export(message=[said("0")]))
    before = database.read_bytes()
    with pytest.raises(UnbalancedError) as refusal:
        load(export(message=[said("1"), said("2")], said={"records": records}))
    assert refusal.value.exit_code == 70
    assert database.read_bytes() == before


def test_a_first_load_that_fails_leaves_no_file(load: Make, export: Make, tmp_path: Path) -> None:
    with pytest.raises(UnbalancedError):
        load(export(message=[said("1")], said={"records": {"message": 2}}))
    assert list(tmp_path.iterdir()) == []


def test_genuine_repeats_without_ids_survive(load: Make, export: Make) -> None:
    """Ana says hi three times in one minute; the next export has the same minute and one more word."""
    [first] = load(export(message=[said(None)] * 3))
    [second] = load(export(message=[said(None)] * 3 + [said(None, "bye")]))
    assert first["message"].loaded == 3
    assert second["message"] == Count(records=4, loaded=1, duplicate=3)


def test_equal_order_lines_are_as_many_as_they_are(load: Make, export: Make, rows: Query) -> None:
    """Two equal lines of one order, then the same file with a third."""
    line = {"native": "1", "member": "ana", "ordered_at": datetime.fromisoformat("2024-01-01"), "amount": 5}
    load(export(order_line=[line, line]))
    [counts] = load(export(order_line=[line, line, line]))
    assert counts["order_line"] == Count(records=3, loaded=1, duplicate=2)
    assert rows("select amount::integer, lines from raw.purchase") == [(15, 3)]


def test_overlapping_exports_do_not_double(load: Make, export: Make, rows: Query) -> None:
    """January to March and February to April of one log: four messages in all, two of them in both."""
    log = [said(None, f"word {month}", sent_at=datetime(2024, month, 1, 12)) for month in range(1, 5)]  # noqa: DTZ001
    load(export(message=log[:3]))
    [counts] = load(export(message=log[1:]))
    assert counts["message"] == Count(records=3, loaded=1, duplicate=2)
    assert rows("select count(*) from raw.message") == [(4,)]


def test_exports_loaded_together_do_not_double_either(load: Make, export: Make) -> None:
    """The first of the two keeps what both hold."""
    first, second = load(export(message=[said("1"), said("2")]), export(message=[said("2"), said("3")]))
    assert (first["message"].loaded, first["message"].duplicate) == (2, 0)
    assert (second["message"].loaded, second["message"].duplicate) == (1, 1)


def test_text_that_is_composed_otherwise_is_the_same_text(load: Make, export: Make) -> None:
    """An é of one sign and an é of two."""
    load(export(message=[said(None, "caf\u00e9")]))
    [counts] = load(export(message=[said(None, "cafe\u0301")]))
    assert counts["message"].duplicate == 1


def test_an_id_counts_on_its_own_platform(load: Make, export: Make) -> None:
    [counts] = load(export(message=[said("1"), said("1", platform="slack")]))
    assert counts["message"].loaded == 2
