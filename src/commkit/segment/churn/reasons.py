"""Why a member scores high, in words: the two ideas that raise the score most, with the member's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.segment.churn.score_columns import IDEAS, list_ideas, list_sides, make_matrix
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from commkit.segment.churn.model import ChurnModel

_HERE = "\0"


def find_reasons(model: ChurnModel, known: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """The two strongest reasons of each row as sentences; null where nothing raises the score."""
    import polars as pl

    places = model.scorer.find_reasons(
        make_matrix(known, model.columns), list_ideas(model.columns), list_sides(model.columns)
    )
    beside = known.with_columns(pl.Series("first", places[0]), pl.Series("second", places[1]))
    told = beside.select(_tell("first", model).alias("reason_1"), _tell("second", model).alias("reason_2"))
    return told["reason_1"], told["reason_2"]


def _tell(place: str, model: ChurnModel) -> pl.Expr:
    import polars as pl

    sentences = _list_sentences(model)
    told = [
        pl.when(pl.col(place) == number).then(sentences[idea])
        for number, idea in enumerate(IDEAS)
        if set(IDEAS[idea]) & set(model.columns)
    ]
    return pl.coalesce(told)


def _list_sentences(model: ChurnModel) -> dict[str, pl.Expr]:
    """A sentence for each idea."""
    answers = [name for name in ("replies_received_90", "reactions_received_90") if name in model.columns]
    attention = [name for name in ("replies_sent_90", "reactions_sent_90") if name in model.columns]
    return {
        "silence": _fill(say("last active {count} days ago", count=_HERE), "silent_days"),
        "days": _fill(
            say("active on {count} of the last 30 days, {more} of 90", count=_HERE, more=_HERE),
            "active_days_30",
            "active_days_90",
        ),
        "messages": _fill(
            say("{count} messages in 30 days, {more} in 90", count=_HERE, more=_HERE), "messages_30", "messages_90"
        ),
        "history": _fill(say("active on {count} days in all", count=_HERE), "active_days"),
        "tenure": _fill(say("here for {count} days", count=_HERE), "tenure_days"),
        "answers": _fill(say("drew {count} replies and reactions in 90 days", count=_HERE), answers),
        "attention": _fill(say("gave {count} replies and reactions in 90 days", count=_HERE), attention),
        "events": _fill(say("{count} events in 90 days", count=_HERE), "events_90"),
        "orders": _fill(say("{count} orders in 90 days", count=_HERE), "orders_90"),
        "groups": _fill(say("writes in {count} groups", count=_HERE), "groups"),
    }


def _fill(sentence: str, *columns: str | Sequence[str]) -> pl.Expr:
    """The sentence with the member's numbers in it; a list of columns is summed."""
    import polars as pl

    parts = sentence.split(_HERE)
    said: list[pl.Expr] = [pl.lit(parts[0])]
    for names, tail in zip(columns, parts[1:], strict=True):
        number = pl.col(names) if isinstance(names, str) else pl.sum_horizontal(names)
        said += [number.cast(pl.Int64).cast(pl.String).fill_null("?"), pl.lit(tail)]
    return pl.concat_str(said)
