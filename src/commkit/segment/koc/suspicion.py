"""Whose influence is made: rings that answer almost only each other, and spam that hardly anybody answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.stats.graph_rings import find_rings
from commkit.words import say, say_counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from commkit.segment.koc.influence_preset import Influence, SpamRule
    from commkit.segment.koc.talk_web import Web

FLAGS = ("ring", "spam")


def flag(members: pl.DataFrame, web: Web, preset: Influence) -> pl.DataFrame:
    """The members with `flag` and `reason`, null of most; `answered_days` is on how many days people answered each."""
    import polars as pl

    found = [*_flag_spam(members, preset.spam), *_flag_rings(web, preset)]  # a ring is told where both hold
    schema = {"handle": pl.String, "flag": pl.String, "reason": pl.String}
    flagged = pl.DataFrame(found, schema=schema, orient="row").unique("handle", keep="last")
    return members.join(flagged, on="handle", how="left", maintain_order="left")


def _flag_rings(web: Web, preset: Influence) -> Iterator[tuple[str, str, str]]:
    handles = web.handles
    for ring in find_rings(web.answers, preset.ring):
        for node in ring:
            others = say(", ").join(handles[other] for other in ring if other != node)
            yield handles[node], "ring", say("answers and is answered almost only by {others}", others=others)


def _flag_spam(members: pl.DataFrame, rule: SpamRule) -> Iterator[tuple[str, str, str]]:
    """Those who write far more than others and of whose messages far fewer are answered.

    Only where exports tell replies or reactions: where mentions alone are told, nobody is answered often.
    """
    import polars as pl

    told = members.filter(pl.col("tells_replies") | pl.col("tells_reactions"), pl.col("messages") > 0)
    messages, answered = told["messages"].sum(), told["answered_days"].sum()
    if not answered:
        return
    middle = told["messages"].median()
    rate = (answered - pl.col("answered_days")) / (messages - pl.col("messages"))  # of all others
    expected = pl.col("messages") * rate
    found = told.filter(
        pl.col("messages") >= rule.times_middle * pl.lit(middle),
        expected >= rule.fewest_expected,
        pl.col("answered_days") <= rule.answered_share * expected,
    )
    for row in found.iter_rows(named=True):
        yield row["handle"], "spam", _tell_spam(row["messages"], row["reach"])


def _tell_spam(messages: int, reach: int) -> str:
    return say_counted(
        reach,
        "{messages} messages, which 1 member answered or reacted to",
        "{messages} messages, which {number} members answered or reacted to",
        messages=f"{messages:,}",
    )
