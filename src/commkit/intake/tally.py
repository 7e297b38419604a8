"""What a load did with every record: loaded, duplicate, rejected or skipped, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from commkit.file_names import decode_name, show_path
from commkit.indicators import remarks
from commkit.render.output import show
from commkit.result import Result
from commkit.sources.files.encoding import AS_IT_IS, UNKNOWN
from commkit.store.load.count import Count
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from commkit.intake.exports import PathContents
    from commkit.params import FaceOptions
    from commkit.result import Context
    from commkit.store.load.credit.relay import Credited
    from commkit.store.load.loading import Loading
    from commkit.store.load.stage.staged_export import Staged

MOST_NAMED = 8
MOST_STATES, LONGEST_STATE = 12, 24  # of orders, that one line names
MOST_COLUMNS = 20  # that one line names
KINDS = {
    "group": "groups",
    "member": "members",
    "message": "messages",
    "order_line": "order_lines",
    "event": "events",
    "referral": "referrals",
    "survey": "survey_answers",
    "campaign": "campaigns",
    "label": "labels",
    "case": "cases",
    "ledger": "ledger_entries",
    "mention": "mentions",
    "points": "points",
    "daily_count": "daily_counts",
}


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
    result = make_tally(all_contents, counts, _credited(loading), nested=shape in ("json", "ndjson"))
    show(result, context, **asdict(face))


def make_tally(
    all_contents: Sequence[PathContents],
    counts: Mapping[int, Mapping[str, Count]],
    credited: Credited | None,
    *,
    nested: bool,
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
    return Result(say("Loaded"), table, notes=(*_notes(all_contents), *_note_credit(credited)), total=total)


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
    parts = (say("{count} {what}", count=f"{each.records:,}", what=name_kind(kind)) for kind, each in detail.items())
    return say(", ").join(parts)


def name_kind(kind: str) -> str:
    """A kind of record as people call it."""
    return value(KINDS.get(kind, kind).replace("_", " "))


def _notes(all_contents: Sequence[PathContents]) -> Iterator[str]:
    for contents in all_contents:
        if contents.known and not contents.staged:
            yield say("{path}: already loaded, nothing added.", path=contents.path.name)
        if contents.foreign:
            names = [show_path(file.name) for file in contents.foreign]
            some = say(", ").join(names[:MOST_NAMED]) + (say(", …") if len(names) > MOST_NAMED else "")
            yield say(
                "{path}: {number} foreign files skipped: {names}",
                path=contents.path.name,
                number=len(names),
                names=some,
            )
        yield from _note_encodings(contents)
        yield from _note_unplaced(contents)
        for staged in contents.staged:
            yield from _note_faults(staged)
            yield from _note_states(staged)
            if staged.orders:
                yield say(
                    "{path}: {orders} orders; {anonymous} lines have no customer",
                    path=contents.path.name,
                    orders=f"{staged.orders:,}",
                    anonymous=f"{staged.anonymous_lines:,}",
                )


def _note_states(staged: Staged) -> Iterator[str]:
    """Which states of orders are not known; a column of many different words is none of states, and none is named."""
    states = staged.unknown_states.most_common()
    if not states:
        return
    named = len(states) <= MOST_STATES and all(len(state) <= LONGEST_STATE for state, _ in states)
    told = [say("{name} ({number})", name=show_path(state), number=f"{number:,}") for state, number in states]
    yield say(
        "{number} order lines count although commkit does not know their state: {names}",
        number=f"{staged.unknown_states.total():,}",
        names=say(", ").join(told) if named else say("{count} different words", count=f"{len(states):,}"),
    )


def _credited(loading: Loading) -> Credited | None:
    """How many messages were credited to people behind bridges; None where there could be none."""
    is_looked_for = loading.options.bridges and any(staged.staged["message"] for staged in loading.exports)
    return loading.credited if is_looked_for or loading.credited.messages else None


def _note_credit(credited: Credited | None) -> Iterator[str]:
    if credited:
        yield say(
            "{messages} messages credited to {people} people behind a bridge",
            messages=f"{credited.messages:,}",
            people=f"{credited.people:,}",
        )


def _note_encodings(contents: PathContents) -> Iterator[str]:
    """One line per encoding other than UTF-8 in which files are written, and one for those that cannot be told."""
    if unknown := [file for found in contents.found for file in found.files if file.encoding == UNKNOWN]:
        yield say(
            "{path}: the encoding of {number} files cannot be told, and what is not ASCII in them is lost; "
            "say it with --encoding",
            path=contents.path.name,
            number=len(unknown),
        )
    files = [file for found in contents.found for file in found.files if file.encoding not in (None, *AS_IT_IS)]
    for name, number in sorted(Counter(file.encoding for file in files).items()):
        called = str(name).upper().replace("_", "-").removesuffix("-LE").removesuffix("-BE")
        yield say("{path}: {number} files read as {encoding}", path=contents.path.name, number=number, encoding=called)


def _note_unplaced(contents: PathContents) -> Iterator[str]:
    """One line per table with columns that nothing is read from, and how they could be placed."""
    for unplaced in contents.unplaced:
        if unplaced.sheets:
            yield say(
                "{path}: sheets that are not read: {names}; save one as a file of its own to --map its columns",
                path=contents.path.name,
                names=say(", ").join(map(show_path, unplaced.sheets[:MOST_NAMED])),
            )
        if not unplaced.columns:
            continue
        some = say(", ").join(map(show_path, unplaced.columns[:MOST_COLUMNS]))
        cut = say(", …") if len(unplaced.columns) > MOST_COLUMNS else ""
        yield say(
            "{path}: {number} columns not placed: {names}; --map ROLE=COLUMN places one as: {roles}",
            path=contents.path.name,
            number=len(unplaced.columns),
            names=some + cut,
            roles=say(", ").join(unplaced.roles),
        )
        if unplaced.takes_labels:
            yield say(
                "{path}: --map label:COLUMN keeps such a column as a label of each member", path=contents.path.name
            )


def _note_faults(staged: Staged) -> Iterator[str]:
    """One line for each reason why records were skipped or rejected, and for those that are wrongly dated."""
    yield from remarks.of_misdated(staged.wrong)
    for (kind, reason), number in sorted(staged.skipped.items()):
        yield say(
            "skipped {number} {kind}: {reason}",
            number=f"{number:,}",
            kind=name_kind(kind),
            reason=value(reason),
        )
    codes = Counter((reject.kind, reject.code) for reject in staged.rejects)
    for (kind, code), number in sorted(codes.items()):
        first = next(reject for reject in staged.rejects if (reject.kind, reject.code) == (kind, code))
        yield say(
            "rejected {kind}: {number} {code}, first at line {line} ({reason})",
            number=f"{number:,}",
            kind=name_kind(kind),
            code=code,
            line=first.line,
            reason=say(first.reason),
        )
