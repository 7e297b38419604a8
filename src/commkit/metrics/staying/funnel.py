"""How many come from step to step, and where are they lost?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commkit.about import About, Behind
from commkit.choices import Counted, EntryChoice, Exclusion, StepOrder
from commkit.errors import WrongUse
from commkit.metrics.staying.funnel_members import list_entered
from commkit.metrics.staying.funnel_remarks import name_mute, remark_entries, tell_loss
from commkit.params.questions import (
    Count,
    Entry,
    Exclude,
    ExcludeBetween,
    Excluding,
    Grace,
    Members,
    Order,
    Steps,
    Window,
)
from commkit.result import Funnel, Result
from commkit.stats.funnel_walk import Entries, Rules, walk
from commkit.stats.nulls import divide
from commkit.store.ask.community import Store
from commkit.store.ask.cut import drop_apart
from commkit.typed import parse_microseconds, tell_length
from commkit.words import recognise, say, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

_RULES = ("step", "window", "order", "entry", "count", "exclude", "exclude_between", "exclusion", "grace")
ABOUT = About(
    needs_one_of=("messages", "joins", "events", "orders", "reactions"),
    examples=(
        "commkit funnel  # from joining to a first message to a reply",
        "commkit funnel --step join --step message --step order --window 30d --by channel  # where channels lose sales",
        "commkit funnel --step join --step order --window 30d --members --names  # who joined, and who of them bought",
        "commkit funnel --step register --step attend --entry best --exclude refund -o funnel.png  # sign-ups who came",
    ),
    headlines=("overall_rate", "step_rate"),
    behind=Behind("Who came how far", "funnel", carries=_RULES),
)
_ASIDE = ("of_entered", "of_previous", "raw_members", "of_raw_entered", "raw_rate", "mean_hours")
_KINDS = {"join": "joins", "message": "messages", "reply": "replies", "reaction": "reactions", "order": "orders"}
_ANY_STEP = "any step"  # of several in any order
_HOUR = 3_600_000_000  # microseconds
_OF_ENTRIES = {"members": "entries", "raw_members": "raw_entries"}


def funnel(
    store: Store,
    *,
    step: Steps = None,
    window: Window = "7d",
    order: Order = StepOrder.ordered,
    entry: Entry = EntryChoice.first,
    count: Count = Counted.uniques,
    exclude: Exclude = None,
    exclude_between: ExcludeBetween = None,
    exclusion: Excluding = Exclusion.drop_entry,
    grace: Grace = "0s",
    members: Members = False,
) -> Result:
    """Of the members who enter with step 1 in the span and whose window is over, those who come to each later step."""
    if order is StepOrder.any and parse_microseconds(grace):
        raise WrongUse(say("--grace needs an order of steps"), hint=say("leave one of --grace and --order any out"))
    if exclude_between and not exclude:
        raise WrongUse(say("--exclude-between needs --exclude"), hint=say("name what must not happen: --exclude NAME"))
    steps = _choose_steps(store, step)
    names = list(dict.fromkeys([*steps, *_check_known(store, exclude or [])]))
    rules = Rules(
        steps=tuple(map(names.index, steps)),
        window=parse_microseconds(window),
        grace=parse_microseconds(grace),
        order=order,
        best=entry is EntryChoice.best,
        totals=count is Counted.totals,
        excluded=tuple(map(names.index, exclude or [])),
        between=_parse_between(exclude_between, len(steps)),
        stops=exclusion is Exclusion.stop,
    )
    deeds = store.ask_whole(
        "metrics/staying/funnel",
        names=names,
        entering=steps if order is StepOrder.any else steps[:1],
        window_us=rules.window,
        grace_us=rules.grace,
        is_single=not (rules.best or rules.totals),
    )
    entries = walk(deeds, rules)
    called = [_ANY_STEP] * len(steps) if order is StepOrder.any else steps
    table = _count(deeds, entries, called)
    if members:
        return list_entered(store, table, deeds, entries)
    return _present(table, entries, rules, window, *name_mute(store, steps))


def _present(table: pl.DataFrame, entries: Entries, rules: Rules, window: str, *mute: str) -> Result:
    """The result: the table and its notes."""
    of_hours = say("median and mean hours: from step 1, of those who came to the step.")
    notes = [
        say("window: {window} from step 1; rates are of entries whose window is over.", window=tell_length(window)),
        of_hours,
        *remark_entries(table, entries),
        *mute,
    ]
    if rules.order is StepOrder.any:
        notes.append(say("in any order: step 2 is any two of the steps, and so on."))
    if rules.totals:
        table = table.rename(_OF_ENTRIES)
    counted = "entries" if rules.totals else "members"
    return Result(
        say("Funnel"),
        table,
        Funnel("number", "step", counted, "overall_rate"),
        tuple(notes),
        aside=_ASIDE,
        keys=("slice", "number", "step"),
        summary=tell_loss(table),
        notes_on={of_hours: ("median_hours", "mean_hours")},
        vocabulary={"step": (*_KINDS, _ANY_STEP, *table["step"])},
    )


def _choose_steps(store: Store, wanted: list[str] | None) -> list[str]:
    """The steps asked for, else a newcomer's path as far as exports can tell it."""
    if wanted:
        if len(wanted) == 1:
            raise WrongUse(say("a funnel has two steps or more"), hint="commkit funnel --step join --step message")
        return _check_known(store, wanted)
    store.need("messages")
    if not store.has["joins"]:
        store.need("replies")
    return [name for name in ("join", "message", "reply") if store.has[_KINDS[name]]]


def _check_known(store: Store, names: Iterable[str]) -> list[str]:
    """These names, if each is a loaded kind of fact or an event. Raises WrongUse or NotEnoughData."""
    events = store.ask("metrics/staying/funnel_events")["name"].to_list()
    known = [*_KINDS, *events]
    names = [recognise(name, known, "step") for name in names]
    for name in names:
        if name not in known:
            near = suggest(name, known, 3)
            meant = [say("did you mean {name}?", name=say(" or ").join(near))] if near else []
            hint = " ".join([*meant, say("known: {names}", names=say(", ").join(known))])
            raise WrongUse(say("no step is called {name!r}", name=name), hint=hint)
        if name not in events:
            store.need(_KINDS[name])
    return names


def _parse_between(text: str | None, steps: int) -> tuple[int, int]:
    """Two steps such as 1-2. Raises WrongUse."""
    if text is None:
        return 1, steps
    found = re.fullmatch(r"(\d+)-(\d+)", text)
    first, last = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= first < last <= steps:
        raise WrongUse(
            say("{given!r} names no two steps", given=text),
            hint=say("write 1-2: two of the {steps} steps", steps=steps),
        )
    return first, last


def _count(deeds: pl.DataFrame, entries: Entries, steps: list[str]) -> pl.DataFrame:
    """One row per slice and step, even where nobody enters."""
    import polars as pl

    begun = deeds[entries.begun].select("slice", "is_over", pl.col("happened_us").alias("begun_us"))
    times = deeds["happened_us"].extend_constant(None, 1)
    came = pl.col("came_us").is_not_null()
    hours = ((pl.col("came_us") - pl.col("begun_us")) / _HOUR).filter(pl.col("is_over"))
    rows = [
        begun.with_columns(times[path].alias("came_us"))
        .group_by("slice")
        .agg(
            number=pl.lit(number, pl.Int64),
            members=(came & pl.col("is_over")).sum(),
            pending=(~came & ~pl.col("is_over")).sum(),
            raw_members=came.sum(),
            median_hours=hours.median(),
            mean_hours=hours.mean(),
        )
        for number, path in enumerate(entries.path, start=1)
    ]
    slices = drop_apart(begun.select("slice").unique())
    if slices.is_empty():
        slices = pl.DataFrame({"slice": [None]}, {"slice": pl.String})
    named = pl.DataFrame({"number": range(1, len(steps) + 1), "step": steps})
    whole = slices.join(named, how="cross").join(pl.concat(rows), on=["slice", "number"], how="left", nulls_equal=True)
    return _rate(whole.with_columns(pl.col("members", "pending", "raw_members").fill_null(0).cast(pl.Int64)))


def _rate(table: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    table = table.sort("slice", "number").with_columns(
        of_entered=pl.col("members").first().over("slice"),
        of_raw_entered=pl.col("raw_members").first().over("slice"),
        of_previous=pl.col("members").shift(1).over("slice"),
        median_hours=pl.when(pl.col("number") > 1).then("median_hours"),
        mean_hours=pl.when(pl.col("number") > 1).then("mean_hours"),
    )
    return table.select(
        *("slice", "number", "step", "members", "of_entered", divide("members", "of_entered").alias("overall_rate")),
        *("of_previous", divide("members", "of_previous").alias("step_rate"), "pending", "raw_members"),
        *("of_raw_entered", divide("raw_members", "of_raw_entered").alias("raw_rate"), "median_hours", "mean_hours"),
    )
