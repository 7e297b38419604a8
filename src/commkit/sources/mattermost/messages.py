"""One Mattermost post with its replies, and the joins, leaves, mentions and reactions that they tell of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from commkit.sources.faults import NO_SENDER
from commkit.sources.text.json_values import mapping, mappings, text
from commkit.sources.text.stamps import read_unix
from commkit.store.fields import BOT, EDITED, PINNED

if TYPE_CHECKING:
    from datetime import datetime

    from commkit.sources.rows import Rows

SYSTEM = "system_"
_instant = partial(read_unix, per_second=1000)
MENTION = re.compile(r"(?<![\w@./-])@([A-Za-z0-9][A-Za-z0-9._-]{0,63})")
# Types of post -> what happened, how, and which property names the member it happened to.
CHANGES = {
    "system_join_channel": ("join", None, "username"),
    "system_guest_join_channel": ("join", None, "username"),
    "system_join_team": ("join", None, "username"),
    "system_add_to_channel": ("join", "added", "addedUsername"),
    "system_add_guest_to_chan": ("join", "added", "addedUsername"),
    "system_add_to_team": ("join", "added", "addedUsername"),
    "system_leave_channel": ("leave", None, "username"),
    "system_leave_team": ("leave", None, "username"),
    "system_remove_from_channel": ("removed", None, "removedUsername"),
    "system_remove_from_team": ("removed", None, "removedUsername"),
}


@dataclass(slots=True)
class Known:
    """What the lines so far have told."""

    groups: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    teams: set[str] = field(default_factory=set)
    made_at: datetime | None = None
    posts: set[int] = field(default_factory=set)  # hashes of their ids, for there are many
    others: dict[str, list[str]] = field(default_factory=dict)  # the texts of further posts that would have one's id

    @property
    def has_one_team(self) -> bool:
        """Whether somebody who leaves the team leaves the community."""
        return len(self.teams) == 1

    def tell_apart(self, native: str, words: str) -> str:
        """The id of a post, with a number if the author sent another one at the same moment."""
        if hash(native) not in self.posts:
            self.posts.add(hash(native))
            return native
        others = self.others.setdefault(native, [])
        if words not in others:
            others.append(words)
        return f"{native}/{others.index(words) + 2}"  # not with its words, which may be edited


def add_post(post: dict[str, object], group: str | None, known: Known, where: tuple[str, int], rows: Rows) -> None:
    """The post and its replies, each a record; replies stay replies where the post itself cannot be taken."""
    root = _add(post, group, None, known, where, rows)
    for reply in mappings(post.get("replies")):
        _add(reply, group, root, known, where, rows)


def _add(
    post: dict[str, object],
    group: str | None,
    parent: str | None,
    known: Known,
    where: tuple[str, int],
    rows: Rows,
) -> str:
    rows.records["message"] += 1
    sent_at, user = _instant(post.get("create_at")), text(post.get("user"))
    kind = _kind(post)
    native = known.tell_apart(_native(post, group, user, kind), text(post.get("message")) or "")
    if group is None:
        rows.reject("message", where, "no-channel", "a post without its channel")
    elif sent_at is None:
        rows.reject("message", where, "bad-time", "create_at is no time in milliseconds")
    elif user is None:
        rows.reject("message", where, *NO_SENDER)
    else:
        _add_taken(post, (native, group, user, sent_at, kind, parent), known, rows)
    return native


def _native(post: dict[str, object], group: str | None, user: str | None, kind: str) -> str:
    """Channel, instant and author: posts have no ids. Mattermost may write several lines of its own at once."""
    told = (text(post.get("type")) or "", text(post.get("message")) or "") if kind == "system" else ()
    return "/".join((group or "", text(post.get("create_at")) or "", user or "", *told))


def _add_taken(
    post: dict[str, object],
    place: tuple[str, str, str, datetime, str, str | None],
    known: Known,
    rows: Rows,
) -> None:
    native, group, user, sent_at, kind, parent = place
    props = mapping(post.get("props"))
    words = text(post.get("message"))
    author, bot = _speaker(user, props)
    edited, pinned = EDITED if _instant(post.get("edit_at")) else 0, PINNED if post.get("is_pinned") is True else 0
    name = text(props.get("override_username")) if bot else None
    rows.add(
        "message",
        native=native,
        group=group,
        author=author,
        author_name=name,
        sent_at=sent_at,
        kind=kind,
        text=words,
        reply_to=parent,
        flags=edited | pinned | (BOT if bot else 0),
    )
    if kind == "system":
        _add_change(post, (group, user, sent_at), known, rows)
    else:
        mention = {"group": group, "message": native, "sender": author, "kind": "mention", "happened_at": sent_at}
        for receiver in dict.fromkeys(_mentioned(words or "", known)):
            rows.add("interaction", receiver=receiver, **mention)
    for reaction in mappings(post.get("reactions")):
        if sender := text(reaction.get("user")):
            at = _instant(reaction.get("create_at"))
            rows.add("interaction", group=group, message=native, sender=sender, kind="reaction", happened_at=at)


def _speaker(user: str, props: dict[str, object]) -> tuple[str, bool]:
    """Who speaks, and whether it is a bot. A webhook uses the name of the member who set it up, who is not a bot."""
    if text(props.get("from_webhook")) == "true":
        return f"webhook:{text(props.get('override_username')) or user}", True
    return user, text(props.get("from_bot")) == "true"


def _kind(post: dict[str, object]) -> str:
    if (text(post.get("type")) or "").startswith(SYSTEM):
        return "system"
    shows = post.get("attachments") or mapping(post.get("props")).get("attachments")
    return "media" if shows and not post.get("message") else "text"


def _add_change(post: dict[str, object], at: tuple[str, str, datetime], known: Known, rows: Rows) -> None:
    """Who joined or left. Only the properties tell who was added or removed by others."""
    group, actor, happened_at = at
    kind = text(post.get("type")) or ""
    change, how, key = CHANGES.get(kind, ("", None, ""))
    member = text(mapping(post.get("props")).get(key)) or (actor if key == "username" else None)
    if member:
        leaves_all = change != "join" and kind.endswith("_team") and known.has_one_team
        inviter = actor if how else None
        rows.add(
            "membership",
            group=None if leaves_all else group,
            member=member,
            happened_at=happened_at,
            change=change,
            how=how,
            inviter=inviter,
        )


def _mentioned(words: str, known: Known) -> list[str]:
    """The members that the text mentions. A full stop after a name is not part of it."""
    called = (each.lower() for each in MENTION.findall(words)) if "@" in words else ()
    return [name for each in called if (name := each if each in known.members else each.rstrip("._-")) in known.members]
