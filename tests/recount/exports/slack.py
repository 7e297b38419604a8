"""A Slack export, zipped or unpacked: users.json, channels.json, and a folder of days for each channel."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from tests.recount.exports.records import Author, Change, Export, Listed, Mention, Message, Place, Reaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Row = dict[str, Any]

TELLS = frozenset({"joins", "leaves", "replies", "reactions", "roster"})
COMES_OR_GOES = {"channel_join": "join", "group_join": "join", "channel_leave": "leave", "group_leave": "leave"}
DELETED = {"tombstone"}
MENTIONED = re.compile(r"<@([UW][A-Z0-9]+)[|>]")
SPOKEN = {None, "file_share", "file_comment", "me_message", "thread_broadcast", "bot_message"}


def read(path: Path) -> Export:
    """The whole export."""
    files = _unzipped(path) if path.is_file() else _unpacked(path)
    users = json.loads(files.pop("users.json"))
    zones = Counter(user["tz"] for user in users if user.get("tz"))
    export = Export("slack", "slack", TELLS, zone=zones.most_common(1)[0][0])
    for user in users:
        _add_user(export, user)
    for channel in json.loads(files.pop("channels.json")):
        export.records["group"] += 1
        export.places.add(Place("slack", channel["name"]))
    for name, content in files.items():
        folder, slash, _ = name.rpartition("/")
        if slash:
            _add_day(export, Place("slack", folder), json.loads(content))
    for user in users:
        if user.get("deleted") and user.get("updated"):
            _add_leave(export, Author("slack", user["id"]), datetime.fromtimestamp(user["updated"], UTC))
    # Workspaces from before there were threads know no replies.
    if not any(message.answers for message in export.messages):
        export.tells -= {"replies"}
    return export


def _unzipped(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith(".json")}


def _unpacked(path: Path) -> dict[str, bytes]:
    return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*.json")}


def _add_user(export: Export, user: Row) -> None:
    export.records["member"] += 1
    author = Author("slack", user["id"])
    export.accounts.add(author)
    export.listed.append(Listed(author, None))
    if user.get("is_bot") or user["id"] == "USLACKBOT":
        export.bots.add(author)
    if user.get("is_admin") or user.get("is_owner"):
        export.staff.add(author)


def _add_leave(export: Export, author: Author, changed_at: datetime) -> None:
    """A deactivated account left with its last change, or with its last line where that came later."""
    last_at = max((message.sent_at for message in export.messages if message.author == author), default=changed_at)
    export.changes.append(Change(author, None, max(changed_at, last_at), "leave"))


def _add_day(export: Export, place: Place, rows: list[Row]) -> None:
    """A reply that is also shown in the channel may stand twice in a day."""
    seen = set()
    for row in rows:
        if row["ts"] not in seen:
            _add_message(export, place, row)
        seen.add(row["ts"])


def _add_message(export: Export, place: Place, row: Row) -> None:
    export.records["message"] += 1
    sent_at, subtype = _instant(row["ts"]), row.get("subtype")
    author = _author(row) if subtype not in DELETED else None
    if author:
        export.accounts.add(author)
    if author and _is_by_app(row):
        export.bots.add(author)
    kind = "deleted" if subtype in DELETED else "text" if subtype in SPOKEN else "system"
    opened = row.get("thread_ts", row["ts"])
    answers = (place, opened) if opened != row["ts"] and kind == "text" else None
    export.messages.append(Message((place, row["ts"]), author, place, sent_at, kind, subtype == "bot_message", answers))
    export.reactions += [Reaction(who, place, sent_at, (place, row["ts"])) for who in _reacting(row)]
    if author and kind == "text":
        named = set(MENTIONED.findall(row.get("text") or ""))
        export.mentions += [Mention(author, Author("slack", native), sent_at) for native in sorted(named)]
    if subtype in COMES_OR_GOES and author:
        inviter = Author("slack", row["inviter"]) if row.get("inviter") else None
        export.changes.append(Change(author, place, sent_at, COMES_OR_GOES[subtype], inviter))


def _author(row: Row) -> Author | None:
    """A comment on a file is by who commented; what an integration says by itself has the id of a bot."""
    native = row.get("user") or row.get("comment", {}).get("user") or row.get("bot_id")
    return Author("slack", native) if native else None


def _is_by_app(row: Row) -> bool:
    return not row.get("user") and not row.get("comment") and bool(row.get("bot_id"))


def _reacting(row: Row) -> Iterator[Author]:
    """Everybody once, with however many signs."""
    for native in {native for sign in row.get("reactions", ()) for native in sign.get("users", ())}:
        yield Author("slack", native)


def _instant(stamp: str) -> datetime:
    """Seconds since 1970 with six digits behind the point, exactly."""
    seconds, _, micros = stamp.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int((micros + "000000")[:6]))
