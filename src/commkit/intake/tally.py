"""What a load did with every record: loaded, duplicate, rejected or skipped, and why."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from commkit import words
from commkit.file_names import decode_name
from commkit.indicators import remarks
from commkit.intake.asides import list_notes, note_apart, note_credit, note_twice, note_zones
from commkit.intake.doubts import KINDS
from commkit.render.output import show
from commkit.result import Result
from commkit.store.load.count import Count
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from commkit.intake.exports import PathContents
    from commkit.params import FaceOptions
    from commkit.result import Context
    from commkit.store.load.credit.relay import Credited
    from commkit.store.load.loading import Loading


def show_tally(
    all_contents: Sequence[PathContents],
    loading: Loading,
    done: Sequence[Mapping[str, Count]],
    context: Context,
    face: FaceOptions,
) -> None:
    """Show what became of the records of all exports; `done` has the counts of each staged export."""
    counts = {staged.load_id: count for staged, count in zip(loading.exports, done, strict=True)}
    shape = face.format or (face.output and face.output.suffix.lstrip("."))
    is_first = min(counts, default=0) == 1  # loads are numbered from 1
    credited = _credited(loading)
    result = make_tally(all_contents, counts, credited, nested=shape in ("json", "ndjson"), is_first=is_first)
    suspected = remarks.of_suspects(loading.suspects) if loading.suspects is not None else ()
    further = (*note_twice(loading.told_twice), *note_zones(loading.zones, loading.tz))
    further = (*further, *suspected, *note_apart(is_apart=loading.is_apart))
    result = replace(result, notes=(*result.notes, *further))
    show(result, context, **asdict(face))


def make_tally(
    all_contents: Sequence[PathContents],
    counts: Mapping[int, Mapping[str, Count]],
    credited: Credited | None,
    *,
    nested: bool,
    is_first: bool = False,
) -> Result:
    """One row per path, and a total row: records = loaded + duplicate + rejected + skipped, with detail by kind.

    `counts` maps a load's number to its counts by kind. With `nested`, detail is counts, else a sentence. `credited`
    becomes a note; None where there are no bridges.
    """
    import polars as pl

    details = [_add_up([*each.known, *(counts[staged.load_id] for staged in each.staged)]) for each in all_contents]
    rows = [
        {
            "path": decode_name(str(contents.path)),
            "source": _name_formats(contents),
            **_count_kinds(detail, nested=nested),
        }
        for contents, detail in zip(all_contents, details, strict=True)
    ]
    if nested:
        for contents, row in zip(all_contents, rows, strict=True):
            _add_orders(contents, row["detail"])
    total = _count_kinds(_add_up(details), nested=nested)
    table = pl.DataFrame(rows, schema_overrides={"detail": pl.Object} if nested else {})
    notes = (*list_notes(all_contents, details, is_first=is_first), *note_credit(credited))
    return Result(say("Loaded"), table, notes=notes, total=total)


def _add_orders(contents: PathContents, detail: Any) -> None:  # noqa: ANN401 (counts by kind, as JSON will have them)
    """Add to the count of order lines how many orders they make and how many lines have no customer."""
    if "order_lines" in detail and contents.staged:
        detail["order_lines"]["orders"] = sum(staged.orders for staged in contents.staged)
        detail["order_lines"]["anonymous"] = sum(staged.anonymous_lines for staged in contents.staged)


def _name_formats(contents: PathContents) -> str:
    return say(", ").join(sorted({found.name for found in contents.found}))


def _count_kinds(detail: Mapping[str, Count], *, nested: bool) -> dict[str, object]:
    """The counts of all kinds together, and of each kind in `detail`."""
    whole = Count()
    for count in detail.values():
        whole = whole.plus(count)
    shown = {kind: count._asdict() for kind, count in detail.items()} if nested else _describe(detail)
    return {**whole._asdict(), "detail": shown}


def _add_up(many: Sequence[Mapping[str, Count]]) -> dict[str, Count]:
    """The sum of the counts of several exports, by kind as people call it."""
    summed: dict[str, Count] = {}
    for counts in many:
        for kind, count in counts.items():
            name = KINDS.get(kind, kind)
            summed[name] = summed.get(name, Count()).plus(count)
    return summed


def _describe(detail: Mapping[str, Count]) -> str:
    return say(", ").join(words.count(each.records, _call(kind)) for kind, each in detail.items())


def _call(kind: str) -> str:
    """What is counted of a kind: several entries may be of one member."""
    return "member entries" if kind == "members" else kind.replace("_", " ")


def _credited(loading: Loading) -> Credited | None:
    """How many messages were credited to people behind bridges; None where there could be none."""
    is_looked_for = loading.options.bridges and any(staged.staged["message"] for staged in loading.exports)
    return loading.credited if is_looked_for or loading.credited.messages else None
