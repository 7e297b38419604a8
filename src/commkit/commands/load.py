"""`commkit load`: exports into the community's database."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, available_timezones

import typer

from commkit import render
from commkit.commands.answering import choices
from commkit.commands.dry_run import overview
from commkit.commands.gathering import Gathered, look, private_folder, stage
from commkit.errors import WrongUse
from commkit.params import DATABASE, Database, Format, LockTimeout, Output, Quiet, a_day
from commkit.result import Context, Result
from commkit.sources.reading import Reading
from commkit.store.committing import commit
from commkit.store.loading import Count, Loading
from commkit.store.manifest import peek
from commkit.words import heading, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from commkit.store.loading import Choices, Staged

EXAMPLES = (
    "commkit load slack-export.zip 订单.xlsx",
    "commkit load exports/ --tz Asia/Shanghai",
    "commkit load orders.csv --map member=buyer --map time=paid --map amount=total",
    "zcat chat.csv.gz | commkit load -",
)
MOST_NAMED = 8
KINDS = {
    "group": "groups",
    "member": "members",
    "message": "messages",
    "order_line": "order_lines",
    "event": "events",
    "referral": "referrals",
}

Paths = Annotated[list[Path], typer.Argument(metavar="EXPORT...", help=say("Files, folders or archives; - for standard input."))]
Maps = Annotated[list[str] | None, typer.Option("--map", metavar="ROLE=COLUMN", help=say("What a table's column is; a number counts from 1."))]
Zone = Annotated[str | None, typer.Option("--tz", metavar="ZONE", help=say("The community's time zone; fixed by the first load."))]
ExportZone = Annotated[str | None, typer.Option("--export-tz", metavar="ZONE", help=say("The zone of stamps that state none."))]
CoversUntil = Annotated[str | None, typer.Option(metavar="DAY", help=say("The last day that these exports cover."))]
DateFormat = Annotated[str | None, typer.Option(metavar="FORMAT", help=say("How days are written: ymd, dmy, mdy or a strptime format."))]
Platform = Annotated[str | None, typer.Option(metavar="NAME", help=say("The platform whose ids the members have."))]
Currency = Annotated[str | None, typer.Option(metavar="CODE", help=say("Load only orders in this currency."))]
KeepText = Annotated[bool, typer.Option("--keep-text", help=say("Keep message text in the private file."))]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help=say("Show what would be read as what; load nothing."))]


def load(
    paths: Paths,
    *,
    db: Database = DATABASE,
    tz: Zone = None,
    export_tz: ExportZone = None,
    covers_until: CoversUntil = None,
    date_format: DateFormat = None,
    platform: Platform = None,
    map: Maps = None,  # noqa: A002 (the option is called --map)
    currency: Currency = None,
    keep_text: KeepText = False,
    dry_run: DryRun = False,
    format: Format = None,  # noqa: A002 (the option is called --format)
    output: Output = None,
    lock_timeout: LockTimeout = 60.0,
    quiet: Quiet = False,
) -> None:
    """Read exports into the database; loading the same again adds nothing."""
    reading = Reading(roles=_roles(map or []), platform=platform, date_format=date_format, currency=currency)
    known = peek(db, lock_timeout)
    wanted = choices(tz=_zone(tz), export_tz=_zone(export_tz), currency=currency, keep_text=keep_text or None)
    wanted = _covering(wanted, covers_until, known.tz)
    with private_folder() as folder:
        all_gathered = [look(path, folder) for path in paths]
        if dry_run:
            result = overview(all_gathered)
        else:
            loading = Loading(folder, wanted, tz=known.tz)
            for gathered in all_gathered:
                with render.progress(gathered.path.name, None, quiet=quiet) as progress:
                    stage(gathered, loading, reading, known.digests, progress.advance)
            counts = commit(loading, db, lock_timeout=lock_timeout) if loading.exports else []
            face = format or (output and output.suffix.lstrip("."))
            result = _result(all_gathered, counts, nested=face in ("json", "ndjson"))
            _warn(loading, known.tz, tz)
        context = Context("load", tz=known.tz or (None if dry_run else loading.tz), database=db.name)
        render.show(
            result, context, format=format and format.value, output=output, limit=None, sort=None, quiet=quiet, color=None
        )


def _roles(maps: list[str]) -> dict[str, str]:
    roles = dict(each.split("=", 1) for each in maps if "=" in each)
    if len(roles) < len(maps):
        raise WrongUse("--map needs ROLE=COLUMN, each role once", hint="for example --map member=buyer --map time=paid")
    return roles


def _zone(name: str | None) -> str | None:
    """The zone's name where there is such a zone. Raises WrongUse."""
    if name is not None and name not in available_timezones():
        near = get_close_matches(name, available_timezones(), 1)
        raise WrongUse(f"there is no time zone {name!r}", hint=f"try {near[0]}" if near else "for example Asia/Shanghai")
    return name


def _covering(wanted: Choices, day: str | None, tz: str | None) -> Choices:
    if day is None:
        return wanted
    zone = ZoneInfo(tz or wanted.tz or "UTC")
    ends = datetime.combine(a_day(day) + timedelta(days=1), datetime.min.time(), zone)
    return replace(wanted, covers_until=ends.astimezone(UTC).replace(tzinfo=None))


def _result(all_gathered: Sequence[Gathered], counts: Sequence[Mapping[str, Count]], *, nested: bool) -> Result:
    import polars as pl

    remaining = iter(counts)
    rows, whole = [], Counter[str]()
    for gathered in all_gathered:
        detail = _together([*gathered.known, *(next(remaining) for _ in gathered.staged)])
        sums = {name: sum(count[place] for count in detail.values()) for place, name in enumerate(Count._fields)}
        whole.update(sums)
        formats = ", ".join(sorted({found.name for found in gathered.found}))
        shown = {kind: count._asdict() for kind, count in detail.items()} if nested else _said(detail)
        rows.append({"path": str(gathered.path), "source": formats, **sums, "detail": shown})
    total: dict[str, object] = {name: whole[name] for name in Count._fields}
    total["detail"] = {
        kind: count._asdict()
        for kind, count in _together([{kind: Count(**each)} for row in rows for kind, each in row["detail"].items()]).items()
    } if nested else None
    table = pl.DataFrame(rows, schema_overrides={"detail": pl.Object} if nested else {})
    return Result(say("Loaded"), table, notes=tuple(_notes(all_gathered)), total=total)


def _together(many: Sequence[Mapping[str, Count]]) -> dict[str, Count]:
    """The counts of several exports as one, by kind as people call it."""
    summed: dict[str, Count] = {}
    for counts in many:
        for kind, count in counts.items():
            name = KINDS.get(kind, kind)
            summed[name] = summed.get(name, Count()).plus(count)
    return summed


def _said(detail: Mapping[str, Count]) -> str:
    return ", ".join(f"{count.records:,} {heading(kind)}" for kind, count in detail.items())


def _notes(all_gathered: Sequence[Gathered]) -> Iterator[str]:
    for gathered in all_gathered:
        if gathered.known and not gathered.staged:
            yield say("{path}: already loaded, nothing added.", path=gathered.path.name)
        if gathered.foreign:
            names = [file.name for file in gathered.foreign]
            some = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
            yield say("{path}: {number} foreign files skipped: {names}", path=gathered.path.name, number=len(names), names=some)
        for staged in gathered.staged:
            yield from _faults(staged)


def _faults(staged: Staged) -> Iterator[str]:
    """One line for each reason that records were skipped or rejected for."""
    for (kind, reason), number in sorted(staged.skipped.items()):
        yield say("skipped {number} {kind}: {reason}", number=f"{number:,}", kind=heading(KINDS.get(kind, kind)), reason=reason)
    codes = Counter((reject.kind, reject.code) for reject in staged.rejects)
    for (kind, code), number in sorted(codes.items()):
        first = next(reject for reject in staged.rejects if (reject.kind, reject.code) == (kind, code))
        yield say(
            "rejected {number} {kind}: {code}, first at line {line} ({reason})",
            number=f"{number:,}", kind=heading(KINDS.get(kind, kind)), code=code, line=first.line, reason=first.reason,
        )


def _warn(loading: Loading, known_tz: str | None, asked_tz: str | None) -> None:
    if known_tz and asked_tz and known_tz != asked_tz:
        render.warn(say("this community's zone stays {tz}; change it with `commkit rebuild --tz`.", tz=known_tz))
