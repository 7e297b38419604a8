"""Tables of members, messages, orders, surveys and so on, in CSV, TSV, XLSX, Parquet, JSON lines or aligned text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from commkit.errors import CannotDo, WrongUse
from commkit.sources.source import alone
from commkit.sources.table import cells, kinds, order_lines, traits
from commkit.sources.table.general import TABLES
from commkit.sources.table.headers import KINDS, RECORD, has_numbers
from commkit.sources.table.heads import explain, find_sheet_copies, find_tables
from commkit.sources.table.layout import find_layout, is_table, read_table, settle_layout
from commkit.sources.table.quick_messages import make_stream
from commkit.sources.table.structure import Unplaced
from commkit.store.batch import Batch, Reject, frame
from commkit.store.fields import RECORDS, SHAPES
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import polars as pl

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading
    from commkit.sources.table.structure import Bad, Layout
    from commkit.store.batch import Stream

    Met = tuple[
        pl.DataFrame, list[Bad], int
    ]  # rows by role, records that are not rows, and how many records there were

__all__ = [
    "LACKS",
    "PLATFORM",
    "explain",
    "find_lacks",
    "find_layout",
    "find_tables",
    "find_unplaced",
    "parts",
    "read",
    "recognises",
]

PLATFORM = "table"
LACKS = frozenset({"reactions", "mentions", "common_end"})
ROWS = 50_000
OF_ROSTER = frozenset(
    {"joined", "left", "role", "channel", "group"}
)  # what a list of who is there says, no list of tags
SHAPERS: dict[str, Callable[[pl.DataFrame, Layout], pl.DataFrame]] = {
    "messages": kinds.shape_messages,
    "orders": order_lines.shape_orders,
    "events": kinds.shape_events,
    "referrals": kinds.shape_referrals,
    "members": kinds.shape_members,
    **{name: table.shape for name, table in TABLES.items()},
}
DETAILS: dict[str, list[tuple[str, Callable[[pl.DataFrame], pl.DataFrame]]]] = {
    "messages": [("interaction", kinds.shape_mentions)],
    "members": [("contact", kinds.shape_contacts), ("label", traits.shape_traits)],
    "orders": [("contact", kinds.shape_contacts)],
}
REASONS = {
    "bad-row": "it has another number of fields than the header",
    "bad-quote": "a quote is opened and not closed, or closed in the middle of a field",
    "undecodable": "it has bytes that are no text in the file's encoding",
    "not-an-object": "the line is no JSON object",
    "bad-time": "its time is missing or not written as the others are; --date-format says how",
    "bad-amount": "its amount is missing or no number",
    "rounded-id": "an id was saved as a rounded number, such as 1.38E+10: export again with that column as text",
    "cut-id": (
        "its order's id ends in zeros, as a spreadsheet cuts long numbers, and one such id is of several customers:"
        " export again with that column as text"
    ),
    "broken-cell": "an id is an error of a spreadsheet, such as #REF!",
    "no-sender": "it names no sender",
    "no-member": "it names no member",
    "no-event": "it names no event",
    **{code: reason for table in TABLES.values() for code, reason in table.reasons.items()},
}

recognises = is_table
parts = alone


def read(files: Sequence[File], reading: Reading) -> Iterator[Batch | Stream]:
    """The table's records.

    Raises WrongUse if --map does not fit or the order of day and month is unclear, CannotDo if it is not a table.
    """
    file = files[0]
    found = find_layout(file, reading)
    if found is None:
        raise _refusal(file, reading)
    quick = make_stream(file, found, reading, lambda: _carefully(file, found, reading))
    yield from [quick] if quick else _carefully(file, found, reading)


def find_lacks(file: File, reading: Reading) -> frozenset[str]:
    """What this table has no column for, of what chats and member lists can tell."""
    found = find_layout(file, reading)
    columns = found.columns if found else {}
    is_list = found is not None and found.kind == "members" and not OF_ROSTER.isdisjoint(columns)
    told = {"replies": "reply_to" in columns, "joins": "joined" in columns, "leaves": "left" in columns}
    return frozenset({kind for kind, is_told in told.items() if not is_told} | (set() if is_list else {"roster"}))


def find_unplaced(file: File, reading: Reading) -> Unplaced | None:
    """The columns of this table that nothing is read from; None if there are none."""
    found = find_layout(file, reading)
    if found is None:
        return None
    placed = {*found.columns.values(), *(found.spread.columns if found.spread else ())}
    left = [at for at, name in enumerate(found.header) if name.strip() and at not in placed]
    shown = found.has_header and not has_numbers(found.header)  # else these may be cells, which must not be shown
    names = tuple(found.header[at].strip() if shown else str(at + 1) for at in left)
    sheets = tuple(find_tables(file, reading.roles, reading.header_row)[1])
    roles = tuple(role for role in KINDS[found.kind] if role not in found.columns and role != "clock")
    copies = tuple(pair for pair in find_sheet_copies(file).items() if not set(pair) & set(sheets))
    unplaced = Unplaced(names, roles, found.kind == "members", sheets, copies)
    return unplaced if names or sheets or copies else None


def _carefully(file: File, found: Layout, reading: Reading) -> Iterator[Batch]:
    found = settle_layout(file, found)
    pieces = _piecemeal if found.dialect == "generic" else _whole
    for rows, bad, records in pieces(file, found, reading):
        slices = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)] or [rows]
        counts = [records - len(rows) + len(slices[0]), *map(len, slices[1:])]
        for some, count, faulty in zip(slices, counts, [bad, *[[]] * (len(slices) - 1)], strict=True):
            yield _batch(file, found, reading, (some, faulty, count))


def _piecemeal(file: File, found: Layout, reading: Reading) -> Iterator[Met]:
    for piece in read_table(file, found):
        yield cells.read_cells(piece, found, reading), piece.bad, piece.records


def _whole(file: File, found: Layout, reading: Reading) -> Iterator[Met]:
    """All at once, for exports in which one line completes another."""
    import polars as pl

    met = list(_piecemeal(file, found, reading))
    rows = order_lines.complete_orders(pl.concat(rows for rows, _, _ in met), found)
    yield rows, [fault for _, bad, _ in met for fault in bad], sum(records for _, _, records in met)


def _batch(file: File, found: Layout, reading: Reading, met: Met) -> Batch:
    import polars as pl

    rows, bad, count = met
    kind = RECORD[found.kind]
    shaped = _without_faulty(_with_places(SHAPERS[found.kind](rows, found), rows), rows)
    count += shaped.height - rows.height  # a row may hold several records
    if reading.currency and "currency" in shaped.columns:
        shaped = shaped.with_columns(pl.col("currency").fill_null(reading.currency))
    taken = shaped.filter(pl.col("skip").is_null() & pl.col("code").is_null())
    faults = shaped.filter(pl.col("skip").is_null() & pl.col("code").is_not_null())
    places = faults.select("line", "start", "end", "code").rows()
    places += [fault[:4] for fault in bad if not cells.is_total(fault.cells)]
    skipped = Counter((kind, reason) for reason in shaped["skip"].drop_nulls())
    skipped.update((kind, "total") for fault in bad if cells.is_total(fault.cells))
    frames = {kind: _shaped(kind, taken)}
    if found.kind == "orders":
        frames["unpaid"] = _shaped("unpaid", order_lines.shape_unpaid(shaped))
    for detail, made in DETAILS.get(found.kind, ()):
        frames[detail] = _shaped(detail, made(taken))
    counts = {kind: count}
    counts |= {each: frames[each].height for each in frames.keys() - {kind} if each in RECORDS and frames[each].height}
    rejects = [
        Reject(kind, file.name, line, start, end, code, REASONS[code]) for line, start, end, code in sorted(places)
    ]
    unknown = Counter(taken["unknown"].drop_nulls()) if "unknown" in taken.columns else {}
    unsaid = shaped.filter(pl.col("code").is_null())["unsaid"].drop_nulls() if "unsaid" in shaped.columns else ()
    words = Counter((kind, word) for word in unsaid)
    return Batch(
        frames,
        counts,
        rejects,
        skipped,
        naive=found.naive,
        of_days="instant" not in SHAPES[kind].values(),
        unknown_states=unknown,
        unknown_answers=words,
    )


def _with_places(shaped: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The shaped rows with where they stand, unless they bring it along."""
    return shaped if "line" in shaped.columns else shaped.with_columns(rows.select("line", "start", "end"))


def _without_faulty(shaped: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The shaped rows, of which those whose ids are none cannot be taken."""
    import polars as pl

    faulty = dict(rows.filter(pl.col("bad_id").is_not_null()).select("line", "bad_id").rows())
    if not faulty:
        return shaped
    fault = pl.col("line").replace_strict(faulty, default=None, return_dtype=pl.String)
    return shaped.with_columns(
        code=pl.when(pl.col("skip").is_null()).then(pl.coalesce(fault, "code")).otherwise("code")
    )


def _shaped(kind: str, rows: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    schema = frame(kind, []).schema
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind_of).alias(name)
        for name, kind_of in schema.items()
    )


def _refusal(file: File, reading: Reading) -> CannotDo | WrongUse:
    why = explain(file, reading)
    refuses = WrongUse if reading.roles else CannotDo
    if why:
        return refuses(f"{file.base}: {why}", hint=say("say what the columns are: --map ROLE=COLUMN"))
    hint = say("give a table with a header, such as CSV or XLSX")
    return refuses(say("{file} is no table that commkit knows", file=file.base), hint=hint)
