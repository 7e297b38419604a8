"""What the variants of an experiment were meant to get."""

from __future__ import annotations

from commkit.errors import WrongUse
from commkit.words import say


def read_shares(text: str | None, variants: int) -> list[float]:
    """Parts such as 1:1 or 90:10, one for each variant in the order of their names; even where none are said.

    Raises WrongUse.
    """
    if text is None:
        return [1.0] * variants
    try:
        parts = [float(part) for part in text.split(":")]
    except ValueError:
        parts = []
    if len(parts) != variants or not all(0 < part < float("inf") for part in parts):
        raise WrongUse(
            say("{shares!r} are no shares of {count} variants", shares=text, count=variants),
            hint=say("give one number for each variant, in the order of their names, as 1:1"),
        )
    return parts
