"""Exports that contradict each other, loaded and taken back in any order, end as if loaded once and together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import Phase, given
from hypothesis import strategies as st

from commkit.store.change import rebuild_all, undo
from commkit.store.load.manifest import peek
from commkit.store.private import beside
from tests.examples import least, tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Make = Callable[..., Any]
    Step = tuple[str, tuple[int, ...]]

SOME = tried(2, 300, phases=[Phase.generate])  # shrinking loads would take minutes
NEW_YEAR = datetime.fromisoformat("2024-01-01 22:00")

people = st.sampled_from(["ana", "ben", "cleo"])
perhaps = st.none() | people
groups = st.sampled_from(["hall", "attic"])
times = st.integers(0, 5).map(lambda number: NEW_YEAR + timedelta(hours=7 * number))
some_time = st.none() | times


def rows(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Up to three rows of these columns."""
    return st.lists(st.fixed_dictionaries(columns), min_size=least(1), max_size=3)


EXPORT = st.fixed_dictionaries(
    {
        "message": rows(
            native=st.sampled_from(["1", "2", "3", "4"]), group=groups, author=perhaps, sent_at=times,
            kind=st.sampled_from(["text", "media", "deleted", "system"]), text=st.sampled_from([None, "hi", "hello"]),
            reply_to=st.sampled_from([None, "1", "2", "9"]), flags=st.sampled_from([0, 1, 4]),
        ),
        "member": rows(
            native=people, group=st.none() | groups, joined_at=some_time, left_at=some_time,
            channel=st.sampled_from([None, "fair"]), inviter=perhaps, is_staff=st.booleans(), is_bot=st.booleans(),
        ),
        "group": rows(
            native=groups, title=st.sampled_from([None, "Hall", "Attic"]), kind=st.sampled_from([None, "topic"]),
            is_private=st.booleans(),
        ),
        "membership": rows(
            group=groups, member=people, happened_at=times, change=st.sampled_from(["join", "leave"]),
            how=st.sampled_from([None, "invite", "link"]), inviter=perhaps,
        ),
        "interaction": rows(
            group=groups, message=st.sampled_from(["1", "2", "9"]), sender=people, receiver=st.none(),
            kind=st.just("reaction"), happened_at=some_time,
        ),
        "event": rows(member=perhaps, name=st.sampled_from(["visit", "click"]), happened_at=times),
        "order_line": rows(
            native=st.sampled_from(["7", "8"]), member=perhaps, ordered_at=times,
            product=st.sampled_from([None, "tea"]), quantity=st.sampled_from([None, 1]),
            amount=st.sampled_from([None, 5, -3]), order_amount=st.sampled_from([5, 9]),
            refund_amount=st.sampled_from([None, 2]), refunded_at=some_time, currency=st.sampled_from([None, "EUR"]),
        ),
        "referral": rows(
            inviter=people, invitee=people, happened_at=some_time, campaign=st.sampled_from([None, "spring"])
        ),
    }
)  # fmt: skip
OBSERVED = st.sampled_from([None, "2024-02-01", "2024-02-02"])
EXPORTS = st.lists(st.tuples(OBSERVED, EXPORT), min_size=2, max_size=4)
NUMBER = st.integers(0, 9)
STEPS = st.lists(
    st.tuples(st.just("load"), st.tuples(NUMBER))
    | st.tuples(st.just("load"), st.tuples(NUMBER, NUMBER))
    | st.tuples(st.just("undo"), st.tuples(NUMBER)),
    min_size=3,
    max_size=7,
)


class Played:
    """A community to which loads and undos are done; it knows which load brought which export."""

    def __init__(self, load: Make, database: Path, exports: list[Any]) -> None:
        self.load = load
        self.database = database
        self.exports = exports
        self.brought: dict[int, int] = {}

    def play(self, step: Step) -> None:
        """Load exports that are not known, or take one of the loads back."""
        verb, numbers = step
        if verb == "load":
            self.take(dict.fromkeys(number % len(self.exports) for number in numbers))
        elif self.brought:
            load_id = list(self.brought)[numbers[0] % len(self.brought)]
            undo(self.database, load_id, lock_timeout=0)
            del self.brought[load_id]

    def take(self, wanted: Any) -> None:  # noqa: ANN401 (numbers of exports)
        """Load those of these exports whose bytes are not known."""
        known = peek(self.database, 0)
        fresh = [number for number in wanted if self.exports[number].digest not in known.digests]
        if fresh:
            self.load(*(self.exports[number] for number in fresh), into=self.database)
            self.brought |= {known.last_load + at: number for at, number in enumerate(fresh, 1)}


@SOME
@given(EXPORTS, STEPS)
def test_any_order_with_loads_taken_back_gives_the_same_community(
    load: Make, export: Make, contents: Make, tmp_path: Path, told: list[tuple[str | None, Any]], steps: list[Step]
) -> None:
    """What undo cannot put back comes back with the exports that it lets be loaded again."""
    here, there = tmp_path / "here.duckdb", tmp_path / "there.duckdb"
    played = Played(load, here, [export(observed=observed, **records) for observed, records in told])
    try:
        for step in [("load", (0,)), *steps]:
            played.play(step)
        remaining = sorted(set(played.brought.values()))
        played.take(remaining)
        found = contents(here)
        rebuild_all(here, None, lock_timeout=0)
        assert contents(here) == found
        if remaining:
            load(*(played.exports[number] for number in remaining), into=there)
        assert found == (contents(there) if remaining else {table: [] for table in found})
    finally:
        for path in files(here, there):
            path.unlink(missing_ok=True)


def files(*databases: Path) -> Iterator[Path]:
    """Both files of each."""
    for database in databases:
        yield from (database, beside(database))


def test_whom_only_an_outdone_record_names_is_nobody(load: Make, export: Make, contents: Make) -> None:
    """One message is told twice, by Cleo and by Ana: one of them wrote it, and the other is no account."""
    told = {"native": "1", "group": "attic", "sent_at": NEW_YEAR}
    load(export(message=[{**told, "author": who} for who in ("cleo", "ana")]))
    assert len(contents()["account"]) == 1
