"""Loading: exports are staged apart, then committed whole or not at all."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commkit.errors import FoundFaults
from commkit.store import engine
from commkit.store.batch import Batch
from commkit.store.counting import UnbalancedError
from commkit.store.feeding import feed
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    import polars as pl

    from commkit.store.batch import Reject, Stream

STAGED = {
    "group": "talk_group",
    "member": "profile",
    "message": "message",
    "order_line": "purchase_line",
    "event": "event",
    "referral": "referral",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who loads decides, from options and commkit.toml."""

    tz: str | None = None
    export_tz: str | None = None
    covers_until: datetime | None = None
    currency: str | None = None
    keep_text: bool = False
    staff: tuple[str, ...] = ()
    bots: tuple[str, ...] = ()
    aliases: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """One export as the store knows it: digest of its bytes, what its file is called, and its format."""

    digest: str
    file: str
    source: str
    platform: str
    lacks: tuple[str, ...]


@dataclass(slots=True)
class Staged:
    """What was read of one export, by kind."""

    load_id: int
    export: Export
    records: Counter[str] = field(default_factory=Counter)
    staged: Counter[str] = field(default_factory=Counter)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    observed_at: datetime | None = None
    covers_until: datetime | None = None
    orders: int = 0  # that the lines made, known once they are committed
    anonymous_lines: int = 0  # of orders without a customer

    def rejected(self, kind: str) -> int:
        """Rejects of this kind."""
        return sum(reject.kind == kind for reject in self.rejects)

    def skips(self, kind: str) -> int:
        """Skips of this kind, for whatever reason."""
        return sum(number for (each, _), number in self.skipped.items() if each == kind)


class Loading:
    """Exports on their way in: a staging database in memory that spills to a private folder."""

    def __init__(self, spill: Path, choices: Choices, *, tz: str | None = None) -> None:
        self.spill = spill
        self.choices = choices
        self.tz = tz or choices.tz  # the community's zone; None until an export states one
        self.stated_tz: str | None = None
        self.exports: list[Staged] = []
        self._next_load = 1
        self.con = engine.connect(spill=spill)
        self.con.execute("attach ':memory:' as stage (compress)")
        self.con.execute(engine.statement("store/stage"))
        self.con.execute(engine.statement("store/load/macros"))
        self._set("keep_text", choices.keep_text)

    def take(self, export: Export, pieces: Iterable[Batch | Stream]) -> Staged:
        """Stage one export. Every record of it is accounted for, or UnbalancedError."""
        staged = Staged(self._next_load, export)
        self._next_load += 1
        self._set("platform", export.platform)
        for piece in pieces:
            if isinstance(piece, Batch):
                self._take_batch(staged, piece)
            else:
                self._take_stream(staged, piece)
        self._check_sources(staged)
        _refuse_if_most_is_rejected(staged)
        self.exports.append(staged)
        return staged

    def _take_batch(self, staged: Staged, batch: Batch) -> None:
        self.stated_tz = self.stated_tz or batch.zone
        self._set("export_tz", self._export_tz(batch.zone) if batch.naive else "UTC")
        for kind, whole in batch.frames.items():
            frame = self._in_currency(whole) if kind == "order_line" else whole
            if frame.height < whole.height:
                staged.skipped[kind, "another currency"] += whole.height - frame.height
            if frame.height:
                engine.take(self.con, frame)
                self._stage(kind, staged.load_id)
            staged.staged[kind] += frame.height
        staged.records.update(batch.records)
        staged.skipped.update(batch.skipped)
        staged.rejects.extend(batch.rejects)
        staged.observed_at = _latest(staged.observed_at, batch.observed_at)
        staged.covers_until = _latest(staged.covers_until, batch.covers_until)

    def _in_currency(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Order lines in the currency asked for; a line that states none is taken to be in it."""
        import polars as pl

        asked = self.choices.currency
        return lines if asked is None else lines.filter(pl.col("currency").fill_null(asked) == asked)

    def _take_stream(self, staged: Staged, stream: Stream) -> None:
        """Let the engine read clean text itself; where it meets trouble, the careful way takes over."""
        self._set("export_tz", self._export_tz(None) if stream.naive else "UTC")
        if feed(self.con, stream, self.spill, lambda: self._stage(stream.kind, staged.load_id)):
            number = self._staged_of(stream.kind, staged.load_id)
            staged.records[stream.kind] += number
            staged.staged[stream.kind] += number
            return
        self._unstage(stream.kind, staged.load_id)
        for batch in stream.otherwise():
            self._take_batch(staged, batch)

    def _stage(self, kind: str, load_id: int) -> None:
        self.con.execute(engine.statement(f"store/load/stage_{kind}"), {"load_id": load_id})

    def _staged_of(self, kind: str, load_id: int) -> int:
        parameters = {"staged": f"stage.{STAGED[kind]}", "load_id": load_id}
        [(number,)] = engine.rows(self.con, "store/load/staged", parameters)
        return int(number)

    def _unstage(self, kind: str, load_id: int) -> None:
        engine.rows(self.con, f"store/load/unstage_{kind}", {"load_id": load_id})

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

    def _export_tz(self, stated: str | None) -> str:
        return self.choices.export_tz or stated or self.tz or self.stated_tz or "UTC"

    def _set(self, name: str, value: object) -> None:
        engine.set_variable(self.con, name, value)

    def settle(self, tz: str | None, last_load: int) -> None:
        """Take the zone and the load numbers that hold once the database is locked, and finish the keys."""
        self.tz = tz or self.tz or self.stated_tz or "UTC"
        self._set("tz", self.tz)
        self._set("shift", last_load)
        self.con.execute(engine.statement("store/load/shift_loads"))
        for staged in self.exports:
            staged.load_id += last_load
            engine.rows(self.con, "store/load/stage_load", _manifest(staged, self.choices))
        engine.rows(self.con, "store/load/membership_of_profiles")
        for kind in ("message", "event", "purchase_line", "referral"):
            engine.rows(self.con, f"store/load/repeat_{kind}")

    def close(self) -> None:
        """Give back memory and the spill's files."""
        with contextlib.suppress(Exception):
            self.con.close()


def _refuse_if_most_is_rejected(staged: Staged) -> None:
    """An export of which most cannot be read was read wrongly: better none of it. Raises FoundFaults."""
    records = sum(staged.records.values())
    if len(staged.rejects) * 2 > records:
        first = staged.rejects[0]
        what = say("{rejected} of {records} records could not be read", rejected=len(staged.rejects), records=records)
        hint = say(
            "see what they are: {code}, first at line {line}; --map and --date-format say otherwise",
            code=first.code,
            line=first.line,
        )
        raise FoundFaults(what, hint=hint)


def _manifest(staged: Staged, choices: Choices) -> dict[str, object]:
    export = staged.export
    return {
        "load_id": staged.load_id,
        "digest": export.digest,
        "file": export.digest[:8],
        "source": export.source,
        "platform": export.platform,
        "lacks": list(export.lacks),
        "observed_at": staged.observed_at,
        "covers_until": choices.covers_until or staged.covers_until,
    }


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)
