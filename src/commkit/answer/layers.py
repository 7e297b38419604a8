"""The layers that an answer is broken down by or cut to: which are meant, and where members stand in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from commkit.choices import Slice
from commkit.errors import WrongUse
from commkit.indicators.periods import uncover
from commkit.segment.judge import Judge
from commkit.segment.levels import find_levels, list_reviews
from commkit.segment.schemes import PYRAMID, find_scheme, shipped
from commkit.words import recognise, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from commkit.result import Result
    from commkit.segment.schemes import Scheme
    from commkit.store.ask.community import Store
    from commkit.store.ask.cut import Cut

    Pairs = Sequence[tuple[str, str]]

LAYER = Slice.layer.value
_BESIDE = ("joined", "unknown", "left")  # where members stand who have no level
ALWAYS = date(1, 1, 1)  # a review before all periods


@dataclass(frozen=True, slots=True)
class Layers:
    """The scheme that slices, the scheme that is cut by, and which of its levels are looked at."""

    by: Scheme | None = None
    cut: Scheme | None = None
    in_levels: tuple[str, ...] | None = None
    is_of_today: bool = False  # everybody stands where they stand on the day of the answer, whenever they did something

    def apply(self, cut: Cut) -> Cut:
        """The cut with the layers that are looked at; schemes of staff look at staff too. Raises WrongUse."""
        if self.cut and cut.by == Slice.segment:
            raise WrongUse(
                say("an answer by segment cannot be cut to layers"), hint=say("break it down by layer:value instead")
            )
        with_staff = cut.include_staff or any(scheme.staff for scheme in (self.by, self.cut) if scheme)
        return replace(cut, by=LAYER if self.by else cut.by, in_levels=self.in_levels, include_staff=with_staff)

    def attach(self, store: Store) -> None:
        """Let the store find where members stand, if an answer asks; in the pyramid also where none is asked for.

        Two cuts to layers cannot be made at once.
        """
        pyramid = find_scheme(PYRAMID, store.layers)
        store.session.find_layers = (lambda: _find_standing(store, self)) if self.by or self.cut else None
        store.find_pyramid = lambda: _find_standing(store, replace(self, by=pyramid))
        both = replace(self, by=self.by or pyramid, cut=pyramid)
        store.find_levels = None if self.cut else lambda: _find_standing(store, both)

    def blank_unknown(self, store: Store, result: Result) -> Result:
        """The answer with nulls where a period's layers are not known, as the review before it is not covered."""
        schemes = [scheme for scheme in (self.by, self.cut) if scheme]
        if not schemes or "starts_on" not in result.table.columns:
            return result
        judges = [Judge(store, scheme) for scheme in schemes]
        known = {review: all(judge.is_known(review) for judge in judges) for review in list_reviews(store)}
        starts = result.table["starts_on"].drop_nulls().unique().to_list()
        before = {start: max((day for day in known if day < start), default=None) for start in starts}
        told = {start: review is not None and known[review] for start, review in before.items()}
        if all(told.values()):
            return result
        begun = min(known)
        return replace(
            result,
            table=_blank(result.table, told, begun),
            drawn=None if result.drawn is None else _blank(result.drawn, told, begun),
            notes=(*result.notes, say("not covered: before the first month-end at which layers are known.")),
        )


def _blank(table: pl.DataFrame, told: Mapping[date, bool], begun: date) -> pl.DataFrame:
    """The table without what is told of levels that are not known; who joined since a review is known even so."""
    import polars as pl

    is_untold = ~pl.col("starts_on").replace_strict(told, default=True, return_dtype=pl.Boolean)
    if "slice" in table.columns:
        joined, unknown = (pl.col("slice").fill_null("") == name for name in _BESIDE[:2])
        is_untold &= ~unknown & ~(joined & (pl.col("starts_on") > begun))
    return table.filter(~is_untold) if "handle" in table.columns else uncover(table, is_untold)


def read_layers(by: str | None, only: Pairs, without: Pairs, own: Mapping[str, Any]) -> Layers:
    """The layers that options name, as `layer`, `layer:SCHEME`, `SCHEME:LEVEL` or a level of the pyramid.

    Raises WrongUse.
    """
    slicing = find_scheme(by.partition(":")[2] or PYRAMID, own) if by and by.partition(":")[0] == LAYER else None
    wanted, unwanted = ([value for key, value in pairs if key == LAYER] for pairs in (only, without))
    if not wanted and not unwanted:
        return Layers(slicing)
    named = [each.rpartition(":") for each in (*wanted, *unwanted)]
    schemes = {scheme or PYRAMID for scheme, _, _ in named}
    if len(schemes) > 1:
        raise WrongUse(say("layers of two schemes cannot be looked at together"), hint=say("name levels of one scheme"))
    scheme = find_scheme(schemes.pop(), own)
    levels = [recognise(level, (*scheme.names, *_BESIDE), "level") for _, _, level in named]
    _refuse_unknown(scheme, levels)
    chosen, others = levels[: len(wanted)], levels[len(wanted) :]
    everywhere = chosen or [*scheme.names, *_BESIDE]
    return Layers(slicing, scheme, tuple(level for level in everywhere if level not in others))


def move_layers(segment: str | None, own: Mapping[str, Any]) -> Pairs:
    """What --segment asks for, as a pair of --only: SCHEME:LEVEL is a layer, all else a segment."""
    if segment is None:
        return []
    scheme, sign, _ = segment.rpartition(":")
    return [(LAYER if sign and scheme in {*own, *shipped()} else Slice.segment.value, segment)]


def _refuse_unknown(scheme: Scheme, levels: Sequence[str]) -> None:
    for level in levels:
        if level not in (*scheme.names, *_BESIDE):
            raise WrongUse(
                say("{scheme} has no level {level!r}", scheme=scheme.name, level=level),
                hint=say("there are: {names}", names=say(", ").join((*scheme.names, *_BESIDE))),
            )


def _find_standing(store: Store, layers: Layers) -> pl.DataFrame:
    """Where each member stands at each review: review_on, member, segment (what slices), level (what cuts)."""
    import polars as pl

    columns = {name: scheme for name, scheme in (("segment", layers.by), ("level", layers.cut)) if scheme}
    reviews = [store.as_of] if layers.is_of_today else list_reviews(store)
    named = {scheme.name: _name_levels(store, scheme, reviews) for scheme in columns.values()}
    found = [named[scheme.name].rename({"name": column}) for column, scheme in columns.items()]
    table = (
        found[0] if len(found) == 1 else found[0].join(found[1], on=["review_on", "member"], how="full", coalesce=True)
    )
    if layers.is_of_today:
        table = table.with_columns(pl.lit(ALWAYS).alias("review_on"))
    missing = [pl.lit(None, pl.String).alias(name) for name in ("segment", "level") if name not in table.columns]
    return table.with_columns(missing).select("review_on", "member", "segment", "level")


def _name_levels(store: Store, scheme: Scheme, reviews: Sequence[date]) -> pl.DataFrame:
    """The name of each member's level at each review: `unknown` where the review is not covered or cut."""
    import polars as pl

    judge = Judge(store, scheme)
    unknown = [each for each in reviews if not judge.is_known(each)]
    names = pl.col("level").replace_strict(range(len(scheme.levels)), scheme.names, return_dtype=pl.String)
    name = pl.when(pl.col("review_on").is_in(unknown)).then(pl.lit("unknown")).otherwise(names).alias("name")
    return find_levels(judge, reviews).select("review_on", "member", name)
