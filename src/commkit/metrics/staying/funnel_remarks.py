"""What must be said beside a funnel: where most are lost, and what cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.words import proper, say, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import polars as pl

    from commkit.stats.funnel_walk import Entries
    from commkit.store.ask.community import Store

_OFTEN_UNTOLD = {"reply": "replies", "reaction": "reactions"}  # steps, and the kinds of fact that some exports lack


def tell_loss(table: pl.DataFrame) -> tuple[str, ...]:
    """At which step most are lost; nothing where slices are told apart, or nobody enters."""
    import polars as pl

    told = table.filter(pl.col("step_rate").is_not_null())
    if told.is_empty() or table["slice"].n_unique() > 1:
        return ()
    worst = told.sort("step_rate", "number").row(0, named=True)
    return (
        say(
            "Most are lost before {step}: {lost:,} of {all:,}, {share:.0%}.",
            step=value(worst["step"], "step"),
            lost=worst["of_previous"] - worst.get("members", worst.get("entries")),
            all=worst["of_previous"],
            share=1 - worst["step_rate"],
        ),
    )


def name_mute(store: Store, steps: Iterable[str]) -> Iterator[str]:
    """On which platforms nobody can be seen to come to a step."""
    for step, kind in ((step, _OFTEN_UNTOLD[step]) for step in steps if step in _OFTEN_UNTOLD):
        if mute := store.untold(kind):
            listed = say(", ").join(map(proper, mute))
            yield say(
                "{platforms}: no export tells {kind}, so nobody there comes to {step}.",
                platforms=listed,
                kind=value(kind),
                step=value(step, "step"),
            )


def remark_entries(table: pl.DataFrame, entries: Entries) -> list[str]:
    """Notes that hold for this answer only."""
    notes = []
    if table["pending"].sum():
        notes.append(say("pending: not there yet, and the window is not over; raw rates count them as lost."))
    if entries.dropped:
        notes.append(say("entries dropped for what they exclude: {count:,}.", count=entries.dropped))
    if not entries.begun.size:
        notes.append(say("nobody enters in this span."))
    return notes
