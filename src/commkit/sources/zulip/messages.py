"""One Zulip message, and the mentions, quotations and reactions that it tells of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.faults import NO_ID, NO_SENDER, NO_UNIX_TIME, NOT_AN_OBJECT
from commkit.sources.text import html_text
from commkit.sources.text.json_values import mapping, mappings, text
from commkit.sources.text.stamps import read_unix
from commkit.store.fields import EDITED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from commkit.sources.rows import Rows

# Zulip's own accounts. They say that a topic was moved or resolved, and how to begin.
SYSTEM = frozenset({"Notification Bot", "Welcome Bot"})
NEAR = re.compile(r"/near/([0-9]{1,19})$")  # a link to a message
LARGEST = 2**63


class ZulipTopic(NamedTuple):
    """The stream of a message, and the first message of its topic where the whole topic is known."""

    group: str
    title: str
    first: int | None


def number_of(message: dict[str, object]) -> int | None:
    """A message's number, which is its id and its order."""
    native = message.get("id")
    is_number = isinstance(native, int) and not isinstance(native, bool) and 0 < native < LARGEST
    return native if is_number and isinstance(native, int) else None


def add_message(message: object, topic: ZulipTopic, seen: set[int], where: tuple[str, int], rows: Rows) -> None:
    """One message's rows, or why there are none. A message that was moved is in two topics."""
    rows.records["message"] += 1
    if not isinstance(message, dict):
        rows.reject("message", where, *NOT_AN_OBJECT)
        return
    native, sent_at = number_of(message), read_unix(message.get("timestamp"))
    name = text(message.get("sender_full_name"))
    if native is None:
        rows.reject("message", where, *NO_ID)
    elif sent_at is None:
        rows.reject("message", where, *NO_UNIX_TIME)
    elif name is None:
        rows.reject("message", where, *NO_SENDER)
    elif native in seen:
        rows.skipped["message", "repeated"] += 1
    else:
        seen.add(native)
        _add(message, topic, (native, name, sent_at), rows)


def _add(message: dict[str, object], topic: ZulipTopic, at: tuple[int, str, datetime], rows: Rows) -> None:
    number, name, sent_at = at
    native, author = str(number), text(message.get("sender_id")) or name
    page = html_text.read_html(text(message.get("content")) or "")
    if name in SYSTEM:
        rows.add("message", native=native, group=topic.group, sent_at=sent_at, kind="system", text=page.words, flags=0)
        return
    quoted, parent = _quoted(page), str(topic.first) if topic.first not in {None, number} else None
    kind = "media" if page.has_media and not page.words else "text"
    flags = EDITED if message.get("last_edit_timestamp") else 0
    answered = quoted[0] if quoted else parent
    rows.add(
        "message",
        native=native,
        group=topic.group,
        author=author,
        author_name=name,
        sent_at=sent_at,
        kind=kind,
        text=page.words,
        reply_to=answered,
        flags=flags,
    )
    called = [("mention", each) for each in _people(page, is_silent=False, has_ids="sender_id" in message)]
    if quoted:
        called += [("quote", each) for each in _people(page, is_silent=True, has_ids="sender_id" in message)]
    for what, receiver in dict.fromkeys(called):
        rows.add(
            "interaction",
            group=topic.group,
            message=native,
            sender=author,
            receiver=receiver,
            kind=what,
            happened_at=sent_at,
        )
    for reaction in mappings(message.get("reactions")):
        if sender := text(reaction.get("user_id")) or text(mapping(reaction.get("user")).get("id")):
            rows.add("interaction", group=topic.group, message=native, sender=sender, kind="reaction")


def _quoted(page: html_text.HtmlText) -> list[str]:
    """The messages that are quoted: each has a link above its words."""
    if not page.quotes:
        return []
    links = (NEAR.search(tag.attributes.get("href", "")) for tag in page.tags if tag.name == "a")
    return [found[1] for found in links if found]


def _people(page: html_text.HtmlText, *, is_silent: bool, has_ids: bool) -> Iterator[str]:
    """The members that a message mentions, or names silently. Groups and everybody do not count."""
    for tag in page.tags:
        native = tag.attributes.get("data-user-id", "")
        if "user-mention" in tag.classes and ("silent" in tag.classes) == is_silent and native.isdigit():
            receiver = native if has_ids else tag.text.strip().removeprefix("@")
            if receiver:
                yield receiver
