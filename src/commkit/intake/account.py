"""What a load did, record by record: loaded, duplicate, rejected, skipped, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from commkit.render.output import show
from commkit.result import Result
from commkit.sources.files.encoding import AS_IT_IS
from commkit.store.load.count import Count
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from commkit.intake.exports import Gathered
    from commkit.params import Shown
    from commkit.result import Context
    from commkit.store.load.credit.relay import Credited
    from commkit.store.load.loading import Loading
    from commkit.store.load.stage.export import Staged

MOST_NAMED = 8
KINDS = {
    "group": "groups",
    "member": "members",
    "message": "messages",
    "order_line": "order_lines",
    "event": "events",
    "referral": "referrals",
    "survey": "survey_answers",
    "campaign": "campaigns",
    "cost": "costs",
    "ticket": "tickets",
    "content_label": "content_labels",
    "daily_count": "daily_counts",
}


def show_account(
    all_gathered: Sequence[Gathered],
    loading: Loading,
    done: Sequence[Mapping[str, Count]],
    context: Context,
    shown: Shown,
) -> None:
    """Show what became of the records of all exports, `done` being those of each staged one."""
    counts = {staged.load_id: count for staged, count in zip(loading.exports, done, strict=True)}
    shape = shown.format or (shown.output and shown.output.suffix.lstrip("."))
    result = account(all_gathered, counts, _credited(loading), nested=shape in ("json", "ndjson"))
    show(result, context, **asdict(shown))


def account(
    all_gathered: Sequence[Gathered],
    counts: Mapping[int, Mapping[str, Count]],
    credited: Credited | None,
    *,
    nested: bool,
) -> Result:
    """One row a path and their total: records = loaded + duplicate + rejected + skipped; detail by kind.

    `counts` are those of each load by its number; `nested` gives detail as counts, else as a sentence; `credited` is
    told where there are bridges.
    """
    import polars as pl

    details = [_together([*each.known, *(counts[staged.load_id] for staged in each.staged)]) for each in all_gathered]
    rows = [
        {"path": str(gathered.path), "source": _formats(gathered), **_whole(detail, nested=nested)}
        for gathered, detail in zip(all_gathered, details, strict=True)
    ]
    if nested:
        for gathered, row in zip(all_gathered, rows, strict=True):
            _add_orders(gathered, row["detail"])
    total = _whole(_together(details), nested=nested)
    table = pl.DataFrame(rows, schema_overrides={"detail": pl.Object} if nested else {})
    return Result(say("Loaded"), table, notes=(*_notes(all_gathered), *_credits(credited)), total=total)


def _add_orders(gathered: Gathered, detail: Any) -> None:  # noqa: ANN401 (counts by kind, as JSON will have them)
    """Beside the lines, the orders that they made and how many of them name no customer."""
    if "order_lines" in detail and gathered.staged:
        detail["order_lines"]["orders"] = sum(staged.orders for staged in gathered.staged)
        detail["order_lines"]["anonymous"] = sum(staged.anonymous_lines for staged in gathered.staged)


def _formats(gathered: Gathered) -> str:
    return say(", ").join(sorted({found.name for found in gathered.found}))


def _whole(detail: Mapping[str, Count], *, nested: bool) -> dict[str, object]:
    """All kinds together, and each kind beside."""
    whole = Count()
    for count in detail.values():
        whole = whole.plus(count)
    shown = {kind: count._asdict() for kind, count in detail.items()} if nested else _said(detail)
    return {**whole._asdict(), "detail": shown}


def _together(many: Sequence[Mapping[str, Count]]) -> dict[str, Count]:
    """The counts of several exports as one, by kind as people call it."""
    summed: dict[str, Count] = {}
    for counts in many:
        for kind, count in counts.items():
            name = KINDS.get(kind, kind)
            summed[name] = summed.get(name, Count()).plus(count)
    return summed


def _said(detail: Mapping[str, Count]) -> str:
    parts = (say("{count} {what}", count=f"{each.records:,}", what=called(kind)) for kind, each in detail.items())
    return say(", ").join(parts)


def called(kind: str) -> str:
    """A kind of record as people call it."""
    return value(KINDS.get(kind, kind).replace("_", " "))


def _notes(all_gathered: Sequence[Gathered]) -> Iterator[str]:
    for gathered in all_gathered:
        if gathered.known and not gathered.staged:
            yield say("{path}: already loaded, nothing added.", path=gathered.path.name)
        if gathered.foreign:
            names = [file.name for file in gathered.foreign]
            some = say(", ").join(names[:MOST_NAMED]) + (say(", …") if len(names) > MOST_NAMED else "")
            yield say(
                "{path}: {number} foreign files skipped: {names}",
                path=gathered.path.name,
                number=len(names),
                names=some,
            )
        yield from _encodings(gathered)
        for staged in gathered.staged:
            yield from _faults(staged)
            if staged.orders:
                yield say(
                    "{path}: {orders} orders; {anonymous} lines have no customer",
                    path=gathered.path.name,
                    orders=f"{staged.orders:,}",
                    anonymous=f"{staged.anonymous_lines:,}",
                )


def _credited(loading: Loading) -> Credited | None:
    """What was credited, if only that nothing was, where a bridge could have been met."""
    is_looked_for = loading.options.bridges and any(staged.staged["message"] for staged in loading.exports)
    return loading.credited if is_looked_for or loading.credited.messages else None


def _credits(credited: Credited | None) -> Iterator[str]:
    if credited:
        yield say(
            "{messages} messages credited to {people} people behind a bridge",
            messages=f"{credited.messages:,}",
            people=f"{credited.people:,}",
        )


def _encodings(gathered: Gathered) -> Iterator[str]:
    """The encodings in which files were found that are not in UTF-8."""
    files = [file for found in gathered.found for file in found.files if file.encoding not in (None, *AS_IT_IS)]
    for name, number in sorted(Counter(file.encoding for file in files).items()):
        called = str(name).upper().replace("_", "-").removesuffix("-LE").removesuffix("-BE")
        yield say("{path}: {number} files read as {encoding}", path=gathered.path.name, number=number, encoding=called)


def _faults(staged: Staged) -> Iterator[str]:
    """One line for each reason that records were skipped or rejected for."""
    for (kind, reason), number in sorted(staged.skipped.items()):
        yield say(
            "skipped {number} {kind}: {reason}",
            number=f"{number:,}",
            kind=called(kind),
            reason=value(reason),
        )
    codes = Counter((reject.kind, reject.code) for reject in staged.rejects)
    for (kind, code), number in sorted(codes.items()):
        first = next(reject for reject in staged.rejects if (reject.kind, reject.code) == (kind, code))
        yield say(
            "rejected {kind}: {number} {code}, first at line {line} ({reason})",
            number=f"{number:,}",
            kind=called(kind),
            code=code,
            line=first.line,
            reason=say(first.reason),
        )
