"""`commkit load`: exports into the community's database."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, available_timezones

import typer

from commkit import render
from commkit.answer.faces import show
from commkit.answer.question import choices
from commkit.errors import WrongUse
from commkit.intake.exports import look, stage
from commkit.intake.outcome import finish
from commkit.intake.preview import overview
from commkit.params import DATABASE, Database, Format, LockTimeout, Output, Quiet, a_day, option
from commkit.result import Context
from commkit.sources.files.encoding import named
from commkit.sources.source import Reading
from commkit.store.load.loading import Loading
from commkit.store.load.manifest import peek
from commkit.store.spool import private_folder
from commkit.words import say

if TYPE_CHECKING:
    from commkit.store.load.options import LoadOptions

EXAMPLES = (
    "commkit load slack-export.zip 订单.xlsx",
    "commkit load exports/ --tz Asia/Shanghai",
    "commkit load orders.csv --map member=buyer --map time=paid --map amount=total",
    "zcat chat.csv.gz | commkit load -",
)
Paths = Annotated[
    list[Path], typer.Argument(metavar="EXPORT...", help=say("Files, folders or archives; - for standard input."))
]
Maps = Annotated[
    list[str] | None,
    option("--map", metavar="ROLE=COLUMN", help=say("What a table's column is; a number counts from 1.")),
]
Zone = Annotated[
    str | None, option("--tz", metavar="ZONE", help=say("The community's time zone; fixed by the first load."))
]
ExportZone = Annotated[
    str | None, option("--export-tz", metavar="ZONE", help=say("The zone of stamps that state none."))
]
Encoding = Annotated[
    str | None, option(metavar="NAME", help=say("What text is encoded in, where it is not found: gb18030, big5 ..."))
]
MaxRejects = Annotated[
    str | None, option(metavar="N|P%", help=say("Load nothing of an export that rejects more; 50% if not said."))
]
CoversUntil = Annotated[str | None, option(metavar="DAY", help=say("The last day that these exports cover."))]
DateFormat = Annotated[
    str | None, option(metavar="FORMAT", help=say("How days are written: ymd, dmy, mdy or a strptime format."))
]
Platform = Annotated[str | None, option(metavar="NAME", help=say("The platform whose ids the members have."))]
Currency = Annotated[str | None, option(metavar="CODE", help=say("Load only orders in this currency."))]
KeepText = Annotated[bool, option("--keep-text", help=say("Keep message text in the private file."))]
DryRun = Annotated[bool, option("--dry-run", "-n", help=say("Show what would be read as what; load nothing."))]


def load(
    paths: Paths,
    *,
    db: Database = DATABASE,
    tz: Zone = None,
    export_tz: ExportZone = None,
    covers_until: CoversUntil = None,
    date_format: DateFormat = None,
    encoding: Encoding = None,
    platform: Platform = None,
    map: Maps = None,
    currency: Currency = None,
    keep_text: KeepText = False,
    max_rejects: MaxRejects = None,
    dry_run: DryRun = False,
    format: Format = None,
    output: Output = None,
    lock_timeout: LockTimeout = 60.0,
    quiet: Quiet = False,
) -> None:
    """Read exports into the database; loading the same again adds nothing.

    Exports of Slack, Discord, Telegram, WhatsApp, WeCom, QQ, WeChat, Mattermost, Discourse, Zulip, GitHub and ChatLab,
    IRC logs, mbox files, calendars (.ics), and tables of members, messages, orders (also Shopify's and Youzan's),
    events, referrals, surveys, campaigns, costs, tickets, labels or attendance: CSV, TSV, aligned text, XLSX, Parquet,
    JSON lines, also zipped. A table's columns are known by common English and Chinese headers; --map names others, by
    roles such as author, member, time, text, group, id, reply_to, order, amount, refund, event, campaign, inviter,
    invitee, score, ticket, or kind=orders for the whole table.
    """
    reading = a_reading(map, platform, date_format, encoding, currency)
    most = a_limit(max_rejects)
    render.refuse_picture("load", format and format.value, output)
    wanted = choices(
        tz=a_zone(tz), export_tz=a_zone(export_tz), currency=currency, keep_text=keep_text or None, max_rejects=most
    )
    known = peek(db, lock_timeout, wanted.bridges)
    wanted = _covering(wanted, covers_until, known.tz)
    with private_folder() as folder:
        all_gathered = [look(path, folder, reading) for path in paths]
        if dry_run:
            show(overview(all_gathered), Context("load", tz=known.tz, database=db.name), format, output, quiet=quiet)
            return
        loading = Loading(folder, wanted, tz=known.tz, last_load=known.last_load)
        with render.progress(say("records read"), quiet=quiet) as progress:
            stage(all_gathered, loading, reading, known.digests, progress.advance)
        finish("load", all_gathered, loading, db, format, output, lock_timeout=lock_timeout, quiet=quiet)
        _warn(known.tz, tz)


def a_reading(
    maps: list[str] | None, platform: str | None, date_format: str | None, encoding: str | None, currency: str | None
) -> Reading:
    """What the command line says about the exports. Raises WrongUse."""
    name = named(encoding) if encoding is not None else None
    return Reading(_roles(maps or []), platform, date_format, name, currency)


def a_limit(text: str | None) -> int | float | None:
    """A number of records, or a share of them as a float. Raises WrongUse."""
    found = re.fullmatch(r"(\d{1,12})|(\d{1,3}(?:\.\d{1,6})?)%", text) if text is not None else None
    if text is not None and found is None:
        raise WrongUse(
            say("--max-rejects {given!r} is no number and no share", given=text),
            hint=say("for example --max-rejects 100 or --max-rejects 5%"),
        )
    return None if found is None else int(found[1]) if found[1] else float(found[2]) / 100


def _roles(maps: list[str]) -> dict[str, str]:
    roles = dict(each.split("=", 1) for each in maps if "=" in each)
    if len(roles) < len(maps):
        raise WrongUse(
            say("--map needs ROLE=COLUMN, each role once"), hint=say("for example --map member=buyer --map time=paid")
        )
    return roles


def a_zone(name: str | None) -> str | None:
    """The zone's name where there is such a zone. Raises WrongUse."""
    if name is not None and name not in available_timezones():
        near = get_close_matches(name, available_timezones(), 1)
        hint = say("try {name}", name=near[0]) if near else say("for example Asia/Shanghai")
        raise WrongUse(say("there is no time zone {name!r}", name=name), hint=hint)
    return name


def _covering(wanted: LoadOptions, day: str | None, tz: str | None) -> LoadOptions:
    if day is None:
        return wanted
    zone = ZoneInfo(tz or wanted.tz or "UTC")
    ends = datetime.combine(a_day(day) + timedelta(days=1), datetime.min.time(), zone)
    return replace(wanted, covers_until=ends.astimezone(UTC).replace(tzinfo=None))


def _warn(known_tz: str | None, asked_tz: str | None) -> None:
    if known_tz and asked_tz and known_tz != asked_tz:
        render.warn(say("this community's zone stays {tz}; change it with `commkit rebuild --tz`.", tz=known_tz))
