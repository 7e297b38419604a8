"""A community that can be asked: opened, cut to what is asked, and read by questions."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Self

from commkit.choices import Period, Slice
from commkit.errors import NotEnoughData, Outdated
from commkit.presets.attestations import NOTHING
from commkit.store import engine, private
from commkit.store.ask.coverage import Coverage, make_places
from commkit.store.ask.cut import UNCUT, Cut, drop_apart
from commkit.store.ask.dimension import Dimensions, Picked, make_dimensions
from commkit.store.ask.reach import last_whole_day
from commkit.store.ask.remedies import lacks
from commkit.store.ask.session import Session
from commkit.store.locks import patiently, refuse_other
from commkit.store.schema.meta import read_meta
from commkit.store.schema.migration import migrate
from commkit.store.soundness import damage
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path
    from types import TracebackType

    import duckdb
    import polars as pl

    from commkit.presets.bands import Band


class Store:
    """A community that can be asked. Never written to."""

    def __init__(self, con: duckdb.DuckDBPyConnection, name: str) -> None:
        """Ask through this connection, in which the community is the database in use."""
        self.con = con
        self.name = name
        self.path: Path | None = None
        meta = read_meta(con)
        if meta.tz is None:
            raise NotEnoughData(say("{file} is empty", file=name), hint=say("load an export: commkit load EXPORT"))
        self.tz: str = meta.tz
        self.currency = meta.currency
        self.session = Session(con)
        self.has: dict[str, bool] = dict(engine.rows(con, "store/ask/tables"))
        self.session.shape(tz=self.tz, by_orders=self.has["orders"], by_chat=self.has["members"])
        self.closed: frozenset[str] = frozenset()  # groups that are over, by title or handle
        self.targets: Mapping[str, float] = {}
        self.bands: Mapping[tuple[str, Period], Band] = {}  # what checks say that an indicator should reach in a period
        self.attested = NOTHING  # what people say of a scorecard's criteria, and which goal serves which principle
        self.layers: Mapping[str, Any] = {}  # schemes of layers that commkit.toml tells
        self.find_pyramid: Callable[[], pl.DataFrame] | None = None  # as `find_layers` of the session, of the pyramid
        self.find_levels: Callable[[], pl.DataFrame] | None = None  # the same to cut by, with the scheme that slices
        self._coverage: Coverage | None = None
        self._in_groups: list[int] | None = None
        self.asked = UNCUT
        self.only_segment: str | None = None
        self.by: str | None = None
        self.as_of = self.covers_on = self._last_covered()
        self.know_until(self.covers_on)

    @classmethod
    def open(cls, path: Path, *, lock_timeout: float, names: bool = False, renew: bool = True) -> Store:
        """The community in this file, read-only and closed to everything outside it; brought up to date if need be.

        Raises CannotDo, Locked or NotEnoughData, and Outdated where it is not to be brought up to date.
        """
        import duckdb

        refuse_other(path)
        con = patiently(lambda: engine.connect(path, read_only=True), lock_timeout, path)
        try:
            if names:
                private.attach(con, path, read_meta(con).secret_check, lock_timeout)
            store = cls(con, path.name)
        except BaseException as error:
            con.close()
            if isinstance(error, Outdated) and renew:
                migrate(path, lock_timeout)
                return cls.open(path, lock_timeout=lock_timeout, names=names, renew=False)
            if isinstance(error, duckdb.Error):
                damage.refuse_damaged(path, error)
                raise engine.refused(error) from error
            raise
        store.path = path
        con.execute("set enable_external_access = false; set lock_configuration = true")
        return store

    @property
    def coverage(self) -> Coverage:
        """From when to when the exports tell of what, in the groups asked about."""
        if self._coverage is None:
            told = engine.rows(self.con, "store/ask/groups") if self.closed else []
            over = self.closed.union(handle for _, handle, title, _ in told if title in self.closed)
            self._coverage = Coverage(
                make_places(self.session.rows("store/ask/covered")), cache(self._weigh), cache(self._named), over
            )
        return self._coverage

    def cut(self, cut: Cut) -> None:
        """Show questions only this part. Raises NotEnoughData for an as-of that nothing covers."""
        is_own = cut.by is None or cut.by in set(Slice) - {Slice.group_age}
        self.by, label = (cut.by, None) if is_own else self.dimensions.find_slice(str(cut.by))
        self.only_segment = cut.segment if cut.keeps_whole else None
        is_uncut, self.asked = self.asked is UNCUT, cut
        if self.closed or not (is_uncut and cut.is_of_everything):  # otherwise what opening has found holds
            self._coverage = None
        self.session.shape(aged_on=cut.as_of or self.covers_on)
        self.session.shape(slice_by=self.by, slice_label=label)  # coverage, asked first, is of these slices and groups
        self._pick(cut)
        self._see(self._last_covered())

    def broken_down(self, by: str) -> AbstractContextManager[None]:
        """Show questions the same part as of the same day, but by this; by layers, those of `find_pyramid`."""
        find = self.find_pyramid if by == Slice.layer else self.session.find_layers
        return self._cut_to(replace(self.asked, by=by), find)

    def standing_in(self, levels: Sequence[str]) -> AbstractContextManager[None]:
        """Show questions the same part, of those only who stood in these levels of the pyramid as a period began."""
        return self._cut_to(replace(self.asked, in_levels=tuple(levels)), self.find_levels)

    def seen_whole(self) -> AbstractContextManager[None]:
        """Show questions everybody of the same days, whatever part is looked at."""
        return self._cut_to(self.asked.whole, self.session.find_layers)

    @contextlib.contextmanager
    def _cut_to(self, cut: Cut, find: Callable[[], pl.DataFrame] | None) -> Iterator[None]:
        asked, as_of, found = self.asked, self.as_of, self.session.find_layers
        self.session.find_layers = find
        try:
            self.cut(replace(cut, as_of=as_of))
            yield
        finally:
            self.session.find_layers = found
            self.cut(asked)
            self._see(as_of)

    def look_at(self, *kinds: str) -> None:
        """Answer as of the last whole day that these kinds cover, all of them.

        Raises NotEnoughData for a later as-of.
        """
        reach = self.coverage.reach(kinds)
        if reach.last_on is not None:
            self._see(reach.last_on, kinds)
            self.settle(*kinds)

    def settle(self, *kinds: str) -> date:
        """Let what people are given time for be over only while these kinds are settled; gives the last such day."""
        day = min(self.as_of, self.coverage.settled_on(kinds) or self.as_of)
        self.know_until(day)
        return day

    def know_until(self, day: date) -> None:
        """Let what people are given time for be over only up to this day: as-of stays."""
        self.session.shape(settled_on=day)

    def _see(self, last_on: date, kinds: Sequence[str] = ()) -> None:
        """Answer as of this day, the last that these kinds cover, or as of the earlier one asked for."""
        self.asked.refuse_beyond(last_on, kinds)
        self.as_of = self.asked.as_of or last_on
        self.know_until(last_on)
        self.session.look(**self.asked.variables(self.as_of, self._in_groups))

    def _last_covered(self) -> date:
        """The last whole day that anything covers."""
        if not self.coverage.places:
            raise NotEnoughData(
                say("{file} has no dated record", file=self.name), hint=say("load an export: commkit load EXPORT")
            )
        return max(last_whole_day(place.until) for place in self.coverage.told)

    def _weigh(self, last_on: date) -> dict[int, int]:
        return dict(self.session.rows("store/ask/last_talk", {"last_on": last_on}))

    def _named(self) -> set[tuple[str, str | None, str]]:
        return set(self.session.rows("store/ask/named"))

    def ask(self, name: str, /, **parameters: object) -> pl.DataFrame:
        """The rows of the SQL file `name`, such as `metrics/active`. `every` and `active_by` also shape the views."""
        return drop_apart(self.session.ask(name, parameters))

    def ask_whole(self, name: str, /, **parameters: object) -> pl.DataFrame:
        """The same with what belongs to layers that are not looked at, which is filed apart."""
        return self.session.ask(name, parameters)

    def untold(self, kind: str) -> list[str]:
        """The platforms with messages that cannot tell this kind of fact."""
        return [platform for (platform,) in self.session.rows("store/ask/untold", {"kind": kind})]

    def misdated(self) -> list[tuple[str, int, date]]:
        """Kinds of fact with wrongly dated records, how many of each, and the last day that any of them names."""
        return self.session.rows("store/ask/misdated")

    def unlisted(self) -> list[str]:
        """The platforms with messages of which no list says who the members are."""
        return [platform for (platform,) in self.session.rows("store/ask/unlisted")]

    def need(self, *kinds: str) -> None:
        """Refuse where one of these kinds of fact was never loaded, and name it."""
        for kind in kinds:
            if not self.has[kind]:
                raise lacks(kind, self.name)

    def excluded(self) -> dict[str, int]:
        """How many staff, bots, anonymous orders and members left out by a label the answers leave out."""
        counted: dict[str, int] = self.session.frame("store/ask/excluded").row(0, named=True)
        return counted | dict(self.session.rows("store/ask/left_out"))

    @property
    def begins_on(self) -> date:
        """The first day that has records."""
        return min(place.first_on for place in self.coverage.told)

    @cached_property
    def dimensions(self) -> Dimensions:
        """By what members and groups can be told apart."""
        return make_dimensions(engine.rows(self.con, "store/ask/dimensions"))

    def _pick(self, cut: Cut) -> None:
        """Look at these members and groups only."""
        only = (*cut.only, ("group", cut.group)) if cut.group is not None else cut.only
        picked = Picked()
        if only or cut.without:
            picked = self.dimensions.pick(only, cut.without, engine.rows(self.con, "store/ask/groups"), self._labelled)
        self._in_groups = picked.in_groups
        self.session.shape(**picked._asdict())

    def _labelled(self, dimension: str, value: str) -> set[int]:
        named = {"dimension": dimension, "value": value}
        return {number for (number,) in self.session.rows("store/ask/labelled_groups", named)}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(Exception):
            self.con.close()
        if error is not None and damage.may_tell(error):
            damage.refuse_failed(self.path, error)
