"""`commkit load`: exports into the community's database."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from commkit.errors import Overtaken
from commkit.intake.exports import find_all_exports, stage
from commkit.intake.instructions import (
    AS_FOUND,
    ExportZone,
    MaxRejects,
    Paths,
    ReadOptions,
    Zone,
    choose,
    make_reading,
    parse_limit,
)
from commkit.intake.outcome import commit_and_show
from commkit.intake.preview import list_contents
from commkit.intake.zone_names import parse_zone
from commkit.params import DATABASE, FACE, Database, FaceOptions, LockTimeout, option
from commkit.render.formats import refuse_picture
from commkit.render.output import show
from commkit.render.talk import progress, warn
from commkit.result import Context
from commkit.store.load.loading import Loading
from commkit.store.load.manifest import peek
from commkit.store.spool import private_folder
from commkit.typed import parse_day
from commkit.words import say

if TYPE_CHECKING:
    from commkit.sources.source import Reading
    from commkit.store.load.manifest import Manifest
    from commkit.store.load.options import LoadOptions

YESTERDAY = "yesterday"  # the one word that reads the clock
EXAMPLES = (
    "commkit load slack-export.zip 订单.xlsx  # an archive of chat and a sheet of orders at once",
    "commkit load exports/ --tz Asia/Shanghai  # a whole folder, with days by Shanghai time",
    "commkit load orders.csv --map member=buyer --map time=paid --map amount=total  # a table with headers of its own",
    "zcat chat.csv.gz | commkit load -  # whatever another program writes",
)
CoversUntil = Annotated[
    str | None, option(metavar="DAY", help=say("The last day that these exports cover; also yesterday, by the clock."))
]
KeepText = Annotated[bool, option("--keep-text", help=say("Keep message text in the private file."))]
DryRun = Annotated[bool, option("--dry-run", "-n", help=say("Show what would be read as what; load nothing."))]


def load(
    paths: Paths,
    *,
    db: Database = DATABASE,
    tz: Zone = None,
    export_tz: ExportZone = None,
    covers_until: CoversUntil = None,
    how: ReadOptions = AS_FOUND,
    keep_text: KeepText = False,
    max_rejects: MaxRejects = None,
    dry_run: DryRun = False,
    face: FaceOptions = FACE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Read exports into the database; loading the same again adds nothing; with -q, silent when all is well.

    Exports of Slack, Discord, Telegram, WhatsApp, WeCom, QQ, WeChat, Mattermost, Discourse, Zulip, GitHub and ChatLab,
    IRC logs, mbox files, calendars (.ics), and tables of members, messages, orders (also Shopify's and Youzan's),
    events, referrals, surveys, campaigns, costs, ledgers, tickets and other cases, labels, mentions, points, daily
    counts or attendance: CSV, TSV, aligned text, XLSX, Parquet, JSON lines, also zipped. A table's columns are known by
    common English and Chinese headers; --map names others, by roles such as author, member, time, text, group, id,
    reply_to, order, amount, refund, event, campaign, inviter, invitee, score, ticket, or kind=orders for the whole
    table; label:COLUMN keeps a column of a member list as a label.
    """
    reading = make_reading(how)
    most = parse_limit(max_rejects)
    refuse_picture("load", face.format, face.output)
    choices = choose(
        tz=parse_zone(tz),
        export_tz=parse_zone(export_tz),
        currency=how.currency,
        keep_text=keep_text or None,
        max_rejects=most,
    )
    known = peek(db, lock_timeout, choices.bridges)
    with private_folder() as folder:
        all_contents = find_all_exports(paths, folder, reading, quiet=face.quiet)
        if dry_run:
            show(list_contents(all_contents, reading), Context("load", tz=known.tz, database=db.name), **asdict(face))
            return

        def read_and_commit(known: Manifest) -> None:
            covered = _cover(choices, covers_until, known.tz)
            loading = Loading(folder, covered, known.secret, tz=known.tz, last_load=known.last_load)
            with closing(loading):
                with progress(say("records read"), quiet=face.quiet) as sign:
                    stage(all_contents, loading, _as_before(reading, known), known.digests, sign.advance)
                commit_and_show("load", all_contents, loading, db, face, lock_timeout=lock_timeout)
            _warn(known.tz, tz)

        try:
            read_and_commit(known)
        except Overtaken:  # keys were made with a secret that the community does not have
            read_and_commit(peek(db, lock_timeout, choices.bridges))


def _as_before(reading: Reading, known: Manifest) -> Reading:
    """The reading by which a database goes on as an earlier commkit began it.

    Chats without a group go on in the one where they were put, and messages are known by what they were known by.
    """
    chat = "table" if known.has_chat_table else reading.chat
    return replace(reading, chat=chat, keeps_names=known.has_names_in_keys)


def _cover(choices: LoadOptions, day: str | None, tz: str | None) -> LoadOptions:
    """The choices, with the end of this day in the community's zone as the end of what the exports cover."""
    if day is None:
        return choices
    zone = ZoneInfo(tz or choices.tz or "UTC")
    last_on = datetime.now(zone).date() - timedelta(days=1) if day == YESTERDAY else parse_day(day)
    ends = datetime.combine(last_on + timedelta(days=1), datetime.min.time(), zone)
    return replace(choices, covers_until=ends.astimezone(UTC).replace(tzinfo=None))


def _warn(known_tz: str | None, asked_tz: str | None) -> None:
    if known_tz and asked_tz and known_tz != asked_tz:
        warn(say("this community's zone stays {tz}; change it with `commkit rebuild --tz`.", tz=known_tz))
