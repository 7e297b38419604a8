"""What a connection is asked through: the variables that shape the views, and the views that a question reads."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from commkit.choices import Slice
from commkit.store import engine
from commkit.store.ask import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import duckdb
    import polars as pl


# What the files of `ask/keep` read, but for `every`.
WHOM = ("in_groups", "in_levels", "in_segment", "wanted", "unwanted", "with_staff")
KEPT_BY = ("as_of_on", "aged_on", "slice_by", "slice_label", *WHOM)


class Session:
    """The views of one connection, made when they are read and simplified for the cut that is looked at."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Make what every view builds on."""
        self.con = con
        con.execute(engine.statement(vocabulary.ALWAYS))
        self.views = vocabulary.Views(con)
        self.find_cuts: Callable[[], Mapping[str, Sequence[float]] | None] = lambda: None  # asked where they matter
        self.find_layers: Callable[[], pl.DataFrame] | None = None  # review_on, member, segment, level
        self.has_cuts = False
        self.keeps_models = True  # whether a model that is taught for an answer is kept beside the database
        self._shaped: dict[str, Any] = {}
        self._looked_at: list[Any] = []  # what variables the simplified views were made by

    def shape(self, **variables: object) -> None:
        """Set variables that the views read, but for those that are set so; one that was never set is null."""
        for name, given in variables.items():
            if self._shaped.get(name) != given:
                engine.set_variable(self.con, name, given)
        self._shaped.update(variables)

    def look(self, **variables: object) -> None:
        """Set the variables of a cut, and forget what is worked out for the last one if they differ.

        Where members stand as each period begins is also shaped by `every`, and so is always forgotten.
        """
        self.shape(**variables)
        wanted = [self._shaped.get(name) for name in KEPT_BY]
        stands = self.find_layers or self._shaped.get("in_segment") or self._shaped.get("slice_by") == Slice.segment
        if stands or wanted != self._looked_at:
            self.views.forget_kept()
        self._looked_at = wanted

    def begin(self) -> None:
        """Forget what an earlier question set for itself alone; the next one sets its own."""
        self.shape(every=None, active_by=None, recency_cuts=None, frequency_cuts=None, monetary_cuts=None)
        self.has_cuts = False

    def fix_cuts(self, cuts: Mapping[str, Sequence[float]]) -> None:
        """Score money by these cut-points of recency, frequency and monetary, and not by those of as-of."""
        self.shape(**{f"{measure}_cuts": edges for measure, edges in cuts.items()})
        self.has_cuts = True

    def frame(self, name: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The rows of this SQL file."""
        self.views.see(self.views.reads(name))
        return engine.read_frame(self.con, name, parameters)

    def rows(self, name: str, parameters: Mapping[str, object] | None = None) -> list[Any]:
        """The rows of this SQL file as tuples."""
        self.views.see(self.views.reads(name))
        return engine.rows(self.con, name, parameters)

    def ask(self, name: str, parameters: Mapping[str, object]) -> pl.DataFrame:
        """The rows of this SQL file, with the views simplified; `every` and `active_by` also shape them."""
        read = vocabulary.reads(name)
        if "standing" in read:
            self._keep_layers()
        plain = {key: value.value if isinstance(value, Enum) else value for key, value in parameters.items()}
        self.shape(**{shaping: plain.pop(shaping) for shaping in ("every", "active_by") if shaping in plain})
        self._simplify(name)
        if "value_bound" in read and not self.has_cuts and (cuts := self.find_cuts()):
            self.fix_cuts(cuts)
        return self.frame(name, plain)

    def _simplify(self, name: str) -> None:
        by = self._shaped.get("slice_by")
        if self._shaped.get("in_segment") is not None:
            self.views.keep("people")  # who is of the segment, which must be known to find them
        if by != Slice.segment and self.find_layers is None:
            self.views.keep("standing")
        if self._shaped.get("in_groups") is None and by != Slice.group:
            self.views.keep("days")
        if by != Slice.tenure:
            self.views.keep("tenure")
        self.views.keep("people")
        read = self.views.reads(name)
        if "origin" in read:
            self.views.keep("origin")
        if "sight" in read:
            self.views.keep("stays")

    def _keep_layers(self) -> None:
        """Let members stand in their layers, found once for this cut, in the community as it is without them."""
        find = self.find_layers
        if find is None or self.views.keeps("layers"):
            return
        shaped, self.find_layers = dict(self._shaped), None
        self.shape(slice_by=None, in_levels=None)
        try:
            engine.register(self.con, find())
        finally:
            self.find_layers = find
            self.shape(**{"active_by": None, **shaped})
        self.views.forget_kept()
        self.views.keep("people")
        self.views.keep("layers")
