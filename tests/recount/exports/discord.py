"""One channel by DiscordChatExporter, as JSON."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.recount.exports.records import Author, Change, Export, Mention, Message, Place, Reaction

if TYPE_CHECKING:
    from pathlib import Path

    Row = dict[str, Any]

TELLS = frozenset({"joins", "replies", "reactions"})
SPOKEN = {"Default", "Reply"}
JOINED = "GuildMemberJoin"


def read(path: Path) -> Export:
    """The whole file; it reaches to when it was made."""
    told = json.loads(path.read_text("utf-8"))
    place = Place("discord", told["channel"]["name"])
    export = Export("discord", "discord", TELLS, stated_end=datetime.fromisoformat(told["exportedAt"]))
    export.places.add(place)
    export.records["group"] += 1
    for row in told["messages"]:
        _add_message(export, place, row)
    return export


def _add_message(export: Export, place: Place, row: Row) -> None:
    export.records["message"] += 1
    sent_at, author = datetime.fromisoformat(row["timestamp"]), _account(export, row["author"])
    answers = row["reference"]["messageId"] if row["type"] == "Reply" and row.get("reference") else None
    kind = "text" if row["type"] in SPOKEN else "system"
    export.messages.append(Message(row["id"], author, place, sent_at, kind, row["author"]["isBot"], answers))
    # Joining is told of the server, not of the channel in which it is announced.
    if row["type"] == JOINED:
        export.changes.append(Change(author, None, sent_at, "join"))
    reacting = {_account(export, user) for sign in row["reactions"] for user in sign.get("users", ())}
    export.reactions += [Reaction(who, place, sent_at, row["id"]) for who in reacting]
    if kind == "text":
        named = {Author("discord", user["id"]) for user in row["mentions"] if _is_written(row, user)}
        export.mentions += [Mention(author, who, sent_at) for who in sorted(named)]


def _is_written(row: Row, user: Row) -> bool:
    """A reply names whom it answers by itself; only a name in its text is a mention."""
    names = {user.get("nickname"), user["name"]} - {None}
    return row["type"] != "Reply" or any(f"@{name}" in row["content"] for name in names)


def _account(export: Export, user: Row) -> Author:
    author = Author("discord", user["id"])
    export.accounts.add(author)
    if user["isBot"]:
        export.bots.add(author)
    return author
