"""Where everybody is placed by levels or by segments, by handle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import Basis
from commkit.segment import cut_points
from commkit.segment.judge import look
from commkit.segment.levels import find_levels
from commkit.segment.persona.fairness_options import PlacedBy
from commkit.segment.schemes import PYRAMID, find_scheme

if TYPE_CHECKING:
    import polars as pl

    from commkit.store.ask.community import Store


def place(store: Store, of: PlacedBy) -> pl.DataFrame:
    """Columns handle and class. Raises NotEnoughData where the facts do not tell it."""
    import polars as pl

    if of is PlacedBy.segments:
        store.need("orders")
        edges = dict.fromkeys(f"{measure}_cuts" for measure in cut_points.MEASURES)
        return store.ask("segment/rfm", on=Basis.orders, **edges).select("handle", pl.col("segment").alias("class"))
    [judge] = look(store, find_scheme(PYRAMID, store.layers))
    levels = find_levels(judge, [judge.as_of], beside=("handle",))
    names = dict(enumerate(judge.scheme.names))
    return levels.select("handle", pl.col("level").replace_strict(names, return_dtype=pl.String).alias("class"))
