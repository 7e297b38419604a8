"""Loading: exports are staged apart, then committed whole or not at all."""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from commkit.errors import Locked
from commkit.store import engine
from commkit.store.batch import Batch
from commkit.store.fields import REPEATED
from commkit.store.load.count import UnbalancedError
from commkit.store.load.credit.relay import Credited
from commkit.store.load.stage.feed import feed
from commkit.store.load.stage.staged_export import STAGED, Staged, describe, latest, refuse_too_many_rejects
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import polars as pl

    from commkit.store.batch import Portion, Stream
    from commkit.store.load.options import LoadOptions
    from commkit.store.load.stage.staged_export import ExportFacts
    from commkit.store.private import Secret

WITHOUT_IDS = ("event", "purchase_line", "referral", *REPEATED)  # equal ones may be different records
BY_LOAD = (
    *STAGED.values(),
    "membership",
    "interaction",
    "unpaid",
    "name",
    "named_group",
    "load",
    "coverage",
)  # tables with a `load_id`
KEYS = 2**64  # digests of as many bits
MOST_KEYS = 4_000_000  # held at once
PLANNED = ("icalendar",)  # sources of what may lie ahead
IN_MONEY = ("order_line", "ledger", "campaign")


class Loading:
    """Exports that are being loaded: a staging database in memory that spills to a private folder."""

    def __init__(
        self, spill: Path, options: LoadOptions, secret: Secret, *, tz: str | None = None, last_load: int = 0
    ) -> None:
        self.spill = spill
        self.options = options
        self.secret = secret
        self.tz = tz or options.tz  # the community's zone; None until an export states one
        self.stated_tz: str | None = None
        self.zones = Counter[str]()  # how many people exports place in each zone, while the community has none
        self._assumed: set[str] = set()  # zones in which stamps without a zone were read
        self.exports: list[Staged] = []
        self.credited = Credited()
        self.told_twice = 0  # messages that another load has in a group of the same name, once all is inserted
        self.suspects: pl.DataFrame | None = None  # accounts that may be bots or bridges, once all is committed
        self.is_apart = False  # whether several platforms' accounts are not joined yet, once all is committed
        self.is_unique: dict[str, bool] = {}  # whether no record of a kind comes twice
        self._next_load = last_load + 1  # as long as no other load is committed first
        self.con = engine.connect(spill=spill)
        self.con.execute("attach ':memory:' as stage (compress)")
        self.con.execute(engine.statement("store/schema/staging"))
        self.con.execute(engine.statement("store/load/macros"))
        self.con.execute(engine.statement("store/load/insert/arrived"))
        self._set("secret", secret.prefix)
        self._set("keep_text", options.keep_text)
        self._set("has_bridges", bool(options.bridges))

    def stage(self, export: ExportFacts, pieces: Iterable[Portion]) -> Staged:
        """Stage one export. Raises UnbalancedError where a record of it is not accounted for."""
        staged = Staged(self._next_load, export)
        self._next_load += 1
        self._set("platform", export.platform)
        self._set("names_last", "lasting_names" not in export.lacks)
        for piece in pieces:
            if isinstance(piece, Batch):
                self._stage_batch(staged, piece)
            else:
                self._stage_stream(staged, piece)
        self._check_sources(staged)
        refuse_too_many_rejects(staged, self.options.max_rejects)
        self.exports.append(staged)
        return staged

    def _stage_batch(self, staged: Staged, batch: Batch) -> None:
        self.stated_tz = self.stated_tz or batch.zone
        self.zones.update(batch.zones if self.tz is None else {})
        self._set("export_tz", self._zone_of(batch, batch.zone))
        for kind, whole in batch.frames.items():
            frame = self._in_currency(whole) if kind in IN_MONEY else whole
            if frame.height < whole.height:
                staged.skipped[kind, "another currency"] += whole.height - frame.height
            if frame.height:
                engine.register(self.con, frame)
                self._stage_rows(kind, staged.load_id)
            staged.staged[kind] += frame.height
        staged.records.update(batch.records)
        staged.skipped.update(batch.skipped)
        staged.unknown_states.update(batch.unknown_states)
        staged.unknown_answers.update(batch.unknown_answers)
        staged.notices.update(batch.notices)
        staged.rejects.extend(batch.rejects)
        staged.observed_at = latest(staged.observed_at, batch.observed_at)
        staged.covers_until = latest(staged.covers_until, batch.covers_until)

    def _in_currency(self, lines: pl.DataFrame) -> pl.DataFrame:
        """The sums of money in the currency asked for; a sum without a currency counts as in it."""
        import polars as pl

        asked = self.options.currency
        return lines if asked is None else lines.filter(pl.col("currency").fill_null(asked) == asked)

    def _stage_stream(self, staged: Staged, stream: Stream) -> None:
        """Let the engine read clean text itself; where it fails, the careful way takes over."""
        self._set("export_tz", self._zone_of(stream, None))
        is_clean = feed(self.con, stream, self.spill, lambda: self._stage_rows(stream.kind, staged.load_id))
        if is_clean and self._are_plain(stream, staged.load_id):
            number = self._count_staged(stream.kind, staged.load_id)
            staged.records[stream.kind] += number
            staged.staged[stream.kind] += number
            return
        self._unstage(stream.kind, staged.load_id)
        for batch in stream.otherwise():
            self._stage_batch(staged, batch)

    def _are_plain(self, stream: Stream, load_id: int) -> bool:
        """Whether all authors and groups have the ids that the careful way would give them."""
        said = engine.read_frame(self.con, "store/load/stage/said_ids", {"load_id": load_id})
        if not stream.are_plain(said["id"]):
            return False
        engine.register(self.con, said)
        engine.rows(self.con, "store/load/stage/said_groups", {"load_id": load_id})
        if stream.ids_are_names:
            engine.rows(self.con, "store/load/stage/named_by_id", {"load_id": load_id})
        return True

    def _stage_rows(self, kind: str, load_id: int) -> None:
        self.con.execute(engine.statement(f"store/load/stage/{kind}"), {"load_id": load_id})

    def _count_staged(self, kind: str, load_id: int) -> int:
        parameters = {"staged": f"stage.{STAGED[kind]}", "load_id": load_id}
        [(number,)] = engine.rows(self.con, "store/load/stage/staged", parameters)
        return int(number)

    def _unstage(self, kind: str, load_id: int) -> None:
        engine.rows(self.con, "store/load/stage/unstage", {"load_id": load_id}, table=STAGED[kind])

    def _check_sources(self, staged: Staged) -> None:
        for kind in STAGED:
            accounted = staged.staged[kind] + staged.rejected(kind) + staged.skips(kind)
            if staged.records[kind] != accounted:
                raise UnbalancedError(
                    say(
                        "the {source} reader saw {seen} {kind} records, explains {explained}",
                        source=staged.export.source,
                        seen=staged.records[kind],
                        kind=kind,
                        explained=accounted,
                    ),
                    hint=say("nothing was loaded; please report this with the format's name"),
                )

    def _zone_of(self, piece: Batch | Stream, stated: str | None) -> str:
        """In which zone the piece's instants are. Days of the calendar are the community's own, wherever made."""
        if not piece.naive:
            return "UTC"
        is_of_days = isinstance(piece, Batch) and piece.of_days
        said = None if is_of_days else self.options.export_tz or stated
        return said or self.find_own_zone()

    def find_own_zone(self) -> str:
        """The community's zone as far as it is known yet, which must stay the same until all is committed."""
        assumed = self.tz or self.stated_tz or "UTC"
        self._assumed.add(assumed)
        return assumed

    def _set(self, name: str, value: object) -> None:
        engine.set_variable(self.con, name, value)

    def prepare(self) -> None:
        """Do all that can be done before any file is locked: finish the keys, and find out which are unique."""
        for staged in self.exports:
            engine.rows(self.con, "store/load/stage/load", describe(staged, self.options, self.secret))
        engine.rows(self.con, "store/load/stage/repeat_membership")
        engine.rows(self.con, "store/load/stage/membership_of_profiles")
        engine.rows(self.con, "store/load/stage/named_groups")
        self._cover()
        for kind, name in STAGED.items():
            records = sum(staged.staged[kind] for staged in self.exports)
            if kind == "group" or not records:
                continue
            if kind == "message":
                engine.rows(self.con, "store/load/stage/repeat_message")
            elif name in WITHOUT_IDS:
                engine.rows(self.con, "store/load/stage/repeat", table=name)
            self.is_unique[kind] = self._count_keys(f"stage.{name}", records) == records

    def _cover(self) -> None:
        """Find out from when to when each export tells of what."""
        now = datetime.now(UTC).replace(tzinfo=None)
        if engine.rows(self.con, "store/load/stage/is_wide") == [(True,)]:  # to look for the bulk costs more than this
            engine.rows(self.con, "store/load/stage/bulk")
        engine.rows(self.con, "store/load/stage/clock", {"loaded_at": now, "planned": list(PLANNED)})
        engine.rows(self.con, "store/load/stage/coverage")

    def _count_keys(self, staged: str, records: int) -> int:
        """How many different keys these records have; counted by ranges of keys, so that memory stays flat."""
        width = KEYS * MOST_KEYS // max(records, MOST_KEYS)
        ranges = [{"staged": staged, "low": low, "high": low + width} for low in range(0, KEYS, width)]
        return sum(engine.read_frame(self.con, "store/load/stage/keys", each).to_series().n_unique() for each in ranges)

    def settle(self, tz: str | None, last_load: int) -> bool:
        """Take the zone and the load numbers that hold once the database is locked, and name what is wrongly dated.

        Gives whether another load has been committed since this one began.
        Raises Locked where another load has fixed the zone since, and stamps were read in another.
        """
        if tz and self._assumed - {tz}:
            raise Locked(say("another load has just fixed the community's zone, {tz}", tz=tz), hint=say("run it again"))
        self.tz = tz or self.tz or self.stated_tz or "UTC"
        self._set("tz", self.tz)
        wrong = engine.rows(self.con, "store/load/stage/wrong")
        for staged in self.exports:
            staged.wrong = [rest for load_id, *rest in wrong if load_id == staged.load_id]
        shift = last_load + 1 - self.exports[0].load_id
        if shift:
            for name in BY_LOAD:
                engine.rows(self.con, "store/load/stage/shift", {"shift": shift}, table=name)
            for staged in self.exports:
                staged.load_id += shift
        return bool(shift)

    def close(self) -> None:
        """Give back the memory and the files that it spilled to."""
        with contextlib.suppress(Exception):
            self.con.close()
