"""Does the talk hang on a few people?"""

from __future__ import annotations

from commkit.params import Every, Period
from commkit.result import Line, Result
from commkit.store import Store
from commkit.words import say

SQL = "indicators/concentration"
NEEDS = ("messages",)
EXAMPLES = ("commkit concentration", "commkit concentration --every month --by platform")
HEADLINES = ("absence_members", "gini")


def concentration(store: Store, *, every: Every = Period.week) -> Result:
    """What the most talkative members write of all messages, how many write half of them, and the Gini coefficient."""
    import polars as pl

    whole = pl.col("messages").alias("of_messages")
    shares = [
        pl.when(pl.col("messages") > 0).then(pl.col(f"{part}_messages") / pl.col("messages")).alias(f"{part}_rate")
        for part in ("top10", "top_hundredth", "top_tenth")
    ]
    table = store.ask(SQL, every=every).with_columns(whole, *shares)
    return Result(
        say("Concentration"),
        table.select(
            *("slice", "starts_on", "status", "speakers", "of_messages", "top10_messages", "top10_rate"),
            *("top_hundredth_messages", "top_hundredth_rate", "top_tenth_messages", "top_tenth_rate"),
            *("absence_members", "gini"),
        ),
        Line("starts_on", ("top10_rate", "gini")),
        notes=(say("absence members: the fewest who wrote half of the messages; all among those who wrote any."),),
    )
