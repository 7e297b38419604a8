"""Why a member scores high, in words: the two ideas that raise the score most, with the member's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.segment.churn.score_columns import IDEAS, list_ideas, list_sides, list_told, make_matrix
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from commkit.segment.churn.model import ChurnModel

_HERE = "\0"


def add_scores(model: ChurnModel, known: pl.DataFrame) -> pl.DataFrame:
    """The rows with churn_rate, reason_1 and reason_2; a reason is null where nothing raises the score."""
    import polars as pl

    matrix = make_matrix(known, model.columns)
    places = model.scorer.find_reasons(
        matrix, list_ideas(model.columns), list_sides(model.columns), list_told(model.columns)
    )
    first, second = (_tell(place, known, model) for place in places)
    rates = pl.Series("churn_rate", model.scorer.find_rates(matrix), pl.Float64)
    return known.with_columns(rates, first.alias("reason_1"), second.alias("reason_2"))


def _tell(place: Iterable[float], known: pl.DataFrame, model: ChurnModel) -> pl.Series:
    """The sentence of each row's idea; each is filled in for those rows alone that it is told of."""
    import polars as pl

    numbered = known.with_columns(pl.Series("idea", place, pl.Int8)).with_row_index("row")
    sentences = _list_sentences(model)
    told = [
        part.select("row", sentences[list(IDEAS)[idea]].alias("said"))
        for (idea,), part in numbered.group_by("idea")
        if isinstance(idea, int) and idea >= 0
    ]
    rows = numbered.select("row")
    if not told:
        return pl.Series("said", [None] * rows.height, pl.String)
    return rows.join(pl.concat(told), on="row", how="left", maintain_order="left")["said"]


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
    """The sentence with the member's numbers in it; a list of columns is summed, an empty one says nothing."""
    import polars as pl

    if not all(columns):
        return pl.lit(None, pl.String)
    parts = sentence.split(_HERE)
    said: list[pl.Expr] = [pl.lit(parts[0])]
    for names, tail in zip(columns, parts[1:], strict=True):
        number = pl.col(names) if isinstance(names, str) else pl.sum_horizontal(names)
        said += [number.cast(pl.Int64).cast(pl.String).fill_null("?"), pl.lit(tail)]
    return pl.concat_str(said).str.replace_all(r"\b1 (day|message|order|event|group)s\b", "1 $1")
