"""The rule of churn: whom it flags, silent for some days or doing much less than they use to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.choices import Activity
from commkit.segment.churn.snapshots import Lookout

if TYPE_CHECKING:
    import polars as pl

    from commkit.store.ask.community import Store

SILENT, DROP = 7, 0.30
_CLOSE = 1e-9  # a mean of four weeks is a float


@dataclass(frozen=True, slots=True)
class ChurnRule:
    """Silent for so many whole days, and a week that is so far below the usual one; any of them, or both."""

    silent: int = SILENT
    drop: float = DROP
    needs_all: bool = False

    def flag(self, known: pl.DataFrame) -> pl.DataFrame:
        """The rows with drop_rate, is_silent, is_down and is_flagged; drop_rate is null where no week is usual."""
        import polars as pl

        usual, last = pl.col("usual_deeds"), pl.col("deeds_7")
        is_silent = (pl.col("silent_days") >= self.silent).fill_null(value=False)
        is_down = ((usual > 0) & (last <= (1 - self.drop) * usual + _CLOSE)).fill_null(value=False)
        return known.with_columns(
            pl.when(usual > 0).then(1 - last / usual).alias("drop_rate"),
            is_silent.alias("is_silent"),
            is_down.alias("is_down"),
            (is_silent & is_down if self.needs_all else is_silent | is_down).alias("is_flagged"),
        )


def find_flags(store: Store, active_by: Activity = Activity.spoke, *, everybody: bool = False) -> pl.DataFrame:
    """The regulars whom the rule flags on the day of the answer. Raises NotEnoughData where there are no regulars.

    Columns: member, handle, level, silent_days, drop_rate, is_silent, is_down.
    """
    import polars as pl

    flagged = ChurnRule().flag(Lookout(store, active_by).look_now(everybody=everybody)).filter(pl.col("is_flagged"))
    return flagged.select("member", "handle", "level", "silent_days", "drop_rate", "is_silent", "is_down")
