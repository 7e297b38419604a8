"""What members did, sorted by member and time; a deed is known by its position.

The position after the last deed stands for what never happens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    Positions = NDArray[np.int64]
    Flags = NDArray[np.bool_]

LONG_AFTER = 2**62  # microseconds: later than any deed


class Spots:
    """The positions of some of the deeds."""

    def __init__(self, chosen: Flags) -> None:
        import numpy as np

        self.at = np.append(np.flatnonzero(chosen), len(chosen))
        self.before = np.concatenate(([0], np.cumsum(chosen)))
        self.last = len(self.at) - 1

    def nth(self, number: Positions) -> Positions:
        """The position of the one with this number, counted from 0."""
        import numpy as np

        return self.at[np.minimum(number, self.last)]


class Deeds:
    """Deeds sorted by member and time, followed by one that belongs to nobody and never happens."""

    def __init__(self, table: pl.DataFrame) -> None:
        import numpy as np

        self.member = np.append(table["member"].to_numpy(), -1)
        self.time = np.append(table["happened_us"].to_numpy(), LONG_AFTER)
        self.place = np.append(table["place"].to_numpy().astype(np.int16), -1)
        other = self.member[1:] != self.member[:-1]
        self.ties = _bound_runs(other | (self.time[1:] != self.time[:-1]))
        self.members = _bound_runs(other)

    def spots(self, *places: int) -> Spots:
        """Where the deeds with one of these names are."""
        import numpy as np

        return Spots(np.isin(self.place[:-1], places))

    def since(self, here: Positions, grace: int) -> Positions:
        """The first deed of the same member that is at most `grace` microseconds earlier."""
        if not grace:
            return self.ties[0][here]
        return self.seek(self.members[0][here], here, self.time[here] - grace)

    def seek(self, low: Positions, high: Positions, wanted: Positions) -> Positions:
        """The first position from `low` to `high`, all of one member, whose time is `wanted` or later."""
        import numpy as np

        while (low < high).any():
            middle = (low + high) // 2
            early = (self.time[middle] < wanted) & (low < high)
            low, high = np.where(early, middle + 1, low), np.where(early, high, np.minimum(middle, high))
        return low


def _bound_runs(ends: Flags) -> tuple[Positions, Positions]:
    """For each position, where its run begins and where the next run does; `ends` marks the last one of each run."""
    import numpy as np

    begins = np.append(0, np.flatnonzero(ends) + 1)
    run = np.append(0, np.cumsum(ends))
    return begins[run], np.append(begins[1:], len(ends) + 1)[run]
